package import Ledger
package import Membership

/// The accounts of members: what the shop owes them, in money, points, sessions and coupons.
///
/// A member's account is a liability that never turns into a claim, so its balance is never above
/// zero. What is no money is counted against one account of the shop in the same unit.
extension Chart {
  private static func owed(_ name: String, unit: Unit = .fen, to member: Int) -> Account {
    Account(name, .liability, unit: unit, most: 0, owner: member)
  }

  /// Money that a member paid in with a top-up.
  package static func principal(_ member: Int, lot: Int) -> Account {
    owed("stored-value:\(member):\(lot):principal", to: member)
  }

  /// What the shop gave on top: a promotion until it is spent.
  package static func bonus(_ member: Int, lot: Int) -> Account {
    owed("stored-value:\(member):\(lot):bonus", to: member)
  }

  /// What stands against all bonuses that are not spent: they are no expense yet.
  package static let bonusOutstanding = Account("bonus-outstanding", .liability)

  /// List price less charged price of what a top-up paid for.
  package static func discountEnjoyed(_ member: Int, lot: Int) -> Account {
    Account(
      "stored-value:\(member):\(lot):discount", .asset, unit: discounts, least: 0, owner: member)
  }

  package static let discountsEnjoyed = Account("discounts-enjoyed", .asset, unit: discounts)

  /// Points that lapse at the end of a day.
  package static func points(_ member: Int, expires: BusinessDate) -> Account {
    owed("points:\(member):\(expires)", unit: .points, to: member)
  }

  /// Points that a member owes after a reversal of points already used.
  package static func pointsOwed(_ member: Int) -> Account {
    Account("points:\(member):owed", .asset, unit: .points, least: 0, owner: member)
  }

  package static let pointsOutstanding = Account("points-outstanding", .liability, unit: .points)

  /// Sessions left of an entitlement of a member's course.
  package static func sessions(_ member: Int, course: HeldCourse, entitlement: Int) -> Account {
    sessions(member, course: course.number, code: course.offer.code, entitlement: entitlement)
  }

  package static func sessions(
    _ member: Int, course: Int, code: String, entitlement: Int
  ) -> Account {
    owed("course:\(member):\(course):\(entitlement)", unit: sessionUnit(code), to: member)
  }

  package static func sessionsOutstanding(_ code: String) -> Account {
    Account(
      "sessions-outstanding:\(code)", .liability, unit: sessionUnit(code), isIndividual: true)
  }

  /// What was paid in money for sessions that are not used yet.
  package static func deferred(_ member: Int, course: Int, entitlement: Int) -> Account {
    owed("course:\(member):\(course):\(entitlement):deferred", to: member)
  }

  /// The bonus that paid for sessions that are not used yet: a promotion as long as they are not.
  package static func bonus(_ member: Int, course: Int, entitlement: Int) -> Account {
    owed("course:\(member):\(course):\(entitlement):bonus", to: member)
  }

  /// Coupons of a code that a member was given.
  package static func coupon(_ member: Int, code: String) -> Account {
    owed("coupon:\(member):\(code)", unit: coupons, to: member)
  }

  package static let couponsOutstanding = Account("coupons-outstanding", .liability, unit: coupons)

  /// How often a member used a coupon, never more than allowed; a birthday's stands by its day.
  package static func couponUse(_ member: Int, code: String, most: Int) -> Account {
    Account(
      "coupon-used:\(member):\(code)", .asset, unit: coupons, least: 0, most: Int64(most),
      owner: member)
  }

  package static let couponsUsed = Account("coupons-used", .asset, unit: coupons)

  /// Whether somebody was rewarded for bringing a member: once at the most.
  package static func referral(_ member: Int) -> Account {
    Account("referral:\(member)", .asset, unit: referrals, least: 0, most: 1, owner: member)
  }

  package static let referralsRewarded = Account("referrals-rewarded", .asset, unit: referrals)

  /// What a member did that counts towards a tier.
  package static func qualifying(_ member: Int) -> Account {
    Account("qualifying:\(member)", .asset, unit: qualifyingUnit, owner: member)
  }

  package static let qualified = Account("qualified", .asset, unit: qualifyingUnit)

  /// Parts of takings that bonus, points and sessions paid for; they stand against revenue.
  package static let bonusSpent = Account("discount:bonus", .revenue)
  package static let pointsSpent = Account("discount:points", .revenue)
  /// List price of services less what their sessions were sold for.
  package static let sessionDiscount = Account("discount:course", .revenue)

  package static let joinFees = Account("revenue:membership", .revenue)
  /// Principal that the law does not give back, and what it gives back beyond the principal.
  package static let refundGain = Account("card-refund-gain", .revenue)
  package static let refundLoss = Account("card-refund-loss", .expense)
  package static let interest = Account("interest", .expense)
  /// What members held before the journal began.
  package static let carriedOver = Account("carried-over", .equity)

  private static func sessionUnit(_ code: String) -> Unit { Unit(name: "session:\(code)") }
  private static let coupons = Unit(name: "coupon")
  private static let discounts = Unit(name: "discount")
  private static let referrals = Unit(name: "referral")
  private static let qualifyingUnit = Unit(name: "qualifying")
}

extension Posting {
  /// An amount in any unit to the debit of one account and the credit of another; no legs for none.
  static func move(
    _ amount: Int64, from credit: @autoclosure () -> Account, to debit: @autoclosure () -> Account
  ) -> [Posting] {
    if amount == 0 { return [] }
    return [Posting(account: debit(), amount: amount), Posting(account: credit(), amount: -amount)]
  }
}
