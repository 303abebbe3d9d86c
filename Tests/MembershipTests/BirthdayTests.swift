import Ledger
import Membership
import Testing

/// A day of a test, which exists.
func day(_ text: String) throws -> BusinessDate { try #require(BusinessDate(text)) }

@Suite struct BirthdayTests {
  @Test(arguments: [
    "1990-05-01", "1996-02-29", "1900-01-01", "2100-12-31", "1990-05-01 lunar",
    "1990-05-01 lunar leap", "1987-06-29 lunar leap", "2033-11-01 lunar leap",
    "1900-01-01 lunar", "2100-12-29 lunar", "1990-02-30 lunar",
  ])
  func `a birthday is written as it is read`(text: String) throws {
    #expect(try #require(Birthday(text)).description == text)
  }

  @Test(arguments: [
    "", " ", "1990-02-30", "1995-02-29", "1990-13-01", "1990-00-10", "1990-01-00", "1899-12-31",
    "2101-01-01", "1990-5-1", "90-05-01", "+990-05-01", "1990-05-01 ", "1990-05-01  lunar",
    "1990-05-01 leap", "1990-05-01 lunar leap leap", "1990-05-01 Lunar", "1990-05-01lunar",
    "1990-+5-01", "1990-05-+1",
    // 1990 has its fifth month twice, and 29 days in the first.
    "1990-06-01 lunar leap", "1991-05-01 lunar leap", "1990-05-31 lunar", "1990-01-30 lunar",
    "1990-05-30 lunar leap", "1990-13-01 lunar", "1899-12-01 lunar", "2101-01-01 lunar",
    "１９９０-05-01", "1990/05/01", "19900501", "1990-05-01-01",
  ])
  func `a birthday that does not exist is not read`(text: String) {
    #expect(Birthday(text) == nil)
  }

  @Test func `no solar month is a leap month`() {
    #expect(Birthday(year: 1990, month: 5, day: 1, isLeapMonth: true) == nil)
  }

  @Test(
    "the lunar day is the solar day of the almanac",
    arguments: [
      ("1949-08-10 lunar", "1949-10-01"), ("1990-05-01 lunar", "1990-05-24"),
      ("1990-05-01 lunar leap", "1990-06-23"), ("1987-06-15 lunar leap", "1987-08-09"),
      ("2020-04-01 lunar leap", "2020-05-23"), ("2024-08-15 lunar", "2024-09-17"),
      ("2025-06-01 lunar leap", "2025-07-25"), ("2025-08-15 lunar", "2025-10-06"),
      ("2023-02-01 lunar leap", "2023-03-22"), ("2033-11-01 lunar leap", "2033-12-22"),
      ("2025-05-05 lunar", "2025-05-31"), ("2018-09-30 lunar", "2018-11-07"),
      ("1978-08-15 lunar", "1978-09-17"), ("2099-12-30 lunar", "2100-02-08"),
    ])
  func dates(_ lunar: String, _ solar: String) throws {
    #expect(try #require(Birthday(lunar)).date.description == solar)
  }

  @Test(
    "a birthday is kept on the nearest day of the calendar",
    arguments: [
      ("1990-05-01", "2026-04-20", "2026-05-01"), ("1990-05-01", "2026-12-31", "2027-05-01"),
      ("1990-12-30", "2026-01-02", "2025-12-30"), ("1990-01-02", "2026-12-30", "2027-01-02"),
      ("1996-02-29", "2027-03-01", "2027-02-28"), ("1996-02-29", "2028-02-20", "2028-02-29"),
      ("1996-02-29", "2100-02-20", "2100-02-28"),
      ("1990-08-15 lunar", "2025-10-01", "2025-10-06"),
      // The leap month where the year has it, the plain one elsewhere.
      ("1987-06-15 lunar leap", "2025-08-01", "2025-08-08"),
      ("1987-06-15 lunar leap", "2026-08-01", "2026-07-28"),
      ("1987-06-15 lunar", "2025-07-20", "2025-07-09"),
      // The twelfth month of 2025 has 29 days, that of 2023 has 30.
      ("1995-12-30 lunar", "2026-02-10", "2026-02-16"),
      ("1995-12-30 lunar", "2024-02-10", "2024-02-09"),
      ("1995-12-30 lunar", "2026-12-31", "2027-02-05"),
      // Beyond the table the last year that it knows is the nearest.
      ("1999-01-01 lunar", "2150-01-01", "1999-02-16"),
    ])
  func nearest(_ birthday: String, _ today: String, _ date: String) throws {
    #expect(try #require(Birthday(birthday)).nearest(to: day(today)).description == date)
  }

  @Test(
    "a birthday holds from the first to the last day of its window",
    arguments: [
      ("1990-05-01", "2026-04-23", nil), ("1990-05-01", "2026-04-24", "2026-05-01"),
      ("1990-05-01", "2026-05-08", "2026-05-01"), ("1990-05-01", "2026-05-09", nil),
      ("1990-01-02", "2026-12-28", "2027-01-02"), ("1990-12-30", "2027-01-05", "2026-12-30"),
      ("1996-02-29", "2027-03-07", "2027-02-28"), ("1996-02-29", "2027-03-08", nil),
      ("1990-08-15 lunar", "2026-09-18", "2026-09-25"), ("1990-08-15 lunar", "2026-09-17", nil),
      ("1995-12-30 lunar", "2027-02-12", "2027-02-05"),
    ])
  func window(_ birthday: String, _ today: String, _ date: String?) throws {
    let birthday = try #require(Birthday(birthday))
    #expect(try birthday.occurrence(around: day(today), window: -7...7)?.description == date)
  }

  @Test func `a window of one day holds on the birthday alone`() throws {
    let birthday = try #require(Birthday("1990-05-01"))
    let held = try (-400...400).map { try day("2026-05-01").advanced(by: $0) }
      .filter { birthday.occurrence(around: $0, window: 0...0) != nil }
    #expect(held.map(\.description) == ["2025-05-01", "2026-05-01", "2027-05-01"])
  }

  @Test func `each year of the birthday's calendar has one occurrence of its own`() throws {
    let texts = [
      "1996-02-29", "1990-12-31", "1990-01-01", "1990-11-25 lunar", "1995-12-30 lunar",
      "1987-06-15 lunar leap", "1990-01-01 lunar", "1984-10-29 lunar leap",
    ]
    for birthday in try texts.map({ try #require(Birthday($0)) }) {
      for year in 1985...2099 {
        let date = try #require(birthday.date(in: year), "\(birthday) in \(year)")
        #expect(birthday.year(of: date) == year, "\(birthday) on \(date)")
      }
    }
  }

  @Test func `a lunar birthday that comes twice in one solar year belongs to two`() throws {
    let birthday = try #require(Birthday("1990-11-25 lunar"))
    let dates = [2022, 2023, 2024, 2025].compactMap(birthday.date(in:)).map(\.description)
    #expect(dates == ["2022-12-18", "2024-01-06", "2024-12-25", "2026-01-13"])
  }
}
