package import Ledger

/// A day of birth by the solar or by the lunar calendar; one that does not exist cannot be made.
package struct Birthday: Hashable, Sendable {
  package enum Calendar: String, CaseIterable, Sendable {
    case solar
    case lunar
  }

  package let calendar: Calendar
  /// The solar year, or the solar year in which the lunar year begins; 1900 to 2100.
  package let year: Int
  package let month: Int
  package let day: Int
  /// Whether the lunar month is the second of its number (闰月).
  package let isLeapMonth: Bool

  /// - Returns: nil for a day that the calendar does not have.
  package init?(
    calendar: Calendar = .solar, year: Int, month: Int, day: Int, isLeapMonth: Bool = false
  ) {
    self.calendar = calendar
    self.year = year
    self.month = month
    self.day = day
    self.isLeapMonth = isLeapMonth
    guard LunarYear.known.contains(year), calendar == .lunar || !isLeapMonth, exactDate != nil
    else { return nil }
  }

  /// The solar day of birth.
  package var date: BusinessDate {
    guard let date = exactDate else { preconditionFailure("\(self) was checked when it was made") }
    return date
  }

  private var exactDate: BusinessDate? {
    switch calendar {
    case .solar: BusinessDate(year: year, month: month, day: day)
    case .lunar: LunarYear(year)?.date(month: month, isLeap: isLeapMonth, day: day)
    }
  }
}

extension Birthday: CustomStringConvertible {
  /// As it is typed: `1990-05-01`, `1990-05-01 lunar`, `1990-05-01 lunar leap`.
  package var description: String {
    "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
      + (calendar == .lunar ? " lunar" : "") + (isLeapMonth ? " leap" : "")
  }

  /// Reads what ``description`` writes; nil for anything else and for a day that does not exist.
  package init?(_ text: String) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    let date = words[0].split(separator: "-", omittingEmptySubsequences: false)
    guard date.map(\.utf8.count) == [4, 2, 2],
      date.allSatisfy({ $0.utf8.allSatisfy(\.isASCIIDigit) }), let year = Int(date[0]),
      let month = Int(date[1]), let day = Int(date[2])
    else { return nil }
    switch words.dropFirst() {
    case []: self.init(year: year, month: month, day: day)
    case ["lunar"]: self.init(calendar: .lunar, year: year, month: month, day: day)
    case ["lunar", "leap"]:
      self.init(calendar: .lunar, year: year, month: month, day: day, isLeapMonth: true)
    default: return nil
    }
  }
}

extension Birthday {
  /// The day on which the birthday is kept in a year of its own calendar.
  ///
  /// 29 February is kept on the 28th of other years; a leap month's day in the plain month of years
  /// without that leap month; the 30th of a lunar month on the 29th where the month is short.
  ///
  /// - Returns: nil for a lunar year that ``LunarYear`` does not know.
  package func date(in year: Int) -> BusinessDate? {
    switch calendar {
    case .solar:
      return BusinessDate(year: year, month: month, day: day)
        ?? BusinessDate(year: year, month: month, day: day - 1)
    case .lunar:
      guard let lunar = LunarYear(year) else { return nil }
      let isLeap = isLeapMonth && lunar.leapMonth == month
      return lunar.date(month: month, isLeap: isLeap, day: day)
        ?? lunar.date(month: month, isLeap: isLeap, day: day - 1)
    }
  }

  /// The birthday that is nearest to a day: this year's, the last or the next.
  package func nearest(to day: BusinessDate) -> BusinessDate {
    dates(around: day).min { abs($0.days - day.days) < abs($1.days - day.days) } ?? date
  }

  /// The birthday around which a day lies.
  ///
  /// - Parameters:
  ///   - day: the day.
  ///   - window: how many days after the birthday it may be; -7 for a week before it.
  /// - Returns: the nearest that fits; nil if none does.
  package func occurrence(
    around day: BusinessDate, window: ClosedRange<Int>
  ) -> BusinessDate? {
    dates(around: day).filter { window.contains(day.days - $0.days) }
      .min { abs($0.days - day.days) < abs($1.days - day.days) }
  }

  /// The year in the birthday's own calendar to which one of its occurrences belongs.
  ///
  /// What is given once a year goes by it: a lunar birthday can come twice in one solar year.
  package func year(of occurrence: BusinessDate) -> Int {
    let solar = occurrence.civil.year
    return (solar - 1...solar).first { date(in: $0) == occurrence } ?? solar
  }

  private func dates(around day: BusinessDate) -> [BusinessDate] {
    let year = day.civil.year
    return (year - 1...year + 1).compactMap(date(in:))
  }
}
