import Ledger
import Testing

@testable import Storage

private func member(
  _ number: Int = 3, phone: String = "''", card: String = "''",
  birth: String = "NULL,NULL,NULL,NULL,NULL",
  referrer: String = "NULL", status: String = "active", or: String = ""
) -> String {
  """
  INSERT \(or) INTO member VALUES (\(number), '张', \(phone), \(card), \(birth), \(referrer), '',
    '\(status)', '', '', 20778, NULL, '', NULL, NULL);
  """
}

private func account(_ id: Int, _ name: String, owner: String) -> String {
  "INSERT INTO account VALUES (\(id), '\(name)', 'liability', 'fen', NULL, 0, 0, \(owner));"
}

/// What the database refuses whoever asks, and a word of the reason.
private let refused: [(String, String)] = [
  ("UPDATE member SET number = 9 WHERE number = 1", "keeps number and day of joining"),
  ("UPDATE member SET joined = 1 WHERE number = 1", "keeps number and day of joining"),
  ("DELETE FROM member WHERE number = 2", "members are never deleted"),
  ("UPDATE member SET card = 'VIP-001' WHERE number = 2", "the card is another member's"),
  (
    "UPDATE OR REPLACE member SET card = 'VIP-001' WHERE number = 2", "the card is another member's"
  ),
  ("UPDATE member SET referrer = 9 WHERE number = 2", "FOREIGN KEY constraint failed"),
  ("UPDATE member SET referrer = 2 WHERE number = 2", "CHECK constraint failed: referrer"),
  ("UPDATE member SET phone = '1381234567'", "CHECK constraint failed: phone"),
  ("UPDATE member SET phone = '1381234567x'", "CHECK constraint failed: phone"),
  ("UPDATE member SET status = 'gone'", "CHECK constraint failed: status"),
  ("UPDATE member SET birth_month = 13 WHERE number = 1", "CHECK constraint failed: birth_month"),
  ("UPDATE member SET birth_day = 32 WHERE number = 1", "CHECK constraint failed: birth_day"),
  ("UPDATE member SET birth_in_leap_month = 2 WHERE number = 1", "birth_in_leap_month"),
  ("UPDATE member SET birth_day = NULL WHERE number = 1", "birthday_is_whole"),
  ("UPDATE member SET status = 'erased'", "erased_is_nobody"),
  ("UPDATE member SET status = 'erased', name = '', phone = ''", "erased_is_nobody"),
  ("UPDATE member SET status = 'erased', name = '' WHERE number = 2", "erased_is_nobody"),
  ("UPDATE member SET status = 'erased', phone = '' WHERE number = 2", "erased_is_nobody"),
  (
    """
    UPDATE member SET status = 'erased', name = '', phone = '' WHERE number = 2;
    UPDATE member SET status = 'active' WHERE number = 2
    """, "an erased member stays erased"
  ),
  (member(2), "the member or the card stands already"),
  (member(2, or: "OR REPLACE"), "the member or the card stands already"),
  (member(card: "'VIP-001'", or: "OR REPLACE"), "the member or the card stands already"),
  (member(0), "CHECK constraint failed: number"),
  (member(referrer: "9"), "FOREIGN KEY constraint failed"),
  (member(phone: "NULL"), "NOT NULL constraint failed: member.phone"),
  (member(birth: "'mayan', 1990, 1, 1, 0"), "CHECK constraint failed: birth_calendar"),
  (
    member(phone: "'13800000000'", status: "erased"), "CHECK constraint failed: erased_is_nobody"
  ),

  ("INSERT INTO lost_card VALUES ('VIP-000', 2, 1)", "the card is lost already"),
  ("INSERT OR REPLACE INTO lost_card VALUES ('VIP-000', 2, 1)", "the card is lost already"),
  ("INSERT INTO lost_card VALUES ('VIP-5', 9, 1)", "FOREIGN KEY constraint failed"),
  ("INSERT INTO lost_card VALUES ('', 2, 1)", "CHECK constraint failed: card"),
  ("UPDATE lost_card SET member = 2", "lost cards are never changed"),
  ("DELETE FROM lost_card", "lost cards are never deleted"),

  ("UPDATE lot SET gift = 99999 WHERE member = 1", "lots are never changed"),
  ("UPDATE OR REPLACE lot SET member = 2 WHERE member = 1", "lots are never changed"),
  ("DELETE FROM lot WHERE member = 2", "lots are never deleted"),
  ("INSERT INTO lot VALUES (1, 1, 8, 20778, 5, 5)", "lots are numbered without gaps"),
  ("INSERT OR REPLACE INTO lot VALUES (1, 1, 8, 20778, 5, 5)", "lots are numbered without gaps"),
  ("INSERT INTO lot VALUES (1, 3, 8, 20778, 5, 5)", "lots are numbered without gaps"),
  ("INSERT INTO lot VALUES (9, 1, 8, 20778, 5, 5)", "FOREIGN KEY constraint failed"),
  ("INSERT INTO lot VALUES (1, 2, 99, 20778, 5, 5)", "FOREIGN KEY constraint failed"),
  ("INSERT INTO lot VALUES (1, 2, 8, 20778, -1, 5)", "CHECK constraint failed: paid"),
  ("INSERT INTO lot VALUES (1, 2, 8, 20778, 5, -1)", "CHECK constraint failed: gift"),
  ("INSERT INTO lot VALUES (1, 2, 8, 20778, '5元', 5)", "cannot store TEXT"),

  ("UPDATE course SET offer = '{}'", "only its end and its being frozen"),
  ("UPDATE course SET number = 2", "only its end and its being frozen"),
  ("UPDATE course SET member = 2", "only its end and its being frozen"),
  ("UPDATE course SET entry = 8", "only its end and its being frozen"),
  ("UPDATE course SET day = 1", "only its end and its being frozen"),
  ("UPDATE course SET is_frozen = 2", "CHECK constraint failed: is_frozen"),
  ("DELETE FROM course", "courses are never deleted"),
  ("INSERT INTO course VALUES (1, 3, 9, 1, '{}', NULL, 0)", "courses are numbered without gaps"),
  (
    "INSERT OR REPLACE INTO course VALUES (1, 1, 9, 1, '{}', NULL, 0)",
    "courses are numbered without gaps"
  ),
  ("INSERT INTO course VALUES (1, 2, 9, 1, '{', NULL, 0)", "CHECK constraint failed: offer"),
  ("INSERT INTO course VALUES (9, 1, 9, 1, '{}', NULL, 0)", "FOREIGN KEY constraint failed"),
  ("INSERT INTO due VALUES (1, 'points', 9, 0)", "FOREIGN KEY constraint failed"),

  ("UPDATE account SET owner = 2 WHERE owner = 1", "an account keeps its name"),
  ("UPDATE account SET owner = NULL WHERE owner = 1", "an account keeps its name"),
  ("UPDATE account SET owner = 1 WHERE name = 'receivable:liu'", "an account keeps its name"),
  (account(2000, "points:9:2027-11-30", owner: "9"), "FOREIGN KEY constraint failed"),
  (account(2000, "points:1:2028-11-30", owner: "2"), "account_names_its_owner"),
  (account(2000, "points:12:2028-11-30", owner: "1"), "account_names_its_owner"),
  (account(2000, "points", owner: "1"), "account_names_its_owner"),
  (account(900, "points:1:2028-11-30", owner: "1"), "account_names_its_owner"),
]

