import Checkout
import Ledger

/// Recipe and use of some days.
struct BackBarReport {
  let days: ClosedRange<BusinessDate>
  let rows: [BackBarRow]
}

extension BackBarReport {
  var json: JSON {
    .object([
      .init("kind", "backbar"),
      .init("from", .string(days.lowerBound.description)),
      .init("to", .string(days.upperBound.description)),
      .init("rows", JSON(rows.map(\.json))),
      .init("by_service", JSON(rows.summed(byStaff: false).map(\.json))),
      .init("by_staff", JSON(rows.summed(byStaff: true).map(\.json))),
      .init("cost", JSON(rows.map(\.cost).sum())),
    ])
  }

  /// The rows as comma-separated values (RFC 4180), the cost in yuan.
  var csv: String {
    let head = [
      "service", "staff", "item", "measure", "sold", "recipe", "used", "variance", "cost",
    ]
    return spreadsheet(
      [head]
        + rows.map { row in
          [
            row.service ?? "", row.staff.map(String.init) ?? "", row.item, row.measure ?? "",
            "\(row.sold)", "\(row.expected)", "\(row.used)", "\(row.variance)", "\(row.cost)",
          ]
        })
  }
}

extension BackBarRow {
  fileprivate var json: JSON {
    .object([
      .init("service", JSON(service)), .init("staff", JSON(staff)), .init("item", .string(item)),
      .init("measure", JSON(measure)), .init("sold", JSON(sold)), .init("recipe", JSON(expected)),
      .init("used", JSON(used)), .init("variance", JSON(variance)), .init("cost", JSON(cost)),
    ])
  }
}

extension OpenedPackage {
  /// The package as replies give it.
  ///
  /// - Parameter measure: `g` or `ml`.
  /// - Returns: an object.
  func json(_ measure: String) -> JSON {
    .object([
      .init("lot", .string(label)), .init("no", JSON(lot)),
      .init("expires", JSON(expires?.description)), .init("left", JSON(left)),
      .init("measure", .string(measure)), .init("cost", JSON(cost)),
    ])
  }
}

extension Document {
  /// What back-bar use was of and for; nothing of other documents.
  var backBarReply: [JSON.Member] {
    ["used", "measure", "for", "by", "on", "left"].map { .init($0, json[$0] ?? .null) }
  }
}

extension ReplyWriter {
  func text(of report: BackBarReport) -> String {
    let days = report.days
    let span =
      days.lowerBound == days.upperBound
      ? "\(days.lowerBound)" : "\(days.lowerBound)..\(days.upperBound)"
    guard !report.rows.isEmpty else {
      return say("\(span) 没有院装领用\n", "\(span): no back-bar use\n")
    }
    let sections = [
      (say("按项目和员工", "by service and staff"), report.rows),
      (say("按项目", "by service"), report.rows.summed(byStaff: false)),
      (say("按员工", "by staff"), report.rows.summed(byStaff: true)),
    ]
    return say("院装领用 \(span)\n", "back-bar use \(span)\n")
      + sections.map { title, rows in "\(title)\n" + rows.map(line).joined() }.joined()
  }

  private func line(of row: BackBarRow) -> String {
    let staff = row.staff.map { "=\($0)" }
    let who = [row.service, staff].compactMap(\.self).joined(separator: " ")
    let measure = row.measure ?? ""
    let sign = row.variance > 0 ? "+" : ""
    let figures = say(
      "做\(row.sold) 配方\(row.expected)\(measure) 实用\(row.used)\(measure) 差\(sign)\(row.variance)\(measure)",
      "sold \(row.sold) recipe \(row.expected)\(measure) used \(row.used)\(measure) diff \(sign)\(row.variance)\(measure)"
    )
    let name = "  \(who.isEmpty ? say("未注明", "not said") : who) \(row.item)"
    // Figures take more room in English.
    let width = isChinese ? 34 : 28
    return pad(name, width) + padLeft(figures, 64 - width) + padLeft(row.cost.grouped, 14) + "\n"
  }

  /// What is left in opened packages, a line each.
  func text(of opened: [OpenedPackage], _ measure: String, on day: BusinessDate) -> String {
    opened.map { package in
      let label = package.label.isEmpty ? package.lot.map { "#\($0)" } ?? "" : package.label
      let mark = package.isExpired(on: day) ? say(" 已过期", " expired") : ""
      return row(
        say("  已开封 \(label)\(mark)", "  opened \(label)\(mark)"), "\(package.left)\(measure)",
        package.cost)
    }.joined()
  }
}
