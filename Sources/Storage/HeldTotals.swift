package import Ledger

/// Sums over members' accounts by group and unit.
struct HeldTotals: Sendable {
  /// A group's accounts that are not zero, and their sum.
  struct Total: Hashable {
    let group: String
    let unit: String
    var count = 0
    var balance: Int64 = 0
  }

  private struct Group {
    let head: [UInt8]
    let part: [UInt8]
    let unit: [UInt8]
    var count = 0
    var balance: Int64 = 0
  }

  private var groups: [Group] = []

  /// Adds an account's balance to its group.
  ///
  /// - Parameters:
  ///   - balance: nothing is added for zero.
  ///   - account: what the name says.
  ///   - name: the account's.
  ///   - unit: of several words the first one counts.
  mutating func add(
    _ balance: Int64, to account: MemberAccount, name: UnsafeBufferPointer<UInt8>,
    unit: UnsafeBufferPointer<UInt8>
  ) {
    guard balance != 0 else { return }
    let unit = unit.prefix { $0 != UInt8(ascii: ":") }
    let (head, part) = (name[account.head], name[account.part])
    // A handful of groups: looking through them is quicker than hashing.
    for index in groups.indices
    where groups[index].head.elementsEqual(head) && groups[index].part.elementsEqual(part)
      && groups[index].unit.elementsEqual(unit)
    {
      groups[index].count += 1
      groups[index].balance &+= balance
      return
    }
    groups.append(
      Group(
        head: Array(head), part: Array(part), unit: Array(unit), count: 1, balance: balance))
  }

  /// Adds the sums over other accounts.
  mutating func add(_ others: HeldTotals) {
    for other in others.groups {
      let known = groups.firstIndex {
        $0.head == other.head && $0.part == other.part && $0.unit == other.unit
      }
      guard let known else {
        groups.append(other)
        continue
      }
      groups[known].count += other.count
      groups[known].balance &+= other.balance
    }
  }

  /// The sums by the groups' names and units.
  var totals: [Total] {
    let all = groups.map { group in
      Total(
        group: String(
          decoding: group.head + (group.part.isEmpty ? [] : [58] + group.part), as: UTF8.self),
        unit: String(decoding: group.unit, as: UTF8.self), count: group.count,
        balance: group.balance)
    }
    return all.sorted { ($0.group, $0.unit) < ($1.group, $1.unit) }
  }
}

extension Snapshot {
  /// What members hold altogether: the sums over their accounts, by group.
  ///
  /// - Parameters:
  ///   - day: at the end of which; nil for the present.
  ///   - shared: how many accounts are worth several readers.
  /// - Returns: by the group's name and the unit's; how many accounts are not zero, and their sum,
  ///   debit positive. A group is the accounts' name without what is one member's:
  ///   see ``MemberAccount``. Of a unit with several words the first one counts.
  /// - Throws: ``StorageError``.
  package func heldTotals(
    asOf day: BusinessDate?, sharingFrom shared: Int64 = 20_000
  ) throws(StorageError) -> [(account: String, unit: Unit, count: Int, balance: Int64)] {
    let last = try day.map { day throws(StorageError) in try lastEntry(before: day.advanced(by: 1))
    }
    let isPast = try last.map { last throws(StorageError) in try last < head().sequence } ?? false
    let totals =
      if let last, isPast { try totals(afterEntry: last, sharingFrom: shared) } else {
        try totals(of: connection.statement(.heldNow))
      }
    return totals.totals.map { ($0.group, Unit(name: $0.unit), $0.count, $0.balance) }
  }

  /// What stood after an entry of the past, which no later one changes: several readers share the
  /// accounts, as most of the time goes into waiting for the disk where little of the file is in
  /// memory.
  private func totals(
    afterEntry sequence: Int64, sharingFrom shared: Int64
  ) throws(StorageError) -> HeldTotals {
    let first: Int64 = 1000
    let most = try connection.first(.lastAccountID, first, Int64.max) { $0.int64(0) } ?? first
    let last = max(first, most)
    // What this connection has not committed, no other one can read.
    guard last - first + 1 >= shared, !connection.isWriting else {
      return try totals(afterEntry: sequence, of: first...last)
    }
    let reader = Reader(path: connection.path)
    let share = (last - first) / Snapshot.readers + 1
    let parts = (0..<Snapshot.readers).map { number in
      Ahead { hand in
        _ = hand(
          Result { () throws(StorageError) in
            let first = first + number * share
            return try reader.snapshot()
              .totals(afterEntry: sequence, of: first...(first + share - 1))
          })
      }
    }
    var totals = HeldTotals()
    for part in parts { totals.add(try part.next().get()) }
    return totals
  }

  private func totals(
    afterEntry sequence: Int64, of accounts: ClosedRange<Int64>
  ) throws(StorageError) -> HeldTotals {
    let statement = try connection.statement(.heldThen)
    try statement.bind(sequence, accounts.lowerBound, accounts.upperBound)
    return try totals(of: statement)
  }

  private func totals(of statement: Statement) throws(StorageError) -> HeldTotals {
    var totals = HeldTotals()
    while try statement.step() {
      statement.withBytes(0) { name in
        guard let account = MemberAccount(name) else { return }
        statement.withBytes(1) { unit in
          totals.add(statement.int64(2), to: account, name: name, unit: unit)
        }
      }
    }
    return totals
  }

  /// Two for each of two cores, as each of them waits for the disk at times.
  private static let readers: Int64 = 4
}
