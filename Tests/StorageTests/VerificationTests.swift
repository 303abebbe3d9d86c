import Foundation  // an older copy of the file
import Ledger
import Testing

@testable import Storage

struct VerificationTests {
  @Test func `a good ledger has no fault, and is counted through`() throws {
    let home = try LedgerFolder()
    let store = try home.filled()
    let found = try store.verify { _, _ in }
    let head = try store.read { try $0.head() }
    #expect(found.faults.isEmpty)
    #expect(found.entries == 7 && found.postings == 10 && found.accounts == 4 && found.shifts == 2)
    #expect(found.head == head)
  }

  @Test func `an empty ledger has no fault`() throws {
    let home = try LedgerFolder()
    let store = try home.create()
    let found = try store.verify { _, _ in }
    #expect(found.faults.isEmpty && found.head == .genesis)
  }

  /// What somebody does who takes the guards down first, and a word of what is then found.
  @Test(arguments: [
    ("UPDATE account SET balance = balance + 1 WHERE name = 'safe'", "account safe: stands at"),
    ("UPDATE account SET least = -5, balance = -1 WHERE id = 1", "account drawer:1: stands at -1"),
    ("UPDATE account SET unit = 'points' WHERE name = 'revenue'", "sums to"),
    ("UPDATE account SET name = 'safe2' WHERE name = 'safe'", "its line does not say"),
    ("UPDATE account SET name = 'stock:' WHERE name = 'safe'", "its line does not say"),
    ("UPDATE account SET least = 30000 WHERE id = 1", "out of its range"),
    (
      "UPDATE posting SET amount = amount + 1 WHERE entry = 2 AND number = 1",
      "entry 2: sums to 1 fen"
    ),
    ("UPDATE posting SET amount = -amount WHERE entry = 2", "its line does not say"),
    ("UPDATE posting SET balance = balance + 1 WHERE entry = 5 AND number = 2", "should stand at"),
    ("UPDATE posting SET account = 2 WHERE entry = 2 AND number = 2", "its line does not say"),
    ("DELETE FROM posting WHERE entry = 3", "its line names postings that are not there"),
    ("INSERT INTO posting VALUES (4, 1, 1, 5, 20005), (4, 2, 2, -5, -20005)", "entry 4"),
    ("INSERT INTO posting VALUES (9, 1, 1, 5, 20005)", "entry 9, which is not in the journal"),
    (
      "UPDATE entry SET line = replace(line, '8800', '8801') WHERE sequence = 2",
      "the chain breaks here"
    ),
    ("UPDATE entry SET line = line || ' ' WHERE sequence = 4", "entry 4: the chain breaks here"),
    ("UPDATE entry SET line = '' WHERE sequence = 4", "entry 4: the chain breaks here"),
    ("UPDATE entry SET hash = zeroblob(32) WHERE sequence = 3", "entry 3: the chain breaks here"),
    ("UPDATE entry SET id = 77 WHERE sequence = 3", "does not say \"id\":77"),
    ("UPDATE entry SET id = 429496729 WHERE sequence = 3", "does not say \"id\":429496729"),
    ("UPDATE entry SET kind = 'event' WHERE sequence = 3", "does not say \"kind\":\"event\""),
    ("UPDATE entry SET day = day + 1 WHERE sequence = 7", "does not say \"day\""),
    ("UPDATE entry SET day = 9223372036854775807 WHERE sequence = 7", "does not say \"day\""),
    ("UPDATE entry SET day = -9223372036854775808 WHERE sequence = 1", "does not say \"day\""),
    ("UPDATE entry SET at = 9223372036854775807 WHERE sequence = 7", "does not say \"at\""),
    ("UPDATE entry SET at = -9223372036854775808 WHERE sequence = 1", "does not say \"at\""),
    ("UPDATE posting SET amount = 9223372036854775807", "sums to"),
    ("UPDATE posting SET amount = -9223372036854775808", "should stand at"),
    ("UPDATE entry SET at = at + 1 WHERE sequence = 2", "does not say \"at\""),
    ("UPDATE entry SET serial = 7 WHERE sequence = 3", "sale 7 follows 1 of its day"),
    ("UPDATE entry SET serial = 0 WHERE sequence = 3", "sale 0 follows 1 of its day"),
    ("UPDATE entry SET serial = NULL WHERE sequence = 3", "entry 3"),
    ("UPDATE entry SET drawer = 2 WHERE sequence = 2", "does not say \"drawer\":2"),
    ("UPDATE entry SET shift = 2 WHERE sequence = 2", "does not say \"shift\":2"),
    ("UPDATE entry SET shift = 0 WHERE sequence = 2", "entry 2: its line says \"shift\""),
    ("UPDATE entry SET staff = 4 WHERE sequence = 2", "does not say \"staff\":4"),
    ("UPDATE entry SET staff = 0 WHERE sequence = 2", "entry 2: its line says \"staff\""),
    ("UPDATE entry SET about = NULL WHERE sequence = 5", "entry 5: its line says \"about\""),
    ("UPDATE entry SET about = 3 WHERE sequence = 5", "does not say \"about\":3"),
    ("UPDATE entry SET about = 2 WHERE sequence = 4", "does not say \"about\":2"),
    ("UPDATE entry SET sequence = 0 WHERE sequence = 1", "entry 0: follows entry 0, 1 is missing"),
    ("INSERT INTO posting VALUES (0, 1, 1, 5, 5)", "postings of entry 0, which is not in"),
    ("UPDATE posting SET balance = balance - 1 WHERE entry = 5 AND number = 2", "should stand at"),
    ("UPDATE entry SET at = 9000 WHERE sequence = 3", "entry 4: is earlier than the one before"),
    ("UPDATE entry SET drawer = 2, staff = 4 WHERE sequence = 2", "does not say \"staff\":4"),
    ("UPDATE account SET most = 4000 WHERE name = 'receivable:liu'", "5000 is out of its range"),
    ("UPDATE account SET least = 30000 WHERE id = 1", "page check: CHECK constraint failed"),
    ("UPDATE entry SET hash = randomblob(32) WHERE sequence = 7", "acknowledged entry 7"),
    ("UPDATE entry SET hash = randomblob(32) WHERE sequence = 1", "entry 1: the chain breaks here"),
    ("UPDATE entry SET serial = 9 WHERE sequence = 6", "shift 1: no entry closes it"),
    (
      "DELETE FROM shift WHERE number = 2; UPDATE shift SET opening = 7",
      "shift 1: no entry opens it"
    ),
    ("INSERT INTO shift VALUES (3, 2, 2, NULL)", "shifts: -1 entries open or close shifts"),
    ("DELETE FROM entry WHERE sequence = 4", "entry 5: follows entry 3, 4 is missing"),
    (
      "DELETE FROM shift WHERE number = 2; DELETE FROM entry WHERE sequence = 7",
      "acknowledged entry 7"
    ),
    ("DELETE FROM shift; DELETE FROM posting; DELETE FROM entry", "acknowledged entry 7"),
    (
      "UPDATE shift SET closing = NULL, drawer = 9 WHERE number = 1",
      "shifts: 1 entries open or close shifts"
    ),
    ("UPDATE shift SET opening = 2 WHERE number = 1", "shift 1: no entry opens it"),
    ("UPDATE shift SET closing = 5 WHERE number = 1", "shift 1: no entry closes it"),
    ("UPDATE shift SET drawer = 2 WHERE number = 2", "shift 2: no entry opens it"),
    ("DELETE FROM shift WHERE number = 1", "shift 2: 1 is missing"),
    ("DELETE FROM shift WHERE number = 2", "entries open or close shifts"),
    ("INSERT INTO shift VALUES (3, 2, 2, NULL)", "shift 3: no entry opens it"),
  ])
  func `what is edited behind the guards is found`(sql: String, word: String) throws {
    let home = try LedgerFolder()
    let faults = try home.faults(in: home.filled(), afterEditing: sql)
    #expect(faults.contains { $0.contains(word) }, "\(faults)")
    #expect(!faults.contains { $0.hasPrefix("schema") })
  }

