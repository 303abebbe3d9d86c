import Checkout
import Membership
import Testing

@Suite struct MembersHistoryTests {
  /// 1,002 members and 100,200 things done, a third in each spending order.
  @Test(
    arguments: [
      (SpendingOrder.proportional, TierPolicy.Measure.spend, PrepaidLimits.Mode.refuse, .dropFen),
      (.principalFirst, .visits, .warn, .nearestJiao), (.bonusFirst, .topup, .off, .none),
    ] as [(SpendingOrder, TierPolicy.Measure, PrepaidLimits.Mode, CashRounding)],
    [1, 2] as [UInt64])
  func `after every step of a random history the books agree with an independent model`(
    rule: (SpendingOrder, TierPolicy.Measure, PrepaidLimits.Mode, CashRounding), seed: UInt64
  ) throws {
    let (order, measure, limits, rounding) = rule
    var history = History(
      members: 167, seed: seed, rules: Salon.rules(order, measure: measure, limits: limits),
      rounding: rounding)
    var failure: String?
    for step in 1...16_700 where failure == nil {
      failure = try history.step().map { "step \(step), \($0)" }
      if failure == nil, step % 1_670 == 0 {
        failure = history.differenceOfAll().map { "step \(step), \($0)" }
      }
    }
    #expect(failure == nil)
    for (name, least) in [
      "sale": 4000, "top-up": 1500, "course": 900, "void": 500, "card refund": 400,
      "refund": 400, "exchange": 200, "transfer": 120, "transfer of a course": 80, "day": 80,
    ] {
      #expect(history.done[name, default: 0] > least, "\(name): \(history.done)")
    }
  }
}
