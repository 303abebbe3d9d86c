import Catalog
import Checkout
import Ledger
import Membership
import Pricing
import Seeded

/// A shop with random settings, a member with random holdings, one sale, and all that comes back of
/// it: a world of its own for every seed.
struct ReturnWorld {
  var random: Seeded
  var ledger = MemoryLedger()
  let shop: Shop
  let rules: MembershipRules
  let member: Member?
  var today = day.advanced(by: 200)
  var serial = 0
  /// Whether money went back to another tender than it came from.
  var changesTender = false
  var refunds = 0
  var exchanges = 0

  static let services = ["jf", "tf"]

  init(seed: UInt64) throws {
    random = Seeded(seed)
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
      coupon("c", .open, perMember: 2), coupon("g", .granted, perMember: nil),
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
    var terms = CheckoutTests.terms()
  }

  private let known = Known()

  var terms: Terms {
    if known.day != today || known.documents != ledger.documents.count {
      known.terms = CheckoutTests.terms(
        shop, rules: rules, patron: member.map { ledger.patron($0) }, on: today)
      (known.day, known.documents) = (today, ledger.documents.count)
    }
    return known.terms
  }

  mutating func occasion(_ rights: Rights = .cashier, drawer: Int = 1) -> Occasion {
    serial += 1
    return CheckoutTests.occasion(
      serial: serial, drawer: drawer, on: today, by: authority(rights))
  }

  // MARK: Selling

  mutating func bill(worth credit: Money? = nil) -> Bill {
    var lines: [BillLine] = []
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let isService = random.chance(1, of: 2)
      let code = isService ? Self.services.randomElement(using: &random) ?? "" : "xf"
      let item = item(
        Int64.random(in: 1...(random.chance(1, of: 4) ? 300 : 40_000), using: &random),
        code: code, kind: isService ? .service : .product,
        taxRate: [0, 600, 1300].randomElement(using: &random) ?? 0,
        discountable: random.chance(5, of: 6))
      var line = CheckoutTests.line(
        item, times: random.chance(1, of: 30) ? 37 : Int.random(in: 1...4, using: &random))
      if item.discountable {
        switch Int.random(in: 0..<10, using: &random) {
        case 0:
          line.reduce(by: GrantedReduction(.percentOff(.random(in: 1...5000, using: &random))))
        case 1: line.reduce(by: GrantedReduction(.gift))
        case 2:
          let price = Money(fen: Int64.random(in: 0...line.unitPrice.fen * 2, using: &random))
          line.reduce(by: GrantedReduction(.price(price)))
        default: break
        }
      }
      lines.append(line)
    }
    // An even exchange: one line of what comes back.
    if let credit, credit > .zero, random.chance(1, of: 3) {
      lines = [CheckoutTests.line(item(credit.fen, code: "hh", discountable: false))]
    }
    return Bill(lines: lines)
  }

  /// Puts sessions, coupons and a reduction on a bill where they fit.
  mutating func adorn(_ open: inout OpenBill) {
    if random.chance(1, of: 4) {
      var changed = open
      changed.bill.reduce(
        by: GrantedReduction(.amountOff(Money(fen: .random(in: 1...999, using: &random)))))
      if (try? changed.priced(under: terms)) != nil { open = changed }
    }
    guard member != nil else { return }
    for code in ["c", "g", "z"] where random.chance(1, of: 4) {
      guard (try? terms.coupon(code)) != nil else { continue }
      var changed = open
      changed.coupons.append(code)
      if (try? changed.settled(under: terms)) != nil { open = changed }
    }
    if random.chance(1, of: 3) {
      for number in open.bill.lines.indices
      where Self.services.contains(open.bill.lines[number].item.code) {
        var changed = open
        try? changed.pay([Tender(.course, line: number + 1)], under: terms)
        if (try? changed.settled(under: terms)) != nil { open = changed }
      }
    }
  }

  /// Pays a bill with a random mixture of tenders to its end.
  mutating func pay(_ open: inout OpenBill) throws {
    let kinds: [TenderKind] = [.points, .storedValue, .wechat, .owe, .alipay, .cash]
    for kind in kinds.shuffled(using: &random) where random.chance(2, of: 3) {
      let due = try open.settled(under: terms).settlement.due
      guard due > Money(fen: 1) else { break }
      let part = Money(fen: .random(in: 1..<due.fen, using: &random))
      let tender: Tender =
        switch kind {
        case .points:
          Tender(
            .points,
            points: random.chance(1, of: 2)
              ? nil : Int64.random(in: 1...9, using: &random) * (rules.points?.step ?? 1))
        case .storedValue: Tender(.storedValue, amount: random.chance(1, of: 2) ? nil : part)
        case .owe: Tender(.owe, amount: min(part, Money(fen: 100_000)), debtor: "liu")
        case .cash: Tender(.cash, amount: part)
        default: Tender(kind, amount: part, reference: random.chance(1, of: 2) ? "42" : nil)
        }
      var changed = open
      // Beyond what the member has, or the debtor may owe: another tender then.
      guard (try? changed.pay([tender], under: terms)) != nil,
        (try? changed.settled(under: terms)) != nil
      else { continue }
      open = changed
    }
    let due = try open.settled(under: terms).settlement.due
    let total = try open.priced(under: terms).total
    if due > .zero || (total == .zero && open.tenders.isEmpty && open.exchange == nil) {
      let last: Tender =
        due == .zero || random.chance(1, of: 2)
        ? Tender(.cash)
        : random.chance(1, of: 2) ? Tender(.cash, amount: due + Money(fen: 5000)) : Tender(.wechat)
      try open.pay([last], under: terms)
    }
  }

  mutating func owed() -> [String: Money] {
    ["liu": Money(fen: ledger.balance(Chart.receivable(debtor)))]
  }

  /// Sells a random bill.
  ///
  /// - Returns: nil where what was chosen cannot be sold.
  mutating func sell() throws -> Document? {
    var open = OpenBill(id: EntryID(drawer: 1, counter: 1), bill: bill())
    open.member = member?.number
    adorn(&open)
    try pay(&open)
    let drawer = Int.random(in: 1...3, using: &random)
    let decision = try Checkout.sell(
      open, owed: owed(), under: terms, on: occasion(.manager, drawer: drawer))
    return try decision.map { try ledger.append($0) }
  }
}

extension Seeded {
  mutating func chance(_ part: Int, of whole: Int) -> Bool {
    Int.random(in: 0..<whole, using: &self) < part
  }
}
