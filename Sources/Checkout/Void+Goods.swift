package import Ledger

/// The accounts whose balances decide whether a document can be taken back: those that it moved, and
/// with the content of opened packages what it costs.
package func accounts(ofVoiding postings: [Posting]) -> [Account] {
  postings.flatMap { [$0.account] + [$0.account.costOfOpened].compactMap(\.self) }
}

extension Account {
  /// Whether it counts units of an item, or what is left of its opened packages or that costs.
  package var isOfGoods: Bool { name.hasPrefix("stock:") || name.hasPrefix("opened") }

  /// The words of an account of goods: what it counts, the item's code, the lot or `owed`.
  private var words: [String] { name.split(separator: ":").map(String.init) }

  /// Beside the content of a lot's opened packages the account of its cost; nil of any other.
  fileprivate var costOfOpened: Account? {
    guard name.hasPrefix("opened:") else { return nil }
    return Chart.openedCost(words[1], lot: words.count > 2 ? Int(words[2]) : nil)
  }
}

/// Checks that no opened package would be left that holds nothing and costs something: what was used
/// of it since goes first.
///
/// - Throws: ``Refusal`` named `void-blocked`.
func checkOpened(
  _ reversed: [Posting], of original: Document, _ facts: VoidFacts
) throws(Refusal) {
  func after(_ account: Account) -> Int64 {
    reversed.filter { $0.account == account }
      .reduce(facts.balances[account, default: 0]) { $0 + $1.amount }
  }
  for posting in reversed {
    guard let cost = posting.account.costOfOpened, after(posting.account) == 0, after(cost) > 0
    else { continue }
    throw Refusal(.voidBlocked, original.number, expected: facts.first(on: posting.account))
  }
}

extension Posting {
  /// Why goods that a document brought cannot be taken back: they are gone since.
  ///
  /// What is left of a receipt's lot can be sent back; anything else waits until the document is void
  /// that took them.
  ///
  /// - Parameters:
  ///   - original: the document.
  ///   - facts: of the ledger.
  ///   - need: what would have to be there, by the account's unit.
  ///   - short: how much of it is not.
  /// - Returns: ``Refusal`` named `stock-short` or `void-blocked`.
  func blockedByGoods(
    _ original: Document, _ facts: VoidFacts, need: Int64, short: Int64
  ) -> Refusal {
    let words = account.name.split(separator: ":")
    if [.receiving, .goodsIn].contains(original.kind), words[0] == "stock", words[2] != "owed" {
      return Refusal(
        .stockShort, "\(original.number) \(words[1])",
        expected: need > short ? "return \(words[1]) \(need - short) lot=#\(words[2])" : "",
        need: need, have: need - short)
    }
    let isSale = [.sale, .exchange].contains(original.kind)
    return Refusal(
      .voidBlocked, original.number,
      expected: isSale ? "refund \(original.number)" : facts.first(on: account))
  }
}

extension VoidFacts {
  /// What is to be done first where goods of an account are gone: whatever took them is taken back;
  /// empty where that was itself the void of something.
  fileprivate func first(on account: Account) -> String {
    guard let later = later[account] else { return "" }
    let isSale = [.sale, .exchange].contains(later.kind)
    return "\(isSale ? "refund" : "void") \(later.number)"
  }
}
