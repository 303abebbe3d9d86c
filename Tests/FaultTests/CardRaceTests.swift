import Ledger
import Testing

/// Many tills that spend what one member has, in the same instant.
@Suite struct CardRaceTests {
  @Test func `a card of 1000 pays 142 times 7, whoever asks, and keeps 6`() throws {
    let shop = try TestShop.withEightDrawers("topup 1000 w\n")
    let outcomes = try shop.race("sell jf $7 @1 v7", times: 30)
    #expect(outcomes.count { $0 == "ok" } == 142)
    #expect(outcomes.count { $0 == "stored-value-short" } == 240 - 142)
    let member = try shop.run("member show 1\n").replies.first?["member"]
    #expect(member?["principal"]?.integer == 600 && member?["bonus"]?.integer == 0)
    #expect(try shop.faults() == [])
  }

  @Test func `five sessions pay five lines, whoever asks`() throws {
    let shop = try TestShop.withEightDrawers("course jf5 w\n")
    let outcomes = try shop.race("sell jf @1 k", times: 3)
    #expect(outcomes.count { $0 == "ok" } == 5)
    #expect(outcomes.count { $0.hasPrefix("course-") } == 24 - 5)
    let courses = try shop.run("member show 1\n").replies.first?["member"]?["courses"]?.array
    #expect(courses == [])
    #expect(try shop.faults() == [])
  }

  @Test func `a coupon that a member may use once comes off one bill, whoever asks`() throws {
    let shop = try TestShop.withEightDrawers("")
    let outcomes = try shop.race("sell jf @1 coupon once w", times: 2)
    #expect(outcomes.count { $0 == "ok" } == 1)
    #expect(outcomes.count { $0 == "coupon-used" } == 16 - 1)
    #expect(try shop.faults() == [])
  }

  @Test func `a thousand points pay ten times a hundred, whoever asks`() throws {
    let shop = try TestShop.withEightDrawers("topup 1000 w\n")
    let outcomes = try shop.race("sell jf @1 p100 w", times: 2)
    #expect(outcomes.count { $0 == "ok" } == 10)
    #expect(outcomes.count { $0 == "points-short" } == 16 - 10)
    #expect(try shop.run("member show 1\n").replies.first?["member"]?["points"]?.integer == 0)
    #expect(try shop.faults() == [])
  }

  @Test func `the last five bottles are sold five times, whoever asks`() throws {
    let shop = try TestShop.withEightDrawers("receive xf 5 cost=20\n")
    let outcomes = try shop.race("sell xf w", times: 2)
    #expect(outcomes.count { $0 == "ok" } == 5)
    #expect(outcomes.count { $0 == "stock-short" } == 16 - 5)
    let stock = try shop.run("stock xf\n").replies.first?["stock"]?.array?.first
    #expect(stock?["on_hand"]?.integer == 0)
    #expect(try shop.faults() == [])
  }

  @Test(arguments: [("sell xf xf w", 2), ("sell xf jf w", 1), ("use xf 1", 1)])
  func `the last five bottles go once each, whichever way`(line: String, units: Int) throws {
    let shop = try TestShop.withEightDrawers("receive xf 5 cost=20\n")
    let outcomes = try shop.race(line, times: 2)
    #expect(outcomes.count { $0 == "ok" } == 5 / units)
    #expect(outcomes.count { $0 == "stock-short" } == 16 - 5 / units)
    let stock = try shop.run("stock xf\n").replies.first?["stock"]?.array?.first
    #expect(stock?["on_hand"]?.int == 5 % units)
    #expect(try shop.faults() == [])
  }

  @Test(arguments: ["expires = 25000", "label = 'other'", "expires = NULL"])
  func `a lot that is not as it was received is found`(change: String) throws {
    let shop = try TestShop.withEightDrawers("receive xf 5 cost=20 lot=A1 exp=2099-01-01\n")
    #expect(try shop.faults() == [])
    try Database(shop.ledger).run(
      "DROP TRIGGER stock_lot_is_never_changed; UPDATE stock_lot SET \(change)")
    #expect(try shop.faults()?.contains("lot xf 1: is not as it was received") == true)
  }

  @Test func `a sale is taken back once, however many ask`() throws {
    let shop = try TestShop.withEightDrawers("topup 1000 w\nsell 3*jf @1 v\n")
    let number = try #require(
      try Database(shop.ledger).texts(
        "SELECT json_extract(line, '$.no') FROM entry WHERE kind = 'sale'"
      ).first)
    let again = try shop.race("refund \(number) 1*1 换货", times: 2)
    #expect(again.count { $0 == "ok" } == 3)
    #expect(again.count { $0 == "already-refunded" || $0 == "refund-too-large" } == 16 - 3)
    let member = try shop.run("member show 1\n").replies.first?["member"]
    #expect(member?["principal"]?.integer == 100_000)
    #expect(try shop.faults() == [])
  }
}
