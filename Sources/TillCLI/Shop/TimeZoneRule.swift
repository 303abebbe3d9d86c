import Glibc
import Ledger
import Synchronization

/// The offset of a shop's clock from UTC: fixed, or by the system's zone data.
struct TimeZoneRule: Sendable {
  private let fixed: Int?
  private let last = LastOffset()

  /// Takes `+08:00`, or an IANA name that the system has data for; nil for anything else.
  ///
  /// A name becomes the process's own zone, as glibc has only one.
  init?(_ text: String) {
    if let offset = TimeZoneRule.offset(text) {
      fixed = offset
      return
    }
    guard !text.isEmpty, !text.hasPrefix("/"), !text.contains(".."),
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
      contents(of: "/usr/share/zoneinfo/\(text)", most: 1 << 20)?.starts(with: "TZif".utf8) == true
    else { return nil }
    if environment("TZ") != ":\(text)" {
      setenv("TZ", ":\(text)", 1)
      tzset()
    }
    fixed = nil
  }

  /// Seconds east of UTC at a moment.
  func offset(at instant: Instant) -> Int {
    if let fixed { return fixed }
    return last.offset(at: Int(instant.milliseconds / 1000))
  }

  private static func offset(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), let sign = text.first,
      sign == "+" || sign == "-",
      let hours = Int(text.dropFirst().prefix(2)), let minutes = Int(text.suffix(2)),
      (0...14).contains(hours), (0...59).contains(minutes)
    else { return nil }
    return (hours * 3600 + minutes * 60) * (sign == "-" ? -1 : 1)
  }
}

/// The offset of the process's zone in the second that was asked for last: a line asks for its own moment
/// several times, and glibc reads the zone's rule anew each time.
private final class LastOffset: Sendable {
  private let last = Mutex<(second: Int, offset: Int)?>(nil)

  /// - Parameter second: since 1970 in UTC.
  /// - Returns: seconds east of UTC.
  func offset(at second: time_t) -> Int {
    last.withLock { last in
      if let last, last.second == second { return last.offset }
      var (second, civil) = (second, tm())
      localtime_r(&second, &civil)
      last = (second, civil.tm_gmtoff)
      return civil.tm_gmtoff
    }
  }
}

/// A shop's clock: what day and time it is there.
struct ShopClock: Sendable {
  let zone: TimeZoneRule
  /// The hour at which one business day ends and the next begins.
  let cutOver: Int

  func civil(_ instant: Instant) -> CivilTime {
    CivilTime(instant, offset: zone.offset(at: instant))
  }

  /// The business day of a moment: until the cut-over it is still the day before.
  func day(of instant: Instant) -> BusinessDate {
    civil(instant.advanced(seconds: Int64(-cutOver) * 3600)).date
  }

  /// The last moment of a business day, to the millisecond.
  func end(of day: BusinessDate) -> Instant {
    Instant(milliseconds: start(of: day.advanced(by: 1)).milliseconds - 1)
  }

  /// The first moment of a business day.
  private func start(of day: BusinessDate) -> Instant {
    let local = Instant(milliseconds: (Int64(day.days) * 24 + Int64(cutOver)) * 3_600_000)
    return local.advanced(seconds: Int64(-zone.offset(at: local)))
  }
}

/// The time of the system's clock.
func systemTime() -> Instant {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
}
