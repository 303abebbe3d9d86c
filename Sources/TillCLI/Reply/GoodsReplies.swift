import Checkout
import Ledger
import Storage

extension GoodsReport {
  var json: JSON {
    switch self {
    case .stock(let report): report.json
    case .items(let report): report.json
    case .history(let history): history.json
    case .receiving(let report): report.json
    }
  }

  /// The rows as comma-separated values, amounts in yuan.
  var csv: String {
    let rows =
      switch self {
      case .stock(let report): report.rows
      case .items(let report): report.rows
      case .history(let history): history.rows
      case .receiving(let report): report.table
      }
    return spreadsheet(rows)
  }
}

extension StockRow {
  /// What stands on the package, or else the lot's number.
  fileprivate var mark: String { label.isEmpty ? "#\(number)" : label }
}

extension StockReport {
  fileprivate var json: JSON {
    .object([
      .init("day", .string(day.description)),
      .init(
        "items",
        JSON(
          items.map { item in
            .object([
              .init("code", .string(item.code)), .init("name", .string(item.label.name)),
              .init("on_hand", JSON(item.onHand)), .init("value", JSON(item.value)),
              .init("owed", JSON(item.owed)), .init("lots", JSON(item.lots.map(\.json))),
            ])
          })),
      .init("value", JSON(value)), .init("inventory", JSON(inventory)),
    ])
  }

  fileprivate var rows: [[String]] {
    [["day", "code", "name", "unit", "lot", "expires", "units", "cost", "value"]]
      + items.flatMap { item in
        let head = [day.description, item.code, item.label.name, item.label.unit]
        let owed =
          item.owed == 0 ? [] : [head + ["", "", "-\(item.owed)", "0.00", "0.00"]]
        return item.lots.map { lot in
          head + [
            lot.row.mark, lot.row.expires?.description ?? "", "\(lot.left)", "\(lot.row.cost)",
            "\(lot.value)",
          ]
        } + owed
      }
  }
}

extension StockReport.Lot {
  fileprivate var json: JSON {
    .object([
      .init("lot", .string(row.label)), .init("no", JSON(row.number)),
      .init("expires", JSON(row.expires?.description)), .init("qty", JSON(left)),
      .init("cost", JSON(row.cost)),
    ])
  }
}

extension ItemsReport {
  /// The flows in which units come in count what came.
  private func count(_ flow: Flow, _ item: Item) -> Int {
    (flow == .received ? -1 : 1) * item.moved[flow, default: 0]
  }

  fileprivate var json: JSON {
    .object([
      .init("from", .string(days.lowerBound.description)),
      .init("to", .string(days.upperBound.description)),
      .init("items", JSON(items.map(json))),
      .init("dead", JSON(items.filter(\.isDead).map { .string($0.code) })),
      .init("sold_cost", JSON(sold)), .init("used_cost", JSON(used)),
      .init("shrinkage", JSON(shrinkage)), .init("inventory", JSON(inventory)),
    ])
  }

  private func json(of item: Item) -> JSON {
    .object(
      [
        .init("code", .string(item.code)), .init("name", .string(item.label.name)),
        .init("opening", JSON(item.opening)),
      ] + Flow.allCases.map { .init($0.name, JSON(count($0, item))) } + [
        .init("closing", JSON(item.closing)), .init("value", JSON(item.value)),
        .init("turnover_hundredths", item.turnover.map { JSON($0) } ?? .null),
        .init("cover_days", JSON(item.cover(after: dayCount))),
      ])
  }

  fileprivate var rows: [[String]] {
    let flows = Flow.allCases
    return [
      ["code", "name", "unit", "opening"] + flows.map(\.name) + [
        "closing", "value", "turnover", "cover_days",
      ]
    ]
      + items.map { item in
        let turnover = item.turnover.map { "\(Money(fen: $0))" } ?? ""
        return [item.code, item.label.name, item.label.unit, "\(item.opening)"]
          + flows.map { "\(count($0, item))" } + [
            "\(item.closing)", "\(item.value)", turnover,
            item.cover(after: dayCount).map(String.init) ?? "",
          ]
      }
  }
}

extension ItemHistory {
  fileprivate var json: JSON {
    .object([
      .init("code", .string(code)), .init("name", .string(label.name)),
      .init("from", .string(days.lowerBound.description)),
      .init("to", .string(days.upperBound.description)), .init("opening", JSON(opening)),
      .init(
        "movements",
        JSON(
          movements.map { movement in
            .object([
              .init("at", .string(movement.at.description)),
              .init("day", .string(movement.day.description)),
              .init("kind", .string(movement.kind)), .init("number", .string(movement.number)),
              .init("lot", JSON(movement.lot?.label)), .init("no", JSON(movement.lot?.number)),
              .init("units", JSON(movement.units)), .init("on_hand", JSON(movement.left)),
            ])
          })),
      .init("closing", JSON(movements.last?.left ?? opening)),
    ])
  }

