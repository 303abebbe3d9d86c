import Ledger
import Membership
import Testing

/// A course as it stands after its sale.
func course(
  _ price: Int64, _ entitlements: [Entitlement], number: Int = 1,
  soldOn text: String = "2026-03-01",
  months: Int? = nil
) throws -> HeldCourse {
  let offer = CourseOffer(
    code: "c\(number)", name: "疗程", price: Money(fen: price), entitlements: entitlements,
    months: months)
  let sold = try day(text)
  return HeldCourse(
    number: number, offer: offer, day: sold, expires: offer.expiry(soldOn: sold), isFrozen: false,
    left: entitlements.map(\.sessions), deferred: offer.shares)
}

func sessions(_ paid: Int, gift: Int = 0, list: Int64, of services: String...) -> Entitlement {
  Entitlement(services: services, paid: paid, gift: gift, list: Money(fen: list))
}

extension HeldCourse {
  /// Uses sessions as a sale does; what they are worth, in fen.
  @discardableResult
  mutating func use(_ count: Int, entitlement: Int = 0) -> Int64 {
    let value = value(of: count, entitlement: entitlement)
    take(count, worth: value, entitlement: entitlement)
    return value.whole.fen
  }
}

@Suite struct CourseTests {
  @Test(
    "the price is recognised session by session, and the last takes the exact rest",
    arguments: [
      (198_000, 10, 2, [Int64](repeating: 16_500, count: 12)),
      (
        100_000, 12, 0,
        [
          8_333, 8_334, 8_333, 8_333, 8_334, 8_333, 8_333, 8_334, 8_333, 8_333,
          8_334, 8_333,
        ]
      ),
      (100, 3, 0, [33, 34, 33]), (2, 4, 0, [1, 0, 1, 0]), (0, 2, 0, [0, 0]),
      (9_999, 1, 0, [9_999]),
    ] as [(Int64, Int, Int, [Int64])])
  func recognised(_ price: Int64, _ paid: Int, _ gift: Int, _ expected: [Int64]) throws {
    var held = try course(price, [sessions(paid, gift: gift, list: 26_000, of: "a")])
    let values = (0..<paid + gift).map { _ in held.use(1) }
    #expect(values == expected)
    #expect(held.sessionsLeft == 0)
    #expect(held.deferred == [.zero])
  }

  @Test(
    "bonus that paid for a course is spent with its sessions, at its share of all that was used",
    arguments: [
      (100_000, 16_666, 12), (100_000, 100_000, 7), (100, 1, 3), (3, 2, 7), (1, 1, 2),
      (9_999, 0, 5),
    ] as [(Int64, Int64, Int)])
  func bonus(_ price: Int64, _ bonus: Int64, _ count: Int) throws {
    let offer = CourseOffer(
      code: "k", name: "k", price: Money(fen: price),
      entitlements: [sessions(count, list: 26_000, of: "a")], months: nil
    ).paid(withBonus: Money(fen: bonus))
    #expect(offer.paid.fen == price - bonus)
    var held = HeldCourse(
      number: 1, offer: offer, day: try day("2026-03-01"), expires: nil, isFrozen: false,
      left: [count], deferred: [offer.paid], bonus: [offer.bonus])
    var used: Int64 = 0
    for _ in 0..<count {
      used += held.use(1)
      #expect(held.bonus[0].fen == bonus - used * bonus / price)
      #expect(held.deferred[0].fen + held.bonus[0].fen == price - used)
      #expect(held.deferred[0] >= .zero && held.bonus[0] >= .zero)
    }
    #expect(used == price)
  }

  @Test func `ten sessions and two given for 1980 leave 1485 after three`() throws {
    var held = try course(198_000, [sessions(10, gift: 2, list: 26_000, of: "a")])
    let value = held.use(3)
    #expect(value == 49_500)
    #expect(held.deferred.sum().fen == 148_500)
    #expect(held.sessionsLeft == 9)
  }

