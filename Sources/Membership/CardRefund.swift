package import Ledger

/// Why a member gives a card or course back.
package enum RefundReason: String, CaseIterable, Sendable {
  /// Within seven days of paying: the principal.
  ///
  /// Source: 法释〔2025〕4号, Article 14; the first day is not counted (民法典, Article 201).
  case coolingOff = "cooling-off"
  /// The shop is the reason: what was delivered counts at the price charged, gifts by their ratio.
  ///
  /// Source: Article 18.
  case shop
  /// The member is the reason: what was delivered counts at list price, and nothing is collected.
  ///
  /// Source: Articles 19 and 20.
  case member
}

/// What is due back of one lot or course.
package struct RefundPart: Hashable, Sendable {
  package enum Source: Hashable, Sendable {
    case lot(Int)
    case course(Int)
  }

  package let source: Source
  /// The day it was paid.
  package let day: BusinessDate
  /// What was paid in money; bonus is none.
  package let paid: Money
  /// What counts as delivered for it; more than was paid where list prices count.
  package let delivered: Money
  package let isWithinCoolingOff: Bool
  /// The part of what is due that goes back to the card, because principal paid for it.
  package var toCard = Money.zero
  /// The bonus that goes back to the card beside it, because bonus paid too.
  package var bonus = Money.zero

  package init(
    source: Source, day: BusinessDate, paid: Money, delivered: Money, isWithinCoolingOff: Bool
  ) {
    self.source = source
    self.day = day
    self.paid = paid
    self.delivered = delivered
    self.isWithinCoolingOff = isWithinCoolingOff
  }

  /// Never below zero: the shop collects nothing beyond what was paid.
  package var due: Money { max(.zero, paid - delivered) }
}

/// The last day on which a payment can be taken back without a reason.
package func coolingOffEnd(paidOn day: BusinessDate) -> BusinessDate { day.advanced(by: 7) }

extension Wallet {
  /// What is due back for a reason, lot by lot and course by course; each is a contract of its own.
  ///
  /// In the cooling-off days only what was paid within them comes back.
  ///
  /// - Parameters:
  ///   - reason: whose it is.
  ///   - day: today.
  ///   - whole: top-ups whose bonus came in parts, with all parts that have come: the law knows one
  ///     payment and one gift, in however many lots the ledger keeps them. By their numbers; they
  ///     need not hold anything themselves.
  /// - Returns: the top-ups, spent ones of `whole` first, then the courses.
  package func refund(
    for reason: RefundReason, on day: BusinessDate, whole: [Int: StoredValueLot] = [:]
  ) -> [RefundPart] {
    let spent = Set(whole.keys).subtracting(lots.map(\.number)).sorted().compactMap { whole[$0] }
    let lots = (spent + lots.map { whole[$0.number] ?? $0 }).map { lot in
      RefundPart(
        source: .lot(lot.number), day: lot.day, paid: lot.paid,
        delivered: reason == .member ? lot.consumed + lot.discountEnjoyed : lot.delivered,
        isWithinCoolingOff: day <= coolingOffEnd(paidOn: lot.day))
    }
    let courses = courses.map { course in
      let delivered = course.delivered(atListPrice: reason == .member)
      var part = RefundPart(
        source: .course(course.number), day: course.day, paid: course.offer.paid,
        delivered: delivered.paid,
        isWithinCoolingOff: day <= coolingOffEnd(paidOn: course.day))
      part.bonus = max(.zero, course.offer.bonus - delivered.bonus)
      return part
    }
    return (lots + courses).filter { reason != .coolingOff || $0.isWithinCoolingOff }
  }
}

extension HeldCourse {
  /// What was delivered of the course, at its own price or at the list price when it was sold.
  fileprivate func delivered(atListPrice: Bool) -> SessionValue {
    guard atListPrice else {
      return SessionValue(
        whole: offer.price - deferred.sum() - bonus.sum(), bonus: offer.bonus - bonus.sum())
    }
    let list = zip(offer.entitlements, left).map { $0.list * ($0.sessions - $1) }.sum()
    return SessionValue(whole: list, bonus: offer.bonusShare(of: list))
  }
}

/// The interest on an amount for some days of a year of 365, rounded half up.
///
/// - Parameters:
///   - amount: what is given back, zero or more.
///   - rate: basis points a year, zero or more.
///   - days: from the end of the contract; none if negative.
/// - Returns: zero or more.
package func interest(on amount: Money, rate: Int, days: Int) -> Money {
  amount.scaled(by: Int64(rate) * Int64(max(0, days)), over: 10_000 * 365, rounding: .halfUp)
}
