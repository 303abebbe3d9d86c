package import Ledger

/// An entry with its place in the chain: its text is final, and a writer has only to put it there.
///
/// It can be made on one core while another writes the ones before it. It does without the entry's
/// content, which its line holds.
package struct ChainedEntry: Sendable {
  /// Where the chain ends with it.
  package let head: Head
  /// Where the chain ended before it.
  let previous: ChainHash
  let id: EntryID
  let kind: String
  let drawer: Int
  let shift: Int
  let staff: Int
  let serial: Int?
  let about: Int64?
  let postings: [Posting]
  /// What is known of the postings' accounts.
  let keys: [AccountKey]
  let line: String

  /// Looks up the accounts as well, so that the writer need not.
  ///
  /// - Parameters:
  ///   - entry: what happened.
  ///   - head: where the chain ends before it.
  ///   - snapshot: what stands there without all that the writer has written.
  /// - Throws: ``StorageError``.
  package init(
    _ entry: JournalEntry, after head: Head, upon snapshot: Snapshot
  ) throws(StorageError) {
    var keys: [AccountKey] = []
    for posting in entry.postings { keys.append(try snapshot.key(of: posting.account)) }
    self.init(entry, entry.json(sequence: head.sequence + 1), after: head, keys)
  }

  /// Makes it of an entry and its stored form, with what is known of the accounts.
  init(_ entry: JournalEntry, _ json: JSON, after head: Head, _ keys: [AccountKey] = []) {
    line = json.canonical
    previous = head.hash
    self.head = Head(
      sequence: head.sequence + 1, hash: head.hash.followed(by: line), at: entry.at,
      day: entry.day)
    id = entry.id
    kind = entry.kind
    drawer = entry.drawer
    shift = entry.shift
    staff = entry.staff
    serial = entry.serial
    about = entry.about
    postings = entry.postings
    self.keys = keys.isEmpty ? Array(repeating: .unknown, count: postings.count) : keys
  }
}

/// What is known of an account's key in the file.
enum AccountKey: Hashable, Sendable {
  case unknown
  case key(Int64)
  /// The file does not have it, unless the writer has made it meanwhile.
  case none
}

extension Snapshot {
  /// The key of an account; unknown for one of the shop's few, which a writer remembers, and for one
  /// whose range has to be set anew.
  fileprivate func key(of account: Account) throws(StorageError) -> AccountKey {
    guard account.isIndividual else { return .unknown }
    guard let row = try self.account(named: account.name) else { return .none }
    return row.least == account.least && row.most == account.most ? .key(row.id) : .unknown
  }

  /// An account's key and its range in the file.
  func account(named name: String) throws(StorageError) -> AccountRow? {
    if let known = connection.known?.accounts[name] { return known }
    return try connection.first(.accountByName, name) { AccountRow($0, from: 0) }
  }
}

/// What the file says of an account, but for its balance.
struct AccountRow: Hashable, Sendable {
  let id: Int64
  let least: Int64?
  let most: Int64?

  /// - Parameters:
  ///   - row: has the key and the range in three columns.
  ///   - column: the first of them.
  init(_ row: Statement, from column: Int32) {
    id = row.int64(column)
    least = row.isNull(column + 1) ? nil : row.int64(column + 1)
    most = row.isNull(column + 2) ? nil : row.int64(column + 2)
  }
}
