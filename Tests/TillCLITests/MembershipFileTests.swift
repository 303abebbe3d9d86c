import Ledger
import Membership
import Testing
import TillCLI

@Suite struct MembershipFileTests {
  private static let categories: Set<String> = ["剪发", "烫发", "洗护"]

  private func rules(_ text: String) throws -> MembershipRules {
    try membershipRules(
      parsing: text, file: "Config/membership.json", categories: Self.categories)
  }

  @Test func `an empty file has no offers and the limits of the law`() throws {
    #expect(try rules("// nothing\n{}") == MembershipRules())
    #expect(MembershipRules().limits == .law)
  }

  @Test func `every key is read`() throws {
    let rules = try rules(
      """
      {
        "spending_order": "bonus-first", "join_fee": "9.90", "card_months": 36,
        "topup_plans": [
          {"amount": "1000", "bonus": "200.00", "parts": 12, "points": 500, "course": "c6",
           "coupon": "g50", "tier": "gold"},
          {"amount": "500", "bonus": "50"}
        ],
        "limits": {"mode": "warn", "named": "6000", "unnamed": "900", "cash": "100",
          "cash_refund": "50.00"},
        "interest": {"shop_basis_points": 310, "member_basis_points": 150},
        "tiers": {"measure": "visits", "window_days": 180, "valid_days": 90, "grace_days": 7,
          "levels": [{"code": "basic", "name": "普卡", "from": 0},
            {"code": "gold", "name": "金卡", "from": 10, "points": "1.5",
             "discounts": {"service": "8.8z", "烫发": "8z"}}]},
        "points": {"per_yuan": 2, "for_one_yuan": 200, "step": 50, "cap_percent": 30, "months": 24,
          "earns_not": ["洗护"], "pays_not": ["product"], "referral": 100, "check_in": 5,
          "grace_days": 9},
        "courses": [{"code": "c6", "name": "五送一", "price": "500.00", "months": 12,
          "entitlements": [{"services": ["jf", "xcj"], "sessions": 5, "gift": 1, "list": "128"}]}],
        "coupons": [
          {"code": "g50", "name": "礼券", "off": "50.00", "issue": "granted", "minimum": "200",
           "categories": ["service", "洗护"], "from": "2026-01-01", "to": "2026-12-31",
           "per_member": 2, "stacks": true, "joins_member_price": true},
          {"code": "sr8", "name": "生日", "off": "8z", "issue": "birthday"}
        ],
        "promotions": [{"name": "周年", "items": ["jf", "洗护"], "price": "8.5z",
          "from": "2026-11-01", "members": true}],
        "birthday": {"days_before": 7, "days_after": 3}
      }
      """)
    let day = { (text: String) in BusinessDate(text) }
    var expected = MembershipRules()
    expected.spendingOrder = .bonusFirst
    expected.joinFee = Money(fen: 990)
    expected.cardMonths = 36
    expected.topUpPlans = [
      TopUpPlan(amount: Money(fen: 50_000), bonus: Money(fen: 5_000)),
      TopUpPlan(
        amount: Money(fen: 100_000), bonus: Money(fen: 20_000), parts: 12, points: 500,
        course: "c6", coupon: "g50", tier: "gold"),
    ]
    expected.limits = PrepaidLimits(
      mode: .warn, named: Money(fen: 600_000), unnamed: Money(fen: 90_000),
      cash: Money(fen: 10_000),
      cashRefund: Money(fen: 5_000))
    expected.interest = InterestRates(shop: 310, member: 150)
    expected.tierPolicy = TierPolicy(measure: .visits, windowDays: 180, validDays: 90, graceDays: 7)
    expected.tiers = [
      Tier(code: "basic", name: "普卡", threshold: 0, payable: [:], pointsRate: 10_000),
      Tier(
        code: "gold", name: "金卡", threshold: 10, payable: ["service": 8_800, "烫发": 8_000],
        pointsRate: 15_000),
    ]
    expected.points = PointsRules(
      perYuan: 2, yuanValue: 200, step: 50, cap: 3_000, months: 24, earnsNot: ["洗护"],
      paysNot: ["product"], referral: 100, checkIn: 5, graceDays: 9)
    expected.courses = [
      CourseOffer(
        code: "c6", name: "五送一", price: Money(fen: 50_000),
        entitlements: [
          Entitlement(services: ["jf", "xcj"], paid: 5, gift: 1, list: Money(fen: 12_800))
        ], months: 12)
    ]
    expected.coupons = [
      Coupon(
        code: "g50", name: "礼券", value: .amount(Money(fen: 5_000)), issue: .granted,
        minimum: Money(fen: 20_000), categories: ["service", "洗护"], from: day("2026-01-01"),
        to: day("2026-12-31"), perMember: 2, stacks: true, joinsMemberPrice: true),
      Coupon(
        code: "sr8", name: "生日", value: .payable(8_000), issue: .birthday, minimum: .zero,
        categories: [], from: nil, to: nil, perMember: nil, stacks: false, joinsMemberPrice: false),
    ]
    expected.promotions = [
      Promotion(
        name: "周年", items: ["jf", "洗护"], payable: 8_500, from: day("2026-11-01"), to: nil,
        isForMembers: true)
    ]
    expected.birthdayWindow = -7...3
    #expect(rules == expected)
  }

  @Test func `any category goes where the catalogue is not known`() throws {
    let text = #"{"points": {"for_one_yuan": 100, "step": 1, "earns_not": ["礼品"]}}"#
    let rules = try membershipRules(parsing: text, file: "f", categories: nil)
    #expect(rules.points?.earnsNot == ["礼品"])
    #expect(throws: ConfigFault.self) { try self.rules(text) }
  }

  @Test func `a larger plan may give less in proportion`() throws {
    let rules = try rules(
      #"{"topup_plans": [{"amount": "1000", "bonus": "200"}, {"amount": "500", "bonus": "150"}]}"#)
    #expect(rules.topUpPlans.map(\.bonus.fen) == [15_000, 20_000])
  }
}
