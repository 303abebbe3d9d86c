import TestShop
import Testing
import TillCLI

@Suite struct CompletionTests {
  @Test(arguments: [
    ("rec", ["receive "]), ("xht", ["xhtz"]), ("洗护套", ["xhtz"]), ("xs00", ["xs001"]),
    ("sell 2 rec", []), ("sell xht", ["xhtz"]), ("@5678", ["@1"]), ("", []), ("stock x", ["xs001"]),
    ("@nobody", []), ("report rec", ["receiving "]), ("stock ", ["low ", "expiring "]),
    ("stock l", ["low "]), ("import st", ["stock "]), ("sell low", []), ("payin 5 xs00", []),
    ("jf=3", ["3"]), ("=", ["1", "2", "3"]), ("login ", ["1", "2"]), ("2 -10% ok ", ["1"]),
    ("topup 100 w ", ["gift=", "by="]), ("topup 100 w by=3", ["3"]), ("topup 100 w by=3 b", []),
    ("receive xs001 9 c", ["cost=", "contact="]), ("statement @1 fr", ["from="]),
    ("refund 1 1 re", ["restock "]), ("refund 1 1 to=a", ["alipay "]), ("cardrefund p", ["pay "]),
    ("member set @1 bi", ["birthday="]), ("import stock a.csv --d", ["--dry-run "]),
    ("owe jing", ["jinghotel "]), ("w50 r", ["ref="]), ("w50 ref=", []), ("count xs001 ", []),
    ("report ", ["x ", "tiers "]), ("course tr", ["tr6 "]), ("get 8", ["8 "]),
    ("help re", ["report ", "refund "]), ("close 500 k", ["keep="]), ("stock low c", ["csv="]),
  ]) func `Tab offers verbs first, then what the verb's form has room for, and members behind an @`(
    typed: String, offered: [String]
  ) throws {
    let shop = try TestShop()
    // Without its shop the ledger is gone, and nothing more is read of it.
    defer { withExtendedLifetime(shop) {} }
    let till = try shop.till(drawer: 1)
    for line in ["member add 张丽 13800005678", "open 300", "jf", "hold 8"] {
      _ = till.reply(to: line.utf8)
    }
    let texts = till.completions(of: typed, cursor: typed.count).map(\.text)
    #expect(offered.isEmpty ? texts.isEmpty : Set(texts).isSuperset(of: offered), "\(texts)")
  }
}