  fileprivate var rows: [[String]] {
    [["day", "number", "kind", "lot", "units", "on_hand"]]
      + movements.map { movement in
        [
          movement.day.description, movement.number, movement.kind, movement.lot?.mark ?? "",
          "\(movement.units)", "\(movement.left)",
        ]
      }
  }
}

// MARK: Text

extension ReplyWriter {
  func text(of report: GoodsReport) -> String {
    switch report {
    case .stock(let report): text(of: report)
    case .items(let report): text(of: report)
    case .history(let history): text(of: history)
    case .receiving(let report): text(of: report)
    }
  }

  private func text(of report: StockReport) -> String {
    report.items.map { item in
      row("\(item.code) \(item.label.name)", "\(item.onHand) \(item.label.unit)", item.value)
        + item.lots.map { lot in
          let end = lot.row.expires.map { say(" 限期 \($0)", " use by \($0)") } ?? ""
          return row("  \(lot.row.mark)\(end)", "\(lot.left)", lot.value)
        }.joined()
        + (item.owed == 0
          ? "" : row(say("  账外售出", "  sold beyond the books"), "-\(item.owed)", .zero))
    }.joined() + row(say("库存金额", "stock at cost"), "\(report.day)", report.inventory)
  }

  private func text(of report: ItemsReport) -> String {
    let lines = report.items.map { item in
      row("\(item.code) \(item.label.name)", "\(item.closing) \(item.label.unit)", item.value)
        + "  \(figures(of: item, report.dayCount))\n"
    }
    let dead = report.items.filter(\.isDead).map(\.code)
    let span = "\(report.days.lowerBound)..\(report.days.upperBound)"
    return say("品项周转 \(span)\n", "items \(span)\n") + lines.joined()
      + (dead.isEmpty
        ? "" : say("滞销 \(dead.count)个品项\n", "dead stock: \(dead.count) items\n") + listed(dead))
      + row(say("销货成本", "cost of goods sold"), "", report.sold)
      + row(say("院装成本", "cost of back-bar use"), "", report.used)
      + row(say("损耗", "shrinkage"), "", report.shrinkage)
      + row(say("库存金额", "stock at cost"), "", report.inventory)
  }

  /// Codes, ten to a row.
  private func listed(_ codes: [String]) -> String {
    stride(from: 0, to: codes.count, by: 10).map { first in
      "  \(codes[first..<min(first + 10, codes.count)].joined(separator: " "))\n"
    }.joined()
  }

  /// What an item had, got and gave, as far as it is not nothing.
  private func figures(of item: ItemsReport.Item, _ days: Int) -> String {
    let moved = { (flow: ItemsReport.Flow) in item.moved[flow, default: 0] }
    let figures = [
      (say("期初", "opening"), item.opening), (say("收货", "received"), -moved(.received)),
      (say("售出", "sold"), moved(.sold)), (say("院装", "used"), moved(.used)),
      (say("损耗", "lost"), moved(.lost)), (say("退供应商", "sent back"), moved(.sentBack)),
      (say("调出", "sent"), moved(.sent)),
    ].filter { $0.1 != 0 }.map { "\($0.0) \($0.1)" }
    let turnover = item.turnover.map { "\(say("周转", "turnover")) \(Money(fen: $0))" }
    let cover = item.cover(after: days).map { say("可卖\($0)天", "\($0) days of cover") }
    return (figures + [turnover, cover].compactMap(\.self)).joined(separator: "  ")
  }

  private func text(of history: ItemHistory) -> String {
    // Titles of documents are longer in English.
    let title = isChinese ? 40 : 47
    return "\(history.code) \(history.label.name)\n"
      + "\(pad(say("期初", "opening"), title + 12))\(padLeft("\(history.opening)", 14))\n"
      + history.movements.map { movement in
        let kind = DocumentKind(rawValue: movement.kind).map(words.title) ?? movement.kind
        let sign = movement.units > 0 ? "+" : ""
        let lot = movement.lot?.mark ?? say("账外", "beyond the books")
        return pad("\(movement.day) \(movement.number) \(kind)", title)
          + pad(lot, 12) + padLeft("\(sign)\(movement.units)", 6)
          + padLeft("\(movement.left)", 8) + "\n"
      }.joined()
  }
}
