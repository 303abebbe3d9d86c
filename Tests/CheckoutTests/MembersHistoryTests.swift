import Checkout
import Membership
import Testing

@Suite struct MembersHistoryTests {
  /// 1,000 members and 100,200 things done, a third in each spending order.
  @Test(
    arguments: [
      (SpendingOrder.proportional, TierPolicy.Measure.spend, PrepaidLimits.Mode.refuse, .dropFen),
      (.principalFirst, .visits, .warn, .nearestJiao), (.bonusFirst, .topup, .off, .none),
    ] as [(SpendingOrder, TierPolicy.Measure, PrepaidLimits.Mode, CashRounding)])
  func `after every step of a random history the books agree with an independent model`(
    order: SpendingOrder, measure: TierPolicy.Measure, limits: PrepaidLimits.Mode,
    rounding: CashRounding
  ) throws {
    var history = History(
      members: 334, seed: 20_261_121, rules: Salon.rules(order, measure: measure, limits: limits),
      rounding: rounding)
    var failure: String?
    for step in 1...33_400 where failure == nil {
      failure = try history.step().map { "step \(step), \($0)" }
      if failure == nil, step % 3_340 == 0 {
        failure = history.differenceOfAll().map { "step \(step), \($0)" }
      }
    }
    #expect(failure == nil)
    for (name, least) in ["sale": 8_000, "top-up": 3000, "void": 400, "card refund": 300] {
      #expect(history.done[name, default: 0] > least, "\(name): \(history.done)")
    }
  }
}
