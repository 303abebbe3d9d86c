internal import Catalog
package import Ledger
package import Membership

/// By what a member is found; the raw values are stored as the ranks of keys.
enum MemberKey: Int {
  /// The phone, card or number as a whole.
  case code = 0
  case initials = 2
  case pinyin = 3
  /// Any part of the name.
  case name = 4
  /// The last four digits of the phone.
  case lastFour = 5
}

extension Member {
  init(_ row: Statement) {
    func day(_ column: Int32) -> BusinessDate? {
      row.isNull(column) ? nil : BusinessDate(days: row.int(column))
    }
    let birthday = Birthday.Calendar(rawValue: row.text(4)).flatMap { calendar in
      Birthday(
        calendar: calendar, year: row.int(5), month: row.int(6), day: row.int(7),
        isLeapMonth: row.int(8) == 1)
    }
    self.init(
      number: row.int(0), name: row.text(1), phone: row.text(2), card: row.text(3),
      birthday: birthday, referrer: row.isNull(9) ? nil : row.int(9), source: row.text(10),
      status: Status(rawValue: row.text(11)) ?? .frozen,
      tags: row.text(12).split(separator: "\n").map(String.init), note: row.text(13),
      joined: BusinessDate(days: row.int(14)), cardExpires: day(15), tier: row.text(16),
      tierUntil: day(17), checkedIn: day(18))
  }

  /// The keys that find the member, each once.
  fileprivate func keys(_ pinyin: inout PinyinReader) -> Set<StoredKey> {
    var keys: Set<StoredKey> = [StoredKey(String(number), .code)]
    for code in [phone, searchText(card)] where !code.isEmpty {
      keys.insert(StoredKey(code, .code))
    }
    if phone.utf8.count >= 4 { keys.insert(StoredKey(String(phone.suffix(4)), .lastFour)) }
    for key in pinyin.searchKeys(ofName: name) {
      guard let rank = MemberKey(rawValue: key.field.rawValue) else { continue }
      keys.insert(StoredKey(key.text, rank))
    }
    return keys
  }
}

private struct StoredKey: Hashable {
  let text: String
  let rank: MemberKey

  init(_ text: String, _ rank: MemberKey) {
    self.text = text
    self.rank = rank
  }
}

extension Snapshot {
  package func member(_ number: Int) throws(StorageError) -> Member? {
    if let member = connection.known?.member, member.number == number { return member }
    let member = try connection.first(.member, number, read: Member.init(_:))
    connection.known?.member = member
    return member
  }

  /// The members with a phone, by their numbers; families share one.
  package func members(phone: String) throws(StorageError) -> [Member] {
    let found = try connection.rows(.membersByPhone, phone, read: Member.init(_:))
    connection.known?.member = found.first
    return found
  }

  /// The member whose card it is now.
  package func member(card: String) throws(StorageError) -> Member? {
    try connection.first(.memberByCard, card, read: Member.init(_:))
  }

  /// The number of the member who lost a card; nil for a card that nobody lost.
  package func lostCard(_ card: String) throws(StorageError) -> Int? {
    try connection.first(.lostCard, card) { $0.int(0) }
  }

  /// The members that a typed text may mean, best first: by the whole of number, card or phone, by
  /// the beginning of the name's initials or pinyin, by part of the name, by the phone's last four.
  ///
  /// - Parameters:
  ///   - text: as typed.
  ///   - limit: how many members at the most.
  /// - Returns: none twice.
  /// - Throws: ``StorageError``.
  package func members(matching text: String, limit: Int) throws(StorageError) -> [Member] {
    let key = searchText(text)
    guard !key.isEmpty else { return [] }
    let stages: [Query] = [
      .membersByCode, .membersByInitials, .membersByPinyin, .membersByName, .membersByLastFour,
    ]
    var found: [Member] = []
    // Worse matches are only looked for while better ones leave room.
    for query in stages where found.count < limit {
      // U+10FFFF is above every character that a key can hold.
      let more = try connection.rows(
        query, key, key + "\u{10FFFF}", limit, read: Member.init(_:))
      let known = Set(found.map(\.number))
      found += more.filter { !known.contains($0.number) }
    }
    return Array(found.prefix(limit))
  }

  /// The next member's number, from 1.
  package func nextMember() throws(StorageError) -> Int {
    try 1 + (connection.first(.lastMember) { $0.int(0) } ?? 0)
  }

  /// How many members there are, without those whose data were erased.
  package func memberCount() throws(StorageError) -> Int {
    try connection.first(.memberCount) { $0.int(0) } ?? 0
  }
}

extension Writer {
  /// Writes a new member.
  ///
  /// - Parameter member: with a number and a card that no other member has.
  /// - Throws: ``StorageError``.
  package func add(_ member: Member) throws(StorageError) {
    let birthday = member.birthday
    try connection.run(
      .insertMember, member.number, member.joined.days, member.name, member.phone, member.card,
      birthday?.calendar.rawValue, birthday?.year, birthday?.month, birthday?.day,
      birthday.map { $0.isLeapMonth ? 1 : 0 }, member.referrer, member.source,
      member.status.rawValue, member.tags.joined(separator: "\n"), member.note,
      member.cardExpires?.days, member.tier, member.tierUntil?.days, member.checkedIn?.days)
    for key in member.keys(&pinyin) { try insert(key, of: member) }
  }

  /// Writes what changed of a member; what finds the member follows.
  ///
  /// - Parameter member: one that is there, with the same day of joining.
  /// - Throws: ``StorageError``.
  package func update(_ member: Member) throws(StorageError) {
    guard let old = try snapshot.member(member.number) else {
      throw StorageError(.other, message: "no member \(member.number)", place: "member")
    }
    connection.known?.member = nil
    let birthday = member.birthday
    // The names first: a member who is erased has none.
    if (old.name, old.phone, old.card) != (member.name, member.phone, member.card) {
      try connection.run(.nameMember, member.number, member.name, member.phone, member.card)
      try replaceKeys(of: old, with: member)
    }
    try connection.run(
      .updateMember, member.number, birthday?.calendar.rawValue, birthday?.year, birthday?.month,
      birthday?.day, birthday.map { $0.isLeapMonth ? 1 : 0 }, member.referrer, member.source,
      member.status.rawValue, member.tags.joined(separator: "\n"), member.note,
      member.cardExpires?.days, member.tier, member.tierUntil?.days, member.checkedIn?.days)
  }

  private func replaceKeys(of old: Member, with member: Member) throws(StorageError) {
    var (gone, fresh) = (old.keys(&pinyin), member.keys(&pinyin))
    if member.status == .erased {
      // An older program may have read the name in other ways: nothing of it stays.
      try connection.run(.deleteMemberKeys, member.number)
    } else {
      (gone, fresh) = (gone.subtracting(fresh), fresh.subtracting(gone))
      for key in gone {
        try connection.run(.deleteMemberKey, key.text, key.rank.rawValue, member.number)
      }
    }
    for key in fresh { try insert(key, of: member) }
  }

  private func insert(_ key: StoredKey, of member: Member) throws(StorageError) {
    try connection.run(.insertMemberKey, key.text, key.rank.rawValue, member.number)
  }

  /// Remembers that a member lost a card, once and for good.
  package func loseCard(
    _ card: String, of member: Int, on day: BusinessDate
  ) throws(StorageError) {
    try connection.run(.insertLostCard, card, member, day.days)
  }
}
