import Ledger
import Testing

/// Stored texts that somebody has spoiled behind the guards, one at a time.
@Suite struct DamagedLinesTests {
  /// A shop whose ledger was changed with the guards down.
  private func shop(_ lines: String, then sql: String) throws -> TestShop {
    let shop = try TestShop()
    try shop.run(lines)
    try Database(shop.ledger).run("DROP TRIGGER entry_is_never_changed; \(sql)")
    return shop
  }

  @Test func `after a closing that cannot be read no shift opens with a grand total of nothing`()
    throws
  {
    let shop = try shop(
      "sell jf w\nclose 300\n", then: "UPDATE entry SET line = 'x' WHERE kind = 'shift'")
    let before = try Database(shop.ledger).texts("SELECT count(*) FROM entry")
    #expect(try shop.run("open 300\n").outcomes == ["ledger-damaged"])
    #expect(try Database(shop.ledger).texts("SELECT count(*) FROM entry") == before)
  }

  @Test func `a parked bill that cannot be read is not shown as an empty one`() throws {
    let shop = try shop("jf\nhold 1\n", then: "UPDATE bill_change SET content = 'x'")
    #expect(try shop.run("held\n").outcomes == ["ledger-damaged"])
  }

  @Test func `a statement does not leave out the number of a document that cannot be read`()
    throws
  {
    let shop = try shop(
      "member add 王芳 13800001001\n@13800001001\ntopup 100 w\n",
      then: "UPDATE entry SET line = 'x' WHERE kind = 'topup'")
    let ending = try shop.run("statement 13800001001\n")
    #expect(ending.outcomes == ["ledger-damaged"], "\(ending.lines)")
  }
}
