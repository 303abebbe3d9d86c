import Checkout
// Foundation has files.
import Foundation
import Ledger
import TestShop
import Testing
import TillCLI

/// Goods that the catalog no longer has while they stand on the shelf.
@Suite struct UnlistedGoodsTests {
  private let shop: TestShop

  init() throws { shop = try TestShop() }

  private func answers(_ lines: [String]) throws -> [JSON] {
    let till = try shop.till(drawer: 1)
    return try lines.map { try JSON(parsing: till.reply(to: $0.utf8).json(.english).text) }
  }

  private func unlist(_ codes: [String]) throws {
    let file = shop.folder.appending(path: "Config/catalog.csv")
    let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    let kept = rows.filter { row in !codes.contains { row.hasPrefix("\($0),") } }
    try Data(kept.joined(separator: "\n").utf8).write(to: file)
  }

  private func codes(_ reply: JSON) -> [String] {
    (reply["stock"]?.array ?? reply["count"]?["lines"]?.array ?? [])
      .compactMap { $0["code"]?.string }
  }

  @Test func `they are listed, counted, sent back and written off until none is left`() throws {
    _ = try answers([
      "open 300", "receive xs003 5 cost=20 lot=A exp=2026-12-01",
      "receive xs004 1 cost=9 lot=B exp=2026-12-01", "sell xs004 w",
    ])
    try unlist(["xs003", "xs004"])
    let shown = try answers(["stock", "stock expiring", "stock low", "count start", "count cancel"])
    #expect(shown[0...1].map(codes) == [["xs003"], ["xs003"]] && codes(shown[3]) == ["xs003"])
    // Nobody orders it again, and none comes in.
    #expect(codes(shown[2]).isEmpty)
    let refused = try answers(["xs003", "receive xs003 1", "stock xs004"])
    #expect(refused.allSatisfy { $0["error"]?.string == "item-unknown" })
    let gone = try answers([
      "return xs003 1 to=S x", "count xs003 3", "transfer out xs003 1 to=B", "writeoff xs003 2 x",
    ])
    #expect(gone.map { $0["stock"]?.array?.first?["on_hand"]?.int } == [4, 3, 2, 0])
    let last = try answers(["stock", "stock xs003", "report stock", "verify"])
    #expect(codes(last[0]).isEmpty && last[1]["error"]?.string == "item-unknown")
    #expect(last[2]["report"]?["inventory"]?.int == 0 && last[3]["ok"]?.bool == true)
  }
}
