internal import CSQLite
internal import Glibc
import Ledger

/// One open connection to a ledger's file, with its prepared statements; for one thread.
final class Connection {
  /// How long SQLite waits for a lock of another program, in milliseconds.
  private static let patience: Int32 = 5000
  /// Once in the life of the program.
  private static let isSQLiteSetUp = till_set_up_sqlite() == SQLITE_OK
  /// What a connection keeps of the file in memory, and while very much is written, in KB.
  private static let usualCache = 2000
  private static let largeCache = 65_536

  let handle: OpaquePointer
  let path: String
  private var statements = [Statement?](repeating: nil, count: Query.allCases.count)
  /// Those that write several rows at once, by their query and the number of rows.
  private var insertions: [Query: [Int: Statement]] = [:]
  /// The keys of accounts by their names, as far as they were asked for; to be forgotten when a
  /// transaction is rolled back, which may have made them.
  var knownAccounts: [String: Int64] = [:]
  /// The last entries before days that the journal has reached; to be forgotten likewise.
  var knownDays: [BusinessDate: Int64] = [:]
  /// What need not be read again; nil outside write transactions.
  var known: Known?
  /// What was known after the last commit, and the file's version then.
  var kept: (version: UInt32, known: Known)?
  /// Pages in the write-ahead log after the last commit of this connection.
  private(set) var walPages = 0

  /// Opens a file that is there; only `creating` makes one.
  convenience init(path: String, creating: Bool = false) throws(StorageError) {
    try self.init(opening: path, flags: creating ? SQLITE_OPEN_CREATE : 0)
    // Setting up the log writes to the file: one that is no ledger is left as it is.
    let id = creating ? Schema.applicationID : try integer("PRAGMA application_id")
    guard id == Schema.applicationID else {
      throw StorageError(.damaged, message: "not a ledger", place: path)
    }
    try configureFile()
  }

  /// A database in memory, gone with its connection.
  static func inMemory() throws(StorageError) -> Connection {
    try Connection(opening: ":memory:", flags: SQLITE_OPEN_MEMORY)
  }

  private init(opening path: String, flags more: Int32) throws(StorageError) {
    _ = Connection.isSQLiteSetUp
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | more
    var handle: OpaquePointer?
    let code = sqlite3_open_v2(path, &handle, flags, nil)
    guard code == SQLITE_OK, let handle else {
      let error = StorageError(handle, code: code, place: path)
      sqlite3_close_v2(handle)
      throw error
    }
    self.handle = handle
    self.path = path
    // A file that cannot be opened for writing SQLite opens for reading.
    guard sqlite3_db_readonly(handle, "main") != 1 else {
      let message = String(cString: sqlite3_errstr(SQLITE_CANTOPEN))
      let isWritable = access(path, W_OK) == 0
      throw StorageError(
        isWritable ? .other : .readOnly, code: SQLITE_CANTOPEN, message: message, place: path)
    }
    // From here on an error runs `deinit`, which closes.
    try configure()
  }

  /// Makes sure that the disk has given all that was asked for since the last error: some of SQLite's
  /// checks only report a page that they cannot read.
  ///
  /// - Throws: ``StorageError``.
  func checkReads() throws(StorageError) {
    guard till_take_error(handle) == 0 else { throw .unread(path) }
  }

  /// Forgets the file's pages outside a transaction: one of them may not be what the disk holds.
  func dropPages() { sqlite3_db_release_memory(handle) }

  func forget() {
    knownAccounts = [:]
    knownDays = [:]
    known = nil
    kept = nil
  }

  deinit {
    statements = []
    insertions = [:]
    sqlite3_close_v2(handle)
  }

