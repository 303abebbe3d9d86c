package import Ledger

/// Points that lapse together at the end of one day.
package struct PointsLot: Hashable, Sendable {
  /// The last day on which they can be used.
  package let expires: BusinessDate
  /// Above zero.
  package let left: Int64

  package init(expires: BusinessDate, left: Int64) {
    self.expires = expires
    self.left = left
  }
}

/// How the shop gives and takes points.
package struct PointsRules: Hashable, Sendable {
  /// Points per yuan, 1 or more.
  package var perYuan: Int64
  /// How many points pay for one yuan, 1 or more.
  package var yuanValue: Int64
  /// Points are used in multiples of this; a multiple of what one fen is worth.
  package var step: Int64
  /// The most of the eligible amount that points may pay, in basis points.
  package var cap: Int
  /// Months for which points can be used, to the end of the last one.
  package var months: Int
  /// Categories or kinds of item that earn nothing.
  package var earnsNot: Set<String>
  /// Categories or kinds of item that points do not pay for.
  package var paysNot: Set<String>
  /// For whoever brought a member, at that member's first sale; zero for none.
  package var referral: Int64
  /// For coming by, once a day; zero for none.
  package var checkIn: Int64
  /// Days for which points that come back after they lapsed can still be used.
  package var graceDays: Int

  package init(
    perYuan: Int64, yuanValue: Int64, step: Int64, cap: Int, months: Int, earnsNot: Set<String>,
    paysNot: Set<String>, referral: Int64, checkIn: Int64, graceDays: Int
  ) {
    self.perYuan = perYuan
    self.yuanValue = yuanValue
    self.step = step
    self.cap = cap
    self.months = months
    self.earnsNot = earnsNot
    self.paysNot = paysNot
    self.referral = referral
    self.checkIn = checkIn
    self.graceDays = graceDays
  }

  /// What points pay for.
  ///
  /// - Parameter points: a multiple of ``step``.
  /// - Returns: whole fen, without rounding.
  package func value(of points: Int64) -> Money {
    Money(fen: scaled(points, by: 100, over: yuanValue, rounding: .down))
  }

  /// The most points that a payment may use: within what the member has, the cap on the eligible
  /// amount and what is due, in whole steps.
  ///
  /// - Parameters:
  ///   - balance: the member's points; may be negative.
  ///   - eligible: what points may pay for, zero or more.
  ///   - due: what is still to be paid.
  /// - Returns: zero or more.
  package func mostPoints(balance: Int64, eligible: Money, due: Money) -> Int64 {
    let capped = eligible.scaled(by: Int64(cap), over: 10_000, rounding: .down)
    let worth = scaled(min(capped, due).fen, by: yuanValue, over: 100, rounding: .down)
    return max(0, min(balance, worth)) / step * step
  }

  /// What a sale earns, rounded down once at the end.
  ///
  /// - Parameters:
  ///   - base: what was paid with principal and with tenders from outside.
  ///   - eligible: the part of the sale whose items earn points.
  ///   - total: the whole sale, as far as it was not paid with sessions.
  ///   - rate: the tier's multiplier in basis points.
  /// - Returns: zero or more.
  package func earned(base: Money, eligible: Money, of total: Money, rate: Int) -> Int64 {
    guard total > .zero, base > .zero else { return 0 }
    let product = Int128(base.fen) * Int128(eligible.fen) * Int128(perYuan) * Int128(rate)
    return Int64(product / (Int128(total.fen) * 100 * 10_000))
  }

  /// The last day for points that come back to their lot: the lot's own, or where that has lapsed,
  /// the end of the grace.
  package func expiry(of lot: BusinessDate, returnedOn day: BusinessDate) -> BusinessDate {
    day <= lot ? lot : day.advanced(by: graceDays)
  }

  /// The last day for points that are earned on a day: a month's last one.
  package func expiry(earnedOn day: BusinessDate) -> BusinessDate {
    let (year, month, _) = day.civil
    let next = year * 12 + month + months
    let first = BusinessDate(year: next / 12, month: next % 12 + 1, day: 1)
    return first.map { $0.advanced(by: -1) } ?? day
  }
}

/// Takes points from lots, the soonest to lapse first.
///
/// - Parameters:
///   - points: zero or more.
///   - lots: in any order.
/// - Returns: what each lot gives; nil if they hold less.
package func burn(_ points: Int64, from lots: [PointsLot]) -> [PointsLot]? {
  var rest = points
  var taken: [PointsLot] = []
  for lot in lots.sorted(by: { $0.expires < $1.expires }) where rest > 0 {
    let share = min(rest, lot.left)
    taken.append(PointsLot(expires: lot.expires, left: share))
    rest -= share
  }
  return rest == 0 ? taken : nil
}
