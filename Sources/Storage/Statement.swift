internal import CSQLite
import Ledger

/// A value that a statement takes as a parameter.
protocol Bindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32
}

extension Int64: Bindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    sqlite3_bind_int64(statement, index, self)
  }
}

extension Int: Bindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    sqlite3_bind_int64(statement, index, Int64(self))
  }
}

extension String: Bindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    var text = self
    return text.withUTF8 { bytes in
      // An empty buffer has no address, which SQLite would take for NULL.
      let address = bytes.baseAddress.map { UnsafeRawPointer($0) } ?? emptyText
      return sqlite3_bind_text(
        statement, index, address.assumingMemoryBound(to: CChar.self), Int32(bytes.count),
        transient)
    }
  }
}

extension [UInt8]: Bindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    withUnsafeBytes {
      sqlite3_bind_blob(statement, index, $0.baseAddress ?? emptyText, Int32($0.count), transient)
    }
  }
}

extension Optional: Bindable where Wrapped: Bindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    self?.bind(to: statement, at: index) ?? sqlite3_bind_null(statement, index)
  }
}

private nonisolated(unsafe) let emptyText = UnsafeRawPointer(StaticString("").utf8Start)
/// SQLITE_TRANSIENT: SQLite copies what it is given.
private nonisolated(unsafe) let transient = unsafeBitCast(
  -1, to: sqlite3_destructor_type.self)

/// A prepared statement, kept for the life of its connection; one use at a time.
final class Statement {
  private let handle: OpaquePointer
  private let database: OpaquePointer
  private let sql: String

  init(_ sql: String, on database: OpaquePointer) throws(StorageError) {
    var handle: OpaquePointer?
    let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
    let code = sqlite3_prepare_v3(database, sql, -1, flags, &handle, nil)
    guard code == SQLITE_OK, let handle else {
      throw StorageError(database, code: code, place: sql)
    }
    self.handle = handle
    self.database = database
    self.sql = sql
  }

  deinit { sqlite3_finalize(handle) }

  /// Gives the parameters their values, from the first on.
  func bind<each Value: Bindable>(_ values: repeat each Value) throws(StorageError) {
    var index: Int32 = 0
    var code = SQLITE_OK
    for value in repeat each values {
      index += 1
      let result = value.bind(to: handle, at: index)
      if result != SQLITE_OK { code = result }
    }
    guard code == SQLITE_OK else { throw StorageError(database, code: code, place: sql) }
  }

  /// Runs a statement that has no rows, with cells for its parameters, from the first on.
  ///
  /// Their texts lie in one piece meanwhile, so that SQLite need not copy each.
  func run(_ cells: ArraySlice<Cell>) throws(StorageError) {
    var texts: [UInt8] = []
    for case .text(let text) in cells { texts += text.utf8 }
    try texts.withUnsafeBufferPointer { texts throws(StorageError) in
      var rest = texts[...]
      var index: Int32 = 0
      for cell in cells {
        index += 1
        let code = bind(cell, at: index, from: &rest)
        guard code == SQLITE_OK else { throw StorageError(database, code: code, place: sql) }
      }
      defer { sqlite3_clear_bindings(handle) }
      _ = try step()
    }
  }

  private func bind(
    _ cell: Cell, at index: Int32, from texts: inout Slice<UnsafeBufferPointer<UInt8>>
  ) -> Int32 {
    switch cell {
    case .integer(let value): return sqlite3_bind_int64(handle, index, value)
    case .none: return sqlite3_bind_null(handle, index)
    case .text(let text):
      let bytes = UnsafeBufferPointer(rebasing: texts.prefix(text.utf8.count))
      texts = texts.dropFirst(bytes.count)
      let address = bytes.baseAddress.map { UnsafeRawPointer($0) } ?? emptyText
      // No destructor: the bytes stay until the statement has run.
      return sqlite3_bind_text(
        handle, index, address.assumingMemoryBound(to: CChar.self), Int32(bytes.count), nil)
    }
  }

  /// Goes to the next row; at the end, or on an error, the statement is ready for its next use.
  ///
  /// - Returns: false when there is no further row.
  func step() throws(StorageError) -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    guard code == SQLITE_DONE else {
      let error = StorageError(database, code: code, place: sql)
      sqlite3_reset(handle)
      throw error
    }
    sqlite3_reset(handle)
    return false
  }

  func reset() { sqlite3_reset(handle) }

  // Columns of the current row, from 0.

  func int64(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }
  func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(handle, column)) }
  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

  func text(_ column: Int32) -> String { withBytes(column) { String(decoding: $0, as: UTF8.self) } }

  func bytes(_ column: Int32) -> [UInt8] { withBytes(column) { Array($0) } }

  /// A hash; that of an empty journal where the bytes are none, which no entry has.
  func chainHash(_ column: Int32) -> ChainHash {
    let bytes = bytes(column)
    return bytes.count == 32 ? ChainHash(bytes: bytes) : .genesis
  }

  /// Lends the bytes of a text or blob; they are gone with the next step.
  func withBytes<Result>(
    _ column: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    let address = sqlite3_column_blob(handle, column)?.assumingMemoryBound(to: UInt8.self)
    let count = Int(sqlite3_column_bytes(handle, column))
    return body(UnsafeBufferPointer(start: address, count: address == nil ? 0 : count))
  }
}
