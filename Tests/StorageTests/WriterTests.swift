import Glibc
import Ledger
import Testing

@testable import Storage

struct WriterTests {
  @Test func `entries follow each other in one chain`() throws {
    let home = try LedgerFolder()
    let store = try home.filled()
    let (head, lines) = try store.read { snapshot in
      (try snapshot.head(), try (1...7).map { try snapshot.entry(sequence: $0)?.line ?? "" })
    }
    let chained = lines.reduce(ChainHash.genesis) { $0.followed(by: $1) }
    let isCanonical = lines.allSatisfy { (try? JSON(parsing: $0))?.canonical == $0 }
    #expect(head.hash == chained && head.sequence == 7)
    #expect(isCanonical)
  }

  @Test func `balances follow the postings, and the legs are read back`() throws {
    let home = try LedgerFolder()
    let store = try home.filled()
    let (balances, postings) = try store.read { snapshot in
      (
        try [drawer, safe, revenue, debtor].map { try snapshot.balance(of: $0) },
        try snapshot.postings(ofEntry: 3)
      )
    }
    let expected = legs(debtor, revenue, 5000)
    #expect(balances == [20_000, -20_000, -5000, 5000])
    #expect(postings == expected)
  }

  @Test func `the same identity with the same content answers what stands there`() throws {
    let home = try LedgerFolder()
    var store = try home.filled()
    let sale = entry(2, serial: 1, postings: legs(drawer, revenue, 8800), content: ["no": "A"])
    let repeated = try store.write { try $0.append(sale) }
    let stored = try store.read { (try $0.entry(sequence: 2), try $0.head().sequence) }
    #expect(repeated.isRepeated && repeated.sequence == 2)
    #expect(repeated.hash == stored.0?.hash && repeated.json.canonical == stored.0?.line)
    #expect(stored.1 == 7)
  }

  @Test(arguments: [
    entry(2, serial: 1, postings: legs(drawer, revenue, 8801), content: ["no": "A"]),
    entry(2, serial: 1, postings: legs(drawer, revenue, 8800), content: ["no": "B"]),
    entry(2, serial: 2, postings: legs(drawer, revenue, 8800), content: ["no": "A"]),
    entry(2, "void", serial: 1, postings: legs(drawer, revenue, 8800), content: ["no": "A"]),
  ])
  func `the same identity with other content is refused`(other: JournalEntry) throws {
    let home = try LedgerFolder()
    var store = try home.filled()
    let refused = kind { _ = try store.write { try $0.append(other) } }
    let head = try store.read { try $0.head() }
    #expect(refused == .otherContent && head.sequence == 7)
  }

  @Test(arguments: [
    entry(8, shift: 2, serial: 3, postings: legs(revenue, drawer, 20_001)),
    entry(8, shift: 2, serial: 3, postings: legs(debtor, revenue, 1)),
    entry(8, shift: 2, serial: 3, postings: legs(drawer, debtor, 5001)),
  ])
  func `a balance out of its range is refused, and nothing is written`(other: JournalEntry) throws {
    let home = try LedgerFolder()
    var store = try home.filled()
    let refused = kind { _ = try store.write { try $0.append(other) } }
    let checked = try store.verify { _, _ in }
    #expect(refused == .outOfRange)
    #expect(checked.faults.isEmpty && checked.entries == 7)
  }

  @Test func `a limit that the shop changed holds from then on`() throws {
    let home = try LedgerFolder()
    var store = try home.filled()
    let higher = Account("receivable:liu", .asset, least: 0, most: 6000, isIndividual: true)
    let sale = entry(8, shift: 2, serial: 3, postings: legs(higher, revenue, 1000))
    _ = try store.write { try $0.append(sale) }
    let balance = try store.read { try $0.balance(of: higher) }
    #expect(balance == 6000)
  }

  @Test func `an entry earlier than the last one is refused by the ledger itself`() throws {
    let home = try LedgerFolder()
    var store = try home.filled()
    let early = JournalEntry(
      id: EntryID(drawer: 1, counter: 8), kind: "event", at: Instant(milliseconds: 6999),
      day: today, drawer: 1, shift: 2, staff: 3, postings: [], content: [:])
    let refused = kind { _ = try store.write { try $0.append(early) } }
    #expect(refused == .other)
  }

