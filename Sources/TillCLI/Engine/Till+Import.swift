import Catalog
import Checkout
import Dispatch
import Ledger
import Storage

/// What an import took, or would take.
struct ImportReport {
  let kind: ImportWords.Kind
  let file: String
  let isTrial: Bool
  /// Of what is said to be wrong with rows.
  let language: Language
  var rows = 0
  var taken = 0
  var documents: [String] = []
  var faults: [RowFault] = []
  /// The file of the rejected rows; nil where there is none.
  var rejected: String?
  /// Whether a catalog waits beside its place for the end of the commit.
  var isCatalogWritten = false
}

/// Thrown to give up what a trial has written.
private struct TrialOver: Error {}

extension Till {
  /// Takes a file of goods, items or members in: all of it, or with `--skip-bad` what is right.
  func importFile(
    _ words: ImportWords, _ authority: Authority, _ line: TypedLine
  ) throws -> Reply {
    // What was done already is answered without its file, which may be gone since.
    if let key = line.key, try read({ try $0.callerKey(key) }) != nil {
      return try write(line) { _ in .nothing }
    }
    if words.kind != .stock {
      DispatchQueue.global(qos: .userInitiated).async { PinyinReader.warmUp() }
    }
    let file = try ImportFile(words.file, shop.language)
    var report = ImportReport(
      kind: words.kind, file: words.file, isTrial: words.isTrial, language: shop.language)
    var reply = Reply()
    do {
      // Where nobody knows whether the ledger took the items, the next start asks it.
      func end(_ isDone: Bool) {
        if report.isCatalogWritten { folder.endCatalogDraft(isTaken: isDone) }
      }
      reply = try write(line, ended: end) { writer in
        try take(file, words, authority, &report, writer)
        return .nothing
      }
    } catch is TrialOver {}
    if !reply.isRepeated { reply.content = .imported(report) }
    return reply
  }

  /// Takes what a file says, or looks only whether it can be taken.
  private func take(
    _ file: ImportFile, _ words: ImportWords, _ authority: Authority,
    _ report: inout ImportReport, _ writer: Writer
  ) throws {
    try writer.expectMuch()
    switch words.kind {
    case .catalog: try importCatalog(file, words, authority, &report, writer)
    case .members: try importMembers(file, authority, &report, writer)
    case .stock:
      try checkNew(file, words, writer.snapshot)
      try importGoods(file, authority, &report, writer)
    }
    guard report.faults.isEmpty || words.skipsBad else { throw file.refusal(report.faults) }
    if words.isTrial { throw TrialOver() }
    if !report.faults.isEmpty { report.rejected = try file.writeRejected(report.faults) }
    if let first = report.documents.first {
      try writer.setState("import:\(file.digest)", first)
    }
  }

  /// Goods that came in once do not come in again by mistake.
  ///
  /// - Throws: `Refusal` named `already-done`.
  private func checkNew(_ file: ImportFile, _ words: ImportWords, _ snapshot: Snapshot) throws {
    guard !words.isAgain, let first = try snapshot.state("import:\(file.digest)") else { return }
    throw Refusal(
      .alreadyImported, file.name, expected: "\(first) | import stock \(file.name) --again")
  }

  /// Takes goods in, which another core has made documents of while this one writes.
  private func importGoods(
    _ file: ImportFile, _ authority: Authority, _ report: inout ImportReport, _ writer: Writer
  ) throws {
    let deliveries = Deliveries(
      file: file, columns: try GoodsColumns(file), shop: shop,
      occasion: try occasion(for: .receiving, writer.snapshot, authority: authority),
      head: try writer.snapshot.head(), reader: writer.reader)
    let steps = Ahead(most: 8, deliveries.make)
    let lines = Int64(file.lines)
    while true {
      switch steps.next() {
      case .delivery(let delivery):
        try writer.append(delivery.entry)
        try writer.add(delivery.lots)
        report.documents.append(delivery.number)
        report.taken += delivery.lots.count
        progress(Int64(delivery.lastLine), lines)
      case .fault(let fault): report.faults.append(fault)
      case .end(let error):
        if let error { throw error }
        report.rows = report.taken + report.faults.count
        return progress(lines, lines)
      }
    }
  }
}
