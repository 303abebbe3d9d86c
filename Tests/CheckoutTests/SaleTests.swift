import Catalog
import Checkout
import Ledger
import Pricing
import Seeded
import Testing

struct SaleTests {
  /// 398.00 less 12 %, and two bottles at 59.90 less 5 %, paid with WeChat and cash.
  private func mixedBill() -> OpenBill {
    var open = openBill(
      [
        line(item(39_800, code: "tf"), off: [GrantedReduction(.payable(8800), approver: 1)]),
        line(
          item(5990, code: "xfs", kind: .product, taxRate: 1300), times: 2,
          off: [GrantedReduction(.percentOff(500))]),
      ],
      paidWith: [
        Tender(.wechat, amount: Money(fen: 20_000), reference: "4200001"),
        Tender(.cash, amount: Money(fen: 30_000)),
      ])
    open.removed = [RemovedLine(code: "hf", quantity: 1, net: Money(fen: 8800))]
    return open
  }

  @Test func `a sale's postings sum to zero, with tax and discount on their own accounts`() throws {
    let entry = try #require(try sell(mixedBill(), under: terms(), on: occasion())).entry
    let amounts = Dictionary(
      uniqueKeysWithValues: entry.postings.map { ($0.account.name, $0.amount) })
    // 350.24 holds 19.82 of tax at 6 %, 113.81 holds 13.09 at 13 %; 264.05 in cash is 264.00.
    let expected: [String: Int64] = [
      "wechat": 20_000, "drawer:1": 26_400, "rounding": 5, "discount": 4776 + 599,
      "revenue:service": -(39_800 - 1982), "tax:600": -1982,
      "revenue:product": -(11_980 - 1309), "tax:1300": -1309,
    ]
    #expect(amounts == expected)
    #expect(sums(of: entry.postings).map(\.sum) == [0])
  }

