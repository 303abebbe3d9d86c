import TestShop
import Testing
import TillCLI

@Suite struct CompletionTests {
  @Test(arguments: [
    ("rec", ["receive "]), ("xht", ["xhtz"]), ("洗护套", ["xhtz"]), ("xs00", ["xs001"]),
    ("sell 2 rec", []), ("sell xht", ["xhtz"]), ("@5678", ["@1"]), ("", []), ("sell ", []),
    ("@nobody", []), ("report rec", ["receiving "]), ("stock ", []), ("stock l", ["low "]),
    ("import st", ["stock "]), ("sell low", []),
  ]) func `Tab offers verbs at the beginning, kits and items anywhere, and members behind an @`(
    typed: String, offered: [String]
  ) throws {
    let till = try TestShop().till(drawer: 1)
    _ = till.reply(to: "member add 张丽 13800005678".utf8)
    let texts = till.completions(of: typed, cursor: typed.count).map(\.text)
    #expect(offered.isEmpty ? texts.isEmpty : Set(texts).isSuperset(of: offered), "\(texts)")
  }
}
