internal import Catalog
package import Ledger

/// What can be written to a ledger inside one transaction.
package final class Writer {
  /// An entry that was appended, and its hash.
  package struct Appended: Hashable, Sendable {
    package let sequence: Int64
    package let hash: ChainHash
    /// The entry as it is stored.
    package let json: JSON
    /// True if the entry stood in the journal before, with the same content.
    package let isRepeated: Bool
  }

  let connection: Connection
  /// Where the chain ends with what was appended; nil where nothing was.
  private(set) var last: Head?
  /// The first entry that was appended with a slip.
  package private(set) var printed: Appended?
  private(set) var expectsMuch = false

  /// The last keys of accounts, by where their range begins: as nobody else writes meanwhile, they
  /// are looked up once.
  private var lastKeys: [Int64: Int64] = [:]
  /// Accounts of the entry at hand that are not in the file yet, with their keys.
  private var fresh: [(id: Int64, account: Account)] = []
  /// The keys of all accounts that this writer has made.
  private var made: [String: Int64] = [:]
  /// For the keys of members; made where one is written, as its table takes longer than a sale.
  lazy var pinyin = PinyinReader()

  init(_ connection: Connection) { self.connection = connection }

  /// The sequence of the entry that tells what was done: the first with a slip, or else the last.
  package var mainEntry: Int64? { printed?.sequence ?? last?.sequence }

  /// What can be read, inside the same transaction.
  package var snapshot: Snapshot { Snapshot(connection) }

  /// Appends an entry to the journal with its postings, chained to the last one.
  ///
  /// The same identity with the same content answers with what stands there already.
  ///
  /// - Parameters:
  ///   - entry: what happened.
  ///   - isPrinted: whether the document has a slip, to be written after the commit.
  /// - Returns: the entry as it stands in the journal.
  /// - Throws: ``StorageError``, of kind `otherContent` if the identity stands with other content,
  ///   of kind `outOfRange` if a balance would leave its range.
  package func append(
    _ entry: JournalEntry, isPrinted: Bool = false
  ) throws(StorageError) -> Appended {
    if let repeated = try repeated(entry) { return repeated }
    let head = try snapshot.head()
    let json = entry.json(sequence: head.sequence + 1)
    let chained = ChainedEntry(entry, json, after: head)
    let made = Appended(
      sequence: chained.head.sequence, hash: chained.head.hash, json: json, isRepeated: false)
    try insert(chained)
    if isPrinted {
      try connection.run(.insertOutbox, made.sequence)
      printed = printed ?? made
    }
    return made
  }

  /// Appends an entry whose place in the chain was found beforehand; it has no slip.
  ///
  /// - Throws: ``StorageError``, also where the chain does not end before the entry.
  package func append(_ chained: ChainedEntry) throws(StorageError) {
    guard try snapshot.head().hash == chained.previous else {
      throw StorageError(
        .other, message: "entry \(chained.head.sequence) does not follow the last one",
        place: String(chained.id.value))
    }
    try insert(chained)
  }

  /// Writes the postings, and then the entry's row, which moves their accounts.
  private func insert(_ chained: ChainedEntry) throws(StorageError) {
    let head = chained.head
    try insertPostings(chained)
    try connection.run(
      .insertEntry, head.sequence, chained.id.value, chained.kind, head.day.days,
      head.at.milliseconds, chained.drawer, chained.shift, chained.staff, chained.serial,
      chained.about, chained.line, head.hash.bytes)
    last = head
    connection.known?.append(chained)
  }

  private func insertPostings(_ chained: ChainedEntry) throws(StorageError) {
    let sequence = Cell(chained.head.sequence)
    // The first on an account has its balance; a later one adds to what stands there.
    var (first, later): ([Cell], [Cell]) = ([], [])
    for (index, (posting, key)) in zip(chained.postings, chained.keys).enumerated() {
      let made = fresh.count
      let account = Cell(try id(of: posting.account, key))
      let amount = Cell(posting.amount)
      if fresh.count > made {
        first += [sequence, Cell(index + 1), account, amount, amount]
      } else {
        later += [sequence, Cell(index + 1), account, amount, account, amount]
      }
    }
    try connection.insert(.insertAccount, rows: fresh.count, fresh.flatMap(row))
    fresh = []
    try connection.insert(.insertFirstPosting, rows: first.count / 5, first)
    try connection.insert(.insertPosting, rows: later.count / 6, later)
  }

  private func repeated(_ entry: JournalEntry) throws(StorageError) -> Appended? {
    guard let stored = try snapshot.entry(id: entry.id) else { return nil }
    guard let json = try? JSON(parsing: stored.line), let sequence = json["seq"]?.integer,
      entry.json(sequence: sequence).canonical == stored.line
    else {
      throw StorageError(
        .otherContent, message: "entry \(entry.id.value) stands with other content",
        place: String(entry.id.value))
    }
    return Appended(
      sequence: sequence, hash: stored.hash, json: json, isRepeated: true)
  }

  /// The account's key in the file; the account is made at its first posting, and its range follows
  /// the settings.
  private func id(of account: Account, _ key: AccountKey) throws(StorageError) -> Int64 {
    // An individual account's range may change with the settings, also those of another till.
    guard !account.isIndividual else {
      switch key {
      case .key(let id): return id
      case .none:
        if let made = made[account.name] { return made }
        return try make(account)
      case .unknown: return try idInFile(of: account)
      }
    }
    if let id = connection.knownAccounts[account.name] { return id }
    let id = try idInFile(of: account)
    connection.knownAccounts[account.name] = id
    return id
  }

  private func idInFile(of account: Account) throws(StorageError) -> Int64 {
    guard let row = try snapshot.account(named: account.name) else { return try make(account) }
    if row.least != account.least || row.most != account.most {
      try connection.run(.setAccountRange, row.id, account.least, account.most)
      connection.known?.forget(account: account.name)
    }
    return row.id
  }

  private func make(_ account: Account) throws(StorageError) -> Int64 {
    // The index on postings covers individual accounts alone: those with keys of 1000 and more.
    let range: (first: Int64, last: Int64) = account.isIndividual ? (1000, .max) : (1, 999)
    let id = try lastKey(in: range) + 1
    lastKeys[range.first] = id
    precondition(id <= range.last, "the chart has no more than 999 accounts of its own")
    fresh.append((id, account))
    made[account.name] = id
    return id
  }

  /// Says that very much is going to be written: its pages stay in memory until the commit, where
  /// otherwise they would go to the log and come back again and again.
  package func expectMuch() throws(StorageError) {
    try connection.keepPages(true)
    expectsMuch = true
  }

  private func lastKey(in range: (first: Int64, last: Int64)) throws(StorageError) -> Int64 {
    if let known = lastKeys[range.first] { return known }
    let last = try connection.first(.lastAccountID, range.first, range.last) { $0.int64(0) } ?? 0
    return max(range.first - 1, last)
  }

  /// Records that a drawer's shift was opened by an entry.
  package func openShift(_ number: Int, drawer: Int, by entry: Int64) throws(StorageError) {
    connection.known?.shifts = [:]
    try connection.run(.insertShift, number, drawer, entry)
  }

  /// Records that a shift was closed by an entry.
  package func closeShift(_ number: Int, by entry: Int64) throws(StorageError) {
    connection.known?.shifts = [:]
    try connection.run(.closeShift, number, entry)
  }

  /// Takes documents out of the outbox: their slips are written.
  package func clearOutbox(_ sequences: [Int64]) throws(StorageError) {
    for sequence in sequences { try connection.run(.deleteOutbox, sequence) }
  }

  /// Remembers a caller's key with the digest of its line and the entry that the line made.
  package func remember(
    key: String, line: [UInt8], entry: Int64?
  ) throws(StorageError) {
    try connection.run(.insertCallerKey, key, line, entry)
  }

  package func setState(_ name: String, _ value: String) throws(StorageError) {
    try connection.run(.setState, name, value)
  }
}

private func row(_ id: Int64, _ account: Account) -> [Cell] {
  [
    .integer(id), .text(account.name), .text(account.kind.rawValue), .text(account.unit.name),
    Cell(account.least), Cell(account.most), Cell(account.owner),
  ]
}
