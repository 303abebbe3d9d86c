import Catalog
import Ledger
import Membership
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
  let bill: StoredBill?
  let member: Member?
  let caller: Member?
  let account: AccountRow?

  init(_ snapshot: Snapshot) throws {
    head = try snapshot.head()
    shift = try snapshot.openShift(drawer: 1)
    serial = try snapshot.nextSerial(day: today, kind: "sale")
    identity = try snapshot.nextID(drawer: 1)
    item = try snapshot.item(code: "jf")
    scanned = try snapshot.item(barcode: gtin("036000291452"))
    bill = try snapshot.openBill(drawer: 1)
    member = try snapshot.member(1)
    caller = try snapshot.members(phone: liu.phone).first
    account = try snapshot.account(named: points)
    // Who reads what a member holds knows the accounts from then on.
    _ = try snapshot.heldBalances(ofMember: 1)
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

private let points = "points:1:2027-11-30"

/// Does one of the things that change an open bill, or opens one.
private func changeBill(_ writer: Writer, _ id: EntryID, _ random: inout Seeded) throws {
  guard let bill = try writer.snapshot.openBill(drawer: 1) else {
    if let held = try writer.snapshot.bill(tag: "a") { return try writer.fetch(held, drawer: 1) }
    return try writer.openBill(id, drawer: 1, content: "{}")
  }
  switch Int.random(in: 0..<6, using: &random) {
  case 0: try writer.delete(bill.id)
  case 1: try writer.undo(bill)
  case 2:
    guard try writer.snapshot.bill(tag: "a") == nil else { break }
    try writer.hold(bill, tag: "a", at: try writer.snapshot.head().at)
  default: try writer.change(bill, to: #"{"change":\#(bill.changes)}"#)
  }
}

/// Changes a member, or the range of an account of theirs.
private func changeMember(_ writer: Writer, _ id: EntryID, _ random: inout Seeded) throws {
  let number = Int64.random(in: 1...1000, using: &random)
  switch Int.random(in: 0..<3, using: &random) {
  case 0:
    var member = try #require(try writer.snapshot.member(1))
    member.note = "\(number)"
    try writer.update(member)
  case 1:
    var member = try #require(try writer.snapshot.member(1))
    member.phone = member.phone.isEmpty ? liu.phone : ""
    try writer.update(member)
  default:
    let account = held(points, of: 1, unit: .points, least: -1_000_000 - number)
    let postings = [
      Posting(account: pointsGiven, amount: 1), Posting(account: account, amount: -1),
    ]
    let counter = id.value & 0xFFFF_FFFF
    _ = try writer.append(entry(counter, "event", shift: 2, postings: postings))
  }
}

/// Does one of the things that change an answer.
private func change(_ writer: Writer, _ random: inout Seeded) throws {
  let before = try Answers(writer.snapshot)
  let last = before.head.sequence
  switch Int.random(in: 0..<12, using: &random) {
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
  case 6, 7: try changeMember(writer, before.identity, &random)
  default: try changeBill(writer, before.identity, &random)
  }
}

@Suite struct KnownTests {
  @Test
  func `what a till knows is what the file says, whoever wrote last and whatever was given up`()
    throws
  {
    let home = try LedgerFolder()
    var one = try home.withMembers()
    var other = try Store.open(at: home.path)
    let stranger = Snapshot(try home.stranger())
    var random = Seeded(20)
    for step in 1...900 {
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
