import Checkout
import Ledger
import Membership
import Pricing
import Seeded

/// Sales of a random shop, and all that comes back of them: each document is compared with a plain
/// count, and in the end everything stands as before.
struct ReturnChain {
  /// A sale, or the new sale of an exchange, with what a plain count has left of it.
  private struct Open {
    let document: Document
    var model: ReturnModel
    var shares: [ReturnModel.Share] = []
  }

  /// Some units of a line, by its index.
  private typealias Units = (line: Int, count: Int64)

  private(set) var sales = 0
  private(set) var refunds = 0
  private(set) var exchanges = 0
  private var world: ReturnWorld
  private var open: [Open] = []

  /// Runs it.
  ///
  /// - Parameters:
  ///   - seed: what makes it this one.
  ///   - wanted: how many sales, exchanges apart.
  /// - Throws: whatever is wrong.
  init(seed: UInt64, sales wanted: Int) throws {
    world = try ReturnWorld(seed: seed)
    let before = world.ledger.balances
    while sales < wanted || !open.isEmpty {
      world.today = world.today.advanced(by: Int.random(in: 0...8, using: &world.random))
      if sales < wanted, open.isEmpty || world.random.chance(1, of: 3) {
        try sell()
      } else {
        try takeBack()
      }
      if world.random.chance(1, of: 12) {
        try world.receive(Int.random(in: 0..<3, using: &world.random), on: world.today)
      }
    }
    try checkBalances(before)
  }

  private mutating func sell() throws {
    guard let document = try world.sell() else { return }
    sales += 1
    open.append(Open(document: document, model: ReturnModel(document.json)))
  }

  /// Something comes back of one of the sales.
  private mutating func takeBack() throws {
    let index = Int.random(in: 0..<open.count, using: &world.random)
    let units = pick(open[index].model)
    if exchanges < 4, world.random.chance(1, of: 5) {
      try exchange(units, of: index)
    } else {
      try refund(units, of: index)
    }
    if open[index].model.isExhausted { try checkSums(open.remove(at: index)) }
  }

  /// Units of random lines, or all that are left.
  private mutating func pick(_ model: ReturnModel) -> [Units] {
    let lines = model.lines.indices.filter { model.left($0) > 0 }
    if world.random.chance(1, of: 3) { return lines.map { ($0, model.left($0)) } }
    var picked = lines.shuffled(using: &world.random)
    picked.removeLast(Int.random(in: 0..<picked.count, using: &world.random))
    return picked.map { ($0, Int64.random(in: 1...model.left($0), using: &world.random)) }
  }

  private mutating func returning(_ units: [Units], to tender: TenderKind? = nil) -> Returning {
    Returning(
      lines: units.map { Returning.Line(number: $0.line + 1, quantity: Int($0.count)) },
      isRestocked: [nil, true, false].randomElement(using: &world.random) ?? nil, tender: tender,
      reason: "退")
  }

  private mutating func refund(_ units: [Units], of index: Int) throws {
    let drawer = Int.random(in: 1...3, using: &world.random)
    let tender: TenderKind? = world.random.chance(1, of: 12) ? .bank : nil
    let occasion = world.occasion(.manager, drawer: drawer)
    let facts = world.ledger.facts(of: open[index].document, drawer: drawer)
    let returning = returning(units, to: tender)
    let decision: Decision
    do throws(Refusal) {
      decision = try Checkout.refund(
        returning, of: world.ledger.remainder(of: open[index].document), facts: facts,
        under: world.terms, on: occasion)
    } catch {
      guard error.name == .drawerShort else { throw error }
      // The drawer holds too little: the numbers say so, and money is brought.
      let missing = (error.need ?? 0) - facts.held.fen
      try check(error.have == facts.held.fen && missing > 0, "held \(facts.held): \(error)")
      return try world.ledger.move(missing, from: Chart.safe, to: Chart.drawer(drawer))
    }
    if tender != nil { world.changesTender = true }
    let topUps = world.topUps
    let document = try world.ledger.append(decision)
    refunds += 1
    let back = try compare(document.json, with: units, of: index, to: topUps)
    try world.compareGoods(
      decision.entry,
      with: world.count.takeBack(back, isScrapped: returning.isRestocked == false))
    let paid = document.json.elements("tenders").filter {
      ["cash", "wechat", "alipay", "bank", "owe"].contains($0["kind"]?.string)
    }.compactMap { $0["amount"]?.integer }.reduce(0, +)
    try check(-world.money(decision.entry) == paid, "\(paid) went back: \(decision.entry.postings)")
    try checkRefusals(of: index, document)
  }

