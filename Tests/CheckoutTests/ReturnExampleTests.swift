import Catalog
import Checkout
import Ledger
import Membership
import Pricing
import Testing

/// The worked examples 5, 15, 16 and 17 of returns, to the fen.
struct ReturnExampleTests {
  private static let gold = Tier(
    code: "gold", name: "金卡", threshold: 0, payable: [:], pointsRate: 15_000)

  private static var rules: MembershipRules {
    var rules = MembershipRules()
    rules.tiers = [gold]
    rules.limits.mode = .off
    rules.points = PointsRules(
      perYuan: 1, yuanValue: 100, step: 100, cap: 10_000, months: 12, earnsNot: [], paysNot: [],
      referral: 0, checkIn: 0, graceDays: 30)
    return rules
  }

  private static func date(_ text: String) throws -> BusinessDate {
    try #require(BusinessDate(text))
  }

  /// A gold member with points of some days.
  private static func ledger(points lots: [(String, Int64)]) throws -> MemoryLedger {
    var ledger = MemoryLedger()
    for (expires, points) in lots {
      try ledger.move(
        points, from: Chart.points(1, expires: try date(expires)), to: Chart.pointsOutstanding)
    }
    return ledger
  }

  private static let member = Member(
    number: 1, name: "张丽", phone: "13800005678", joined: day, tier: "gold")

  private static func terms(_ ledger: MemoryLedger, on day: BusinessDate = day) -> Terms {
    CheckoutTests.terms(shop(), rules: rules, patron: ledger.patron(member), on: day)
  }

  private static func line(_ fen: Int64, _ code: String, times: Int = 1) -> BillLine {
    CheckoutTests.line(item(fen, code: code), times: times)
  }

