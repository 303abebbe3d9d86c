import Checkout
import Ledger
import Pricing
import Testing

struct VoidTests {
  private func sale() throws -> (entry: JournalEntry, document: Document) {
    let open = openBill(
      [line(item(8803), off: [GrantedReduction(.percentOff(500))])],
      paidWith: [
        Tender(.wechat, amount: Money(fen: 3000)), Tender(.cash, amount: Money(fen: 10_000)),
      ])
    let entry = try #require(try sell(open, under: terms(), on: occasion())).entry
    return (entry, try Document(entry, sequence: 4))
  }

  private func voided(
    _ original: Document, _ postings: [Posting] = [], held: Money = .limit,
    by voidedBy: String? = nil,
    on occasion: Occasion = occasion(serial: 2, by: authority(.manager))
  ) throws(Refusal) -> JournalEntry {
    try void(
      original, postings: postings, facts: voidFacts(held: held, by: voidedBy), reason: "做错了",
      in: shop(), on: occasion)
  }

  @Test func `a drawer gives back no more cash than it holds`() throws {
    let (entry, original) = try sale()
    let cash = original.amount(on: Chart.drawer(original.drawer))
    let short = cash - Money(fen: 1)
    let refusal = try #require(throws: Refusal.self) {
      try voided(original, entry.postings, held: short)
    }
    #expect(refusal.name == .drawerShort)
    #expect(refusal.need == cash.fen)
    #expect(refusal.have == short.fen)
  }

  @Test func `every leg of a sale is taken back`() throws {
    let (entry, original) = try sale()
    let taken = try voided(original, entry.postings)
    let left = (entry.postings + taken.postings).reduce(into: [:]) {
      $0[$1.account, default: Int64(0)] += $1.amount
    }
    #expect(left.count == entry.postings.count && left.count >= 6)
    #expect(left.values.allSatisfy { $0 == 0 })
  }

  @Test func `the document of a void names what it took back`() throws {
    let (entry, original) = try sale()
    let document = try Document(try voided(original, entry.postings), sequence: 5)
    #expect(document.kind == .void && document.number == "JA20261121-V002")
    #expect(document.about == 4 && document.reason == "做错了")
    #expect(document.json["original"]?.string == original.number)
    #expect(document.json["of"]?.string == "sale")
    #expect(document.total == -original.total)
    #expect(document.lines == original.lines && document.tenders == original.tenders)
  }

  @Test(arguments: [
    CashMovement.paidIn(Money(fen: 500), reason: "a"), .paidOut(Money(fen: 500), reason: "b"),
    .drop(Money(fen: 500)),
  ])
  func `cash that was moved is moved back`(movement: CashMovement) throws {
    let entry = try move(movement, held: Money(fen: 500), in: shop(), on: occasion())
    let taken = try voided(try Document(entry), entry.postings)
    let back = taken.postings.map(\.reversed)
    #expect(back == entry.postings)
  }

  @Test func `a void is refused where it may not be`() throws {
    let (_, original) = try sale()
    let manager = authority(.manager)
    let opening = try Document(
      try openShift(float: .zero, left: .zero, number: 1, in: shop(), on: occasion(shift: 0)))
    let cases: [(Document, String?, Occasion, Refusal)] = [
      (
        original, "JA20261121-V001", occasion(by: manager),
        Refusal(.alreadyVoid, original.number, expected: "JA20261121-V001")
      ),
      (
        original, nil, occasion(shift: 0, by: manager),
        Refusal(.shiftClosed, "1", expected: "open FLOAT")
      ),
      (
        original, nil, occasion(on: day.advanced(by: 1), by: manager),
        Refusal(.notVoidable, original.number, expected: "sale 2026-11-21")
      ),
      (
        original, nil, occasion(drawer: 2, by: manager),
        Refusal(.notVoidable, original.number, expected: "--drawer 1")
      ),
      (
        original, nil, occasion(),
        Refusal(.notPermitted, "void \(original.number)", expected: "ok STAFF PIN")
      ),
      (
        opening, nil, occasion(by: manager),
        Refusal(.notVoidable, opening.number, expected: "opening 2026-11-21")
      ),
    ]
    for (document, voidedBy, occasion, refusal) in cases {
      #expect(throws: refusal) { try voided(document, by: voidedBy, on: occasion) }
    }
  }

  @Test func `a cashier voids with a manager's approval, who stands on the document`() throws {
    let (entry, original) = try sale()
    let approved = occasion(serial: 2, by: authority(approver: manager))
    let document = try Document(try voided(original, entry.postings, on: approved))
    #expect(document.approver == 1 && document.staff == 3)
  }
}
