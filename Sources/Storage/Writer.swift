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
    /// Whether it waits in the outbox for its slip.
    package let isPrinted: Bool
    /// True if the entry stood in the journal before, with the same content.
    package let isRepeated: Bool
  }

  let connection: Connection
  package private(set) var appended: [Appended] = []
  private(set) var expectsMuch = false
  /// Called with each new entry as soon as its text is final, before it is written: what is made of it
  /// meanwhile must not be shown before the commit.
  package var onChained: ((Appended) -> Void)?

  /// The last keys of accounts, by where their range begins: as nobody else writes meanwhile, they
  /// are looked up once.
  private var lastKeys: [Int64: Int64] = [:]
  /// Accounts of the entry at hand that are not in the file yet, with their keys.
  private var fresh: [(id: Int64, account: Account)] = []
  /// For the keys of members; made where one is written, as its table takes longer than a sale.
  lazy var pinyin = PinyinReader()

  init(_ connection: Connection) { self.connection = connection }

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
    guard entry.postings.count > 100 else {
      let link = Link(entry, after: head, isPrinted)
      onChained?(link.made)
      try insertPostings(of: entry, as: link.made.sequence)
      return try seal(entry, link)
    }
    // What has hundreds of postings is chained on another core while they are written.
    let ahead = Ahead { hand in _ = hand(Link(entry, after: head, isPrinted)) }
    try insertPostings(of: entry, as: head.sequence + 1)
    let link = ahead.next()
    onChained?(link.made)
    return try seal(entry, link)
  }

  private func insertPostings(
    of entry: JournalEntry, as sequence: Int64
  ) throws(StorageError) {
    var cells: [Cell] = []
    cells.reserveCapacity(entry.postings.count * 6)
    for (index, posting) in entry.postings.enumerated() {
      let account = Cell(try id(of: posting.account))
      let amount = Cell(posting.amount)
      cells += [Cell(sequence), Cell(index + 1), account, amount, account, amount]
    }
    try connection.insert(.insertAccount, rows: fresh.count, fresh.flatMap(row))
    fresh = []
    try connection.insert(.insertPosting, rows: entry.postings.count, cells)
  }

  /// Writes the entry's row, which moves the accounts of its postings.
  private func seal(_ entry: JournalEntry, _ link: Link) throws(StorageError) -> Appended {
    let made = link.made
    try connection.run(
      .insertEntry, made.sequence, entry.id.value, entry.kind, entry.day.days,
      entry.at.milliseconds, entry.drawer, entry.shift, entry.staff, entry.serial, entry.about,
      link.line, made.hash.bytes)
    if made.isPrinted { try connection.run(.insertOutbox, made.sequence) }
    appended.append(made)
    return made
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
      sequence: sequence, hash: stored.hash, json: json, isPrinted: false, isRepeated: true)
  }

  /// The account's key in the file; the account is made at its first posting, and its range follows
  /// the settings.
  private func id(of account: Account) throws(StorageError) -> Int64 {
    // An individual account's range may change with the settings, also those of another till.
    if account.isIndividual { return try idInFile(of: account) }
    if let id = connection.knownAccounts[account.name] { return id }
    let id = try idInFile(of: account)
    connection.knownAccounts[account.name] = id
    return id
  }

  private func idInFile(of account: Account) throws(StorageError) -> Int64 {
    let row = try connection.first(.accountByName, account.name) { row in
      (
        id: row.int64(0), least: row.isNull(1) ? nil : row.int64(1),
        most: row.isNull(2) ? nil : row.int64(2)
      )
    }
    if let row {
      if row.least != account.least || row.most != account.most {
        try connection.run(.setAccountRange, row.id, account.least, account.most)
      }
      return row.id
    }
    // The index on postings covers individual accounts alone: those with keys of 1000 and more.
    let range: (first: Int64, last: Int64) = account.isIndividual ? (1000, .max) : (1, 999)
    let id = try lastKey(in: range) + 1
    lastKeys[range.first] = id
    precondition(id <= range.last, "the chart has no more than 999 accounts of its own")
    fresh.append((id, account))
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
    try connection.run(.insertShift, number, drawer, entry)
  }

  /// Records that a shift was closed by an entry.
  package func closeShift(_ number: Int, by entry: Int64) throws(StorageError) {
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

/// An entry with its place in the chain, as it will stand.
private struct Link: Sendable {
  let line: String
  let made: Writer.Appended

  init(_ entry: JournalEntry, after head: Head, _ isPrinted: Bool) {
    let json = entry.json(sequence: head.sequence + 1)
    line = json.canonical
    made = Writer.Appended(
      sequence: head.sequence + 1, hash: head.hash.followed(by: line), json: json,
      isPrinted: isPrinted, isRepeated: false)
  }
}

private func row(_ id: Int64, _ account: Account) -> [Cell] {
  [
    .integer(id), .text(account.name), .text(account.kind.rawValue), .text(account.unit.name),
    Cell(account.least), Cell(account.most), Cell(account.owner),
  ]
}
