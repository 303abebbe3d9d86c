import Catalog
import Ledger
import Seeded
import Testing

@testable import Storage

/// What a writer can know without asking the file.
private struct Answers: Equatable {
  let head: Head
  let shift: OpenShift?
  let serial: Int
  let identity: EntryID
  let item: Item?
  let scanned: Item?

  init(_ snapshot: Snapshot) throws {
    head = try snapshot.head()
    shift = try snapshot.openShift(drawer: 1)
    serial = try snapshot.nextSerial(day: today, kind: "sale")
    identity = try snapshot.nextID(drawer: 1)
    item = try snapshot.item(code: "jf")
    scanned = try snapshot.item(barcode: gtin("036000291452"))
  }
}

extension Answers {
  /// Those of the file, whatever is known.
  fileprivate init(asking writer: Writer) throws {
    let known = writer.connection.known
    writer.connection.known = nil
    defer { writer.connection.known = known }
    try self.init(writer.snapshot)
  }
}

private struct Refused: Error {}

/// Does one of the things that change an answer.
private func change(_ writer: Writer, _ random: inout Seeded) throws {
  let before = try Answers(writer.snapshot)
  let last = before.head.sequence
  switch Int.random(in: 0..<8, using: &random) {
  case 0, 1:
    let sale = JournalEntry(
      id: before.identity, kind: "sale", at: before.head.at, day: today, drawer: 1, shift: 2,
      staff: 3, serial: before.serial, postings: legs(drawer, revenue, 100), content: [:])
    _ = try writer.append(sale)
  case 2: _ = try writer.append(entry(before.identity.value & 0xFFFF_FFFF + 3, "event", shift: 2))
  case 3:
    let price = Int64.random(in: 100...9_900, using: &random)
    let codes = ["036000291452"].filter { _ in Bool.random(using: &random) }
    _ = try writer.replaceCatalog(
      with: [item("jf", price, barcodes: codes)], at: before.head.at
    ) { _ in }
  case 4: _ = try writer.replaceCatalog(with: [item("zx", nil)], at: before.head.at) { _ in }
  case 5:
    if let shift = before.shift {
      try writer.closeShift(shift.number, by: last)
    } else {
      try writer.openShift(try writer.snapshot.nextShift(), drawer: 1, by: last)
    }
  case 6:
    guard try writer.snapshot.openBill(drawer: 1) == nil else { break }
    try writer.openBill(before.identity, drawer: 1, content: "{}")
  default:
    if let bill = try writer.snapshot.openBill(drawer: 1) { try writer.delete(bill.id) }
  }
}

@Suite struct KnownTests {
  @Test
  func `what a till knows is what the file says, whoever wrote last and whatever was given up`()
    throws
  {
    let home = try LedgerFolder()
    var one = try home.filled()
    var other = try Store.open(at: home.path)
    let stranger = Snapshot(try home.stranger())
    var random = Seeded(20)
    for step in 1...600 {
      let expected = try Answers(stranger)
      let isGivenUp = Int.random(in: 0..<5, using: &random) == 0
      let body = { (writer: Writer) throws in
        let known = try Answers(writer.snapshot)
        #expect(known == expected, "step \(step)")
        try change(writer, &random)
        let (after, asked) = (try Answers(writer.snapshot), try Answers(asking: writer))
        #expect(after == asked, "step \(step)")
        if isGivenUp { throw Refused() }
      }
      do {
        if Bool.random(using: &random) { try other.write(body) } else { try one.write(body) }
      } catch is Refused {}
    }
    let appended = try stranger.head().sequence
    #expect(appended > 150)
  }
}
