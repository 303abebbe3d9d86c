import Checkout
import Ledger
import Pricing

/// Goods that come in, leave, and are counted.
extension StockHistory {
  private static let labels = ["", "a1", "a2", "b7", "c", "d"]

  mutating func receive(count: Int) -> Outcome {
    var coming: [StockModel.Coming] = []
    let isFromBranch = count == 1 && chance(20)
    for _ in 0..<count {
      let expires = chance(20) ? nil : model.today + Int.random(in: -1...40, using: &random)
      coming.append(
        .init(
          item: anyItem(), count: Int.random(in: 1...12, using: &random),
          cost: chance(5) ? 0 : Int64.random(in: 1...3_000, using: &random),
          label: Self.labels.randomElement(using: &random) ?? "", expires: expires,
          isFromBranch: isFromBranch))
    }
    // A delivery is checked against what was there before it: one lot of an item.
    guard Set(coming.map(\.item)).count == coming.count else { return .nothing }
    // Whoever receives the next box may type its label in capitals.
    let isLoud = chance(30)
    let rows = coming.map { one in
      (
        item: one.item,
        lot: StockBooks.Lot(
          label: isLoud ? one.label.uppercased() : one.label,
          expires: one.expires.map(BusinessDate.init(days:)),
          cost: Money(fen: one.cost))
      )
    }
    let (answer, effect) = model.receive(coming)
    var outcome = Outcome(engine: .done, model: answer, items: Set(coming.map(\.item)))
    do throws(Refusal) {
      let entry = try received(coming, rows.map(\.lot.label))
      keep(
        GoodsDocument(
          entry: entry, document: books.take(entry, bringing: rows), effect: effect), in: \.goods)
    } catch { outcome.engine = StockAnswer(error) }
    // The model has no numbers for these.
    if outcome.engine != .done { outcome.engine = .refused(outcome.engine.name) }
    return outcome
  }

  private func received(
    _ coming: [StockModel.Coming], _ labels: [String]
  ) throws(Refusal) -> JournalEntry {
    var lots: [DeliveredLot] = []
    for (one, label) in zip(coming, labels) {
      let stock = books.stockOrNone(one.item)
      var receiving = Receiving(
        code: stock.code, count: one.count, cost: Money(fen: one.cost), label: label,
        expires: one.expires.map(BusinessDate.init(days:)), supplier: "美源", document: "")
      receiving.origin = one.isFromBranch ? .branch : .supplier
      let number = books.lots[one.item].count + 1
      guard coming.count > 1 else {
        return try Checkout.receive(
          receiving, lot: number, stock: stock, in: books.shop, on: books.occasion())
      }
      try receiving.check(against: stock, on: books.today)
      lots.append(DeliveredLot(receiving, number: number, settled: min(stock.owed, one.count)))
    }
    return try Checkout.receive(lots, in: books.shop, on: books.occasion())
  }

  /// Does what one decision about an item says, and checks what its document says it is worth.
  mutating func decide(
    _ item: Int, _ answer: StockAnswer, _ effect: ModelEffect, worth: Int64,
    isKept: Bool = true, _ decide: () throws(Refusal) -> JournalEntry
  ) -> Outcome {
    var outcome = Outcome(engine: .done, model: answer, items: [item])
    do throws(Refusal) {
      let entry = try decide()
      let made = GoodsDocument(entry: entry, document: books.take(entry), effect: effect)
      tally.count(made.document)
      if isKept { keep(made, in: \.goods) }
      if made.document.total.fen != worth {
        outcome.fault = "the document says \(made.document.total), expected \(worth)"
      }
    } catch { outcome.engine = StockAnswer(error) }
    return outcome
  }

  /// Units are written off, go back to their supplier, or to another branch.
  mutating func leave() -> Outcome {
    let (item, count) = (anyItem(), Int.random(in: 1...6, using: &random))
    guard let stock = books.stock(item) else { return .nothing }
    let label = label(of: item, percent: 40)
    let (leaving, flow): (Leaving, String) =
      [(.lost, "lost"), (.supplier("美源"), "sent-back"), (.branch("二店"), "sent")]
      .randomElement(using: &random) ?? (.lost, "lost")
    let (answer, effect) = model.leave(count, of: item, label: label, to: flow)
    let (shop, occasion) = (books.shop, books.occasion())
    return decide(item, answer, effect, worth: -effect.worth) { () throws(Refusal) in
      try Checkout.leave(
        count, of: stock, label: label, to: leaving, reason: "x", in: shop, on: occasion)
    }
  }

  /// The label of a lot that is there, or of one that never was; nil for any lot.
  mutating func label(of item: Int, percent: Int) -> String? {
    guard chance(percent) else { return nil }
    let there = model.items[item].lots.indices.filter { model.items[item].lots[$0].left > 0 }
    guard let lot = there.randomElement(using: &random), chance(90) else { return "zz" }
    let label = model.items[item].lots[lot].label
    return label.isEmpty || chance(20) ? "#\(lot + 1)" : label.uppercased()
  }

