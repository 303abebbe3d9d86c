/// Goods that come in, leave, and are counted.
extension StockModel {
  /// A lot that comes in.
  struct Coming {
    let item: Int
    let count: Int
    let cost: Int64
    let label: String
    let expires: Int?
    let isFromBranch: Bool
  }

  /// Takes lots in, each with a number of its own; what was sold before they came is paid by them.
  mutating func receive(_ coming: [Coming]) -> (StockAnswer, ModelEffect) {
    for one in coming {
      if hasRunOut(one.expires) { return (.refused("stock-expired"), ModelEffect()) }
      let same = items[one.item].lots.first {
        $0.left > 0 && !one.label.isEmpty && $0.label == one.label && $0.expires != one.expires
      }
      if same != nil { return (.refused("bad-date"), ModelEffect()) }
    }
    var effect = ModelEffect()
    for one in coming {
      let lot = items[one.item].lots.count
      items[one.item].lots.append(
        ModelGoodsLot(label: one.label, expires: one.expires, cost: one.cost))
      var owed =
        items[one.item].owed
        + effect.steps.filter { $0.item == one.item }.reduce(0) { $0 + $1.owed }
      for _ in 0..<one.count {
        effect.steps.append(
          .init(item: one.item, flow: (one.isFromBranch ? "sent" : "received", -1)))
        effect.money.append((one.isFromBranch ? "branches" : "goods-received", -one.cost))
        if owed > 0 {
          owed -= 1
          effect.steps.append(.init(item: one.item, owed: -1))
          effect.money.append(("goods-sold", one.cost))
        } else {
          effect.steps.append(.init(item: one.item, lot: (lot, 1)))
          effect.money.append(("inventory", one.cost))
        }
      }
    }
    apply(effect)
    return (.done, effect)
  }

  /// Units leave: `lost`, `sent-back` or `sent`.
  mutating func leave(
    _ count: Int, of item: Int, label: String?, to flow: String
  ) -> (StockAnswer, ModelEffect) {
    // What has run out goes to no other branch.
    let (answer, units) =
      flow == "sent"
      ? take(count, of: item, label: label, isStrict: true)
      : remove(count, of: item, label: label)
    guard answer == .done else { return (answer, ModelEffect()) }
    let accounts = ["lost": "shrinkage", "sent-back": "goods-received", "sent": "branches"]
    let effect = leaving(units, of: item, to: flow, cost: accounts[flow] ?? "")
    apply(effect)
    return (.done, effect)
  }

  /// The books are made to hold so many more, or fewer.
  mutating func correct(_ item: Int, by difference: Int) -> ModelEffect {
    var effect = ModelEffect()
    if difference < 0 {
      let there = items[item].lots.reduce(0) { $0 + $1.left }
      let (_, units) = remove(min(there, -difference), of: item)
      let beyond = [Int?](repeating: nil, count: max(0, -difference - there))
      effect = leaving(units + beyond, of: item, to: "lost", cost: "shrinkage")
    } else {
      var owed = items[item].owed
      let newest = items[item].lots.count - 1
      for _ in 0..<difference {
        effect.steps.append(.init(item: item, flow: ("lost", -1)))
        if owed > 0 {
          owed -= 1
          effect.steps.append(.init(item: item, owed: -1))
        } else {
          effect.steps.append(.init(item: item, lot: (newest, 1)))
          effect.money.append(("inventory", items[item].lots[newest].cost))
          effect.money.append(("shrinkage", -items[item].lots[newest].cost))
        }
      }
    }
    apply(effect)
    return effect
  }
}

/// The back bar.
extension StockModel {
  /// What is left of opened packages, a gram at a time from what runs out first; the cost of what a
  /// document takes out of one lot is its share, half a fen up, and the last gram takes what is left.
  private func draw(
    _ count: Int, from lots: [Int], of opened: [Int: ModelOpened], item: Int
  ) -> [(lot: Int, left: Int, cost: Int64)] {
    let goods = items[item]
    let order = lots.sorted { left, right in
      let days = (goods.lots[left].expires ?? .max, goods.lots[right].expires ?? .max)
      return days.0 == days.1 ? left < right : days.0 < days.1
    }
    var rest = count
    var drawn: [(lot: Int, left: Int, cost: Int64)] = []
    for lot in order where rest > 0 {
      guard let one = opened[lot], one.left > 0 else { continue }
      let part = Swift.min(rest, one.left)
      let cost = (2 * one.cost * Int64(part) + Int64(one.left)) / (2 * Int64(one.left))
      drawn.append((lot, part, cost))
      rest -= part
    }
    return drawn
  }

