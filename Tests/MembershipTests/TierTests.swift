import Ledger
import Membership
import Testing

@Suite struct TierTests {
  private let rules: MembershipRules = {
    var rules = MembershipRules()
    rules.tiers = [
      Tier(code: "basic", name: "普卡", threshold: 0, payable: [:], pointsRate: 10_000),
      Tier(
        code: "silver", name: "银卡", threshold: 200_000, payable: ["service": 9_200],
        pointsRate: 12_000),
      Tier(
        code: "gold", name: "金卡", threshold: 600_000,
        payable: ["service": 8_800, "product": 9_500, "烫发": 8_000], pointsRate: 15_000),
    ]
    rules.tierPolicy = TierPolicy(measure: .spend, windowDays: 365, validDays: 365, graceDays: 30)
    return rules
  }()

  private func member(_ tier: String, until: String? = nil) throws -> Member {
    Member(
      number: 1, name: "张丽", phone: "13800005678", joined: BusinessDate(days: 20_000), tier: tier,
      tierUntil: try until.map(day))
  }

  @Test(
    "a category's part goes before its kind's",
    arguments: [
      ("gold", "烫发", "service", 8_000), ("gold", "剪发", "service", 8_800),
      ("gold", "洗护", "product", 9_500), ("silver", "洗护", "product", nil),
      ("basic", "剪发", "service", nil),
    ])
  func payable(_ tier: String, _ category: String, _ kind: String, _ part: Int?) {
    #expect(rules.tier(tier)?.payable(category: category, kind: kind) == part)
  }

  @Test(
    "a sum reaches the highest tier that it comes up to",
    arguments: [
      (0, "basic"), (199_999, "basic"), (200_000, "silver"), (599_999, "silver"),
      (600_000, "gold"), (.max, "gold"), (-1, "basic"),
    ] as [(Int64, String)])
  func reached(_ sum: Int64, _ tier: String) {
    #expect(rules.tier(reachedBy: sum)?.code == tier)
  }

