import Checkout
import Ledger
import Seeded

/// A finished document of a history, in the engine's words and in the model's.
struct GoodsDocument {
  let entry: JournalEntry
  let document: Document
  let effect: ModelEffect
  /// What it sold; nil of other documents.
  var sold: ModelGoodsSale?
  /// The documents, by their sequences, that took a part of it back and stand.
  var returns: [Int] = []
  /// The sale that it takes a part back of.
  var about: Int?
}

/// A seeded history of a shop's goods, done twice: by the engine on books, and by the model.
struct StockHistory {
  var random: Seeded
  var books: StockBooks
  var model: StockModel
  /// By their sequences.
  var documents: [Int: GoodsDocument] = [:]
  /// What may be taken back, the oldest first.
  var goods: [Int] = []
  var sales: [Int] = []
  var refunds: [Int] = []
  /// The open sheet: what the model says was on hand at its freeze point, and what was counted.
  var sheet: (expected: [Int], frozen: [Int], counted: [Int: Int])?
  var tally = BackBarTally(recipes: ["cut": Shelf.recipe])
  /// What the services sold ought to have used of the dye, and what was used for them.
  var expectedUse = 0
  var actualUse = 0
  /// How often each thing was done, and refused.
  var done: [String: Int] = [:]
  var refused: [String: Int] = [:]

  init(seed: UInt64) {
    random = Seeded(seed)
    books = StockBooks(today: day)
    model = StockModel(today: day.days)
  }

  /// Does one thing in both, and compares what it touched.
  ///
  /// - Returns: where they differ; nil where they agree.
  mutating func step() -> String? {
    books.moved = []
    let choice = Int.random(in: 0..<1000, using: &random)
    let (name, outcome): (String, Outcome) =
      switch choice {
      case ..<130: ("receive", receive(count: 1))
      case ..<145: ("delivery", receive(count: 3))
      case ..<220: ("leave", leave())
      case ..<500: ("sale", sell())
      case ..<600: ("refund", refund())
      case ..<640: ("exchange", exchange())
      case ..<690: ("void of a sale", void(sales))
      case ..<710: ("void of a refund", void(refunds))
      case ..<770: ("void of goods", void(goods))
      case ..<860: ("use", use())
      case ..<890: ("opened", settleOpened())
      case ..<920: ("count", count())
      case ..<975: ("sheet", workOnSheet())
      default: ("day", nextDay())
      }
    if outcome.engine == .done {
      done[name, default: 0] += 1
    } else {
      refused[outcome.engine.name, default: 0] += 1
    }
    guard outcome.engine == outcome.model else {
      return "\(name): \(outcome.engine), expected \(outcome.model)"
    }
    let strange = books.moved.subtracting(outcome.items)
    guard strange.isEmpty else { return "\(name) moved \(strange) besides \(outcome.items)" }
    return (outcome.fault ?? difference(outcome.items)).map { "\(name): \($0)" }
  }

  /// What the engine and the model said, and which items they may have touched.
  struct Outcome {
    var engine: StockAnswer
    var model: StockAnswer
    var items: Set<Int> = []
    /// Another difference that was found.
    var fault: String?

    /// Nothing was there to do it with.
    static let nothing = Outcome(engine: .refused("nothing"), model: .refused("nothing"))
  }

  // MARK: Comparing

  private static let accounts = [
    Chart.inventory, Chart.goodsSold, Chart.shrinkage, Chart.backBar, Chart.goodsReceived,
    Chart.branches,
  ]
  private static let flows = [
    "received", "sold", "used", "lost", "sent-back", "sent", "content-used",
  ]

  func difference(_ items: some Sequence<Int>) -> String? {
    if let fault = books.fault { return fault }
    for account in Self.accounts {
      let (found, expected) = (books.balance(of: account), model.money[account.name] ?? 0)
      if found != expected { return "\(account.name) at \(found), expected \(expected)" }
    }
    for item in items {
      if let difference = difference(of: item) { return "\(Shelf.kept[item].code): \(difference)" }
    }
    return nil
  }

  private func difference(of item: Int) -> String? {
    let (found, expected) = (books.lots[item], model.items[item])
    guard found.count == expected.lots.count else {
      return "\(found.count) lots, expected \(expected.lots.count)"
    }
    for (index, (lot, other)) in zip(found, expected.lots).enumerated() {
      let same = ModelGoodsLot(
        label: lot.label.lowercased(), expires: lot.expires?.days, cost: lot.cost.fen,
        left: lot.left, came: lot.came, went: lot.went)
      guard same == other else { return "lot \(index + 1) is \(same), expected \(other)" }
      guard lot.came == lot.left + lot.went else { return "lot \(index + 1): \(lot)" }
    }
    guard books.owed(item) == expected.owed else {
      return "owed \(books.owed(item)), expected \(expected.owed)"
    }
    for (number, left) in books.openedLeft[item] {
      let cost = books.openedCost[item][number] ?? 0
      let same = ModelOpened(left: Int(left), cost: cost)
      let other = expected.opened[number - 1] ?? ModelOpened()
      guard same == other else { return "opened of \(number): \(same), expected \(other)" }
      guard left > 0 || cost == 0 else { return "opened of \(number): nothing costs \(cost)" }
    }
    for (number, other) in expected.opened where books.openedLeft[item][number + 1] == nil {
      guard other == ModelOpened() else { return "nothing opened of \(number), expected \(other)" }
    }
    for flow in Self.flows {
      let balance = books.balance(of: Chart.units(flow, Shelf.kept[item].code))
      let other = expected.flows[flow] ?? 0
      guard balance == Int64(other) else { return "\(flow) \(balance), expected \(other)" }
    }
    return nil
  }

  /// Everything, and that the inventory is what the lots are worth.
  func differenceOfAll() -> String? {
    if let difference = difference(Shelf.kept.indices) { return difference }
    let worth = books.lots.joined().reduce(0) { $0 + $1.cost.fen * Int64($1.left) }
    let inventory = books.balance(of: Chart.inventory)
    guard worth == inventory else { return "inventory \(inventory), the lots \(worth)" }
    let rows = tally.rows.filter { $0.service == "cut" && $0.item == "dye" }
    let (expected, used) = (
      rows.reduce(0) { $0 + $1.expected }, rows.reduce(0) { $0 + $1.used }
    )
    guard expected == expectedUse, used == actualUse else {
      return "recipes expect \(expected) of \(expectedUse), used \(used) of \(actualUse)"
    }
    return nil
  }

  // MARK: Chance

  mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &random) < percent
  }

  mutating func anyItem() -> Int { Int.random(in: Shelf.kept.indices, using: &random) }

  /// Keeps a document that may be taken back.
  mutating func keep(_ made: GoodsDocument, in list: WritableKeyPath<StockHistory, [Int]>) {
    let sequence = Int(made.document.sequence)
    documents[sequence] = made
    self[keyPath: list].append(sequence)
    if self[keyPath: list].count > 24 { self[keyPath: list].removeFirst() }
  }
}

extension StockAnswer {
  /// What a decision says.
  init(_ refusal: Refusal) {
    self = .refused(
      refusal.name.rawValue, need: refusal.need.map(Int.init), have: refusal.have.map(Int.init))
  }
}
