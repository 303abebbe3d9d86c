import Catalog
import Checkout
import Ledger
import Membership
import Pricing

/// What the salon of the members' tests sells, and its rules; close to those of the sample shop.
enum Salon {
  static let cut = good("jf", 8_800, "剪发")
  static let perm = good("tf", 39_800, "烫染")
  static let care = good("bnsh", 26_000, "护肤")
  static let wash = good("cfxc", 4_800, "洗吹")
  static let blow = good("dfxc", 3_000, "洗吹")
  static let scalp = good("tpqj", 16_800, "洗护")
  static let shampoo = good("xfs", 5_990, "洗护", kind: .product, taxRate: 1300)
  static let oil = good("jy", 9_900, "特价", kind: .product, taxRate: 1300, discountable: false)
  static let serum = good("jh", 12_900, "护肤", kind: .product, floor: 12_000, taxRate: 1300)
  static let set = good("tz", 19_900, "套装", kind: .product, taxRate: 900)
  static let goods = [cut, perm, care, wash, blow, scalp, shampoo, oil, serum, set]

  static let careCourse = CourseOffer(
    code: "bs12", name: "补水 10送2", price: Money(fen: 198_000),
    entitlements: [
      Entitlement(services: ["bnsh"], paid: 10, gift: 2, list: Money(fen: 26_000))
    ], months: 24)
  static let mixedCourse = CourseOffer(
    code: "xh6", name: "洗吹4次+头皮清洁2次", price: Money(fen: 46_801),
    entitlements: [
      Entitlement(services: ["dfxc", "cfxc"], paid: 4, gift: 1, list: Money(fen: 4_800)),
      Entitlement(services: ["tpqj"], paid: 2, gift: 0, list: Money(fen: 16_800)),
    ], months: 6)
  static let cutCourse = CourseOffer(
    code: "jf12", name: "剪发 12次", price: Money(fen: 100_000),
    entitlements: [Entitlement(services: ["jf"], paid: 12, gift: 0, list: Money(fen: 8_800))],
    months: nil)

  static let points = PointsRules(
    perYuan: 1, yuanValue: 100, step: 100, cap: 3000, months: 12, earnsNot: ["套装"],
    paysNot: ["特价"], referral: 500, checkIn: 5, graceDays: 30)

  static let tiers = [
    Tier(code: "basic", name: "普卡", threshold: 0, payable: [:], pointsRate: 10_000),
    Tier(
      code: "silver", name: "银卡", threshold: 200_000,
      payable: ["service": 9200, "product": 9800], pointsRate: 12_000),
    Tier(
      code: "gold", name: "金卡", threshold: 600_000,
      payable: ["service": 8800, "product": 9500, "护肤": 8000], pointsRate: 15_000),
  ]

  static let plans = [
    TopUpPlan(amount: Money(fen: 30_000), bonus: Money(fen: 1_000), parts: 3, course: "xh6"),
    TopUpPlan(amount: Money(fen: 50_000), bonus: Money(fen: 5_000)),
    TopUpPlan(amount: Money(fen: 100_000), bonus: Money(fen: 20_000)),
    TopUpPlan(amount: Money(fen: 200_000), bonus: Money(fen: 50_000), points: 2000, tier: "silver"),
    TopUpPlan(amount: Money(fen: 300_000), bonus: Money(fen: 100_000), coupon: "hy50"),
    TopUpPlan(
      amount: Money(fen: 500_000), bonus: Money(fen: 200_003), parts: 12, coupon: "hy50",
      tier: "gold"),
  ]

  static let coupons = [
    coupon("mj30", .amount(Money(fen: 3_000)), minimum: 30_000, perMember: 2, joins: true),
    coupon(
      "hy50", .amount(Money(fen: 5_000)), .granted, minimum: 20_000, stacks: true, joins: true),
    coupon("sr8", .payable(8000), .birthday, categories: ["service"]),
    coupon("xh9", .payable(9000), categories: ["洗护"], stacks: true),
    coupon("old", .amount(Money(fen: 100)), to: day.advanced(by: 200)),
  ]

  static let promotions = [
    Promotion(
      name: "护肤季", items: ["护肤"], payable: 9000, from: day.advanced(by: 10),
      to: day.advanced(by: 400), isForMembers: true),
    Promotion(
      name: "剪发周", items: ["jf", "套装"], payable: 8500, from: nil, to: nil, isForMembers: false),
  ]

  static func rules(
    _ order: SpendingOrder = .proportional, measure: TierPolicy.Measure = .spend,
    limits: PrepaidLimits.Mode = .refuse
  ) -> MembershipRules {
    var rules = MembershipRules()
    rules.spendingOrder = order
    rules.topUpPlans = plans
    rules.limits.mode = limits
    rules.interest = InterestRates(shop: 310, member: 150)
    rules.tiers = tiers
    if measure == .visits {
      rules.tiers = zip(tiers, [0, 5, 20]).map { tier, visits in
        Tier(
          code: tier.code, name: tier.name, threshold: visits, payable: tier.payable,
          pointsRate: tier.pointsRate)
      }
    }
    rules.tierPolicy = TierPolicy(
      measure: measure, windowDays: 365, validDays: 180, graceDays: 30)
    rules.points = points
    rules.courses = [careCourse, mixedCourse, cutCourse]
    rules.coupons = coupons
    rules.promotions = promotions
    rules.birthdayWindow = -7...7
    return rules
  }

  private static func good(
    _ code: String, _ price: Int64, _ category: String, kind: Item.Kind = .service,
    floor: Int64 = 0, taxRate: Int = 600, discountable: Bool = true
  ) -> Item {
    Item(
      code: code, name: code, kind: kind, category: category, unit: "次",
      price: Money(fen: price), floor: Money(fen: floor), taxRate: taxRate,
      discountable: discountable)
  }

  private static func coupon(
    _ code: String, _ value: Coupon.Value, _ issue: Coupon.Issue = .open, minimum: Int64 = 0,
    categories: Set<String> = [], to: BusinessDate? = nil, perMember: Int? = nil,
    stacks: Bool = false, joins: Bool = false
  ) -> Coupon {
    Coupon(
      code: code, name: code, value: value, issue: issue, minimum: Money(fen: minimum),
      categories: categories, from: nil, to: to, perMember: perMember, stacks: stacks,
      joinsMemberPrice: joins)
  }
}
