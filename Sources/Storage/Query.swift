/// Every statement that the program runs while the shop is open, by name.
///
/// They are prepared once per connection; a test reads the plan of each.
enum Query: Int, CaseIterable {
  case head, entryByID, entryBySequence, entryByNumber, entriesOfShift, entriesAbout, entriesOfDay
  case lastSerial, lastEntryID, lastSaleOfDrawer, entryAbout, reprintsOf, lastClosing
  case insertEntry, insertFirstPosting, insertPosting, postingsOfEntry
  case accountByName, lastAccountID, insertAccount, setAccountRange, accounts, shopAccounts
  case openShift, lastShift, insertShift, closeShift, shiftByNumber
  case openBill, billByTag, heldBills, billContent, insertBill, insertBillChange, undoBillChange
  case tagBill, fetchBill, deleteBill, lastBillID
  case outbox, insertOutbox, deleteOutbox
  case callerKey, insertCallerKey
  case itemByCode, itemByBarcode, itemsByKey, itemsByPinyin, itemsByName, itemVersionAt,
    itemVersionsSince, listedItems, unlistedItems, catalogNames
  case insertItem, setItemVersion, unlistItem, insertItemVersion, lastItemID, lastItemVersionID
  case insertBarcode, deleteBarcode, insertSearchKey, deleteSearchKey, addItemSold
  case member, membersByPhone, memberByCard, lostCard, lastMember, memberCount
  case membersByCode, membersByInitials, membersByPinyin, membersByName, membersByLastFour
  case insertMember, updateMember, nameMember, insertLostCard
  case insertMemberKey, deleteMemberKey, deleteMemberKeys
  case heldBalances, lot, lastLot, insertLot, course, lastCourse, insertCourse, setCourse
  case due, dueCount, insertDue, deleteDue
  case dayOfEntry, balanceOfIndividual, balanceOfShop, movements, heldNow, heldThen
  case pin, setPin, countPinFailure, clearPinFailures
  case lastStockLot, stockLot, stockLotByLabel, stockBalances, openedBalances, stockedItems,
    insertStockLot, unitsSold
  case balancesThen, lotsThen, oversoldThen, itemMovements, lastEntryAgainst
  case stockRule, stockRules, reorderPoints, insertStockRule, deleteStockRule
  case lastRecord, lastContact, recordsOfDays, insertRecord
  case openSheet, lastSheet, countLines, insertSheet, closeSheet, setCountLine
  case state, setState, schemaVersion
  case begin, beginWrite, commit, rollback

  var sql: String {
    journalSQL ?? stockSQL ?? receivingSQL ?? countSQL ?? billSQL ?? catalogSQL ?? memberSQL
      ?? holdingSQL ?? staffSQL
  }
}

// What an item row reads: see `StoredItem.init(_:)`.
private let itemColumns = """
  item.id, item.code, version.name, version.kind, version.category, version.unit, version.price,
  version.floor, version.tax_rate, version.is_discountable, version.barcodes, version.mnemonics,
  version.since
  """

/// Items with keys of some ranks that begin with ?1 (and so stand before ?2), at most ?4.
///
/// The whole of a code or mnemonic (ranks 0 and 1) comes before the whole of the initials (rank 2),
/// that before the beginning of any of them; then the very name, then what sold more since day ?3.
/// A few letters may begin thousands of keys: only the best 300 are looked at more closely.
private func itemSearch(ranks: String) -> String {
  """
  WITH hit AS (
    SELECT item, min(CASE WHEN rank <= 1 AND key = ?1 THEN 0 WHEN rank <= 2 THEN 2 - (key = ?1)
      ELSE rank END) AS rank
    FROM search_key WHERE rank IN \(ranks) AND key >= ?1 AND key < ?2 GROUP BY item
    ORDER BY 2, min(key <> ?1) LIMIT 300
  ), best AS (
    SELECT hit.item, hit.rank, (
      SELECT coalesce(sum(units), 0) FROM item_sold
      WHERE item_sold.item = hit.item AND item_sold.day > ?3) AS sold
    FROM hit JOIN item ON item.id = hit.item
    JOIN item_version AS version ON version.id = item.version
    WHERE item.is_listed = 1
    ORDER BY hit.rank, version.name <> ?1, sold DESC, item.code LIMIT ?4)
  SELECT \(itemColumns) FROM best JOIN item ON item.id = best.item
  JOIN item_version AS version ON version.id = item.version
  ORDER BY best.rank, version.name <> ?1, best.sold DESC, item.code
  """
}

