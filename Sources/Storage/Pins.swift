package import Ledger

/// What the ledger keeps of somebody's PIN.
package struct StoredPin: Hashable, Sendable {
  /// As `crypt` wrote it.
  package let hash: String
  /// Wrong tries since the last right one.
  package let failures: Int
  /// No try counts before this moment.
  package let lockedUntil: Instant
}

extension Snapshot {
  package func pin(of staff: Int) throws(StorageError) -> StoredPin? {
    try connection.first(.pin, staff) { row in
      StoredPin(
        hash: row.text(0), failures: row.int(1), lockedUntil: Instant(milliseconds: row.int64(2)))
    }
  }
}

extension Writer {
  package func setPin(of staff: Int, hash: String) throws(StorageError) {
    try connection.run(.setPin, staff, hash)
  }

  /// Counts a try before it is checked, so that a crash does not give it back.
  package func countPinFailure(of staff: Int, lockedUntil: Instant) throws(StorageError) {
    try connection.run(.countPinFailure, staff, lockedUntil.milliseconds)
  }

  package func clearPinFailures(of staff: Int) throws(StorageError) {
    try connection.run(.clearPinFailures, staff)
  }
}
