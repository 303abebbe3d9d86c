import Foundation
import Glibc
import Ledger
import Testing

/// One system call fails, and nothing of it stays: the shop goes on as if it had not been made.
@Suite struct OneFaultTests {
  /// Runs a line while one of the program's calls fails, as strace has it: of those on a file below the
  /// shop's folder, or of all.
  private func run(
    _ line: String, in shop: TestShop, failing call: String, of file: String? = nil
  ) throws -> Child.Ending {
    let only = file.map { "-P \(shop.path)/\($0)" } ?? ""
    let names = call.prefix { $0 != ":" }
    return try shop.shell(
      """
      strace -f -o /dev/null \(only) -e trace=\(names) -e inject=\(call) \
      $TILL --json '\(line)'
      """)
  }

  private func leftovers(_ shop: TestShop) -> [String] {
    let all = FileManager.default.enumerator(atPath: shop.path)?.compactMap { $0 as? String } ?? []
    return all.filter { name in [".part", ".before", ".draft"].contains { name.hasSuffix($0) } }
  }

  private static let more = "code,name,kind,category,unit,price,tax\nhs,护手霜,product,洗护,支,30.00,13\n"

  @Test(.enabled(if: canInject, "needs strace"), arguments: 1...6)
  func `a catalog that cannot be looked at while items come in is told`(call: Int) throws {
    let shop = try TestShop()
    try shop.write(Self.more, to: "more.csv")
    let ending = try run(
      "import catalog \(shop.path)/more.csv", in: shop,
      failing: "newfstatat,stat,fstat:error=EIO:when=\(call)", of: "Config/catalog.csv")
    #expect([0, 1, 74].contains(ending.status), "\(ending.status) \(ending.errorText)")
    let after = try shop.run("sell jf w\nverify\n").outcomes
    #expect(after == ["ok", "ok"] && leftovers(shop).isEmpty)
  }

  @Test(.enabled(if: canInject, "needs strace"))
  func `reading settings goes on after a signal`() throws {
    let shop = try TestShop()
    let ending = try run(
      "sell jf w", in: shop, failing: "read:error=EINTR:when=1", of: "Config/shop.json")
    #expect(ending.outcomes == ["ok"])
  }

  @Test(.enabled(if: canInject, "needs strace"))
  func `a list that cannot get its name leaves nothing behind`() throws {
    let shop = try TestShop()
    let ending = try run(
      "report stock csv=\(shop.path)/stock.csv", in: shop, failing: "rename:error=EIO")
    #expect(ending.outcomes == ["file-unreadable"] && leftovers(shop).isEmpty)
  }

  @Test(
    .enabled(if: canInject, "needs strace"),
    arguments: [
      ("openat", "Config/shop.json", "file-unreadable"),
      ("access", "Config/kits.csv", "file-unreadable"),
      ("read", "Config/catalog.csv", "file-unreadable"), ("access", "ledger/till.db", "storage"),
      ("pread64", "ledger/till.highwater", "storage"), ("openat", "ledger/till.db", "storage"),
    ])
  func `what the disk does not give at the start is called so, and the next start is as ever`(
    call: String, file: String, name: String
  ) throws {
    let shop = try TestShop()
    try shop.write(TestShop.catalog.replacing("128.00", with: "138.00"), to: "Config/catalog.csv")
    let ending = try run("sell jf w", in: shop, failing: "\(call):error=EIO:when=1", of: file)
    #expect(ending.outcomes == [name] && ending.status == 74)
    let after = try shop.run("sell jf w\n").replies
    #expect(after.map { $0["document"]?["total"]?.integer } == [13_800])
  }

  @Test(.enabled(if: canInject, "needs strace"))
  func `a ledger that cannot be looked at is not made anew`() throws {
    let shop = try TestShop()
    let before = try shop.bytes("ledger/till.db")
    let ending = try shop.shell(
      """
      strace -f -o /dev/null -P \(shop.ledger) -e trace=access -e inject=access:error=EIO \
      \(Child.program) init \(shop.path) --json
      """)
    #expect(ending.outcomes == ["cannot-create"] && ending.status == 74)
    #expect(try shop.bytes("ledger/till.db") == before)
  }

