import Catalog
import Ledger
import Membership
import Storage

/// Finding one of 50,000 members, a statement, and what all of them hold, now and in the past.
func measureMembers(_ options: Options, _ report: Report) throws {
  let members = options.isQuick ? 5000 : 50_000
  report.title("Members: \(grouped(members)), and \(grouped(options.sales)) sales")
  let ledger = try MemberLedger.filled(members: members, sales: options.sales)
  let store = try Store.open(at: ledger.shop.ledger)
  try measureSearch(store, members, report)
  try measureHoldings(store, members, report)
  try measureTotals(store, report)
  let start = nanoseconds()
  let result = try store.verify { _, _ in }
  report.note("verifying all of it: \(fixed(Double(nanoseconds() - start) / 1e9, 2)) s")
  guard result.faults.isEmpty else {
    throw Benchmark.Fault("the ledger does not verify: \(result.faults.prefix(3))")
  }
}

/// What somebody types to find a member.
private struct Typed {
  let initials: String
  let pinyin: String
  let phone: String
  let lastFour: String
  let card: String
  let name: String

  init(_ number: Int) {
    let member = MemberLedger.member(number)
    let keys = searchKeys(ofName: member.name)
    initials = keys.first { $0.field == .initials }?.text ?? ""
    pinyin = keys.first { $0.field == .pinyin }?.text ?? ""
    phone = member.phone
    lastFour = String(member.phone.suffix(4))
    card = member.card
    name = member.name
  }
}

private func measureSearch(_ store: borrowing Store, _ members: Int, _ report: Report) throws {
  let ways: [(name: String, text: (Typed) -> String)] = [
    ("1 initial", { String($0.initials.prefix(1)) }),
    ("2 initials", { String($0.initials.prefix(2)) }), ("all initials", \.initials),
    ("pinyin", \.pinyin), ("name", \.name), ("a hanzi of it", { String($0.name.suffix(1)) }),
    ("last four", \.lastFour), ("phone", \.phone), ("card", \.card),
  ]
  let typed = (0..<500).map { Typed(1 + $0 * 7919 % members) }
  var table: [[String]] = []
  var slowest: Int64 = 0
  for way in ways {
    // The first ones read pages that the others find in memory.
    let samples = try (typed.prefix(50) + typed).map { typed in
      let text = way.text(typed)
      let start = nanoseconds()
      let found = try store.read { try $0.members(matching: text, limit: 9) }
      let time = nanoseconds() - start
      guard !found.isEmpty else { throw Benchmark.Fault("\(text) finds nobody") }
      return time
    }
    table.append(row(way.name, Array(samples.dropFirst(50))))
    slowest = max(slowest, Latencies(Array(samples.dropFirst(50))).p99)
  }
  report.table(["finding a member by", "p50 ms", "p99 ms", "max ms"], table)
  report.goal(
    "slowest p99", "\(milliseconds(slowest)) ms", "< 2", isMet: slowest < 2_000_000)
}

private func measureHoldings(_ store: borrowing Store, _ members: Int, _ report: Report) throws {
  let day = MemberLedger.joined.advanced(by: 150)
  let numbers = (0..<500).map { 1 + $0 * 7919 % members }
  var count = 0
  let runs = try (0..<51).map { _ in
    try timed {
      count = try store.read {
        try $0.movements(ofMember: MemberLedger.regular, from: nil, to: nil).count
      }
    }
  }
  let held = try numbers.map { number in
    try timed { _ = try store.read { try $0.heldBalances(ofMember: number) } }
  }
  let past = try numbers.map { number in
    try timed {
      _ = try store.read { try $0.balance(named: "qualifying:\(number)", before: day) }
    }
  }
  report.table(
    ["a member's", "p50 ms", "p99 ms", "max ms"],
    [
      row("statement, \(count) movements", Array(runs.dropFirst())), row("balances held", held),
      row("balance of a past day", past),
    ])
  report.note("the first statement, from the disk: \(milliseconds(runs[0])) ms")
  let slowest = Latencies(Array(runs.dropFirst())).most
  report.goal(
    "the slowest statement", "\(milliseconds(slowest)) ms", "< 20", isMet: slowest < 20_000_000)
}

private func measureTotals(_ store: borrowing Store, _ report: Report) throws {
  let days: [(String, BusinessDate?)] = [
    ("now", nil), ("after the last visit", MemberLedger.lastVisit),
    ("in the middle of the visits", MemberLedger.joined.advanced(by: 150)),
    ("at the end of the first day", MemberLedger.joined),
  ]
  var table: [[String]] = []
  var slowest: Int64 = 0
  for (name, day) in days {
    var accounts = 0
    let samples = try (0..<3).map { _ in
      try timed {
        accounts = try store.read { try $0.heldTotals(asOf: day) }.map(\.count).reduce(0, +)
      }
    }
    let times = Latencies(samples)
    slowest = max(slowest, times.most)
    table.append([name, grouped(accounts), milliseconds(times.p50), milliseconds(times.most)])
  }
  report.table(["what all members hold", "accounts", "p50 ms", "max ms"], table)
  report.goal(
    "the slowest sum", "\(milliseconds(slowest)) ms", "< 1000", isMet: slowest < 1_000_000_000)
}

private func timed(_ work: () throws -> Void) rethrows -> Int64 {
  let start = nanoseconds()
  try work()
  return nanoseconds() - start
}

private func row(_ name: String, _ samples: [Int64]) -> [String] {
  let times = Latencies(samples)
  return [name, milliseconds(times.p50), milliseconds(times.p99), milliseconds(times.most)]
}
