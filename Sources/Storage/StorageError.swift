internal import CSQLite

/// Why the ledger's file could not be read or written.
package struct StorageError: Error, Hashable, Sendable {
  /// What kind of trouble it is, as far as the user has to act differently.
  package enum Kind: Hashable, Sendable {
    /// There is no ledger at the path.
    case missing
    /// The file is no ledger, or damaged.
    case damaged
    /// A newer program wrote the file; `version` is the file's, `known` this program's.
    case newer(version: Int, known: Int)
    /// The file ends before an entry that was acknowledged.
    case rolledBack(acknowledged: Int64, found: Int64)
    /// Another file was put in the place of the one that is open.
    case replaced
    /// Somebody else held the ledger for longer than the program waits.
    case busy
    case diskFull
    case readOnly
    /// An entry of this identity stands in the journal with other content.
    case otherContent
    /// A balance would leave its account's range.
    case outOfRange
    /// The write failed and nobody can say whether it took place.
    case outcomeUnknown
    case other
  }

  package let kind: Kind
  /// SQLite's extended result code, or the system's error number for a file.
  package let code: Int32
  package let message: String
  /// The statement or the path that it happened with.
  package let place: String

  package init(_ kind: Kind, code: Int32 = 0, message: String = "", place: String = "") {
    self.kind = kind
    self.code = code
    self.message = message
    self.place = place
  }

  /// Reads the error off a connection; what the disk did not give is no damage of the file.
  init(_ handle: OpaquePointer?, code: Int32, place: String) {
    let isOfPage = [SQLITE_CORRUPT, SQLITE_IOERR].contains(code & 0xFF)
    if let handle, isOfPage, till_take_error(handle) != 0, code & 0xFF == SQLITE_CORRUPT {
      self = .unread(place)
      return
    }
    self.code = handle.map { sqlite3_extended_errcode($0) } ?? code
    message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? ""
    let kind: Kind =
      switch code & 0xFF {
      case SQLITE_BUSY, SQLITE_LOCKED: .busy
      case SQLITE_FULL: .diskFull
      case SQLITE_READONLY, SQLITE_PERM: .readOnly
      case SQLITE_CORRUPT, SQLITE_NOTADB: .damaged
      case SQLITE_CONSTRAINT where message.contains("balance_within_range"): .outOfRange
      default: .other
      }
    self.kind = kind
    // What the whole file is wrong with is not the statement's.
    let file = handle.flatMap { sqlite3_db_filename($0, "main") }.map { String(cString: $0) }
    self.place = kind == .readOnly || kind == .damaged ? file ?? place : place
  }
}

extension StorageError {
  /// Bytes that the disk did not give, though they may be there: SQLITE_IOERR_READ, a macro that Swift
  /// does not see.
  static func unread(_ place: String) -> StorageError {
    let code = SQLITE_IOERR | (1 << 8)
    return StorageError(
      .other, code: code, message: String(cString: sqlite3_errstr(code)), place: place)
  }

  /// Whether a page could not be written at all, so that a commit is not complete anywhere: the disk
  /// is full, or SQLITE_IOERR_WRITE, a macro that Swift does not see.
  var isOfWriting: Bool { code & 0xFF == SQLITE_FULL || code == SQLITE_IOERR | (3 << 8) }
}

extension StorageError: CustomStringConvertible {
  package var description: String { "\(message) (\(code)) at \(place)" }
}
