package import Ledger

/// One posting on an account of a member, or of an item's lots.
package struct Movement: Hashable, Sendable {
  /// The entry's place in the journal.
  package let sequence: Int64
  package let at: Instant
  package let day: BusinessDate
  /// The entry's kind.
  package let kind: String
  /// The entry's stored line.
  package let line: String
  package let account: String
  package let unit: Unit
  /// Debit positive, in the account's unit, as is the balance after it.
  package let amount: Int64
  package let balance: Int64
}

extension Snapshot {
  /// The balance of an account at the end of the day before, debit positive; zero before its first
  /// posting.
  ///
  /// One look at the index for an account of a member, lot or debtor; for one of the shop's own, a
  /// way back through the journal to the last posting on it.
  package func balance(
    named account: String, before day: BusinessDate
  ) throws(StorageError) -> Int64 {
    guard let id = try self.account(named: account)?.id else { return 0 }
    let last = try lastEntry(before: day)
    let query = id >= 1000 ? Query.balanceOfIndividual : .balanceOfShop
    return try connection.first(query, id, last) { $0.int64(0) } ?? 0
  }

  /// The balance of an individual account after an entry, debit positive.
  package func balance(
    named account: String, afterEntry sequence: Int64
  ) throws(StorageError) -> Int64 {
    guard let id = try self.account(named: account)?.id else { return 0 }
    return try connection.first(.balanceOfIndividual, id, sequence) { $0.int64(0) } ?? 0
  }

  /// Every posting on a member's accounts, oldest first.
  ///
  /// - Parameters:
  ///   - member: the member's number.
  ///   - first: the first day; nil for all from the beginning.
  ///   - last: the last day; nil for all to the end.
  /// - Returns: none for a member whom nobody knows.
  /// - Throws: ``StorageError``.
  package func movements(
    ofMember member: Int, from first: BusinessDate?, to last: BusinessDate?
  ) throws(StorageError) -> [Movement] {
    let from = try first.map { day throws(StorageError) in try lastEntry(before: day) } ?? 0
    let to = try last.map { day throws(StorageError) in try lastEntry(before: day.advanced(by: 1)) }
    return try connection.movements(.movements, member, from + 1, to ?? .max)
  }

  /// Every posting on an item's lots and on what was sold beyond them, oldest first.
  ///
  /// - Parameters:
  ///   - code: the item's.
  ///   - days: the first and the last of them.
  /// - Returns: none for an item that was never received.
  /// - Throws: ``StorageError``.
  package func movements(
    ofItem code: String, _ days: ClosedRange<BusinessDate>
  ) throws(StorageError) -> [Movement] {
    let from = try lastEntry(before: days.lowerBound)
    let to = try lastEntry(before: days.upperBound.advanced(by: 1))
    // A semicolon is the character after the colon.
    return try connection.movements(
      .itemMovements, "stock:\(code):", "stock:\(code);", from + 1, to)
  }

  /// The balances of the shop's own individual accounts with a first word, at the end of a day.
  ///
  /// - Parameters:
  ///   - word: as in `stock:xs001:1`.
  ///   - day: at the end of which.
  /// - Returns: by their names, in that order; none that is zero; debit positive.
  /// - Throws: ``StorageError``.
  package func balances(
    under word: String, asOf day: BusinessDate
  ) throws(StorageError) -> [(name: String, balance: Int64)] {
    let last = try lastEntry(before: day.advanced(by: 1))
    return try connection.rows(.balancesThen, "\(word):", "\(word);", last) { row in
      (name: row.text(0), balance: row.int64(1))
    }.filter { $0.balance != 0 }
  }

  /// The last entry before a day; 0 if there is none.
  ///
  /// Days never go back from entry to entry, so the place is found by halving, and stays where it is
  /// once the journal has come to that day.
  func lastEntry(before day: BusinessDate) throws(StorageError) -> Int64 {
    if let known = connection.knownDays[day] { return known }
    func isBefore(_ sequence: Int64) throws(StorageError) -> Bool {
      let found = try connection.first(.dayOfEntry, sequence) { $0.int(0) }
      return found.map { $0 < day.days } ?? false
    }
    let head = try head()
    var low: Int64 = 0
    var high = head.sequence
    while low < high {
      let middle = low + (high - low + 1) / 2
      if try isBefore(middle) { low = middle } else { high = middle - 1 }
    }
    if head.day >= day {
      if connection.knownDays.count >= 100 { connection.knownDays = [:] }
      connection.knownDays[day] = low
    }
    return low
  }
}

extension Connection {
  /// The rows of a statement as movements; the legs of one entry share its line.
  fileprivate func movements<each Value: Bindable>(
    _ query: Query, _ values: repeat each Value
  ) throws(StorageError) -> [Movement] {
    var known: (sequence: Int64, line: String) = (0, "")
    return try rows(query, repeat each values) { row in
      let sequence = row.int64(0)
      if sequence != known.sequence { known = (sequence, row.text(4)) }
      return Movement(
        sequence: sequence, at: Instant(milliseconds: row.int64(1)),
        day: BusinessDate(days: row.int(2)), kind: row.text(3), line: known.line,
        account: row.text(5), unit: Unit(name: row.text(6)), amount: row.int64(7),
        balance: row.int64(8))
    }
  }
}
