import Ledger
import Membership
import Testing

@Suite struct LunarYearTests {
  /// The first days of the years as the Hong Kong Observatory publishes them.
  private static let newYears: [(Int, String)] = [
    (1900, "1900-01-31"), (1901, "1901-02-19"), (1906, "1906-01-25"), (1911, "1911-01-30"),
    (1914, "1914-01-26"), (1916, "1916-02-03"), (1920, "1920-02-20"), (1928, "1928-01-23"),
    (1933, "1933-01-26"), (1949, "1949-01-29"), (1954, "1954-02-03"), (1964, "1964-02-13"),
    (1968, "1968-01-30"), (1976, "1976-01-31"), (1978, "1978-02-07"), (1980, "1980-02-16"),
    (1984, "1984-02-02"), (1985, "1985-02-20"), (1988, "1988-02-17"), (1990, "1990-01-27"),
    (1997, "1997-02-07"), (2000, "2000-02-05"), (2001, "2001-01-24"), (2008, "2008-02-07"),
    (2012, "2012-01-23"), (2015, "2015-02-19"), (2016, "2016-02-08"), (2017, "2017-01-28"),
    (2018, "2018-02-16"), (2019, "2019-02-05"), (2020, "2020-01-25"), (2021, "2021-02-12"),
    (2022, "2022-02-01"), (2023, "2023-01-22"), (2024, "2024-02-10"), (2025, "2025-01-29"),
    (2026, "2026-02-17"), (2027, "2027-02-06"), (2028, "2028-01-26"), (2029, "2029-02-13"),
    (2030, "2030-02-03"), (2033, "2033-01-31"), (2034, "2034-02-19"), (2050, "2050-01-23"),
    (2057, "2057-02-04"), (2100, "2100-02-09"),
  ]

  @Test(arguments: newYears)
  func `the new year is the almanac's`(year: Int, date: String) throws {
    #expect(try #require(LunarYear(year)).newYear.description == date)
  }

  @Test func `the leap months are the almanac's`() {
    let leaps: [Int: Int] = [
      1900: 8, 1903: 5, 1906: 4, 1909: 2, 1911: 6, 1914: 5, 1917: 2, 1919: 7, 1922: 5, 1925: 4,
      1928: 2, 1930: 6, 1933: 5, 1936: 3, 1938: 7, 1941: 6, 1944: 4, 1947: 2, 1949: 7, 1952: 5,
      1955: 3, 1957: 8, 1960: 6, 1963: 4, 1966: 3, 1968: 7, 1971: 5, 1974: 4, 1976: 8, 1979: 6,
      1982: 4, 1984: 10, 1987: 6, 1990: 5, 1993: 3, 1995: 8, 1998: 5, 2001: 4, 2004: 2, 2006: 7,
      2009: 5, 2012: 4, 2014: 9, 2017: 6, 2020: 4, 2023: 2, 2025: 6, 2028: 5, 2031: 3, 2033: 11,
      2036: 6, 2039: 5, 2042: 2, 2044: 7, 2047: 5, 2050: 3,
    ]
    for year in 1900...2050 { #expect(LunarYear(year)?.leapMonth == leaps[year], "\(year)") }
  }

  @Test func `every day of the years belongs to one lunar day, in order`() throws {
    var next = try day("1900-01-31")
    for year in LunarYear.known {
      let lunar = try #require(LunarYear(year))
      #expect(lunar.newYear == next, "\(year)")
      for month in 1...12 {
        for isLeap in [false, true] {
          guard let length = lunar.length(ofMonth: month, isLeap: isLeap) else { continue }
          #expect(length == 29 || length == 30)
          for number in 1...length {
            #expect(lunar.date(month: month, isLeap: isLeap, day: number) == next)
            next = next.advanced(by: 1)
          }
          #expect(lunar.date(month: month, isLeap: isLeap, day: length + 1) == nil)
        }
      }
    }
    #expect(next.description == "2101-01-29")
  }

  @Test(arguments: [1899, 2101, 0, -1, Int.max])
  func `a year outside the table is not known`(year: Int) {
    #expect(LunarYear(year) == nil)
  }

  @Test func `a month or day that the year does not have is none`() throws {
    let lunar = try #require(LunarYear(2026))
    #expect(lunar.leapMonth == nil)
    for (month, isLeap, day) in [(0, false, 1), (13, false, 1), (6, true, 1), (1, false, 0)] {
      #expect(lunar.date(month: month, isLeap: isLeap, day: day) == nil)
    }
  }
}
