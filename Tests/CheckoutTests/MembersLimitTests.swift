import Catalog
import Checkout
import Ledger
import Membership
import Pricing
import Testing

/// Amounts beyond law, plan, right or drawer, and what goes to the wrong hands.
@Suite struct MembersLimitTests {
  // MARK: Paying

  @Test func `stored value pays what other tenders leave, to its last fen`() throws {
    var customer = Customer()
    func wechat(_ fen: Int64) -> Tender { Tender(.wechat, amount: Money(fen: fen)) }
    try customer.load(10_000, gift: 0)
    try customer.sell([service(12_800)], with: [wechat(5_000), Tender(.storedValue)])
    #expect(customer.wallet.storedValue.fen == 2_200)
    let all = Tender(.storedValue, amount: Money(fen: 2_200))
    try customer.sell([service(2_200)], with: [all])
    try customer.load(10_000, gift: 0)
    try customer.sell([service(8_800)], with: [Tender(.storedValue), wechat(500)])
    #expect(customer.wallet.storedValue.fen == 1_700)
  }

  // MARK: Top-ups

  @Test(
    "a card holds what the law allows: beyond it the shop refuses, warns or says nothing",
    arguments: [
      (PrepaidLimits.Mode.refuse, "张丽", 250_000, 250_000, true, false),
      (.refuse, "张丽", 250_000, 250_001, false, false),
      (.refuse, "", 0, 100_000, true, false), (.refuse, "", 0, 100_001, false, false),
      (.warn, "张丽", 250_000, 250_001, true, true), (.warn, "", 0, 100_000, true, false),
      (.off, "张丽", 250_000, 900_000, true, false),
    ] as [(PrepaidLimits.Mode, String, Int64, Int64, Bool, Bool)])
  func limit(
    _ mode: PrepaidLimits.Mode, _ name: String, _ before: Int64, _ amount: Int64, _ isDone: Bool,
    _ isWarned: Bool
  ) throws {
    var customer = Customer(Salon.rules(limits: mode)) { $0.name = name }
    if before > 0 { try customer.load(before, gift: 0) }
    let refusal = Refusal(
      .prepaidLimit, "card", need: before + amount, have: name.isEmpty ? 100_000 : 500_000)
    guard isDone else {
      #expect(throws: refusal) { try customer.load(amount) }
      #expect(customer.wallet.principal.fen == before)
      return
    }
    let decision = try customer.load(amount)
    #expect(decision.warnings == (isWarned ? [refusal] : []))
    #expect(customer.wallet.principal.fen == before + amount)
  }

  @Test func `what was spent makes room for another top-up`() throws {
    var customer = Customer()
    try customer.load(500_000, gift: 0)
    #expect(throws: Refusal.self) { try customer.load(1) }
    try customer.sell([one(Salon.oil)], with: [Tender(.storedValue)])
    try customer.load(9_900)
    #expect(customer.wallet.principal.fen == 500_000)
  }

  @Test func `what is given back of a top-up no longer counts for a tier by top-ups`() throws {
    var rules = Salon.rules(measure: .topup)
    rules.topUpPlans = []
    var customer = Customer(rules)
    try customer.load(150_000)
    try customer.sell([service(50_000)], with: [Tender(.storedValue)])
    #expect(customer.patron.qualifying == 150_000)
    try customer.giveBack(.shop)
    #expect(customer.patron.qualifying == 50_000)
  }

  /// Of 468.01, 100.00 by principal, 39.00 are used: 429.01 are due, 91.6668 of them to the card; of
  /// 468 points 38.9991 stay.
  @Test(
    arguments: [(.spend, 3_900), (.visits, 1), (.topup, 10_000)] as [(TierPolicy.Measure, Int64)])
  func `what of a course is due goes back to who paid it, and takes back what it earned`(
    measure: TierPolicy.Measure, qualifying: Int64
  ) throws {
    var customer = Customer(Salon.rules(measure: measure))
    try customer.load(10_000, gift: 0)
    try customer.buy(Salon.mixedCourse, with: [Tender(.storedValue), Tender(.wechat)])
    try customer.sell([one(Salon.blow)], with: [Tender(.course)])
    #expect(customer.wallet.pointsBalance == 468)
    try customer.giveBack(.shop)
    #expect(customer.wallet.courses.isEmpty && customer.wallet.principal.fen == 9_167)
    #expect(customer.balance(Chart.wechat) == 10_000 + 36_801 - 33_734)
    #expect(customer.wallet.pointsBalance == 38)
    #expect(customer.patron.qualifying == qualifying && customer.books.fault == nil)
  }