  private static func sale(
    _ lines: [BillLine], off reduction: Reduction? = nil, _ tenders: [Tender],
    _ ledger: inout MemoryLedger, isMembers: Bool = true, on day: BusinessDate = day
  ) throws -> Document {
    let terms =
      isMembers ? terms(ledger, on: day) : CheckoutTests.terms(shop(), rules: rules, on: day)
    var open = openBill(lines)
    open.member = isMembers ? 1 : nil
    if let reduction { open.bill.reduce(by: GrantedReduction(reduction)) }
    try open.pay(tenders, under: terms)
    return try ledger.append(
      try #require(try sell(open, under: terms, on: occasion(on: day))))
  }

  private static func back(
    _ lines: [Returning.Line], of sale: Document, _ ledger: inout MemoryLedger,
    on day: BusinessDate = day
  ) throws -> Document {
    let isMembers = sale.member != nil
    return try ledger.append(
      try refund(
        Returning(lines: lines, reason: "退"), of: ledger.remainder(of: sale),
        facts: ledger.facts(of: sale, drawer: 1),
        under: isMembers
          ? terms(ledger, on: day) : CheckoutTests.terms(shop(), rules: rules, on: day),
        on: occasion(on: day, by: authority(.manager))))
  }

  @Test func `5: three equal lines less 10 give back 6.66, 6.67 and 6.67, and 20.00 in all`() throws
  {
    var ledger = MemoryLedger()
    let sale = try Self.sale(
      [Self.line(1000, "a"), Self.line(1000, "b"), Self.line(1000, "c")],
      off: .amountOff(Money(fen: 1000)), [Tender(.cash)], &ledger, isMembers: false)
    #expect(sale.lines.map(\.net.fen) == [666, 667, 667])
    let paid = try (1...3).map { number in
      try Self.back([Returning.Line(number: number)], of: sale, &ledger).total.fen
    }
    #expect(paid == [666, 667, 667])
    #expect(ledger.balance(Chart.drawer(1)) == 0)
    let refusal = #expect(throws: Refusal.self) { try Self.back([], of: sale, &ledger) }
    #expect(refusal == Refusal(.alreadyRefunded, sale.number))
  }

  @Test func `5: one line of three units less 10 gives back 20.00 whatever is brought first`()
    throws
  {
    for parts in [[1, 1, 1], [2, 1], [1, 2], [3]] {
      var ledger = MemoryLedger()
      let sale = try Self.sale(
        [Self.line(1000, "a", times: 3)], off: .amountOff(Money(fen: 1000)), [Tender(.wechat)],
        &ledger, isMembers: false)
      let paid = try parts.map { count in
        try Self.back([Returning.Line(number: 1, quantity: count)], of: sale, &ledger).total.fen
      }
      #expect(paid.reduce(0, +) == 2000, "\(parts)")
      #expect(ledger.balance(Chart.wechat) == 0, "\(parts)")
    }
  }

  /// Example 14's sale: 563.05 paid by 500 points, 100.00 of a top-up of 1000+200, and WeChat.
  private static func mixedSale(_ ledger: inout MemoryLedger) throws -> Document {
    let terms = terms(ledger)
    try ledger.append(
      try load(
        TopUp(
          amount: Money(fen: 100_000), tenders: [Tender(.bank)], gift: Money(fen: 20_000)),
        lot: 1, course: 1, under: terms, on: occasion(by: authority(.manager))))
    return try sale(
      [line(35_024, "tf"), line(11_381, "xf"), line(9900, "jy")],
      [
        Tender(.points, points: 500), Tender(.storedValue, amount: Money(fen: 10_000)),
        Tender(.wechat),
      ], &ledger)
  }

  @Test func `15: the 113.81 line gives back 1.01, 20.21 and 92.59 and takes 165 of 812 points`()
    throws
  {
    var ledger = try Self.ledger(points: [("2027-06-30", 500)])
    let sale = try Self.mixedSale(&ledger)
    let before = ledger
    #expect(sale.total.fen == 56_305)
    #expect(sale.tenders.map(\.amount.fen) == [500, 10_000, 45_805])
    #expect(sale.tenders[1].principal?.fen == 8334 && sale.tenders[1].bonus?.fen == 1666)
    #expect(sale.pointsEarned == 812)

    let first = try Self.back([Returning.Line(number: 2)], of: sale, &ledger)
    #expect(first.total.fen == 11_381)
    #expect(first.tenders.map(\.amount.fen) == [101, 2021, 9259])
    #expect(first.tenders[0].points == 101)
    #expect(first.tenders[1].principal?.fen == 1685 && first.tenders[1].bonus?.fen == 336)
    #expect(first.json["reversed"]?.integer == 165)
    #expect(ledger.balance(Chart.principal(1, lot: 1)) == -93_351)
    #expect(ledger.balance(Chart.bonus(1, lot: 1)) == -18_670)
    #expect(ledger.patron(Self.member).wallet.pointsBalance == 812 - 165 + 101)

    let rest = try Self.back([], of: sale, &ledger)
    #expect(rest.tenders.map(\.amount.fen) == [399, 7979, 36_546])
    #expect(rest.tenders[0].points == 399)
    #expect(rest.tenders[1].principal?.fen == 6649 && rest.tenders[1].bonus?.fen == 1330)
    #expect(rest.json["reversed"]?.integer == 647)
    #expect(ledger.balance(Chart.wechat) == 0)
    #expect(ledger.patron(Self.member).wallet.storedValue.fen == 120_000)
    let wallet = ledger.patron(Self.member).wallet
    #expect(
      wallet.points == [PointsLot(expires: try Self.date("2027-06-30"), left: 500)])
    #expect(before.patron(Self.member).wallet.pointsBalance == 812)
  }

  @Test func `16: what was used already is owed, blocks paying with points, and is paid off first`()
    throws
  {
    var ledger = try Self.ledger(points: [("2027-06-30", 500)])
    let sale = try Self.mixedSale(&ledger)
    // 712 of the 812 are used, so 100 are left when 165 are taken back.
    _ = try Self.sale(
      [Self.line(712, "a")], [Tender(.points, points: 700), Tender(.wechat)], &ledger)
    #expect(ledger.patron(Self.member).wallet.pointsBalance == 112)
    try ledger.move(
      12, from: Chart.pointsOutstanding, to: Chart.points(1, expires: try Self.date("2027-11-30")))
    let returned = try Self.back([Returning.Line(number: 2)], of: sale, &ledger)
    #expect(returned.json["reversed"]?.integer == 165)
    // 101 of the points that paid come back in the same document: 100 - 165 + 101.
    #expect(ledger.patron(Self.member).wallet.pointsBalance == 36)
    #expect(ledger.balance(Chart.pointsOwed(1)) == 0)
  }

