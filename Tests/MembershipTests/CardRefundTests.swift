import Ledger
import Membership
import Testing

@Suite struct CardRefundTests {
  private func wallet(
    paid: Int64, gift: Int64 = 0, consumed: Int64 = 0, enjoyed: Int64 = 0,
    order: SpendingOrder = .proportional
  ) throws -> Wallet {
    var lots = [lot(paid, gift, day: try day("2026-03-01"))]
    try lots.take(consumed, order)
    var wallet = Wallet()
    wallet.lots = [
      StoredValueLot(
        number: 1, day: lots[0].day, paid: lots[0].paid, gift: lots[0].gift,
        principal: lots[0].principal, bonus: lots[0].bonus, discountEnjoyed: Money(fen: enjoyed))
    ]
    return wallet
  }

  private func due(_ wallet: Wallet, _ reason: RefundReason, on text: String) throws -> [Int64] {
    try wallet.refund(for: reason, on: day(text)).map(\.due.fen)
  }

  @Test(
    "what is due back of a card depends on whose reason it is",
    arguments: [
      // 3000 with 1000, 3594 used.
      (300_000, 100_000, 359_400, 0, 30_450, 0),
      // 2000 at 8折: 1500 at list price used, then 2400.
      (200_000, 0, 120_000, 30_000, 80_000, 50_000), (200_000, 0, 192_000, 48_000, 8_000, 0),
      (100_000, 20_000, 0, 0, 100_000, 100_000),
      (100_000, 20_000, 120_000, 0, 0, 0),
      // The bonus is no money of the member's.
      (100_000, 20_000, 60_000, 0, 50_000, 40_000),
    ] as [(Int64, Int64, Int64, Int64, Int64, Int64)])
  func card(
    _ paid: Int64, _ gift: Int64, _ consumed: Int64, _ enjoyed: Int64, _ shop: Int64,
    _ member: Int64
  ) throws {
    let wallet = try wallet(paid: paid, gift: gift, consumed: consumed, enjoyed: enjoyed)
    #expect(try due(wallet, .shop, on: "2026-06-01") == [shop])
    #expect(try due(wallet, .member, on: "2026-06-01") == [member])
  }

  @Test(arguments: SpendingOrder.allCases)
  func `the law's figure does not depend on the order of spending`(order: SpendingOrder) throws {
    let wallet = try wallet(paid: 300_000, gift: 100_000, consumed: 359_400, order: order)
    let left: Int64 =
      switch order {
      case .proportional: 30_450
      case .principalFirst: 0
      case .bonusFirst: 40_600
      }
    #expect(wallet.principal.fen == left)
    #expect(try due(wallet, .shop, on: "2026-06-01") == [30_450])
  }

  @Test(
    "what was paid comes back without a reason until the seventh day after",
    arguments: [
      ("2026-03-01", [100_000]), ("2026-03-08", [100_000]), ("2026-03-09", []),
    ] as [(String, [Int64])])
  func coolingOff(_ today: String, _ expected: [Int64]) throws {
    let wallet = try wallet(paid: 100_000, gift: 20_000)
    #expect(try due(wallet, .coolingOff, on: today) == expected)
    #expect(try coolingOffEnd(paidOn: day("2026-03-01")).description == "2026-03-08")
  }

  @Test(arguments: [false, true])
  func `a bonus that came in parts counts with the payment that it was given for`(
    isSpent: Bool
  ) throws {
    var wallet = Wallet()
    let paidOn = try day("2026-03-01")
    // 3000 with 1000: 500 at once, 500 later, 3594 used of both or 3500 of the first alone.
    let part = lot(0, 50_000, number: 2, day: try day("2026-04-01"))
    wallet.lots = [lot(300_000, 50_000, day: paidOn), part]
    try wallet.lots.take(isSpent ? 359_400 : 340_000, .proportional)
    let whole = StoredValueLot(
      number: 1, day: paidOn, paid: Money(fen: 300_000), gift: Money(fen: 100_000),
      principal: wallet.principal, bonus: wallet.bonus)
    if isSpent { wallet.lots.removeFirst() }
    let parts = try wallet.refund(for: .shop, on: day("2026-06-01"), whole: [1: whole])
    #expect(parts.map(\.source) == [.lot(1), .lot(2)])
    #expect(parts.map(\.due.fen) == [isSpent ? 30_450 : 45_000, 0])
  }