extension Query {
  private var journalSQL: String? {
    switch self {
    case .head: "SELECT sequence, hash, at, day FROM entry ORDER BY sequence DESC LIMIT 1"
    case .entryByID: "SELECT line, hash FROM entry WHERE id = ?1"
    case .entryBySequence: "SELECT line, hash FROM entry WHERE sequence = ?1"
    case .entryByNumber:
      "SELECT line, hash FROM entry WHERE day = ?1 AND kind = ?2 AND serial = ?3"
    case .entriesOfShift:
      "SELECT line, hash FROM entry WHERE sequence BETWEEN ?1 AND ?2 AND shift = ?3 ORDER BY sequence"
    case .lastSerial: "SELECT max(serial) FROM entry WHERE day = ?1 AND kind = ?2 AND serial > 0"
    case .lastEntryID: "SELECT max(id) FROM entry WHERE id BETWEEN ?1 AND ?2"
    case .lastSaleOfDrawer:
      """
      SELECT line, hash FROM entry WHERE day = ?1 AND kind = 'sale' AND serial > 0 AND drawer = ?2
      ORDER BY serial DESC LIMIT 1
      """
    case .entryAbout: "SELECT line, hash FROM entry WHERE about = ?1 AND kind = ?2"
    case .entriesAbout: "SELECT line, hash FROM entry WHERE about = ?1 ORDER BY sequence"
    case .entriesOfDay:
      """
      SELECT line, hash FROM entry WHERE day = ?1 AND serial IS NOT NULL ORDER BY sequence
      """
    case .reprintsOf: "SELECT count(*) FROM entry WHERE about = ?1 AND kind = 'event'"
    case .lastClosing:
      """
      SELECT entry.line, entry.hash FROM shift JOIN entry ON entry.sequence = shift.closing
      ORDER BY shift.closing DESC LIMIT 1
      """
    case .insertEntry:
      """
      INSERT INTO entry
        (sequence, id, kind, day, at, drawer, shift, staff, serial, about, line, hash)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
      """
    case .insertFirstPosting:
      "INSERT INTO posting (entry, number, account, amount, balance) VALUES (?, ?, ?, ?, ?)"
    case .insertPosting:
      """
      INSERT INTO posting (entry, number, account, amount, balance)
      VALUES (?, ?, ?, ?, (SELECT balance FROM account WHERE id = ?) + ?)
      """
    case .postingsOfEntry:
      """
      SELECT account.name, account.kind, account.unit, account.least, account.most,
        account.id >= 1000, posting.amount, account.owner
      FROM posting JOIN account ON account.id = posting.account
      WHERE posting.entry = ?1 ORDER BY posting.number
      """
    case .accountByName: "SELECT id, least, most, balance FROM account WHERE name = ?1"
    case .lastAccountID: "SELECT max(id) FROM account WHERE id BETWEEN ?1 AND ?2"
    case .insertAccount:
      """
      INSERT INTO account (id, name, kind, unit, least, most, owner)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """
    case .setAccountRange: "UPDATE account SET least = ?2, most = ?3 WHERE id = ?1"
    case .accounts: "SELECT name, kind, unit, balance FROM account ORDER BY id"
    case .shopAccounts:
      """
      SELECT name, kind, unit, balance FROM account
      WHERE owner IS NULL AND unit NOT IN ('piece', 'return') ORDER BY id
      """
    case .openShift: "SELECT number, opening FROM shift WHERE drawer = ?1 AND closing IS NULL"
    case .lastShift: "SELECT max(number) FROM shift"
    case .insertShift: "INSERT INTO shift (number, drawer, opening) VALUES (?1, ?2, ?3)"
    case .closeShift: "UPDATE shift SET closing = ?2 WHERE number = ?1"
    case .shiftByNumber:
      """
      SELECT entry.line, entry.hash FROM shift JOIN entry ON entry.sequence = shift.closing
      WHERE shift.number = ?1
      """
    case .outbox: "SELECT entry FROM outbox ORDER BY entry"
    case .insertOutbox: "INSERT INTO outbox (entry) VALUES (?1)"
    case .deleteOutbox: "DELETE FROM outbox WHERE entry = ?1"
    case .callerKey: "SELECT line, entry FROM caller_key WHERE key = ?1"
    case .insertCallerKey: "INSERT INTO caller_key (key, line, entry) VALUES (?1, ?2, ?3)"
    default: nil
    }
  }

  private var billSQL: String? {
    switch self {
    case .openBill: "SELECT id FROM bill WHERE drawer = ?1 AND tag IS NULL"
    case .billByTag: "SELECT id FROM bill WHERE tag = ?1"
    case .heldBills:
      """
      SELECT bill.tag, bill.id, bill.held_at, (
        SELECT content FROM bill_change WHERE bill = bill.id ORDER BY number DESC LIMIT 1)
      FROM bill WHERE bill.tag IS NOT NULL ORDER BY bill.tag
      """
    case .billContent:
      "SELECT number, content FROM bill_change WHERE bill = ?1 ORDER BY number DESC LIMIT 1"
    case .insertBill: "INSERT INTO bill (id, drawer) VALUES (?1, ?2)"
    case .insertBillChange: "INSERT INTO bill_change (bill, number, content) VALUES (?1, ?2, ?3)"
    case .undoBillChange: "DELETE FROM bill_change WHERE bill = ?1 AND number = ?2"
    case .tagBill: "UPDATE bill SET tag = ?2, held_at = ?3 WHERE id = ?1"
    case .fetchBill: "UPDATE bill SET tag = NULL, held_at = NULL, drawer = ?2 WHERE id = ?1"
    case .deleteBill: "DELETE FROM bill WHERE id = ?1"
    case .lastBillID: "SELECT max(id) FROM bill WHERE id BETWEEN ?1 AND ?2"
    default: nil
    }
  }

