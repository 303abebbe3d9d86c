import Catalog
package import Ledger
package import Pricing

/// Decides a sale: prices the bill, settles it, and makes the one entry that holds it.
///
/// - Parameters:
///   - open: the bill with its tenders.
///   - owed: what customers on account owe already, by their names.
///   - shop: the settings in force.
///   - occasion: when, where and by whom; its identity is the bill's.
/// - Returns: the entry, or nil while something is still due.
/// - Throws: ``Refusal``.
package func sell(
  _ open: OpenBill, owed: [String: Money] = [:], in shop: Shop, on occasion: Occasion
) throws(Refusal) -> JournalEntry? {
  try occasion.needsShift()
  guard !open.bill.lines.isEmpty else { throw Refusal(.billEmpty) }
  if let line = open.bill.lines.first(where: \.lacksPrice) {
    throw Refusal(.priceNeeded, line.item.code, expected: "$88.00")
  }
  let (bill, settlement) = try open.settled(cashRounding: shop.cashRounding)
  let isSettled = settlement.due == .zero && (bill.total > .zero || !open.tenders.isEmpty)
  guard isSettled else { return nil }
  var postings: [Posting] = []
  for tender in settlement.tenders {
    let account = try account(of: tender, owed: owed, in: shop, drawer: occasion.drawer)
    postings.append(.debit(account, tender.amount))
  }
  postings.append(.debit(Chart.rounding, -settlement.rounding))
  postings.append(.debit(Chart.discount, bill.discountTotal))
  for line in bill.lines {
    postings.append(.credit(Chart.revenue(line.line.item.kind), line.list - line.tax))
    postings.append(.credit(Chart.tax(rate: line.line.item.taxRate), line.tax))
  }
  let number = DocumentNumber(
    prefix: shop.documentPrefix, day: occasion.day, kind: .sale, serial: occasion.serial)
  return JournalEntry(
    .sale, on: occasion, id: open.id, serial: occasion.serial, postings: postings,
    content: [
      .init("no", .string(number.description)),
      .init("lines", JSON(bill.lines.map(\.document))),
      .init("tenders", JSON(settlement.tenders.map(\.document))),
      .init("rounding", settlement.rounding == .zero ? .null : JSON(settlement.rounding)),
      .init("total", JSON(bill.total)),
      .init("removed", open.removed.isEmpty ? .null : JSON(open.removed.map(\.stored))),
    ])
}

extension JournalEntry {
  /// An entry of a kind on an occasion; members of its content that are null are left out.
  init(
    _ kind: DocumentKind, on occasion: Occasion, id: EntryID? = nil, serial: Int? = nil,
    about: Int64? = nil, shift: Int? = nil, postings: [Posting] = [], content: [JSON.Member] = []
  ) {
    let approver = occasion.authority.approver.map { JSON($0.number) } ?? .null
    self.init(
      id: id ?? occasion.id, kind: kind.rawValue, at: occasion.at, day: occasion.day,
      drawer: occasion.drawer, shift: shift ?? occasion.shift, staff: occasion.authority.staff,
      serial: serial, about: about, postings: postings,
      content: JSON.object([]).with(content + [.init("ok", approver)]))
  }
}

/// The account that a tender fills.
///
/// - Throws: ``Refusal`` named `debtor-unknown` for somebody the shop gives no credit, or
///   `credit-exceeded` with what would be owed and the limit.
private func account(
  of tender: SettledTender, owed: [String: Money], in shop: Shop, drawer: Int
) throws(Refusal) -> Account {
  if let account = Chart.tender(tender.kind) { return account }
  guard tender.kind == .owe else { return Chart.drawer(drawer) }
  guard let debtor = shop.debtors.first(where: { $0.name == tender.debtor }) else {
    throw Refusal(
      .debtorUnknown, tender.debtor ?? "",
      expected: shop.debtors.map(\.name).joined(separator: " "))
  }
  let total = owed[debtor.name, default: .zero] + tender.amount
  guard total <= debtor.limit else {
    throw Refusal(.creditExceeded, debtor.name, need: total, have: debtor.limit)
  }
  return Chart.receivable(debtor)
}

extension BillLine {
  /// True for an item of open price that nobody has priced yet, nor given away.
  package var lacksPrice: Bool {
    item.price == nil && unitPrice == .zero && reductions.isEmpty
  }
}

extension PricedLine {
  /// The line as the document holds it; what can be computed from the rest is left out.
  package var document: JSON {
    let item = line.item
    // In the order that the canonical form wants, so that it need not sort.
    return JSON.object([]).with([
      .init("code", .string(item.code)),
      .init("kind", .string(item.kind.rawValue)),
      .init("name", .string(item.name)),
      .init("net", JSON(net)),
      .init("off", reductions.isEmpty ? .null : JSON(reductions.map(\.document))),
      .init("price", JSON(line.unitPrice)),
      .init("qty", line.quantity == 1 ? .null : JSON(line.quantity)),
      .init("rate", JSON(item.taxRate)),
      .init("staff", line.staff.isEmpty ? .null : .string(notation(of: line.staff))),
      .init("tax", JSON(tax)),
    ])
  }
}

extension AppliedReduction {
  /// `[notation, fen, approver?]`; the notation of a reduction on the bill starts with `bill `.
  fileprivate var document: JSON {
    let name = "\(isOfBill ? "bill " : "")\(granted.reduction)"
    return JSON(
      [.string(name), JSON(amount)] + (granted.approver.map { [JSON($0)] } ?? []))
  }
}

extension SettledTender {
  fileprivate var document: JSON {
    JSON.object([.init("kind", .string(kind.rawValue)), .init("amount", JSON(amount))]).with([
      .init("tendered", change == .zero ? .null : JSON(tendered)),
      .init("ref", JSON(reference)),
      .init("debtor", JSON(debtor)),
    ])
  }
}
