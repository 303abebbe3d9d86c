import Ledger
import Membership
import Testing

@Suite struct OfferTests {
  private func coupon(
    _ issue: Coupon.Issue = .open, categories: Set<String> = [], perMember: Int? = nil
  ) -> Coupon {
    Coupon(
      code: "c", name: "券", value: .amount(Money(fen: 3_000)), issue: issue, minimum: .zero,
      categories: categories, from: nil, to: nil, perMember: perMember, stacks: false,
      joinsMemberPrice: false)
  }

  @Test(
    "a coupon needs a member where somebody must have been given it or its uses are counted",
    arguments: [
      (Coupon.Issue.open, nil, false), (.open, 1, true), (.granted, nil, true),
      (.birthday, nil, true),
    ] as [(Coupon.Issue, Int?, Bool)])
  func needsMember(_ issue: Coupon.Issue, _ perMember: Int?, _ isNeeded: Bool) {
    #expect(coupon(issue, perMember: perMember).needsMember == isNeeded)
  }

  @Test(
    "a coupon applies to its categories and kinds, or to all",
    arguments: [
      ([], true), (["剪发"], true), (["service"], true), (["烫发", "剪发"], true),
      (["烫发"], false), (["product"], false),
    ] as [(Set<String>, Bool)])
  func applies(_ categories: Set<String>, _ doesApply: Bool) {
    let coupon = coupon(categories: categories)
    #expect(coupon.applies(toCategory: "剪发", kind: "service") == doesApply)
  }

  private func promotion(
    _ items: Set<String> = ["剪发"], from: String? = nil, to: String? = nil, members: Bool = false
  ) throws -> Promotion {
    Promotion(
      name: "活动", items: items, payable: 8_500, from: try from.map(day), to: try to.map(day),
      isForMembers: members)
  }

  @Test(
    "a promotion holds from its first to its last day",
    arguments: [
      (nil, nil, "2026-11-21", true), ("2026-11-21", "2026-11-21", "2026-11-21", true),
      ("2026-11-22", nil, "2026-11-21", false), (nil, "2026-11-20", "2026-11-21", false),
      ("2026-11-01", "2026-11-30", "2026-11-30", true),
    ] as [(String?, String?, String, Bool)])
  func holds(_ from: String?, _ to: String?, _ today: String, _ doesHold: Bool) throws {
    let promotion = try promotion(from: from, to: to)
    #expect(try promotion.holds(on: day(today), forMember: false) == doesHold)
    #expect(try promotion.holds(on: day(today), forMember: true) == doesHold)
  }

  @Test func `a promotion for members holds for nobody else`() throws {
    let promotion = try promotion(members: true)
    #expect(try promotion.holds(on: day("2026-11-21"), forMember: true))
    #expect(try !promotion.holds(on: day("2026-11-21"), forMember: false))
  }

  @Test(
    "a promotion applies to codes, categories and kinds",
    arguments: [
      (["jf"], true), (["剪发"], true), (["service"], true), (["xcj", "烫发", "product"], false),
    ] as [(Set<String>, Bool)])
  func promotes(_ items: Set<String>, _ doesApply: Bool) throws {
    let promotion = try promotion(items)
    #expect(promotion.applies(toCode: "jf", category: "剪发", kind: "service") == doesApply)
  }

  @Test(
    "the plan is the largest that the amount reaches",
    arguments: [
      (49_999, nil), (50_000, 5_000), (99_999, 5_000), (100_000, 20_000), (900_000, 20_000),
    ] as [(Int64, Int64?)])
  func plan(_ amount: Int64, _ bonus: Int64?) {
    var rules = MembershipRules()
    rules.topUpPlans = [(50_000, 5_000), (100_000, 20_000)].map {
      TopUpPlan(amount: Money(fen: $0), bonus: Money(fen: $1))
    }
    #expect(rules.plan(for: Money(fen: amount))?.bonus.fen == bonus)
  }

  @Test(
    "names and phones are shown in part",
    arguments: [
      ("张丽", "13800005678", "张*", "138****5678"), ("欧阳娜娜", "", "欧*娜", ""),
      ("张小丽", "1380000567", "张*丽", "****"), ("李", "13800005678", "*", "138****5678"),
      ("", "", "", ""),
    ])
  func masked(_ name: String, _ phone: String, _ shown: String, _ number: String) {
    let member = Member(
      number: 1, name: name, phone: phone, joined: BusinessDate(days: 20_000))
    #expect(member.maskedName == shown)
    #expect(member.maskedPhone == number)
    #expect(member.isNamed == !name.isEmpty)
  }
}
