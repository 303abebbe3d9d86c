package import Ledger

/// A top-up as it was paid; what is left of it stands on its accounts.
package struct LotRow: Hashable, Sendable {
  /// Counts the member's top-ups from 1.
  package let number: Int
  /// The day the money was paid.
  package let day: BusinessDate
  package let paid: Money
  package let gift: Money
  /// The sequence of the entry that it stands in.
  package let entry: Int64
}

/// A course as it was sold, and until when it can be used; what is left of it stands on its accounts.
package struct CourseRow: Hashable, Sendable {
  /// Counts the member's courses from 1.
  package let number: Int
  /// The day it was sold.
  package let day: BusinessDate
  /// The offer as it was then, as JSON.
  package let offer: String
  /// The last day on which it can be used; nil where it does not run out.
  package let expires: BusinessDate?
  package let isFrozen: Bool
  /// The sequence of the entry that it stands in.
  package let entry: Int64
}

/// Something of a member that falls due on a day: points that lapse, a part of a bonus, a tier's end.
package struct Due: Hashable, Sendable {
  package let day: BusinessDate
  package let kind: String
  package let member: Int
  /// Which of its kind: a top-up's number, for one; 0 where there is one alone.
  package let number: Int

  package init(day: BusinessDate, kind: String, member: Int, number: Int) {
    self.day = day
    self.kind = kind
    self.member = member
    self.number = number
  }
}

extension Snapshot {
  /// The balances of a member's accounts that are not zero, oldest account first; debit positive.
  package func heldBalances(
    ofMember member: Int
  ) throws(StorageError) -> [(name: String, balance: Int64)] {
    try connection.rows(.heldBalances, member) { row in
      let name = row.text(0)
      // Who reads them is about to move some of them.
      connection.known?.add(AccountRow(row, from: 2), named: name)
      return (name, row.int64(1))
    }
  }

  package func lot(_ number: Int, ofMember member: Int) throws(StorageError) -> LotRow? {
    try connection.first(.lot, member, number) { row in
      LotRow(
        number: row.int(0), day: BusinessDate(days: row.int(1)), paid: Money(fen: row.int64(2)),
        gift: Money(fen: row.int64(3)),
        entry: row.int64(4))
    }
  }

  /// The number of a member's next top-up, from 1.
  package func nextLot(ofMember member: Int) throws(StorageError) -> Int {
    try 1 + (connection.first(.lastLot, member) { $0.int(0) } ?? 0)
  }

  package func course(_ number: Int, ofMember member: Int) throws(StorageError) -> CourseRow? {
    try connection.first(.course, member, number) { row in
      CourseRow(
        number: row.int(0), day: BusinessDate(days: row.int(1)), offer: row.text(2),
        expires: row.isNull(3) ? nil : BusinessDate(days: row.int(3)), isFrozen: row.int(4) == 1,
        entry: row.int64(5))
    }
  }

  /// The number of a member's next course, from 1.
  package func nextCourse(ofMember member: Int) throws(StorageError) -> Int {
    try 1 + (connection.first(.lastCourse, member) { $0.int(0) } ?? 0)
  }

  /// What is due on a day or was due before, oldest first.
  package func due(upTo day: BusinessDate, limit: Int) throws(StorageError) -> [Due] {
    try connection.rows(.due, day.days, limit) { row in
      Due(
        day: BusinessDate(days: row.int(0)), kind: row.text(1), member: row.int(2),
        number: row.int(3))
    }
  }

  package func dueCount(upTo day: BusinessDate) throws(StorageError) -> Int {
    try connection.first(.dueCount, day.days) { $0.int(0) } ?? 0
  }
}

extension Writer {
  /// Records a member's top-up.
  ///
  /// - Parameters:
  ///   - number: the member's next; see ``Snapshot/nextLot(ofMember:)``.
  ///   - member: the member's number.
  ///   - entry: the entry that made it, with the same figures among its `lots`.
  ///   - day: the entry's.
  ///   - paid: zero or more.
  ///   - gift: zero or more.
  /// - Throws: ``StorageError``.
  package func addLot(
    _ number: Int, ofMember member: Int, entry: Int64, day: BusinessDate, paid: Money, gift: Money
  ) throws(StorageError) {
    try connection.run(.insertLot, member, number, entry, day.days, paid.fen, gift.fen)
  }

  /// Records a course that a member bought.
  ///
  /// - Parameters:
  ///   - number: the member's next; see ``Snapshot/nextCourse(ofMember:)``.
  ///   - member: the member's number.
  ///   - entry: the entry that made it, with the same offer among its `courses`.
  ///   - day: the entry's.
  ///   - offer: canonical JSON.
  ///   - expires: the last day on which it can be used; nil where it does not run out.
  /// - Throws: ``StorageError``.
  package func addCourse(
    _ number: Int, ofMember member: Int, entry: Int64, day: BusinessDate, offer: String,
    expires: BusinessDate?
  ) throws(StorageError) {
    try connection.run(.insertCourse, member, number, entry, day.days, offer, expires?.days)
  }

  /// Extends, freezes or releases a course that is there.
  package func setCourse(
    _ number: Int, ofMember member: Int, expires: BusinessDate?, isFrozen: Bool
  ) throws(StorageError) {
    try connection.run(.setCourse, member, number, expires?.days, isFrozen ? 1 : 0)
  }

  /// Puts something on its day; a second time changes nothing.
  package func schedule(_ due: Due) throws(StorageError) {
    try connection.run(.insertDue, due.day.days, due.kind, due.member, due.number)
  }

  /// Takes something off its day: it is done, or no longer due.
  package func done(_ due: Due) throws(StorageError) {
    try connection.run(.deleteDue, due.day.days, due.kind, due.member, due.number)
  }
}
