import Catalog
import Checkout
import Ledger
import Membership
import Pricing
import Testing

/// The worked examples of the domain reference, by the decisions of the till.
@Suite struct MembersExampleTests {
  /// A shop without tiers, so that everything costs what it is rung up for.
  private func customer(_ order: SpendingOrder = .proportional) -> Customer {
    var rules = Salon.rules(order)
    rules.tiers = []
    rules.tierPolicy = nil
    return Customer(rules)
  }

  // MARK: 9

  @Test(
    arguments: [
      (SpendingOrder.proportional, 8_888, 92_593, 18_519),
      (.proportional, 30_000, 75_000, 15_000), (.principalFirst, 30_000, 70_000, 20_000),
      (.bonusFirst, 30_000, 90_000, 0),
    ] as [(SpendingOrder, Int64, Int64, Int64)])
  func `1000 with 200 given is spent in the shop's order`(
    order: SpendingOrder, spent: Int64, principal: Int64, bonus: Int64
  ) throws {
    var customer = customer(order)
    try customer.load(100_000)
    #expect(customer.balance(Chart.bonusOutstanding) == 20_000)
    #expect(customer.balance(Chart.wechat) == 100_000)
    try customer.sell([service(spent)], with: [Tender(.storedValue)])
    #expect(customer.wallet.principal.fen == principal && customer.wallet.bonus.fen == bonus)
    #expect(customer.balance(Chart.bonusSpent) == 20_000 - bonus)
    let rest = 120_000 - spent
    try customer.sell([service(rest)], with: [Tender(.storedValue)])
    #expect(customer.wallet.lots.isEmpty)
    #expect(customer.balance(Chart.bonusOutstanding) == 0 && customer.books.liability == 0)
  }

  // MARK: 10

  /// 3,000 with 1,000, of which 3,594.00 is used in 33 visits.
  @Test(
    arguments: [
      (SpendingOrder.proportional, 30_450, 0, 0), (.principalFirst, 0, 30_450, 0),
      (.bonusFirst, 40_600, 0, 10_150),
    ] as [(SpendingOrder, Int64, Int64, Int64)])
  func `giving back 3000 with 1000 of which 3594 is used pays 304.50`(
    order: SpendingOrder, principal: Int64, loss: Int64, gain: Int64
  ) throws {
    var customer = customer(order)
    try customer.load(300_000)
    for amount in allocate(359_400, over: (1...33).map { Int64($0 * $0) }) {
      try customer.sell([service(amount)], with: [Tender(.storedValue)])
    }
    #expect(customer.wallet.principal.fen == principal)
    let (shop, member) = (customer.quote(.shop), customer.quote(.member))
    #expect(shop?.total.fen == 30_450 && member?.total == .zero)
    #expect(shop?.parts.map(\.delivered.fen) == [269_550])
    let before = customer.balance(Chart.wechat)
    try customer.giveBack(.shop)
    #expect(before - customer.balance(Chart.wechat) == 30_450)
    #expect(customer.balance(Chart.refundLoss) == loss)
    #expect(customer.balance(Chart.refundGain) == -gain)
    #expect(customer.wallet.storedValue == .zero && customer.books.liability == 0)
    #expect(customer.balance(Chart.bonusOutstanding) == 0)
  }

  @Test func `for the member's own reason nothing comes back of it, and nothing is collected`()
    throws
  {
    var customer = customer()
    try customer.load(300_000)
    try customer.sell([service(359_400)], with: [Tender(.storedValue)])
    let wechat = customer.balance(Chart.wechat)
    try customer.giveBack(.member, [])
    #expect(customer.balance(Chart.wechat) == wechat)
    #expect(customer.balance(Chart.refundGain) == -30_450 && customer.wallet.lots.isEmpty)
  }

  // MARK: 11

