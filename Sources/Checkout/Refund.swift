import Catalog
package import Ledger
import Membership

/// What a customer brings back.
package struct Returning: Hashable, Sendable {
  /// A line by its number, and how many units of it; nil for all that are left.
  package struct Line: Hashable, Sendable {
    package let number: Int
    package let quantity: Int?

    package init(number: Int, quantity: Int? = nil) {
      self.number = number
      self.quantity = quantity
    }
  }

  /// Empty for everything that is left.
  package let lines: [Line]
  /// Whether the goods can be sold again; nil where there are none or nobody said so.
  package let isRestocked: Bool?
  /// The tender that all money goes back to instead of those it came from; nil for those.
  package let tender: TenderKind?
  package let reason: String

  package init(
    lines: [Line], isRestocked: Bool? = nil, tender: TenderKind? = nil, reason: String
  ) {
    self.lines = lines
    self.isRestocked = isRestocked
    self.tender = tender
    self.reason = reason
  }
}

/// What is known of the ledger before something comes back.
package struct ReturnFacts: Sendable {
  /// The number of the document that made the sale void; nil if none did.
  package let voidedBy: String?
  /// The cash in the drawer.
  package let held: Money
  /// The legs of the sale.
  package let sold: [Posting]
  /// The reward for bringing the member, which goes back with the whole of the sale; nil where there
  /// is none, or where a sale stands that this one was exchanged with.
  package let reward: Reward?

  package init(voidedBy: String?, held: Money, sold: [Posting], reward: Reward? = nil) {
    self.voidedBy = voidedBy
    self.held = held
    self.sold = sold
    self.reward = reward
  }
}

/// Decides a refund: lines of a sale come back, their money to the tenders and lots it came from.
///
/// Nothing is priced again: each line gives back its share of what it was sold for, each tender its
/// share of what is left of it (largest remainder), and the last refund takes the exact rest.
///
/// - Parameters:
///   - returning: what comes back.
///   - remainder: the sale with what is left of it.
///   - facts: of the ledger.
///   - terms: the settings in force, and the sale's member.
///   - occasion: when, where and by whom.
/// - Returns: the entry with what follows from it.
/// - Throws: ``Refusal``.
package func refund(
  _ returning: Returning, of remainder: SaleRemainder, facts: ReturnFacts, under terms: Terms,
  on occasion: Occasion
) throws(Refusal) -> Decision {
  try occasion.needsShift()
  _ = try occasion.authority.grant("refund \(remainder.sale.number)", where: \.refundsSales)
  var returned = try giveBack(
    returning, of: remainder, keeping: .zero, isExchange: false, facts: facts, under: terms,
    on: occasion)
  if let patron = terms.patron {
    returned.postings += evenedOut(returned.postings, of: patron)
  }
  let cash = -returned.cash(drawer: occasion.drawer)
  guard cash <= facts.held else {
    throw Refusal(.drawerShort, remainder.sale.number, need: cash, have: facts.held)
  }
  return Decision(
    entry: JournalEntry(
      .refund, on: occasion, serial: occasion.serial, about: remainder.sale.sequence,
      postings: returned.postings,
      content: [
        .init("no", number(of: .refund, in: terms.shop, on: occasion)),
        .init("original", .string(remainder.sale.number)),
        .init("reason", .string(returning.reason)),
        .init("total", JSON(returned.net)),
        .init("after", terms.patron.map { $0.after(returned.gained) } ?? .null),
      ] + returned.content),
    dues: returned.dues)
}

/// What comes back of a sale, as legs and as its document holds it.
struct Returned {
  var postings: [Posting] = []
  var content: [JSON.Member] = []
  var dues: [DueDate] = []
  /// What the member has more of afterwards, or less.
  var gained = MemberGain()
  /// What the lines come to.
  var net = Money.zero
  /// What the tenders give back in all, sessions apart: that less what rounding the cash took off.
  var paid = Money.zero
  /// The parts of them that stay with the shop and pay for another sale.
  var carried: [CarriedTender] = []

  /// What it adds to a drawer: negative.
  func cash(drawer: Int) -> Money {
    let account = Chart.drawer(drawer)
    return Money(
      fen: postings.filter { $0.account == account }.map(\.amount).reduce(0, +))
  }
}

