package import Ledger

/// What can be read of a ledger inside one transaction.
package struct Snapshot {
  let connection: Connection

  init(_ connection: Connection) { self.connection = connection }
}

/// The last entry of the journal.
package struct Head: Hashable, Sendable {
  /// 0 for an empty journal.
  package let sequence: Int64
  package let hash: ChainHash
  package let at: Instant
  package let day: BusinessDate

  /// The head of an empty journal.
  package static let genesis = Head(
    sequence: 0, hash: .genesis, at: Instant(milliseconds: 0), day: BusinessDate(days: 0))
}

/// An entry's stored line with its hash.
package struct StoredEntry: Hashable, Sendable {
  package let line: String
  package let hash: ChainHash

  init(_ row: Statement) {
    line = row.text(0)
    hash = row.chainHash(1)
  }
}

/// An account with its balance, debit positive, in the account's unit.
package struct AccountBalance: Hashable, Sendable {
  package let name: String
  package let kind: AccountKind
  package let unit: Unit
  package let balance: Int64
}

/// An open shift of a drawer.
package struct OpenShift: Hashable, Sendable {
  package let number: Int
  /// The sequence of the entry that opened it.
  package let opening: Int64
}

extension Snapshot {
  package func head() throws(StorageError) -> Head {
    if let head = connection.known?.head { return head }
    let row = try connection.first(.head) { row in
      Head(
        sequence: row.int64(0), hash: row.chainHash(1),
        at: Instant(milliseconds: row.int64(2)), day: BusinessDate(days: row.int(3)))
    }
    let head = row ?? .genesis
    connection.known?.head = head
    return head
  }

  package func entry(id: EntryID) throws(StorageError) -> StoredEntry? {
    try connection.first(.entryByID, id.value, read: StoredEntry.init)
  }

  package func entry(sequence: Int64) throws(StorageError) -> StoredEntry? {
    try connection.first(.entryBySequence, sequence, read: StoredEntry.init)
  }

  package func entry(
    day: BusinessDate, kind: String, serial: Int
  ) throws(StorageError) -> StoredEntry? {
    try connection.first(.entryByNumber, day.days, kind, serial, read: StoredEntry.init)
  }

  /// The entries of a shift from its opening on, in the journal's order.
  package func entries(
    ofShift shift: Int, from first: Int64, to last: Int64
  ) throws(StorageError) -> [StoredEntry] {
    try connection.rows(.entriesOfShift, first, last, shift, read: StoredEntry.init)
  }

  /// The last sale of a drawer on a day.
  package func lastSale(drawer: Int, day: BusinessDate) throws(StorageError) -> StoredEntry? {
    try connection.first(.lastSaleOfDrawer, day.days, drawer, read: StoredEntry.init)
  }

  /// The entry of a kind that is about another: the void of a sale.
  package func entry(about sequence: Int64, kind: String) throws(StorageError) -> StoredEntry? {
    try connection.first(.entryAbout, sequence, kind, read: StoredEntry.init)
  }

  /// The entries that are about another, in the journal's order.
  package func entries(about sequence: Int64) throws(StorageError) -> [StoredEntry] {
    try connection.rows(.entriesAbout, sequence, read: StoredEntry.init)
  }

  /// The entries of a day that carry a number, in the journal's order.
  package func entries(onDay day: BusinessDate) throws(StorageError) -> [StoredEntry] {
    try connection.rows(.entriesOfDay, day.days, read: StoredEntry.init)
  }

  /// How often an entry's document was printed again.
  package func reprints(of sequence: Int64) throws(StorageError) -> Int {
    try connection.first(.reprintsOf, sequence) { $0.int(0) } ?? 0
  }

  package func hash(ofEntry sequence: Int64) throws(StorageError) -> ChainHash? {
    guard sequence > 0 else { return .genesis }
    return try entry(sequence: sequence)?.hash
  }

  /// The legs of an entry, with their accounts as they are now.
  package func postings(ofEntry sequence: Int64) throws(StorageError) -> [Posting] {
    try connection.rows(.postingsOfEntry, sequence) { row in
      let account = Account(
        row.text(0), AccountKind(rawValue: row.text(1)) ?? .asset, unit: Unit(name: row.text(2)),
        least: row.isNull(3) ? nil : row.int64(3), most: row.isNull(4) ? nil : row.int64(4),
        isIndividual: row.int(5) == 1, owner: row.isNull(7) ? nil : row.int(7))
      return Posting(account: account, amount: row.int64(6))
    }
  }

