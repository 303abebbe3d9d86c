package import Ledger

/// A way of paying.
package enum TenderKind: String, CaseIterable, Sendable {
  case cash
  case wechat
  case alipay
  case bank
  /// On account: a customer whom the shop lets pay later.
  case owe
  /// What a member has topped up.
  case storedValue = "stored-value"
  /// A member's points.
  case points
  /// Sessions of a member's course; each pays for a line.
  case course
  /// What comes back of another sale and pays for this one.
  case exchange

  /// True for money that comes from outside; false for what the shop owes a member already.
  package var isOutside: Bool {
    switch self {
    case .cash, .wechat, .alipay, .bank, .owe: true
    case .storedValue, .points, .course, .exchange: false
    }
  }
}

/// A way of paying and how much, as stated on a bill.
package struct Tender: Hashable, Sendable {
  package let kind: TenderKind
  /// What is handed over, above zero; nil is all that is due when the other tenders are taken.
  package let amount: Money?
  /// The provider's number of the payment.
  package let reference: String?
  /// Who owes it; stated for `owe` and for nothing else.
  package let debtor: String?
  /// How many points; stated for `points` and for nothing else.
  package let points: Int64?
  /// The number of the line that a course's session pays for, from 1; nil for the last.
  package let line: Int?

  package init(
    _ kind: TenderKind, amount: Money? = nil, reference: String? = nil, debtor: String? = nil,
    points: Int64? = nil, line: Int? = nil
  ) {
    self.kind = kind
    self.amount = amount
    self.reference = reference
    self.debtor = debtor
    self.points = points
    self.line = line
  }
}

/// A tender as it was settled.
package struct SettledTender: Hashable, Sendable {
  package let kind: TenderKind
  /// What it paid of the bill, for cash what stays in the drawer; zero or more.
  package let amount: Money
  /// What was handed over: the amount and the change.
  package let tendered: Money
  package let reference: String?
  package let debtor: String?
  package let points: Int64?
  package let line: Int?
  /// The parts of stored value; nil for any other tender, and until it is taken from the member's.
  package let principal: Money?
  package let bonus: Money?

  /// What was given back; only cash gives change.
  package var change: Money { tendered - amount }

  package init(
    _ kind: TenderKind, amount: Money, tendered: Money? = nil, reference: String? = nil,
    debtor: String? = nil, points: Int64? = nil, line: Int? = nil, principal: Money? = nil,
    bonus: Money? = nil
  ) {
    self.kind = kind
    self.amount = amount
    self.tendered = tendered ?? amount
    self.reference = reference
    self.debtor = debtor
    self.points = points
    self.line = line
    self.principal = principal
    self.bonus = bonus
  }
}

/// How far the tenders of a bill cover its total.
package struct Settlement: Hashable, Sendable {
  /// In the order they were stated; one of no amount is left out.
  package let tenders: [SettledTender]
  /// What rounding the cash adds to the total (negative: takes off it).
  package let rounding: Money
  /// What is still to be paid; the bill is settled when it is zero.
  package let due: Money

  package var change: Money { tenders.map(\.change).sum() }
  package var paid: Money { tenders.map(\.amount).sum() }
}

/// Settles a total with tenders; the order in which they are stated makes no difference, but among
/// tenders for the rest, where the first takes it.
///
/// Tenders with an amount count before those for the rest, and cash counts last of each. Only the
/// cash remainder is rounded. Cash handed over exactly, unrounded, is always enough. Only cash may
/// be more than what is due.
///
/// - Parameters:
///   - total: what is to be paid, zero or more.
///   - stated: the tenders, as the cashier stated them.
///   - cashRounding: the shop's way with small coins.
/// - Returns: the tenders as settled, and what is still due.
/// - Throws: ``Refusal`` named `tender-too-large` with what was due and what was stated, or
///   `nothing-due` for a tender that has nothing left to pay.
package func settle(
  _ total: Money, with stated: [Tender], cashRounding: CashRounding
) throws(Refusal) -> Settlement {
  let fixed = stated.filter { $0.kind != .cash }.compactMap(\.amount).sum()
  guard fixed <= total else {
    let last = stated.last { $0.kind != .cash && $0.amount != nil }
    let others = fixed - (last?.amount ?? .zero)
    throw Refusal(
      .tenderTooLarge, last?.kind.rawValue ?? "", need: max(.zero, total - others),
      have: last?.amount)
  }
  let handed = stated.filter { $0.kind == .cash }.compactMap(\.amount).sum()
  var rest = max(.zero, total - fixed - handed)
  var paid: [Int: Money] = [:]
  for (index, tender) in stated.enumerated() where tender.kind != .cash && tender.amount == nil {
    guard rest > .zero else { throw Refusal(.nothingDue, tender.kind.rawValue) }
    paid[index] = rest
    rest = .zero
  }
  let remainder = total - fixed - Array(paid.values).sum()
  let cash = try settleCash(remainder, of: total, stated: stated, rounding: cashRounding)
  let firstCash = stated.firstIndex { $0.kind == .cash }
  let tenders = stated.indices.compactMap { index -> SettledTender? in
    let tender = stated[index]
    if tender.kind == .cash { return index == firstCash ? cash.tender : nil }
    guard let amount = paid[index] ?? tender.amount else { return nil }
    return SettledTender(
      tender.kind, amount: amount, reference: tender.reference, debtor: tender.debtor,
      points: tender.points, line: tender.line)
  }
  return Settlement(tenders: tenders, rounding: cash.rounding, due: cash.due)
}

/// Settles what the other tenders leave for cash; however often cash is stated, it is one tender.
private func settleCash(
  _ remainder: Money, of total: Money, stated: [Tender], rounding: CashRounding
) throws(Refusal) -> (tender: SettledTender?, rounding: Money, due: Money) {
  let cash = stated.filter { $0.kind == .cash }
  guard !cash.isEmpty else { return (nil, .zero, remainder) }
  guard remainder > .zero || total == .zero else {
    throw Refusal(.nothingDue, TenderKind.cash.rawValue)
  }
  let handed = cash.compactMap(\.amount).sum()
  let takesRest = cash.contains { $0.amount == nil }
  let rounded = rounding.rounded(remainder)
  // Coins in the exact amount, or above it but below the rounded one, are never refused: rounding
  // is an offer.
  let isExact = !takesRest && (handed == remainder || (handed > remainder && handed < rounded))
  let toPay = isExact ? remainder : rounded
  let tendered = takesRest ? max(handed, toPay) : handed
  guard tendered >= toPay else {
    return (SettledTender(.cash, amount: tendered), .zero, remainder - tendered)
  }
  let tender = SettledTender(.cash, amount: toPay, tendered: tendered)
  return (tendered > .zero ? tender : nil, toPay - remainder, .zero)
}
