internal import CSQLite
import Catalog
import Ledger
import Membership

/// What a connection has read or written and what stays true until somebody else writes: a till that
/// sells the same few items all day need not ask the file for them each time.
///
/// It is there inside write transactions alone, where nobody else can write meanwhile.
struct Known {
  /// The end of the journal.
  var head: Head?
  /// By their drawers.
  var shifts: [Int: OpenShift] = [:]
  /// The last serial of each kind of document, with its day.
  var serials: [String: (day: BusinessDate, last: Int)] = [:]
  /// The last identity that each drawer made.
  var identities: [Int: EntryID] = [:]
  /// The open bills, by their drawers.
  var bills: [Int: StoredBill] = [:]
  /// The member that was asked for last: a sale asks again and again.
  var member: Member?
  /// The rows of members' accounts without their balances, by their names.
  private(set) var accounts: [String: AccountRow] = [:]
  /// By their codes.
  private(set) var items: [String: Item] = [:]
  /// By their barcodes.
  private(set) var scanned: [String: Item] = [:]

  /// So many items take half a megabyte.
  private static let mostItems = 1000
  /// Those of several members.
  private static let mostAccounts = 200

  mutating func add(_ item: Item, code: String) {
    if items.count >= Known.mostItems { items = [:] }
    items[code] = item
  }

  mutating func add(_ item: Item, barcode: String) {
    if scanned.count >= Known.mostItems { scanned = [:] }
    scanned[barcode] = item
  }

  /// What was appended to the journal is its end now.
  mutating func append(_ entry: ChainedEntry) {
    head = entry.head
    if let serial = entry.serial { serials[entry.kind] = (entry.head.day, serial) }
    take(entry.id)
  }

  /// An identity is taken.
  mutating func take(_ id: EntryID) {
    guard let last = identities[id.drawer] else { return }
    identities[id.drawer] = EntryID(value: max(last.value, id.value))
  }

  mutating func add(_ account: AccountRow, named name: String) {
    if accounts.count >= Known.mostAccounts { accounts.removeAll(keepingCapacity: true) }
    accounts[name] = account
  }

  mutating func forget(account name: String) { accounts[name] = nil }

  /// A bill has become another, on whichever drawer it is.
  mutating func change(_ bill: StoredBill, to changed: StoredBill) {
    for (drawer, open) in bills where open.id == bill.id { bills[drawer] = changed }
  }

  mutating func forgetItems() {
    items = [:]
    scanned = [:]
  }
}

extension Connection {
  /// Says that a write transaction has begun: what is known holds if nobody else has written since the
  /// last one of this connection.
  ///
  /// - Throws: ``StorageError`` of kind `newer` if a newer program has changed the schema meanwhile.
  func recall() throws(StorageError) {
    let version = dataVersion
    if let kept, kept.version == version {
      known = kept.known
    } else {
      try checkVersion()
      known = Known()
    }
    kept = nil
  }

  /// Says that the transaction is committed.
  func keepKnown() {
    kept = known.map { (version: dataVersion, known: $0) }
    known = nil
  }

  /// Changes with every commit to the file, this connection's and others', as far as this one has seen
  /// them: at the beginning of a transaction all of them.
  ///
  /// Source: sqlite3.h, SQLITE_FCNTL_DATA_VERSION.
  private var dataVersion: UInt32 {
    var version: UInt32 = 0
    sqlite3_file_control(handle, "main", SQLITE_FCNTL_DATA_VERSION, &version)
    return version
  }
}