  @Test func `of two coupons that were given with top-ups, one used, one is taken back`() throws {
    var customer = Customer(Salon.rules(limits: .off))
    try customer.load(300_000)
    try customer.load(300_000)
    try customer.sell([service(30_000)], coupons: ["hy50"], with: [Tender(.wechat)])
    try customer.giveBack(.shop)
    #expect(customer.wallet.coupons.isEmpty && customer.books.fault == nil)
  }

  @Test(arguments: [(4_999_999, true), (5_000_000, false)] as [(Int64, Bool)])
  func `fifty thousand is too much cash for one top-up`(amount: Int64, isDone: Bool) {
    var rules = Salon.rules()
    rules.limits.named = Money(fen: 100_000_000)
    var customer = Customer(rules)
    let refusal = Refusal(.prepaidLimit, "cash", expected: "b", need: amount, have: 5_000_000)
    let load = { try customer.load(amount, [Tender(.cash)]) }
    if isDone {
      #expect(throws: Never.self) { try load() }
    } else {
      #expect(throws: refusal) { try load() }
    }
  }

  @Test func `a gift beyond the plan takes the right to give it, and never more than tenfold`()
    throws
  {
    var customer = Customer()
    try customer.load(100_000, gift: 20_000, by: .cashier)
    let refusal = Refusal(
      .notPermitted, "gift=200.01", expected: "ok STAFF PIN", need: 20_001, have: 20_000)
    #expect(throws: refusal) { try customer.load(100_000, gift: 20_001, by: .cashier) }
    #expect(throws: Refusal(.giftTooLarge, "gift=100.01", need: 10_001, have: 10_000)) {
      try customer.load(1_000, gift: 10_001)
    }
    try customer.load(1_000, gift: 10_000)
    #expect(customer.wallet.bonus.fen == 30_000)
  }

  @Test(
    arguments: [
      ([], Refusal(.tenderTooSmall, "", expected: ". /100 w a b", need: 20_000, have: 0)),
      (
        [Tender(.wechat, amount: Money(fen: 19_999))],
        Refusal(.tenderTooSmall, "", expected: ". /100 w a b", need: 20_000, have: 19_999)
      ),
      (
        [Tender(.wechat, amount: Money(fen: 20_001))],
        Refusal(.tenderTooLarge, "wechat", need: 20_000, have: 20_001)
      ),
      ([Tender(.storedValue)], Refusal(.tenderUnfit, "stored-value", expected: ". /100 w a b")),
      ([Tender(.points)], Refusal(.tenderUnfit, "points", expected: ". /100 w a b")),
      (
        [Tender(.owe, debtor: "liu")], Refusal(.tenderUnfit, "owe", expected: ". /100 w a b")
      ),
    ] as [([Tender], Refusal)])
  func `a top-up is paid with money from outside, to the fen`(
    tenders: [Tender], refusal: Refusal
  ) {
    var customer = Customer()
    #expect(throws: refusal) { try customer.load(20_000, tenders) }
    #expect(customer.books.entries == 0)
  }

  // MARK: Giving back

  @Test(
    arguments: [
      ([Tender(.wechat)], Rights.cashier, 0, .notPermitted),
      ([Tender(.cash)], .manager, 9_999, .drawerShort),
      ([Tender(.cash, amount: Money(fen: 20_000))], .manager, 99_999, .tenderTooLarge),
      ([Tender(.wechat, amount: Money(fen: 9_999))], .manager, 0, .tenderTooSmall),
      ([], .manager, 0, .tenderTooSmall), ([Tender(.storedValue)], .manager, 0, .tenderUnfit),
    ] as [([Tender], Rights, Int64, Refusal.Name)])
  func `a card is not given back without the right, the cash or a fitting tender`(
    tenders: [Tender], rights: Rights, held: Int64, name: Refusal.Name
  ) throws {
    var customer = Customer()
    try customer.load(10_000, gift: 0)
    let refusal = #expect(throws: Refusal.self) {
      try customer.giveBack(.shop, tenders, held: held, by: rights)
    }
    #expect(refusal?.name == name && customer.wallet.principal.fen == 10_000)
  }

  @Test(
    arguments: [
      (PrepaidLimits.Mode.refuse, 10_000, true), (.refuse, 10_001, false), (.warn, 10_001, true),
      (.off, 10_001, true),
    ] as [(PrepaidLimits.Mode, Int64, Bool)])
  func `above a hundred yuan a card is not given back in cash`(
    mode: PrepaidLimits.Mode, amount: Int64, isDone: Bool
  ) throws {
    var customer = Customer(Salon.rules(limits: mode))
    try customer.load(amount, gift: 0, [Tender(.cash)])
    let give = { try customer.giveBack(.shop, [Tender(.cash)], held: amount) }
    guard !isDone else {
      try give()
      #expect(customer.balance(Chart.drawer(1)) == 0)
      return
    }
    let refusal = Refusal(.prepaidLimit, "cardrefund", expected: "b", need: amount, have: 10_000)
    #expect(throws: refusal) { try give() }
    try customer.giveBack(.shop, [Tender(.bank)])
    #expect(customer.balance(Chart.bank) == -amount)
  }

  // MARK: Transfers

  @Test func `nothing goes over to oneself, to or from a frozen card, or from an empty one`() throws
  {
    var customer = Customer()
    func transfer(to: Int, _ scope: TransferScope = .card) throws -> Decision {
      try Checkout.transfer(
        scope, from: customer.patron, to: customer.books.patron(to),
        lot: customer.books.nextLot(to),
        course: customer.books.nextCourse(to), under: customer.terms,
        on: customer.books.occasion())
    }
    #expect(throws: Refusal(.nothingToRefund, "1")) { try transfer(to: 2) }
    try customer.load(400_000, gift: 0)
    #expect(throws: Refusal(.malformed, "1", expected: "card transfer WHO TO")) {
      try transfer(to: 1)
    }
    #expect(throws: Refusal(.courseUnknown, "3")) { try transfer(to: 2, .course(3)) }
    customer.set { $0.status = .frozen }
    #expect(throws: Refusal(.cardFrozen, "1", expected: "card unfreeze 1")) {
      try transfer(to: 2)
    }
    customer.set { $0.status = .active }
    customer.take(try transfer(to: 2))
    #expect(customer.wallet.lots.isEmpty && customer.books.liability == 400_000)
    try customer.load(100_001, gift: 0)
    #expect(throws: Refusal(.prepaidLimit, "card", need: 500_001, have: 500_000)) {
      try transfer(to: 2)
    }
    #expect(customer.wallet.principal.fen == 100_001)
  }

  @Test func `coming by earns once a day`() throws {
    var customer = Customer()
    let checkIn = {
      try Checkout.checkIn(
        customer.patron, under: customer.terms, on: customer.books.occasion())
    }
    customer.take(try checkIn())
    customer.set { $0.checkedIn = day }
    #expect(customer.wallet.pointsBalance == 5)
    #expect(throws: Refusal(.alreadyDone, "@1", expected: "2026-11-21")) { try checkIn() }
    customer.pass(days: 1)
    #expect(throws: Never.self) { try checkIn() }
  }

  // MARK: Courses

  @Test(
    arguments: [
      ([Tender(.owe, debtor: "liu")], .tenderUnfit), ([Tender(.points)], .tenderUnfit),
      ([], .tenderTooSmall), ([Tender(.storedValue)], .tenderTooSmall),
      ([Tender(.storedValue, amount: Money(fen: 50_001)), Tender(.wechat)], .storedValueShort),
      (
        [Tender(.storedValue), Tender(.wechat, amount: Money(fen: 198_001))],
        .storedValueShort
      ),
    ] as [([Tender], Refusal.Name)])
  func `a course is paid with money or stored value, whole`(
    tenders: [Tender], name: Refusal.Name
  ) throws {
    var customer = Customer()
    try customer.load(50_000, gift: 0)
    let refusal = #expect(throws: Refusal.self) {
      try customer.buy(Salon.careCourse, with: tenders)
    }
    #expect(refusal?.name == name && customer.wallet.courses.isEmpty)
    #expect(customer.wallet.principal.fen == 50_000)
  }
}
