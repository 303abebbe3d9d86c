import Ledger
import Testing

@testable import Storage

private func record(
  lot: Int = 1, day: Int = today.days, expires: String = "NULL", kept: Int = today.days + 731,
  units: Int = 3
) -> String {
  """
  INSERT INTO receiving_record VALUES ('xs001', \(lot), 2, \(day), '洗发水', '国妆1', '500ml',
    \(units), \(expires), '美源', '021-1', 'FH-1', \(kept));
  """
}

/// What the database refuses whoever asks, and a word of the reason.
private let refused: [(String, String)] = [
  ("UPDATE receiving_record SET expires = expires + 1", "never changed"),
  ("UPDATE receiving_record SET supplier = ''", "never changed"),
  ("DELETE FROM receiving_record", "kept until its time is over"),
  (record(lot: 2), "FOREIGN KEY constraint failed"),
  (record(lot: 2, expires: "\(today.days + 367)"), "failed: kept_until"),
  (record(lot: 2, units: 0), "CHECK constraint failed: units"),
  (record(lot: 2, kept: today.days + 729), "failed: kept_until"),
  ("UPDATE stock_lot SET expires = 9", "their use-by dates are never changed"),
  ("DELETE FROM stock_lot", "lots are never deleted"),
  ("INSERT INTO stock_lot VALUES ('xs001', 2, 2, 'A', 9, -1)", "CHECK constraint failed: cost"),
  ("INSERT OR REPLACE INTO stock_lot VALUES ('xs001', 1, 2, 'A', 9, 5)", "numbered without gaps"),
  ("INSERT INTO stock_rule VALUES ('xs001', 'maybe', 1, 1, 'g')", "failed: overselling"),
  ("INSERT INTO stock_rule VALUES ('xs001', 'warn', -1, 1, 'g')", "failed: reorder"),
  ("INSERT INTO stock_rule VALUES ('xs001', 'warn', 1, 0, 'g')", "failed: content"),
  ("INSERT INTO stock_rule VALUES ('xs001', 'warn', 1, 1, 'kg')", "failed: measure"),
  ("INSERT INTO count_sheet VALUES (2, 2, '', 0, NULL)", "one open at a time"),
  (
    "UPDATE count_sheet SET closing = 3; INSERT INTO count_sheet VALUES (3, 2, '', 0, NULL)",
    "sheets follow one another"
  ),
  (
    "UPDATE count_sheet SET closing = 3; INSERT INTO count_sheet VALUES (2, 2, '', 0, 3)",
    "sheets follow one another"
  ),
  ("UPDATE count_sheet SET is_blind = 2", "a closed sheet is never changed"),
  (
    "UPDATE count_sheet SET closing = 3; INSERT INTO count_sheet VALUES (2, 2, '', 2, NULL)",
    "CHECK constraint failed: is_blind"
  ),
  ("UPDATE count_sheet SET closing = 3; UPDATE count_sheet SET closing = NULL", "a closed sheet"),
  ("UPDATE count_sheet SET number = 2", "a closed sheet is never changed"),
  ("UPDATE count_sheet SET category = '洗护'", "a closed sheet is never changed"),
  ("UPDATE count_sheet SET opening = 1", "a closed sheet is never changed"),
  ("DELETE FROM count_sheet", "never deleted"),
  ("DELETE FROM count_line", "never deleted"),
  ("UPDATE count_line SET sheet = 2", "a closed sheet is never changed"),
  ("UPDATE count_line SET item = 'xs002'", "a closed sheet is never changed"),
  ("INSERT INTO count_line VALUES (2, 'xs002', 1)", "a closed sheet is never changed"),
  ("INSERT INTO count_line VALUES (1, 'xs002', -1)", "CHECK constraint failed"),
  (
    "UPDATE count_sheet SET closing = 3; UPDATE count_line SET counted = 9",
    "a closed sheet is never changed"
  ),
]

struct GoodsSchemaTests {
  /// A ledger with a lot, its record, and an open sheet.
  private func stocked(_ home: LedgerFolder) throws -> Store {
    var store = try home.filled()
    try store.write { writer in
      let row = StockRow(number: 1, label: "A", expires: nil, cost: Money(fen: 500))
      let record = ReceivingRecord(
        item: "xs001", lot: 1, day: today, name: "洗发水", registration: "国妆1", netContent: "500ml",
        units: 3, expires: nil, supplier: "美源", contact: "021-1", document: "FH-1",
        keptUntil: today.advanced(by: 731))
      try writer.addStockLots([(row, record)], entry: 2)
      try writer.open(CountSheet(number: 1, opening: 2, category: "", isBlind: false))
      try writer.setCounted(3, of: "xs001", onSheet: 1)
      try writer.setCounted(4, of: "xs001", onSheet: 1)
    }
    return store
  }

  @Test(arguments: refused)
  func `records, lots and sheets are guarded by the database itself`(
    sql: String, reason: String
  ) throws {
    let home = try LedgerFolder()
    _ = try stocked(home)
    let other = try home.stranger()
    let error = #expect(throws: StorageError.self) {
      try other.execute("BEGIN; \(sql); COMMIT")
    }
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
  }

  @Test func `a record may go once its time is over, and not before`() throws {
    let home = try LedgerFolder()
    var store = try stocked(home)
    for (days, isOver) in [(731, false), (732, true)] {
      let later = JournalEntry(
        id: EntryID(drawer: 1, counter: Int64(days)), kind: "event",
        at: Instant(milliseconds: Int64(days) * 1000), day: today.advanced(by: days), drawer: 1,
        shift: 0, staff: 0, postings: [], content: [:])
      _ = try store.write { try $0.append(later) }
      let refused = kind { try home.stranger().execute("DELETE FROM receiving_record") }
      #expect((refused == nil) == isOver)
    }
    #expect(try store.read { try $0.lastRecord(of: "xs001") } == nil)
  }

  @Test func `what an item and a supplier were said last is remembered`() throws {
    let home = try LedgerFolder()
    let store = try stocked(home)
    #expect(try store.read { try $0.lastRecord(of: "xs001") }?.registration == "国妆1")
    #expect(try store.read { try $0.lastContact(of: "美源") } == "021-1")
    #expect(try store.read { try $0.lastContact(of: "别家") } == nil)
    #expect(try store.read { try $0.records(of: today...today) }.count == 1)
    #expect(try store.read { try $0.counted(onSheet: 1) } == ["xs001": 4])
  }

  @Test func `rules follow their file`() throws {
    let home = try LedgerFolder()
    var store = try home.filled()
    let rule = { (item: String, reorder: Int) in
      StockRuleRow(item: item, overselling: "warn", reorder: reorder, content: nil, measure: "g")
    }
    try store.write { try $0.replaceStockRules(with: [rule("a", 1), rule("b", 2)]) }
    try store.write { try $0.replaceStockRules(with: [rule("b", 3), rule("c", 4)]) }
    #expect(try store.read { try $0.reorderPoints() } == ["b": 3, "c": 4])
    #expect(try store.read { try $0.stockRuleRow(of: "a") } == nil)
  }
}