  private func drawing(
    _ drawn: [(lot: Int, left: Int, cost: Int64)], of item: Int, to account: String
  ) -> ModelEffect {
    var effect = ModelEffect()
    for one in drawn {
      effect.steps.append(.init(item: item, flow: ("content-used", one.left)))
      effect.steps.append(.init(item: item, opened: (one.lot, -one.left, -one.cost)))
      effect.money.append((account, one.cost))
    }
    return effect
  }

  /// Whole units are used up.
  mutating func use(_ count: Int, of item: Int) -> (StockAnswer, ModelEffect) {
    let (answer, units) = take(count, of: item, label: nil, isStrict: true)
    guard answer == .done else { return (answer, ModelEffect()) }
    let effect = leaving(units, of: item, to: "used", cost: "back-bar")
    apply(effect)
    return (.done, effect)
  }

  /// Grams or millilitres are used: what is opened first, then as many packages as are needed.
  mutating func use(content count: Int, of item: Int) -> (StockAnswer, ModelEffect) {
    let goods = items[item]
    guard let content = goods.content else { return (.refused("bad-quantity"), ModelEffect()) }
    let open = goods.opened.filter { $0.value.left > 0 }.map(\.key)
    let usable = open.filter { !hasRunOut(goods.lots[$0].expires) }
    let full = goods.lots.filter { $0.left > 0 && !hasRunOut($0.expires) }
    let there =
      usable.reduce(0) { $0 + (goods.opened[$1]?.left ?? 0) }
      + full.reduce(0) { $0 + $1.left * content }
    guard there >= count else {
      let isOld =
        open.contains { hasRunOut(goods.lots[$0].expires) }
        || goods.lots.contains { $0.left > 0 && hasRunOut($0.expires) }
      return (
        .refused(isOld ? "stock-expired" : "stock-short", need: count, have: there), ModelEffect()
      )
    }
    let first = draw(count, from: usable, of: goods.opened, item: item)
    var effect = drawing(first, of: item, to: "back-bar")
    var rest = count - first.reduce(0) { $0 + $1.left }
    let (_, units) = take((rest + content - 1) / content, of: item, label: nil, isStrict: true)
    effect = effect + leaving(units, of: item, to: "used", cost: "opened-cost")
    var fresh: [(lot: Int, packages: Int)] = []
    for case let lot? in units {
      if fresh.last?.lot != lot { fresh.append((lot, 0)) }
      fresh[fresh.count - 1].packages += 1
    }
    for (lot, packages) in fresh {
      let cost = goods.lots[lot].cost * Int64(packages)
      let new = ModelOpened(left: packages * content, cost: cost)
      effect.steps.append(.init(item: item, opened: (lot, new.left, new.cost)))
      effect.steps.append(.init(item: item, flow: ("content-used", -new.left)))
      let drawn = draw(rest, from: [lot], of: [lot: new], item: item)
      effect = effect + drawing(drawn, of: item, to: "back-bar")
      rest -= drawn.reduce(0) { $0 + $1.left }
    }
    // What is opened is counted with the lots' packages, not on an account of its own.
    effect.money.removeAll { $0.account == "opened-cost" }
    apply(effect)
    return (.done, effect)
  }

  /// What is left of opened packages is counted, or some of it thrown away.
  mutating func settle(counted: Int?, thrown: Int, of item: Int) -> (StockAnswer, ModelEffect) {
    let goods = items[item]
    let lots = goods.opened.filter { $0.value.left > 0 }.map(\.key)
    guard !lots.isEmpty else {
      return (.refused("stock-short", need: nil, have: 0), ModelEffect())
    }
    let left = lots.reduce(0) { $0 + (goods.opened[$1]?.left ?? 0) }
    let missing = counted.map { left - $0 } ?? thrown
    guard missing <= left else {
      return (.refused("stock-short", need: missing, have: left), ModelEffect())
    }
    var effect = ModelEffect()
    if missing < 0 {
      // What was found costs nothing, and stands with what runs out last.
      var last = lots[0]
      for lot in lots {
        let (day, best) = (goods.lots[lot].expires ?? .max, goods.lots[last].expires ?? .max)
        if day > best || day == best && lot > last { last = lot }
      }
      effect.steps.append(.init(item: item, opened: (last, -missing, 0)))
      effect.steps.append(.init(item: item, flow: ("content-used", missing)))
    } else {
      effect = drawing(
        draw(missing, from: lots, of: goods.opened, item: item), of: item, to: "shrinkage")
    }
    apply(effect)
    return (.done, effect)
  }
}
