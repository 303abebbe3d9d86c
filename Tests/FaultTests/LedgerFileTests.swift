import Foundation
import Glibc
import Ledger
import Testing

@Suite struct LedgerFileTests {
  /// A shop with sales whose ledger is one whole file.
  private func settledShop() throws -> TestShop {
    let shop = try TestShop()
    try shop.run(String(repeating: "sell jf w\n", count: 30))
    try shop.settle()
    return shop
  }

  /// Puts bytes in the ledger's place; what belonged to the old file goes.
  private func replace(_ shop: TestShop, with bytes: [UInt8]) throws {
    for suffix in ["-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: shop.ledger + suffix)
    }
    try shop.write(bytes, to: "ledger/till.db")
  }

  @Test(arguments: [0, 1, 15, 16, 100, 512, 4_095, 4_096, 8_192, 40_960, 81_920])
  func `a ledger cut off is refused and left as it is`(count: Int) throws {
    let shop = try settledShop()
    let cut = Array(try shop.bytes("ledger/till.db").prefix(count))
    try replace(shop, with: cut)
    let ending = try shop.run("sell jf w\n")
    let (outcomes, status) = (ending.outcomes, ending.status)
    #expect(outcomes == ["ledger-damaged"])
    #expect(status == 74)
    #expect(ending.errorText.contains(shop.ledger))
    let after = try shop.bytes("ledger/till.db")
    #expect(after == cut)
  }

  @Test func `what is no ledger of this program is refused and left as it is`() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let strange = "\(folder)/strange.db"
    try Data().write(to: URL(filePath: strange))
    try Database(strange).run("CREATE TABLE note (text)")
    let shop = try settledShop()
    let others: [[UInt8]] = [
      [UInt8](try Data(contentsOf: URL(filePath: strange))), Array("money\n".utf8),
      [UInt8](repeating: 0, count: 65_536), Array("SQLite format 3\0".utf8),
    ]
    for other in others {
      try replace(shop, with: other)
      let ending = try shop.run("sell jf w\n")
      let (outcomes, status) = (ending.outcomes, ending.status)
      #expect(outcomes == ["ledger-damaged"])
      #expect(status == 74)
      let after = try shop.bytes("ledger/till.db")
      #expect(after == other)
    }
  }

  @Test func `a ledger of a newer program is refused and left as it is`() throws {
    let shop = try settledShop()
    try Database(shop.ledger).run("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)")
    let before = try shop.bytes("ledger/till.db")
    let ending = try shop.run("sell jf w\n")
    let (outcomes, status) = (ending.outcomes, ending.status)
    #expect(outcomes == ["ledger-newer"])
    #expect(status == 74)
    #expect(ending.errorText.contains("99"))
    let after = try shop.bytes("ledger/till.db")
    #expect(after == before)
  }

  @Test func `an older copy put back is refused with both entries named`() throws {
    let shop = try settledShop()
    let older = try shop.bytes("ledger/till.db")
    try shop.run(String(repeating: "sell jf w\n", count: 7))
    try shop.settle()
    try replace(shop, with: older)
    let ending = try shop.run("sell jf w\n")
    let (outcomes, status) = (ending.outcomes, ending.status)
    #expect(outcomes == ["ledger-rolled-back"])
    #expect(status == 74)
    #expect(ending.errorText.contains("39") && ending.errorText.contains("32"))
    let after = try shop.bytes("ledger/till.db")
    #expect(after == older)
  }

  @Test func `without a ledger nothing is sold and none is made`() throws {
    let shop = try settledShop()
    try FileManager.default.removeItem(atPath: shop.ledger)
    let ending = try shop.run("sell jf w\n")
    let (outcomes, status) = (ending.outcomes, ending.status)
    #expect(outcomes == ["ledger-missing"])
    #expect(status == 66)
    #expect(access(shop.ledger, F_OK) != 0)
  }

  @Test func `damage inside the pages is found, named and not sold over`() throws {
    let shop = try settledShop()
    let whole = try shop.bytes("ledger/till.db")
    for page in 1..<(whole.count / 4_096) {
      var torn = whole
      torn.replaceSubrange(
        (page * 4_096)..<(page * 4_096 + 4_096), with: [UInt8](repeating: 0x5A, count: 4_096))
      try replace(shop, with: torn)
      let ending = try shop.run("verify\n")
      let isFound =
        ending.outcomes == ["ledger-damaged"]
        || ending.replies.first?["verify"]?["faults"]?.array?.isEmpty == false
      #expect(isFound && ending.status == 74 && ending.signal == 0, "page \(page + 1)")
    }
  }

  @Test func `an edit behind the program's back is found by verify`() throws {
    let shop = try settledShop()
    try Database(shop.ledger).run(
      "UPDATE account SET balance = balance + 100 WHERE name = 'wechat'")
    let ending = try shop.run("verify\n")
    let status = ending.status
    #expect(status == 74)
    #expect(ending.text.contains("wechat"))
  }

  @Test func `a ledger that another till holds is waited for, then answered busy`() throws {
    let shop = try TestShop()
    let lock = open("\(shop.path)/ledger/till.lock", O_RDWR | O_CLOEXEC)
    defer { close(lock) }
    let isTaken = flock(lock, LOCK_EX) == 0
    let ending = try shop.run("sell jf w\nshow\n")
    flock(lock, LOCK_UN)
    let (outcomes, status) = (ending.outcomes, ending.status)
    #expect(isTaken && outcomes == ["busy", "document-unknown"])
    #expect(status == 75)
    let later = try shop.run("sell jf w\nverify\n")
    let numbers = later.numbers.map { $0.suffix(4) }
    #expect(numbers == ["0001"])
    let faults = later.replies.last?["verify"]?["faults"]?.array?.count
    #expect(faults == 0)
  }

  @Test func `a ledger that another program is writing to is waited for, then answered busy`()
    throws
  {
    let shop = try TestShop()
    let other = try Database(shop.ledger)
    try other.run("BEGIN IMMEDIATE")
    let ending = try shop.once("sell jf w", "--json")
    try other.run("ROLLBACK")
    let (outcomes, status) = (ending.outcomes, ending.status)
    #expect(outcomes == ["busy"])
    #expect(status == 75)
    let later = try shop.once("sell jf w", "--json").outcomes
    #expect(later == ["ok"])
    let faults = try shop.faults()
    #expect(faults == [])
  }

  @Test func `a till that was started with its signals blocked gives up too`() throws {
    let shop = try TestShop()
    let lock = open("\(shop.path)/ledger/till.lock", O_RDWR | O_CLOEXEC)
    defer { close(lock) }
    flock(lock, LOCK_EX)
    let child = try Child([Child.program, "--shop", shop.path, "sell jf w"], isDeaf: true)
    let status = try child.wait().status
    #expect(status == 75)
  }

  @Test func `a till that waits gets its turn when the other is done`() throws {
    let shop = try TestShop()
    let lock = open("\(shop.path)/ledger/till.lock", O_RDWR | O_CLOEXEC)
    defer { close(lock) }
    flock(lock, LOCK_EX)
    let child = try shop.start("sell jf w\n".utf8)
    usleep(1_500_000)
    flock(lock, LOCK_UN)
    let outcomes = try child.wait().outcomes
    #expect(outcomes == ["ok"])
  }
}
