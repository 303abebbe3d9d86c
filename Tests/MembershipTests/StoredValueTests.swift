import Ledger
import Membership
import Seeded
import Testing

@Suite struct StoredValueTests {
  private func lot(_ paid: Int64, _ gift: Int64, number: Int = 1) -> StoredValueLot {
    StoredValueLot(
      number: number, day: BusinessDate(days: 20_000), paid: Money(fen: paid),
      gift: Money(fen: gift), principal: Money(fen: paid), bonus: Money(fen: gift))
  }

  @Test(
    "what is spent of 1000 with 200 given is split by the shop's order",
    arguments: [
      (SpendingOrder.proportional, 8_888, 7_407, 1_481),
      (.proportional, 30_000, 25_000, 5_000),
      (.principalFirst, 30_000, 30_000, 0),
      (.bonusFirst, 30_000, 10_000, 20_000),
    ] as [(SpendingOrder, Int64, Int64, Int64)])
  func split(_ order: SpendingOrder, _ amount: Int64, _ principal: Int64, _ bonus: Int64) throws {
    let shares = try #require(
      spend(Money(fen: amount), from: [lot(100_000, 20_000)], order: order))
    #expect(shares.map(\.principal.fen) == [principal])
    #expect(shares.map(\.bonus.fen) == [bonus])
  }

  @Test func `more than there is gives nothing`() {
    for order in SpendingOrder.allCases {
      #expect(spend(Money(fen: 120_001), from: [lot(100_000, 20_000)], order: order) == nil)
    }
  }
}
