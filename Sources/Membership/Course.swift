package import Ledger

/// A part of a course: so many sessions of any of some services.
package struct Entitlement: Hashable, Sendable {
  /// The codes of the services that a session pays for.
  package let services: [String]
  /// Sessions paid for, 1 or more, and given on top.
  package let paid: Int
  package let gift: Int
  /// The list price of one session when the course was sold, above zero.
  package let list: Money

  package init(services: [String], paid: Int, gift: Int, list: Money) {
    self.services = services
    self.paid = paid
    self.gift = gift
    self.list = list
  }

  package var sessions: Int { paid + gift }
}

/// What a shop sells as a course, or sold: later changes of the offer do not touch it.
package struct CourseOffer: Hashable, Sendable {
  /// Lower case, as typed.
  package let code: String
  package let name: String
  package let price: Money
  package let entitlements: [Entitlement]
  /// Months for which it can be used, to the day; nil for no limit.
  package let months: Int?
  /// The part of the price that bonus paid when it was sold.
  package let bonus: Money

  package init(
    code: String, name: String, price: Money, entitlements: [Entitlement], months: Int?,
    bonus: Money = .zero
  ) {
    self.bonus = bonus
    self.code = code
    self.name = name
    self.price = price
    self.entitlements = entitlements
    self.months = months
  }

  package var sessions: Int { entitlements.map(\.sessions).reduce(0, +) }

  /// The price shared over the entitlements by what their sessions cost at list price.
  package var shares: [Money] {
    price.allocated(over: entitlements.map { $0.list * $0.sessions })
  }

  /// What was paid for it in money: from outside, and principal.
  package var paid: Money { price - bonus }

  /// The part that bonus paid of each share of the price.
  package var bonusShares: [Money] { bonus.allocated(over: shares) }

  /// The bonus in so much of the price, rounded down.
  func bonusShare(of amount: Money) -> Money {
    guard price > .zero else { return .zero }
    return amount.scaled(by: bonus.fen, over: price.fen, rounding: .down)
  }

  /// The course as it is sold to somebody who pays a part of it with bonus.
  package func paid(withBonus bonus: Money) -> CourseOffer {
    CourseOffer(
      code: code, name: name, price: price, entitlements: entitlements, months: months,
      bonus: bonus)
  }

  /// The last day for a course sold on a day; nil where it does not run out.
  ///
  /// The day of the sale does not count, the same day of the last month does.
  /// Source: 民法典, Articles 201 and 202.
  package func expiry(soldOn day: BusinessDate) -> BusinessDate? {
    months.map { day.advanced(months: $0) }
  }
}

/// What sessions are worth by what was paid for their course.
package struct SessionValue: Hashable, Sendable {
  /// All of it; zero or more.
  package let whole: Money
  /// The part that bonus paid, a promotion until the session is used.
  package let bonus: Money

  package init(whole: Money, bonus: Money) {
    self.whole = whole
    self.bonus = bonus
  }

  /// The part that money paid, which is deferred until then.
  package var paid: Money { whole - bonus }
}

/// A course of a member with what is left of it.
package struct HeldCourse: Hashable, Sendable {
  /// Counts the member's courses from 1.
  package let number: Int
  /// The offer as it was when the course was sold.
  package let offer: CourseOffer
  package let day: BusinessDate
  /// The last day on which it can be used; nil where it does not run out.
  package var expires: BusinessDate?
  package var isFrozen: Bool
  /// The sessions left of each entitlement, the money still deferred for them, and the bonus that
  /// paid for them.
  package var left: [Int]
  package var deferred: [Money]
  package var bonus: [Money]

  package init(
    number: Int, offer: CourseOffer, day: BusinessDate, expires: BusinessDate?, isFrozen: Bool,
    left: [Int], deferred: [Money], bonus: [Money]? = nil
  ) {
    self.bonus = bonus ?? deferred.map { _ in .zero }
    self.number = number
    self.offer = offer
    self.day = day
    self.expires = expires
    self.isFrozen = isFrozen
    self.left = left
    self.deferred = deferred
  }

  package var sessionsLeft: Int { left.reduce(0, +) }

  /// The entitlement that pays for a service; nil if none has sessions left for it.
  package func entitlement(for service: String) -> Int? {
    offer.entitlements.indices.first { index in
      left[index] > 0 && offer.entitlements[index].services.contains(service)
    }
  }

  /// Whether a part of the course pays for a service, however many sessions are left of it.
  package func pays(for service: String, from entitlement: Int) -> Bool {
    offer.entitlements.indices.contains(entitlement)
      && offer.entitlements[entitlement].services.contains(service)
  }

  package func isUsable(on day: BusinessDate) -> Bool {
    !isFrozen && expires.map { day <= $0 } ?? true
  }

  /// What so many more sessions of an entitlement are worth: the price's share up to then, rounded
  /// half up, less what was recognised before; the last session takes the exact rest.
  ///
  /// The bonus in it is its share of all that was ever recognised, rounded down, as of a top-up.
  package func value(of count: Int, entitlement: Int) -> SessionValue {
    let sessions = offer.entitlements[entitlement].sessions
    let used = sessions - left[entitlement] + count
    let (share, gift) = (offer.shares[entitlement], offer.bonusShares[entitlement])
    let recognised = share - deferred[entitlement] - bonus[entitlement]
    let target = share.scaled(by: Int64(used), over: Int64(sessions), rounding: .halfUp)
    let whole = max(.zero, target - recognised)
    guard gift > .zero else { return SessionValue(whole: whole, bonus: .zero) }
    let given = (recognised + whole).scaled(by: gift.fen, over: share.fen, rounding: .down)
    let due = given - (gift - bonus[entitlement])
    // Refunds may have left it a fen beside its ratio; neither part gives more than it has.
    return SessionValue(
      whole: whole,
      bonus: max(whole - deferred[entitlement], .zero, min(due, whole, bonus[entitlement])))
  }

  /// Takes sessions with what they are worth.
  package mutating func take(_ count: Int, worth value: SessionValue, entitlement: Int) {
    left[entitlement] -= count
    deferred[entitlement] -= value.paid
    bonus[entitlement] -= value.bonus
  }
}

extension BusinessDate {
  /// The same day of a later month, or that month's last day where it is shorter.
  package func advanced(months: Int) -> BusinessDate {
    let (year, month, day) = civil
    let count = year * 12 + month - 1 + months
    for candidate in stride(from: day, through: 28, by: -1) {
      if let date = BusinessDate(year: count / 12, month: count % 12 + 1, day: candidate) {
        return date
      }
    }
    return BusinessDate(year: count / 12, month: count % 12 + 1, day: min(day, 28)) ?? self
  }
}
