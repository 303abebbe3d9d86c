import Foundation  // Calendar, the other implementation
import Ledger
import Seeded
import Testing

struct TimeTests {
  private func gregorian() throws -> Calendar {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    return calendar
  }

  @Test func `civil dates agree with Foundation's calendar from 1900 to 2200`() throws {
    let calendar = try gregorian()
    let first = try #require(BusinessDate(year: 1900, month: 1, day: 1))
    let last = try #require(BusinessDate(year: 2200, month: 12, day: 31))
    let failure = stride(from: first.days, through: last.days, by: 5).first { days in
      let date = Date(timeIntervalSince1970: TimeInterval(days) * 86_400)
      let theirs = calendar.dateComponents([.year, .month, .day], from: date)
      let ours = BusinessDate(days: days)
      return (theirs.year, theirs.month, theirs.day) != (
        ours.civil.year, ours.civil.month, ours.civil.day
      )
    }
    #expect(failure == nil)
  }

  @Test func `every day from 1600 to 2400 is read back from its text`() throws {
    let first = try #require(BusinessDate("1600-01-01"))
    let last = try #require(BusinessDate("2400-12-31"))
    let failure = (first.days...last.days).first {
      BusinessDate(BusinessDate(days: $0).description)?.days != $0
    }
    #expect(failure == nil)
    #expect(last.days - first.days == 800 * 365 + 194 + 365)
  }

  @Test(arguments: [
    ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2026-11-21", 20_778),
    ("0001-01-01", -719_162), ("9999-12-31", 2_932_896),
  ])
  func `a day is counted from 1970`(text: String, days: Int) throws {
    let date = try #require(BusinessDate(text))
    #expect(date.days == days)
    #expect(date.description == text)
  }

  @Test(arguments: [
    "", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-01-00",
    "0000-01-01", "2026-1-01", "2026-01-1", "26-01-01", "2026/01/01", "2026-01-01 ", "-026-01-01",
    "2026-+1-01", "2026-01-01-01", "20260101", "２０２６-01-01", "2026--1-01", "2026-01-0x",
  ])
  func `what is no day of the calendar is refused`(text: String) {
    let date = BusinessDate(text)
    #expect(date == nil)
  }

  @Test(arguments: [
    (1_795_246_923_120, "2026-11-21T07:42:03.120Z"), (0, "1970-01-01T00:00:00.000Z"),
    (-1, "1969-12-31T23:59:59.999Z"), (951_868_799_999, "2000-02-29T23:59:59.999Z"),
  ])
  func `an instant is written by RFC 3339 and read back`(milliseconds: Int64, text: String) {
    let instant = Instant(milliseconds: milliseconds)
    let read = Instant(text)
    #expect(instant.description == text)
    #expect(read == instant)
  }

  @Test func `random instants are read back`() {
    var random = Seeded(3)
    let moments = (0..<20_000).map { _ in
      Instant(
        milliseconds: .random(in: -2_000_000_000_000...250_000_000_000_000, using: &random))
    }
    let failure = moments.first { Instant($0.description) != $0 }
    #expect(failure == nil)
  }

  @Test(arguments: [
    "", "T", "Z", "2026-11-21", "2026-11-21T07:42:03Z", "2026-11-21T07:42:03.120",
    "2026-11-21T07:42:03.12Z", "2026-11-21T24:00:00.000Z", "2026-11-21T07:60:03.120Z",
    "2026-11-21T07:42:60.120Z", "2026-11-21T+7:42:03.120Z", "2026-11-21T7:42:03.120Z",
    "2026-11-21T07:42:03.-12Z", "2026-11-21T07:42:03.+12Z", "2026-11-21T07.42.03:120Z",
    "2026-11-21T07::42:03.120Z", "2026-11-21T07:42:03.120Z ", "2026-11-21T07:-0:03.120Z",
    "2026-02-30T07:42:03.120Z", "2026-11-21T07:42:03.120ZZ", "2026-11-21t07:42:03.120Z",
  ])
  func `what no instant writes is refused`(text: String) {
    let instant = Instant(text)
    #expect(instant == nil)
  }

  @Test(arguments: [
    (0, 28_800, "1970-01-01 08:00:00"), (0, -3600, "1969-12-31 23:00:00"),
    (57_599_999, 28_800, "1970-01-01 23:59:59"), (57_600_000, 28_800, "1970-01-02 00:00:00"),
  ])
  func `a wall's clock stands east of UTC`(milliseconds: Int64, offset: Int, text: String) {
    let time = CivilTime(Instant(milliseconds: milliseconds), offset: offset)
    #expect(time.description == text)
  }

  @Test func `days and instants move on`() throws {
    let leap = try #require(BusinessDate("2024-02-28"))
    #expect(leap.advanced(by: 2).description == "2024-03-01")
    #expect(leap.advanced(by: -59).description == "2023-12-31")
    #expect(Instant(milliseconds: 5).advanced(seconds: -1) == Instant(milliseconds: -995))
    #expect(padded(7, to: 3) == "007" && padded(1234, to: 3) == "1234")
  }
}