  /// No more than was sold, nothing twice, and nothing of a refund comes back.
  private mutating func checkRefusals(of index: Int, _ refund: Document) throws {
    let (sale, model) = (open[index].document, open[index].model)
    if model.isExhausted, world.random.chance(1, of: 4) {
      try checkRefused(returning([]), of: sale, as: Refusal(.alreadyRefunded, sale.number))
    }
    guard world.random.chance(1, of: 16) else { return }
    let line = Int.random(in: 0..<model.lines.count, using: &world.random)
    let left = model.left(line)
    try checkRefused(
      returning([(line, left + 1)]), of: sale,
      as: Refusal(.refundTooLarge, "\(sale.number) \(line + 1)", need: left + 1, have: left))
    try checkRefused(
      returning([(0, 1)]), of: refund,
      as: Refusal(.notRefundable, refund.number, expected: "refund"))
  }

  private mutating func checkRefused(
    _ returning: Returning, of document: Document, as refusal: Refusal
  ) throws {
    let occasion = world.occasion(.manager)
    do throws(Refusal) {
      _ = try Checkout.refund(
        returning, of: world.ledger.remainder(of: document),
        facts: world.ledger.facts(of: document, drawer: 1), under: world.terms, on: occasion)
    } catch {
      return try check(error == refusal, "\(error) instead of \(refusal)")
    }
    throw ReturnFault(description: "not refused: \(refusal)")
  }

  /// Lets units of a sale pay for a new one, which is one of the sales from then on; nothing is done
  /// where the new bill cannot be paid.
  private mutating func exchange(_ units: [Units], of index: Int) throws {
    let drawer = Int.random(in: 1...3, using: &world.random)
    let occasion = world.occasion(.manager, drawer: drawer)
    let sale = open[index].document
    let facts = world.ledger.facts(of: sale, drawer: drawer)
    let remainder = world.ledger.remainder(of: sale)
    let returning = returning(units)
    let credit = try Checkout.credit(
      for: returning, of: remainder, facts: facts, under: world.terms, on: occasion)
    var bill = OpenBill(
      id: EntryID(drawer: drawer, counter: Int64(world.serial)), bill: world.bill(worth: credit))
    bill.member = world.member?.number
    bill.exchange = OpenExchange(
      sale: sale.sequence, number: sale.number, returning: returning, credit: credit)
    world.adorn(&bill)
    try world.pay(&bill)
    let taking = world.taking(bill.bill)
    let decision: Decision?
    do throws(Refusal) {
      decision = try Checkout.exchange(
        bill, for: remainder, facts: facts, owed: world.owed, under: world.terms, on: occasion)
    } catch {
      guard [.drawerShort, .pointsShort, .creditExceeded].contains(error.name) else {
        return try world.checkRefused(error, taking)
      }
      return try check(error.need ?? 0 > error.have ?? 0, "\(error)")
    }
    guard let decision else { throw ReturnFault(description: "the exchange was not paid") }
    guard let taking else { throw ReturnFault(description: "exchanged for what is not there") }
    let topUps = world.topUps
    let document = try world.ledger.append(decision)
    exchanges += 1
    guard let returned = document.json["returned"] else {
      throw ReturnFault(description: "nothing came back")
    }
    let back = try compare(returned, with: units, of: index, to: topUps)
    let goods = world.count.takeBack(back, isScrapped: returning.isRestocked == false)
      .merging(world.count.sell(taking), uniquingKeysWith: +)
    try world.compareGoods(decision.entry, with: goods.filter { $0.value != 0 })
    open.append(Open(document: document, model: ReturnModel(document.json)))
  }

