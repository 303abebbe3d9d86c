import Checkout
// Foundation has file addresses.
import Foundation
import Ledger
import TestShop
import Testing
import TillCLI

/// The slips of goods, from the typed line to the paper, compared whole with those in `Slips`.
@Suite struct GoodsSlipTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Slips")

  /// A receipt, a return, transfers, a write-off, counts, the back bar, a kit, and voids of some.
  private static let lines = [
    "open 300",
    "receive xs001 10 cost=20 lot=A1 exp=2028-03-31 from=美源商贸 doc=FH-88 reg=国妆备20259999 net=500ml",
    "receive zx005 3 cost=18 lot=T1 exp=2027-03-31 from=美源商贸",
    "return xs001 1 lot=A1 to=美源商贸 包装破损", "transfer out xs001 2 lot=A1 to=徐汇店 doc=DB-7",
    "transfer in xs001 2 cost=20.00 lot=A9 exp=2028-06-30 from=徐汇店 doc=DB-9",
    "writeoff xs001 1 漏液", "count xs001 7", "sell tr=5 w", "use zx005 45g for=tr by=5 on=1",
    "use zx005 1", "count zx005 20g", "writeoff zx005 5g 干了", "sell xhtz=3 w",
    "refund 2 2 scrap 过敏", "void W001 点错", "void B002 点错", "count start", "count xs001 5",
    "count zx005 3", "count close",
  ]

  private static func play(columns: Int, language: String) throws -> TestShop {
    let shop = try TestShop(settings: [
      ("paper_columns", "\(columns)"), ("language", "\"\(language)\""),
    ])
    let till = try shop.till(drawer: 1)
    for line in lines {
      let reply = till.reply(to: Array(line.utf8))
      #expect(reply.json(.english)["ok"]?.bool == true, "\(line): \(reply.text(.english))")
      till.afterReply()
    }
    return shop
  }

  @Test(arguments: [(48, "zh-Hans"), (32, "zh-Hans"), (48, "en"), (42, "en")])
  func `the slips of goods are those on record`(columns: Int, language: String) throws {
    let shop = try Self.play(columns: columns, language: language)
    let slips = try shop.slips("txt").map { name, bytes in
      "=== \(name)\n\(String(decoding: bytes, as: UTF8.self))"
    }
    let file = Self.folder.appending(path: "goods.\(language).\(columns).txt")
    #expect(try difference(of: slips.joined(), from: file) == nil)
  }

  @Test func `a printer gets the bytes on record`() throws {
    let shop = try Self.play(columns: 48, language: "zh-Hans")
    let slips = try shop.slips("bin").map { name, bytes in
      "=== \(name)\n\(try EscposInterpreter.dump(bytes))"
    }
    let file = Self.folder.appending(path: "goods.zh-Hans.48.escpos.txt")
    #expect(try difference(of: slips.joined(), from: file) == nil)
  }
}
