import Ledger
import Testing

/// Many tills that spend what one member has, in the same instant.
@Suite struct CardRaceTests {
  private static let drawers = 1...8

  /// A shop with eight drawers, all open, and one member with a number of 1.
  private func shop(_ prepared: String) throws -> TestShop {
    let shop = try TestShop(isOpen: false)
    try shop.write(
      """
      {
        "name": "小店", "language": "zh-Hans", "document_prefix": "T",
        "drawers": [1, 2, 3, 4, 5, 6, 7, 8],
        "login": {"required": false, "role_without": "manager"}
      }
      """, to: "Config/shop.json")
    try shop.write(
      """
      {"courses": [{"code": "jf5", "name": "剪发5次", "price": "500.00", "entitlements": [
        {"services": ["jf"], "sessions": 5, "list": "128.00"}]}],
       "coupons": [{"code": "once", "name": "一次", "off": "8.00", "per_member": 1}],
       "topup_plans": [{"amount": "1000.00", "points": 1000}],
       "points": {"for_one_yuan": 100, "step": 100, "cap_percent": 100, "earns_not": ["service"]}}
      """, to: "Config/membership.json")
    for drawer in Self.drawers {
      _ = try shop.start("open 0\n".utf8, "--drawer", String(drawer)).wait()
    }
    let ending = try shop.run("member add 张丽 13800005678\n@1\n" + prepared)
    #expect(ending.status == 0, "\(ending.outcomes)")
    return shop
  }

  /// Every drawer's program at once, on the same lines; the outcomes of all.
  private func race(_ shop: TestShop, _ line: String, times: Int) throws -> [String] {
    let lines = String(repeating: line + "\n", count: times)
    let children = try Self.drawers.map {
      try shop.start(lines.utf8, "--drawer", String($0))
    }
    return try children.flatMap { try $0.wait().outcomes }
  }

  @Test func `a card of 1000 pays 142 times 7, whoever asks, and keeps 6`() throws {
    let shop = try shop("topup 1000 w\n")
    let outcomes = try race(shop, "sell jf $7 @1 v7", times: 30)
    #expect(outcomes.count { $0 == "ok" } == 142)
    #expect(outcomes.count { $0 == "stored-value-short" } == 240 - 142)
    let member = try shop.run("member show 1\n").replies.first?["member"]
    #expect(member?["principal"]?.integer == 600 && member?["bonus"]?.integer == 0)
    #expect(try shop.faults() == [])
  }

  @Test func `five sessions pay five lines, whoever asks`() throws {
    let shop = try shop("course jf5 w\n")
    let outcomes = try race(shop, "sell jf @1 k", times: 3)
    #expect(outcomes.count { $0 == "ok" } == 5)
    #expect(outcomes.count { $0.hasPrefix("course-") } == 24 - 5)
    let courses = try shop.run("member show 1\n").replies.first?["member"]?["courses"]?.array
    #expect(courses == [])
    #expect(try shop.faults() == [])
  }

  @Test func `a coupon that a member may use once comes off one bill, whoever asks`() throws {
    let shop = try shop("")
    let outcomes = try race(shop, "sell jf @1 coupon once w", times: 2)
    #expect(outcomes.count { $0 == "ok" } == 1)
    #expect(outcomes.count { $0 == "coupon-used" } == 16 - 1)
    #expect(try shop.faults() == [])
  }

  @Test func `a thousand points pay ten times a hundred, whoever asks`() throws {
    let shop = try shop("topup 1000 w\n")
    let outcomes = try race(shop, "sell jf @1 p100 w", times: 2)
    #expect(outcomes.count { $0 == "ok" } == 10)
    #expect(outcomes.count { $0 == "points-short" } == 16 - 10)
    #expect(try shop.run("member show 1\n").replies.first?["member"]?["points"]?.integer == 0)
    #expect(try shop.faults() == [])
  }

  @Test func `the last five bottles are sold five times, whoever asks`() throws {
    let shop = try shop("receive xf 5 cost=20\n")
    let outcomes = try race(shop, "sell xf w", times: 2)
    #expect(outcomes.count { $0 == "ok" } == 5)
    #expect(outcomes.count { $0 == "stock-short" } == 16 - 5)
    let stock = try shop.run("stock xf\n").replies.first?["stock"]?.array?.first
    #expect(stock?["on_hand"]?.integer == 0)
    #expect(try shop.faults() == [])
  }

  @Test func `a sale is taken back once, however many ask`() throws {
    let shop = try shop("topup 1000 w\nsell 3*jf @1 v\n")
    let number = try #require(
      try Database(shop.ledger).texts(
        "SELECT json_extract(line, '$.no') FROM entry WHERE kind = 'sale'"
      ).first)
    let again = try race(shop, "refund \(number) 1*1 换货", times: 2)
    #expect(again.count { $0 == "ok" } == 3)
    #expect(again.count { $0 == "already-refunded" || $0 == "refund-too-large" } == 16 - 3)
    let member = try shop.run("member show 1\n").replies.first?["member"]
    #expect(member?["principal"]?.integer == 100_000)
    #expect(try shop.faults() == [])
  }
}
