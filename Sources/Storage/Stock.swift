package import Ledger

/// A lot of an item as it was received.
package struct StockRow: Hashable, Sendable {
  /// Counts the item's lots from 1.
  package let number: Int
  /// What stands on the package; empty where nothing does.
  package let label: String
  /// The last day on which it may be sold or used; nil where it does not run out.
  package let expires: BusinessDate?
  /// Of one unit.
  package let cost: Money

  package init(number: Int, label: String, expires: BusinessDate?, cost: Money) {
    self.number = number
    self.label = label
    self.expires = expires
    self.cost = cost
  }

  init(_ row: Statement) {
    number = row.int(0)
    label = row.text(1)
    expires = row.isNull(2) ? nil : BusinessDate(days: row.int(2))
    cost = Money(fen: row.int64(3))
  }
}

/// A lot with the record of its receipt.
package typealias StockLotRows = (row: StockRow, record: ReceivingRecord)

/// What is in one lot of an item, or was sold of it beyond the books.
package struct StockBalance: Hashable, Sendable {
  /// The item's code.
  package let item: String
  /// The lot's number; nil for what was sold beyond the books.
  package let lot: Int?
  /// Units: negative for what was sold beyond the books.
  package let units: Int

  /// Reads an account's name and its balance: `stock:CODE:1` or `stock:CODE:owed`.
  init(_ row: Statement) {
    (item, lot) = row.withBytes(0) { name in
      let end = name.lastIndex(of: UInt8(ascii: ":")) ?? name.endIndex
      let number = name[end...].dropFirst()
      return (
        String(decoding: name[..<end].dropFirst("stock:".utf8.count), as: UTF8.self),
        Int(String(decoding: number, as: UTF8.self))
      )
    }
    units = row.int(1)
  }
}

/// A lot with what was left of it at the end of a day.
package struct LotThen: Hashable, Sendable {
  package let row: StockRow
  package let left: Int
  /// The item's code.
  package let item: String
  /// What the item is called now, and counted in; empty where the catalog never had it.
  package let name: String
  package let unit: String
}

extension Snapshot {
  /// The number of an item's next lot, from 1.
  package func nextStockLot(_ item: String) throws(StorageError) -> Int {
    try 1 + (connection.first(.lastStockLot, item) { $0.int(0) } ?? 0)
  }

  package func stockLot(_ number: Int, of item: String) throws(StorageError) -> StockRow? {
    try connection.first(.stockLot, item, number, read: StockRow.init)
  }

  /// The newest lot of an item with a label.
  package func stockLot(label: String, of item: String) throws(StorageError) -> StockRow? {
    try connection.first(.stockLotByLabel, item, label, read: StockRow.init)
  }

  /// What there is of an item in each lot that holds something, and what was sold beyond them.
  package func stockBalances(of item: String) throws(StorageError) -> [StockBalance] {
    // A semicolon is the character after the colon.
    try connection.rows(
      .stockBalances, "stock:\(item):", "stock:\(item);", read: StockBalance.init)
  }

  /// The names of an item's accounts of opened packages that hold something: `opened:CODE:1`.
  package func openedBalances(of item: String) throws(StorageError) -> [String] {
    try connection.rows(.openedBalances, "opened:\(item):", "opened:\(item);") { $0.text(0) }
  }

  /// The newest entry after another that moved an individual account the other way and is not void.
  ///
  /// - Parameters:
  ///   - amount: what the other entry moved; its sign alone counts.
  ///   - account: of a lot or a member.
  ///   - sequence: of the other entry.
  /// - Returns: nil where nothing did.
  /// - Throws: ``StorageError``.
  package func lastEntry(
    against amount: Int64, on account: Account, since sequence: Int64
  ) throws(StorageError) -> StoredEntry? {
    try connection.first(
      .lastEntryAgainst, account.name, sequence, amount.signum(), read: StoredEntry.init)
  }

  /// What there is of all items in each lot that holds something, and what was sold beyond them; the
  /// rows of an item stand together.
  package func stockBalances() throws(StorageError) -> [StockBalance] {
    try connection.rows(.stockBalances, "stock:", "stock;", read: StockBalance.init)
  }

  /// Every lot that was received by the end of a day, with what was left of it then.
  ///
  /// - Parameter day: at the end of which.
  /// - Returns: lots by their items' codes, then by their numbers, empty ones too.
  /// - Throws: ``StorageError``.
  package func lots(asOf day: BusinessDate) throws(StorageError) -> [LotThen] {
    let last = try lastEntry(before: day.advanced(by: 1))
    var item = (code: "", name: "", unit: "")
    return try connection.rows(.lotsThen, last) { row in
      // The lots of an item share its texts.
      if !row.withBytes(5, { $0.elementsEqual(item.code.utf8) }) {
        item = (row.text(5), row.text(6), row.text(7))
      }
      return LotThen(
        row: StockRow(row), left: row.int(4), item: item.code, name: item.name, unit: item.unit)
    }
  }

  /// Units that were sold beyond the books at the end of a day, by the items' codes; none that is zero.
  package func oversold(asOf day: BusinessDate) throws(StorageError) -> [String: Int] {
    let last = try lastEntry(before: day.advanced(by: 1))
    let rows = try connection.rows(.oversoldThen, last, read: StockBalance.init)
    return Dictionary(
      uniqueKeysWithValues: rows.filter { $0.units != 0 }.map { ($0.item, -$0.units) })
  }

