import Checkout
import Ledger
import Testing

struct BackBarTests {
  private func stock(_ lots: [StockLot], content: Int) -> ItemStock {
    var rule = StockRule()
    rule.content = content
    return ItemStock(code: "dye", lots: lots, owed: 0, rule: rule)
  }

  private func tube(_ number: Int, cost: Int64, left: Int = 1, expires: Int = 30) -> StockLot {
    StockLot(
      number: number, label: "L\(number)", expires: day.advanced(by: expires),
      cost: Money(fen: cost), left: left)
  }

  private func used(
    _ count: Int, _ lots: [StockLot], opened: [OpenedPackage] = []
  ) throws -> JournalEntry {
    try Checkout.use(
      Amount(count, measure: "g"), of: stock(lots, content: 60), opened: opened, for: Purpose(),
      in: shop(), on: occasion())
  }

  private func amount(_ entry: JournalEntry, _ account: String) -> Int64 {
    entry.postings.filter { $0.account.name == account }.map(\.amount).reduce(0, +)
  }

  @Test func `example 23: 45 of a tube of 60 at 18.00 cost 13.50, 15 are left`() throws {
    let entry = try used(45, [tube(1, cost: 1_800)])
    #expect(amount(entry, "back-bar") == 1_350)
    #expect(amount(entry, "opened:dye:1") == 15)
    #expect(amount(entry, "opened-cost:dye:1") == 450)
    #expect(amount(entry, "inventory") == -1_800)
    #expect(amount(entry, "stock:dye:1") == -1)
  }

  @Test func `what is opened goes first, to its last fen, then what runs out first`() throws {
    let opened = OpenedPackage(
      lot: 1, label: "L1", expires: day, left: 7, cost: Money(fen: 211))
    let lots = [tube(2, cost: 1_000, expires: 60), tube(3, cost: 2_000, expires: 40)]
    let entry = try used(27, lots, opened: [opened])
    #expect(amount(entry, "opened:dye:1") == -7)
    #expect(amount(entry, "opened-cost:dye:1") == -211)
    #expect(amount(entry, "stock:dye:3") == -1)
    #expect(amount(entry, "stock:dye:2") == 0)
    // 20 of 60 at 20.00: 6.67, half up.
    #expect(amount(entry, "back-bar") == 211 + 667)
  }

  @Test(arguments: [(-1, Refusal.Name.stockExpired, 0), (0, .stockShort, 67)])
  func `what has run out is not used, opened or not`(
    days: Int, name: Refusal.Name, have: Int64
  ) throws {
    let opened = OpenedPackage(
      lot: 1, label: "L1", expires: day.advanced(by: days), left: 7, cost: Money(fen: 211))
    #expect { try used(68, [tube(1, cost: 100, expires: days)], opened: [opened]) } throws: {
      error in
      let refusal = error as? Refusal
      return refusal?.name == name && refusal?.need == 68 && refusal?.have == have
    }
  }
}
