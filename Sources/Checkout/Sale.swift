import Catalog
package import Ledger
package import Membership
package import Pricing

/// Decides a sale: prices the bill, settles it, and makes the one entry that holds it.
///
/// - Parameters:
///   - open: the bill with its tenders.
///   - owed: what customers on account owe already, by their names.
///   - terms: the settings in force, and the member on the bill.
///   - occasion: when, where and by whom; its identity is the bill's.
/// - Returns: the entry with what follows from it, or nil while something is still due.
/// - Throws: ``Refusal``.
package func sell(
  _ open: OpenBill, owed: [String: Money] = [:], under terms: Terms, on occasion: Occasion
) throws(Refusal) -> Decision? {
  guard let sold = try sold(open, owed: owed, carried: [], under: terms, on: occasion) else {
    return nil
  }
  let number = number(of: .sale, in: terms.shop, on: occasion)
  let entry = JournalEntry(
    .sale, on: occasion, id: open.id, serial: occasion.serial, postings: sold.postings,
    content: [
      .init("no", number), .init("after", terms.patron.map { $0.after(sold.gained) } ?? .null),
    ] + sold.content)
  return Decision(entry: entry, dues: sold.dues, tier: sold.tier, oversold: sold.oversold)
}

/// What a bill that is paid comes to.
struct Sold {
  var postings: [Posting]
  var content: [JSON.Member]
  var dues: [DueDate]
  var tier: TierChange?
  /// What was sold beyond the books, where the shop wants a word about it.
  var oversold: [Oversold] = []
  let total: Money
  /// What the member has more of afterwards, or less.
  let gained: MemberGain
}

/// The legs of a bill that is paid, and what its document holds.
///
/// - Parameters:
///   - open: the bill with its tenders.
///   - owed: what customers on account owe already, by their names.
///   - carried: what pays for it of another sale that comes back; no leg stands for it.
///   - terms: the settings in force, and the member on the bill.
///   - occasion: when, where and by whom.
/// - Returns: nil while something is still due.
/// - Throws: ``Refusal``.
func sold(
  _ open: OpenBill, owed: [String: Money], carried: [CarriedTender], under terms: Terms,
  on occasion: Occasion
) throws(Refusal) -> Sold? {
  try occasion.needsShift()
  guard !open.bill.lines.isEmpty else { throw Refusal(.billEmpty) }
  if let line = open.bill.lines.first(where: \.lacksPrice) {
    throw Refusal(.priceNeeded, line.item.code, expected: "$88.00")
  }
  let (bill, settlement) = try open.settled(under: terms)
  let isSettled =
    settlement.due == .zero
    && (bill.total > .zero || !open.tenders.isEmpty || open.exchange != nil)
  guard isSettled else { return nil }
  let member = try memberSale(bill, settlement, carried: carried, under: terms, on: occasion)
  var postings: [Posting] = []
  for tender in settlement.tenders where tender.kind.isOutside {
    let account = try account(of: tender, owed: owed, in: terms.shop, drawer: occasion.drawer)
    postings.append(.debit(account, tender.amount))
  }
  postings += member.postings
  postings.append(.debit(Chart.rounding, -settlement.rounding))
  postings.append(.debit(Chart.discount, bill.discountTotal))
  var lines: [JSON] = []
  var stock = terms.stock
  for (index, line) in bill.lines.enumerated() {
    let taken = try stock.take(line.line, on: occasion.day)
    postings += taken.leaving(line.line.item.code, to: "sold", cost: Chart.goodsSold)
    let value = member.sessionValues[index]
    let tax = line.tax(sessionValue: value?.whole)
    postings.append(.credit(Chart.revenue(line.line.item.kind), line.list - tax))
    postings.append(.credit(Chart.tax(rate: line.line.item.taxRate), tax))
    lines.append(
      line.document(
        session: value, earnsNothing: member.earningNothing.contains(index), lots: taken))
  }
  let paid = settlement.tenders.filter { $0.kind != .exchange }
    .map { $0.document(with: member.details($0)) }
  let content: [JSON.Member] = [
    .init("lines", JSON(lines)),
    .init("tenders", JSON(carried.map(\.json) + paid)),
    .init("rounding", settlement.rounding == .zero ? .null : JSON(settlement.rounding)),
    .init("total", JSON(bill.total)),
    .init("removed", open.removed.isEmpty ? .null : JSON(open.removed.map(\.stored))),
  ]
  return Sold(
    postings: postings, content: content + member.content, dues: member.dues, tier: member.tier,
    oversold: stock.oversold(since: terms.stock), total: bill.total, gained: member.gained)
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

extension BillLine {
  /// True for an item of open price that nobody has priced yet, nor given away.
  package var lacksPrice: Bool {
    item.price == nil && unitPrice == .zero && reductions.isEmpty
  }
}

extension PricedLine {
  /// The tax contained in what was charged for the line; what a session is worth, where one pays.
  func tax(sessionValue: Money?) -> Money {
    guard let sessionValue else { return tax }
    let rate = Int64(line.item.taxRate)
    return sessionValue.scaled(by: rate, over: 10_000 + rate, rounding: .halfUp)
  }

  /// The line as the document holds it; what can be computed from the rest is left out.
  ///
  /// - Parameters:
  ///   - session: what the sessions are worth that pay for it; nil where none do.
  ///   - earnsNothing: whether it earns a member no points.
  ///   - lots: the stock that it takes; none for what is not kept in stock.
  /// - Returns: an object.
  package func document(
    session: SessionValue? = nil, earnsNothing: Bool = false, lots: [StockShare] = []
  ) -> JSON {
    let item = line.item
    // In the order that the canonical form wants, so that it need not sort.
    return JSON.object([]).with([
      .init("code", .string(item.code)),
      .init("earns", earnsNothing && session == nil ? false : .null),
      .init("kind", .string(item.kind.rawValue)),
      .init("kit", JSON(line.kit?.code)),
      .init("lots", lots.isEmpty ? .null : lots.json),
      .init("name", .string(item.name)),
      .init("net", JSON(net)),
      .init("off", reductions.isEmpty ? .null : JSON(reductions.map(\.document))),
      .init("price", line.unitPrice * line.quantity == net ? .null : JSON(line.unitPrice)),
      .init("qty", line.quantity == 1 ? .null : JSON(line.quantity)),
      .init("rate", JSON(item.taxRate)),
      .init("session", session.map { JSON($0.whole) } ?? .null),
      .init("session_bonus", session.flatMap { $0.bonus > .zero ? JSON($0.bonus) : nil } ?? .null),
      .init("staff", line.staff.isEmpty ? .null : .string(notation(of: line.staff))),
      .init("tax", JSON(tax(sessionValue: session?.whole))),
    ])
  }
}

extension AppliedReduction {
  /// `[name, fen, approver?]`.
  fileprivate var document: JSON {
    JSON([.string(name), JSON(amount)] + (granted.approver.map { [JSON($0)] } ?? []))
  }
}

extension SettledTender {
  /// - Parameter details: what else is known of a tender that the member pays with.
  /// - Returns: an object.
  func document(with details: [JSON.Member] = []) -> JSON {
    JSON.object([.init("kind", .string(kind.rawValue)), .init("amount", JSON(amount))]).with(
      [
        .init("tendered", change == .zero ? .null : JSON(tendered)),
        .init("ref", JSON(reference)),
        .init("debtor", JSON(debtor)),
        .init("points", points.map { JSON($0) } ?? .null),
      ] + details)
  }
}
