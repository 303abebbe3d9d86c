package import Ledger

/// A day of birth by the solar or by the lunar calendar.
package struct Birthday: Hashable, Sendable {
  package enum Calendar: String, CaseIterable, Sendable {
    case solar
    case lunar
  }

  package let calendar: Calendar
  /// The solar year, or the solar year in which the lunar year begins.
  package let year: Int
  package let month: Int
  package let day: Int
  /// Whether the lunar month is the second of its number (闰月).
  package let isLeapMonth: Bool
}

extension Birthday {
  /// The birthday that is nearest to a day: this year's, the last or the next.
  package func nearest(to day: BusinessDate) -> BusinessDate {
    let year = day.civil.year
    let dates = (year - 1...year + 1).compactMap {
      BusinessDate(year: $0, month: month, day: self.day)
    }
    return dates.min { abs($0.days - day.days) < abs($1.days - day.days) } ?? day
  }
}
