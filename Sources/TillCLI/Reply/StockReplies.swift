import Catalog
import Checkout
import Ledger

extension StockState {
  var json: JSON {
    JSON.object([
      .init("code", .string(item.code)), .init("name", .string(item.name)),
      .init("on_hand", JSON(stock.onHand)), .init("value", JSON(stock.value)),
      .init(
        "lots",
        JSON(
          stock.lots.map { lot in
            .object([
              .init("lot", .string(lot.label)), .init("no", JSON(lot.number)),
              .init("expires", lot.expires.map { .string($0.description) } ?? .null),
              .init("qty", JSON(lot.left)), .init("cost", JSON(lot.cost)),
            ])
          })),
    ]).with([
      .init("owed", stock.owed == 0 ? .null : JSON(stock.owed)),
      .init("reorder", JSON(stock.rule.reorder)),
      .init("sold", JSON(sold)),
      .init("cover_days", JSON(cover)),
      .init(
        "opened", opened.isEmpty ? .null : JSON(opened.map { $0.json(stock.rule.measure) })),
    ])
  }
}

extension StockList {
  /// The list as comma-separated values, a row per lot; of an item with none a row without one.
  var csv: String {
    let head = [
      "day", "code", "name", "unit", "on_hand", "reorder", "sold", "cover_days", "lot", "expires",
      "units", "cost", "value",
    ]
    return spreadsheet([head] + states.flatMap(rows))
  }

  private func rows(of state: StockState) -> [[String]] {
    let number = { (value: Int?) in value.map(String.init) ?? "" }
    let item = [
      day.description, state.item.code, state.item.name, state.item.unit,
      "\(state.stock.onHand)", number(state.stock.rule.reorder), number(state.sold),
      number(state.cover),
    ]
    guard !state.stock.lots.isEmpty else { return [item + ["", "", "0", "", "0.00"]] }
    return state.stock.lots.map { lot in
      item + [
        lot.label.isEmpty ? "#\(lot.number)" : lot.label, lot.expires?.description ?? "",
        "\(lot.left)", "\(lot.cost)", "\(lot.cost * lot.left)",
      ]
    }
  }
}

extension ReplyWriter {
  /// From how few on it is ordered, what was sold, and for how long what there is will do.
  private func text(ofSold sold: Int, _ state: StockState) -> String {
    let days = StockState.coverDays
    let figures = [
      state.stock.rule.reorder.map { say("补货点 \($0)", "reorder at \($0)") },
      say("\(days)天售出 \(sold)", "sold in \(days) days \(sold)"),
      state.cover.map { say("可卖\($0)天", "\($0) days of cover") },
    ]
    return "  \(figures.compactMap(\.self).joined(separator: "  "))\n"
  }

  /// An item with what there is of it, on one line.
  func line(of state: StockState) -> String {
    row(
      "\(state.item.code) \(state.item.name)", "\(state.stock.onHand) \(state.item.unit)",
      state.stock.value)
  }

  func text(of states: [StockState], on day: BusinessDate) -> String {
    guard !states.isEmpty else { return say("没有要列出的库存\n", "no stock to list\n") }
    return states.map { state in
      line(of: state)
        + state.stock.lots.map { lot in
          let label = lot.label.isEmpty ? "#\(lot.number)" : lot.label
          let end = lot.expires.map { say(" 限期 \($0)", " use by \($0)") } ?? ""
          let mark = lot.isExpired(on: day) ? say(" 已过期", " expired") : ""
          return row("  \(label)\(end)\(mark)", "\(lot.left)", lot.cost * lot.left)
        }.joined()
        + (state.sold.map { text(ofSold: $0, state) } ?? "")
        + text(of: state.opened, state.stock.rule.measure, on: day)
        + (state.stock.owed > 0
          ? row(say("  账外售出", "  sold beyond the books"), "-\(state.stock.owed)", .zero) : "")
    }.joined()
  }
}
