import CSQLite
import Glibc

/// A ledger's file opened with bare calls of SQLite, under the engine's settings: the floor that the
/// engine is measured by.
final class RawLedger {
  private let database: OpaquePointer
  private let lock: Int32
  private let begin: OpaquePointer
  private let commit: OpaquePointer
  private let deleteOutbox: OpaquePointer
  private let insertPosting: OpaquePointer
  private let insertEntry: OpaquePointer
  private let insertOutbox: OpaquePointer
  private let insertDue: OpaquePointer
  private let insertBill: OpaquePointer
  private let insertBillChange: OpaquePointer
  private let deleteBill: OpaquePointer
  private var commitsSinceCheckpoint = 0
  /// The entry whose slip counts as written, to be taken out of the outbox with the next sale.
  private var waiting: Int64?

  /// - Throws: ``Benchmark/Fault``.
  init(_ shop: BenchShop, isDurable: Bool = true) throws {
    var handle: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
    guard sqlite3_open_v2(shop.ledger, &handle, flags, nil) == SQLITE_OK, let handle else {
      throw Benchmark.Fault("\(shop.ledger) cannot be opened")
    }
    database = handle
    sqlite3_extended_result_codes(handle, 1)
    _ = till_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1)
    _ = till_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    let settings = """
      PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;
      PRAGMA foreign_keys = ON; PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;
      PRAGMA synchronous = \(isDurable ? "FULL" : "OFF")
      """
    guard sqlite3_exec(handle, settings, nil, nil, nil) == SQLITE_OK else {
      throw Benchmark.Fault(String(cString: sqlite3_errmsg(handle)))
    }
    begin = try prepared("BEGIN IMMEDIATE", handle)
    commit = try prepared("COMMIT", handle)
    deleteOutbox = try prepared("DELETE FROM outbox WHERE entry = ?1", handle)
    insertPosting = try prepared(
      """
      INSERT INTO posting (entry, number, account, amount, balance)
      VALUES (?1, ?2, ?3, ?4, (SELECT balance FROM account WHERE id = ?3) + ?4)
      """, handle)
    insertEntry = try prepared(
      """
      INSERT INTO entry
        (sequence, id, kind, day, at, drawer, shift, staff, serial, about, line, hash)
      VALUES (?1, ?2, 'sale', ?3, ?4, 1, 1, 0, ?5, NULL, ?6, ?7)
      """, handle)
    insertOutbox = try prepared("INSERT INTO outbox (entry) VALUES (?1)", handle)
    insertDue = try prepared(
      "INSERT INTO due (day, kind, member, number) VALUES (?1, 'points', ?2, 0) ON CONFLICT DO NOTHING",
      handle)
    insertBill = try prepared("INSERT INTO bill (id, drawer) VALUES (?1, 1)", handle)
    insertBillChange = try prepared(
      "INSERT INTO bill_change (bill, number, content) VALUES (?1, ?2, ?3)", handle)
    deleteBill = try prepared("DELETE FROM bill WHERE id = ?1", handle)
    lock = open(shop.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
  }

  deinit {
    for statement in [
      begin, commit, deleteOutbox, insertPosting, insertEntry, insertOutbox, insertDue, insertBill,
      insertBillChange, deleteBill,
    ] {
      sqlite3_finalize(statement)
    }
    sqlite3_close_v2(database)
    close(lock)
  }

  /// Writes one sale durably: the rows that the engine writes, and nothing else.
  ///
  /// - Parameters:
  ///   - sale: the entry's row.
  ///   - template: its postings, and what falls due.
  ///   - closesBill: whether an open bill becomes the sale.
  ///   - meanwhile: begins what is to be done while the disk works.
  /// - Throws: ``Benchmark/Fault``.
  func write(
    _ sale: SaleRow, _ template: SaleTemplate, closesBill: Bool = false,
    meanwhile: () -> Void = {}
  ) throws {
    try durably {
      try insert(sale, template.postings)
      sqlite3_bind_int64(insertOutbox, 1, sale.sequence)
      try step(insertOutbox)
      if let due = template.due {
        sqlite3_bind_int64(insertDue, 1, due.day)
        sqlite3_bind_int64(insertDue, 2, due.member)
        try step(insertDue)
      }
      if closesBill {
        sqlite3_bind_int64(deleteBill, 1, sale.id)
        try step(deleteBill)
      }
      meanwhile()
    }
    waiting = sale.sequence
    commitsSinceCheckpoint += 1
  }

  /// Writes the state of an open bill durably; the first one opens it.
  ///
  /// - Parameters:
  ///   - number: which change of the bill, from 1.
  ///   - content: the bill as the engine stores it.
  ///   - id: of the sale that it will be.
  /// - Throws: ``Benchmark/Fault``.
  func writeBill(_ number: Int, _ content: [UInt8], of id: Int64) throws {
    try durably {
      if number == 1 {
        sqlite3_bind_int64(insertBill, 1, id)
        try step(insertBill)
      }
      sqlite3_bind_int64(insertBillChange, 1, id)
      sqlite3_bind_int64(insertBillChange, 2, Int64(number))
      try content.withUnsafeBufferPointer { content in
        _ = content.withMemoryRebound(to: CChar.self) { content in
          sqlite3_bind_text(insertBillChange, 3, content.baseAddress, Int32(content.count), nil)
        }
        try step(insertBillChange)
      }
    }
  }

