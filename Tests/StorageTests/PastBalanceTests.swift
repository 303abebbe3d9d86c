import Ledger
import Membership
import Seeded
import Testing

@testable import Storage

private typealias Total = HeldTotals.Total

extension Store {
  fileprivate func totals(
    asOf day: BusinessDate?, sharingFrom shared: Int64 = 20_000
  ) throws -> [Total] {
    try read { try $0.heldTotals(asOf: day, sharingFrom: shared) }.map {
      Total(group: $0.account, unit: $0.unit.name, count: $0.count, balance: $0.balance)
    }
  }
}

private func total(_ group: String, _ count: Int, _ balance: Int64, _ unit: String = "fen") -> Total
{
  Total(group: group, unit: unit, count: count, balance: balance)
}

/// The unit that a group of accounts counts.
private func unit(of name: String) -> Unit {
  if name.hasPrefix("points") { return .points }
  return name.hasPrefix("course:") && !name.hasSuffix("deferred") || name.hasPrefix("coupon")
    ? Unit(name: "pieces") : .fen
}

/// An entry of a day that moves members' accounts, all against one account per unit.
private func moves(
  _ counter: Int64, on day: BusinessDate, _ amounts: [(name: String, member: Int, amount: Int64)]
) -> JournalEntry {
  let legs = amounts.flatMap { name, member, amount in
    [
      Posting(
        account: Account(name, .liability, unit: unit(of: name), most: 0, owner: member),
        amount: amount),
      Posting(
        account: Account("against-\(unit(of: name).name)", .equity, unit: unit(of: name)),
        amount: -amount),
    ]
  }
  return JournalEntry(
    id: EntryID(drawer: 1, counter: counter), kind: "sale",
    at: Instant(milliseconds: counter * 1000), day: day, drawer: 1, shift: 0, staff: 0,
    postings: legs, content: ["no": JSON("S\(counter)")])
}

struct PastBalanceTests {
  /// Members 1 and 2; entries 1 to 4 on the days 0, 0, 3 and 5 from today.
  private func filled(_ home: LedgerFolder) throws -> Store {
    var store = try home.create()
    try store.write { writer in
      for number in 1...2 { try writer.add(member(number, "张")) }
      let entries = [
        moves(1, on: today, [("qualifying:1", 1, -100), ("points:1:2027-11-30", 1, -7)]),
        moves(2, on: today, [("qualifying:1", 1, -50), ("qualifying:2", 2, -1)]),
        moves(3, on: today.advanced(by: 3), [("qualifying:1", 1, 150)]),
        moves(4, on: today.advanced(by: 5), [("qualifying:1", 1, -20), ("qualifying:2", 2, 1)]),
      ]
      for entry in entries { _ = try writer.append(entry) }
    }
    return store
  }

  @Test(
    arguments: [
      (-9, 0, 0), (0, 0, 0), (1, -150, 151), (3, -150, 151), (4, 0, 1), (5, 0, 1), (6, -20, 20),
      (900, -20, 20),
    ] as [(Int, Int64, Int64)])
  func `the balance before a day is that of the last posting before it`(
    day: Int, balance: Int64, against: Int64
  ) throws {
    let home = try LedgerFolder()
    let store = try filled(home)
    let found = try store.read { snapshot in
      let day = today.advanced(by: day)
      return [
        try snapshot.balance(named: "qualifying:1", before: day),
        try snapshot.balance(named: "against-fen", before: day),
        try snapshot.balance(named: "qualifying:9", before: day),
      ]
    }
    #expect(found == [balance, against, 0])
  }

  @Test func `an empty ledger has no past`() throws {
    let home = try LedgerFolder()
    let store = try home.create()
    let totals = try (store.totals(asOf: nil), store.totals(asOf: today))
    let found = try store.read { snapshot in
      (
        try snapshot.balance(named: "safe", before: today),
        try snapshot.movements(ofMember: 1, from: nil, to: nil)
      )
    }
    #expect(totals.0.isEmpty && totals.1.isEmpty && found.0 == 0 && found.1.isEmpty)
  }

