internal import CSQLite
internal import Glibc
import Ledger

/// A shop's ledger file: one writer at a time, any number of readers, nothing half written.
///
/// Not for use from two threads.
package struct Store: ~Copyable {
  private(set) var connection: Connection
  let lock: WriteLock
  let highWater: HighWater
  let path: String
  private let places: Places
  private var commitsSinceCheckpoint = 0
  /// Called when the lock has not come at once: the place to tell the user.
  package var onWait: (() -> Void)?

  /// How long a write waits for others before it gives up.
  private static let patience: UInt32 = 5

  /// Makes a new, empty ledger: under its name there is the whole of it or nothing.
  ///
  /// - Parameter path: of the file; its folder is there and the file is not.
  /// - Throws: ``StorageError``.
  package static func create(at path: String) throws(StorageError) {
    guard access(path, F_OK) != 0 else {
      throw StorageError(.other, message: "there is a file already", place: path)
    }
    guard errno == ENOENT else { throw StorageError(errno: errno, path: path) }
    let draft = "\(path).draft"
    func clear() {
      for leftover in [draft, "\(draft)-wal", "\(draft)-shm"] { unlink(leftover) }
    }
    clear()
    defer { clear() }
    try fill(draft)
    guard rename(draft, path) == 0 else { throw StorageError(errno: errno, path: path) }
    syncFolder(of: path)
  }

  private static func fill(_ path: String) throws(StorageError) {
    let connection = try Connection(path: path, creating: true)
    try connection.execute("PRAGMA page_size = 4096")
    try connection.execute("PRAGMA application_id = \(Schema.applicationID)")
    try migrate(connection)
    // Its log does not go with it.
    guard connection.checkpoint(emptying: true) else {
      let code = sqlite3_errcode(connection.handle)
      throw StorageError(connection.handle, code: code, place: path)
    }
  }

  /// Opens a ledger that is there, brings its schema up to date and checks its last entry.
  ///
  /// - Throws: ``StorageError``.
  package static func open(at path: String) throws(StorageError) -> Store {
    let connection = try open(path)
    let lock = try WriteLock(path: beside(path, "lock"))
    try connection.checkVersion()
    if try connection.integer("PRAGMA user_version") < Schema.migrations.count {
      try lock.take(seconds: patience)
      defer { lock.release() }
      try migrate(connection)
    }
    let highWater = try HighWater(path: beside(path, "highwater"))
    let store = try Store(connection: connection, lock: lock, highWater: highWater, path: path)
    try store.checkHead()
    return store
  }

  private init(
    connection: Connection, lock: WriteLock, highWater: HighWater, path: String
  ) throws(StorageError) {
    self.connection = connection
    self.lock = lock
    self.highWater = highWater
    self.path = path
    places = try Places(
      folder: Store.folder(of: path),
      [path, "\(path)-wal", "\(path)-shm", Store.beside(path, "lock")])
  }

  /// Opens the file without making one, and makes sure that it is a ledger.
  static func open(_ path: String) throws(StorageError) -> Connection {
    guard access(path, F_OK) == 0 else { throw StorageError(errno: errno, path: path) }
    do throws(StorageError) {
      return try Connection(path: path)
    } catch  where error.kind == .damaged {
      throw StorageError(.damaged, code: error.code, message: error.message, place: path)
    } catch  where error.kind == .other && access(path, W_OK) != 0 {
      throw StorageError(.readOnly, code: error.code, message: error.message, place: path)
    }
  }

  private static func migrate(_ connection: Connection) throws(StorageError) {
    try connection.execute("BEGIN IMMEDIATE")
    do throws(StorageError) {
      try connection.migrate(from: Int(try connection.integer("PRAGMA user_version")))
      try connection.execute("COMMIT")
    } catch {
      try? connection.execute("ROLLBACK")
      throw error
    }
  }

  /// Compares the ledger's end with the high-water mark.
  private func checkHead() throws(StorageError) {
    if try missing(try highWater.read()) == nil { return }
    // Another till may have been writing the mark while it was read: under the lock none does.
    try lock.take(seconds: Store.patience)
    defer { lock.release() }
    if let mark = try missing(try highWater.read()) { throw try rolledBack(before: mark.sequence) }
  }

  /// A mark whose entry the ledger does not have; nil where it has it, or there is no mark.
  private func missing(_ mark: HighWater.Mark?) throws(StorageError) -> HighWater.Mark? {
    guard let mark else { return nil }
    let found = try Snapshot(connection).hash(ofEntry: mark.sequence)
    return found?.hexadecimal == mark.hash ? nil : mark
  }

  private func rolledBack(before sequence: Int64) throws(StorageError) -> StorageError {
    let head = try Snapshot(connection).head()
    return StorageError(.rolledBack(acknowledged: sequence, found: head.sequence), place: path)
  }

  /// Runs a body in one read transaction: it sees one state of the ledger throughout.
  ///
  /// - Throws: what the body throws, or ``StorageError``.
  package func read<Result>(_ body: (Snapshot) throws -> Result) throws -> Result {
    try checkPlaces()
    try connection.run(.begin)
    do {
      defer { try? connection.run(.rollback) }
      return try body(Snapshot(connection))
    } catch {
      if error is StorageError { connection.dropPages() }
      throw error
    }
  }

  /// Runs a body in one write transaction and commits it durably.
  ///
  /// Whatever the body throws leaves the ledger as it was. An error from the commit itself does not
  /// say whether it took place, so the file is opened again and asked.
  ///
  /// - Parameters:
  ///   - ended: called with whether all of it is committed, before anybody else may write; not where
  ///     nobody knows.
  ///   - body: writes.
  /// - Returns: what the body returns.
  /// - Throws: what the body throws, or ``StorageError``.
  package mutating func write<Result>(
    ended: (Bool) -> Void = { _ in }, _ body: (Writer) throws -> Result
  ) throws -> Result {
    try take()
    defer { lock.release() }
    try checkPlaces()
    let writer = Writer(connection)
    defer { if writer.expectsMuch { try? connection.keepPages(false) } }
    let result: Result
    do {
      try connection.run(.beginWrite)
      try connection.recall()
      result = try body(writer)
    } catch {
      if !connection.isIdle { try? connection.run(.rollback) }
      connection.forget()
      if let fault = error as? StorageError { recover(from: fault) }
      ended(false)
      throw error
    }
    do throws(StorageError) {
      try connection.run(.commit)
    } catch {
      connection.forget()
      do throws(StorageError) {
        try settle(commitError: error, at: writer.last)
      } catch {
        if error.kind != .outcomeUnknown { ended(false) }
        throw error
      }
    }
    ended(true)
    connection.keepKnown()
    if let last = writer.last {
      highWater.write(sequence: last.sequence, hash: last.hash)
      commitsSinceCheckpoint += 1
    }
    return result
  }

  /// Makes sure that what is open still stands under its name.
  ///
  /// - Throws: ``StorageError`` of kind `replaced`.
  func checkPlaces() throws(StorageError) {
    guard try places.areKept() else { throw StorageError(.replaced, place: path) }
  }

  private func take() throws(StorageError) {
    guard let onWait else { return try lock.take(seconds: Store.patience) }
    do throws(StorageError) {
      try lock.take(seconds: 1)
    } catch {
      onWait()
      try lock.take(seconds: Store.patience - 1)
    }
  }

  /// Leaves nothing behind that may not be what the disk holds; what could not be opened for writing may
  /// be by now.
  private mutating func recover(from fault: StorageError) {
    connection.dropPages()
    if fault.kind == .readOnly, let again = try? Store.open(path) { connection = again }
  }

  /// Finds out whether a commit that reported an error took place.
  ///
  /// A commit that fails after its last page is written leaves itself behind in the write-ahead
  /// log, unseen, and comes back when the file is next opened by nobody else. A commit that
  /// succeeds in its place settles that: it covers what was not done, or makes durable what was.
  private mutating func settle(
    commitError: StorageError, at last: Head?
  ) throws(StorageError) {
    if !connection.isIdle { try? connection.execute("ROLLBACK") }
    var isDone = false
    do throws(StorageError) {
      connection = try Store.open(path)
      if let last {
        let found = try Snapshot(connection).hash(ofEntry: last.sequence)
        isDone = found == last.hash
      }
      if !commitError.isOfWriting {
        try connection.execute("BEGIN IMMEDIATE")
        // A value of its own each time: SQLite writes no page whose bytes stay the same.
        let times = try Snapshot(connection).state("settled").flatMap { Int64($0) } ?? 0
        try Writer(connection).setState("settled", String(times + 1))
        try connection.execute("COMMIT")
      }
    } catch {
      if !connection.isIdle { try? connection.execute("ROLLBACK") }
      throw StorageError(
        .outcomeUnknown, code: commitError.code, message: commitError.message, place: path)
    }
    if !isDone { throw commitError }
  }

  /// Copies the write-ahead log back after 20 commits, or 4,000 pages: that keeps it short and rare.
  ///
  /// It is for after a reply: nobody waits for it.
  package mutating func afterReply() {
    guard commitsSinceCheckpoint >= 20 || connection.walPages >= 4000 else { return }
    checkpoint(emptying: false)
  }

  /// Empties the write-ahead log before the program ends.
  ///
  /// - Parameter pages: how many pages may stay in it.
  package mutating func finish(leaving pages: Int) {
    guard connection.walPages > pages else { return }
    checkpoint(emptying: true)
  }

  private mutating func checkpoint(emptying: Bool) {
    guard (try? lock.take(seconds: 1)) != nil else { return }
    connection.checkpoint(emptying: emptying)
    commitsSinceCheckpoint = 0
    lock.release()
  }

  private static func beside(_ path: String, _ suffix: String) -> String {
    guard path.hasSuffix(".db") else { return "\(path).\(suffix)" }
    return "\(path.dropLast(3)).\(suffix)"
  }

  private static func folder(of path: String) -> String {
    guard let end = path.lastIndex(of: "/") else { return "." }
    return end == path.startIndex ? "/" : String(path[..<end])
  }

  /// Makes a new file's name in its folder durable.
  private static func syncFolder(of path: String) {
    let descriptor = Glibc.open(folder(of: path), O_RDONLY | O_DIRECTORY)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
