/// How the stock model answers: it takes something, or says why not, with the numbers.
enum StockAnswer: Equatable {
  case done
  case refused(String, need: Int?, have: Int?)

  static func refused(_ name: String) -> StockAnswer { refused(name, need: nil, have: nil) }

  /// The same without its numbers.
  var name: String {
    switch self {
    case .done: "done"
    case .refused(let name, _, _): name
    }
  }
}

/// A lot in the model.
struct ModelGoodsLot: Equatable {
  let label: String
  /// The last day of its use.
  let expires: Int?
  let cost: Int64
  var left = 0
  /// Units that ever came into it and went out of it, document by document.
  var came = 0
  var went = 0
}

/// An item in the model; lots count from 0.
struct ModelGoods {
  let policy: String
  let content: Int?
  var lots: [ModelGoodsLot] = []
  /// Units gone that no lot held.
  var owed = 0
  /// Units by where they came from and went to.
  var flows: [String: Int] = [:]
  /// What is left of opened packages by lot.
  var opened: [Int: ModelOpened] = [:]
}

struct ModelOpened: Equatable {
  var left = 0
  var cost: Int64 = 0
}

/// What a document did to the goods: what the model needs to take it back.
struct ModelEffect {
  struct Step {
    let item: Int
    /// Units that a lot, from 0, got.
    var lot: (number: Int, units: Int)?
    /// Units that are owed more.
    var owed = 0
    var flow: (name: String, units: Int)?
    /// Content and cost that a lot's opened packages got.
    var opened: (number: Int, left: Int, cost: Int64)?
  }

  var steps: [Step] = []
  var money: [(account: String, fen: Int64)] = []
  /// What the goods that moved cost, less than zero for what came out of the books.
  var worth: Int64 { money.filter { $0.account == "inventory" }.reduce(0) { $0 + $1.fen } }

  var items: Set<Int> { Set(steps.map(\.item)) }

  static func + (left: ModelEffect, right: ModelEffect) -> ModelEffect {
    ModelEffect(steps: left.steps + right.steps, money: left.money + right.money)
  }
}

/// The rules of the stockroom done a second time and plainly, unit by unit, on numbers alone: it
/// calls nothing of what it is compared with.
struct StockModel {
  var today: Int
  var items: [ModelGoods]
  /// Debit positive.
  var money: [String: Int64] = [:]

  init(today: Int) {
    self.today = today
    items = Shelf.kept.map { ModelGoods(policy: $0.policy, content: $0.content) }
  }

  func isKept(_ item: Int) -> Bool { !items[item].lots.isEmpty }

  func onHand(_ item: Int) -> Int {
    items[item].lots.reduce(0) { $0 + $1.left } - items[item].owed
  }

  // MARK: Documents

  mutating func apply(_ effect: ModelEffect, sign: Int = 1) {
    var moved: [[Int]: Int] = [:]
    for step in effect.steps {
      if let (number, units) = step.lot { moved[[step.item, number], default: 0] += sign * units }
      items[step.item].owed += sign * step.owed
      if let (name, units) = step.flow {
        items[step.item].flows[name, default: 0] += sign * units
      }
      if let (number, left, cost) = step.opened {
        items[step.item].opened[number, default: ModelOpened()].left += sign * left
        items[step.item].opened[number, default: ModelOpened()].cost += Int64(sign) * cost
      }
    }
    for (place, units) in moved {
      items[place[0]].lots[place[1]].left += units
      if units > 0 { items[place[0]].lots[place[1]].came += units }
      if units < 0 { items[place[0]].lots[place[1]].went -= units }
    }
    for (account, fen) in effect.money { money[account, default: 0] += Int64(sign) * fen }
  }