  /// The next free number of a kind of document on a day, from 1.
  package func nextSerial(day: BusinessDate, kind: String) throws(StorageError) -> Int {
    if let known = connection.known?.serials[kind], known.day == day { return known.last + 1 }
    let last = try connection.first(.lastSerial, day.days, kind) { $0.int(0) } ?? 0
    connection.known?.serials[kind] = (day, last)
    return last + 1
  }

  /// The next identity that a drawer makes.
  package func nextID(drawer: Int) throws(StorageError) -> EntryID {
    if let last = connection.known?.identities[drawer] { return EntryID(value: last.value + 1) }
    let first = EntryID(drawer: drawer, counter: 0).value
    let last = EntryID(drawer: drawer + 1, counter: 0).value - 1
    let entry = try connection.first(.lastEntryID, first, last) { $0.int64(0) } ?? 0
    let bill = try connection.first(.lastBillID, first, last) { $0.int64(0) } ?? 0
    let taken = EntryID(value: max(first, entry, bill))
    connection.known?.identities[drawer] = taken
    return EntryID(value: taken.value + 1)
  }

  /// The balance of an account, debit positive; zero for one that no entry has touched.
  package func balance(of account: Account) throws(StorageError) -> Int64 {
    try connection.first(.accountByName, account.name) { $0.int64(3) } ?? 0
  }

  /// All accounts with their balances: the trial balance.
  package func accounts() throws(StorageError) -> [AccountBalance] {
    try connection.rows(.accounts) { row in
      AccountBalance(
        name: row.text(0), kind: AccountKind(rawValue: row.text(1)) ?? .asset,
        unit: Unit(name: row.text(2)), balance: row.int64(3))
    }
  }

  /// The trial balance: the shop's own accounts, and those of members as one of each kind.
  ///
  /// What only counts how much of a sale came back is no balance of the shop and is left out.
  package func trialBalance() throws(StorageError) -> [AccountBalance] {
    let own = try connection.rows(.shopAccounts) { row in
      AccountBalance(
        name: row.text(0), kind: AccountKind(rawValue: row.text(1)) ?? .asset,
        unit: Unit(name: row.text(2)), balance: row.int64(3))
    }
    let members = try heldTotals(asOf: nil).map { total in
      AccountBalance(
        name: total.account, kind: total.balance > 0 ? .asset : .liability, unit: total.unit,
        balance: total.balance)
    }
    return own + members
  }

  package func openShift(drawer: Int) throws(StorageError) -> OpenShift? {
    if let shift = connection.known?.shifts[drawer] { return shift }
    let shift = try connection.first(.openShift, drawer) { row in
      OpenShift(number: row.int(0), opening: row.int64(1))
    }
    connection.known?.shifts[drawer] = shift
    return shift
  }

  /// The next shift's number, from 1.
  package func nextShift() throws(StorageError) -> Int {
    try 1 + (connection.first(.lastShift) { $0.int(0) } ?? 0)
  }

  /// The Z report of a shift; nil while it is open.
  package func closing(ofShift number: Int) throws(StorageError) -> StoredEntry? {
    try connection.first(.shiftByNumber, number, read: StoredEntry.init)
  }

  /// The Z report of the shift that was closed last; nil before the first.
  package func lastClosing() throws(StorageError) -> StoredEntry? {
    try connection.first(.lastClosing, read: StoredEntry.init)
  }

  /// The sequences of the documents whose slips are not known to be written.
  package func outbox() throws(StorageError) -> [Int64] {
    try connection.rows(.outbox) { $0.int64(0) }
  }

  /// What a caller's key was used for: the digest of the line, and the entry it made if it made one.
  package func callerKey(_ key: String) throws(StorageError) -> (line: [UInt8], entry: Int64?)? {
    try connection.first(.callerKey, key) { row in
      (row.bytes(0), row.isNull(1) ? nil : row.int64(1))
    }
  }

  /// A value kept under a name for the program's own use.
  package func state(_ name: String) throws(StorageError) -> String? {
    try connection.first(.state, name) { $0.text(0) }
  }
}
