package import Ledger

/// A year of the lunar calendar: which months it has and when they begin.
///
/// Its number is that of the solar year in which it begins; the table knows 1900 to 2100. It states
/// what GB/T 33661-2017 computes and what the almanacs say that were in force before; the system's
/// calendar is not asked, because ICU's misses leap months and new moons near midnight.
package struct LunarYear: Hashable, Sendable {
  package let number: Int

  /// The years that the table knows.
  package static let known = 1900...2100

  /// - Returns: nil for a year that the table does not know.
  package init?(_ number: Int) {
    guard LunarYear.known.contains(number) else { return nil }
    self.number = number
  }

  /// The month that this year has a second time (闰月); nil for none.
  package var leapMonth: Int? {
    let month = Int(bits >> 13)
    return month == 0 ? nil : month
  }

  /// The first day, on which the new year is celebrated.
  package var newYear: BusinessDate { BusinessDate(days: LunarYear.firstDays[number - 1900]) }

  /// The days of a month: 29 or 30; nil if the year has no such month.
  package func length(ofMonth month: Int, isLeap: Bool) -> Int? {
    index(ofMonth: month, isLeap: isLeap).map(length)
  }

  /// The solar day of a day of this year; nil if the year has no such day.
  package func date(month: Int, isLeap: Bool, day: Int) -> BusinessDate? {
    guard let index = index(ofMonth: month, isLeap: isLeap), (1...length(index)).contains(day)
    else { return nil }
    return newYear.advanced(by: (0..<index).map(length).reduce(day - 1, +))
  }
}

extension LunarYear {
  /// The leap month in the upper bits; then the lengths, one bit a month in the order of the year,
  /// the first month's lowest, set for 30 days.
  private var bits: UInt32 { LunarYear.table[number - 1900] }

  /// The place of a month in the order of the year, from 0.
  private func index(ofMonth month: Int, isLeap: Bool) -> Int? {
    guard (1...12).contains(month), !isLeap || month == leapMonth else { return nil }
    let isBehindLeapMonth = leapMonth.map { $0 < month } ?? false
    return month - 1 + (isLeap || isBehindLeapMonth ? 1 : 0)
  }

  private func length(_ index: Int) -> Int { 29 + Int(bits >> UInt32(index) & 1) }

  /// Days since 1970-01-01 on which the years begin; 1900 began on 31 January.
  private static let firstDays: [Int] = {
    var day = -25_537
    return table.map { bits in
      defer { day += (bits >> 13 == 0 ? 12 : 13) * 29 + (bits & 0x1FFF).nonzeroBitCount }
      return day
    }
  }()

  // swift-format-ignore
  private static let table: [UInt32] = [
    0x116D2, 0x00752, 0x00EA5, 0x0B64A, 0x0064B, 0x00A9B, 0x09556, 0x0056A, 0x00B59, 0x05752,  // 1900
    0x00752, 0x0DB25, 0x00B25, 0x00A4B, 0x0B4AB, 0x002AD, 0x0056B, 0x04B69, 0x00DA9, 0x0FD92,  // 1910
    0x00E92, 0x00D25, 0x0BA4D, 0x00A56, 0x002B6, 0x095B5, 0x006D4, 0x00EA9, 0x05E92, 0x00E92,  // 1920
    0x0CD26, 0x0052B, 0x00A57, 0x0B2B6, 0x00B5A, 0x006D4, 0x06EC9, 0x00749, 0x0F693, 0x00A93,  // 1930
    0x0052B, 0x0CA5B, 0x00AAD, 0x0056A, 0x09B55, 0x00BA4, 0x00B49, 0x05A93, 0x00A95, 0x0F52D,  // 1940
    0x00536, 0x00AAD, 0x0B5AA, 0x005B2, 0x00DA5, 0x07D4A, 0x00D4A, 0x10A95, 0x00A97, 0x00556,  // 1950
    0x0CAB5, 0x00AD5, 0x006D2, 0x08EA5, 0x00EA5, 0x0064A, 0x06C97, 0x00A9B, 0x0F55A, 0x0056A,  // 1960
    0x00B69, 0x0B752, 0x00B52, 0x00B25, 0x0964B, 0x00A4B, 0x114AB, 0x002AD, 0x0056D, 0x0CB69,  // 1970
    0x00DA9, 0x00D92, 0x09D25, 0x00D25, 0x15A4D, 0x00A56, 0x002B6, 0x0C5B5, 0x006D5, 0x00EA9,  // 1980
    0x0BE92, 0x00E92, 0x00D26, 0x06A56, 0x00A57, 0x114D6, 0x0035A, 0x006D5, 0x0B6C9, 0x00749,  // 1990
    0x00693, 0x0952B, 0x0052B, 0x00A5B, 0x0555A, 0x0056A, 0x0FB55, 0x00BA4, 0x00B49, 0x0BA93,  // 2000
    0x00A95, 0x0052D, 0x08AAD, 0x00AB5, 0x135AA, 0x005D2, 0x00DA5, 0x0DD4A, 0x00D4A, 0x00C95,  // 2010
    0x0952E, 0x00556, 0x00AB5, 0x055B2, 0x006D2, 0x0CEA5, 0x00725, 0x0064B, 0x0AC97, 0x00CAB,  // 2020
    0x0055A, 0x06AD6, 0x00B69, 0x17752, 0x00B52, 0x00B25, 0x0DA4B, 0x00A4B, 0x004AB, 0x0A55B,  // 2030
    0x005AD, 0x00B6A, 0x05B52, 0x00D92, 0x0FD25, 0x00D25, 0x00A55, 0x0B4AD, 0x004B6, 0x005B5,  // 2040
    0x06DAA, 0x00EC9, 0x11E92, 0x00E92, 0x00D26, 0x0CA56, 0x00A57, 0x004D6, 0x086D5, 0x00755,  // 2050
    0x00749, 0x06E93, 0x00693, 0x0F52B, 0x0052B, 0x00A5B, 0x0B55A, 0x0056A, 0x00B65, 0x0974A,  // 2060
    0x00B4A, 0x11A95, 0x00A95, 0x0052D, 0x0CAAD, 0x00AB5, 0x005AA, 0x08BA5, 0x00DA5, 0x00D4A,  // 2070
    0x07C95, 0x00C96, 0x0F94E, 0x00556, 0x00AB5, 0x0B5B2, 0x006D2, 0x00EA5, 0x08E4A, 0x0068B,  // 2080
    0x10C97, 0x004AB, 0x0055B, 0x0CAD6, 0x00B6A, 0x00752, 0x09725, 0x00B45, 0x00A8B, 0x0549B,  // 2090
    0x004AB,  // 2100
  ]
}
