import Catalog
import Ledger
import Membership
import Pricing
import Testing

/// The prices that hold without a grant, and coupons.
@Suite struct BenefitTests {
  private func tier(_ payable: Int) -> Tier {
    Tier(code: "g", name: "金卡", threshold: 0, payable: ["service": payable], pointsRate: 10_000)
  }

  private func promotion(_ payable: Int) -> Promotion {
    Promotion(
      name: "周三", items: ["service"], payable: payable, from: nil, to: nil, isForMembers: false)
  }

  private func coupon(
    _ code: String, _ value: Coupon.Value, minimum: Int64 = 0, stacks: Bool = false,
    joins: Bool = false
  ) -> Coupon {
    Coupon(
      code: code, name: code, value: value, issue: .open, minimum: Money(fen: minimum),
      categories: ["service"], from: nil, to: nil, perMember: nil, stacks: stacks,
      joinsMemberPrice: joins)
  }

  private func amount(_ fen: Int64) -> Coupon.Value { .amount(Money(fen: fen)) }

  private func nets(_ lines: [BillLine], _ benefits: Benefits) throws -> [Int64] {
    try price(bill(lines), with: benefits).lines.map(\.net.fen)
  }

  @Test func `among equal prices the tier's holds, and what is better than it does`() throws {
    let names = try [9_000, 8_999, 9_001].map { payable in
      let benefits = Benefits(tier: tier(9_000), promotions: [promotion(payable)])
      return try price(bill([line(10_000)]), with: benefits).lines[0].reductions.map(\.name)
    }
    #expect(names == [["tier 金卡 9z"], ["promotion 周三 8.999z"], ["tier 金卡 9z"]])
  }

  @Test func `a standing price stops at the floor of every unit, and passes by what takes none`()
    throws
  {
    let low = BillLine(
      item: item(1_000, floor: 900), quantity: 3, unitPrice: Money(fen: 1_000))
    let open = BillLine(item: item(nil), quantity: 1, unitPrice: Money(fen: 1_000))
    let found = try nets(
      [low, line(1_000, discountable: false), open], Benefits(tier: tier(5_000)))
    #expect(found == [2_700, 1_000, 500])
  }

  @Test func `what the cashier states holds against a better standing price`() throws {
    let found = try nets(
      [
        line(1_000, off: [.price(Money(fen: 950))]), line(1_000, off: [.percentOff(500)]),
        line(1_000, off: [.percentOff(3_000)]),
      ], Benefits(tier: tier(8_000)))
    #expect(found == [950, 800, 700])
    let equal = try price(
      bill([line(1_000, off: [.percentOff(2_000)])]), with: Benefits(tier: tier(8_000)))
    #expect(equal.lines[0].reductions.map(\.source) == [.line])
  }

  @Test func `a line that a session pays for takes no standing price`() throws {
    var session = line(1_000)
    session.session = SessionUse(course: 1, entitlement: 1)
    #expect(try nets([session], Benefits(tier: tier(8_000))) == [1_000])
  }

  @Test func `the bill's own reduction comes off what its coupon left`() throws {
    let priced = try price(
      bill([line(1_000)], off: [.percentOff(1_000)]),
      with: Benefits(coupons: [coupon("c", amount(100))]))
    #expect(priced.total == Money(fen: 810))
  }

  @Test(
    arguments: [
      (minimum: 1_000, stacks: [false], joins: false, amounts: [300], nets: [700]),
      (minimum: 1_001, stacks: [false], joins: false, amounts: [0], nets: [1_000]),
      (minimum: 0, stacks: [true, true], joins: false, amounts: [300, 300], nets: [400]),
      (minimum: 0, stacks: [true, false], joins: false, amounts: [300, 0], nets: [700]),
      (minimum: 0, stacks: [false, true], joins: false, amounts: [300, 0], nets: [700]),
      (
        minimum: 0, stacks: [true, true, true, true], joins: false, amounts: [300, 300, 300, 100],
        nets: [0]
      ),
    ])
  func `coupons come off from their minimum on, together where both stack, at most to nothing`(
    minimum: Int64, stacks: [Bool], joins: Bool, amounts: [Int64], nets: [Int64]
  ) throws {
    let coupons = stacks.enumerated().map {
      coupon("c\($0)", amount(300), minimum: minimum, stacks: $1, joins: joins)
    }
    let priced = try price(bill([line(1_000)]), with: Benefits(coupons: coupons))
    #expect(priced.coupons.map(\.amount.fen) == amounts)
    #expect(priced.lines.map(\.net.fen) == nets)
  }

  @Test func `a coupon below its minimum does not stand in the way of the next`() throws {
    let coupons = [coupon("a", amount(300), minimum: 2_000), coupon("b", amount(200))]
    let priced = try price(bill([line(1_000)]), with: Benefits(coupons: coupons))
    #expect(
      priced.coupons.map(\.hindrance) == [.belowMinimum(eligible: Money(fen: 1_000)), nil])
  }

  @Test func `a coupon passes by a standing price unless it joins it, and says so`() throws {
    let kit = Kit(
      code: "tz", name: "套装", price: Money(fen: 900), parts: [Kit.Part(item: "a", units: 1)]
    ).lines(1, of: [item(1_000)], number: 1, staff: [])
    #expect(try price(bill(kit)).lines[0].reductions.map(\.name) == ["kit 套装 -1.00"])
    let cases: [(Benefits, [BillLine])] = [
      (Benefits(tier: tier(9_000)), [line(1_000)]),
      (Benefits(promotions: [promotion(9_000)]), [line(1_000)]), (Benefits(), kit),
    ]
    for (benefits, lines) in cases {
      for joins in [false, true] {
        var benefits = benefits
        benefits.coupons = [coupon("c", amount(100), joins: joins)]
        let priced = try price(bill(lines), with: benefits)
        #expect(priced.coupons.map(\.hindrance) == [joins ? nil : .memberPrice])
        #expect(priced.total == Money(fen: joins ? 800 : 900))
      }
    }
  }

  @Test func `a coupon takes nothing off what takes no reductions, a session or another kind`()
    throws
  {
    var session = line(1_000)
    session.session = SessionUse(course: 1, entitlement: 1)
    let product = BillLine(
      item: item(1_000, kind: .product), quantity: 1, unitPrice: Money(fen: 1_000))
    let found = try [line(1_000, discountable: false), session, product].map { line in
      try price(bill([line]), with: Benefits(coupons: [coupon("c", amount(100))]))
        .coupons.map(\.hindrance)
    }
    #expect(found == [[.notDiscountable], [.notDiscountable], [.nothingEligible]])
  }

  @Test func `a line that gets no share of a coupon or of the bill's reduction names none`() throws
  {
    let lines = [line(1_000), line(1)]
    let priced = try price(
      bill(lines, off: [.amountOff(Money(fen: 10))]),
      with: Benefits(coupons: [coupon("c", amount(10))]))
    #expect(
      priced.lines.map { $0.reductions.map(\.name) } == [["coupon c -0.10", "bill -0.10"], []])
    #expect(priced.lines[0].granted.map(\.source) == [.bill])
  }

  @Test func `reductions come off in the order in which they were granted`() throws {
    var line = line(10_000)
    line.reduce(by: GrantedReduction(.percentOff(1_000)))
    line.reduce(by: GrantedReduction(.amountOff(Money(fen: 500))))
    #expect(try nets([line], .none) == [8_500])
    line.reduce(by: GrantedReduction(.price(Money(fen: 7_000))))
    #expect(try nets([line], .none) == [7_000])
  }
}