  private func configure() throws(StorageError) {
    till_keep_heap()
    sqlite3_extended_result_codes(handle, 1)
    sqlite3_busy_timeout(handle, Connection.patience)
    _ = till_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1)
    _ = till_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0)
    _ = till_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0)
    _ = till_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    try execute("PRAGMA trusted_schema = OFF")
    try execute("PRAGMA cell_size_check = ON")
    try execute("PRAGMA mmap_size = 0")
    try execute("PRAGMA foreign_keys = ON")
  }

  private func configureFile() throws(StorageError) {
    // WAL: a report never makes a till wait, and a commit costs one fdatasync. Checkpoints are ours
    // alone, under the write lock: SQLite before 3.51.3 can lose pages when one races a writer.
    guard try text("PRAGMA journal_mode = WAL") == "wal" else {
      throw StorageError(.readOnly, message: "no write-ahead log", place: path)
    }
    try execute("PRAGMA synchronous = FULL")
    try execute("PRAGMA wal_autocheckpoint = 0")
    sqlite3_wal_hook(
      handle,
      { context, _, _, pages in
        guard let context else { return SQLITE_OK }
        Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue().walPages = Int(pages)
        return SQLITE_OK
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  /// Brings the schema from a version to the newest, inside the caller's transaction.
  ///
  /// - Parameter version: how many of the migrations the file has; 0 for an empty one.
  /// - Throws: ``StorageError``; the connection is not to be used any more then.
  func migrate(from version: Int) throws(StorageError) {
    // A defensive connection lets nobody replace the text of a table.
    _ = till_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 0)
    defer { _ = till_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1) }
    for migration in Schema.migrations.dropFirst(version) { try execute(migration) }
    try execute("PRAGMA user_version = \(Schema.migrations.count)")
  }

  /// Makes sure that no newer program has changed the schema.
  ///
  /// - Throws: ``StorageError`` of kind `newer`.
  func checkVersion() throws(StorageError) {
    let version = try first(.schemaVersion) { $0.int(0) } ?? 0
    let known = Schema.migrations.count
    guard version <= known else {
      throw StorageError(.newer(version: version, known: known), place: path)
    }
  }

  /// Keeps much more of the file in memory than usual, or as much as usual again.
  func keepPages(_ isMuch: Bool) throws(StorageError) {
    try execute("PRAGMA cache_size = -\(isMuch ? Connection.largeCache : Connection.usualCache)")
  }

  /// Runs statements that take no parameters and whose rows nobody reads.
  func execute(_ sql: String) throws(StorageError) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw StorageError(handle, code: code, place: sql) }
  }

  /// The first column of the first row, as text; empty if there is no row.
  func text(_ sql: String) throws(StorageError) -> String {
    let statement = try Statement(sql, on: handle)
    guard try statement.step() else { return "" }
    return statement.text(0)
  }

  func integer(_ sql: String) throws(StorageError) -> Int64 {
    let statement = try Statement(sql, on: handle)
    guard try statement.step() else { return 0 }
    return statement.int64(0)
  }

  /// The prepared statement of a query, made at its first use.
  func statement(_ query: Query) throws(StorageError) -> Statement {
    if let statement = statements[query.rawValue] { return statement }
    let statement = try Statement(query.sql, on: handle)
    statements[query.rawValue] = statement
    return statement
  }

  /// The prepared statement that inserts so many rows, made at its first use.
  func statement(_ query: Query, rows: Int) throws(StorageError) -> Statement {
    if rows == 1 { return try statement(query) }
    if let statement = insertions[query]?[rows] { return statement }
    let statement = try Statement(query.sql(rows: rows), on: handle)
    insertions[query, default: [:]][rows] = statement
    return statement
  }

  /// Runs a query that changes something.
  func run<each Value: Bindable>(
    _ query: Query, _ values: repeat each Value
  ) throws(StorageError) {
    let statement = try statement(query)
    try statement.bind(repeat each values)
    _ = try statement.step()
    statement.reset()
  }

  /// The rows of a query, each read into a value.
  func rows<each Value: Bindable, Row>(
    _ query: Query, _ values: repeat each Value, read: (Statement) -> Row
  ) throws(StorageError) -> [Row] {
    let statement = try statement(query)
    try statement.bind(repeat each values)
    var rows: [Row] = []
    while try statement.step() { rows.append(read(statement)) }
    return rows
  }

  /// The first row of a query; nil if there is none.
  func first<each Value: Bindable, Row>(
    _ query: Query, _ values: repeat each Value, read: (Statement) -> Row
  ) throws(StorageError) -> Row? {
    let statement = try statement(query)
    try statement.bind(repeat each values)
    guard try statement.step() else { return nil }
    defer { statement.reset() }
    return read(statement)
  }

  var changes: Int { Int(sqlite3_changes(handle)) }

  /// True where this connection has written what is not committed.
  var isWriting: Bool { sqlite3_txn_state(handle, nil) == SQLITE_TXN_WRITE }

  /// True outside any transaction.
  var isIdle: Bool { sqlite3_get_autocommit(handle) != 0 }

  /// Copies what is in the write-ahead log back, as far as no reader needs the old pages.
  ///
  /// - Parameter emptying: whether to empty the log as well, if nobody reads at the moment: the
  ///   next one to open the file has to read what is in it.
  /// - Returns: false where that much cannot be done now.
  @discardableResult
  func checkpoint(emptying: Bool = false) -> Bool {
    let mode = emptying ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE
    sqlite3_busy_timeout(handle, 0)
    defer { sqlite3_busy_timeout(handle, Connection.patience) }
    guard sqlite3_wal_checkpoint_v2(handle, nil, mode, nil, nil) == SQLITE_OK else { return false }
    walPages = 0
    return true
  }
}
