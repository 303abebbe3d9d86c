import Catalog
import Checkout
import Ledger
import Membership
import Pricing
import Testing

/// Something that is asked for and refused: nothing of it may be done.
struct Asked: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let refusal: Refusal
  /// What stands before it is asked for.
  let prepare: @Sendable (inout Customer) throws -> Void
  let ask: @Sendable (inout Customer) throws -> Void

  init(
    _ name: String, _ refusal: Refusal,
    prepare: @escaping @Sendable (inout Customer) throws -> Void = { _ in },
    ask: @escaping @Sendable (inout Customer) throws -> Void
  ) {
    (testDescription, self.refusal, self.prepare, self.ask) = (name, refusal, prepare, ask)
  }

  func check(_ rules: MembershipRules = Salon.rules()) throws {
    var customer = Customer(rules)
    try prepare(&customer)
    let before = (customer.books.entries, customer.books.allHeld)
    #expect(throws: refusal) { try ask(&customer) }
    #expect(customer.books.entries == before.0 && customer.books.allHeld == before.1)
  }
}

private let v = Tender(.storedValue)
private let w = Tender(.wechat)
private let k = Tender(.course)
private func v(_ fen: Int64) -> Tender { Tender(.storedValue, amount: Money(fen: fen)) }
private func p(_ points: Int64?) -> Tender { Tender(.points, points: points) }
private func cash(_ fen: Int64) -> Tender { Tender(.cash, amount: Money(fen: fen)) }

@Suite struct MembersRefusalTests {
  // MARK: Stored value

  @Test(
    arguments: [
      Asked(
        "more than there is", Refusal(.storedValueShort, "v300.00", need: 30_000, have: 25_000),
        prepare: { try $0.load(25_000) }, ask: { try $0.sell([service(40_000)], with: [v(30_000)]) }
      ),
      Asked(
        "nothing there", Refusal(.storedValueShort, "v", need: 8_800, have: 0),
        ask: { try $0.sell([service(8_800)], with: [v]) }),
      Asked(
        "all of it twice", Refusal(.storedValueShort, "v", need: 8_800, have: 0),
        prepare: { try $0.load(5_000) }, ask: { try $0.sell([service(13_800)], with: [v, v]) }),
      Asked(
        "more than is due", Refusal(.tenderTooLarge, "stored-value", need: 8_800, have: 8_801),
        prepare: { try $0.load(20_000) }, ask: { try $0.sell([service(8_800)], with: [v(8_801)]) }),
      Asked(
        "after everything is paid", Refusal(.nothingDue, "v"), prepare: { try $0.load(20_000) },
        ask: {
          try $0.sell(
            [service(8_800)], with: [Tender(.wechat, amount: Money(fen: 8_800)), v])
        }),
      Asked(
        "a frozen card", Refusal(.cardFrozen, "1", expected: "card unfreeze 1"),
        prepare: { customer in
          try customer.load(20_000)
          customer.set { $0.status = .frozen }
        }, ask: { try $0.sell([service(8_800)], with: [v]) }),
      Asked(
        "a card that has run out",
        Refusal(.cardExpired, "1", expected: "2026-11-20; card renew 1"),
        prepare: { customer in
          try customer.load(20_000)
          customer.set { $0.cardExpires = day.advanced(by: -1) }
        }, ask: { try $0.sell([service(8_800)], with: [v]) }),
    ])
  func `stored value that cannot pay is refused`(_ one: Asked) throws {
    try one.check()
  }

