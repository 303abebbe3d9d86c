import Catalog
import Checkout
import Ledger
import Membership
import Pricing
import Testing

/// Coupons that do not apply, each with its reason.
@Suite struct MembersCouponTests {
  private let open = "mj30 xh9 old"

  @Test func `a coupon that nobody issued, or that has run out, is refused`() throws {
    var customer = Customer()
    #expect(throws: Refusal(.couponUnknown, "x", expected: open)) {
      try customer.terms.coupon("x")
    }
    customer.pass(days: 200)
    #expect(throws: Never.self) { try customer.terms.coupon("old") }
    customer.pass(days: 1)
    #expect(throws: Refusal(.couponNotApplicable, "old", expected: "until 2027-06-09")) {
      try customer.terms.coupon("old")
    }
  }

  @Test(arguments: ["mj30", "hy50", "sr8"])
  func `a coupon that is counted takes a member whose card may be used`(code: String) {
    let walkIn = terms(rules: Salon.rules())
    #expect(throws: Refusal(.memberNeeded, "coupon \(code)", expected: "@WHO")) {
      try walkIn.coupon(code)
    }
    let customer = Customer { $0.status = .frozen }
    #expect(throws: Refusal(.cardFrozen, "1", expected: "card unfreeze 1")) {
      try customer.terms.coupon(code)
    }
  }

  @Test func `a coupon given once is used once, and comes back with a void`() throws {
    var customer = Customer()
    let none = Refusal(.couponUsed, "hy50", need: 1, have: 0)
    #expect(throws: none) { try customer.terms.coupon("hy50") }
    try customer.load(300_000)
    let entry = try customer.sell(
      [service(20_000)], coupons: ["hy50"], with: [Tender(.wechat)])
    #expect(try Document(entry).total.fen == 15_000)
    #expect(throws: none) { try customer.terms.coupon("hy50") }
    try customer.void(entry)
    #expect(throws: Never.self) { try customer.terms.coupon("hy50") }
  }

  @Test func `a member uses a coupon as often as it says`() throws {
    var customer = Customer()
    for _ in 1...2 {
      try customer.sell([service(30_000)], coupons: ["mj30"], with: [Tender(.wechat)])
    }
    #expect(throws: Refusal(.couponUsed, "mj30", need: 3, have: 2)) {
      try customer.terms.coupon("mj30")
    }
    // One that was put on the bill before the last was used is found out when the bill is paid.
    #expect(throws: Refusal(.couponUsed, "mj30", need: 3, have: 2)) {
      try customer.sell([service(30_000)], coupons: ["mj30"], with: [Tender(.wechat)])
    }
  }

  @Test(
    arguments: [
      (
        [service(29_999)], ["mj30"],
        [CouponOutcome.Hindrance.belowMinimum(eligible: Money(fen: 29_999))]
      ),
      ([service(30_000)], ["mj30"], [nil]),
      ([one(Salon.cut)], ["xh9"], [.nothingEligible]),
      // The cut stands at its week's price already.
      ([one(Salon.cut, times: 9)], ["sr8"], [.memberPrice]),
      ([one(Salon.oil, times: 9)], ["mj30"], [.notDiscountable]),
      ([one(Salon.scalp, times: 3)], ["mj30", "xh9"], [nil, .alone(other: "mj30")]),
      ([one(Salon.scalp, times: 3)], ["xh9", "mj30"], [nil, .alone(other: "xh9")]),
      ([one(Salon.scalp, times: 3)], ["xh9", "hy50"], [nil, nil]),
      ([one(Salon.scalp)], ["mj30", "xh9"], [.belowMinimum(eligible: Money(fen: 16_800)), nil]),
    ] as [([BillLine], [String], [CouponOutcome.Hindrance?])])
  func `a coupon that takes nothing off says why`(
    lines: [BillLine], codes: [String], reasons: [CouponOutcome.Hindrance?]
  ) throws {
    let customer = Customer()
    let bill = OpenBill(
      id: EntryID(drawer: 1, counter: 1), bill: Bill(lines: lines), member: 1, coupons: codes)
    let outcomes = try bill.priced(under: customer.terms).coupons
    #expect(outcomes.map(\.hindrance) == reasons)
    #expect(outcomes.allSatisfy { ($0.amount > .zero) == ($0.hindrance == nil) })
  }

  // MARK: Birthdays

  @Test func `without a birthday there is no birthday coupon`() {
    let expected = "member set 1 birthday=YYYY-MM-DD"
    #expect(throws: Refusal(.couponNotApplicable, "sr8", expected: expected)) {
      try Customer().terms.coupon("sr8")
    }
  }

  @Test(
    arguments: [
      ("1990-01-03", "2026-12-26", false), ("1990-01-03", "2026-12-27", true),
      ("1990-01-03", "2027-01-10", true), ("1990-01-03", "2027-01-11", false),
      ("1992-02-29", "2027-02-21", true), ("1992-02-29", "2027-03-07", true),
      ("1992-02-29", "2027-03-08", false), ("1992-02-29", "2028-03-07", true),
      ("1992-02-29", "2028-02-21", false), ("1990-05-01", "2026-11-21", false),
    ])
  func `a birthday's coupon holds a week before and after`(
    birthday: String, date: String, isGiven: Bool
  ) throws {
    let customer = try Customer(on: #require(BusinessDate(date))) {
      $0.birthday = Birthday(birthday)
    }
    if isGiven {
      #expect(throws: Never.self) { try customer.terms.coupon("sr8") }
    } else {
      let refusal = #expect(throws: Refusal.self) { try customer.terms.coupon("sr8") }
      #expect(refusal?.name == .couponNotApplicable)
    }
  }

  @Test func `a birthday's coupon is used once a year, also around New Year`() throws {
    var customer = try Customer(on: #require(BusinessDate("2026-12-28"))) {
      $0.birthday = Birthday("1990-01-03")
    }
    try customer.sell([service(10_000)], coupons: ["sr8"], with: [Tender(.wechat)])
    #expect(customer.wallet.couponUses == ["sr8:2027-01-03": 1])
    for date in ["2026-12-31", "2027-01-10"] {
      try customer.go(to: date)
      #expect(throws: Refusal(.couponUsed, "sr8", need: 2, have: 1)) {
        try customer.terms.coupon("sr8")
      }
    }
    try customer.go(to: "2027-12-27")
    #expect(throws: Never.self) { try customer.terms.coupon("sr8") }
  }

  @Test(
    arguments: [
      ("1990-01-05", "2027-01-02", false), ("1990-12-20 lunar", "2027-01-25", false),
      ("1990-11-30", "2027-12-01", false), ("1990-12-31", "2027-12-24", true),
      ("1990-12-20", "2027-12-20", true),
    ])
  func `a birthday that is changed gives no second coupon within the year`(
    birthday: String, date: String, isGiven: Bool
  ) throws {
    var customer = try Customer(on: #require(BusinessDate("2026-12-24"))) {
      $0.birthday = Birthday("1990-12-31")
    }
    try customer.sell([service(10_000)], coupons: ["sr8"], with: [Tender(.wechat)])
    let changed = try #require(Birthday(birthday))
    customer.set { $0.birthday = changed }
    try customer.go(to: date)
    if isGiven {
      #expect(throws: Never.self) { try customer.terms.coupon("sr8") }
    } else {
      #expect(throws: Refusal(.couponUsed, "sr8", need: 2, have: 1)) {
        try customer.terms.coupon("sr8")
      }
    }
  }

  @Test func `a use that an older ledger counts by its year still counts`() throws {
    var wallet = Wallet()
    wallet.couponUses = ["sr8:2027": 1]
    let birthday = try #require(Birthday("1990-01-03"))
    let used = { (year: Int) in
      try wallet.birthdayUse(of: "sr8", on: #require(birthday.date(in: year)), of: birthday)
    }
    #expect(try [2026, 2027, 2028].map(used) == ["sr8:2026-01-03", "sr8:2027", "sr8:2028-01-03"])
  }

  @Test func `a lunar birthday that comes twice in one solar year is kept twice`() throws {
    let birthday = try #require(
      (1...30).compactMap { Birthday(calendar: .lunar, year: 1990, month: 11, day: $0) }.first {
        let dates = (2025...2030).compactMap($0.date(in:)).map(\.civil.year)
        return Set(dates).count < dates.count
      })
    let dates = (2025...2030).compactMap(birthday.date(in:))
    let index = try #require(
      dates.indices.dropLast().first { dates[$0].civil.year == dates[$0 + 1].civil.year })
    var customer = Customer(on: dates[index]) { $0.birthday = birthday }
    try customer.sell([service(10_000)], coupons: ["sr8"], with: [Tender(.wechat)])
    try customer.go(to: dates[index + 1].description)
    #expect(throws: Never.self) { try customer.terms.coupon("sr8") }
  }

  @Test func `a window far from the birthday is counted from the birthday it belongs to`() throws {
    var rules = Salon.rules()
    rules.birthdayWindow = 0...250
    let customer = try Customer(rules, on: #require(BusinessDate("2027-01-05"))) {
      $0.birthday = Birthday("1990-05-01")
    }
    #expect(throws: Never.self) { try customer.terms.coupon("sr8") }
  }
}
