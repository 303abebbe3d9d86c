import Ledger

extension ImportReport {
  /// At most this many faults are listed; the file of rejected rows has all.
  private static let mostFaults = 100

  var json: JSON {
    JSON.object([
      .init("kind", .string(kind.rawValue)), .init("file", .string(file)),
      .init("rows", JSON(rows)), .init("taken", JSON(taken)), .init("rejected", JSON(rejectedRows)),
      .init("dry_run", JSON(isTrial)), .init("documents", JSON(documents.map(JSON.string))),
      .init("faults", JSON(faults.prefix(ImportReport.mostFaults).map { $0.json(language) })),
    ]).with([.init("rejected_file", JSON(rejected))])
  }

  var rejectedRows: Int { Set(faults.map(\.line)).count }
}

extension ReplyWriter {
  func text(of report: ImportReport) -> String {
    let done =
      report.isTrial ? say("试算, 未导入", "tried, nothing was taken") : say("已导入", "taken in")
    let rejected = report.rejected.map { " → \($0)" } ?? ""
    var text = "✓ \(report.file): \(done) \(report.taken)/\(report.rows)\(say("行", " rows"))"
    if let first = report.documents.first, let last = report.documents.last {
      text += "  \(first)" + (first == last ? "" : " – \(last)")
    }
    text += "\n"
    if report.rejectedRows > 0 {
      text += say("  错行", "  bad rows") + " \(report.rejectedRows)\(rejected)\n"
      text += report.faults.prefix(20).map { "  \($0.text(report.language))\n" }.joined()
    }
    return text
  }
}
