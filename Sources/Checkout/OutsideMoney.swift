import Ledger
import Pricing

/// Settles an amount with money from outside alone, to the fen.
///
/// - Throws: ``Refusal`` named `tender-unfit`, `tender-unknown`, `tender-too-large`, `nothing-due`,
///   or `tender-too-small` where something is still due.
func settleOutside(
  _ amount: Money, with tenders: [Tender], under terms: Terms
) throws(Refusal) -> [SettledTender] {
  try terms.check(tenders)
  for tender in tenders where !tender.kind.isOutside || tender.kind == .owe {
    throw Refusal(.tenderUnfit, tender.kind.rawValue, expected: ". /100 w a b")
  }
  let settlement = try settle(amount, with: tenders, cashRounding: .none)
  guard settlement.due == .zero else {
    throw Refusal(
      .tenderTooSmall, "", expected: ". /100 w a b", need: amount, have: settlement.paid)
  }
  return settlement.tenders
}

/// The legs that tenders from outside fill.
func received(
  _ tenders: [SettledTender], in shop: Shop, drawer: Int
) throws(Refusal) -> [Posting] {
  var postings: [Posting] = []
  for tender in tenders {
    postings.append(
      .debit(try account(of: tender, owed: [:], in: shop, drawer: drawer), tender.amount))
  }
  return postings
}

/// The account that a tender fills.
///
/// - Throws: ``Refusal`` named `debtor-unknown` for somebody the shop gives no credit, or
///   `credit-exceeded` with what would be owed and the limit.
func account(
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