  @Test func `16: 100 points less 165 are -65, and the next 300 make 235`() throws {
    var ledger = try Self.ledger(points: [])
    let sale = try Self.sale(
      [Self.line(43_134, "a"), Self.line(11_000, "b")], [Tender(.wechat)], &ledger)
    #expect(sale.pointsEarned == 812)
    let used = Self.terms(ledger)
    #expect(used.patron?.wallet.pointsBalance == 812)
    _ = try Self.sale(
      [Self.line(712, "c")], [Tender(.points, points: 700), Tender(.wechat)], &ledger)
    try ledger.move(
      12, from: Chart.pointsOutstanding, to: Chart.points(1, expires: try Self.date("2027-11-30")))
    #expect(ledger.patron(Self.member).wallet.pointsBalance == 100)
    _ = try Self.back([Returning.Line(number: 2)], of: sale, &ledger)
    #expect(ledger.patron(Self.member).wallet.pointsBalance == 100 - 165)
    #expect(ledger.balance(Chart.pointsOwed(1)) == 65)
    let refusal = #expect(throws: Refusal.self) {
      try Self.sale(
        [Self.line(5000, "d")], [Tender(.points, points: 100), Tender(.wechat)], &ledger)
    }
    #expect(refusal == Refusal(.pointsShort, "p100", need: 100, have: -65))
    let next = try Self.sale([Self.line(20_000, "e")], [Tender(.wechat)], &ledger)
    #expect(next.pointsEarned == 300)
    #expect(ledger.patron(Self.member).wallet.pointsBalance == 235)
    #expect(ledger.balance(Chart.pointsOwed(1)) == 0)
  }

  @Test func `17: points come back to their lots, lapsed ones for 30 days, and then lapse`() throws
  {
    var ledger = try Self.ledger(points: [
      ("2025-12-31", 300), ("2026-06-30", 500), ("2026-12-31", 200),
    ])
    let sold = try Self.date("2025-12-01")
    var rules = Self.rules
    rules.points?.earnsNot = ["service"]
    func terms(_ day: BusinessDate) -> Terms {
      CheckoutTests.terms(shop(), rules: rules, patron: ledger.patron(Self.member), on: day)
    }
    var open = openBill([Self.line(400, "a")])
    open.member = 1
    try open.pay([Tender(.points, points: 400)], under: terms(sold))
    let sale = try ledger.append(
      try #require(try sell(open, under: terms(sold), on: occasion(on: sold))))
    func lots() -> [String: Int64] {
      ledger.patron(Self.member).wallet.points.reduce(into: [:]) {
        $0["\($1.expires)"] = $1.left
      }
    }
    #expect(lots() == ["2026-06-30": 400, "2026-12-31": 200])

    func lapsed(_ day: BusinessDate) throws -> Decision? {
      lapse(ledger.patron(Self.member), on: occasion(on: day))
    }
    let returned = try Self.date("2026-01-05")
    let decision = try refund(
      Returning(lines: [], reason: "退"), of: ledger.remainder(of: sale),
      facts: ledger.facts(of: sale, drawer: 1), under: terms(returned),
      on: occasion(on: returned, by: authority(.manager)))
    try ledger.append(decision)
    #expect(lots() == ["2026-02-04": 300, "2026-06-30": 500, "2026-12-31": 200])
    #expect(ledger.patron(Self.member).wallet.pointsBalance == 1000)
    #expect(
      decision.dues.contains(
        DueDate(day: try Self.date("2026-02-05"), kind: .points, member: 1)))
    #expect(try lapsed(try Self.date("2026-02-04")) == nil)
    try ledger.append(try #require(try lapsed(try Self.date("2026-02-05"))))
    #expect(ledger.patron(Self.member).wallet.pointsBalance == 700)
  }
}