  /// Units of an item sold since a day, by the shifts that are closed.
  package func unitsSold(
    of item: String, since day: BusinessDate
  ) throws(StorageError) -> Int {
    try connection.first(.unitsSold, item, day.days) { $0.int(0) } ?? 0
  }

  /// The codes of all items that were ever received.
  package func stockedItems() throws(StorageError) -> [String] {
    try connection.rows(.stockedItems) { $0.text(0) }
  }
}

extension Writer {
  /// Adds the lots that an entry received, each with its record.
  package func addStockLots(_ lots: [StockLotRows], entry: Int64) throws(StorageError) {
    try add(StockLots(lots, entry: entry))
  }

  package func add(_ lots: StockLots) throws(StorageError) {
    try connection.insert(.insertStockLot, rows: lots.count, lots.rows)
    try connection.insert(.insertRecord, rows: lots.count, lots.records)
  }
}

/// Lots with their records as they are written; they can be made on one core while another writes.
package struct StockLots: Sendable {
  package let count: Int
  let rows: [Cell]
  let records: [Cell]

  /// - Parameters:
  ///   - lots: as they came in.
  ///   - entry: the sequence of the entry that received them.
  package init(_ lots: [StockLotRows], entry: Int64) {
    count = lots.count
    rows = lots.flatMap { lot in
      [
        .text(lot.record.item), Cell(lot.row.number), Cell(entry), .text(lot.row.label),
        Cell(lot.row.expires?.days), Cell(lot.row.cost.fen),
      ]
    }
    records = lots.flatMap { $0.record.cells(entry: entry) }
  }
}

extension Query {
  var stockSQL: String? {
    switch self {
    case .lastStockLot: "SELECT max(number) FROM stock_lot WHERE item = ?1"
    case .stockLot:
      "SELECT number, label, expires, cost FROM stock_lot WHERE item = ?1 AND number = ?2"
    case .stockLotByLabel:
      """
      SELECT number, label, expires, cost FROM stock_lot WHERE item = ?1 AND label = ?2
      ORDER BY number DESC LIMIT 1
      """
    case .openedBalances, .stockBalances:
      """
      SELECT name, balance FROM account
      WHERE owner IS NULL AND id >= 1000 AND balance <> 0 AND name >= ?1 AND name < ?2 ORDER BY name
      """
    case .balancesThen:
      """
      SELECT name, (
        SELECT posting.balance FROM posting WHERE posting.account = account.id
          AND posting.account >= 1000 AND posting.entry <= ?3
        ORDER BY posting.entry DESC, posting.number DESC LIMIT 1)
      FROM account WHERE name >= ?1 AND name < ?2 ORDER BY name
      """
    case .lotsThen:
      """
      SELECT lot.number, lot.label, lot.expires, lot.cost, (
          SELECT posting.balance FROM posting WHERE posting.account = account.id
            AND posting.account >= 1000 AND posting.entry <= ?1
          ORDER BY posting.entry DESC, posting.number DESC LIMIT 1),
        lot.item, version.name, version.unit
      FROM stock_lot AS lot
      CROSS JOIN account ON account.name = 'stock:' || lot.item || ':' || lot.number
      LEFT JOIN item ON item.code = lot.item
      LEFT JOIN item_version AS version ON version.id = item.version
      WHERE lot.entry <= ?1 ORDER BY lot.item, lot.number
      """
    case .oversoldThen:
      """
      SELECT name, (
          SELECT posting.balance FROM posting WHERE posting.account = account.id
            AND posting.account >= 1000 AND posting.entry <= ?1
          ORDER BY posting.entry DESC, posting.number DESC LIMIT 1)
      FROM account WHERE name >= 'stock:' AND name < 'stock;' AND name GLOB 'stock:*:owed'
      """
    case .itemMovements:
      """
      SELECT entry.sequence, entry.at, entry.day, entry.kind, entry.line, account.name, account.unit,
        posting.amount, posting.balance
      FROM account JOIN posting ON posting.account = account.id AND posting.account >= 1000
      JOIN entry ON entry.sequence = posting.entry
      WHERE account.name >= ?1 AND account.name < ?2 AND posting.entry BETWEEN ?3 AND ?4
      ORDER BY posting.entry, posting.number
      """
    case .lastEntryAgainst:
      """
      SELECT entry.line, entry.hash
      FROM account JOIN posting ON posting.account = account.id AND posting.account >= 1000
      JOIN entry ON entry.sequence = posting.entry
      WHERE account.name = ?1 AND posting.entry > ?2 AND posting.amount * ?3 < 0
        AND entry.kind <> 'void' AND NOT EXISTS (
          SELECT 1 FROM entry AS void WHERE void.about = entry.sequence AND void.kind = 'void')
      ORDER BY posting.entry DESC LIMIT 1
      """
    case .stockedItems: "SELECT DISTINCT item FROM stock_lot ORDER BY item"
    case .unitsSold:
      """
      SELECT coalesce(sum(units), 0) FROM item_sold
      WHERE item = (SELECT id FROM item WHERE code = ?1) AND day > ?2
      """
    case .insertStockLot:
      """
      INSERT INTO stock_lot (item, number, entry, label, expires, cost)
      VALUES (?, ?, ?, ?, ?, ?)
      """
    default: nil
    }
  }
}
