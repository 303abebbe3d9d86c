import Ledger
import Membership
import Testing

@testable import Storage

struct HoldingTests {
  @Test func `what a member holds is what the accounts hold now, without empty ones`() throws {
    let home = try LedgerFolder()
    var store = try home.withMembers()
    let before = try store.read { try $0.heldBalances(ofMember: 1) }
    try store.write { writer in
      _ = try writer.append(
        entry(
          12, shift: 2, serial: 4,
          postings: legs(held("stored-value:1:1:principal", of: 1), revenue, 97_500)))
    }
    let after = try store.read { try $0.heldBalances(ofMember: 1) }.map(\.name)
    let nobody = try store.read { try $0.heldBalances(ofMember: 9) }
    #expect(
      before.map(\.name) == [
        "stored-value:1:1:principal", "stored-value:1:1:bonus", "points:1:2027-11-30",
        "course:1:1:0:deferred", "course:1:1:0",
      ])
    #expect(before.map(\.balance) == [-97_500, -19_500, -100, -88_200, -9])
    #expect(after == before.map(\.name).filter { $0 != "stored-value:1:1:principal" })
    #expect(nobody.isEmpty)
  }

  @Test func `an account's owner is given back with the legs of an entry`() throws {
    let home = try LedgerFolder()
    let store = try home.withMembers()
    let found = try store.read { try $0.postings(ofEntry: 10) }
    let accounts = found.map(\.account)
    #expect(accounts.map(\.owner) == [1, nil, 1, nil, 1, 1, nil])
    #expect(accounts.allSatisfy { $0.isIndividual == ($0.owner != nil) })
  }

  @Test func `a payment beyond what an account holds is refused by the ledger itself`() throws {
    let home = try LedgerFolder()
    var store = try home.withMembers()
    let refused = kind {
      try store.write { writer in
        _ = try writer.append(
          entry(
            12, shift: 2, serial: 4,
            postings: legs(held("stored-value:1:1:principal", of: 1), revenue, 97_501)))
      }
    }
    #expect(refused == .outOfRange)
  }

  @Test func `an account of nobody's is refused, and leaves nothing`() throws {
    let home = try LedgerFolder()
    var store = try home.withMembers()
    let refused = kind { try store.write { _ = try $0.append(topUp(12, of: 9, serial: 3)) } }
    let named = kind {
      try store.write { writer in
        _ = try writer.append(
          entry(
            12, shift: 2, serial: 4, postings: legs(drawer, held("stored-value:2:1:x", of: 1), 5)))
      }
    }
    let found = try store.verify { _, _ in }
    #expect(refused != nil && named == .other)
    #expect(found.faults.isEmpty && found.entries == 11)
  }

  @Test func `a member may be added after the entry that opens the accounts`() throws {
    let home = try LedgerFolder()
    var store = try home.withMembers()
    try store.write { writer in
      _ = try writer.append(topUp(12, of: 3, serial: 3))
      try writer.add(member(3, "钱"))
      try writer.addLot(
        1, ofMember: 3, entry: 12, day: today, paid: Money(fen: 100_000), gift: Money(fen: 20_000))
    }
    let found = try store.verify { _, _ in }
    #expect(found.faults.isEmpty && found.members == 3)
  }

  @Test func `a top-up is read as written, and numbers run on`() throws {
    let home = try LedgerFolder()
    let store = try home.withMembers()
    let found = try store.read { snapshot in
      (
        try snapshot.lot(1, ofMember: 1), try snapshot.lot(2, ofMember: 1),
        try (1...3).map { try snapshot.nextLot(ofMember: $0) },
        try (1...3).map { try snapshot.nextCourse(ofMember: $0) }
      )
    }
    #expect(
      found.0
        == LotRow(
          number: 1, day: today, paid: Money(fen: 100_000), gift: Money(fen: 20_000), entry: 8))
    #expect(found.1 == nil && found.2 == [2, 2, 1] && found.3 == [2, 1, 1])
  }

  @Test func `a course is extended, frozen and released, and its offer stays`() throws {
    let home = try LedgerFolder()
    var store = try home.withMembers()
    let until = today.advanced(by: 500)
    let states: [(BusinessDate?, Bool)] = [(until, true), (until, false), (nil, false)]
    var found: [CourseRow?] = [try store.read { try $0.course(1, ofMember: 1) }]
    for (expires, isFrozen) in states {
      try store.write { try $0.setCourse(1, ofMember: 1, expires: expires, isFrozen: isFrozen) }
      found.append(try store.read { try $0.course(1, ofMember: 1) })
    }
    let expected = ([(today.advanced(by: 364), false)] + states).map { expires, isFrozen in
      CourseRow(
        number: 1, day: today, offer: offer.canonical, expires: expires, isFrozen: isFrozen,
        entry: found[0]?.entry ?? 0)
    }
    let none = try store.read { try $0.course(1, ofMember: 2) }
    #expect(found == expected && none == nil)
  }

  @Test func `what falls due comes by its day, stands once, and goes when it is done`() throws {
    let home = try LedgerFolder()
    var store = try home.withMembers()
    let dues = [(1, "tier", 2, 0), (0, "bonus", 2, 3), (0, "bonus", 1, 9), (2, "points", 1, 0)].map
    {
      Due(day: today.advanced(by: $0), kind: $1, member: $2, number: $3)
    }
    let first = Due(day: today, kind: "points", member: 1, number: 0)
    try store.write { writer in
      for due in dues + dues + [first] { try writer.schedule(due) }
    }
    let (found, limited, counts) = try store.read { snapshot in
      (
        try snapshot.due(upTo: today.advanced(by: 1), limit: 9),
        try snapshot.due(upTo: today, limit: 2),
        try [-1, 0, 1, 2].map { try snapshot.dueCount(upTo: today.advanced(by: $0)) }
      )
    }
    #expect(found == [dues[2], dues[1], first, dues[0]])
    #expect(limited == [dues[2], dues[1]] && counts == [0, 3, 4, 5])
    try store.write { writer in
      try writer.done(dues[2])
      try writer.done(dues[2])
    }
    let left = try store.read { try $0.due(upTo: today, limit: 9) }
    #expect(left == [dues[1], first])
  }
}
