import Glibc
import Ledger
import Seeded
import Testing

/// Many tills that take back the same sale, in the same instant, and one that is killed at it.
@Suite struct ReturnRaceTests {
  private func number(_ shop: TestShop) throws -> String {
    try #require(
      try Database(shop.ledger).texts(
        "SELECT json_extract(line, '$.no') FROM entry WHERE kind = 'sale'"
      ).first)
  }

  private func count(_ shop: TestShop, _ kind: String) throws -> Int {
    try Database(shop.ledger).texts("SELECT 1 FROM entry WHERE kind = '\(kind)'").count
  }

  /// What came back of the lines of the sale, and what it was worth.
  private func returned(_ shop: TestShop) throws -> [String] {
    try Database(shop.ledger).texts(
      """
      SELECT substr(name, length(name) - 6) || ' ' || balance FROM account
      WHERE name LIKE 'returned:%:%' ORDER BY name
      """)
  }

  @Test func `what eight drawers refund and exchange of one sale is what was sold`() throws {
    let shop = try TestShop.withEightDrawers("@\nsell 20*jf 9*xf w\n")
    let number = try number(shop)
    let endings = try shop.race { drawer in
      let line = "refund \(number) 1*2 2*1 退\n"
      let exchange = "jf\nexchange \(number) 1*1 换\n.\nx*\n"
      return drawer.isMultiple(of: 2) ? line + line : exchange + exchange
    }
    let refunds = try count(shop, "refund")
    let exchanges = try count(shop, "exchange")
    let done = endings.flatMap(\.replies).compactMap { $0["document"]?["kind"]?.string }
    #expect(done.count { $0 == "refund" } == refunds)
    #expect(done.count { $0 == "exchange" } == exchanges)
    // All was asked for that there is, and more: nothing is left that either could have had.
    let (cuts, bottles) = (2 * refunds + exchanges, refunds)
    #expect(cuts == 20 && bottles <= 8, "\(refunds) and \(exchanges)")
    #expect(try shop.run("refund \(number) 退\n").outcomes == ["ok"])
    #expect(try shop.run("refund \(number) 退\n").outcomes == ["already-refunded"])
    let held = try returned(shop)
    let pieces = held.compactMap { Int($0.split(separator: " ")[1]) }.sorted()
    #expect(pieces == [9, 20, 9 * 6800, 20 * 12800], "\(held)")
    #expect(try shop.faults() == [])
  }

  @Test func `a sale is either void or refunded, whoever is first`() throws {
    for _ in 1...3 {
      let shop = try TestShop.withEightDrawers("@\nsell 3*jf w\n")
      let number = try number(shop)
      let outcomes = try shop.race {
        $0 == 1 ? "void \(number) 错\n" : "refund \(number) 1*1 退\n"
      }.flatMap(\.outcomes)
      let (voids, refunds) = (try count(shop, "void"), try count(shop, "refund"))
      #expect((voids, refunds) == (1, 0) || (voids, refunds) == (0, 3), "\(outcomes)")
      #expect(outcomes.count { $0 == "ok" } == voids + refunds)
      #expect(try shop.faults() == [])
    }
  }

  @Test func `copies are counted without gaps, whoever prints them`() throws {
    let shop = try TestShop.withEightDrawers("@\nsell jf w\n")
    let number = try number(shop)
    #expect(try shop.race("reprint \(number)", times: 3).allSatisfy { $0 == "ok" })
    let copies = try Database(shop.ledger).texts(
      """
      SELECT json_extract(line, '$.copy') AS copy FROM entry
      WHERE json_extract(line, '$.event') = 'reprint' ORDER BY copy
      """)
    #expect(copies == (1...24).map(String.init))
    #expect(try shop.faults() == [])
  }

  @Test func `killed at refunds and voids, nothing comes back twice or not at all`() throws {
    let shop = try TestShop()
    var seed = Seeded(11)
    let rounds = 50
    var moment = Moment()
    for round in 1...rounds {
      let lines = """
        !s\(round) sell 3*jf xf w
        !a\(round) refund \(round) 1*1 退
        !b\(round) refund \(round) 1*2 2 退
        !v\(round) void R\(2 * round) 错

        """
      let child = try shop.start(lines.utf8)
      moment.pass(&seed)
      child.send(SIGKILL)
      moment.move(wasDone: try child.wait().numbers.count >= 2)
      // The caller does not know what was done, and sends it all again.
      let again = try shop.run(lines)
      #expect(again.outcomes == ["ok", "ok", "ok", "ok"], "\(again.text)")
    }
    #expect(try count(shop, "sale") == rounds && count(shop, "refund") == 2 * rounds)
    #expect(try count(shop, "void") == rounds)
    let wechat = try Database(shop.ledger).texts(
      "SELECT balance FROM account WHERE name = 'wechat'")
    #expect(wechat == [String(rounds * (3 * 12800 + 6800 - 12800))])
    #expect(try shop.faults() == [])
  }

  @Test func `killed in exchanges and partial refunds, each stands once and on paper`() throws {
    let shop = try TestShop()
    var seed = Seeded(12)
    let rounds = 30
    var lost: [String] = []
    var moment = Moment()
    for round in 1...rounds {
      let lines = """
        !s\(round) sell 3*jf xf w
        !a\(round) refund \(round) 1*1 退
        xf
        exchange \(round) 1*1 换
        !e\(round) .

        """
      let child = try shop.start(lines.utf8)
      moment.pass(&seed)
      child.send(SIGKILL)
      let told = try child.wait().numbers
      moment.move(wasDone: told.count >= 2)
      // The bill may stand at any of its lines: it is begun anew, and the keys do the rest once.
      let again = try shop.run("x*\n" + lines + "x*\n")
      #expect(again.numbers.count == 3, "\(again.text)")
      lost += told.filter { !again.numbers.contains($0) }
    }
    #expect(lost == [])
    #expect(try count(shop, "sale") == rounds && count(shop, "refund") == rounds)
    #expect(try count(shop, "exchange") == rounds)
    let wechat = try Database(shop.ledger).texts(
      "SELECT balance FROM account WHERE name = 'wechat'")
    #expect(wechat == [String(rounds * (3 * 12800 + 6800 - 12800 - (12800 - 6800)))])
    // The start of the last program has written whatever slip was still missing.
    try shop.run("show\n")
    let names = shop.slips().compactMap { $0.split(separator: "-").last }
    for letter in ["R", "E"] {
      let slips = names.filter { $0.hasPrefix(letter) && $0.hasSuffix(".txt") }
      #expect(Set(slips).count == rounds, "\(slips.sorted())")
    }
    #expect(try shop.faults() == [])
  }
}