struct MemberSchemaTests {
  @Test(arguments: refused)
  func `what members are and hold is guarded by the database itself`(
    sql: String, reason: String
  ) throws {
    let home = try LedgerFolder()
    let store = try home.withMembers()
    let other = try home.stranger()
    var message = ""
    do {
      try other.execute("BEGIN; \(sql); COMMIT")
    } catch {
      message = error.message
    }
    if !other.isIdle { try other.execute("ROLLBACK") }
    #expect(message.contains(reason), "\(message)")
    let checked = try store.verify { _, _ in }
    #expect(checked.faults.isEmpty && checked.members == 2)
  }

  @Test(arguments: [
    member(), member(card: "'VIP-003'", birth: "'solar', 1990, 2, 29, 0", referrer: "1"),
    "UPDATE member SET card = card WHERE number = 1", "UPDATE member SET card = ''",
    "UPDATE course SET expires = NULL, is_frozen = 1", "DELETE FROM due",
    account(2000, "qualifying:2", owner: "2"),
  ])
  func `what is allowed is taken`(sql: String) throws {
    let home = try LedgerFolder()
    let store = try home.withMembers()
    try home.stranger().execute(sql)
    let found = try store.verify { _, _ in }
    #expect(found.faults.isEmpty, "\(found.faults)")
  }
}

