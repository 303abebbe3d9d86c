package import Ledger

/// Everything that the shop owes a member, as it stands.
package struct Wallet: Hashable, Sendable {
  /// List price less charged price of what each top-up paid for, by its number, spent ones too.
  package var discountsEnjoyed: [Int: Money] = [:]
  /// Those that hold something, the oldest payment first.
  package var lots: [StoredValueLot] = []
  /// By their days, ascending.
  package var points: [PointsLot] = []
  /// Points that the member owes after a reversal; the next ones earned pay it off.
  package var pointsOwed: Int64 = 0
  /// Those with sessions left, by their numbers.
  package var courses: [HeldCourse] = []
  /// How many of each coupon were given and not used yet, by code.
  package var coupons: [String: Int] = [:]
  /// How often each counted coupon was used, by code; a birthday's by `CODE:DATE`, the day on which
  /// the birthday was kept.
  package var couponUses: [String: Int] = [:]
  /// Whether somebody was rewarded for bringing this member.
  package var isReferralRewarded = false

  package init() {}

  package var principal: Money { lots.map(\.principal).sum() }
  package var bonus: Money { lots.map(\.bonus).sum() }
  package var storedValue: Money { principal + bonus }
  /// Negative while the member owes points.
  package var pointsBalance: Int64 { points.reduce(0) { $0 + $1.left } - pointsOwed }

  /// The course and entitlement that pay for a service on a day: the soonest to run out first.
  package func session(
    of service: String, on day: BusinessDate
  ) -> (course: HeldCourse, entitlement: Int)? {
    let usable = courses.filter { $0.isUsable(on: day) }
    let never = BusinessDate(days: .max)
    for course in usable.sorted(by: { ($0.expires ?? never) < ($1.expires ?? never) }) {
      if let entitlement = course.entitlement(for: service) { return (course, entitlement) }
    }
    return nil
  }
}

extension Wallet {
  /// Two birthdays of one calendar are 353 days apart or more; a birthday that is corrected, or kept
  /// by the other calendar from now on, is no second one.
  private static let daysOfOneYear = 350

  /// Under which name the use of a birthday's coupon is counted: that of a use within a year of the
  /// day on which the birthday is kept, else the day's own.
  package func birthdayUse(
    of code: String, on kept: BusinessDate, of birthday: Birthday
  ) -> String {
    let prefix = "\(code):"
    let used = couponUses.keys.sorted().first { name in
      guard name.hasPrefix(prefix) else { return false }
      let when = String(name.dropFirst(prefix.count))
      guard let day = BusinessDate(when) else {
        // Ledgers of version 1.3 and before count by the year of the birthday's calendar.
        return Int(when) == birthday.year(of: kept)
      }
      return abs(day.days - kept.days) < Wallet.daysOfOneYear
    }
    return used ?? prefix + kept.description
  }
}
