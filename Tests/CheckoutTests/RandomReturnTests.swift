import Checkout
import Ledger
import Membership
import Pricing
import Seeded
import Testing

/// Random sales that come back in random parts, at random drawers, on later days, by themselves and
/// in exchanges, until nothing is left of any.
struct RandomReturnTests {
  /// A sale, or the new sale of an exchange, with what a plain count has left of it.
  private struct Open {
    let document: Document
    var model: ReturnModel
    var shares: [ReturnModel.Share] = []
  }

  private struct Fault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
  }

  private static func check(
    _ isTrue: Bool, _ what: @autoclosure () -> String
  ) throws {
    if !isTrue { throw Fault(what()) }
  }

  @Test(arguments: 0..<8)
  func `what comes back in parts is the sale, by tender, lot, point, session, line and unit`(
    shard: Int
  ) {
    var (sales, refunds, exchanges, failed) = (0, 0, 0, 0)
    for index in 0..<625 where failed < 3 {
      let seed = UInt64(shard * 625 + index)
      do {
        let world = try Self.run(seed: seed)
        sales += 1
        refunds += world.refunds
        exchanges += world.exchanges
      } catch {
        failed += 1
        Issue.record("seed \(seed): \(error)")
      }
    }
    #expect(failed > 0 || (sales == 625 && refunds > 625 && exchanges > 200))
  }

  private static func run(seed: UInt64) throws -> ReturnWorld {
    var world = try ReturnWorld(seed: seed)
    let before = world.ledger.held
    guard let sale = try world.sell() else { throw Fault("the bill was not paid") }
    var open = [Open(document: sale, model: ReturnModel(sale.json))]
    var finished: [Open] = []
    while !open.isEmpty {
      world.today = world.today.advanced(by: Int.random(in: 0...40, using: &world.random))
      let index = Int.random(in: 0..<open.count, using: &world.random)
      let units = pick(open[index].model, &world.random)
      let isExchange =
        open.count + finished.count < 4 && world.random.chance(1, of: 4)
      if isExchange {
        if let made = try exchange(units, of: &open[index], &world) {
          open.append(Open(document: made, model: ReturnModel(made.json)))
        }
      } else {
        try refund(units, of: &open[index], &world)
      }
      if open[index].model.isExhausted { finished.append(open.remove(at: index)) }
    }
    for one in finished { try checkSums(one, world) }
    try checkBalances(before, world)
    return world
  }

  /// Units of random lines, or all that are left.
  private static func pick(
    _ model: ReturnModel, _ random: inout Seeded
  ) -> [(line: Int, count: Int64)] {
    let lines = model.lines.indices.filter { model.left($0) > 0 }
    if random.chance(1, of: 5) { return lines.map { ($0, model.left($0)) } }
    var picked = lines.shuffled(using: &random)
    picked.removeLast(Int.random(in: 0..<picked.count, using: &random))
    return picked.map { ($0, Int64.random(in: 1...model.left($0), using: &random)) }
  }

  private static func returning(
    _ units: [(line: Int, count: Int64)], to tender: TenderKind? = nil
  ) -> Returning {
    Returning(
      lines: units.map { Returning.Line(number: $0.line + 1, quantity: Int($0.count)) },
      isRestocked: nil, tender: tender, reason: "退")
  }

  private static func refund(
    _ units: [(line: Int, count: Int64)], of one: inout Open, _ world: inout ReturnWorld
  ) throws {
    let drawer = Int.random(in: 1...3, using: &world.random)
    let tender: TenderKind? = world.random.chance(1, of: 12) ? .bank : nil
    let occasion = world.occasion(.manager, drawer: drawer)
    let facts = world.ledger.facts(of: one.document, drawer: drawer)
    let remainder = world.ledger.remainder(of: one.document)
    let decision: Decision
    do throws(Refusal) {
      decision = try Checkout.refund(
        returning(units, to: tender), of: remainder, facts: facts, under: world.terms, on: occasion
      )
    } catch {
      guard error.name == .drawerShort else { throw error }
      let refusal = error
      // The drawer holds too little: the numbers say so, and money is brought.
      try check(refusal.have == facts.held.fen, "held \(facts.held): \(refusal)")
      try check(refusal.need ?? 0 > facts.held.fen, "\(refusal)")
      let missing = (refusal.need ?? 0) - facts.held.fen
      return try world.ledger.move(missing, from: Chart.safe, to: Chart.drawer(drawer))
    }
    if tender != nil { world.changesTender = true }
    let document = try world.ledger.append(decision)
    world.refunds += 1
    try compare(document.json, with: one.model.take(units), &one, &world)
    let paid = document.json.elements("tenders").filter {
      ["cash", "wechat", "alipay", "bank", "owe"].contains($0["kind"]?.string)
    }.compactMap { $0["amount"]?.integer }.reduce(0, +)
    try check(-world.money(decision.entry) == paid, "\(paid) went back: \(decision.entry.postings)")
    if one.model.isExhausted {
      let again = #expect(throws: Refusal.self) {
        try Checkout.refund(
          returning([]), of: world.ledger.remainder(of: one.document),
          facts: world.ledger.facts(of: one.document, drawer: drawer), under: world.terms,
          on: occasion)
      }
      try check(again == Refusal(.alreadyRefunded, one.document.number), "again: \(again as Any)")
    }
  }

  /// - Returns: the exchange; nil where the new bill cannot be paid.
  private static func exchange(
    _ units: [(line: Int, count: Int64)], of one: inout Open, _ world: inout ReturnWorld
  ) throws -> Document? {
    let drawer = Int.random(in: 1...3, using: &world.random)
    let occasion = world.occasion(.manager, drawer: drawer)
    let facts = world.ledger.facts(of: one.document, drawer: drawer)
    let remainder = world.ledger.remainder(of: one.document)
    let credit = try Checkout.credit(
      for: returning(units), of: remainder, facts: facts, under: world.terms, on: occasion)
    var open = OpenBill(
      id: EntryID(drawer: drawer, counter: Int64(world.serial)), bill: world.bill(worth: credit))
    open.member = world.member?.number
    open.exchange = OpenExchange(
      sale: one.document.sequence, number: one.document.number, returning: returning(units),
      credit: credit)
    world.adorn(&open)
    try world.pay(&open)
    let decision: Decision?
    do throws(Refusal) {
      decision = try Checkout.exchange(
        open, for: remainder, facts: facts, owed: world.owed(), under: world.terms, on: occasion)
    } catch {
      guard [.drawerShort, .pointsShort, .creditExceeded].contains(error.name) else { throw error }
      let refusal = error
      try check(refusal.need ?? 0 > refusal.have ?? 0, "\(refusal)")
      return nil
    }
    guard let decision else { throw Fault("the exchange was not paid") }
    let document = try world.ledger.append(decision)
    world.exchanges += 1
    guard let returned = document.json["returned"] else { throw Fault("nothing came back") }
    try compare(returned, with: one.model.take(units), &one, &world)
    return document
  }

  private static func compare(
    _ json: JSON, with expected: ReturnModel.Share, _ one: inout Open, _ world: inout ReturnWorld
  ) throws {
    let given = ReturnModel.Share(json)
    try check(given == expected, "gave \(given), expected \(expected)")
    one.shares.append(given)
  }

  /// All shares of a sale sum to what it was.
  private static func checkSums(_ one: Open, _ world: ReturnWorld) throws {
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
    for (index, line) in lines.enumerated() {
      let name = "returned:\(document.sequence):\(index + 1)"
      let held = world.ledger.held
      try check(held[name] == Int64(line.quantity), "\(name): \(held[name] as Any)")
      try check(held["\(name):value", default: 0] == line.net.fen, "\(name):value")
    }
  }

  /// Everything stands as before the sale.
  private static func checkBalances(_ before: [String: Int64], _ world: ReturnWorld) throws {
    let expected = world.comparable(before)
    let after = world.comparable(world.ledger.held)
    let wrong = Set(expected.keys).union(after.keys).filter {
      expected[$0, default: 0] != after[$0, default: 0]
    }
    let list = wrong.sorted().map { "\($0) \(expected[$0, default: 0]) \(after[$0, default: 0])" }
    try check(wrong.isEmpty, "before and after: \(list)")
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
      if name.hasPrefix("returned") { return }
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