struct MemberVerificationTests {
  /// What somebody does who takes the guards down first, and a word of what is then found.
  @Test(arguments: [
    ("UPDATE lot SET paid = 200000 WHERE member = 1", "lot 1 of member 1: does not stand"),
    ("UPDATE lot SET gift = 0 WHERE member = 1", "lot 1 of member 1: does not stand"),
    ("UPDATE lot SET day = day - 1 WHERE member = 1", "lot 1 of member 1: does not stand"),
    ("UPDATE lot SET entry = 11 WHERE member = 1", "lot 1 of member 1: does not stand"),
    ("UPDATE lot SET entry = 2 WHERE member = 1", "lot 1 of member 1: does not stand"),
    ("UPDATE lot SET entry = 99 WHERE member = 1", "lot: 1 rows refer to what is not there"),
    ("UPDATE lot SET number = 2 WHERE member = 1", "lot 2 of member 1: the one before is missing"),
    ("UPDATE lot SET number = 2 WHERE member = 1", "lot 1 of member 1: is missing"),
    ("DELETE FROM lot WHERE member = 2", "lot 1 of member 2: is missing"),
    ("INSERT INTO lot VALUES (1, 2, 8, 20778, 100000, 20000)", "lot 2 of member 1: does not stand"),
    ("INSERT INTO lot VALUES (9, 1, 8, 20778, 100000, 20000)", "lot: 1 rows refer to"),
    ("UPDATE course SET offer = '{\"code\":\"hl20\"}'", "course 1 of member 1: does not stand"),
    ("UPDATE course SET offer = 'x'", "course 1 of member 1: does not stand"),
    ("UPDATE course SET entry = 8", "course 1 of member 1: does not stand"),
    (
      "UPDATE posting SET amount = 99 WHERE entry = 8 AND amount = 100",
      "entry 8: sums to -1 points"
    ),
    ("UPDATE course SET entry = 99", "course: 1 rows refer to what is not there"),
    ("UPDATE course SET member = 2", "course 1 of member 2: does not stand"),
    ("UPDATE course SET member = 2", "course 1 of member 1: is missing"),
    ("DELETE FROM course", "course 1 of member 1: is missing"),
    ("UPDATE account SET owner = 2 WHERE name LIKE 'points:1:%'", "is owned by member 2"),
    ("UPDATE account SET owner = NULL WHERE name LIKE 'points:1:%'", "is owned by nobody"),
    (
      "UPDATE account SET owner = NULL WHERE name LIKE 'points:1:%'",
      "members' points: 2 hold -200 points by the journal, not by their accounts"
    ),
    ("UPDATE account SET owner = 1 WHERE name = 'receivable:liu'", "is owned by member 1"),
    ("UPDATE account SET owner = 1 WHERE name = 'safe'", "account safe: is owned by member 1"),
    (
      "UPDATE account SET balance = 0 WHERE name = 'stored-value:1:1:bonus'",
      "members' stored-value:bonus: 2 hold -39500 fen by the journal, not by their accounts"
    ),
    (
      "UPDATE account SET balance = 0 WHERE name = 'stored-value:1:1:bonus'",
      "members' stored-value:bonus: 1 hold -20000 fen by their accounts, not by the journal"
    ),
    (
      "DELETE FROM member WHERE number = 2",
      "account stored-value:2:1:principal: member 2 is missing"
    ),
    ("DELETE FROM member WHERE number = 1", "lost_card: 1 rows refer to what is not there"),
    ("DELETE FROM member WHERE number = 1", "due: 1 rows refer to what is not there"),
    ("DELETE FROM member WHERE number = 1", "member: 1 rows refer to what is not there"),
    ("UPDATE entry SET line = 'x' WHERE sequence = 8", "lot 1 of member 1: does not stand"),
    ("UPDATE entry SET line = '[]' WHERE sequence = 9", "course 1 of member 1: does not stand"),
  ])
  func `a faked member, top-up, course or owner is found`(sql: String, word: String) throws {
    let home = try LedgerFolder()
    let faults = try home.faults(in: home.withMembers(), afterEditing: sql)
    #expect(faults.contains { $0.contains(word) }, "\(faults)")
    #expect(!faults.contains { $0.hasPrefix("schema") })
  }
}
