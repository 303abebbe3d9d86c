/// A moment in UTC, in milliseconds since 1970-01-01T00:00:00Z.
package struct Instant: Hashable, Comparable, Sendable {
  package let milliseconds: Int64

  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  package static func < (left: Instant, right: Instant) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// The moment a number of seconds later (or earlier, if negative).
  package func advanced(seconds: Int64) -> Instant {
    Instant(milliseconds: milliseconds + seconds * 1000)
  }
}

/// A day of the proleptic Gregorian calendar.
package struct BusinessDate: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01; may be negative.
  package let days: Int

  package init(days: Int) { self.days = days }

  package static func < (left: BusinessDate, right: BusinessDate) -> Bool { left.days < right.days }

  package func advanced(by days: Int) -> BusinessDate { BusinessDate(days: self.days + days) }
}

/// A clock reading on a wall: civil date and time of day.
package struct CivilTime: Hashable, Sendable {
  package let date: BusinessDate
  package let hour: Int
  package let minute: Int
  package let second: Int
  package let millisecond: Int

  /// - Parameters:
  ///   - instant: the moment.
  ///   - offset: seconds that the wall's clock is east of UTC.
  package init(_ instant: Instant, offset: Int) {
    let local = instant.milliseconds + Int64(offset) * 1000
    let (days, rest) = local.flooredQuotientAndRemainder(dividingBy: 86_400_000)
    date = BusinessDate(days: Int(days))
    hour = Int(rest / 3_600_000)
    minute = Int(rest / 60_000 % 60)
    second = Int(rest / 1000 % 60)
    millisecond = Int(rest % 1000)
  }
}

extension BusinessDate {
  // The conversions follow Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".

  package var civil: (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let (era, dayOfEra) = shifted.flooredQuotientAndRemainder(dividingBy: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// The day of a year, month and day; nil if the calendar has no such day.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else {
      return nil
    }
    let shiftedYear = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = shiftedYear.flooredQuotientAndRemainder(dividingBy: 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let date = BusinessDate(days: era * 146_097 + dayOfEra - 719_468)
    guard date.civil == (year, month, day) else { return nil }
    self = date
  }

  /// Reads `YYYY-MM-DD`; nil if the text is not a day of the calendar.
  package init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = number(bytes[..<4]), let month = number(bytes[5..<7]),
      let day = number(bytes[8...])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }
}

extension BusinessDate: CustomStringConvertible {
  /// The day as YYYY-MM-DD.
  package var description: String { text(write) }

  /// The day as YYYYMMDD.
  package var digits: String {
    let (year, month, day) = civil
    return text { $0.append(digits: year * 10_000 + month * 100 + day, width: 8) }
  }

  /// Appends what ``description`` is.
  package func write(to text: inout [UInt8]) {
    let (year, month, day) = civil
    text.append(digits: year, width: 4)
    text.append(UInt8(ascii: "-"))
    text.append(digits: month, width: 2)
    text.append(UInt8(ascii: "-"))
    text.append(digits: day, width: 2)
  }
}

extension CivilTime: CustomStringConvertible {
  /// The reading to the second: `2026-11-21 15:42:07`.
  package var description: String { "\(date) \(clock):\(padded(second, to: 2))" }

  /// Hours and minutes: `15:42`.
  package var clock: String { "\(padded(hour, to: 2)):\(padded(minute, to: 2))" }
}

extension Instant: CustomStringConvertible {
  /// The moment by RFC 3339 in UTC, to the millisecond: `2026-11-21T07:42:03.120Z`.
  package var description: String { text(write) }

  /// Appends what ``description`` is.
  package func write(to text: inout [UInt8]) {
    let utc = CivilTime(self, offset: 0)
    utc.date.write(to: &text)
    text.append(UInt8(ascii: "T"))
    text.append(digits: utc.hour, width: 2)
    text.append(UInt8(ascii: ":"))
    text.append(digits: utc.minute, width: 2)
    text.append(UInt8(ascii: ":"))
    text.append(digits: utc.second, width: 2)
    text.append(UInt8(ascii: "."))
    text.append(digits: utc.millisecond, width: 3)
    text.append(UInt8(ascii: "Z"))
  }

  /// Reads what ``description`` writes; nil for anything else.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    let signs = [(10, "T"), (13, ":"), (16, ":"), (19, "."), (23, "Z")] as [(Int, Unicode.Scalar)]
    guard bytes.count == 24, signs.allSatisfy({ bytes[$0] == UInt8(ascii: $1) }),
      let date = BusinessDate(text.prefix(10)), let hour = number(bytes[11..<13]),
      let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
      let millisecond = number(bytes[20..<23]), hour < 24, minute < 60, second < 60
    else { return nil }
    let seconds = Int64(date.days) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    self.init(milliseconds: seconds * 1000 + Int64(millisecond))
  }
}

/// The text that is written into a buffer.
private func text(_ write: (inout [UInt8]) -> Void) -> String {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(24)
  write(&bytes)
  return String(decoding: bytes, as: UTF8.self)
}

/// A number with zeros in front, as many as make up the width; none if it is wider already.
package func padded(_ number: Int, to width: Int) -> String {
  let digits = String(number)
  guard digits.utf8.count < width else { return digits }
  return String(repeating: "0", count: width - digits.utf8.count) + digits
}

/// The number that ASCII digits stand for; nil if there is anything else.
private func number(_ digits: ArraySlice<UInt8>) -> Int? {
  var value = 0
  for digit in digits {
    guard digit.isASCIIDigit else { return nil }
    value = value * 10 + Int(digit - UInt8(ascii: "0"))
  }
  return value
}

extension BinaryInteger {
  /// Quotient towards minus infinity, and the remainder that is then never negative.
  fileprivate func flooredQuotientAndRemainder(dividingBy divisor: Self) -> (Self, Self) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
