import Ledger
import Testing

@testable import Storage

/// An entry as SQL puts it in; the values are those of the next one in a filled ledger.
private func insert(
  entry sequence: Int = 8, id: Int = 99, at: Int = 8000, day: Int = 20_778, kind: String = "sale",
  serial: String = "NULL", or: String = ""
) -> String {
  """
  INSERT \(or) INTO entry VALUES
  (\(sequence), \(id), '\(kind)', \(day), \(at), 1, 2, 3, \(serial), NULL, '{}', zeroblob(32));
  """
}

private func insert(posting number: Int, _ account: Int, _ amount: Int, balance: Int? = nil)
  -> String
{
  let after = balance.map(String.init) ?? "balance + \(amount)"
  return """
    INSERT INTO posting SELECT 8, \(number), id, \(amount), \(after) FROM account WHERE id = \(account);
    """
}

private func all(_ statements: String...) -> String { statements.joined() }

private let unsound: [(String, String)] = [
  (
    all(insert(posting: 1, 1, 5), insert(posting: 2, 3, -4), insert()),
    "the entry does not sum to zero"
  ),
  (all(insert(posting: 1, 1, 5), insert()), "the entry does not sum to zero"),
  (
    all(insert(posting: 1, 1, 5, balance: 20_006), insert(posting: 2, 3, -5), insert()),
    "the balance after the posting is wrong"
  ),
  (
    all(
      insert(posting: 1, 1, 5), insert(posting: 2, 1, 5), insert(posting: 3, 3, -10), insert()),
    "an entry moves an account once"
  ),
  (
    all(insert(posting: 1, 1, 5), insert(posting: 2, 1, -5), insert()),
    "an entry moves an account once"
  ),
  (
    "COMMIT; PRAGMA foreign_keys = OFF; BEGIN;"
      + "INSERT INTO posting VALUES (8, 1, 77, 5, 5), (8, 2, 78, -5, -5);" + insert(),
    "an entry moves an account once"
  ),
  ("INSERT INTO posting VALUES (7, 1, 1, 5, 20005)", "the entry is sealed"),
  ("INSERT INTO posting VALUES (2, 3, 1, 5, 20005)", "the entry is sealed"),
  (all(insert(posting: 1, 1, 0), insert()), "CHECK constraint failed: amount <> 0"),
  (
    all(insert(posting: 1, 1, -20_001), insert(posting: 2, 3, 20_001), insert()),
    "balance_within_range"
  ),
  (all(insert(posting: 1, 1000, 1), insert(posting: 2, 3, -1), insert()), "balance_within_range"),
  (all(insert(posting: 1, 1, 5), insert(posting: 2, 3, -5)), "FOREIGN KEY constraint failed"),
  ("INSERT INTO posting VALUES (8, 1, 77, 5, 5)", "FOREIGN KEY constraint failed"),
  (insert(entry: 9), "the entry does not follow the last one"),
  (insert(entry: 7), "the entry does not follow the last one"),
  (insert(entry: 0), "the entry does not follow the last one"),
  (insert(at: 6999), "the entry is earlier than the last one"),
  (insert(day: 20_777), "the entry is earlier than the last one"),
  (insert(id: 4_294_967_297), "the entry stands already"),
  (insert(kind: "opening", serial: "2"), "the entry stands already"),
  (
    insert().replacing("zeroblob(32)", with: "zeroblob(31)"),
    "CHECK constraint failed: length(hash) = 32"
  ),
]

private let replacements: [String] = [
  insert(id: 4_294_967_300, or: "OR REPLACE"),
  insert(kind: "opening", serial: "2", or: "OR REPLACE"),
  "INSERT OR REPLACE INTO account VALUES (1, 'drawer:1', 'asset', 'fen', 0, NULL, 9, NULL)",
  "INSERT OR REPLACE INTO account VALUES (9, 'drawer:1', 'asset', 'fen', 0, NULL, 9, NULL)",
  "INSERT OR REPLACE INTO shift VALUES (3, 1, 7, NULL)",
  all(
    insert(posting: 1, 1, 5), insert(posting: 2, 3, -5),
    insert(posting: 1, 1, 5).replacing("INSERT", with: "INSERT OR REPLACE"), insert()),
  """
  INSERT OR REPLACE INTO item_version
  SELECT id, item, since, name, kind, category, unit, 1, 0, 0, 1, '', '' FROM item_version
  """,
]