  private var catalogSQL: String? {
    switch self {
    case .itemByCode:
      """
      SELECT \(itemColumns) FROM item JOIN item_version AS version ON version.id = item.version
      WHERE item.code = ?1 AND item.is_listed = 1
      """
    case .itemByBarcode:
      """
      SELECT \(itemColumns) FROM barcode JOIN item ON item.id = barcode.item
      JOIN item_version AS version ON version.id = item.version
      WHERE barcode.barcode = ?1 AND item.is_listed = 1
      """
    case .itemsByKey: itemSearch(ranks: "(0, 1, 2)")
    case .itemsByPinyin: itemSearch(ranks: "(3)")
    case .itemsByName: itemSearch(ranks: "(4)")
    case .itemVersionAt:
      """
      SELECT \(itemColumns) FROM item JOIN item_version AS version ON version.item = item.id
      WHERE item.code = ?1 AND version.since <= ?2 ORDER BY version.since DESC, version.id DESC LIMIT 1
      """
    case .itemVersionsSince:
      """
      SELECT version.since, version.price FROM item
      JOIN item_version AS version ON version.item = item.id
      WHERE item.code = ?1 AND version.since >= coalesce((
        SELECT max(since) FROM item_version WHERE item = item.id AND since <= ?2), ?2)
      ORDER BY version.since, version.id
      """
    case .listedItems:
      """
      SELECT \(itemColumns) FROM item JOIN item_version AS version ON version.id = item.version
      WHERE item.is_listed = 1
      """
    case .unlistedItems: "SELECT code, id FROM item WHERE is_listed = 0"
    case .catalogNames:
      """
      SELECT item.code, version.category
      FROM item JOIN item_version AS version ON version.id = item.version
      """
    case .insertItem: "INSERT INTO item (id, code, version, is_listed) VALUES (?, ?, ?, 1)"
    case .setItemVersion: "UPDATE item SET version = ?2, is_listed = 1 WHERE id = ?1"
    case .unlistItem: "UPDATE item SET is_listed = 0 WHERE id = ?1"
    case .insertItemVersion:
      """
      INSERT INTO item_version (id, item, since, name, kind, category, unit, price, floor, tax_rate,
        is_discountable, barcodes, mnemonics)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    case .lastItemID: "SELECT max(id) FROM item"
    case .lastItemVersionID: "SELECT max(id) FROM item_version"
    case .insertBarcode: "INSERT OR REPLACE INTO barcode (barcode, item) VALUES (?, ?)"
    case .deleteBarcode: "DELETE FROM barcode WHERE barcode = ?1 AND item = ?2"
    case .insertSearchKey: "INSERT OR IGNORE INTO search_key (key, rank, item) VALUES (?, ?, ?)"
    case .deleteSearchKey: "DELETE FROM search_key WHERE key = ?1 AND rank = ?2 AND item = ?3"
    case .addItemSold:
      """
      INSERT INTO item_sold (item, day, units) SELECT id, ?2, ?3 FROM item WHERE code = ?1
      ON CONFLICT (item, day) DO UPDATE SET units = units + excluded.units
      """
    default: nil
    }
  }

  private var staffSQL: String {
    switch self {
    case .pin: "SELECT hash, failures, locked_until FROM pin WHERE staff = ?1"
    case .setPin:
      """
      INSERT INTO pin (staff, hash) VALUES (?1, ?2)
      ON CONFLICT (staff) DO UPDATE SET hash = excluded.hash, failures = 0, locked_until = 0
      """
    case .countPinFailure:
      "UPDATE pin SET failures = failures + 1, locked_until = ?2 WHERE staff = ?1"
    case .clearPinFailures: "UPDATE pin SET failures = 0, locked_until = 0 WHERE staff = ?1"
    case .state: "SELECT value FROM state WHERE name = ?1"
    case .setState:
      """
      INSERT INTO state (name, value) VALUES (?1, ?2)
      ON CONFLICT (name) DO UPDATE SET value = excluded.value
      """
    case .schemaVersion: "PRAGMA user_version"
    case .begin: "BEGIN"
    case .beginWrite: "BEGIN IMMEDIATE"
    case .commit: "COMMIT"
    case .rollback: "ROLLBACK"
    default: preconditionFailure("no statement for \(self)")
    }
  }
}
