package import Ledger

/// The record that the law asks of each receipt of goods.
///
/// Source: 化妆品生产经营监督管理办法, Article 39.
package struct ReceivingRecord: Hashable, Sendable {
  package let item: String
  package let lot: Int
  package let day: BusinessDate
  /// Of the item, at that time.
  package let name: String
  /// The registration or filing number; empty where none was given.
  package let registration: String
  package let netContent: String
  package let units: Int
  package let expires: BusinessDate?
  package let supplier: String
  /// Where the supplier is and how they are reached.
  package let contact: String
  package let document: String
  /// The last day on which it must still be there.
  package let keptUntil: BusinessDate

  package init(
    item: String, lot: Int, day: BusinessDate, name: String, registration: String,
    netContent: String, units: Int, expires: BusinessDate?, supplier: String, contact: String,
    document: String, keptUntil: BusinessDate
  ) {
    self.item = item
    self.lot = lot
    self.day = day
    self.name = name
    self.registration = registration
    self.netContent = netContent
    self.units = units
    self.expires = expires
    self.supplier = supplier
    self.contact = contact
    self.document = document
    self.keptUntil = keptUntil
  }

  init(_ row: Statement) {
    item = row.text(0)
    lot = row.int(1)
    day = BusinessDate(days: row.int(2))
    name = row.text(3)
    registration = row.text(4)
    netContent = row.text(5)
    units = row.int(6)
    expires = row.isNull(7) ? nil : BusinessDate(days: row.int(7))
    supplier = row.text(8)
    contact = row.text(9)
    document = row.text(10)
    keptUntil = BusinessDate(days: row.int(11))
  }
}

extension Snapshot {
  /// The record of an item's newest receipt; nil where there is none.
  package func lastRecord(of item: String) throws(StorageError) -> ReceivingRecord? {
    try connection.first(.lastRecord, item, read: ReceivingRecord.init)
  }

  /// How a supplier was reached at their newest delivery; nil where nobody said.
  package func lastContact(of supplier: String) throws(StorageError) -> String? {
    try connection.first(.lastContact, supplier) { $0.text(0) }
  }

  /// The records of receipts of some days, oldest first, each with the sequence of its entry.
  package func records(
    of days: ClosedRange<BusinessDate>
  ) throws(StorageError) -> [(record: ReceivingRecord, entry: Int64)] {
    try connection.rows(.recordsOfDays, days.lowerBound.days, days.upperBound.days) { row in
      (ReceivingRecord(row), row.int64(12))
    }
  }
}

extension ReceivingRecord {
  func cells(entry: Int64) -> [Cell] {
    [
      .text(item), Cell(lot), Cell(entry), Cell(day.days), .text(name), .text(registration),
      .text(netContent), Cell(units), Cell(expires?.days), .text(supplier), .text(contact),
      .text(document), Cell(keptUntil.days),
    ]
  }
}

private let recordColumns = """
  item, lot, day, name, registration, net_content, units, expires, supplier, contact, document,
  kept_until
  """

extension Query {
  var receivingSQL: String? {
    switch self {
    case .stockRule:
      "SELECT item, overselling, reorder, content, measure FROM stock_rule WHERE item = ?1"
    case .stockRules: "SELECT item, overselling, reorder, content, measure FROM stock_rule"
    case .reorderPoints: "SELECT item, reorder FROM stock_rule WHERE reorder IS NOT NULL"
    case .insertStockRule:
      """
      INSERT OR REPLACE INTO stock_rule (item, overselling, reorder, content, measure)
      VALUES (?1, ?2, ?3, ?4, ?5)
      """
    case .deleteStockRule: "DELETE FROM stock_rule WHERE item = ?1"
    case .lastRecord:
      "SELECT \(recordColumns) FROM receiving_record WHERE item = ?1 ORDER BY lot DESC LIMIT 1"
    case .lastContact:
      """
      SELECT contact FROM receiving_record WHERE supplier = ?1 AND contact <> ''
      ORDER BY entry DESC LIMIT 1
      """
    case .recordsOfDays:
      """
      SELECT \(recordColumns), entry FROM receiving_record WHERE day BETWEEN ?1 AND ?2
      ORDER BY day, entry, item, lot
      """
    case .insertRecord:
      """
      INSERT INTO receiving_record (item, lot, entry, day, name, registration, net_content, units,
        expires, supplier, contact, document, kept_until)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    default: nil
    }
  }
}
