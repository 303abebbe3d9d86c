package import Ledger
import Membership

/// What comes back of another sale, as it stands on an open bill that it pays for.
package struct OpenExchange: Hashable, Sendable {
  /// The sequence of the sale, and its number.
  package let sale: Int64
  package let number: String
  package let returning: Returning
  /// What it is worth, as it was told the customer.
  package let credit: Money
  /// Who approved it beyond the operator's own right.
  package let approver: Int?

  package init(
    sale: Int64, number: String, returning: Returning, credit: Money, approver: Int? = nil
  ) {
    self.sale = sale
    self.number = number
    self.returning = returning
    self.credit = credit
    self.approver = approver
  }
}

extension OpenExchange {
  var stored: JSON {
    JSON.object([
      .init("sale", JSON(sale)), .init("number", .string(number)), .init("credit", JSON(credit)),
      .init("reason", .string(returning.reason)),
      .init(
        "lines",
        JSON(
          returning.lines.map { line in
            JSON([JSON(line.number)] + (line.quantity.map { [JSON($0)] } ?? []))
          })),
    ]).with([
      .init("restock", returning.isRestocked.map { JSON($0) } ?? .null),
      .init("ok", JSON(approver)),
    ])
  }

  init(stored: JSON) {
    let lines = stored.elements("lines").compactMap(\.array).map { parts in
      Returning.Line(number: parts[0].int ?? 0, quantity: parts.count > 1 ? parts[1].int : nil)
    }
    self.init(
      sale: stored["sale"]?.integer ?? 0, number: stored["number"]?.string ?? "",
      returning: Returning(
        lines: lines, isRestocked: stored["restock"]?.bool,
        reason: stored["reason"]?.string ?? ""),
      credit: stored["credit"]?.money ?? .zero, approver: stored["ok"]?.int)
  }
}

/// A part of a tender of the sale that comes back, which pays for the new one as if it had been
/// tendered for it: a refund of the new sale gives it back where it came from.
struct CarriedTender: Hashable, Sendable {
  let json: JSON
  /// What counts for points: money from outside, and principal.
  let principal: Money
  /// What of it is stored value; the top-ups enjoy the reductions of the new sale.
  var lots: [StoredValueShare] = []
}

/// What a sale's lines would give back, without anything being done.
///
/// - Throws: ``Refusal``.
package func credit(
  for returning: Returning, of remainder: SaleRemainder, facts: ReturnFacts, under terms: Terms,
  on occasion: Occasion
) throws(Refusal) -> Money {
  _ = try occasion.authority.grant(
    "exchange \(remainder.sale.number)", where: \.refundsSales)
  return try giveBack(
    returning, of: remainder, keeping: .zero, isExchange: true, facts: facts, under: terms,
    on: occasion
  ).paid
}

/// Decides an exchange: lines of a sale come back and pay for a new one.
///
/// It is one entry with one net tender. The prices of the new bill do not see what comes back, its
/// count towards a tier does: an even exchange raises nobody.
///
/// - Parameters:
///   - open: the new bill with its tenders and what comes back.
///   - remainder: the old sale with what is left of it.
///   - facts: of the ledger.
///   - owed: what customers on account owe already, by their names.
///   - terms: the settings in force, and the member, the same for both.
///   - occasion: when, where and by whom.
/// - Returns: the entry with what follows from it, or nil while something is still due.
/// - Throws: ``Refusal``.
package func exchange(
  _ open: OpenBill, for remainder: SaleRemainder, facts: ReturnFacts, owed: [String: Money],
  under terms: Terms, on occasion: Occasion
) throws(Refusal) -> Decision? {
  guard let exchange = open.exchange else { return nil }
  let (_, settlement) = try open.settled(under: terms)
  let kept = settlement.tenders.filter { $0.kind == .exchange }.map(\.amount).sum()
  let returned = try giveBack(
    exchange.returning, of: remainder, keeping: kept, isExchange: true, facts: facts, under: terms,
    on: occasion)
  guard returned.paid == exchange.credit else {
    throw Refusal(
      .refundTooLarge, exchange.number, expected: "u", need: exchange.credit, have: returned.paid)
  }
  var selling = terms
  selling.patron = terms.patron?.counting(returned.postings)
  guard
    var sold = try sold(
      open, owed: owed, carried: returned.carried, under: selling, on: occasion)
  else { return nil }
  let net = returned.cash(drawer: occasion.drawer)
  guard -net <= facts.held else {
    throw Refusal(.drawerShort, exchange.number, need: -net, have: facts.held)
  }
  try terms.patron?.canPay(sold.postings, after: returned)
  sold.dues += returned.dues
  sold.postings += returned.postings
  if let patron = terms.patron { sold.postings += evenedOut(sold.postings, of: patron) }
  let entry = JournalEntry(
    .exchange, on: occasion, id: open.id, serial: occasion.serial,
    about: remainder.sale.sequence, postings: sold.postings,
    content: [
      .init("no", number(of: .exchange, in: terms.shop, on: occasion)),
      .init("original", .string(exchange.number)),
      .init("reason", .string(exchange.returning.reason)),
      .init("credit", JSON(returned.paid)),
      .init("ok", occasion.authority.approver == nil ? JSON(exchange.approver) : .null),
      .init("after", terms.patron.map { $0.after(sold.gained + returned.gained) } ?? .null),
      .init("returned", JSON.object([]).with(returned.content)),
    ] + sold.content)
  return Decision(entry: entry, dues: sold.dues, tier: sold.tier, oversold: sold.oversold)
}

extension Patron {
  /// Points that what comes back takes away do not pay for the new bill.
  ///
  /// - Throws: ``Refusal`` named `points-short`.
  fileprivate func canPay(_ sold: [Posting], after returned: Returned) throws(Refusal) {
    let debt = Chart.pointsOwed(member.number)
    let used = sold.filter {
      $0.account.owner == member.number && $0.account.unit == .points && $0.account != debt
        && $0.amount > 0
    }.map(\.amount).reduce(0, +)
    let have = wallet.pointsBalance + returned.gained.points
    guard used == 0 || used <= have else {
      throw Refusal(.pointsShort, "p\(used)", expected: "u", need: used, have: have)
    }
  }
}
