import Glibc
import Ledger
import Seeded
import Testing

/// Many tills at the same goods in the same instant.
@Suite struct StockRaceTests {
  private func stock(_ code: String, _ shop: TestShop) throws -> JSON? {
    try shop.run("stock \(code)\n").replies.first?["stock"]?.array?.first
  }

  @Test func `five kits are sold where five of a part are left, whoever asks`() throws {
    let shop = try TestShop.withEightDrawers("receive xf 10 cost=20\n")
    try shop.write(
      "code,name,price,item,units\ntz,套装,200,xf,2\ntz,套装,200,jf,1\n", to: "Config/kits.csv")
    let outcomes = try shop.race("sell tz w", times: 2)
    #expect(outcomes.count { $0 == "ok" } == 5)
    #expect(outcomes.count { $0 == "stock-short" } == 16 - 5)
    #expect(try stock("xf", shop)?["on_hand"]?.int == 0)
    #expect(try shop.faults() == [])
  }

  @Test func `the last five of a lot that is named go five times, and no other lot's`() throws {
    let shop = try TestShop.withEightDrawers(
      "receive xf 5 cost=20 lot=A1 exp=2099-01-01\nreceive xf 5 cost=21 lot=A2 exp=2098-01-01\n")
    let outcomes = try shop.race("sell xf lot=A1 w", times: 2)
    #expect(outcomes.count { $0 == "ok" } == 5)
    // A lot with nothing left is none that could be named.
    #expect(outcomes.count { $0 == "stock-short" || $0 == "lot-unknown" } == 16 - 5)
    let lots = try stock("xf", shop)?["lots"]?.array
    #expect(lots?.map { $0["lot"]?.string } == ["A2"] && lots?.first?["qty"]?.int == 5)
    #expect(try shop.faults() == [])
  }

  @Test func `a sheet is put into the books once, however many close it`() throws {
    let shop = try TestShop.withEightDrawers("receive xf 9 cost=20\ncount start\ncount xf 7\n")
    let outcomes = try shop.race("count close", times: 1)
    #expect(outcomes.count { $0 == "ok" } == 1)
    #expect(outcomes.count { $0 == "count-closed" } == 8 - 1)
    #expect(try stock("xf", shop)?["on_hand"]?.int == 7)
    #expect(try shop.faults() == [])
  }

  @Test func `nothing is counted at once beside a sheet that another till has just begun`() throws {
    let shop = try TestShop.withEightDrawers("receive xf 9 cost=20\n")
    _ = try shop.race { drawer in
      let lines = drawer == 1 ? "count start\ncount cancel\n" : "count xf \(drawer)\n"
      return String(repeating: lines, count: 40)
    }
    let beside = try Database(shop.ledger).texts(
      """
      SELECT entry.sequence FROM entry JOIN count_sheet ON entry.sequence BETWEEN opening AND closing
      WHERE kind = 'count'
      """)
    #expect(beside == [])
    #expect(try shop.faults() == [])
  }

  @Test func `two tills count on one sheet while it is closed and goods are sold`() throws {
    for round in 1...4 {
      let shop = try TestShop.withEightDrawers("receive xf 40 cost=20\ncount start\ncount xf 38\n")
      let endings = try shop.race { drawer in
        switch drawer {
        case 1, 2: "count xf \(30 + drawer)\ncount close\n"
        case 3: "count close\n"
        default: "sell xf w\nsell xf w\n"
        }
      }
      let outcomes = endings.flatMap(\.outcomes)
      #expect(outcomes.count { $0 != "ok" && $0 != "count-closed" } == 0, "\(outcomes)")
      // What was counted before the sheet was closed stands on it; what came too late is a count of
      // its own day, by the books of that moment.
      let documents = endings.flatMap(\.replies).compactMap { $0["document"] }
      let closed = documents.filter { $0["sheet"] != nil }
      #expect(closed.count == 1, "round \(round)")
      let counted = documents.filter { $0["kind"]?.string == "count" }
        .compactMap { $0["units"]?.int }
      let sold = documents.count { $0["kind"]?.string == "sale" }
      #expect(sold == 10)
      #expect(
        try stock("xf", shop)?["on_hand"]?.int == 40 - sold + counted.reduce(0, +),
        "round \(round): \(documents)")
      #expect(try shop.faults() == [])
    }
  }

  // MARK: Killed

  @Test func `killed while a sheet is put into the books, it is in them whole or not at all`()
    throws
  {
    let shop = try TestShop()
    try shop.run("receive xf 500 cost=20 lot=A1\n")
    var seed = Seeded(5)
    var (onHand, cut) = (500, 0)
    var moment = Moment()
    for round in 1...24 {
      let missing = Int.random(in: 1...3, using: &seed)
      try shop.run("count start\ncount xf \(onHand - missing)\n")
      let child = try shop.start("!p\(round) count close\n".utf8)
      moment.pass(&seed)
      child.send(SIGKILL)
      let told = try child.wait().numbers.first
      let sheet = try shop.run("count show\n").outcomes.first
      let now = try stock("xf", shop)?["on_hand"]?.int
      // The sheet is open and nothing is in the books, or it is closed and all of it is.
      #expect(now == (sheet == "ok" ? onHand : onHand - missing), "round \(round)")
      #expect(told == nil || sheet == "count-closed")
      if told == nil { cut += 1 }
      moment.move(wasDone: sheet != "ok")
      // The caller does not know what was done, and sends it again.
      let again = try shop.run("!p\(round) count close\n")
      #expect(again.outcomes == ["ok"] && (told == nil || again.numbers == [told]))
      onHand -= missing
      #expect(try stock("xf", shop)?["on_hand"]?.int == onHand)
    }
    // Killed before and after the commit: else the rounds have proved nothing.
    #expect(cut > 3 && cut < 24, "\(cut)")
    let sheets = try Database(shop.ledger).texts("SELECT 1 FROM count_sheet WHERE closing > 0")
    #expect(sheets.count == 24)
    #expect(try shop.faults() == [])
  }

  @Test func `killed while lots are imported, all of the file is there or nothing of it`() throws {
    let shop = try TestShop()
    var seed = Seeded(6)
    var (files, whole) = (0, 0)
    var moment = Moment()
    for round in 1...16 {
      let rows = (1...150).map { "xf,2,20.\(10 + round),R\(round)-\($0),2030-01-31,美源,FH-\(round)" }
      let text = "code,units,cost,lot,expires,supplier,document\n" + rows.joined(separator: "\n")
      try shop.write(text + "\n", to: "delivery\(round).csv")
      let file = "\(shop.path)/delivery\(round).csv"
      let child = try shop.start("import stock \(file)\n".utf8)
      moment.pass(&seed)
      child.send(SIGKILL)
      _ = try child.wait()
      let lots = try Database(shop.ledger).texts(
        "SELECT 1 FROM stock_lot WHERE label LIKE 'R\(round)-%'"
      ).count
      #expect(lots == 0 || lots == 150, "round \(round): \(lots)")
      if lots == 150 { whole += 1 }
      moment.move(wasDone: lots == 150)
      let again = try shop.run("import stock \(file)\n").outcomes
      #expect(again == [lots == 0 ? "ok" : "already-imported"], "round \(round)")
      files += 1
      #expect(try stock("xf", shop)?["on_hand"]?.int == files * 300)
    }
    #expect(whole > 0 && whole < 16, "\(whole)")
    #expect(try shop.faults() == [])
  }
}