  @Test func `a statement has every posting of a member in its order, with the balance after it`()
    throws
  {
    let home = try LedgerFolder()
    let store = try filled(home)
    let (found, line) = try store.read { snapshot in
      (
        try snapshot.movements(ofMember: 1, from: nil, to: nil),
        try snapshot.entry(sequence: 3)?.line
      )
    }
    #expect(found.map(\.sequence) == [1, 1, 2, 3, 4])
    #expect(found.map(\.amount) == [-100, -7, -50, 150, -20])
    #expect(found.map(\.balance) == [-100, -7, -150, 0, -20])
    let third = Movement(
      sequence: 3, at: Instant(milliseconds: 3000), day: today.advanced(by: 3), kind: "sale",
      line: try #require(line), account: "qualifying:1", unit: .fen, amount: 150, balance: 0)
    #expect(found[3] == third)
    #expect(found[1].account == "points:1:2027-11-30" && found[1].unit == .points)
  }

  @Test(
    arguments: [
      (nil, nil, [1, 1, 2, 3, 4]), (0, 0, [1, 1, 2]), (1, 4, [3]), (3, nil, [3, 4]),
      (nil, 3, [1, 1, 2, 3]),
      (6, nil, []), (nil, -1, []), (5, 3, []),
    ] as [(Int?, Int?, [Int64])])
  func `a statement of some days has what was posted on them`(
    first: Int?, last: Int?, sequences: [Int64]
  ) throws {
    let home = try LedgerFolder()
    let store = try filled(home)
    let found = try store.read { snapshot in
      try snapshot.movements(
        ofMember: 1, from: first.map { today.advanced(by: $0) },
        to: last.map { today.advanced(by: $0) })
    }
    #expect(found.map(\.sequence) == sequences)
  }

  @Test(
    arguments: [
      ("stored-value:12:3:principal", "stored-value:principal", 12, 3),
      ("stored-value:12:3:bonus", "stored-value:bonus", 12, 3),
      ("stored-value:12:3:discount", "stored-value:discount", 12, 3),
      ("points:12:2027-11-30", "points", 12, nil), ("points:12:owed", "points:owed", 12, nil),
      ("course:12:5:0", "course", 12, 5), ("course:12:5:0:deferred", "course:deferred", 12, 5),
      ("coupon:12:welcome", "coupon", 12, nil), ("coupon-used:12:bonus", "coupon-used", 12, nil),
      ("coupon-used:12:birthday:2026", "coupon-used", 12, nil),
      ("qualifying:12", "qualifying", 12, nil),
      ("gift-card:7:2", "gift-card", 7, 2), ("receivable:liu", nil, nil, nil),
      ("safe", nil, nil, nil),
      ("drawer:1", "drawer", 1, nil), ("", nil, nil, nil), ("a:", nil, nil, nil),
    ] as [(String, String?, Int?, Int?)])
  func `an account's name says whose it is and to which group it belongs`(
    name: String, group: String?, member: Int?, number: Int?
  ) {
    var name = name
    let (account, totals) = name.withUTF8 { name in
      var totals = HeldTotals()
      let account = MemberAccount(name)
      if let account { totals.add(1, to: account, name: name, unit: name) }
      return (account, totals.totals)
    }
    #expect(totals.first?.group == group)
    #expect(account?.member == member && account?.number == number)
  }

  @Test func `totals keep units apart, each by its first word`() {
    func held(_ units: [String], _ balance: Int64) -> HeldTotals {
      var (name, totals) = ("points:1:2027-11-30", HeldTotals())
      name.withUTF8 { name in
        guard let account = MemberAccount(name) else { return }
        for var unit in units {
          unit.withUTF8 { totals.add(balance, to: account, name: name, unit: $0) }
        }
      }
      return totals
    }
    var totals = held(["points:a", "fen", "fen"], 1)
    for other in [held(["fen"], 2), held(["fen:b", "points"], 4)] { totals.add(other) }
    #expect(totals.totals == [total("points", 4, 8), total("points", 2, 5, "points")])
  }

  @Test func `totals are those of the end of a day, by group and unit`() throws {
    let home = try LedgerFolder()
    var store = try filled(home)
    let past = try [-1, 0, 4, 5, 99].map { try store.totals(asOf: today.advanced(by: $0)) }
    let points = total("points", 1, -7, "points")
    #expect(
      past == [
        [], [points, total("qualifying", 2, -151)], [points, total("qualifying", 1, -1)],
        [points, total("qualifying", 1, -20)], [points, total("qualifying", 1, -20)],
      ])
    try store.write { writer in
      _ = try writer.append(moves(5, on: today.advanced(by: 6), [("gift-card:2:1", 2, -3)]))
    }
    let now = try store.totals(asOf: nil)
    #expect(now == [total("gift-card", 1, -3), points, total("qualifying", 1, -20)])
  }

