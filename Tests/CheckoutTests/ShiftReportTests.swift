import Checkout
import Ledger
import Pricing
import Seeded
import Testing

/// A drawer's day, document by document.
private struct Day {
  private(set) var documents: [Document] = []
  private var serial = 0

  mutating func add(_ entry: JournalEntry) throws {
    documents.append(try Document(entry, sequence: Int64(documents.count + 1)))
  }

  mutating func open(_ float: Int64, left: Int64 = 0) throws {
    try add(
      openShift(
        float: Money(fen: float), left: Money(fen: left), number: 1, in: shop(),
        on: occasion(shift: 0)))
  }

  @discardableResult
  mutating func sell(_ price: Int64, with tenders: [Tender]) throws -> JournalEntry {
    serial += 1
    let open = openBill([line(item(price))], paidWith: tenders)
    let entry = try #require(
      try Checkout.sell(open, under: terms(), on: occasion(serial: serial))
    ).entry
    try add(entry)
    return entry
  }

  mutating func move(_ movement: CashMovement) throws {
    try add(Checkout.move(movement, held: Money.limit, in: shop(), on: occasion()))
  }

  var report: ShiftReport {
    ShiftReport(number: 1, drawer: 1, documents: documents, grandTotalBefore: Money(fen: 1_000_000))
  }
}

struct ShiftReportTests {
  @Test func `example 20: expected cash takes in every way that cash moves`() {
    var cash = CashFigures()
    cash.float = Money(fen: 30_000)
    cash.sales = Money(fen: 215_000) - Money(fen: 48_650)
    cash.refunds = Money(fen: 5800)
    cash.topups = Money(fen: 100_000)
    cash.paidIn = Money(fen: 10_000)
    cash.paidOut = Money(fen: 4500)
    cash.dropped = Money(fen: 150_000)
    let counted: [(fen: Int64, count: Int)] = [
      (10_000, 10), (5000, 6), (2000, 5), (1000, 3), (500, 4), (100, 7), (50, 2),
    ]
    let count = CashCount(
      denominations: counted.map { CashCount.Denomination(Money(fen: $0.fen), count: $0.count) })
    #expect(cash.expected == Money(fen: 146_050))
    #expect(count.total == Money(fen: 145_800))
    #expect(count.total - cash.expected == Money(fen: -250))
  }

  @Test func `example 20 through the documents of a day: change is not taken twice`() throws {
    var day = Day()
    try day.open(30_000)
    // 2,150.00 handed over, 486.50 given back.
    try day.sell(166_350, with: [Tender(.cash, amount: Money(fen: 215_000))])
    try day.move(.paidIn(Money(fen: 10_000), reason: "x"))
    try day.move(.paidOut(Money(fen: 4500), reason: "x"))
    try day.move(.drop(Money(fen: 150_000)))
    var report = day.report
    report.counted = CashCount(total: Money(fen: 51_600))
    // The sample's top-ups and refunds are no documents of a till that has only sales.
    #expect(report.cash.expected == Money(fen: 146_050 - 100_000 + 5800))
    #expect(report.overShort == Money(fen: -250))
    #expect(report.cash.sales == Money(fen: 166_350))
  }

  @Test func `example 20b: an opening counts what is there, and the rest is a variance`() throws {
    var day = Day()
    try day.open(5000, left: 10_000)
    try day.sell(1000, with: [Tender(.cash)])
    let report = day.report
    #expect(report.cash.expected == Money(fen: 6000))
    #expect(report.openingVariance == Money(fen: -5000))
  }

