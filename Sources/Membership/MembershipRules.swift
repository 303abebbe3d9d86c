package import Ledger

/// What a top-up of an amount or more gives.
package struct TopUpPlan: Hashable, Sendable {
  package let amount: Money
  package let bonus: Money
  /// In how many monthly parts the bonus comes; 1 for at once.
  package let parts: Int
  package let points: Int64
  /// The code of a course whose sessions are given; nil for none.
  package let course: String?
  /// The code of a coupon that is given; nil for none.
  package let coupon: String?
  /// The code of the tier that is given; nil for none.
  package let tier: String?

  package init(
    amount: Money, bonus: Money = .zero, parts: Int = 1, points: Int64 = 0, course: String? = nil,
    coupon: String? = nil, tier: String? = nil
  ) {
    self.amount = amount
    self.bonus = bonus
    self.parts = parts
    self.points = points
    self.course = course
    self.coupon = coupon
    self.tier = tier
  }
}

/// What the law allows a shop to take before it serves.
///
/// Source: 单用途商业预付卡管理办法(试行), Articles 14-18, for enterprises; a sole proprietor may
/// switch it off.
package struct PrepaidLimits: Hashable, Sendable {
  /// What happens beyond a limit.
  package enum Mode: String, CaseIterable, Sendable {
    case off
    case warn
    case refuse
  }

  package var mode: Mode
  /// The most principal on a card with a name, and on one without.
  package var named: Money
  package var unnamed: Money
  /// From this amount on, cash is not taken for one top-up.
  package var cash: Money
  /// Above this amount, cash is not paid out when a card is given back.
  package var cashRefund: Money

  package init(mode: Mode, named: Money, unnamed: Money, cash: Money, cashRefund: Money) {
    self.mode = mode
    self.named = named
    self.unnamed = unnamed
    self.cash = cash
    self.cashRefund = cashRefund
  }

  package static let law = PrepaidLimits(
    mode: .refuse, named: Money(fen: 500_000), unnamed: Money(fen: 100_000),
    cash: Money(fen: 5_000_000), cashRefund: Money(fen: 10_000))
}

/// The yearly interest on what is given back, in basis points; zero for none.
///
/// Source: 法释〔2025〕4号, Article 16.
package struct InterestRates: Hashable, Sendable {
  /// Where the shop is the reason: the one-year loan prime rate.
  package var shop: Int
  /// Where the member is: the one-year deposit benchmark.
  package var member: Int

  package init(shop: Int, member: Int) {
    self.shop = shop
    self.member = member
  }
}

/// The shop's membership as its settings file states it.
package struct MembershipRules: Hashable, Sendable {
  package var spendingOrder = SpendingOrder.proportional
  /// By amount, ascending.
  package var topUpPlans: [TopUpPlan] = []
  package var limits = PrepaidLimits.law
  package var interest = InterestRates(shop: 0, member: 0)
  /// By threshold, ascending.
  package var tiers: [Tier] = []
  package var tierPolicy: TierPolicy?
  package var points: PointsRules?
  package var courses: [CourseOffer] = []
  package var coupons: [Coupon] = []
  package var promotions: [Promotion] = []
  /// The days before and after a birthday on which its coupon holds.
  package var birthdayWindow = 0...0
  package var joinFee = Money.zero
  /// Months for which a card can be used; nil for no limit.
  package var cardMonths: Int?
  /// Whether sessions and coupons come back when the sale that used them does.
  package var returnsSessions = true
  package var returnsCoupons = true

  package init() {}

  /// The best plan that an amount reaches; nil if it reaches none.
  package func plan(for amount: Money) -> TopUpPlan? { topUpPlans.last { $0.amount <= amount } }

  package func course(_ code: String) -> CourseOffer? { courses.first { $0.code == code } }

  package func coupon(_ code: String) -> Coupon? { coupons.first { $0.code == code } }
}