  @Test(arguments: [
    ("UPDATE posting SET amount = amount + 1 WHERE entry = 2 AND number = 1", "sums to"),
    ("UPDATE entry SET staff = 4 WHERE sequence = 2", "its line does not say"),
    ("UPDATE entry SET line = line || ' ' WHERE sequence = 2", "the chain breaks here"),
  ])
  func `a fault is told once, with its own entry`(sql: String, word: String) throws {
    let home = try LedgerFolder()
    let faults = try home.faults(in: home.filled(), afterEditing: sql)
    let told = faults.filter { $0.contains(word) }
    #expect(told.count == 1 && told[0].hasPrefix("entry 2: "), "\(faults)")
  }

  @Test func `of each check no more than fifty faults are listed`() throws {
    let home = try LedgerFolder()
    let sql = """
      WITH RECURSIVE n (i) AS (SELECT 8 UNION ALL SELECT i + 1 FROM n WHERE i < 80)
      INSERT INTO entry SELECT i, i, 'event', 20778, 8000, 1, 2, 3, NULL, NULL, '{}', randomblob(32)
      FROM n
      """
    let faults = try home.faults(in: home.filled(), afterEditing: sql)
    let broken = faults.count { $0.hasSuffix("the chain breaks here") }
    #expect(broken == 50 && faults.count == 100)
  }

