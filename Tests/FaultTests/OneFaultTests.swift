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
    #expect([0, 1, 64].contains(ending.status), "\(ending.status) \(ending.errorText)")
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

  @Test func `what a killed import kept beside the catalog goes at the next start`() throws {
    let shop = try TestShop()
    try shop.write(TestShop.catalog, to: "Config/catalog.csv.before")
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