  /// Writes rows in one commit, under the lock that all tills hold.
  private func durably(_ rows: () throws -> Void) throws {
    if flock(lock, LOCK_EX | LOCK_NB) != 0 { flock(lock, LOCK_EX) }
    defer { flock(lock, LOCK_UN) }
    try step(begin)
    if let waiting {
      sqlite3_bind_int64(deleteOutbox, 1, waiting)
      try step(deleteOutbox)
    }
    try rows()
    try step(commit)
    waiting = nil
  }

  /// Copies the write-ahead log back as often as the engine does.
  func afterWrite() {
    guard commitsSinceCheckpoint >= 20 else { return }
    if flock(lock, LOCK_EX | LOCK_NB) != 0 { flock(lock, LOCK_EX) }
    checkpoint()
    flock(lock, LOCK_UN)
    commitsSinceCheckpoint = 0
  }

  /// Writes many sales in one transaction.
  func fill(_ sales: [SaleRow], _ template: SaleTemplate) throws {
    try step(begin)
    for sale in sales { try insert(sale, template.postings) }
    try step(commit)
    checkpoint()
  }

  private func insert(_ sale: SaleRow, _ postings: [SalePosting]) throws {
    for (index, posting) in postings.enumerated() {
      sqlite3_bind_int64(insertPosting, 1, sale.sequence)
      sqlite3_bind_int64(insertPosting, 2, Int64(index + 1))
      sqlite3_bind_int64(insertPosting, 3, posting.account)
      sqlite3_bind_int64(insertPosting, 4, posting.amount)
      try step(insertPosting)
    }
    sqlite3_bind_int64(insertEntry, 1, sale.sequence)
    sqlite3_bind_int64(insertEntry, 2, sale.id)
    sqlite3_bind_int64(insertEntry, 3, sale.day)
    sqlite3_bind_int64(insertEntry, 4, sale.at)
    sqlite3_bind_int64(insertEntry, 5, sale.serial)
    // The texts outlive the statement's run, so SQLite need not copy them.
    try sale.line.withUnsafeBufferPointer { line in
      try sale.hash.withUnsafeBufferPointer { hash in
        _ = line.withMemoryRebound(to: CChar.self) { line in
          sqlite3_bind_text(insertEntry, 6, line.baseAddress, Int32(line.count), nil)
        }
        sqlite3_bind_blob(insertEntry, 7, hash.baseAddress, Int32(hash.count), nil)
        try step(insertEntry)
      }
    }
  }

  private func checkpoint() {
    sqlite3_wal_checkpoint_v2(database, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
  }

  private func step(_ statement: OpaquePointer) throws {
    let code = sqlite3_step(statement)
    sqlite3_reset(statement)
    guard code == SQLITE_DONE else {
      throw Benchmark.Fault(String(cString: sqlite3_errmsg(database)))
    }
  }

  /// Pages that this connection wrote since it was opened.
  var pagesWritten: Int {
    var current: Int32 = 0
    var high: Int32 = 0
    sqlite3_db_status(database, SQLITE_DBSTATUS_CACHE_WRITE, &current, &high, 0)
    return Int(current)
  }

  /// The rows of a query, each as the texts of its columns.
  func rows(_ sql: String) throws -> [[String]] { try TillBench.rows(sql, on: database) }
}

/// The rows of a query on an open database, each as the texts of its columns.
func rows(_ sql: String, on database: OpaquePointer) throws -> [[String]] {
  let statement = try prepared(sql, database)
  defer { sqlite3_finalize(statement) }
  var rows: [[String]] = []
  while sqlite3_step(statement) == SQLITE_ROW {
    rows.append(
      (0..<sqlite3_column_count(statement)).map { column in
        sqlite3_column_text(statement, column).map { String(cString: $0) } ?? ""
      })
  }
  return rows
}

/// A statement that is kept.
func prepared(_ sql: String, _ database: OpaquePointer) throws -> OpaquePointer {
  var statement: OpaquePointer?
  let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
  guard sqlite3_prepare_v3(database, sql, -1, flags, &statement, nil) == SQLITE_OK, let statement
  else { throw Benchmark.Fault("\(String(cString: sqlite3_errmsg(database))): \(sql)") }
  return statement
}

/// How many frames the write-ahead log of a ledger holds, by the header of its index.
func framesInLog(of shop: BenchShop) -> Int {
  let descriptor = open("\(shop.ledger)-shm", O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return 0 }
  defer { close(descriptor) }
  var frames: UInt32 = 0
  pread(descriptor, &frames, 4, 16)
  return Int(frames)
}
