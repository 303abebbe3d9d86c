import Checkout
import Ledger
import Pricing
import Seeded
import Testing

struct RefundTests {
  private let manager = occasion(serial: 2, by: authority(.manager))

  /// A sale of several units with reductions of its line and of the whole bill.
  private func sale(_ units: Int, _ price: Int64, off: [Int64]) throws -> (Document, [Posting]) {
    var open = openBill(
      [
        line(
          item(price), times: units,
          off: [GrantedReduction(.amountOff(Money(fen: off[0])), approver: 1)]),
        line(item(9900)),
      ], paidWith: [Tender(.wechat)])
    open.bill.reduce(by: GrantedReduction(.amountOff(Money(fen: off[1])), approver: 1))
    let entry = try #require(
      try sell(open, under: terms(), on: occasion(by: authority(.manager)))
    ).entry
    return (try Document(entry), entry.postings)
  }

  private func refunded(
    _ count: Int, of sale: Document, _ postings: [Posting], after refunds: [Document]
  ) throws -> Document {
    let entry = try refund(
      Returning(lines: [.init(number: 1, quantity: count)], reason: "x"),
      of: SaleRemainder(sale: sale, refunds: refunds),
      facts: ReturnFacts(voidedBy: nil, held: .limit, sold: postings), under: terms(), on: manager
    ).entry
    return try Document(entry, sequence: Int64(refunds.count + 2))
  }

  @Test func `each part of a line takes back its share of each reduction, all parts the whole`()
    throws
  {
    var random = Seeded(4)
    for _ in 0..<300 {
      let units = Int.random(in: 1...7, using: &random)
      let (sale, postings) = try sale(
        units, .random(in: 100...20_000, using: &random),
        off: [.random(in: 1...99, using: &random), .random(in: 1...99, using: &random)])
      let whole = sale.lines[0].reductions
      var refunds: [Document] = []
      var left = units
      while left > 0 {
        let count = Int.random(in: 1...left, using: &random)
        left -= count
        let part = try refunded(count, of: sale, postings, after: refunds)
        let line = part.returnedLines[0]
        #expect(line.reductions.map(\.name) == whole.map(\.name))
        #expect(line.reductions.map(\.amount).sum() == line.discount)
        refunds.append(part)
      }
      for index in whole.indices {
        let sum = refunds.map { $0.returnedLines[0].reductions[index].amount }.sum()
        #expect(sum == whole[index].amount)
      }
    }
  }
}