  @Test(
    "a sum raises a member, never lowers one",
    arguments: [
      ("", 0, "basic", nil), ("basic", 200_000, "silver", "2027-11-21"),
      ("basic", 600_000, "gold", "2027-11-21"), ("silver", 600_000, "gold", "2027-11-21"),
      ("", 600_000, "gold", "2027-11-21"), ("gone", 200_000, "silver", "2027-11-21"),
    ] as [(String, Int64, String, String?)])
  func promotion(_ from: String, _ sum: Int64, _ to: String, _ until: String?) throws {
    let change = try rules.promotion(of: member(from), sum: sum, on: day("2026-11-21"))
    #expect(
      try change
        == TierChange(
          from: from, to: to, reason: .reached, qualifying: sum, until: until.map(day)))
  }

  @Test(
    arguments: [
      ("basic", 0), ("basic", 199_999), ("silver", 599_999), ("gold", 0), ("gold", .max),
    ] as [(String, Int64)])
  func `a sum that reaches nothing higher changes nothing`(tier: String, sum: Int64) throws {
    #expect(try rules.promotion(of: member(tier), sum: sum, on: day("2026-11-21")) == nil)
  }

  @Test(
    "a tier that has run out is kept, raised or lowered after its grace",
    arguments: [
      ("gold", 600_000, "gold", TierChange.Reason.kept, "2027-12-22"),
      ("gold", 300_000, "silver", .lapsed, "2027-12-22"), ("gold", 0, "basic", .lapsed, nil),
      ("silver", -500, "basic", .lapsed, nil),
      ("silver", 200_000, "silver", .kept, "2027-12-22"),
      ("silver", 700_000, "gold", .reached, "2027-12-22"),
    ] as [(String, Int64, String, TierChange.Reason, String?)])
  func review(
    _ from: String, _ sum: Int64, _ to: String, _ reason: TierChange.Reason, _ until: String?
  ) throws {
    let member = try member(from, until: "2026-11-21")
    #expect(try rules.review(of: member, sum: sum, on: day("2026-11-21")) == nil)
    #expect(try rules.review(of: member, sum: sum, on: day("2026-12-21")) == nil)
    #expect(
      try rules.review(of: member, sum: sum, on: day("2026-12-22"))
        == TierChange(
          from: from, to: to, reason: reason, qualifying: sum, until: until.map(day)))
  }

  @Test(
    "a tier goes back with what raised it, as far as the rest does not reach it",
    arguments: [
      ("basic", "gold", 0, "basic", nil), ("basic", "gold", 200_000, "silver", "2027-11-21"),
      ("silver", "gold", 0, "silver", "2026-12-24"),
      ("silver", "gold", 599_999, "silver", "2026-12-24"),
    ] as [(String, String, Int64, String, String?)])
  func retraction(
    _ from: String, _ raised: String, _ sum: Int64, _ to: String, _ until: String?
  ) throws {
    let change = try TierChange(
      from: from, to: raised, reason: .reached, qualifying: 700_000, until: day("2027-11-21"))
    let move = try TierMove(
      change, before: from == "basic" ? nil : day("2026-12-24"), isTakenBack: true)
    func back(_ member: Member, sum: Int64) throws -> TierChange? {
      try rules.retraction(of: [move], from: member, sum: sum, on: day("2026-11-21"))
    }
    #expect(
      try back(member(raised, until: "2027-11-21"), sum: sum)
        == TierChange(
          from: raised, to: to, reason: .voided, qualifying: sum, until: until.map(day)))
    #expect(try back(member(raised, until: "2027-11-21"), sum: 600_000) == nil)
    #expect(try back(member(raised, until: "2028-11-21"), sum: sum) == nil)
    #expect(try back(member("basic"), sum: sum) == nil)
  }

  @Test(
    "what a plan gives with another top-up of the day stays, though it was no move up then",
    arguments: [(["silver"], nil), ([], "basic"), (["basic"], "basic"), (["gold"], nil)]
      as [([String], String?)])
  func planned(_ planned: [String], _ to: String?) throws {
    let change = try TierChange(
      from: "basic", to: "silver", reason: .plan, qualifying: 0, until: day("2027-11-21"))
    let move = TierMove(change, before: nil, isTakenBack: true)
    let back = try rules.retraction(
      of: [move], from: member("silver", until: "2027-11-21"), sum: 0, planned: planned,
      on: day("2026-11-21"))
    #expect(back?.to == to)
  }

  @Test func `what two documents raised goes back with both, in whatever order`() throws {
    func move(
      _ from: String, _ to: String, _ why: TierChange.Reason, taken: Bool, until: String?,
      before: String?
    ) throws -> TierMove {
      try TierMove(
        TierChange(from: from, to: to, reason: why, qualifying: 0, until: until.map(day)),
        before: before.map(day), isTakenBack: taken)
    }
    let end = "2027-11-21"
    func moves(_ first: Bool, _ second: Bool, _ why: TierChange.Reason) throws -> [TierMove] {
      [
        try move("basic", "silver", .reached, taken: first, until: end, before: nil),
        try move("silver", "gold", why, taken: second, until: end, before: end),
      ]
    }
    let gold = try member("gold", until: end)
    func back(_ moves: [TierMove], _ member: Member, _ sum: Int64) throws -> [String?]? {
      try rules.retraction(of: moves, from: member, sum: sum, on: day("2026-11-21")).map {
        [$0.from, $0.to, $0.until?.description]
      }
    }
    // Both are gone at once, or the one before the other.
    #expect(try back(moves(true, true, .reached), gold, 0) == ["gold", "basic", nil])
    #expect(try back(moves(false, true, .reached), gold, 200_000) == ["gold", "silver", end])
    let voided =
      try moves(true, true, .reached) + [
        move("gold", "silver", .voided, taken: false, until: end, before: end)
      ]
    #expect(try back(voided, member("silver", until: end), 0) == ["silver", "basic", nil])
    // The second counted on the first; what a plan gave did not.
    #expect(try back(moves(true, true, .reached), gold, 400_000) == ["gold", "silver", end])
    #expect(try back(moves(true, false, .plan), gold, 0) == nil)
    // A manager set the tier since.
    #expect(try back(moves(true, true, .reached), member("silver", until: end), 0) == nil)
    #expect(try back(moves(false, false, .reached), gold, 0) == nil)
  }

  @Test func `a tier that does not run out is never reviewed`() throws {
    #expect(try rules.review(of: member("gold"), sum: 0, on: day("2099-12-31")) == nil)
    #expect(try rules.tierExpiry(of: "basic", reachedOn: day("2026-11-21")) == nil)
  }

  @Test func `a shop without tiers moves nobody`() throws {
    let rules = MembershipRules()
    let member = try member("", until: "2026-11-21")
    #expect(try rules.promotion(of: member, sum: .max, on: day("2026-11-21")) == nil)
    #expect(try rules.review(of: member, sum: 0, on: day("2099-12-31")) == nil)
    #expect(rules.tier(reachedBy: .max) == nil)
  }
}