  @Test func `several at once are worth what they are one by one`() throws {
    for whole in 1...12 {
      var atOnce = try course(100_000, [sessions(12, list: 10_000, of: "a")])
      var each = atOnce
      let values = (0..<whole).map { _ in each.use(1) }
      let value = atOnce.use(whole)
      #expect(value == values.reduce(0, +))
      #expect(atOnce == each)
    }
  }

  @Test func `the price is shared by list price, so nothing is dearer than it lists`() throws {
    var held = try course(
      10_000, [sessions(4, list: 3_000, of: "blow"), sessions(2, list: 1_500, of: "wash")])
    #expect(held.offer.shares.map(\.fen) == [8_000, 2_000])
    let blowDries = (0..<4).map { _ in held.use(1) }
    let washes = (0..<2).map { _ in held.use(1, entitlement: 1) }
    #expect(blowDries == [2_000, 2_000, 2_000, 2_000])
    #expect(washes == [1_000, 1_000])
    #expect(held.deferred.sum() == .zero)
  }

  @Test func `a session pays for its services alone, while there are any`() throws {
    var held = try course(
      10_000, [sessions(1, list: 3_000, of: "a", "b"), sessions(1, list: 1_500, of: "c", "b")])
    #expect(["a", "b", "c", "d"].map(held.entitlement) == [0, 0, 1, nil])
    held.use(1)
    #expect(["a", "b", "c", "d"].map(held.entitlement) == [nil, 1, 1, nil])
  }

  @Test(
    "a course lasts to the same day of its last month",
    arguments: [
      ("2026-11-21", 12, "2027-11-21"), ("2026-01-31", 1, "2026-02-28"),
      ("2028-02-29", 12, "2029-02-28"), ("2026-08-31", 6, "2027-02-28"),
      ("2026-12-15", 1, "2027-01-15"), ("2027-11-30", 3, "2028-02-29"),
    ])
  func expiry(_ sold: String, _ months: Int, _ last: String) throws {
    let held = try course(
      10_000, [sessions(1, list: 3_000, of: "a")], soldOn: sold, months: months)
    #expect(held.expires?.description == last)
    #expect(try held.isUsable(on: day(last)))
    #expect(try !held.isUsable(on: day(last).advanced(by: 1)))
  }

  @Test func `a frozen course pays nothing, one without a limit never runs out`() throws {
    var held = try course(10_000, [sessions(1, list: 3_000, of: "a")])
    #expect(held.expires == nil)
    #expect(try held.isUsable(on: day("2099-12-31")))
    held.isFrozen = true
    #expect(try !held.isUsable(on: day("2026-03-01")))
  }

  @Test func `the course that runs out first pays first, one without a limit last`() throws {
    let entitlements = [sessions(1, list: 3_000, of: "a")]
    var wallet = Wallet()
    wallet.courses = [
      try course(10_000, entitlements, number: 1),
      try course(10_000, entitlements, number: 2, months: 12),
      try course(10_000, entitlements, number: 3, months: 3),
      try course(10_000, [sessions(1, list: 3_000, of: "b")], number: 4, months: 1),
    ]
    #expect(try wallet.session(of: "a", on: day("2026-03-05"))?.course.number == 3)
    #expect(try wallet.session(of: "a", on: day("2026-06-02"))?.course.number == 2)
    #expect(try wallet.session(of: "a", on: day("2027-03-02"))?.course.number == 1)
    wallet.courses[0].isFrozen = true
    #expect(try wallet.session(of: "a", on: day("2027-03-02")) == nil)
    #expect(try wallet.session(of: "c", on: day("2026-03-05")) == nil)
  }

  @Test(
    "a later month has the same day or its last one",
    arguments: [
      ("2026-01-31", 1, "2026-02-28"), ("2026-01-31", 2, "2026-03-31"),
      ("2026-01-28", 1, "2026-02-28"), ("2026-03-31", 1, "2026-04-30"),
      ("2026-11-21", 0, "2026-11-21"), ("2026-11-01", 14, "2028-01-01"),
      ("2026-03-31", -1, "2026-02-28"), ("2026-01-15", -1, "2025-12-15"),
    ])
  func months(_ start: String, _ months: Int, _ end: String) throws {
    #expect(try day(start).advanced(months: months).description == end)
  }
}
