import Checkout
import Ledger
import Storage

extension ReceivingReport {
  var json: JSON {
    .object([
      .init("from", .string(days.lowerBound.description)),
      .init("to", .string(days.upperBound.description)),
      .init("records", JSON(rows.map(\.json))),
    ])
  }

  /// Rows for a file, the names of the columns first.
  var table: [[String]] {
    [
      [
        "day", "number", "code", "name", "registration", "net_content", "units", "unit", "lot",
        "expires", "supplier", "contact", "document", "kept_until", "voided_by",
      ]
    ]
      + rows.map { row in
        let record = row.record
        return [
          record.day.description, row.number, record.item, record.name, record.registration,
          record.netContent, "\(record.units)", row.unit, row.label,
          record.expires?.description ?? "", record.supplier, record.contact, record.document,
          record.keptUntil.description, row.voided ?? "",
        ]
      }
  }
}

extension ReceivingReport.Row {
  fileprivate var json: JSON {
    .object([
      .init("day", .string(record.day.description)), .init("number", .string(number)),
      .init("code", .string(record.item)), .init("name", .string(record.name)),
      .init("registration", .string(record.registration)),
      .init("net_content", .string(record.netContent)), .init("units", JSON(record.units)),
      .init("lot", .string(label)), .init("no", JSON(record.lot)),
      .init("expires", JSON(record.expires?.description)),
      .init("supplier", .string(record.supplier)), .init("contact", .string(record.contact)),
      .init("document", .string(record.document)),
      .init("kept_until", .string(record.keptUntil.description)),
      .init("voided_by", JSON(voided)), .init("lacks", JSON(lacks.map { .string($0) })),
    ])
  }
}

extension ReplyWriter {
  func text(of report: ReceivingReport) -> String {
    "\(say("进货查验记录", "records of goods received"))"
      + " \(report.days.lowerBound)..\(report.days.upperBound)\n"
      + report.rows.map(text(of:)).joined()
      + (report.rows.isEmpty ? say("没有记录\n", "no records\n") : "")
  }

  private func text(of row: ReceivingReport.Row) -> String {
    let record = row.record
    let goods = [
      record.registration, record.netContent.isEmpty ? "" : say("净含量 ", "net ") + record.netContent,
      row.label.isEmpty ? "" : say("批号 ", "lot ") + row.label,
      record.expires.map { say("限期 \($0)", "use by \($0)") } ?? "",
    ]
    let source = [
      record.supplier, record.contact,
      record.document.isEmpty ? "" : say("单据 ", "paper ") + record.document,
      say("保存至 \(record.keptUntil)", "kept until \(record.keptUntil)"),
    ]
    let lacks = row.lacks.joined(separator: " ")
    return pad("\(record.day) \(row.number)", 34)
      + padLeft("\(record.units) \(row.unit)", 18)
      + (row.voided.map { say("  已作废 \($0)", "  void by \($0)") } ?? "") + "\n"
      + "  \(record.item) \(record.name)\n"
      + [goods, source].map { parts in
        "  " + parts.filter { !$0.isEmpty }.joined(separator: "  ") + "\n"
      }.filter { $0 != "  \n" }.joined()
      + (lacks.isEmpty ? "" : say("  还缺: \(lacks)\n", "  lacks \(lacks)\n"))
  }
}
