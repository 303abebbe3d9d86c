import Catalog
import Checkout
import Ledger
import Membership
import Pricing
import Storage

extension Till {
  /// Puts a member on a bill, who is anybody that may use a card here.
  ///
  /// - Returns: the members to choose from, where several match.
  func put(_ who: Who, on open: inout OpenBill, _ snapshot: Snapshot) throws -> Choices? {
    choices = nil
    let found = try members(who, snapshot)
    guard let first = found.first else { throw unknownMember(who) }
    if found.count > 1 {
      choices = .members(found)
      return choices
    }
    guard open.exchange == nil || open.member == first.number else {
      throw Refusal(.billOpen, expected: "x*")
    }
    if open.member != first.number { open.takeMemberOff() }
    open.member = first.number
    return nil
  }

  /// Puts a coupon on a bill, if it takes something off.
  func put(
    coupon code: String, on open: inout OpenBill, under terms: Terms
  ) throws(Refusal) {
    _ = try open.index(ofLine: nil)
    guard !open.coupons.contains(code) else { throw Refusal(.couponUsed, code, need: 2, have: 1) }
    let coupon = try terms.coupon(code)
    open.coupons.append(code)
    let outcome = try open.priced(under: terms).coupons.last
    switch outcome?.hindrance {
    case nil: break
    case .nothingEligible:
      throw Refusal(
        .couponNotApplicable, code, expected: coupon.categories.sorted().joined(separator: " "))
    case .belowMinimum(let eligible):
      throw Refusal(.couponNotApplicable, code, need: coupon.minimum, have: eligible)
    case .notDiscountable: throw Refusal(.couponNoDiscount, code)
    case .memberPrice: throw Refusal(.couponMemberPrice, code)
    case .alone(let other): throw Refusal(.couponAlone, code, expected: other)
    }
  }

  /// Commits the sale if nothing is due any more.
  func finish(
    _ open: OpenBill, _ stored: StoredBill?, _ terms: Terms, _ authority: Authority,
    _ writer: Writer
  ) throws -> Reply.Content? {
    let occasion = try occasion(for: .sale, writer.snapshot, authority: authority, id: open.id)
    var owed: [String: Money] = [:]
    for debtor in shop.debtors where open.tenders.contains(where: { $0.debtor == debtor.name }) {
      owed[debtor.name] = Money(fen: try writer.snapshot.balance(of: Chart.receivable(debtor)))
    }
    let products = open.bill.lines.map(\.item).filter { $0.kind == .product }.map(\.code)
    let terms = try stocked(terms, products, writer.snapshot)
    let decision =
      open.exchange == nil
      ? try Checkout.sell(open, owed: owed, under: terms, on: occasion)
      : try exchanged(open, owed: owed, terms, authority, writer.snapshot)
    guard let decision else { return nil }
    raised += decision.oversold.map { .oversold($0) }
    let sold = try append(decision, isPrinted: true, for: terms.patron, authority, writer)
    if let stored { try writer.delete(stored.id) }
    return .document(Document(sold), slips: [])
  }

  /// Sells in one line, whole or not at all; an open bill stays as it is.
  func sell(_ words: [SaleWord], _ authority: Authority, _ line: TypedLine) throws -> Reply {
    try write(line) { writer in
      let snapshot = writer.snapshot
      try needsShift(snapshot)
      var open = OpenBill(id: try snapshot.nextID(drawer: drawer))
      var tenders: [Tender] = []
      // The member's prices hold for the whole bill, wherever on the line the member stands.
      for case .member(let who) in words { open.member = try member(who, snapshot).number }
      let terms = try terms(for: open.member, snapshot)
      for word in words {
        switch word {
        case .ring(let ring):
          guard let lines = try self.lines(for: ring, on: open, snapshot) else {
            throw Refusal(.itemAmbiguous, ring.code, expected: choices?.codes ?? "")
          }
          try append(lines, to: &open)
        case .serve(let shares): try serve(nil, shares, on: &open)
        case .takeLot(let label): try open.take(lot: label, forLine: nil)
        case .reduce(let reduction):
          try open.reduce(
            line: try open.index(ofLine: nil), by: reduction, authority: authority, under: terms)
        case .reduceBill(let reduction):
          try open.reduce(by: reduction, authority: authority, under: terms)
        case .coupon(let code): try put(coupon: code, on: &open, under: terms)
        case .member: break
        case .pay(let tender): tenders.append(tender)
        }
      }
      try open.pay(tenders, under: terms)
      if let sold = try finish(open, nil, terms, authority, writer) { return sold }
      let state = try BillState(open, under: terms)
      throw Refusal(
        .tenderTooSmall, "sell", expected: ". /100 w a b",
        need: state.priced.total, have: state.settlement.paid)
    }
  }
}

extension Choices {
  /// The codes of the items in the list.
  fileprivate var codes: String {
    guard case .items(let items, _) = self else { return "" }
    return items.map(\.code).joined(separator: " ")
  }
}
