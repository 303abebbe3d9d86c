import Ledger
import Pricing
import Testing

struct WorkedExampleTests {
  @Test func `1: the tie of a percentage goes to the customer`() throws {
    let tenPercent = try price(bill([line(2545, off: [.percentOff(1000)])]))
    let ninetyPayable = try price(bill([line(2545, off: [.payable(9000)])]))
    #expect(tenPercent.discountTotal == Money(fen: 255))
    #expect(tenPercent.total == Money(fen: 2290))
    #expect(ninetyPayable.total == Money(fen: 2290))
  }

  @Test func `2: all of an amount comes off, to nothing`() throws {
    // 2.25 units at 64.22 extend to 144.495, rounded half up once.
    let extension144 = Money(fen: 6422).scaled(by: 225, over: 100, rounding: .halfUp)
    let priced = try price(bill([line(extension144.fen, off: [.percentOff(10_000)])]))
    #expect(extension144 == Money(fen: 14_450))
    #expect(priced.discountTotal == Money(fen: 14_450))
    #expect(priced.total == .zero)
  }

  @Test func `3: reductions by category round line by line`() throws {
    let priced = try price(
      bill([
        line(39_800, off: [.payable(8800)]), line(5990, times: 2, off: [.payable(9500)]),
        line(9900, discountable: false),
      ]))
    #expect(fen(priced.lines.map(\.discount)) == [4776, 599, 0])
    #expect(fen(priced.lines.map(\.net)) == [35_024, 11_381, 9900])
    #expect(priced.total == Money(fen: 56_305))
  }

  @Test func `4: a coupon on the bill is shared by the largest remainder`() throws {
    let priced = try price(
      bill([line(6800), line(12_800), line(3990)], off: [.amountOff(Money(fen: 3000))]))
    #expect(fen(priced.lines.map(\.discount)) == [865, 1628, 507])
    #expect(fen(priced.lines.map(\.net)) == [5935, 11_172, 3483])
    #expect(priced.total == Money(fen: 20_590))
  }

  @Test func `5: equal lines differ by a fen, and their nets sum to the total`() throws {
    let priced = try price(
      bill([line(1000), line(1000), line(1000)], off: [.amountOff(Money(fen: 1000))]))
    #expect(fen(priced.lines.map(\.net)) == [666, 667, 667])
    #expect(priced.total == Money(fen: 2000))
  }

  @Test func `13: a package is shared by list prices`() {
    let groups = Money(fen: 10_000).allocated(over: [Money(fen: 3000) * 4, Money(fen: 1500) * 2])
    let each =
      [groups[0].allocated(over: [Money](repeating: Money(fen: 3000), count: 4))]
      + [groups[1].allocated(over: [Money](repeating: Money(fen: 1500), count: 2))]
    #expect(fen(groups) == [8000, 2000])
    #expect(each.map(fen) == [[2000, 2000, 2000, 2000], [1000, 1000]])
  }
}
