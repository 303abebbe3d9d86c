import Checkout
// Foundation has files.
import Foundation
import Ledger
import TestShop
import Testing
import TillCLI

/// Prices that the catalog's file changes while the shop is open.
@Suite struct PriceHistoryTests {
  @Test func `a change in the last moment of a business day is one of that day`() throws {
    let shop = try TestShop()
    _ = try shop.till(drawer: 1)
    // From 9 o'clock to half a second before 4 in the morning, where the sample's day ends.
    shop.clock.now = Instant(milliseconds: shop.clock.now.milliseconds + 19 * 3_600_000 - 500)
    let file = shop.folder.appending(path: "Config/catalog.csv")
    let catalog = try String(contentsOf: file, encoding: .utf8)
    let dearer = catalog.replacing(
      "\njf,剪发,service,剪发,次,128.00,", with: "\njf,剪发,service,剪发,次,138.00,")
    try Data(dearer.utf8).write(to: file)
    let till = try shop.till(drawer: 1)
    shop.clock.pass(days: 1)
    let reply = try JSON(parsing: till.reply(to: "price jf on=2026-11-21".utf8).json(.english).text)
    #expect(reply["price"]?["price"]?.int == 13_800)
    #expect(reply["price"]?["changes"]?.array?.count == 2)
  }
}