  mutating func count() -> Outcome {
    let item = anyItem()
    guard let stock = books.stock(item) else { return .nothing }
    let onHand = model.onHand(item)
    let found = max(0, onHand + Int.random(in: -3...4, using: &random))
    let effect = model.correct(item, by: found - onHand)
    let (shop, occasion) = (books.shop, books.occasion())
    return decide(item, .done, effect, worth: effect.worth) { () throws(Refusal) in
      try Checkout.count(found, of: stock, in: shop, on: occasion)
    }
  }

  // MARK: Sheets

  /// Opens a sheet, counts on it, or puts its differences into the books.
  mutating func workOnSheet() -> Outcome {
    var outcome = Outcome(engine: .done, model: .done)
    guard let open = sheet else {
      sheet = (
        Shelf.kept.indices.map(model.onHand),
        Shelf.kept.indices.map { books.stockOrNone($0).onHand }, [:]
      )
      return outcome
    }
    guard open.counted.count > 3, chance(40) else {
      let item = anyItem()
      if model.isKept(item) {
        let found = max(0, open.expected[item] + Int.random(in: -4...4, using: &random))
        sheet?.counted[item] = found
      }
      return outcome
    }
    sheet = nil
    outcome.items = Set(open.counted.keys)
    let counted = open.counted.sorted { $0.key < $1.key }
    let items = counted.map { item, found in
      CountedItem(
        stock: books.stockOrNone(item), expected: open.frozen[item], counted: found)
    }
    var effect = ModelEffect()
    for (item, found) in counted {
      effect = effect + model.correct(item, by: found - open.expected[item])
    }
    do throws(Refusal) {
      let entry = try closeCount(
        items, sheet: 1, opening: 1, uncounted: 0, in: books.shop, on: books.occasion())
      keep(
        GoodsDocument(entry: entry, document: books.take(entry), effect: effect), in: \.goods)
      if Document(stored: entry).total.fen != effect.worth { outcome.fault = "worth" }
    } catch { outcome.engine = StockAnswer(error) }
    return outcome
  }

  mutating func nextDay() -> Outcome {
    let days = Int.random(in: 1...3, using: &random)
    model.today += days
    books.today = books.today.advanced(by: days)
    return Outcome(engine: .done, model: .done)
  }

  // MARK: The back bar

  mutating func use() -> Outcome {
    let item = chance(70) ? Int.random(in: 3...5, using: &random) : anyItem()
    guard let stock = books.stock(item) else { return .nothing }
    let isWhole = chance(25)
    let count = Int.random(in: 1...(isWhole ? 3 : chance(10) ? 400 : 130), using: &random)
    let (answer, effect) =
      isWhole ? model.use(count, of: item) : model.use(content: count, of: item)
    let isForService = item == 3 && !isWhole && chance(80)
    if isForService, answer == .done { actualUse += count }
    let measure = Shelf.kept[item].measure
    let purpose = isForService ? Purpose(service: "cut", staff: 3) : Purpose()
    let (shop, occasion, opened) = (books.shop, books.occasion(), books.opened(item))
    let cost = effect.money.filter { $0.account == "back-bar" }.reduce(0) { $0 + $1.fen }
    var outcome = decide(item, answer, effect, worth: cost) { () throws(Refusal) in
      try Checkout.use(
        Amount(count, measure: isWhole ? nil : measure), of: stock, opened: opened, for: purpose,
        in: shop, on: occasion)
    }
    if answer == .refused("bad-quantity") { outcome.engine = .refused(outcome.engine.name) }
    return outcome
  }

  mutating func settleOpened() -> Outcome {
    let item = Int.random(in: 3...5, using: &random)
    guard let stock = books.stock(item) else { return .nothing }
    let isCount = chance(60)
    let left = model.items[item].opened.values.reduce(0) { $0 + $1.left }
    let found = max(0, left + Int.random(in: -9...9, using: &random))
    let thrown = Int.random(in: 1...30, using: &random)
    let (answer, effect) = model.settle(
      counted: isCount ? found : nil, thrown: thrown, of: item)
    let cost = effect.money.reduce(0) { $0 + $1.fen } * (isCount ? -1 : 1)
    let (shop, occasion, opened) = (books.shop, books.occasion(), books.opened(item))
    let change: OpenedChange = isCount ? .counted(found) : .writtenOff(thrown, reason: "x")
    let measure = Shelf.kept[item].measure
    return decide(item, answer, effect, worth: cost) { () throws(Refusal) in
      try settle(
        change, of: stock, measure: measure, opened: opened, in: shop, on: occasion)
    }
  }
}
