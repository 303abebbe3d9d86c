import Catalog
import Checkout
import Ledger
import Membership
import Pricing
import Seeded

/// A shop with random settings and goods, and a member with random holdings: a world of its own for
/// every seed.
struct ReturnWorld {
  var random: Seeded
  var ledger = MemoryLedger()
  var goods: ReturnGoods
  /// The goods as a plain count has them.
  var count = GoodsModel()
  let shop: Shop
  let rules: MembershipRules
  let member: Member?
  let day = CheckoutTests.day
  var today = CheckoutTests.day.advanced(by: 200)
  var serial = 0
  /// Whether money went back to another tender than it came from.
  var changesTender = false
  var refunds = 0
  var exchanges = 0

  static let services = ["jf", "tf"]

  init(seed: UInt64) throws {
    random = Seeded(seed)
    goods = ReturnGoods(&random)
    shop = Self.shop(&random)
    rules = Self.rules(&random)
    let tier = random.chance(1, of: 2) ? "gold" : ""
    member =
      random.chance(3, of: 4)
      ? Member(
        number: 1, name: "张丽", phone: "13800005678", referrer: random.chance(1, of: 4) ? 2 : nil,
        joined: day, tier: tier)
      : nil
    for drawer in 1...3 {
      try ledger.move(
        Int64.random(in: 0...500_000, using: &random), from: Chart.safe, to: Chart.drawer(drawer))
    }
    if member != nil { try fillWallet() }
    try fillShelves()
  }

  private static func shop(_ random: inout Seeded) -> Shop {
    var shop = CheckoutTests.shop(
      rounding: CashRounding.allCases.randomElement(using: &random) ?? .none)
    shop.drawers = [1, 2, 3]
    return shop
  }

  private static func rules(_ random: inout Seeded) -> MembershipRules {
    var rules = MembershipRules()
    rules.spendingOrder = SpendingOrder.allCases.randomElement(using: &random) ?? .proportional
    rules.limits.mode = .off
    rules.tiers = [
      Tier(
        code: "gold", name: "金卡", threshold: 0,
        payable: ["service": 8800, "product": 9500], pointsRate: 15_000)
    ]
    if random.chance(7, of: 8) {
      let (value, step) =
        [(100, 100), (100, 1), (1000, 10), (10, 1)].randomElement(using: &random) ?? (100, 100)
      rules.points = PointsRules(
        perYuan: Int64.random(in: 1...3, using: &random), yuanValue: Int64(value),
        step: Int64(step), cap: [3000, 10_000].randomElement(using: &random) ?? 3000, months: 12,
        earnsNot: random.chance(1, of: 3) ? ["product"] : [], paysNot: [], referral: 500,
        checkIn: 0, graceDays: 30)
    }
    rules.tierPolicy = TierPolicy.Measure.allCases.randomElement(using: &random).map {
      TierPolicy(measure: $0, windowDays: 365, validDays: 365, graceDays: 30)
    }
    func coupon(_ code: String, _ issue: Coupon.Issue, perMember: Int?) -> Coupon {
      Coupon(
        code: code, name: code, value: code == "z" ? .payable(9000) : .amount(Money(fen: 777)),
        issue: issue, minimum: .zero, categories: [], from: nil, to: nil, perMember: perMember,
        stacks: true, joinsMemberPrice: true)
    }
    rules.coupons = [
      coupon("c", .open, perMember: 3), coupon("g", .granted, perMember: nil),
      coupon("z", .open, perMember: nil),
    ]
    rules.courses = [
      CourseOffer(
        code: "k1", name: "次卡", price: Money(fen: 100_000),
        entitlements: [
          Entitlement(services: ["jf"], paid: 10, gift: 2, list: Money(fen: 12_800)),
          Entitlement(services: ["tf"], paid: 3, gift: 0, list: Money(fen: 39_800)),
        ], months: 36)
    ]
    return rules
  }

  /// Top-ups, points of several days, a course, coupons.
  private mutating func fillWallet() throws {
    guard let member else { return }
    for lot in 1...Int.random(in: 1...3, using: &random) where random.chance(4, of: 5) {
      let paid = Money(fen: Int64.random(in: 1...60_000, using: &random))
      let gift = Money(
        fen: random.chance(1, of: 4)
          ? 0 : Int64.random(in: 1...min(20_000, paid.fen), using: &random))
      try ledger.append(
        try load(
          TopUp(amount: paid, tenders: [Tender(.bank)], gift: gift), lot: lot, course: 1,
          under: terms, on: occasion(.manager)))
    }
    if rules.points != nil {
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let expires = today.advanced(by: Int.random(in: 0...400, using: &random))
        try ledger.move(
          Int64.random(in: 1...20_000, using: &random),
          from: Chart.points(member.number, expires: expires), to: Chart.pointsOutstanding)
      }
    }
    if random.chance(1, of: 2), let offer = rules.courses.first {
      try ledger.append(
        try Checkout.sell(
          offer, number: 1, tenders: [Tender(.bank)], staff: [], under: terms,
          on: occasion(.manager)))
    }
    try ledger.move(
      2, from: Chart.coupon(member.number, code: "g"), to: Chart.couponsOutstanding)
  }

  /// The terms as they are known for a day and a ledger of so many documents.
  private final class Known {
    var day = BusinessDate(days: 0)
    var documents = -1
    var patron: Patron?
    var stock: [String: ItemStock] = [:]
    var terms = CheckoutTests.terms()
  }

  private let known = Known()

  var terms: Terms {
    let isOld = known.documents != ledger.documents.count
    if isOld {
      known.patron = member.map { ledger.patron($0) }
      known.stock = goods.stock(in: ledger)
      known.documents = ledger.documents.count
    }
    if isOld || known.day != today {
      known.terms = CheckoutTests.terms(shop, rules: rules, patron: known.patron, on: today)
      known.terms.stock = known.stock
      known.day = today
    }
    return known.terms
  }

  mutating func occasion(_ rights: Rights = .cashier, drawer: Int = 1) -> Occasion {
    serial += 1
    return CheckoutTests.occasion(
      serial: serial, drawer: drawer, on: today, by: authority(rights))
  }
}

/// What a run found to be wrong.
struct ReturnFault: Error, CustomStringConvertible {
  let description: String
}

func check(_ isTrue: Bool, _ what: @autoclosure () -> String) throws {
  if !isTrue { throw ReturnFault(description: what()) }
}

extension Seeded {
  mutating func chance(_ part: Int, of whole: Int) -> Bool {
    Int.random(in: 0..<whole, using: &self) < part
  }
}
