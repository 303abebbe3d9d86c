import Ledger
import Testing

@Suite struct TwoDrawersTests {
  /// Both drawers' programs at once, on the same lines.
  private func both(_ shop: TestShop, _ lines: String) throws -> [Child.Ending] {
    try ["1", "2"].map { try shop.start(lines.utf8, "--drawer", $0) }.map { try $0.wait() }
  }

  @Test func `two drawers at once sell two hundred each, numbered without gaps`() throws {
    let shop = try TestShop()
    _ = try shop.start("open 200\n".utf8, "--drawer", "2").wait()
    let endings = try both(shop, String(repeating: "sell jf w\n", count: 200))
    let statuses = endings.map(\.status)
    #expect(statuses == [0, 0])
    let told = endings.flatMap(\.numbers).compactMap { Int($0.suffix(4)) }.sorted()
    #expect(told == Array(1...400))
    let drawers = try Database(shop.ledger).texts(
      "SELECT drawer || ' ' || count(*) FROM entry WHERE kind = 'sale' GROUP BY drawer")
    #expect(drawers == ["1 200", "2 200"])
    let slips = shop.slips().filter { $0.hasSuffix(".txt") && !$0.contains("-F") }.count
    #expect(slips == 400)
    let faults = try shop.faults()
    #expect(faults == [])
  }

  @Test func `the same key sent to both at once is done once`() throws {
    let shop = try TestShop()
    _ = try shop.start("open 200\n".utf8, "--drawer", "2").wait()
    let lines = (1...60).map { "!order-\($0) sell jf w\n" }.joined()
    let endings = try both(shop, lines)
    let numbers = endings.map(\.numbers)
    #expect(numbers[0] == numbers[1] && Set(numbers[0]).count == 60)
    let repeats = zip(endings[0].replies, endings[1].replies).map { first, second in
      [first, second].count { $0["repeated"]?.bool == true }
    }
    #expect(repeats == [Int](repeating: 1, count: 60))
    let stored = try Database(shop.ledger).texts("SELECT 1 FROM entry WHERE kind = 'sale'").count
    #expect(stored == 60)
  }

  @Test func `a key belongs to its line, and a refused line leaves it free`() throws {
    let shop = try TestShop()
    let outcomes = try shop.run(
      "!k sell nothere w\n!k sell jf w\n!k sell jf a\n!k  sell  jf w \n!k! sell jf w\n"
    ).outcomes
    #expect(outcomes == ["item-unknown", "ok", "key-reused", "ok", "malformed"])
    let stored = try Database(shop.ledger).texts("SELECT 1 FROM entry WHERE kind = 'sale'").count
    #expect(stored == 1)
  }
}
