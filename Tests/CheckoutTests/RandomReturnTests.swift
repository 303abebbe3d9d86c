import Testing

/// Random sales of one shop that come back in random parts, at random drawers, on later days, by
/// themselves and in exchanges, until nothing is left of any.
struct RandomReturnTests {
  private static let sales = 50_000
  private static let shards = 20

  @Test(arguments: 0..<shards)
  func `what comes back in parts is the sale, by tender, lot, point, session, line and unit`(
    shard: Int
  ) {
    var (sales, refunds, exchanges, failed) = (0, 0, 0, 0)
    let wanted = Self.sales / Self.shards
    var seed = UInt64(shard * 1_000_000)
    while sales < wanted && failed < 3 {
      do {
        let chain = try ReturnChain(seed: seed, sales: min(10, wanted - sales))
        sales += chain.sales
        refunds += chain.refunds
        exchanges += chain.exchanges
      } catch {
        failed += 1
        Issue.record("seed \(seed): \(error)")
      }
      seed += 1
    }
    let isEnough = sales == wanted && refunds > wanted && exchanges > wanted / 8
    #expect(failed > 0 || isEnough, "\(sales) sales, \(refunds) refunds, \(exchanges) exchanges")
  }
}
