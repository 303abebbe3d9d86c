package import Ledger
package import Membership
package import Pricing

/// The prices and limits that hold for a bill now: the shop's settings, the day, and who is buying.
package struct Terms: Sendable {
  package let shop: Shop
  package let rules: MembershipRules
  package let day: BusinessDate
  /// The member on the bill; nil where there is none.
  package internal(set) var patron: Patron?
  /// What there is of the items being sold, by their codes; items that were never received are not
  /// kept in stock.
  package var stock: [String: ItemStock] = [:]
  /// What the services of the courses that are given now are called, by their codes.
  package var serviceNames: [String: String] = [:]

  package init(shop: Shop, rules: MembershipRules, day: BusinessDate, patron: Patron? = nil) {
    self.shop = shop
    self.rules = rules
    self.day = day
    self.patron = patron
  }

  /// The names of a course's services, as far as they are known.
  func names(of offer: CourseOffer) -> [String: String] {
    let codes = Set(offer.entitlements.flatMap(\.services))
    return serviceNames.filter { codes.contains($0.key) }
  }

  /// Whether a service of a course is known by name.
  package func names(_ service: String) -> Bool { serviceNames[service] != nil }

  package var tier: Tier? { patron.flatMap { rules.tier($0.member.tier) } }

  /// The lower prices that hold for a bill with some coupons on it.
  package func benefits(coupons codes: [String]) -> Benefits {
    Benefits(
      tier: tier,
      promotions: rules.promotions.filter { $0.holds(on: day, forMember: patron != nil) },
      coupons: codes.compactMap(rules.coupon))
  }

  /// The member on the bill.
  ///
  /// - Throws: ``Refusal`` named `member-needed`, `card-frozen` or `card-expired`.
  package func needsPatron(for what: String) throws(Refusal) -> Patron {
    guard let patron else { throw Refusal(.memberNeeded, what, expected: "@WHO") }
    try patron.needsUsableCard(on: day)
    return patron
  }
}

extension Terms {
  /// The coupon of a code, if it may be used here and now; whether the bill is large enough is seen
  /// when it is priced.
  ///
  /// - Throws: ``Refusal`` named `coupon-unknown`, `coupon-not-applicable`, `coupon-used`,
  ///   `member-needed`, `card-frozen` or `card-expired`.
  package func coupon(_ code: String) throws(Refusal) -> Coupon {
    guard let coupon = rules.coupon(code) else {
      let open = rules.coupons.filter { $0.issue == .open }.map(\.code)
      throw Refusal(.couponUnknown, code, expected: open.joined(separator: " "))
    }
    if let from = coupon.from, day < from {
      throw Refusal(.couponNotApplicable, code, expected: "from \(from)")
    }
    if let to = coupon.to, to < day {
      throw Refusal(.couponNotApplicable, code, expected: "until \(to)")
    }
    guard coupon.needsMember else { return coupon }
    let patron = try needsPatron(for: "coupon \(code)")
    let (key, most) = try use(of: coupon, by: patron)
    if let key, let most {
      let used = patron.wallet.couponUses[key, default: 0]
      guard used < most else {
        throw Refusal(.couponUsed, code, need: Int64(used + 1), have: Int64(most))
      }
    }
    return coupon
  }

  /// Under which name uses of a coupon are counted, and how many a member has; nil where they are not
  /// counted.
  func use(of coupon: Coupon, by patron: Patron) throws(Refusal) -> (key: String?, most: Int?) {
    switch coupon.issue {
    case .open: return (coupon.perMember == nil ? nil : coupon.code, coupon.perMember)
    case .granted:
      guard patron.wallet.coupons[coupon.code, default: 0] > 0 else {
        throw Refusal(.couponUsed, coupon.code, need: 1, have: 0)
      }
      return (nil, nil)
    case .birthday:
      let window = rules.birthdayWindow
      guard let birthday = patron.member.birthday else {
        throw Refusal(
          .couponNotApplicable, coupon.code,
          expected: "member set \(patron.member.number) birthday=YYYY-MM-DD")
      }
      guard let kept = birthday.occurrence(around: day, window: window) else {
        let nearest = birthday.nearest(to: day)
        let first = nearest.advanced(by: window.lowerBound)
        let last = nearest.advanced(by: window.upperBound)
        throw Refusal(.couponNotApplicable, coupon.code, expected: "\(first)..\(last)")
      }
      return (patron.wallet.birthdayUse(of: coupon.code, on: kept, of: birthday), 1)
    }
  }
}
