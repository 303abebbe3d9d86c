import Catalog
package import Ledger
package import Membership

/// The lower prices that hold for a bill without anybody granting them.
package struct Benefits: Hashable, Sendable {
  /// The member's tier; nil where there is no member or the tier gives nothing.
  package var tier: Tier?
  /// Those that hold today for this customer.
  package var promotions: [Promotion]
  /// The coupons on the bill, in the order they were put on it.
  package var coupons: [Coupon]

  package init(tier: Tier? = nil, promotions: [Promotion] = [], coupons: [Coupon] = []) {
    self.tier = tier
    self.promotions = promotions
    self.coupons = coupons
  }

  package static let none = Benefits()
}

extension Benefits {
  /// The best standing reduction of a line; nil where there is none.
  ///
  /// It is its kit's, or the tier's or a promotion's, these never below the item's floor; the tier comes first among equals.
  func best(for line: BillLine) -> AppliedReduction? {
    let item = line.item
    guard item.discountable else { return nil }
    var offers: [(ReductionSource, Int)] = []
    if let tier, let payable = tier.payable(category: item.category, kind: item.kind.rawValue) {
      offers.append((.tier(tier.name), payable))
    }
    for promotion in promotions
    where promotion.applies(
      toCode: item.code, category: item.category, kind: item.kind.rawValue)
    {
      offers.append((.promotion(promotion.name), promotion.payable))
    }
    // Above the item's floor alone: a floor is a manager's to go below.
    let most = max(.zero, line.list - item.floor * line.quantity)
    var best = line.kitReduction
    for (source, payable) in offers {
      let reduction = Reduction.payable(payable)
      let amount = min(most, reduction.amount(off: line.list, quantity: line.quantity))
      guard amount > best?.amount ?? .zero else { continue }
      best = AppliedReduction(
        granted: GrantedReduction(reduction), source: source, amount: amount)
    }
    return best
  }
}

/// What a coupon takes off a bill, or why it takes nothing.
package struct CouponOutcome: Hashable, Sendable {
  /// Why a coupon does not apply.
  package enum Hindrance: Hashable, Sendable {
    /// None of the lines is among what the coupon is for.
    case nothingEligible
    /// What it is for takes no reductions, or a session pays for it.
    case notDiscountable
    /// What it is for has a member's price or a promotion's already.
    case memberPrice
    /// What it is for comes to less than its minimum.
    case belowMinimum(eligible: Money)
    /// Another coupon that stands alone is on the bill before it, or it stands alone itself.
    case alone(other: String)
  }

  package let coupon: Coupon
  /// What it takes off, zero or more.
  package let amount: Money
  /// Why it takes nothing; nil where it applies.
  package let hindrance: Hindrance?
}
