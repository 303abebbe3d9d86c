import Ledger
import Membership
import Seeded
import Testing

@Suite struct PointsTests {
  private func rules(
    perYuan: Int64 = 1, yuanValue: Int64 = 100, step: Int64 = 100, cap: Int = 3_000,
    months: Int = 12
  ) -> PointsRules {
    PointsRules(
      perYuan: perYuan, yuanValue: yuanValue, step: step, cap: cap, months: months, earnsNot: [],
      paysNot: [], referral: 0, checkIn: 0, graceDays: 30)
  }

  private func lots(_ lots: [(String, Int64)]) throws -> [PointsLot] {
    try lots.map { PointsLot(expires: try day($0), left: $1) }
  }

  @Test(
    "points are earned on principal and outside money, with one floor at the end",
    arguments: [
      // Points 5.00, stored value 83.34 of principal, WeChat 458.05, gold at one and a half.
      (54_139, 56_305, 56_305, 15_000, 1, 812), (54_139, 56_305, 56_305, 10_000, 1, 541),
      (54_139, 56_305, 56_305, 15_000, 2, 1_624),
      // Half of the sale earns nothing.
      (10_000, 5_000, 10_000, 10_000, 1, 50), (10_000, 0, 10_000, 10_000, 1, 0),
      (99, 99, 99, 10_000, 1, 0), (100, 100, 100, 10_000, 1, 1), (0, 100, 100, 10_000, 1, 0),
      (0, 0, 0, 10_000, 1, 0), (-5, 100, 100, 10_000, 1, 0), (100, 100, 100, 0, 1, 0),
      (1_000_000_000, 1_000_000_000, 1_000_000_000, 100_000, 100, 10_000_000_000),
    ] as [(Int64, Int64, Int64, Int, Int64, Int64)])
  func earned(
    _ base: Int64, _ eligible: Int64, _ total: Int64, _ rate: Int, _ perYuan: Int64,
    _ points: Int64
  ) {
    let earned = rules(perYuan: perYuan).earned(
      base: Money(fen: base), eligible: Money(fen: eligible), of: Money(fen: total), rate: rate)
    #expect(earned == points)
  }

  @Test(
    "points pay at most the cap, what is due and what there is, in whole steps",
    arguments: [
      // 30 % of 464.05 is 139.21: 139 yuan; with 9,850 points 98 yuan.
      (20_000, 46_405, 56_305, 13_900), (9_850, 46_405, 56_305, 9_800),
      (20_000, 46_405, 5_055, 5_000), (20_000, 46_405, 99, 0), (99, 46_405, 56_305, 0),
      (0, 46_405, 56_305, 0), (-65, 46_405, 56_305, 0), (20_000, 0, 56_305, 0),
      (20_000, 46_405, 0, 0),
    ] as [(Int64, Int64, Int64, Int64)])
  func most(_ balance: Int64, _ eligible: Int64, _ due: Int64, _ points: Int64) {
    let most = rules().mostPoints(
      balance: balance, eligible: Money(fen: eligible), due: Money(fen: due))
    #expect(most == points)
  }

  @Test(
    "points are worth whole fen",
    arguments: [(9_800, 100, 9_800), (100, 100, 100), (1, 100, 1), (50, 50, 100), (10, 1_000, 1)]
      as [(Int64, Int64, Int64)])
  func value(_ points: Int64, _ yuanValue: Int64, _ fen: Int64) {
    #expect(rules(yuanValue: yuanValue).value(of: points).fen == fen)
  }

  @Test func `what points may pay is never more than the cap, and a step more would be`() {
    var random = Seeded(7)
    for _ in 0..<10_000 {
      let yuanValue: Int64 = [1, 10, 50, 100, 200, 1_000].randomElement(using: &random) ?? 100
      let rules = rules(
        yuanValue: yuanValue, step: yuanValue, cap: Int.random(in: 1...10_000, using: &random))
      let eligible = Money(fen: .random(in: 0...1_000_000, using: &random))
      let due = Money(fen: .random(in: 0...1_000_000, using: &random))
      let balance = Int64.random(in: -1_000...1_000_000, using: &random)
      let most = rules.mostPoints(balance: balance, eligible: eligible, due: due)
      let fits = { (points: Int64) in
        points <= balance && rules.value(of: points) <= due
          && rules.value(of: points).fen * 10_000 <= eligible.fen * Int64(rules.cap)
      }
      #expect(most == 0 || fits(most))
      #expect(!fits(most + rules.step))
    }
  }

  @Test(
    "points lapse at the end of a month",
    arguments: [
      ("2026-11-21", 12, "2027-11-30"), ("2026-01-31", 1, "2026-02-28"),
      ("2027-01-31", 13, "2028-02-29"), ("2026-12-31", 12, "2027-12-31"),
      ("2026-01-01", 120, "2036-01-31"), ("2026-12-01", 1, "2027-01-31"),
    ])
  func expiry(_ earned: String, _ months: Int, _ expires: String) throws {
    #expect(try rules(months: months).expiry(earnedOn: day(earned)).description == expires)
  }

  @Test func `the soonest to lapse are used first, whatever their order`() throws {
    let held = try lots([("2026-12-31", 200), ("2025-12-31", 300), ("2026-06-30", 500)])
    #expect(
      try burn(400, from: held) == lots([("2025-12-31", 300), ("2026-06-30", 100)]))
    #expect(try burn(300, from: held) == lots([("2025-12-31", 300)]))
    #expect(
      try burn(1_000, from: held)
        == lots([("2025-12-31", 300), ("2026-06-30", 500), ("2026-12-31", 200)]))
    #expect(burn(0, from: held) == [])
    #expect(burn(1_001, from: held) == nil)
    #expect(burn(1, from: []) == nil)
  }

  @Test(
    "points that come back go to their lot, or live on for the grace where it has lapsed",
    arguments: [
      ("2026-06-30", "2026-01-05", "2026-06-30"), ("2025-12-31", "2026-01-05", "2026-02-04"),
      ("2025-12-31", "2025-12-31", "2025-12-31"), ("2025-12-31", "2026-01-01", "2026-01-31"),
    ])
  func returned(_ lot: String, _ today: String, _ expires: String) throws {
    let date = try rules().expiry(of: day(lot), returnedOn: day(today))
    #expect(date.description == expires)
  }

  @Test(
    "a reversal beyond what is there is owed",
    arguments: [
      ([100], 165, -65), ([300, 500], 0, 800), ([], 65, -65), ([65], 65, 0),
    ] as [([Int64], Int64, Int64)])
  func owed(_ lots: [Int64], _ owed: Int64, _ balance: Int64) throws {
    var wallet = Wallet()
    wallet.points = lots.map { PointsLot(expires: BusinessDate(days: 20_000), left: $0) }
    wallet.pointsOwed = owed
    #expect(wallet.pointsBalance == balance)
  }
}