  /// Compares what a document gives back with the plain count.
  ///
  /// - Returns: the goods that come back, line by line.
  private mutating func compare(
    _ json: JSON, with units: [Units], of index: Int, to topUps: [Int64: ReturnModel.TopUp]
  ) throws -> [(code: String, units: [GoodsModel.Units])] {
    let expected = open[index].model.take(units, to: topUps)
    let given = ReturnModel.Share(json)
    try check(given == expected, "gave \(given), expected \(expected)")
    open[index].shares.append(given)
    let model = open[index].model
    return zip(units, expected.goods).map { (code: model.lines[$0.line].code, units: $1) }
  }

  /// All shares of a sale sum to what it was.
  private func checkSums(_ one: Open) throws {
    let document = one.document
    func sum(_ value: (ReturnModel.Share) -> Int64) -> Int64 {
      one.shares.map(value).reduce(0, +)
    }
    for (index, tender) in document.tenders.enumerated() where tender.kind != .course {
      let back = sum { $0.amounts[index] ?? 0 }
      try check(back == tender.amount.fen, "tender \(index): \(back) of \(tender.amount)")
    }
    let principal = document.tenders.compactMap(\.principal).sum().fen
    let bonus = document.tenders.compactMap(\.bonus).sum().fen
    try check(sum(\.principal) == principal && sum(\.bonus) == bonus, "stored value")
    let points = document.tenders.compactMap(\.points).reduce(0, +)
    try check(sum(\.points) == points, "points \(sum(\.points)) of \(points)")
    try check(sum(\.reversed) == document.pointsEarned, "earned")
    let lines = document.lines
    try check(sum { $0.nets.reduce(0, +) } == lines.map(\.net).sum().fen, "net")
    try check(sum { $0.taxes.reduce(0, +) } == lines.map(\.tax).sum().fen, "tax")
    try check(
      sum { $0.sessions.reduce(0, +) } == lines.compactMap(\.session).sum().fen, "sessions")
    let taken = one.model.lines.map(\.goods)
    try check(taken.allSatisfy(\.isEmpty), "goods left: \(taken)")
    for (index, line) in lines.enumerated() {
      let name = "returned:\(document.sequence):\(index + 1)"
      let held = world.ledger.balances
      try check(held[name] == Int64(line.quantity), "\(name): \(held[name] as Any)")
      try check(held["\(name):value", default: 0] == line.net.fen, "\(name):value")
    }
  }

  /// Everything stands as before the sales, and the goods as the plain count has them.
  private func checkBalances(_ before: [String: Int64]) throws {
    let expected = world.comparable(before)
    let after = world.comparable(world.ledger.balances)
    let wrong = Set(expected.keys).union(after.keys).filter {
      expected[$0, default: 0] != after[$0, default: 0]
    }
    let list = wrong.sorted().map { "\($0) \(expected[$0, default: 0]) \(after[$0, default: 0])" }
    try check(wrong.isEmpty, "before and after: \(list)")
    let goods = world.ledger.balances.filter { GoodsModel.counts($0.key) && $0.value != 0 }
    let counted = world.count.balances.filter { $0.value != 0 }
    try check(goods == counted, "goods: \(goods), counted \(counted)")
  }
}

extension ReturnWorld {
  private static let outside = ["drawer:", "safe", "wechat", "alipay", "bank", "receivable:"]

  /// What an entry adds to the money outside.
  func money(_ entry: JournalEntry) -> Int64 {
    entry.postings.filter { posting in
      Self.outside.contains { posting.account.name.hasPrefix($0) }
    }.map(\.amount).reduce(0, +)
  }

  /// The balances with what may differ put together: cash may go back at another drawer.
  func comparable(_ balances: [String: Int64]) -> [String: Int64] {
    balances.reduce(into: [:]) { sums, held in
      var name = held.key
      if name.hasPrefix("returned") || GoodsModel.counts(name) { return }
      if name.hasPrefix("drawer:") || name == "safe" { name = "cash" }
      if changesTender, name == "cash" || Self.outside.contains(where: name.hasPrefix) {
        name = "money"
      }
      // A reversal may take other points than those that were earned, and a debt is paid with any;
      // which lots get back what paid is compared with every refund.
      if name.hasPrefix("points:") { name = String(name.prefix(8)) }
      sums[name, default: 0] += held.value
    }
  }
}
