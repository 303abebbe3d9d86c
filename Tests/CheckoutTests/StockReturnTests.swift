import Checkout
import Ledger
import Pricing
import Testing

/// What comes back of goods that were sold beyond the books.
struct StockReturnTests {
  private var books = StockBooks(today: day)

  /// The accounts that an entry moves, by their names.
  private func amounts(_ entry: JournalEntry) -> [String: Int64] {
    Dictionary(uniqueKeysWithValues: entry.postings.map { ($0.account.name, $0.amount) })
  }

  private mutating func receive(_ count: Int, cost: Int64) throws {
    let receiving = Receiving(
      code: "spray", count: count, cost: Money(fen: cost), label: "", expires: nil,
      supplier: "", document: "")
    let entry = try Checkout.receive(
      receiving, lot: books.lots[2].count + 1, stock: books.stockOrNone(2), in: books.shop,
      on: books.occasion())
    let row = StockBooks.Lot(label: "", expires: nil, cost: Money(fen: cost))
    _ = books.take(entry, bringing: [(item: 2, lot: row)])
  }

  private mutating func sell(_ quantities: [Int]) throws -> (JournalEntry, Document) {
    let lines = quantities.map {
      BillLine(item: Shelf.items[2], quantity: $0, unitPrice: Money(fen: 3_990))
    }
    let occasion = books.occasion()
    var open = OpenBill(id: occasion.id, bill: Bill(lines: lines))
    try open.pay([Tender(.cash)], under: books.terms([2]))
    let decision = try #require(
      try Checkout.sell(open, under: books.terms([2]), on: occasion))
    return (decision.entry, books.take(decision.entry))
  }

  /// Two lines of one unit each beyond the books, one of them settled by a receipt since: whether they
  /// come back on two lines or on one, one settles what is owed and one has its cost back.
  @Test(arguments: [[1, 1], [2]], [true, false])
  func `units beyond the books settle what is owed once, on however many lines`(
    quantities: [Int], isRestocked: Bool
  ) throws {
    var test = StockReturnTests()
    try test.receive(1, cost: 100)
    _ = try test.sell([1])
    let (entry, sale) = try test.sell(quantities)
    try test.receive(1, cost: 300)
    let back = try refund(
      Returning(lines: [], isRestocked: isRestocked, reason: "x"),
      of: SaleRemainder(sale: sale, refunds: []),
      facts: ReturnFacts(voidedBy: nil, held: .limit, sold: entry.postings),
      under: test.books.terms([2]), on: test.books.occasion()
    ).entry
    let moved = amounts(back)
    #expect(moved["goods-sold"] == -300 && moved["sold:spray"] == -2)
    #expect(moved["shrinkage"] == (isRestocked ? nil : 300))
    #expect(moved["stock:spray:2"] == (isRestocked ? 1 : nil))
    #expect(moved["stock:spray:owed"] == (isRestocked ? 1 : nil))
  }

  @Test func `a label that looks like a lot's number is none, and capitals make no other lot`()
    throws
  {
    let stock = ItemStock(
      code: "spray",
      lots: [StockLot(number: 1, label: "A1", expires: day, cost: Money(fen: 1), left: 1)], owed: 0,
      rule: StockRule())
    func refused(_ label: String) -> Refusal.Name? {
      let receiving = Receiving(
        code: "spray", count: 1, cost: Money(fen: 1), label: label,
        expires: day.advanced(by: 1), supplier: "", document: "")
      do throws(Refusal) {
        try receiving.check(against: stock, on: day)
        return nil
      } catch { return error.name }
    }
    #expect(refused("#2") == .malformed && refused("a1") == .badDate && refused("a2") == nil)
  }
}