  @Test func `a hash that is none neither stops the program nor passes`() throws {
    let home = try LedgerFolder()
    do {
      let store = try home.filled()
      let other = try home.stranger()
      try other.execute(
        """
        DROP TRIGGER entry_is_never_changed; PRAGMA ignore_check_constraints = ON;
        UPDATE entry SET hash = x'00' WHERE sequence IN (3, 7)
        """)
      let faults = try store.verify { _, _ in }.faults
      #expect(faults.contains("entry 3: the chain breaks here"))
    }
    let found = kind { _ = try Store.open(at: home.path) }
    #expect(found == .rolledBack(acknowledged: 7, found: 7))
  }

  @Test(arguments: [
    ("DROP TRIGGER entry_seals", "schema: trigger entry_seals is missing"),
    ("DROP INDEX entry_by_about", "schema: index entry_by_about is missing"),
    ("DROP TABLE caller_key", "schema: table caller_key is missing"),
    ("CREATE TABLE strange (a)", "schema: table strange is strange"),
    ("CREATE VIEW sales AS SELECT 1", "schema: view sales is strange"),
    ("ALTER TABLE entry ADD COLUMN more TEXT", "schema: table entry is changed"),
    (
      """
      DROP TRIGGER entry_is_never_deleted;
      CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry BEGIN SELECT 1; END
      """, "schema: trigger entry_is_never_deleted is changed"
    ),
    (
      "CREATE TRIGGER more AFTER INSERT ON entry BEGIN DELETE FROM outbox; END",
      "schema: trigger more is strange"
    ),
  ])
  func `a schema that is not the program's own is found`(sql: String, fault: String) throws {
    let home = try LedgerFolder()
    let store = try home.filled()
    try home.stranger().execute(sql)
    let faults = try store.verify { _, _ in }.faults
    #expect(faults.contains(fault), "\(faults)")
  }

  @Test func `an older copy of the file is found at its opening`() throws {
    let home = try LedgerFolder()
    var old = Data()
    do {
      var store = try home.filled()
      store.finish(leaving: 0)
      old = try home.bytes()
      _ = try store.write { try $0.append(entry(8, shift: 2, serial: 3)) }
    }
    home.remove("till.db-wal", "till.db-shm")
    try home.put(old)
    let found = kind { _ = try Store.open(at: home.path) }
    #expect(found == .rolledBack(acknowledged: 8, found: 7))
    let kept = try home.bytes()
    #expect(kept == old)
  }

  @Test func `a ledger that went another way is found at its opening`() throws {
    let home = try LedgerFolder()
    var (before, mark) = (Data(), Data())
    do {
      var store = try home.filled()
      store.finish(leaving: 0)
      before = try home.bytes()
      _ = try store.write { try $0.append(entry(8, shift: 2, serial: 3)) }
      mark = try home.bytes("till.highwater")
    }
    home.remove("till.db-wal", "till.db-shm", "till.highwater")
    try home.put(before)
    do {
      var store = try Store.open(at: home.path)
      _ = try store.write { try $0.append(entry(9, shift: 2, serial: 3)) }
    }
    try home.put(mark, "till.highwater")
    let found = kind { _ = try Store.open(at: home.path) }
    #expect(found == .rolledBack(acknowledged: 8, found: 8))
  }

  @Test func `a mark that cannot be read is no mark`() throws {
    let home = try LedgerFolder()
    do { _ = try home.filled() }
    try home.put(Data("T1 garbage".utf8), "till.highwater")
    var store = try Store.open(at: home.path)
    let appended = try store.write { try $0.append(entry(8, shift: 2, serial: 3)) }
    #expect(appended.sequence == 8)
  }
}
