import Checkout
import Glibc
import Ledger

/// One leg of the benchmark's sale.
struct SalePosting {
  let account: Int64
  let amount: Int64
}

/// What a sale's row holds that differs from sale to sale.
struct SaleRow {
  let sequence: Int64
  let id: Int64
  let day: Int64
  let at: Int64
  let serial: Int64
  let line: [UInt8]
  let hash: [UInt8]
}

/// What all sales like one that the engine wrote have in common.
struct SaleTemplate {
  let postings: [SalePosting]
  /// When the points lapse that it gives a member; nil where it gives none.
  let due: SaleDue?
  fileprivate let prefix: String
  /// The stored line between the places that change: at, day, id, no, seq, serial.
  fileprivate let parts: [[UInt8]]

  /// Reads the last entry of a ledger, which is a sale.
  ///
  /// - Throws: ``Benchmark/Fault``.
  init(ofLastIn ledger: RawLedger) throws {
    let last = try ledger.rows("SELECT sequence, line FROM entry ORDER BY sequence DESC LIMIT 1")
    guard let row = last.first, let json = try? JSON(parsing: row[1]),
      let number = json["no"]?.string, let hyphen = number.firstIndex(of: "-")
    else { throw Benchmark.Fault("the ledger's last entry is no sale") }
    prefix = String(number[..<hyphen].dropLast(8))
    parts = Array(SaleTemplate.parts(of: json))
    postings = try ledger.rows(
      "SELECT account, amount FROM posting WHERE entry = \(row[0]) ORDER BY number"
    ).map { SalePosting(account: Int64($0[0]) ?? 0, amount: Int64($0[1]) ?? 0) }
    due = SaleDue(of: json)
    guard parts.count == 7 else { throw Benchmark.Fault("the last line has no six places") }
  }

  private static func parts(of json: JSON) -> [[UInt8]] {
    let places = ["at", "day", "id", "no", "seq", "serial"]
    let holed = (json.members ?? []).map { member in
      places.contains(member.name) ? JSON.Member(member.name, "~here~") : member
    }
    return JSON.object(holed).canonical.split(
      separator: "\"~here~\"", omittingEmptySubsequences: false
    )
    .map { Array($0.utf8) }
  }
}

/// The day on which points of a member lapse.
struct SaleDue {
  let day: Int64
  let member: Int64

  /// Nil for a sale that gives nobody points.
  fileprivate init?(of sale: JSON) {
    guard let member = sale["member"]?.integer else { return nil }
    let points = sale["postings"]?.members?.first { $0.name.hasPrefix("points:\(member):") }
    guard let name = points?.name, let last = BusinessDate(String(name.suffix(10))) else {
      return nil
    }
    self.member = member
    day = Int64(last.days) + 1
  }
}

/// Makes rows of further sales like ones that the engine wrote, chained to the last entry: so the
/// ledger stays one that verifies.
struct SaleRows {
  private(set) var sequence: Int64
  private(set) var id: Int64
  private(set) var serial: Int64
  private(set) var day: Int64
  private(set) var at: Int64
  private var hash: ChainHash

  /// Reads the last entry of a ledger, which is a sale of drawer 1.
  ///
  /// - Throws: ``Benchmark/Fault``.
  init(after ledger: RawLedger) throws {
    let last = try ledger.rows(
      """
      SELECT sequence, day, at, serial, hex(hash), (SELECT max(id) FROM entry WHERE id < 2 << 32)
      FROM entry ORDER BY sequence DESC LIMIT 1
      """)
    guard let row = last.first, let sequence = Int64(row[0]), let day = Int64(row[1]),
      let at = Int64(row[2]), let serial = Int64(row[3]), let id = Int64(row[5])
    else { throw Benchmark.Fault("the ledger's last entry is no sale") }
    (self.sequence, self.day, self.at, self.id, self.serial) = (sequence, day, at, id, serial)
    hash = ChainHash(bytes: bytes(ofHexadecimal: row[4]))
  }

  /// The next sale.
  ///
  /// - Parameters:
  ///   - moment: when; not before the last.
  ///   - date: its business day.
  ///   - template: what it is like.
  /// - Returns: the row, chained to the one before.
  mutating func next(
    at moment: Instant, on date: BusinessDate, like template: SaleTemplate
  ) -> SaleRow {
    sequence += 1
    id += 1
    at = max(at, moment.milliseconds)
    serial = Int64(date.days) > day ? 1 : serial + 1
    day = max(day, Int64(date.days))
    let date = BusinessDate(days: Int(day))
    let number = "\(template.prefix)\(date.digits)-\(padded(Int(serial), to: 4))"
    let values = [
      "\"\(Instant(milliseconds: at))\"", "\"\(date)\"", "\(id)", "\"\(number)\"", "\(sequence)",
      "\(serial)",
    ]
    var line = template.parts[0]
    line.reserveCapacity(1024)
    for (value, part) in zip(values, template.parts.dropFirst()) {
      line.append(contentsOf: value.utf8)
      line.append(contentsOf: part)
    }
    hash = line.withUnsafeBufferPointer { hash.followed(by: $0) }
    return SaleRow(
      sequence: sequence, id: id, day: day, at: at, serial: serial, line: line, hash: hash.bytes)
  }

  /// The next sales of now.
  mutating func next(_ count: Int, like template: SaleTemplate) -> [SaleRow] {
    next(like: repeatElement(template, count: count))
  }

  /// The next sales of now, one like each.
  mutating func next(like templates: some Sequence<SaleTemplate>) -> [SaleRow] {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let now = Instant(milliseconds: Int64(time.tv_sec) * 1000)
    // The sample shop's day begins at four o'clock eight hours east.
    let today = CivilTime(now, offset: 4 * 3600).date
    return templates.map { next(at: now, on: today, like: $0) }
  }
}

/// The bytes that hexadecimal digits stand for.
func bytes(ofHexadecimal text: String) -> [UInt8] {
  let digits = Array(text.utf8).map { $0 <= UInt8(ascii: "9") ? $0 - 48 : ($0 | 32) - 87 }
  return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}
