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
      .init(
        "opened", opened.isEmpty ? .null : JSON(opened.map { $0.json(stock.rule.measure) })),
    ])
  }
}

extension ReplyWriter {
  /// An item with what there is of it, on one line.
  func line(of state: StockState) -> String {
    row(
      "\(state.item.code) \(state.item.name)", "\(state.stock.onHand) \(state.item.unit)",
      state.stock.value)
  }

  func text(of states: [StockState], on day: BusinessDate) -> String {
    guard !states.isEmpty else { return say("没有库存记录\n", "nothing in stock\n") }
    return states.map { state in
      line(of: state)
        + state.stock.lots.map { lot in
          let label = lot.label.isEmpty ? "#\(lot.number)" : lot.label
          let end = lot.expires.map { say(" 限期 \($0)", " use by \($0)") } ?? ""
          let mark = lot.isExpired(on: day) ? say(" 已过期", " expired") : ""
          return row("  \(label)\(end)\(mark)", "\(lot.left)", lot.cost * lot.left)
        }.joined()
        + text(of: state.opened, state.stock.rule.measure, on: day)
        + (state.stock.owed > 0
          ? row(say("  账外售出", "  sold beyond the books"), "-\(state.stock.owed)", .zero) : "")
    }.joined()
  }
}
