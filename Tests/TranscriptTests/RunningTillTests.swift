import Checkout
// Foundation has files.
import Foundation
import Ledger
import TestShop
import Testing
import TillCLI

/// What a till that runs has read before somebody else changed it.
@Suite struct RunningTillTests {
  private func answer(_ till: Till, _ line: String) -> JSON {
    till.reply(to: line.utf8).json(.english)
  }

  @Test func `an item picked from a list is the catalog's by then, or none`() throws {
    let shop = try TestShop()
    let till = try shop.till(drawer: 1)
    _ = answer(till, "open 300")
    let listed = answer(till, "洗发")["choices"]?.array ?? []
    #expect(listed.first?["code"]?.string == "tz010" && listed.first?["price"]?.int == 1_990)
    // The other till takes the file in as it opens.
    let file = shop.folder.appending(path: "Config/catalog.csv")
    let catalog = try String(contentsOf: file, encoding: .utf8)
    let dearer = catalog.replacing("250ml,product,套装,瓶,19.90,", with: "250ml,product,套装,瓶,25.00,")
    try Data(dearer.utf8).write(to: file)
    _ = try shop.till(drawer: 2)
    #expect(answer(till, ":1")["bill"]?["total"]?.int == 2_500)
    _ = answer(till, "x*")
    _ = answer(till, "洗发")
    let without = dearer.split(separator: "\n").filter { !$0.hasPrefix("tz010,") }
    try Data(without.joined(separator: "\n").utf8).write(to: file)
    _ = try shop.till(drawer: 2)
    #expect(answer(till, ":1")["error"]?.string == "item-unknown")
  }

  @Test func `a clock that stood ahead for a line keeps nothing from coming due later`() throws {
    let shop = try TestShop()
    let till = try shop.till(drawer: 1)
    _ = answer(till, "open 300")
    let start = shop.clock.now
    shop.clock.pass(days: 300)
    _ = answer(till, "")
    shop.clock.now = start
    _ = answer(till, "member add 钱多 13900000001")
    _ = answer(till, "@13900000001")
    // The sample gives 2,000.00 in twelve months.
    _ = answer(till, "topup 5000 w")
    shop.clock.pass(days: 62)
    #expect(answer(till, "member show 1")["member"]?["bonus"]?.int == 50_001)
  }

  @Test func `a slip is written where the folder of its day was put away`() throws {
    let shop = try TestShop()
    let till = try shop.till(drawer: 1)
    _ = answer(till, "open 300")
    let out = shop.folder.appending(path: "Receipts/out")
    try FileManager.default.removeItem(at: out)
    let sold = answer(till, "sell jf w")
    #expect(sold["notices"] == nil)
    #expect(try shop.slips("txt").map(\.name) == ["2026-11-21/JA20261121-0001.txt"])
  }
}