struct SchemaTests {
  @Test(arguments: [
    ("UPDATE entry SET line = '{}' WHERE sequence = 2", "entries are never changed"),
    ("UPDATE OR REPLACE entry SET id = 1 WHERE sequence = 2", "entries are never changed"),
    ("DELETE FROM entry WHERE sequence = 7", "entries are never deleted"),
    ("DELETE FROM entry", "entries are never deleted"),
    ("UPDATE posting SET amount = 1", "postings are never changed"),
    ("DELETE FROM posting WHERE entry = 6", "postings are never deleted"),
    (
      "UPDATE account SET name = 'x' WHERE id = 1",
      "an account keeps its name, kind, unit and owner"
    ),
    ("UPDATE account SET kind = 'expense'", "an account keeps its name, kind, unit and owner"),
    ("UPDATE account SET unit = 'points'", "an account keeps its name, kind, unit and owner"),
    ("UPDATE account SET id = 99 WHERE id = 1", "an account keeps its name, kind, unit and owner"),
    ("DELETE FROM account WHERE id = 1", "accounts are never deleted"),
    (
      "UPDATE account SET balance = -1 WHERE id = 1",
      "CHECK constraint failed: balance_within_range"
    ),
    (
      "UPDATE account SET balance = 5001 WHERE id = 1000",
      "CHECK constraint failed: balance_within_range"
    ),
    ("DELETE FROM shift", "shifts are never deleted"),
    ("UPDATE shift SET closing = 7 WHERE number = 1", "a closed shift is never changed"),
    ("UPDATE shift SET closing = NULL WHERE number = 1", "a closed shift is never changed"),
    ("UPDATE shift SET number = 3 WHERE number = 2", "a closed shift is never changed"),
    ("UPDATE shift SET drawer = 2 WHERE number = 2", "a closed shift is never changed"),
    ("UPDATE shift SET opening = 1 WHERE number = 2", "a closed shift is never changed"),
    ("UPDATE shift SET closing = 99 WHERE number = 2", "FOREIGN KEY constraint failed"),
    ("INSERT INTO shift VALUES (3, 1, 7, NULL)", "the drawer has an open shift"),
    ("INSERT INTO shift VALUES (4, 2, 7, NULL)", "shifts are numbered without gaps"),
    ("INSERT INTO shift VALUES (2, 2, 7, NULL)", "shifts are numbered without gaps"),
    ("INSERT INTO shift VALUES (3, 2, 99, NULL)", "FOREIGN KEY constraint failed"),
    (
      "INSERT INTO account VALUES (9, 'a', 'other', 'fen', NULL, NULL, 0, NULL)",
      "CHECK constraint failed: kind"
    ),
    ("INSERT INTO outbox VALUES (99)", "FOREIGN KEY constraint failed"),
    ("INSERT INTO bill_change VALUES (99, 1, '')", "FOREIGN KEY constraint failed"),
    (
      "INSERT INTO entry VALUES (8, 'x', 's', 1, 1, 1, 1, 1, NULL, NULL, '', '')",
      "cannot store TEXT"
    ),
  ])
  func `what is written is neither changed nor deleted`(sql: String, reason: String) throws {
    try expectRefused(sql, reason)
  }

  @Test(arguments: unsound)
  func `an entry that does not hold together is not written`(sql: String, reason: String) throws {
    try expectRefused(sql, reason)
  }

  @Test func `only a balance that leaves its range is said to be out of range`() throws {
    let home = try LedgerFolder()
    _ = try home.filled()
    let stranger = try home.stranger()
    func refused(_ sql: String) -> StorageError.Kind? {
      kind {
        defer { try? stranger.execute("ROLLBACK") }
        try stranger.execute("BEGIN; \(sql)")
      }
    }
    let wrong = all(
      insert(posting: 1, 1, 5, balance: 20_006), insert(posting: 2, 3, -5), insert())
    let negative = all(insert(posting: 1, 1, -20_001), insert(posting: 2, 3, 20_001), insert())
    #expect(refused(wrong) == .other && refused(negative) == .outOfRange)
  }

  @Test(arguments: replacements)
  func `replacing is no way around what is never deleted`(sql: String) throws {
    let home = try LedgerFolder()
    var store = try home.filled()
    _ = try store.write { writer in
      try writer.replaceCatalog(with: [item("jf", 8800)], at: Instant(milliseconds: 0)) { _ in }
    }
    let other = try home.stranger()
    let refused = kind { try other.execute("BEGIN; \(sql); COMMIT") }
    if !other.isIdle { try other.execute("ROLLBACK") }
    #expect(refused != nil)
    let faults = try store.verify { _, _ in }.faults
    #expect(faults.isEmpty)
  }

  /// Runs statements on a filled ledger and expects that the database refuses, and stays as it was.
  private func expectRefused(_ sql: String, _ reason: String) throws {
    let home = try LedgerFolder()
    let store = try home.filled()
    let other = try home.stranger()
    var message = ""
    do {
      try other.execute("BEGIN; \(sql); COMMIT")
    } catch {
      message = error.message
    }
    if !other.isIdle { try other.execute("ROLLBACK") }
    let isExpected = reason.split(separator: "|").contains { message.contains($0) }
    #expect(isExpected, "\(message)")
    let checked = try store.verify { _, _ in }
    #expect(checked.faults.isEmpty)
    #expect(checked.entries == 7)
  }

  @Test func `a good entry in plain statements is taken`() throws {
    let home = try LedgerFolder()
    let store = try home.filled()
    let other = try home.stranger()
    let sql = insert(posting: 1, 1, 5) + insert(posting: 2, 3, -5) + insert()
    try other.execute("BEGIN; \(sql) COMMIT")
    let head = try store.read { try $0.head() }
    #expect(head.sequence == 8)
  }
}

extension String {
  fileprivate func replacing(_ part: String, with other: String) -> String {
    split(separator: part, omittingEmptySubsequences: false).joined(separator: other)
  }
}