  /// Takes a document back, if all that it brought is still there.
  mutating func void(_ effect: ModelEffect) -> Bool {
    var after = self
    after.apply(effect, sign: -1)
    let isSound = effect.items.allSatisfy { item in
      after.items[item].owed >= 0 && after.items[item].lots.allSatisfy { $0.left >= 0 }
        && after.items[item].opened.values.allSatisfy { opened in
          opened.left >= 0 && opened.cost >= 0 && (opened.left > 0 || opened.cost == 0)
        }
    }
    if isSound { self = after }
    return isSound
  }

  // MARK: Which lot

  /// Of some lots that hold something the one that runs out first, or came first.
  private func soonest(_ lots: some Sequence<Int>, of goods: ModelGoods) -> Int? {
    var found: Int?
    for lot in lots where goods.lots[lot].left > 0 {
      guard let best = found else {
        found = lot
        continue
      }
      if goods.lots[lot].expires ?? .max < goods.lots[best].expires ?? .max { found = lot }
    }
    return found
  }

  /// The lots that a cashier may mean, from 0; nil where the shelf has none of that label.
  func meant(_ label: String?, of item: Int) -> [Int]? {
    let there = items[item].lots.indices.filter { items[item].lots[$0].left > 0 }
    guard let label else { return there }
    let meant = there.filter {
      items[item].lots[$0].label == label.lowercased() || "#\($0 + 1)" == label
    }
    return meant.isEmpty ? nil : meant
  }

  func hasRunOut(_ expires: Int?) -> Bool { expires ?? .max < today }

  /// Units for a customer or the salon, one by one: a lot for each, nil for what no lot holds.
  ///
  /// What the same document takes already stands in `before` in the same way.
  func take(
    _ count: Int, of item: Int, label: String?, isStrict: Bool = false, before: [Int?] = []
  ) -> (StockAnswer, [Int?]) {
    guard let meant = meant(label, of: item) else { return (.refused("lot-unknown"), []) }
    var goods = items[item]
    for case let lot? in before { goods.lots[lot].left -= 1 }
    let usable = meant.filter { !hasRunOut(goods.lots[$0].expires) }
    let there = usable.reduce(0) { $0 + goods.lots[$1].left }
    let old = meant.filter { hasRunOut(goods.lots[$0].expires) }
      .reduce(0) { $0 + goods.lots[$1].left }
    if there < count, goods.policy == "block" || isStrict || label != nil {
      let taken = label == nil ? before.count : 0
      return (
        .refused(
          old > 0 ? "stock-expired" : "stock-short", need: taken + count, have: taken + there), []
      )
    }
    var units: [Int?] = []
    for _ in 0..<count {
      let lot = soonest(usable, of: goods)
      if let lot { goods.lots[lot].left -= 1 }
      units.append(lot)
    }
    return (.done, units)
  }

  /// Units that leave whether they have run out or not.
  func remove(_ count: Int, of item: Int, label: String? = nil) -> (StockAnswer, [Int?]) {
    guard let meant = meant(label, of: item) else { return (.refused("lot-unknown"), []) }
    var goods = items[item]
    let there = meant.reduce(0) { $0 + goods.lots[$1].left }
    guard there >= count else {
      return (.refused("stock-short", need: count, have: there), [])
    }
    var units: [Int?] = []
    for _ in 0..<count {
      guard let lot = soonest(meant, of: goods) else { break }
      goods.lots[lot].left -= 1
      units.append(lot)
    }
    return (.done, units)
  }

  /// What it does that units go somewhere and their cost to an account.
  func leaving(
    _ units: [Int?], of item: Int, to flow: String, cost account: String
  ) -> ModelEffect {
    var effect = ModelEffect()
    for unit in units {
      effect.steps.append(.init(item: item, flow: (flow, 1)))
      guard let lot = unit else {
        effect.steps.append(.init(item: item, owed: 1))
        continue
      }
      effect.steps.append(.init(item: item, lot: (lot, -1)))
      effect.money.append(("inventory", -items[item].lots[lot].cost))
      effect.money.append((account, items[item].lots[lot].cost))
    }
    return effect
  }
}
