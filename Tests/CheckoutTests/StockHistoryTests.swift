import Checkout
import Testing

@Suite struct StockHistoryTests {
  /// 104,000 things done.
  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
  func `after every step of a random history of goods the books agree with an independent model`(
    seed: UInt64
  ) {
    var history = StockHistory(seed: seed)
    var failure: String?
    for step in 1...13_000 where failure == nil {
      failure = history.step().map { "step \(step), \($0)" }
      if failure == nil, step % 500 == 0 {
        failure = history.differenceOfAll().map { "step \(step), \($0)" }
      }
    }
    #expect(failure == nil)
    for (name, least) in [
      "receive": 1000, "delivery": 30, "leave": 350, "sale": 2000, "refund": 700, "exchange": 150,
      "void of a sale": 90, "void of a refund": 8, "void of goods": 400, "use": 400, "opened": 200,
      "count": 300, "sheet": 600, "day": 250,
    ] {
      #expect(history.done[name, default: 0] > least, "\(name): \(history.done)")
    }
    for (name, least) in [
      "stock-short": 1000, "stock-expired": 500, "lot-unknown": 150, "bad-date": 250,
      "refund-too-large": 40, "void": 800,
    ] {
      #expect(history.refused[name, default: 0] > least, "\(name): \(history.refused)")
    }
  }
}