  @Test func `each top-up is a contract of its own`() throws {
    var wallet = Wallet()
    wallet.lots = [
      lot(100_000, 20_000, day: try day("2026-03-01")),
      lot(50_000, 0, number: 2, day: try day("2026-05-30")),
    ]
    try wallet.lots.take(60_000, .proportional)
    #expect(try due(wallet, .shop, on: "2026-06-01") == [50_000, 50_000])
    let parts = try wallet.refund(for: .coolingOff, on: day("2026-06-01"))
    #expect(parts.map(\.source) == [.lot(2)])
    #expect(parts.map(\.due.fen) == [50_000])
  }

  @Test func `a lot used beyond list price takes nothing from another`() throws {
    var wallet = try wallet(paid: 200_000, consumed: 192_000, enjoyed: 48_000)
    wallet.lots.append(lot(50_000, 0, number: 2, day: try day("2026-05-01")))
    #expect(try due(wallet, .member, on: "2026-06-01") == [0, 50_000])
  }

  @Test(
    "what is due back of a course depends on whose reason it is",
    arguments: [(3, 148_500, 120_000), (0, 198_000, 198_000), (12, 0, 0), (8, 66_000, 0)]
      as [(Int, Int64, Int64)])
  func ofCourse(_ used: Int, _ shop: Int64, _ member: Int64) throws {
    var held = try course(198_000, [sessions(10, gift: 2, list: 26_000, of: "a")])
    held.use(used)
    var wallet = Wallet()
    wallet.courses = [held]
    #expect(try due(wallet, .shop, on: "2026-06-01") == [shop])
    #expect(try due(wallet, .member, on: "2026-06-01") == [member])
    #expect(try due(wallet, .coolingOff, on: "2026-06-01") == [])
    #expect(try due(wallet, .coolingOff, on: "2026-03-08") == [shop])
  }

  @Test(
    "of a course that bonus paid too, only money is due, and the bonus goes back beside it",
    // 1980.00, of which a sixth was bonus; then all of it.
    arguments: [
      (3, 33_000, 123_750, 100_000, 24_750, 20_000), (12, 33_000, 0, 0, 0, 0),
      (8, 33_000, 55_000, 0, 11_000, 0), (3, 198_000, 0, 0, 148_500, 120_000),
    ] as [(Int, Int64, Int64, Int64, Int64, Int64)])
  func ofCourseWithBonus(
    _ used: Int, _ bonus: Int64, _ shop: Int64, _ member: Int64, _ shopBonus: Int64,
    _ memberBonus: Int64
  ) throws {
    let offer = try course(198_000, [sessions(10, gift: 2, list: 26_000, of: "a")]).offer
      .paid(withBonus: Money(fen: bonus))
    var held = HeldCourse(
      number: 1, offer: offer, day: try day("2026-03-01"), expires: nil, isFrozen: false,
      left: [12], deferred: [offer.paid], bonus: [offer.bonus])
    held.use(used)
    var wallet = Wallet()
    wallet.courses = [held]
    #expect(try due(wallet, .shop, on: "2026-06-01") == [shop])
    #expect(try due(wallet, .member, on: "2026-06-01") == [member])
    let back = { (reason: RefundReason) in
      wallet.refund(for: reason, on: held.day).map(\.bonus.fen)
    }
    #expect(back(.shop) == [shopBonus])
    #expect(back(.member) == [memberBonus])
  }

  @Test(
    "interest runs by the day of a year of 365",
    arguments: [
      (80_000, 310, 45, 306), (80_000, 0, 45, 0), (80_000, 310, 0, 0), (80_000, 310, -3, 0),
      (100_000, 150, 365, 1_500), (1_000_000_000, 2_400, 36_500, 24_000_000_000),
    ] as [(Int64, Int, Int, Int64)])
  func interestRuns(_ amount: Int64, _ rate: Int, _ days: Int, _ fen: Int64) {
    #expect(interest(on: Money(fen: amount), rate: rate, days: days).fen == fen)
  }
}
