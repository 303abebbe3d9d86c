import Catalog
import Checkout
import Ledger
import Pricing
import Seeded
import Testing

struct OpenBillTests {
  @Test func `a bill is stored and read back`() throws {
    var open = openBill(
      [
        line(
          item(8800, floor: 8000), times: 2, off: [GrantedReduction(.percentOff(500), approver: 7)])
      ],
      paidWith: [
        Tender(.wechat, amount: Money(fen: 5000), reference: "42 \"00\""), Tender(.cash),
        Tender(.owe, debtor: "刘"),
      ])
    open.removed = [RemovedLine(code: "xh", quantity: 3, net: Money(fen: 100))]
    let read = OpenBill(id: open.id, stored: try JSON(parsing: open.stored.canonical))
    #expect(read == open)
  }

  private static func randomReductions(_ random: inout Seeded) -> [GrantedReduction] {
    (0..<Int.random(in: 0...2, using: &random)).map { _ in
      let all: [Reduction] = [
        .percentOff(.random(in: 1...10_000, using: &random)), .gift,
        .payable(.random(in: 1...9999, using: &random)),
        .amountOff(Money(fen: .random(in: 1...1_000_000_000, using: &random))),
        .price(Money(fen: .random(in: 0...1_000_000_000, using: &random))),
      ]
      let approver = Bool.random(using: &random) ? nil : Int.random(in: 1...9999, using: &random)
      return GrantedReduction(all.randomElement(using: &random) ?? .gift, approver: approver)
    }
  }

  private static func randomLine(_ random: inout Seeded) -> BillLine {
    let names = ["剪发", "a\"b\\", "", "é😀", "line\nbreak"]
    let price = Int64.random(in: 0...1_000_000_000, using: &random)
    let item = Item(
      code: "c\(price % 97)", name: names.randomElement(using: &random) ?? "",
      kind: Item.Kind.allCases.randomElement(using: &random) ?? .product, category: "护理", unit: "瓶",
      price: price % 5 == 0 ? nil : Money(fen: price), floor: Money(fen: price / 2),
      taxRate: Int(price % 10_001), discountable: price % 3 > 0)
    let staff = ["3", "3!", "1,2,3", "3:70,5!:30"].randomElement(using: &random) ?? "3"
    return BillLine(
      item: item, quantity: .random(in: 1...OpenBill.mostUnits, using: &random),
      unitPrice: Money(fen: price), staff: price % 2 == 0 ? [] : (try? staffShares(staff)) ?? [],
      reductions: randomReductions(&random))
  }

  @Test func `random bills are stored and read back`() throws {
    var random = Seeded(4)
    var failure: OpenBill?
    for number in 0..<3000 where failure == nil {
      let lines = (0..<Int.random(in: 0...4, using: &random)).map { _ in
        OpenBillTests.randomLine(&random)
      }
      let tenders = (0..<Int.random(in: 0...3, using: &random)).map { index in
        Tender(
          TenderKind.allCases.randomElement(using: &random) ?? .cash,
          amount: Bool.random(using: &random)
            ? nil : Money(fen: .random(in: 1...99, using: &random)),
          reference: index == 1 ? "42" : nil, debtor: index == 2 ? "刘" : nil)
      }
      let open = OpenBill(
        id: EntryID(drawer: 2, counter: Int64(number)),
        bill: Bill(lines: lines, reductions: OpenBillTests.randomReductions(&random)),
        tenders: tenders,
        removed: lines.map { RemovedLine(code: $0.item.code, quantity: 1, net: $0.list) })
      let read = OpenBill(id: open.id, stored: try JSON(parsing: open.stored.text))
      if read != open { failure = open }
    }
    #expect(failure == nil)
  }

  @Test func `a line is named by its number, or is the last`() throws {
    let open = openBill([line(item(100)), line(item(200))])
    let indices = [
      try open.index(ofLine: nil), try open.index(ofLine: 1), try open.index(ofLine: 2),
    ]
    #expect(indices == [1, 0, 1])
  }

  @Test(arguments: [0, 3, -1, Int.max])
  func `a line that is not there is refused`(number: Int) {
    let open = openBill([line(item(100)), line(item(200))])
    let refusal = Refusal(
      .lineUnknown, String(number), expected: "1-2", need: Int64(number), have: 2)
    #expect(throws: refusal) { try open.index(ofLine: number) }
  }

  @Test func `an empty bill has no line to name or to reduce`() {
    var open = openBill([])
    #expect(throws: Refusal(.billEmpty)) { try open.index(ofLine: nil) }
    #expect(throws: Refusal(.billEmpty)) {
      try open.reduce(by: .percentOff(100), authority: authority(.manager), under: terms())
    }
  }

  @Test func `a line taken off is remembered at what it would have cost`() throws {
    var open = openBill([
      line(item(10_000), off: [GrantedReduction(.percentOff(1000))]), line(item(5000, code: "xh")),
    ])
    try open.remove(lines: 0..<1, authority: authority(.manager), under: terms())
    #expect(open.removed == [RemovedLine(code: "jf", quantity: 1, net: Money(fen: 9000))])
    #expect(open.bill.lines.map(\.item.code) == ["xh"])
  }

  @Test(arguments: [
    (DocumentKind.sale, 31, "JA20261121-0031"), (.void, 2, "JA20261121-V002"),
    (.sale, 12_345, "JA20261121-12345"), (.noSale, 1234, "JA20261121-N1234"),
    (.shift, 326, "JA-Z0326"),
    (.opening, 1, "JA20261121-F001"),
  ])
  func `a document's number tells the day, the kind and the serial`(
    kind: DocumentKind, serial: Int, text: String
  ) {
    let number = DocumentNumber(prefix: "JA", day: day, kind: kind, serial: serial)
    #expect(number.description == text)
  }

  @Test(arguments: [
    ("31", "", 0, DocumentKind.sale, 31), ("V002", "", 0, .void, 2),
    ("t001", "", 0, .cardRefund, 1),
    ("20261120-0031", "", -1, .sale, 31), ("JA20261121-0031", "JA", 0, .sale, 31),
    ("T20261120-T001", "T", -1, .cardRefund, 1), ("2020261121-V2", "20", 0, .void, 2),
    ("JA-Z0326", "JA", 0, .shift, 326), ("Z12", "", 0, .shift, 12),
  ])
  func `a document's number is read whole or in part, and a prefix is no kind`(
    text: String, prefix: String, days: Int, kind: DocumentKind, serial: Int
  ) throws {
    let number = try #require(DocumentNumber(text, today: day))
    let meant = BusinessDate(days: day.days + days)
    #expect(
      number == DocumentNumber(prefix: prefix, day: meant, kind: kind, serial: serial))
  }

  @Test(arguments: ["", "JA", "JA31", "X1", "JA20261199-1", "20261121-", "123456789012-1", "-"])
  func `what is no document's number is read as none`(text: String) {
    #expect(DocumentNumber(text, today: day) == nil)
  }
}