  @Test func `whatever a body throws leaves the ledger as it was`() throws {
    struct Stop: Error {}
    let home = try LedgerFolder()
    var store = try home.filled()
    #expect(throws: Stop.self) {
      try store.write { writer in
        _ = try writer.append(entry(8, shift: 2, serial: 3, postings: legs(drawer, revenue, 5)))
        try writer.setState("a", "b")
        throw Stop()
      }
    }
    let state = try store.read { (try $0.head().sequence, try $0.state("a")) }
    #expect(state.0 == 7 && state.1 == nil)
  }

  @Test func `numbers and identities run on`() throws {
    let home = try LedgerFolder()
    var store = try home.filled()
    try store.write { try $0.openBill(EntryID(drawer: 2, counter: 40), drawer: 2, content: "{}") }
    let next = try store.read { snapshot in
      (
        try ["sale", "opening", "drop"].map { try snapshot.nextSerial(day: today, kind: $0) },
        try snapshot.nextSerial(day: today.advanced(by: 1), kind: "sale"), try snapshot.nextShift(),
        try (1...3).map { try snapshot.nextID(drawer: $0) }
      )
    }
    #expect(next.0 == [3, 3, 1] && next.1 == 1 && next.2 == 3)
    #expect(
      next.3 == [
        EntryID(drawer: 1, counter: 8), EntryID(drawer: 2, counter: 41),
        EntryID(drawer: 3, counter: 1),
      ])
  }

  @Test func `what is about an entry, of a shift or of a day is found`() throws {
    let home = try LedgerFolder()
    let store = try home.filled()
    let found = try store.read { snapshot in
      (
        try snapshot.entry(about: 2, kind: "void")?.line,
        try snapshot.entry(about: 3, kind: "void"),
        try snapshot.entries(ofShift: 1, from: 1, to: 7).count,
        try snapshot.nextSerial(day: today, kind: "sale") - 1,
        try snapshot.lastSale(drawer: 1, day: today)?.line, try snapshot.openShift(drawer: 1),
        try snapshot.closing(ofShift: 1)?.line, try snapshot.closing(ofShift: 2)
      )
    }
    #expect(found.0?.contains("\"seq\":5") == true && found.1 == nil)
    #expect(found.2 == 6 && found.3 == 2)
    #expect(found.4?.contains("\"seq\":3") == true)
    #expect(found.5 == OpenShift(number: 2, opening: 7))
    #expect(found.6?.contains("\"seq\":6") == true && found.7 == nil)
  }
}

struct BillStoreTests {
  @Test func `an open bill grows, is undone, parked and fetched`() throws {
    let home = try LedgerFolder()
    var store = try home.create()
    let id = EntryID(drawer: 1, counter: 1)
    try store.write { writer in
      try writer.openBill(id, drawer: 1, content: "1")
      try writer.change(StoredBill(id: id, changes: 1, content: "1"), to: "2")
    }
    let open = try store.read { try $0.openBill(drawer: 1) }
    #expect(open == StoredBill(id: id, changes: 2, content: "2"))
    let bill = try #require(open)
    try store.write { try $0.hold(bill, tag: "12", at: Instant(milliseconds: 5)) }
    let parked = try store.read {
      (try $0.openBill(drawer: 1), try $0.bill(tag: "12"), try $0.heldBills())
    }
    #expect(parked.0 == nil && parked.1 == bill)
    #expect(
      parked.2 == [HeldBill(tag: "12", id: id, heldAt: Instant(milliseconds: 5), content: "2")])
    try store.write { writer in
      try writer.fetch(bill, drawer: 2)
      try writer.undo(bill)
    }
    let fetched = try store.read { try $0.openBill(drawer: 2) }
    #expect(fetched == StoredBill(id: id, changes: 1, content: "1"))
    let last = try #require(fetched)
    try store.write { try $0.undo(last) }
    let left = try store.connection.integer(
      "SELECT (SELECT count(*) FROM bill) + (SELECT count(*) FROM bill_change)")
    #expect(left == 0)
  }

  @Test func `a drawer has one open bill, and a tag one parked`() throws {
    let home = try LedgerFolder()
    var store = try home.create()
    let ids = (1...2).map { EntryID(drawer: 1, counter: $0) }
    try store.write { try $0.openBill(ids[0], drawer: 1, content: "1") }
    let second = kind { try store.write { try $0.openBill(ids[1], drawer: 1, content: "1") } }
    try store.write { writer in
      try writer.hold(
        StoredBill(id: ids[0], changes: 1, content: "1"), tag: "a", at: Instant(milliseconds: 0))
      try writer.openBill(ids[1], drawer: 1, content: "1")
    }
    let taken = kind {
      try store.write {
        try $0.hold(
          StoredBill(id: ids[1], changes: 1, content: "1"), tag: "a", at: Instant(milliseconds: 0))
      }
    }
    #expect(second != nil && taken != nil)
  }

  @Test func `entries chained beforehand follow those before, on accounts that they make`() throws {
    let home = try LedgerFolder()
    var store = try home.filled()
    let other = Account("receivable:wang", .asset, least: 0, most: 5000, isIndividual: true)
    try store.write { writer in
      let reader = writer.reader
      var head = try writer.snapshot.head()
      for counter in 8...10 as ClosedRange<Int64> {
        let made = try reader.read { snapshot in
          let sale = entry(
            counter, shift: 2, postings: legs(other, revenue, 300) + legs(drawer, debtor, 1000))
          return try ChainedEntry(sale, after: head, upon: snapshot)
        }
        head = made.head
        try writer.append(made)
      }
    }
    let balances = try store.read { try [other, debtor].map($0.balance) }
    let checked = try store.verify { _, _ in }
    #expect(balances == [900, 2000])
    #expect(checked.faults.isEmpty && checked.entries == 10, "\(checked.faults)")
  }

  @Test func `an entry chained to another than the last is refused`() throws {
    let home = try LedgerFolder()
    var store = try home.filled()
    let refused = kind {
      try store.write { writer in
        let sale = entry(8, shift: 2, postings: legs(drawer, revenue, 300))
        let chained = try ChainedEntry(
          sale, after: try writer.snapshot.head(), upon: writer.snapshot)
        _ = try writer.append(entry(9, shift: 2, postings: legs(drawer, revenue, 100)))
        try writer.append(chained)
      }
    }
    let head = try store.read { try $0.head() }
    #expect(refused == .other && head.sequence == 7)
  }
}
