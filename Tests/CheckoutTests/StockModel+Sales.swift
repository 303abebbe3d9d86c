/// A line that a customer asks for: some units of an item, or of a package's part.
struct GoodsAsked {
  /// The place of the item; less than zero for the service.
  let item: Int
  let count: Int
  var label: String?
}

/// A line that was sold, with what of it came back.
struct ModelGoodsLine {
  let item: Int
  let count: Int
  /// For each unit the lot that it came from, nil where none held it; empty for what is not kept.
  let taken: [Int?]
  /// By the document with which they came back.
  var back: [Int: (count: Int, units: [Int?])] = [:]

  var left: Int { count - back.values.reduce(0) { $0 + $1.count } }

  /// What did not come back, in the order in which it was taken.
  var units: [Int?] {
    var units = taken
    for unit in back.values.flatMap(\.units) {
      if let last = units.lastIndex(of: unit) { units.remove(at: last) }
    }
    return units
  }
}

/// A sale in the model.
struct ModelGoodsSale {
  var lines: [ModelGoodsLine]
  let effect: ModelEffect

  /// What came back with a document is sold again: the document is void.
  mutating func forget(_ document: Int) {
    for index in lines.indices { lines[index].back[document] = nil }
  }
}

extension StockModel {
  /// Sells lines, each from what those before it left.
  ///
  /// - Returns: the lines and what they do to the goods; nothing is done yet.
  private func selling(
    _ asked: [GoodsAsked]
  ) -> (StockAnswer, [ModelGoodsLine], ModelEffect) {
    var before: [Int: [Int?]] = [:]
    var lines: [ModelGoodsLine] = []
    var effect = ModelEffect()
    for line in asked {
      var units: [Int?] = []
      if line.item >= 0, isKept(line.item) {
        let answer: StockAnswer
        (answer, units) = take(
          line.count, of: line.item, label: line.label, before: before[line.item] ?? [])
        guard answer == .done else { return (answer, [], ModelEffect()) }
        before[line.item, default: []] += units
        effect = effect + leaving(units, of: line.item, to: "sold", cost: "goods-sold")
      }
      lines.append(
        ModelGoodsLine(item: line.item, count: line.count, taken: units))
    }
    return (.done, lines, effect)
  }

  mutating func sell(_ asked: [GoodsAsked]) -> (StockAnswer, ModelGoodsSale?) {
    let (answer, lines, effect) = selling(asked)
    guard answer == .done else { return (answer, nil) }
    apply(effect)
    return (.done, ModelGoodsSale(lines: lines, effect: effect))
  }

  /// What it does that units of a sale's lines come back, the last that were taken first.
  ///
  /// Each is put where it came from; one that no lot held pays what is still owed, else it joins the
  /// newest lot.
  private func bringing(
    _ back: [(line: Int, count: Int)], of sale: inout ModelGoodsSale, isScrapped: Bool,
    by document: Int
  ) -> ModelEffect? {
    var effect = ModelEffect()
    var owed: [Int: Int] = [:]
    for (index, count) in back {
      guard sale.lines.indices.contains(index), sale.lines[index].left >= count else { return nil }
      let item = sale.lines[index].item
      let units = sale.lines[index].units.suffix(count)
      sale.lines[index].back[document] = (count, Array(units))
      for unit in units {
        let isOwed = unit == nil && owed[item, default: items[item].owed] > 0
        if isOwed { owed[item, default: items[item].owed] -= 1 }
        let lot = unit ?? (isOwed ? nil : items[item].lots.count - 1)
        let leaving = leaving([lot], of: item, to: "sold", cost: "goods-sold")
        effect = effect + leaving.reversed
        if isScrapped {
          effect = effect + self.leaving([lot], of: item, to: "lost", cost: "shrinkage")
        }
      }
    }
    return effect
  }

  /// Units of a sale come back.
  ///
  /// - Returns: what it did; nil where so many are not left.
  mutating func refund(
    _ back: [(line: Int, count: Int)], of sale: inout ModelGoodsSale, isScrapped: Bool,
    by document: Int
  ) -> ModelEffect? {
    let effect = bringing(back, of: &sale, isScrapped: isScrapped, by: document)
    guard let effect else { return nil }
    apply(effect)
    return effect
  }

  /// Units come back and others are sold at once, out of what was there before.
  mutating func exchange(
    _ back: [(line: Int, count: Int)], of sale: inout ModelGoodsSale, isScrapped: Bool,
    for asked: [GoodsAsked], by document: Int
  ) -> (StockAnswer, ModelGoodsSale?) {
    var rest = sale
    let brought = bringing(back, of: &rest, isScrapped: isScrapped, by: document)
    guard let brought else {
      return (.refused("refund-too-large"), nil)
    }
    let (answer, lines, sold) = selling(asked)
    guard answer == .done else { return (answer, nil) }
    let effect = brought + sold
    apply(effect)
    sale = rest
    return (.done, ModelGoodsSale(lines: lines, effect: effect))
  }

  /// What each part of some packages costs the customer: the price by list prices, whole fen, the
  /// fen that are over to the largest remainders, the earlier part first among equals.
  static func shares(of package: Shelf.Package, count: Int) -> [Int64] {
    let lists = package.parts.map { part in
      (part.place < 0 ? Shelf.servicePrice : Shelf.kept[part.place].price)
        * Int64(part.units * count)
    }
    let (whole, list) = (package.price * Int64(count), lists.reduce(0, +))
    var shares = lists.map { whole * $0 / list }
    var remainders = lists.map { whole * $0 % list }
    while shares.reduce(0, +) < whole {
      var best = 0
      for index in remainders.indices where remainders[index] > remainders[best] { best = index }
      shares[best] += 1
      remainders[best] = -1
    }
    return shares
  }
}

extension ModelEffect {
  var reversed: ModelEffect {
    ModelEffect(
      steps: steps.map { step in
        Step(
          item: step.item, lot: step.lot.map { ($0.number, -$0.units) }, owed: -step.owed,
          flow: step.flow.map { ($0.name, -$0.units) },
          opened: step.opened.map { ($0.number, -$0.left, -$0.cost) })
      }, money: money.map { ($0.account, -$0.fen) })
  }
}
