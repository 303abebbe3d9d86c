// What a member's row reads: see `Member.init(_:)`.
private let memberColumns = """
  member.number, member.name, member.phone, member.card, member.birth_calendar, member.birth_year,
  member.birth_month, member.birth_day, member.birth_in_leap_month, member.referrer, member.source,
  member.status, member.tags, member.note, member.joined, member.card_expires, member.tier,
  member.tier_until, member.checked_in
  """

/// Members with keys of a rank that begin with ?1 (and so stand before ?2), at most ?3: the very key
/// first, then by key, the shorter name, the lower number.
///
/// One letter may begin thousands of keys: the first 100 in the index's own order are looked at.
private func memberSearch(rank: MemberKey) -> String {
  """
  WITH hit AS (
    SELECT key, member FROM member_key WHERE rank = \(rank.rawValue) AND key >= ?1 AND key < ?2
    ORDER BY key, member LIMIT 100
  ), best AS (
    SELECT hit.member, min(hit.key) AS key, length(member.name) AS length
    FROM hit JOIN member ON member.number = hit.member
    GROUP BY hit.member ORDER BY 2, 3, 1 LIMIT ?3)
  SELECT \(memberColumns) FROM best JOIN member ON member.number = best.member
  ORDER BY best.key, best.length, best.member
  """
}

/// Members with a key of a rank that is ?1 as a whole, at most ?3.
private func memberSearch(whole rank: MemberKey) -> String {
  """
  SELECT \(memberColumns) FROM member_key JOIN member ON member.number = member_key.member
  WHERE member_key.rank = \(rank.rawValue) AND member_key.key = ?1
  ORDER BY member_key.member LIMIT ?3
  """
}

extension Query {
  var memberSQL: String? {
    switch self {
    case .member: "SELECT \(memberColumns) FROM member WHERE number = ?1"
    case .membersByPhone:
      "SELECT \(memberColumns) FROM member WHERE phone = ?1 AND phone <> '' ORDER BY number"
    case .memberByCard: "SELECT \(memberColumns) FROM member WHERE card = ?1 AND card <> ''"
    case .lostCard: "SELECT member FROM lost_card WHERE card = ?1"
    case .lastMember: "SELECT max(number) FROM member"
    case .memberCount: "SELECT count(*) FROM member WHERE status <> 'erased'"
    case .membersByCode: memberSearch(whole: .code)
    case .membersByInitials: memberSearch(rank: .initials)
    case .membersByPinyin: memberSearch(rank: .pinyin)
    case .membersByName: memberSearch(rank: .name)
    case .membersByLastFour: memberSearch(whole: .lastFour)
    case .insertMember:
      """
      INSERT INTO member (number, joined, name, phone, card, birth_calendar, birth_year, birth_month,
        birth_day, birth_in_leap_month, referrer, source, status, tags, note, card_expires, tier,
        tier_until, checked_in)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
      """
    // Without what has an index, which is then left alone: a visit changes the rest only.
    case .updateMember:
      """
      UPDATE member SET birth_calendar = ?2, birth_year = ?3, birth_month = ?4, birth_day = ?5,
        birth_in_leap_month = ?6, referrer = ?7, source = ?8, status = ?9, tags = ?10, note = ?11,
        card_expires = ?12, tier = ?13, tier_until = ?14, checked_in = ?15 WHERE number = ?1
      """
    case .nameMember: "UPDATE member SET name = ?2, phone = ?3, card = ?4 WHERE number = ?1"
    case .insertLostCard: "INSERT INTO lost_card (card, member, day) VALUES (?1, ?2, ?3)"
    case .insertMemberKey: "INSERT INTO member_key (key, rank, member) VALUES (?1, ?2, ?3)"
    case .deleteMemberKey: "DELETE FROM member_key WHERE key = ?1 AND rank = ?2 AND member = ?3"
    case .deleteMemberKeys: "DELETE FROM member_key WHERE member = ?1"
    default: nil
    }
  }

  var holdingSQL: String? {
    switch self {
    case .heldBalances:
      """
      SELECT name, balance, id, least, most FROM account INDEXED BY account_held
      WHERE owner = ?1 AND owner IS NOT NULL AND balance <> 0 ORDER BY id
      """
    case .lot: "SELECT number, day, paid, gift, entry FROM lot WHERE member = ?1 AND number = ?2"
    case .lastLot: "SELECT max(number) FROM lot WHERE member = ?1"
    case .insertLot:
      "INSERT INTO lot (member, number, entry, day, paid, gift) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
    case .course:
      "SELECT number, day, offer, expires, is_frozen, entry FROM course WHERE member = ?1 AND number = ?2"
    case .lastCourse: "SELECT max(number) FROM course WHERE member = ?1"
    case .insertCourse:
      """
      INSERT INTO course (member, number, entry, day, offer, expires, is_frozen)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)
      """
    case .setCourse:
      "UPDATE course SET expires = ?3, is_frozen = ?4 WHERE member = ?1 AND number = ?2"
    case .due:
      """
      SELECT day, kind, member, number FROM due WHERE day <= ?1
      ORDER BY day, kind, member, number LIMIT ?2
      """
    case .dueCount: "SELECT count(*) FROM due WHERE day <= ?1"
    case .insertDue:
      "INSERT INTO due (day, kind, member, number) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING"
    case .deleteDue:
      "DELETE FROM due WHERE day = ?1 AND kind = ?2 AND member = ?3 AND number = ?4"
    case .dayOfEntry: "SELECT day FROM entry WHERE sequence = ?1"
    case .balanceOfIndividual:
      """
      SELECT balance FROM posting WHERE account = ?1 AND account >= 1000 AND entry <= ?2
      ORDER BY entry DESC, number DESC LIMIT 1
      """
    case .balanceOfShop:
      """
      SELECT balance FROM posting WHERE account = ?1 AND entry <= ?2
      ORDER BY entry DESC, number DESC LIMIT 1
      """
    case .movements:
      """
      SELECT entry.sequence, entry.at, entry.day, entry.kind, entry.line, account.name, account.unit,
        posting.amount, posting.balance
      FROM account JOIN posting ON posting.account = account.id AND posting.account >= 1000
      JOIN entry ON entry.sequence = posting.entry
      WHERE account.owner = ?1 AND posting.entry BETWEEN ?2 AND ?3
      ORDER BY posting.entry, posting.number
      """
    // Nearly every account is a member's: the table in its own order is read quicker than by an index.
    case .heldNow:
      """
      SELECT name, unit, balance FROM account NOT INDEXED WHERE owner IS NOT NULL AND balance <> 0
      """
    case .heldThen:
      """
      SELECT name, unit, (
        SELECT posting.balance FROM posting WHERE posting.account = account.id
          AND posting.account >= 1000 AND posting.entry <= ?1
        ORDER BY posting.entry DESC, posting.number DESC LIMIT 1)
      FROM account NOT INDEXED WHERE owner IS NOT NULL AND id BETWEEN ?2 AND ?3
      """
    default: nil
    }
  }
}