  @Test(arguments: [(150_000, 80_000, 50_000), (240_000, 8_000, 0)] as [(Int64, Int64, Int64)])
  func
    `a discount card gives back by charged prices for the shop's reason, by list for the member's`(
      list: Int64, shop: Int64, member: Int64
    ) throws
  {
    var rules = Salon.rules()
    rules.tiers = [
      Tier(
        code: "basic", name: "折扣卡", threshold: 0, payable: ["service": 8000],
        pointsRate: 10_000)
    ]
    var customer = Customer(rules)
    try customer.load(200_000, gift: 0)
    try customer.sell([service(list)], with: [Tender(.storedValue)])
    #expect(customer.wallet.storedValue.fen == 200_000 - list * 8 / 10)
    #expect(customer.quote(.shop)?.due.fen == shop && customer.quote(.member)?.due.fen == member)
  }

  @Test func `interest on 800.00 at 3.1 % for 45 days is 3.06`() throws {
    var customer = customer()
    try customer.load(200_000, gift: 0)
    try customer.sell([service(120_000)], with: [Tender(.storedValue)])
    let ended = customer.books.today
    customer.pass(days: 45)
    let quote = customer.quote(.shop, ended: ended)
    #expect(quote?.due.fen == 80_000 && quote?.interest.fen == 306 && quote?.total.fen == 80_306)
    #expect(customer.quote(.coolingOff, ended: ended)?.interest == .zero)
  }

  // MARK: 12

  @Test func `three of ten and two sessions for 1980 earn 495, and 1485 stays deferred`() throws {
    var customer = Customer()
    try customer.buy(Salon.careCourse)
    #expect(customer.balance(Chart.revenue(.service)) == 0 && customer.books.liability == 198_000)
    for _ in 1...3 { try customer.sell([one(Salon.care)], with: [Tender(.course)]) }
    let course = try #require(customer.wallet.courses.first)
    #expect(course.left == [9] && course.deferred.map(\.fen) == [148_500])
    // List 780.00 less the 285.00 that the sessions were sold below it.
    let tax = customer.balance(Chart.tax(rate: 600))
    let earned =
      customer.balance(Chart.revenue(.service)) + customer.balance(Chart.sessionDiscount) + tax
    #expect(earned == -49_500)
    #expect(customer.quote(.shop)?.due.fen == 148_500)
    #expect(customer.quote(.member)?.due.fen == 120_000)
    try customer.giveBack(.member)
    #expect(customer.balance(Chart.refundGain) == -28_500 && customer.books.liability == 0)
    #expect(customer.wallet.courses.isEmpty)
  }

  @Test func `sessions of 1000 for 12 are worth 83.33, 83.34, 83.33, and so on to the fen`() throws
  {
    var customer = Customer()
    try customer.buy(Salon.cutCourse)
    var worth: [Int64] = []
    for _ in 1...12 {
      let before = customer.books.liability
      try customer.sell([one(Salon.cut)], with: [Tender(.course)])
      worth.append(before - customer.books.liability)
    }
    #expect(worth == [8333, 8334, 8333, 8333, 8334, 8333, 8333, 8334, 8333, 8333, 8334, 8333])
    #expect(customer.wallet.courses.isEmpty && customer.books.liability == 0)
  }

  // MARK: 14 and 18

  /// The bill of example 3, 563.05 for gold: 350.24, 113.81 and 99.00.
  private func bill() -> [BillLine] {
    [
      one(item(39_800, code: "tf")), one(item(5_990, code: "xfs", kind: .product), times: 2),
      one(Salon.oil),
    ]
  }

  /// A gold customer with so many points.
  private func gold(points: Int64) -> Customer {
    var rules = Salon.rules()
    rules.promotions = []
    var customer = Customer(rules, tier: "gold")
    customer.give(points)
    return customer
  }