  @Test func `nobody pays with stored value, points or sessions without being a member`() {
    for (tender, name) in [(v, "v"), (p(nil), "p"), (Tender(.course, line: 1), "k")] {
      var open = OpenBill(
        id: EntryID(drawer: 1, counter: 1), bill: Bill(lines: [service(8_800)]))
      #expect(throws: Refusal(.memberNeeded, name, expected: "@WHO")) {
        try open.pay([tender], under: terms(rules: Salon.rules()))
      }
    }
  }

  @Test(arguments: [0, 1]) func `a card that runs out pays on its last day`(days: Int) throws {
    var customer = Customer { $0.cardExpires = day.advanced(by: days) }
    try customer.load(20_000)
    try customer.sell([service(8_800)], with: [v])
    #expect(customer.wallet.storedValue.fen == 11_200)
  }

  // MARK: Points

  @Test(
    arguments: [
      Asked(
        "none of it", Refusal(.pointsBelowStep, "p0", expected: "p100", need: 100, have: 0),
        ask: { try $0.sell([service(100_000)], with: [p(0), w]) }),
      Asked(
        "half a step", Refusal(.pointsBelowStep, "p150", expected: "p100", need: 100, have: 150),
        ask: { try $0.sell([service(100_000)], with: [p(150), w]) }),
      Asked(
        "less than none",
        Refusal(.pointsBelowStep, "p-100", expected: "p100", need: 100, have: -100),
        ask: { try $0.sell([service(100_000)], with: [p(-100), w]) }),
      Asked(
        "more than there are", Refusal(.pointsShort, "p1100", need: 1_100, have: 1_050),
        ask: { try $0.sell([service(100_000)], with: [p(1_100), w]) }),
      Asked(
        "more than the cap",
        Refusal(.pointsOverCap, "p400", expected: "p300", need: 400, have: 300),
        ask: { try $0.sell([service(1_332)], with: [p(400), w]) }),
      Asked(
        "more than the cap in two",
        Refusal(.pointsOverCap, "p200", expected: "p100", need: 200, have: 100),
        ask: { try $0.sell([service(1_332)], with: [p(200), p(200), w]) }),
      Asked(
        "more than others leave", Refusal(.tenderTooLarge, "points", need: 10_000, have: 1_000),
        ask: {
          try $0.sell(
            [service(10_000)],
            with: [Tender(.wechat, amount: Money(fen: 9_500)), p(1_000)])
        }),
      Asked(
        "for what points do not pay",
        Refusal(.pointsOverCap, "p100", expected: "p0", need: 100, have: 0),
        ask: { try $0.sell([one(Salon.oil)], with: [p(100), w]) }),
      Asked(
        "a bill too small for a step", Refusal(.pointsShort, "p", need: 100, have: 1_050),
        ask: { try $0.sell([service(300)], with: [p(nil), w]) }),
      Asked(
        "a frozen card", Refusal(.cardFrozen, "1", expected: "card unfreeze 1"),
        prepare: { $0.set { $0.status = .frozen } },
        ask: { try $0.sell([service(100_000)], with: [p(100), w]) }),
    ])
  func `points that cannot pay are refused with their numbers`(_ one: Asked) throws {
    try Asked(
      one.testDescription, one.refusal,
      prepare: { customer in
        customer.give(1_050)
        try one.prepare(&customer)
      }, ask: one.ask
    ).check()
  }

  // MARK: Sessions

  @Test(
    arguments: [
      Asked(
        "a service of no course", Refusal(.courseNone, "jf", expected: "xh6"),
        ask: { try $0.sell([one(Salon.cut)], with: [k]) }),
      Asked(
        "more than are left", Refusal(.courseShort, "xh6", need: 3, have: 2),
        ask: { try $0.sell([one(Salon.scalp, times: 3)], with: [k]) }),
      Asked(
        "one more on another line", Refusal(.courseShort, "xh6", need: 1, have: 0),
        ask: {
          try $0.sell(
            [one(Salon.scalp, times: 2), one(Salon.scalp)],
            with: [Tender(.course, line: 1), Tender(.course, line: 2)])
        }),
      Asked(
        "twice for one line", Refusal(.nothingDue, "k1"),
        ask: { try $0.sell([one(Salon.scalp)], with: [k, k]) }),
      Asked(
        "a line that is not there",
        Refusal(.lineUnknown, "2", expected: "1-1", need: 2, have: 1),
        ask: { try $0.sell([one(Salon.scalp)], with: [Tender(.course, line: 2)]) }),
      Asked(
        "a frozen course", Refusal(.courseFrozen, "xh6", expected: "course unfreeze 1"),
        prepare: { $0.change { $0.isFrozen = true } },
        ask: { try $0.sell([one(Salon.scalp)], with: [k]) }),
      Asked(
        "a course that has run out",
        Refusal(.courseExpired, "xh6", expected: "2027-05-21; course extend 1 YYYY-MM-DD"),
        prepare: { try $0.go(to: "2027-05-22") },
        ask: { try $0.sell([one(Salon.scalp)], with: [k]) }),
      Asked(
        "a frozen card", Refusal(.cardFrozen, "1", expected: "card unfreeze 1"),
        prepare: { $0.set { $0.status = .frozen } },
        ask: { try $0.sell([one(Salon.scalp)], with: [k]) }),
    ])
  func `a session that cannot pay is refused`(_ one: Asked) throws {
    try Asked(
      one.testDescription, one.refusal,
      prepare: { customer in
        try customer.buy(Salon.mixedCourse)
        try one.prepare(&customer)
      }, ask: one.ask
    ).check()
  }

  @Test(
    arguments: [
      ("2027-05-21", false, SessionUse(course: 1, entitlement: 1), true),
      ("2027-05-22", false, SessionUse(course: 1, entitlement: 1), false),
      ("2026-11-21", true, SessionUse(course: 1, entitlement: 1), false),
      ("2026-11-21", false, SessionUse(course: 2, entitlement: 1), false),
      ("2026-11-21", false, SessionUse(course: 1, entitlement: 0), false),
      ("2026-11-21", false, SessionUse(course: 1, entitlement: 2), false),
    ])
  func `a session put on a bill earlier is looked at again when the bill is paid`(
    date: String, isFrozen: Bool, use: SessionUse, isSold: Bool
  ) throws {
    var customer = Customer()
    try customer.buy(Salon.mixedCourse)
    customer.change { $0.isFrozen = isFrozen }
    try customer.go(to: date)
    var line = one(Salon.scalp)
    line.session = use
    let open = OpenBill(
      id: EntryID(drawer: 1, counter: 1), bill: Bill(lines: [line]), member: 1)
    let sell = { try Checkout.sell(open, under: customer.terms, on: customer.books.occasion()) }
    guard !isSold else {
      let sold = try sell()
      #expect(sold != nil)
      return
    }
    #expect(throws: Refusal(.courseNone, "tpqj", expected: "xh6")) { try sell() }
  }

  @Test(arguments: [1, 5]) func `an extended course pays to its new end`(days: Int) throws {
    var customer = Customer()
    try customer.buy(Salon.mixedCourse)
    try customer.go(to: "2027-05-22")
    let end = customer.books.today.advanced(by: days)
    customer.change { $0.expires = end }
    customer.pass(days: days)
    try customer.sell([one(Salon.scalp)], with: [k])
    customer.pass(days: 1)
    #expect(throws: Refusal.self) { try customer.sell([one(Salon.scalp)], with: [k]) }
  }
}
