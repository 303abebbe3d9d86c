import Ledger
import Testing

private let cash = Account("drawer:1", .asset, least: 0)
private let revenue = Account("revenue", .revenue)
private let points = Account("points:7", .liability, unit: .points, isIndividual: true)
private let issued = Account("points-issued", .expense, unit: .points)

private func entry(_ postings: [Posting], content: JSON = ["no": "A-1"]) -> JournalEntry {
  JournalEntry(
    id: EntryID(drawer: 1, counter: 5), kind: "sale", at: Instant(milliseconds: 1000),
    day: BusinessDate(days: 20_778), drawer: 1, shift: 2, staff: 3, serial: 4, about: 6,
    postings: postings, content: content)
}

struct JournalEntryTests {
  @Test func `legs on one account become one, and a leg of nothing is dropped`() {
    let amount = Money(fen: 500)
    let made = entry([
      .debit(cash, amount), .credit(revenue, Money(fen: 200)), .debit(cash, amount),
      .credit(revenue, Money(fen: 800)), .debit(points, .zero),
    ])
    let expected: [Posting] = [.debit(cash, Money(fen: 1000)), .credit(revenue, Money(fen: 1000))]
    #expect(made.postings == expected)
  }

  @Test func `legs that cancel each other leave an entry without postings`() {
    let made = entry([.debit(cash, Money(fen: 5)), .credit(cash, Money(fen: 5))])
    #expect(made.postings.isEmpty)
  }

  @Test func `each unit sums to zero by itself`() {
    let legs = [
      Posting(account: cash, amount: 10), Posting(account: revenue, amount: -10),
      Posting(account: points, amount: -3), Posting(account: issued, amount: 3),
    ]
    let totals = sums(of: entry(legs).postings)
    #expect(totals.map(\.unit) == [.fen, .points])
    #expect(totals.map(\.sum) == [0, 0])
    #expect(legs.map(\.reversed.amount) == [-10, 10, 3, -3])
  }

  @Test func `an entry that does not sum to zero stops the program`() async {
    await #expect(processExitsWith: .failure) {
      _ = entry([.debit(cash, Money(fen: 5)), .credit(revenue, Money(fen: 4))])
    }
  }

  @Test func `fen against points stops the program`() async {
    await #expect(processExitsWith: .failure) {
      _ = entry([Posting(account: cash, amount: 5), Posting(account: points, amount: -5)])
    }
  }

  @Test func `the line holds the whole entry, sorted`() {
    let made = entry([.debit(cash, Money(fen: 5)), .credit(revenue, Money(fen: 5))])
    let line = made.json(sequence: 9).canonical
    let expected =
      #"{"about":6,"at":"1970-01-01T00:00:01.000Z","day":"2026-11-21","drawer":1,"id":4294967301,"#
      + #""kind":"sale","no":"A-1","postings":{"drawer:1":5,"revenue":-5},"seq":9,"serial":4,"#
      + #""shift":2,"staff":3}"#
    #expect(line == expected)
  }

  @Test func `what an entry does not have is left out of its line`() {
    let made = JournalEntry(
      id: EntryID(value: 1), kind: "event", at: Instant(milliseconds: 0),
      day: BusinessDate(days: 0), drawer: 1, shift: 0, staff: 0, postings: [], content: [:])
    let names = made.json(sequence: 1).members?.map(\.name)
    #expect(names == ["at", "day", "drawer", "id", "kind", "seq"])
  }

  @Test func `two drawers never make the same identity`() {
    let last = EntryID(drawer: 1, counter: (1 << 32) - 1)
    let first = EntryID(drawer: 2, counter: 0)
    #expect(last.value + 1 == first.value)
  }
}
