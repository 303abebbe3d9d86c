import Checkout
import Ledger
import Testing
import TillCLI

@Suite struct ClockTests {
  /// A clock that the test sets.
  private final class Clock {
    var now = Instant(milliseconds: 3_800_000_000_000)
  }

  private func till(_ shop: TestShop, _ clock: Clock) throws -> Till {
    // Of the process's own zone there is one, and other tests may want another.
    let settings = TestShop.settings(login: false).replacing(
      "\"name\"", with: "\"time_zone\": \"+08:00\", \"name\"")
    try shop.write(settings, to: "Config/shop.json")
    return try Till(folder: ShopFolder(path: shop.path), now: { clock.now })
  }

  private func answer(_ till: Till, _ line: String) -> JSON {
    till.reply(to: Array(line.utf8)).json(.english)
  }

  @Test(arguments: [3_600, 86_400 * 2, 3_700_000_000])
  func `a clock set back makes no entry earlier, and opening says so`(seconds: Int64) throws {
    let shop = try TestShop(isOpen: false)
    let clock = Clock()
    let till = try till(shop, clock)
    let opened = answer(till, "open 300")
    let first = answer(till, "sell jf w")["document"]
    clock.now = clock.now.advanced(seconds: -seconds)
    let second = answer(till, "sell jf w")["document"]
    let closed = answer(till, "close 300")
    let reopened = answer(till, "open 300")
    let (before, after) = (first?["at"]?.string ?? "", second?["at"]?.string ?? "")
    #expect(!before.isEmpty && before == after && first?["day"] == second?["day"])
    #expect(opened["notices"] == nil && closed["ok"]?.bool == true)
    let notice = reopened["notices"]?.array?.first?.string ?? ""
    #expect(notice.contains("\(seconds) s behind"))
    let faults = answer(till, "verify")["verify"]?["faults"]?.array?.count
    #expect(faults == 0)
  }

  @Test func `a sale after midnight belongs to the day before until the cut-over`() throws {
    let shop = try TestShop(isOpen: false)
    let clock = Clock()
    let till = try till(shop, clock)
    // 2090-06-01 19:33:20 at +08:00; then 03:59:59 and 04:00:00 of the next day.
    let steps: [(Int64, String)] = [
      (0, "2090-06-01"), (30_399, "2090-06-01"), (1, "2090-06-02"), (-7_200, "2090-06-02"),
    ]
    _ = answer(till, "open 300")
    for (step, day) in steps {
      clock.now = clock.now.advanced(seconds: step)
      let found = answer(till, "sell jf w")["document"]?["day"]?.string
      #expect(found == day)
    }
  }
}