  @Test func `totals of a past day have what is not committed yet`() throws {
    let home = try LedgerFolder()
    var store = try filled(home)
    let found = try store.write { writer in
      for day in 6...7 {
        let leg = (name: "gift-card:2:\(day)", member: 2, amount: Int64(-3))
        _ = try writer.append(moves(Int64(day), on: today.advanced(by: day), [leg]))
      }
      return try writer.snapshot.heldTotals(asOf: today.advanced(by: 6), sharingFrom: 1)
    }
    #expect(found.first { $0.account == "gift-card" }?.balance == -3)
  }

  @Test func `past balances are what a replay of the journal gives`() throws {
    let home = try LedgerFolder()
    var store = try home.create()
    var random = Seeded(3)
    let members = 1...12
    let names = [
      "stored-value:M:1:principal", "stored-value:M:1:bonus", "points:M:2027-11-30",
      "points:M:owed",
      "course:M:1:0", "course:M:1:0:deferred", "coupon:M:welcome", "qualifying:M",
    ]
    var day = today
    // The balances of all accounts at the end of each day.
    var balances: [String: Int64] = [:]
    var history: [(day: BusinessDate, balances: [String: Int64])] = []
    try store.write { writer in
      for number in members { try writer.add(member(number, "张")) }
      for counter in Int64(1)...600 {
        if Int.random(in: 0..<4, using: &random) == 0 {
          history.append((day, balances))
          day = day.advanced(by: Int.random(in: 1...4, using: &random))
        }
        var legs: [(name: String, member: Int, amount: Int64)] = []
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          let number = Int.random(in: members, using: &random)
          let name = names.randomElement(using: &random).map { name in
            name.split(separator: "M", omittingEmptySubsequences: false).joined(
              separator: String(number))
          }
          guard let name, !legs.contains(where: { $0.name == name }) else { continue }
          // Every other time all of it goes.
          let held = balances[name, default: 0]
          let amount =
            held < 0 && Bool.random(using: &random)
            ? -held : -Int64.random(in: 1...9, using: &random)
          legs.append((name, number, amount))
          balances[name, default: 0] += amount
        }
        _ = try writer.append(moves(counter, on: day, legs))
      }
    }
    history.append((day, balances))
    let verified = try store.verify { _, _ in }
    #expect(verified.faults.filter { !$0.hasSuffix("is missing") }.isEmpty, "\(verified.faults)")
    for (day, expected) in history {
      var totals: [String: Total] = [:]
      for (name, balance) in expected where balance != 0 {
        let words = name.split(separator: ":").map(String.init)
        let kept = words.filter { ["principal", "bonus", "owed", "deferred"].contains($0) }
        let group = ([words[0]] + kept).joined(separator: ":")
        totals[group, default: total(group, 0, 0, unit(of: name).name)].count += 1
        totals[group]?.balance += balance
      }
      // By one reader, and by several at once.
      for shared: Int64 in [20_000, 1] {
        let found = try store.totals(asOf: day, sharingFrom: shared)
        #expect(Set(found) == Set(totals.values))
      }
      let name = expected.keys.sorted().randomElement(using: &random) ?? ""
      let balance = try store.read {
        try $0.balance(named: name, before: day.advanced(by: 1))
      }
      #expect(balance == expected[name] ?? 0)
    }
  }
}
