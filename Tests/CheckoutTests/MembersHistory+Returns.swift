import Checkout
import Ledger
import Membership

/// A sale with what came back of it, in the engine's words and in the model's.
struct Returnable {
  let entry: JournalEntry
  let sale: Document
  var refunds: [Document] = []
  var sold: ModelSold

  init(_ entry: JournalEntry, sequence: Int, _ sold: ModelSold) {
    self.entry = entry
    sale = Document(stored: entry, sequence: sequence)
    self.sold = sold
  }
}

extension History {
  private static let walkIn = -1

  /// Keeps the last sales to a member.
  mutating func remember(_ sale: Returnable, of number: Int?) {
    let key = number ?? Self.walkIn
    returnable[key, default: []].append(sale)
    if returnable[key, default: []].count > 6 { returnable[key]?.removeFirst() }
  }

  /// Units of some lines of a sale come back, more than are left now and then.
  mutating func takeBack(_ number: Int) throws -> (Bool, Bool) {
    let others = (0..<8).map { _ in Int.random(in: model.members.indices, using: &random) }
    let keys = chance(8) ? [Self.walkIn] : [number] + others
    guard let key = keys.first(where: { !(returnable[$0] ?? []).isEmpty }),
      let place = returnable[key]?.indices.randomElement(using: &random),
      var sale = returnable[key]?[place]
    else { return (false, false) }
    if key >= 0 { touched.insert(key) }
    var asked: [(line: Int, count: Int64)] = []
    for index in sale.sold.lines.indices where chance(60) {
      let count = Int64.random(in: 1...max(1, sale.sold.lines[index].left), using: &random)
      asked.append((index, chance(4) ? count + 1 : count))
    }
    let isCash = chance(15)
    let decision = try? refund(
      Returning(
        lines: asked.map { .init(number: $0.line + 1, quantity: Int($0.count)) },
        tender: isCash ? .cash : nil, reason: "x"),
      of: SaleRemainder(sale: sale.sale, refunds: sale.refunds),
      facts: ReturnFacts(voidedBy: nil, held: .limit, sold: sale.entry.postings),
      under: books.terms(key >= 0 ? key + 1 : nil), on: books.occasion())
    let expected = model.takeBack(asked, of: &sale.sold, inCash: isCash)
    if let decision {
      books.take(decision)
      let document = Document(stored: decision.entry, sequence: books.entries)
      guard document.tenders.map(\.amount).sum().fen == expected else { return (true, false) }
      sale.refunds.append(document)
      returnable[key]?[place] = sale
      voidable[key]?.removeAll { $0.entry.id == sale.entry.id }
      if sale.sold.lines.allSatisfy({ $0.left == 0 }), chance(80) {
        returnable[key]?.remove(at: place)
      }
    }
    return (decision != nil, expected != nil)
  }
}
