import Foundation
import Ledger
import Testing

@Suite struct SurroundingsTests {
  private func sales(_ shop: TestShop) throws -> Int {
    try Database(shop.ledger).texts("SELECT 1 FROM entry WHERE kind = 'sale'").count
  }

  @Test func `a reader that goes away ends the batch, and what it was told is there`() throws {
    let shop = try TestShop()
    let lines = String(repeating: "sell jf w\\n", count: 200)
    let ending = try shop.shell(
      "{ printf '\(lines)' | $TILL; echo \"status $?\" >&2; } | head -n 3")
    #expect(ending.lines.count == 3 && ending.errorText.contains("status 74"))
    let stored = try sales(shop)
    #expect(stored >= 3 && stored < 200)
    let faults = try shop.faults()
    #expect(faults == [])
  }

  @Test func `a full disk behind standard output is an error, not a silence`() throws {
    let shop = try TestShop()
    let ending = try shop.shell("$TILL sell jf w > /dev/full")
    let status = ending.status
    #expect(status == 74)
    let stored = try sales(shop)
    #expect(stored == 1)
  }

  @Test(
    arguments: [
      ("<&-", 0), ("2>&-", 0), (">&-", 74), (">&- 2>&-", 74), ("<&- >&- 2>&-", 74),
    ])
  func `closed descriptors never become the ledger's files`(closed: String, status: Int32) throws {
    let shop = try TestShop()
    let ending = try shop.shell("$TILL sell jf w \(closed)")
    let found = ending.status
    #expect(found == status)
    let lock = try shop.bytes("ledger/till.lock")
    #expect(lock.isEmpty)
    let mark = String(decoding: try shop.bytes("ledger/till.highwater"), as: UTF8.self)
    #expect(mark.hasPrefix("T1 00000000000000000003 ") && mark.utf8.count == 89)
    let faults = try shop.faults()
    #expect(faults == [])
  }

  @Test(
    arguments: [
      "env -i", "env HOME=", "env LANG=xx_YY.GB2312 LC_ALL=zz_ZZ", "env TZ=:No/Where", "env TZ=X99",
      "env LANG= LC_ALL=C",
    ])
  func `an odd environment changes nothing`(environment: String) throws {
    let shop = try TestShop()
    let usual = try shop.shell("$TILL price jf; $TILL sell jf w")
    let odd = try shop.shell("\(environment) $TILL price jf; \(environment) $TILL sell jf w")
    let outputs = [usual, odd].map { $0.text.replacing("-0002", with: "-0001") }
    #expect(outputs[0] == outputs[1] && !outputs[0].isEmpty)
    let statuses = [usual.status, odd.status]
    #expect(statuses == [0, 0])
  }

  @Test(arguments: [5, 6, 7, 8, 9, 10, 12, 16])
  func `with few descriptors the program works or says why not`(count: Int) throws {
    let shop = try TestShop()
    let ending = try shop.shell("ulimit -n \(count); $TILL --json sell jf w")
    // Below six the program's own libraries cannot be loaded, or the ledger has no room to open.
    let outcomes = ending.outcomes
    let isSold = outcomes == ["ok"]
    #expect(ending.signal == 0 && (isSold ? 0 : ending.status) == (isSold ? 0 : 74) || count < 6)
    #expect(isSold || count < 10, "\(outcomes)")
    #expect(!outcomes.contains("ledger-missing"))
    let stored = try sales(shop)
    #expect(stored == (isSold ? 1 : 0))
    let faults = try shop.faults()
    #expect(faults == [])
  }
}
