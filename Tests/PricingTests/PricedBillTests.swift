import Catalog
import Ledger
import Pricing
import Testing

struct PricedBillTests {
  @Test func `reductions of a line come off one after the other`() throws {
    let both: [[Reduction]] = [
      [.percentOff(1000), .amountOff(Money(fen: 500))],
      [.amountOff(Money(fen: 500)), .percentOff(1000)],
    ]
    let nets = try both.map { try price(bill([line(10_000, off: $0)])).total.fen }
    #expect(nets == [8500, 8550])
  }

  @Test func `a price is that of one unit on a line, and of everything on a bill`() throws {
    let onLine = try price(bill([line(3000, times: 3, off: [.price(Money(fen: 2500))])]))
    let onBill = try price(
      bill([line(3000, times: 3), line(1000)], off: [.price(Money(fen: 5000))]))
    let above = try price(bill([line(3000)], off: [.price(Money(fen: 9000))]))
    #expect(onLine.total == Money(fen: 7500))
    #expect(onBill.total == Money(fen: 5000))
    #expect(above.total == Money(fen: 3000) && above.discountTotal == .zero)
  }

  @Test func `a bill's reduction passes by a line that takes none`() throws {
    let lines = [line(10_000, discountable: false), line(10_000), line(5000)]
    let tenth = try price(bill(lines, off: [.percentOff(1000)]))
    let stated = try price(bill(lines, off: [.price(Money(fen: 20_000))]))
    let free = try price(bill(lines, off: [.gift]))
    #expect(fen(tenth.lines.map(\.net)) == [10_000, 9000, 4500])
    #expect(stated.total == Money(fen: 20_000))
    #expect(stated.lines[0].net == Money(fen: 10_000))
    #expect(free.total == Money(fen: 10_000))
  }

  @Test(arguments: [
    (
      bill([line(1000), line(500, off: [.percentOff(100)], discountable: false)]),
      PricingFault.notDiscountable(line: 2)
    ),
    (
      bill([line(1000, off: [.amountOff(Money(fen: 1001))])]),
      .exceedsLine(line: 1, reduction: Money(fen: 1001), left: Money(fen: 1000))
    ),
    (
      bill([line(1000, off: [.percentOff(5000), .amountOff(Money(fen: 501))])]),
      .exceedsLine(line: 1, reduction: Money(fen: 501), left: Money(fen: 500))
    ),
    (
      bill([line(1000), line(500)], off: [.amountOff(Money(fen: 1501))]),
      .exceedsBill(reduction: Money(fen: 1501), left: Money(fen: 1500))
    ),
    (
      bill([line(1000, discountable: false), line(500)], off: [.price(Money(fen: 900))]),
      .exceedsBill(reduction: Money(fen: 600), left: Money(fen: 500))
    ),
    (
      bill([line(1000, discountable: false)], off: [.amountOff(Money(fen: 1))]),
      .exceedsBill(reduction: Money(fen: 1), left: .zero)
    ),
    (bill([line(1_000_000_000), line(1)]), .overLimit(total: Money(fen: 1_000_000_001))),
  ])
  func `a bill that cannot be priced says why`(bill: Bill, fault: PricingFault) {
    #expect(throws: fault) { try price(bill) }
  }

  @Test func `a bill of the limit is priced, and an empty one comes to nothing`() throws {
    let most = try price(bill([line(1_000_000_000)]))
    let empty = try price(bill([], off: [.percentOff(1000)]))
    #expect(most.total == Money.limit)
    #expect(empty.total == .zero && empty.lines.isEmpty)
  }

  @Test(arguments: [
    (10_600, 600, 600), (10_000, 600, 566), (100, 1300, 12), (7, 600, 0), (9, 600, 1),
  ])
  func `the tax contained in a net is rounded half up`(net: Int64, rate: Int, tax: Int64) throws {
    let taxed = BillLine(
      item: item(net, taxRate: rate), quantity: 1, unitPrice: Money(fen: net))
    let priced = try price(Bill(lines: [taxed]))
    #expect(priced.lines[0].tax == Money(fen: tax))
  }

  @Test func `a line knows when it is given away or below its floor`() throws {
    let priced = try price(
      Bill(
        lines: [[], [.gift], [.percentOff(1000)], [.percentOff(1001)]].map {
          (reductions: [Reduction]) in
          BillLine(
            item: item(10_000, floor: 9000), quantity: 2, unitPrice: Money(fen: 10_000),
            reductions: reductions.map { GrantedReduction($0) })
        }))
    #expect(priced.lines.map(\.isGift) == [false, true, false, false])
    #expect(priced.lines.map(\.isBelowFloor) == [false, true, false, true])
  }
}