  @Test func `points are earned on principal and outside money alone, rounded down once`() throws {
    var customer = gold(points: 500)
    try customer.load(100_000)
    let entry = try customer.sell(
      bill(),
      with: [
        Tender(.points, points: 500), Tender(.storedValue, amount: Money(fen: 10_000)),
        Tender(.wechat),
      ])
    let document = try Document(entry)
    #expect(document.total.fen == 56_305)
    #expect(document.amount(on: Chart.wechat).fen == 45_805)
    #expect(document.amount(on: Chart.principal(1, lot: 1)).fen == 8_334)
    #expect(document.amount(on: Chart.bonus(1, lot: 1)).fen == 1_666)
    #expect(document.pointsEarned == 812 && document.pointsBurned == 500)
    #expect(customer.wallet.pointsBalance == 812)
    #expect(customer.patron.qualifying == 54_139)
  }

  @Test(arguments: [(20_000, 13_900, 42_405), (9_850, 9_800, 46_505)] as [(Int64, Int64, Int64)])
  func `points pay at most 30 % of what they may pay for, in whole yuan`(
    points: Int64, burned: Int64, payable: Int64
  ) throws {
    var customer = gold(points: points)
    let document = try Document(
      customer.sell(bill(), with: [Tender(.points), Tender(.wechat)]))
    #expect(document.pointsBurned == burned)
    #expect(document.amount(on: Chart.wechat).fen == payable)
    #expect(customer.balance(Chart.pointsSpent) == burned)
  }

  // MARK: 17 and 16

  @Test func `points that lapse first are used first, and the rest lapses on its day`() throws {
    var customer = try Customer(on: #require(BusinessDate("2024-12-05")))
    customer.give(300)
    try customer.go(to: "2025-06-01")
    customer.give(500)
    try customer.go(to: "2025-12-01")
    customer.give(200)
    let ends = customer.wallet.points.map { "\($0.expires) \($0.left)" }
    #expect(ends == ["2025-12-31 300", "2026-06-30 500", "2026-12-31 200"])
    try customer.sell([one(Salon.set)], with: [Tender(.points, points: 400), Tender(.wechat)])
    #expect(customer.wallet.points.map(\.left) == [400, 200])
    for (date, left) in [
      ("2026-06-30", 600), ("2026-07-01", 200), ("2026-12-31", 200), ("2027-01-01", 0),
    ] as [(String, Int64)] {
      try customer.go(to: date)
      #expect(customer.wallet.pointsBalance == left, "\(date)")
    }
  }

  @Test func `points that are gone are owed after a reversal, and the next ones pay it off`() throws
  {
    var customer = Customer()
    let sale = try customer.sell([service(16_500)], with: [Tender(.wechat)])
    customer.give(35)
    try customer.sell([one(Salon.set)], with: [Tender(.points, points: 100), Tender(.wechat)])
    #expect(customer.wallet.pointsBalance == 100)
    try customer.void(sale)
    #expect(customer.wallet.pointsBalance == -65 && customer.wallet.pointsOwed == 65)
    for tender in [Tender(.points), Tender(.points, points: 100)] {
      let refusal = #expect(throws: Refusal.self) {
        try customer.bill([service(10_000)], with: [tender])
      }
      #expect(refusal?.name == .pointsShort && refusal?.have == -65)
    }
    try customer.sell([service(30_000)], with: [Tender(.wechat)])
    #expect(customer.wallet.pointsBalance == 235 && customer.wallet.pointsOwed == 0)
  }

  // MARK: 24

  @Test(arguments: [("2026-03-08", 1), ("2026-03-09", 0)])
  func `within seven days what was paid comes back, and the bonus goes`(
    date: String, parts: Int
  ) throws {
    var customer = try Customer(on: #require(BusinessDate("2026-03-01")))
    try customer.load(100_000)
    try customer.go(to: date)
    let quote = try #require(customer.quote(.coolingOff))
    #expect(quote.parts.count == parts && quote.total.fen == Int64(parts) * 100_000)
    guard parts > 0 else {
      #expect(throws: Refusal(.nothingToRefund, "1")) { try customer.giveBack(.coolingOff) }
      return
    }
    try customer.giveBack(.coolingOff)
    #expect(customer.wallet.storedValue == .zero && customer.balance(Chart.wechat) == 0)
    #expect(customer.balance(Chart.bonusOutstanding) == 0)
  }
}