  @Test func `a sale's document reads back what was sold`() throws {
    let entry = try #require(try sell(mixedBill(), under: terms(), on: occasion(serial: 31))).entry
    let document = try Document(entry, sequence: 9)
    let lines = document.lines
    #expect(document.kind == .sale && document.number == "JA20261121-0031")
    #expect(document.sequence == 9 && document.id == EntryID(drawer: 1, counter: 1))
    #expect(document.at == occasion().at && document.day == day)
    #expect(document.drawer == 1 && document.shift == 1 && document.staff == 3)
    #expect(document.total == Money(fen: 46_405) && document.rounding == Money(fen: -5))
    #expect(document.change == Money(fen: 3600))
    let tenders = [
      SettledTender(.wechat, amount: Money(fen: 20_000), reference: "4200001"),
      SettledTender(.cash, amount: Money(fen: 26_400), tendered: Money(fen: 30_000)),
    ]
    #expect(document.tenders == tenders)
    #expect(document.amount(on: Chart.drawer(1)) == Money(fen: 26_400))
    #expect(lines.map(\.code) == ["tf", "xfs"] && lines.map(\.quantity) == [1, 2])
    #expect(lines.map(\.net.fen) == [35_024, 11_381] && lines.map(\.tax.fen) == [1982, 1309])
    #expect(lines.map(\.discount.fen) == [4776, 599] && lines.map(\.taxRate) == [600, 1300])
    #expect(
      lines.map(\.staff) == [mixedBill().bill.lines[0].staff, mixedBill().bill.lines[1].staff])
    #expect(
      lines[0].reductions.map(\.name) == ["8.8z"] && lines[1].reductions.map(\.amount.fen) == [599])
    // 350.24 at 70:30 and 113.81 at 70:30, the larger remainder to the larger.
    #expect(lines.map { $0.earned.map(\.amount.fen) } == [[24_517, 10_507], [7967, 3414]])
  }

  @Test func `a gift is sold for nothing, and its list price stands as a discount`() throws {
    let open = openBill(
      [line(item(8800), off: [GrantedReduction(.gift, approver: 1)])], paidWith: [Tender(.cash)])
    let entry = try #require(try sell(open, under: terms(), on: occasion())).entry
    let amounts = entry.postings.map { [$0.account.name, String($0.amount)] }
    let document = try Document(entry)
    #expect(amounts == [["discount", "8800"], ["revenue:service", "-8800"]])
    #expect(document.total == .zero && document.tenders.isEmpty && document.lines[0].isGift)
  }

  @Test func `what is on account is owed by its debtor`() throws {
    let open = openBill([line(item(8800))], paidWith: [Tender(.owe, debtor: "liu")])
    let entry = try #require(try sell(open, under: terms(), on: occasion())).entry
    let owed = entry.postings.first
    #expect(owed == .debit(Chart.receivable(debtor), Money(fen: 8800)))
    #expect(owed?.account.most == debtor.limit.fen)
  }

  @Test(arguments: [(491_200, true), (491_201, false), (500_000, false)] as [(Int64, Bool)])
  func `nobody owes more than the limit`(before: Int64, isAllowed: Bool) {
    let open = openBill([line(item(8800))], paidWith: [Tender(.owe, debtor: "liu")])
    var refusal: Refusal?
    do throws(Refusal) {
      _ = try sell(open, owed: ["liu": Money(fen: before)], under: terms(), on: occasion())
    } catch {
      refusal = error
    }
    let expected = Refusal(.creditExceeded, "liu", need: before + 8800, have: 500_000)
    #expect(refusal == (isAllowed ? nil : expected))
  }

  @Test(
    arguments: [
      (openBill([]), occasion(), Refusal(.billEmpty)),
      (
        openBill([line(item(8800))]), occasion(shift: 0),
        Refusal(.shiftClosed, "1", expected: "open FLOAT")
      ),
      (
        openBill([line(item(nil, code: "zx"))]), occasion(),
        Refusal(.priceNeeded, "zx", expected: "$88.00")
      ),
      (
        openBill([line(item(8800))], paidWith: [Tender(.owe, debtor: "wang")]), occasion(),
        Refusal(.debtorUnknown, "wang", expected: "liu")
      ),
      (
        openBill([line(item(8800, discountable: false), off: [GrantedReduction(.gift)])]),
        occasion(),
        Refusal(.notDiscountable, "jf", expected: "x1")
      ),
      (
        openBill([line(item(8800), off: [GrantedReduction(.amountOff(Money(fen: 8801)))])]),
        occasion(),
        Refusal(.reductionTooLarge, "jf", need: 8801, have: 8800)
      ),
      (
        openBill([line(item(1_000_000_000), times: 2)]), occasion(),
        Refusal(.billOverLimit, need: 2_000_000_000, have: 1_000_000_000)
      ),
    ] as [(OpenBill, Occasion, Refusal)])
  func `a bill that cannot be sold is refused`(open: OpenBill, occasion: Occasion, refusal: Refusal)
  {
    #expect(throws: refusal) { try sell(open, under: terms(), on: occasion) }
  }

  @Test(arguments: [
    [], [Tender(.wechat, amount: Money(fen: 5000))], [Tender(.cash, amount: Money(fen: 1))],
  ])
  func `a bill that is not paid is no sale`(tenders: [Tender]) throws {
    let decision = try sell(
      openBill([line(item(8800))], paidWith: tenders), under: terms(), on: occasion())
    #expect(decision == nil)
  }

  @Test func `the postings of random sales sum to zero and hold the tax of each line`() throws {
    var random = Seeded(21)
    var failure: String?
    for _ in 0..<3000 where failure == nil {
      let lines = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        let rate = [0, 100, 600, 1300].randomElement(using: &random) ?? 0
        return line(
          item(.random(in: 100...90_000, using: &random), taxRate: rate),
          times: .random(in: 1...3, using: &random),
          off: [GrantedReduction(.percentOff(.random(in: 1...9999, using: &random)))])
      }
      let mode = CashRounding.allCases.randomElement(using: &random) ?? .none
      let open = openBill(lines, paidWith: [Tender(.cash)])
      guard let entry = try sell(open, under: terms(shop(rounding: mode)), on: occasion())?.entry
      else {
        failure = "unsold: \(lines)"
        continue
      }
      let document = try Document(entry)
      let taxes = document.postings.filter { $0.account.hasPrefix("tax:") }.map(\.amount)
      let contained = document.lines.map { line in
        // Half up, by hand: tax = net * rate / (1 + rate).
        (line.net.fen * Int64(line.taxRate) * 2 + 10_000 + Int64(line.taxRate))
          / (2 * (10_000 + Int64(line.taxRate)))
      }
      let paid = document.tenders.map(\.amount).sum()
      if -taxes.reduce(0, +) != contained.reduce(0, +) { failure = "tax: \(lines)" }
      if sums(of: entry.postings).contains(where: { $0.sum != 0 }) { failure = "sum: \(lines)" }
      if paid != document.total + document.rounding { failure = "paid: \(lines)" }
    }
    #expect(failure == nil)
  }
}
