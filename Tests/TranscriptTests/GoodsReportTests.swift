import Checkout
import Foundation
import Ledger
import TestShop
import Testing
import TillCLI

/// Reports on the goods over a history of days, checked against one another.
@Suite struct GoodsReportTests {
  private let shop: TestShop
  private let till: Till

  /// Forty days of receipts, sales, refunds, losses and use.
  init() throws {
    shop = try TestShop()
    till = try shop.till(drawer: 1)
    var seed: UInt64 = 20_261_121
    func random(_ count: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % count
    }
    say("open 300")
    for _ in 0..<40 {
      for _ in 0..<4 {
        let code = ["xs001", "xs008", "xs017"][random(3)]
        switch random(6) {
        case 0: say("receive \(code) \(1 + random(9)) cost=\(10 + random(20)) lot=L\(random(4))")
        case 1, 2: say("sell \(1 + random(3))*\(code) w")
        case 3: say("refund 1 \(["restock", "scrap"][random(2)]) x")
        case 4: say("writeoff \(code) 1 x")
        default: say("use \(code) 1")
        }
      }
      shop.clock.pass(days: 1)
    }
    say("count xs017 3")
  }

  @discardableResult private func say(_ line: String) -> JSON {
    let reply = try? JSON(parsing: till.reply(to: line.utf8).json(.english).text)
    till.afterReply()
    return reply ?? .null
  }

  @Test func `on every day the lots are worth what the books say`() {
    var values: Set<Int64> = []
    for day in 21...30 {
      let report = say("report stock 2026-11-\(day)")["report"]
      #expect(report?["value"]?.integer == report?["inventory"]?.integer)
      values.insert(report?["value"]?.integer ?? -1)
    }
    #expect(values.count > 5)
  }

  @Test func `what was there and came is what went and is left, and the next days go on from it`() {
    var left: [String: Int64] = [:]
    for days in ["2026-11-21..2026-11-30", "2026-12-01..2026-12-15", "2026-12-16..2026-12-31"] {
      let items = say("report items \(days)")["report"]?.elements("items") ?? []
      #expect((2...3).contains(items.count))
      for item in items {
        func figure(_ name: String) -> Int64 { item[name]?.integer ?? .max }
        let out = ["sold", "used", "lost", "sent", "sent_back"].map(figure).reduce(0, +)
        #expect(figure("opening") + figure("received") == out + figure("closing"))
        let code = item["code"]?.string ?? ""
        #expect(figure("opening") == left[code, default: 0])
        left[code] = figure("closing")
        let history = say("report items \(code) \(days)")["report"]
        #expect(history?["opening"] == item["opening"] && history?["closing"] == item["closing"])
        let units = history?.elements("movements").compactMap { $0["units"]?.integer } ?? []
        #expect(units.reduce(0, +) == figure("closing") - figure("opening"))
      }
    }
    let now = say("stock").elements("stock")
    #expect(
      now.count == 3 && now.allSatisfy { $0["on_hand"]?.integer == left[$0["code"]?.string ?? ""] })
  }

  @Test func `a report goes into a new file, and never over one that is there`() throws {
    let path = shop.folder.appending(path: "stock.csv").path
    #expect(say("report stock 2026-11-25 csv=\(path)")["ok"] == true)
    let rows = try text(of: path).split(separator: "\r\n")
    #expect(rows[0] == "\u{FEFF}day,code,name,unit,lot,expires,units,cost,value" && rows.count > 1)
    #expect(rows.dropFirst().allSatisfy { $0.hasPrefix("2026-11-25,xs0") })
    #expect(say("report items --csv \(path)")["error"] == "file-there")
    #expect(say("report items --csv \(path).2")["ok"] == true)
    let nowhere = till.reply(to: "report stock csv=/none/x.csv".utf8).text(.chinese)
    #expect(nowhere.contains("文件/none/x.csv不能读写: 没有这个文件"))
  }

  @Test func `no text in a file for a spreadsheet is computed, and numbers stay numbers`() throws {
    let path = shop.folder.appending(path: "in.csv").path
    #expect(say("receive xs001 3 cost=1 lot==1+1 from=+8621 doc=-1-1 reg=＠a")["ok"] == true)
    #expect(say("writeoff xs001 1 lot==1+1 坏")["ok"] == true)
    #expect(say("report stock csv=\(path).1")["ok"] == true)
    #expect(try text(of: "\(path).1").contains(",'=1+1,,2,1.00,2.00\r\n"))
    #expect(say("report receiving csv=\(path).2")["ok"] == true)
    let records = try text(of: "\(path).2")
    #expect(records.contains(",'@a,") && records.contains(",'+8621,,'-1-1,"))
    #expect(say("report items xs001 csv=\(path).3")["ok"] == true)
    #expect(try text(of: "\(path).3").contains(",write-off,'=1+1,-1,"))
  }

  private func text(of path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }
}