  @Test func `the drawer's balance in the books is what the report expects`() throws {
    var random = Seeded(9)
    for _ in 0..<40 {
      var day = Day()
      try day.open(.random(in: 0...50_000, using: &random))
      for _ in 0..<8 {
        let amount = Money(fen: .random(in: 100...9000, using: &random))
        switch Int.random(in: 0..<5, using: &random) {
        case 0: try day.move(.paidIn(amount, reason: "x"))
        case 1: try day.move(.paidOut(amount, reason: "x"))
        case 2: try day.move(.drop(amount))
        default:
          let sold = try day.sell(amount.fen, with: [Tender(.cash, amount: Money(fen: 10_000))])
          let original = try #require(day.documents.last)
          guard Bool.random(using: &random) else { continue }
          try day.add(
            void(
              original, postings: sold.postings, facts: voidFacts(), reason: "x", in: shop(),
              on: occasion(serial: 1, by: authority(.manager))))
        }
      }
      let held = day.documents.map { $0.amount(on: Chart.drawer(1)) }.sum()
      let expected = day.report.cash.expected
      #expect(held == expected)
    }
  }

  @Test func `sales, tenders, taxes and staff are counted, and a void takes all of them back`()
    throws
  {
    var day = Day()
    try day.open(10_000)
    let tenders = [
      Tender(.wechat, amount: Money(fen: 3000)), Tender(.cash, amount: Money(fen: 10_000)),
    ]
    let sold = try day.sell(8803, with: tenders)
    let before = day.report
    let original = try #require(day.documents.last)
    try day.add(
      void(
        original, postings: sold.postings, facts: voidFacts(), reason: "x", in: shop(),
        on: occasion(by: authority(approver: manager))))
    let after = day.report
    #expect(before.sales == 1 && before.voids == 0 && before.overrides == 0)
    #expect(before.listTotal == Money(fen: 8803) && before.rounding == Money(fen: -3))
    #expect(before.turnover == Money(fen: 8800))
    #expect(
      before.tenders[.cash]?.amount == Money(fen: 5800) && before.tenders[.wechat]?.count == 1)
    #expect(before.taxes[600]?.net == Money(fen: 8305) && before.taxes[600]?.tax == Money(fen: 498))
    #expect(
      before.staff[3]?.amount == Money(fen: 6162) && before.staff[5]?.amount == Money(fen: 2641))
    #expect(after.sales == 1 && after.voids == 1 && after.overrides == 1)
    #expect(after.turnover == .zero && after.rounding == .zero && after.cash.sales == .zero)
    #expect(after.tenders[.cash]?.amount == .zero && after.tenders[.wechat]?.count == 0)
    #expect(after.taxes[600]?.tax == .zero && after.staff[3]?.amount == .zero)
    #expect(after.firstSale == "JA20261121-0001" && after.lastSale == "JA20261121-0001")
  }

  @Test func `the grand total never falls`() throws {
    var day = Day()
    try day.open(0)
    let sold = try day.sell(8800, with: [Tender(.cash)])
    let original = try #require(day.documents.last)
    try day.add(
      void(
        original, postings: sold.postings, facts: voidFacts(), reason: "x", in: shop(),
        on: occasion(by: authority(.manager))))
    let total = day.report.grandTotal
    #expect(total == Money(fen: 1_008_800))
  }

  @Test func `the report's members carry the figures`() throws {
    var day = Day()
    try day.open(10_000)
    try day.sell(8803, with: [Tender(.cash)])
    try day.add(noSale(reason: "x", in: shop(), on: occasion(by: authority(.manager))))
    var report = day.report
    report.counted = CashCount(denominations: [
      CashCount.Denomination(Money(fen: 10_000), count: 1),
      CashCount.Denomination(Money(fen: 100), count: 87),
    ])
    let json = report.json
    let figures = [
      "expected", "counted", "over_short", "cash_sales", "sales", "no_sales", "turnover",
      "rounding",
      "list_total", "grand_total",
    ].map { json[$0]?.integer }
    #expect(figures == [18_800, 18_700, -100, 8800, 1, 1, 8800, -3, 8803, 1_008_803])
    #expect(
      json["denominations"] == [["value": 10_000, "count": 1], ["value": 100, "count": 87]])
    #expect(json["tenders"] == ["cash": 8800] && json["tender_counts"] == ["cash": 1])
    #expect(json["revenue"] == ["service": 8803])
    #expect(json["taxes"] == [["rate": 600, "net": 8305, "tax": 498]])
  }
}