/// Decides what comes back, for a refund by itself and for an exchange.
///
/// - Parameters:
///   - returning: what comes back.
///   - remainder: the sale with what is left of it.
///   - kept: how much of it stays with the shop and pays for another sale.
///   - isExchange: whether another sale takes its place, with the reward for bringing the member.
///   - facts: of the ledger.
///   - terms: the settings in force, and the sale's member.
///   - occasion: when, where and by whom.
/// - Returns: the legs, and what the document holds of it.
/// - Throws: ``Refusal``.
func giveBack(
  _ returning: Returning, of remainder: SaleRemainder, keeping kept: Money, isExchange: Bool,
  facts: ReturnFacts, under terms: Terms, on occasion: Occasion
) throws(Refusal) -> Returned {
  let sale = remainder.sale
  if let voidedBy = facts.voidedBy { throw Refusal(.alreadyVoid, sale.number, expected: voidedBy) }
  guard sale.kind == .sale || sale.kind == .exchange else {
    throw Refusal(.notRefundable, sale.number, expected: sale.kind.rawValue)
  }
  let parts = try remainder.parts(of: returning)
  if !terms.rules.returnsSessions, let part = parts.first(where: { $0.session != nil }) {
    throw Refusal(.notRefundable, "\(sale.number) \(part.number)", expected: "course")
  }
  var returned = Returned()
  let isScrapped = returning.isRestocked == false
  var stock = terms.stock
  for part in parts {
    returned.postings += part.postings(of: sale)
    if !part.lots.isEmpty {
      returned.postings +=
        stock[part.line.code]?.takeBack(part.lots, isScrapped: isScrapped) ?? []
    }
  }
  let money = parts.filter { $0.session == nil }.map(\.net).sum()
  let tenders = remainder.shares(of: money)
  returned.net = parts.map(\.net).sum()
  returned.paid = tenders.map(\.amount).sum()
  // What rounding the cash took off, or added, goes back with the lines it was on.
  returned.postings.append(.debit(Chart.rounding, -(money - returned.paid)))
  var member = try MemberReturn(
    remainder, parts, sold: facts.sold, terms, occasion)
  var given: [JSON] = []
  let keeping = kept.allocated(over: tenders.map(\.amount))
  for (tender, kept) in zip(tenders, keeping) {
    let (back, carried) = try member.giveBack(tender, keeping: kept, to: returning.tender)
    given.append(back)
    if let carried { returned.carried.append(carried) }
  }
  member.giveBackSessions()
  member.takeBackPoints()
  if remainder.isExhausted(by: parts) {
    member.giveBackWhole(isExchange ? nil : facts.reward)
  }
  returned.postings += member.postings
  returned.dues = member.dues
  returned.gained = member.gained
  returned.content =
    [
      .init("lines", JSON(parts.map(\.json))),
      .init("tenders", JSON(given)),
      .init("rounding", money == returned.paid ? .null : JSON(returned.paid - money)),
      .init("restock", returning.isRestocked.map { JSON($0) } ?? .null),
    ] + member.content
  return returned
}

extension LinePart {
  /// The revenue taken back, and the ledger's own count of what came back of the line.
  fileprivate func postings(of sale: Document) -> [Posting] {
    let kind = Item.Kind(rawValue: line.kind) ?? .service
    let returned = Chart.returned(sale.sequence, line: number, most: Int64(line.quantity))
    let worth = Chart.returnedValue(sale.sequence, line: number, most: line.net)
    return [
      .debit(Chart.revenue(kind), list - tax), .debit(Chart.tax(rate: line.taxRate), tax),
      .credit(Chart.discount, list - net),
    ] + Posting.move(Int64(quantity), from: Chart.allReturned, to: returned)
      + Posting.move(net.fen, from: Chart.allReturnedValue, to: worth)
  }

  /// The part as its document holds it.
  fileprivate var json: JSON {
    let json = JSON.object([.init("line", JSON(number))])
    let kept = ["code", "kind", "name", "rate", "staff", "earns", "kit"]
    return json.with(
      (line.json.members ?? []).filter { kept.contains($0.name) } + [
        .init("price", JSON(line.unitPrice)), .init("net", JSON(net)), .init("tax", JSON(tax)),
        .init("qty", quantity == 1 ? .null : JSON(quantity)),
        .init("session", session.map { JSON($0) } ?? .null),
        .init("session_bonus", sessionBonus == .zero ? .null : JSON(sessionBonus)),
        .init("lots", lots.isEmpty ? .null : lots.json),
        .init("off", reductions.isEmpty ? .null : JSON(off)),
      ])
  }

  /// The part of each reduction, by its name: those that took off nothing too, so that the next part
  /// is counted from what is left of each.
  private var off: [JSON] {
    zip(line.reductions, reductions).map { [.string($0.name), JSON($1)] }
  }
}

extension Chart {
  private static let pieces = Unit(name: "piece")
  private static let returns = Unit(name: "return")

  /// How many units of a sale's line came back: never more than were sold.
  static func returned(_ sale: Int64, line: Int, most: Int64) -> Account {
    Account(
      "returned:\(sale):\(line)", .asset, unit: pieces, least: 0, most: most, isIndividual: true)
  }

  /// What was given back for a sale's line: never more than it was sold for.
  static func returnedValue(_ sale: Int64, line: Int, most: Money) -> Account {
    Account(
      "returned:\(sale):\(line):value", .asset, unit: returns, least: 0, most: most.fen,
      isIndividual: true)
  }

  static let allReturned = Account("returned", .asset, unit: pieces)
  static let allReturnedValue = Account("returned:value", .asset, unit: returns)
}
