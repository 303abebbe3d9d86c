import Checkout
import Ledger
import Pricing
import Testing

/// A bill of 100.00 with a floor of 90.00, and a second line of 50.00.
private func bill() -> OpenBill {
  openBill([line(item(10_000, floor: 9000)), line(item(5000, code: "xh"))])
}

struct RightsTests {
  /// A reduction on the line of 100.00: what the cashier needs and has, or nothing if it is allowed.
  @Test(
    arguments: [
      (Reduction.percentOff(500), nil, nil, true), (.amountOff(Money(fen: 500)), nil, nil, true),
      (.percentOff(501), 501, 500, false), (.payable(9500), nil, nil, true),
      (.payable(9499), 501, 500, false), (.amountOff(Money(fen: 501)), 501, 500, false),
      (.gift, nil, nil, false), (.price(Money(fen: 9900)), nil, nil, false),
      (.price(Money(fen: 12_000)), nil, nil, false), (.price(Money(fen: 10_000)), nil, nil, true),
      (.percentOff(1001), 1001, 500, false),
    ] as [(Reduction, Int64?, Int64?, Bool)])
  func `a cashier takes 5 % off a line, and a manager approves more`(
    reduction: Reduction, need: Int64?, have: Int64?, isAllowed: Bool
  ) throws {
    var own = bill()
    let refusal = Refusal(
      .notPermitted, reduction.description, expected: "ok STAFF PIN", need: need, have: have)
    if isAllowed {
      try own.reduce(line: 0, by: reduction, authority: authority(), under: terms())
    } else {
      #expect(throws: refusal) {
        try own.reduce(line: 0, by: reduction, authority: authority(), under: terms())
      }
      #expect(own == bill())
    }
    var approved = bill()
    try approved.reduce(
      line: 0, by: reduction, authority: authority(approver: manager), under: terms())
    let approver = approved.bill.lines[0].reductions.first?.approver
    let isRaised = approved.bill.lines[0].reductions.isEmpty
    #expect(approver == (isAllowed ? nil : 1) || isRaised)
    var managed = bill()
    try managed.reduce(line: 0, by: reduction, authority: authority(.manager), under: terms())
    #expect(managed.bill.lines[0].reductions.allSatisfy { $0.approver == nil })
  }

  @Test func `several reductions on a line count together`() throws {
    var open = bill()
    try open.reduce(line: 0, by: .percentOff(300), authority: authority(), under: terms())
    #expect(throws: Refusal.self) {
      try open.reduce(
        line: 0, by: .amountOff(Money(fen: 201)), authority: authority(), under: terms())
    }
    try open.reduce(
      line: 0, by: .amountOff(Money(fen: 200)), authority: authority(), under: terms())
    #expect(open.bill.lines[0].reductions.count == 2)
  }

  @Test func `a line below its floor takes somebody who may override prices`() throws {
    var generous = Rights.cashier
    generous.lineDiscount = 5000
    var open = bill()
    try open.reduce(line: 0, by: .percentOff(1000), authority: authority(generous), under: terms())
    #expect(throws: Refusal.self) {
      try open.reduce(
        line: 0, by: .percentOff(1001), authority: authority(generous), under: terms())
    }
    try open.reduce(
      line: 0, by: .percentOff(1001), authority: authority(generous, approver: manager),
      under: terms())
    #expect(open.bill.lines[0].reductions == [GrantedReduction(.percentOff(1001), approver: 1)])
  }

  @Test func `what the limit allows and the floor does not is refused with the floor's numbers`() {
    var generous = Rights.cashier
    generous.lineDiscount = 5000
    generous.billDiscount = 5000
    var open = bill()
    let floor = Refusal(.notPermitted, "-10.01%: jf 89.99 < 90.00", expected: "ok STAFF PIN")
    #expect(throws: floor) {
      try open.reduce(
        line: 0, by: .percentOff(1001), authority: authority(generous), under: terms())
    }
    let whole = Refusal(.notPermitted, "-20.00: jf 86.67 < 90.00", expected: "ok STAFF PIN")
    #expect(throws: whole) {
      try open.reduce(
        by: .amountOff(Money(fen: 2000)), authority: authority(generous), under: terms())
    }
  }

  @Test func `goods that come off again leave no more off the rest than a cashier may take`() throws
  {
    var open = bill()
    try open.reduce(by: .amountOff(Money(fen: 750)), authority: authority(), under: terms())
    let before = open
    let beyond = Refusal(.notPermitted, "-7.50", expected: "ok STAFF PIN", need: 750, have: 500)
    #expect(throws: beyond) {
      try open.remove(lines: 1..<2, authority: authority(), under: terms())
    }
    #expect(open == before)
    var approved = open
    try approved.remove(lines: 1..<2, authority: authority(approver: manager), under: terms())
    #expect(
      approved.bill.reductions == [GrantedReduction(.amountOff(Money(fen: 750)), approver: 1)])
    try open.remove(lines: 0..<2, authority: authority(), under: terms())
    #expect(open.bill == Bill())
  }

  @Test func `a manager's reduction of the bill stays when a cashier takes a line off`() throws {
    var open = bill()
    try open.reduce(by: .percentOff(2000), authority: authority(.manager), under: terms())
    try open.remove(lines: 1..<2, authority: authority(), under: terms())
    #expect(open.bill.reductions == [GrantedReduction(.percentOff(2000))])
  }

  @Test(arguments: [
    (Reduction.percentOff(500), true), (.percentOff(501), false),
    (.amountOff(Money(fen: 750)), true),
    (.amountOff(Money(fen: 751)), false), (.price(Money(fen: 14_250)), true),
    (.price(Money(fen: 14_249)), false), (.gift, false),
  ])
  func `a cashier takes 5 % off a bill, and a manager approves more`(
    reduction: Reduction, isAllowed: Bool
  ) throws {
    var own = bill()
    let granted = (try? own.reduce(by: reduction, authority: authority(), under: terms())) != nil
    var approved = bill()
    try approved.reduce(by: reduction, authority: authority(approver: manager), under: terms())
    #expect(granted == isAllowed)
    #expect(
      approved.bill.reductions == [GrantedReduction(reduction, approver: isAllowed ? nil : 1)])
  }

  @Test func `an approver who may not either does not help`() {
    let colleague = StaffMember(number: 8, name: "", title: "", role: .cashier)
    var open = bill()
    #expect(throws: Refusal(.notPermitted, "-10%", expected: "ok STAFF PIN", need: 1000, have: 500))
    {
      try open.reduce(
        line: 0, by: .percentOff(1000), authority: authority(.nothing, approver: colleague),
        under: terms())
    }
  }

  @Test func `a role has its standard rights but where the shop states others`() {
    var strict = Rights.cashier
    strict.lineDiscount = 0
    let roster = Roster(members: [manager], rights: [.cashier: strict])
    #expect(roster.rights(of: .cashier).lineDiscount == 0)
    #expect(roster.rights(of: .manager) == .manager)
    #expect(roster.rights(of: .none) == .nothing)
    #expect(roster[1] == manager && roster[2] == nil)
  }

  @Test func `somebody who does not work here serves no line`() throws {
    let roster = Roster(members: [manager])
    #expect(throws: Refusal(.staffUnknown, "9", expected: "1")) {
      try roster.check(try staffShares("1,9"))
    }
    try roster.check(try staffShares("1"))
  }
}