  @Test(.enabled(if: canInject, "needs strace"))
  func `a ledger that cannot be written whole is not made, and made by the next init`() throws {
    let shop = try TestShop()
    try FileManager.default.removeItem(atPath: "\(shop.path)/ledger")
    let ending = try shop.shell(
      """
      strace -f -o /dev/null -P \(shop.ledger).draft -e trace=pwrite64 \
      -e inject=pwrite64:error=EIO:when=2 \(Child.program) init \(shop.path) --json
      """)
    #expect(ending.outcomes == ["cannot-create"] && ending.status == 74)
    #expect(leftovers(shop).isEmpty)
    let again = try shop.shell("\(Child.program) init \(shop.path) --json; $TILL --json verify")
    #expect(again.outcomes == ["ok", "ok"])
  }

  @Test(.enabled(if: canInject, "needs strace"))
  func `half a line is not done where the rest cannot be read`() throws {
    let shop = try TestShop()
    try shop.write("price jf\nsell jf w", to: "lines")
    let ending = try shop.shell(
      """
      strace -f -o /dev/null -P \(shop.path)/lines -e trace=read -e inject=read:error=EIO:when=2 \
      $TILL --json < \(shop.path)/lines
      """)
    #expect(ending.outcomes == ["ok"] && ending.status == 74)
  }

  @Test(.enabled(if: canInject, "needs strace"))
  func `pages that a verification cannot read are no fault of the ledger`() throws {
    let shop = try TestShop()
    try shop.settle()
    for call in [20, 30, 40] {
      let ending = try run(
        "verify", in: shop, failing: "pread64:error=EIO:when=\(call)", of: "ledger/till.db")
      #expect(ending.outcomes == ["storage"] && ending.status == 74)
    }
  }

  /// A catalog is taken in whole or not at all, and its key does it once, wherever the program is killed.
  @Test(
    .enabled(if: canInject, "needs strace"), arguments: ["fsync", "fdatasync", "rename"])
  func `an import that is killed is done once by its key`(call: String) throws {
    let shop = try TestShop()
    try shop.write(Self.more, to: "more.csv")
    let line = "!k import catalog \(shop.path)/more.csv"
    let killed = try run(line, in: shop, failing: "\(call):signal=KILL:when=1")
    #expect(killed.outcomes.isEmpty)
    let before = try shop.bytes("Config/catalog.csv")
    #expect(before == Array(TestShop.catalog.utf8))
    let again = try shop.run("\(line)\nsell hs w\nverify\n")
    #expect(again.outcomes == ["ok", "ok", "ok"] && leftovers(shop).isEmpty)
    let changes = try Database(shop.ledger).texts(
      "SELECT line FROM entry WHERE kind = 'event' AND line LIKE '%catalog%'")
    #expect(changes.count == 2)
    #expect(try shop.bytes("Config/catalog.csv") != before)
  }

  @Test func `a folder in a slip's place leaves nothing beside it`() throws {
    let shop = try TestShop()
    let first = try shop.run("sell jf w\n").replies.first?["document"]?["receipts"]?.array
    let name = (first?.first?.string ?? "").replacing("-0001", with: "-0002")
    try FileManager.default.createDirectory(
      atPath: "\(shop.path)/Receipts/out/\(name)", withIntermediateDirectories: false)
    let ending = try shop.run("sell jf w\n")
    #expect(ending.outcomes == ["ok"] && ending.replies.first?["notices"] != nil)
    #expect(leftovers(shop).isEmpty)
  }

  @Test func `a catalog that a killed import left beside its place goes at the next start`() throws
  {
    let shop = try TestShop()
    try shop.write(Self.more, to: "Config/catalog.csv.part")
    let outcomes = try shop.run("sell jf w\n").outcomes
    #expect(outcomes == ["ok"] && leftovers(shop).isEmpty)
  }

  @Test func `a copy that a crash left out is written when its line comes again`() throws {
    let shop = try TestShop()
    try shop.run("sell jf w\n!copy reprint 1\n")
    let copies = shop.slips().filter { $0.contains("-copy1") }
    for name in copies {
      try FileManager.default.removeItem(atPath: "\(shop.path)/Receipts/out/\(name)")
    }
    let again = try shop.run("!copy reprint 1\n").replies.first
    let named = again?["document"]?["receipts"]?.array?.compactMap(\.string) ?? []
    #expect(copies.count == 2 && Set(named) == copies && again?["repeated"]?.bool == true)
    #expect(shop.slips().isSuperset(of: copies))
  }

  @Test func `a till whose ledger is removed while it runs sells nothing any more`() throws {
    let shop = try TestShop()
    let ending = try shop.shell(
      """
      { echo sell jf w; sleep 1; rm \(shop.ledger); echo sell jf w; } | $TILL --json
      """)
    #expect(ending.outcomes == ["ok", "ledger-replaced"])
  }
}
