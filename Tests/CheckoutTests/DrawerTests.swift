import Checkout
import Ledger
import Pricing
import Testing

private func amounts(_ entry: JournalEntry) -> [String: Int64] {
  Dictionary(uniqueKeysWithValues: entry.postings.map { ($0.account.name, $0.amount) })
}

private func report(_ documents: [Document] = []) -> ShiftReport {
  ShiftReport(number: 7, drawer: 1, documents: documents, grandTotalBefore: .zero)
}

struct DrawerTests {
  @Test(
    arguments: [
      // What is counted, what the books hold, the legs, the variance.
      (30_000, 0, ["drawer:1": 30_000, "safe": -30_000], nil), (0, 0, [:], nil),
      (10_000, 10_000, [:], nil),
      (5000, 10_000, ["drawer:1": -5000, "opening-variance": 5000], -5000),
      (12_000, 10_000, ["drawer:1": 2000, "opening-variance": -2000], 2000),
      (0, 10_000, ["drawer:1": -10_000, "opening-variance": 10_000], -10_000),
    ] as [(Int64, Int64, [String: Int64], Int64?)])
  func `an opening counts what the last closing left`(
    float: Int64, left: Int64, legs: [String: Int64], variance: Int64?
  ) throws {
    let entry = try openShift(
      float: Money(fen: float), left: Money(fen: left), number: 7, in: shop(),
      on: occasion(shift: 0))
    let document = try Document(entry)
    #expect(amounts(entry) == legs)
    #expect(entry.shift == 7 && document.number == "JA20261121-F001")
    #expect(document.json["float"]?.integer == float)
    #expect(document.json["variance"]?.integer == variance)
  }

  @Test func `an open shift is not opened again`() {
    #expect(throws: Refusal(.shiftOpen, "1", expected: "close COUNT")) {
      try openShift(float: .zero, left: .zero, number: 8, in: shop(), on: occasion())
    }
  }

  @Test(
    arguments: [
      (
        CashMovement.paidIn(Money(fen: 100), reason: "零钱"), ["drawer:1": 100, "paid-in": -100],
        "I001"
      ),
      (.paidOut(Money(fen: 1000), reason: "水"), ["drawer:1": -1000, "paid-out": 1000], "O001"),
      (.drop(Money(fen: 400)), ["drawer:1": -400, "safe": 400], "D001"),
    ] as [(CashMovement, [String: Int64], String)])
  func `cash moves between the drawer and its other place`(
    movement: CashMovement, legs: [String: Int64], number: String
  ) throws {
    let entry = try move(movement, held: Money(fen: 1000), in: shop(), on: occasion())
    let document = try Document(entry)
    #expect(amounts(entry) == legs)
    #expect(document.number == "JA20261121-\(number)")
    #expect(document.total.fen == legs["drawer:1"].map { Int64($0.magnitude) })
    #expect(document.kind == movement.kind)
  }

  @Test(arguments: [CashMovement.paidOut(Money(fen: 1001), reason: "x"), .drop(Money(fen: 1001))])
  func `what the drawer does not hold does not go out`(movement: CashMovement) {
    #expect(throws: Refusal(.drawerShort, movement.kind.rawValue, need: 1001, have: 1000)) {
      try move(movement, held: Money(fen: 1000), in: shop(), on: occasion())
    }
  }

  @Test func `nothing moves while the shift is closed`() {
    let closed = Refusal(.shiftClosed, "1", expected: "open FLOAT")
    let occasion = occasion(shift: 0, by: authority(.manager))
    #expect(throws: closed) {
      try move(.paidIn(Money(fen: 1), reason: "x"), held: .zero, in: shop(), on: occasion)
    }
    #expect(throws: closed) { try noSale(reason: "x", in: shop(), on: occasion) }
    #expect(throws: closed) {
      try closeShift(
        CashCount(total: .zero), keep: nil, report: report(), head: .genesis, in: shop(),
        on: occasion)
    }
  }

  @Test func `opening the drawer without a sale takes the right, and leaves a document`() throws {
    let entry = try noSale(
      reason: "换零钱", in: shop(), on: occasion(by: authority(approver: manager)))
    let document = try Document(entry)
    #expect(entry.postings.isEmpty)
    #expect(
      document.number == "JA20261121-N001" && document.reason == "换零钱" && document.approver == 1)
    #expect(throws: Refusal(.notPermitted, "nosale", expected: "ok STAFF PIN")) {
      try noSale(reason: "x", in: shop(), on: occasion())
    }
  }

  /// What is counted and kept of a drawer that should hold 100.00.
  @Test(
    arguments: [
      (10_000, nil, [:], 0, 10_000),
      (9750, nil, ["drawer:1": -250, "over-short": 250], -250, 9750),
      (10_500, nil, ["drawer:1": 500, "over-short": -500], 500, 10_500),
      (10_000, 3000, ["drawer:1": -7000, "safe": 7000], 0, 3000),
      (9750, 3000, ["drawer:1": -7000, "over-short": 250, "safe": 6750], -250, 3000),
      (10_000, 0, ["drawer:1": -10_000, "safe": 10_000], 0, 0),
      (0, nil, ["drawer:1": -10_000, "over-short": 10_000], -10_000, 0),
    ] as [(Int64, Int64?, [String: Int64], Int64, Int64)])
  func `a closing takes the count as true`(
    counted: Int64, keep: Int64?, legs: [String: Int64], overShort: Int64, kept: Int64
  ) throws {
    let opening = try Document(
      try openShift(
        float: Money(fen: 10_000), left: .zero, number: 7, in: shop(), on: occasion(shift: 0)))
    let entry = try closeShift(
      CashCount(total: Money(fen: counted)), keep: keep.map(Money.init(fen:)),
      report: report([opening]), head: .genesis, in: shop(), on: occasion())
    let document = try Document(entry)
    #expect(amounts(entry) == legs)
    #expect(document.number == "JA-Z0007" && entry.serial == 7)
    #expect(document.json["report"]?["kept"]?.integer == kept)
    #expect(document.json["report"]?["over_short"]?.integer == overShort)
    #expect(document.json["report"]?["expected"]?.integer == 10_000)
    #expect(document.json["head"]?.string == ChainHash.genesis.hexadecimal)
  }

  @Test func `no more is kept than was counted`() {
    #expect(throws: Refusal(.drawerShort, "keep", need: 501, have: 500)) {
      try closeShift(
        CashCount(total: Money(fen: 500)), keep: Money(fen: 501), report: report(), head: .genesis,
        in: shop(), on: occasion())
    }
  }

  @Test func `lines taken off a bill that never was a sale are kept`() throws {
    var open = openBill([line(item(8800)), line(item(5000, code: "xh"), times: 2)])
    try open.remove(lines: 0..<2, authority: authority(.manager), under: terms())
    let document = try Document(discard(open, on: occasion()))
    let removed: JSON = [["jf", 1, 8800], ["xh", 2, 10_000]]
    #expect(document.kind == .lineVoid && document.id == open.id)
    #expect(document.json["removed"] == removed)
    #expect(open.bill.lines.isEmpty)
  }
}
