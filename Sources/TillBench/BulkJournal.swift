import CSQLite
import Ledger

/// Appends entries to a ledger as the engine does, many times faster: without the triggers that
/// check each row, and with the index on postings made when all of them are there.
///
/// What it leaves behind is a ledger like any other, which its user has to verify.
final class BulkJournal {
  private struct Place {
    let id: Int64
    var balance: Int64
    var isMoved = false
  }

  private let database: OpaquePointer
  private let insertEntry: OpaquePointer
  private let insertPosting: OpaquePointer
  /// The triggers and the index that are put away meanwhile, as the schema has them.
  private let putAway: [String]
  private var places: [String: Place] = [:]
  private var lastIndividual: Int64
  private(set) var sequence: Int64
  private var hash: ChainHash

  /// Opens a ledger that nobody else has open.
  ///
  /// - Throws: ``Benchmark/Fault``.
  init(_ shop: BenchShop) throws {
    database = try opened(shop.ledger)
    try run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", on: database)
    try run("PRAGMA foreign_keys = OFF; PRAGMA cache_size = -500000; BEGIN", on: database)
    let checks = """
      SELECT type, name, sql FROM sqlite_schema
      WHERE type = 'trigger' AND tbl_name IN ('entry', 'posting') OR name = 'posting_by_account'
      """
    let parts = try rows(checks, on: database)
    for part in parts { try run("DROP \(part[0]) \(part[1])", on: database) }
    putAway = parts.map { $0[2] }
    insertPosting = try prepared(
      "INSERT INTO posting (entry, number, account, amount, balance) VALUES (?1, ?2, ?3, ?4, ?5)",
      database)
    insertEntry = try prepared(
      """
      INSERT INTO entry (sequence, id, kind, day, at, drawer, shift, staff, serial, line, hash)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
      """, database)
    for row in try rows("SELECT name, id, balance FROM account", on: database) {
      places[row[0]] = Place(id: Int64(row[1]) ?? 0, balance: Int64(row[2]) ?? 0)
    }
    lastIndividual = max(999, places.values.map(\.id).max() ?? 0)
    let head = try rows(
      "SELECT sequence, hex(hash) FROM entry ORDER BY sequence DESC LIMIT 1", on: database)
    sequence = head.first.flatMap { Int64($0[0]) } ?? 0
    hash = head.first.map { ChainHash(bytes: bytes(ofHexadecimal: $0[1])) } ?? .genesis
  }

  deinit {
    sqlite3_finalize(insertEntry)
    sqlite3_finalize(insertPosting)
    sqlite3_close_v2(database)
  }

  /// Appends an entry, chained to the last one.
  ///
  /// - Parameter entry: with no account of the shop's own that the ledger has not had yet.
  /// - Throws: ``Benchmark/Fault``.
  func append(_ entry: JournalEntry) throws {
    sequence += 1
    let line = Array(entry.json(sequence: sequence).canonical.utf8)
    hash = line.withUnsafeBufferPointer { hash.followed(by: $0) }
    for (index, posting) in entry.postings.enumerated() {
      let (account, balance) = try moved(posting)
      try insert(
        insertPosting, [sequence, Int64(index + 1), account, posting.amount, balance], on: database)
    }
    for (place, value) in [
      (Int32(1), sequence), (2, entry.id.value), (4, Int64(entry.day.days)),
      (5, entry.at.milliseconds), (6, Int64(entry.drawer)), (7, Int64(entry.shift)),
      (8, Int64(entry.staff)), (9, Int64(entry.serial ?? 0)),
    ] {
      sqlite3_bind_int64(insertEntry, place, value)
    }
    bind(Array(entry.kind.utf8), at: 3, of: insertEntry)
    bind(line, at: 10, of: insertEntry)
    _ = hash.bytes.withUnsafeBufferPointer {
      sqlite3_bind_blob(insertEntry, 11, $0.baseAddress, Int32($0.count), copied)
    }
    try step(insertEntry, on: database)
  }

  /// Moves an account's balance; one of an item or a member is made at its first posting.
  private func moved(_ posting: Posting) throws -> (account: Int64, balance: Int64) {
    let account = posting.account
    var place = places[account.name] ?? Place(id: lastIndividual + 1, balance: 0)
    if place.id > lastIndividual {
      lastIndividual = place.id
      let statement = try prepared(
        """
        INSERT INTO account (id, name, kind, unit)
        VALUES (\(place.id), '\(account.name)', '\(account.kind.rawValue)', '\(account.unit.name)')
        """, database)
      defer { sqlite3_finalize(statement) }
      try step(statement, on: database)
    }
    place.balance += posting.amount
    place.isMoved = true
    places[account.name] = place
    return (place.id, place.balance)
  }

  /// Counts units sold, for days of cover.
  ///
  /// - Parameter units: by day and the item's code.
  /// - Throws: ``Benchmark/Fault``.
  func countSold(_ units: [BusinessDate: [String: Int]]) throws {
    let statement = try prepared(
      """
      INSERT INTO item_sold (day, units, item)
      SELECT ?1, ?2, id FROM item WHERE code = ?3 ON CONFLICT DO UPDATE SET units = excluded.units
      """, database)
    defer { sqlite3_finalize(statement) }
    for (day, counts) in units.sorted(by: { $0.key < $1.key }) {
      for (code, count) in counts {
        bind(Array(code.utf8), at: 3, of: statement)
        try insert(statement, [Int64(day.days), Int64(count)], on: database)
      }
    }
  }

  /// Writes the balances, puts the triggers and the index back and makes the ledger one of the
  /// engine's again.
  ///
  /// - Throws: ``Benchmark/Fault``.
  func finish() throws {
    let update = try prepared("UPDATE account SET balance = ?2 WHERE id = ?1", database)
    for place in places.values.filter(\.isMoved).sorted(by: { $0.id < $1.id }) {
      try insert(update, [place.id, place.balance], on: database)
    }
    sqlite3_finalize(update)
    for sql in putAway { try run(sql, on: database) }
    try run("COMMIT; PRAGMA journal_mode = WAL", on: database)
  }
}

private let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

private func bind(_ text: [UInt8], at place: Int32, of statement: OpaquePointer) {
  text.withUnsafeBufferPointer { bytes in
    _ = bytes.withMemoryRebound(to: CChar.self) {
      sqlite3_bind_text(statement, place, $0.baseAddress, Int32($0.count), copied)
    }
  }
}

private func insert(
  _ statement: OpaquePointer, _ values: [Int64], on database: OpaquePointer
) throws {
  for (index, value) in values.enumerated() {
    sqlite3_bind_int64(statement, Int32(index + 1), value)
  }
  try step(statement, on: database)
}

private func step(_ statement: OpaquePointer, on database: OpaquePointer) throws {
  let code = sqlite3_step(statement)
  sqlite3_reset(statement)
  guard code == SQLITE_DONE else {
    throw Benchmark.Fault(String(cString: sqlite3_errmsg(database)))
  }
}

private func run(_ sql: String, on database: OpaquePointer) throws {
  guard sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK else {
    throw Benchmark.Fault("\(String(cString: sqlite3_errmsg(database))): \(sql)")
  }
}

private func opened(_ path: String) throws -> OpaquePointer {
  var handle: OpaquePointer?
  guard
    sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK,
    let handle
  else { throw Benchmark.Fault("\(path) cannot be opened") }
  return handle
}
