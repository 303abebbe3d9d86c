import Catalog
package import Ledger
package import Pricing

/// A line that was taken off a bill before it was paid.
package struct RemovedLine: Hashable, Sendable {
  package let code: String
  package let quantity: Int
  package let net: Money

  package init(code: String, quantity: Int, net: Money) {
    self.code = code
    self.quantity = quantity
    self.net = net
  }
}

/// A bill that is not yet paid, as it is stored after every change.
package struct OpenBill: Hashable, Sendable {
  /// The identity of the sale that it will be.
  package let id: EntryID
  package var bill: Bill
  package var tenders: [Tender]
  package var removed: [RemovedLine]
  /// The number of the member on the bill; nil where there is none.
  package var member: Int?
  /// The codes of the coupons on the bill.
  package var coupons: [String]
  /// What comes back of another sale and pays for this one; nil where nothing does.
  package var exchange: OpenExchange?

  package init(
    id: EntryID, bill: Bill = Bill(), tenders: [Tender] = [], removed: [RemovedLine] = [],
    member: Int? = nil, coupons: [String] = [], exchange: OpenExchange? = nil
  ) {
    self.id = id
    self.bill = bill
    self.tenders = tenders
    self.removed = removed
    self.member = member
    self.coupons = coupons
    self.exchange = exchange
  }

  /// The most lines that one bill takes.
  package static let mostLines = 500

  /// The most units that one line takes.
  package static let mostUnits = 10_000
}

extension OpenBill {
  /// The bill priced, and how far its tenders cover it.
  ///
  /// - Throws: ``Refusal``.
  package func settled(
    under terms: Terms
  ) throws(Refusal) -> (bill: PricedBill, settlement: Settlement) {
    let priced = try priced(under: terms)
    let sessions = priced.lines.enumerated().compactMap { index, line in
      line.line.session == nil || line.net == .zero
        ? nil : Tender(.course, amount: line.net, line: index + 1)
    }
    let ahead = sessions.compactMap(\.amount).sum()
    let credit = min(exchange?.credit ?? .zero, priced.total - ahead)
    let carried = credit > .zero ? [Tender(.exchange, amount: credit)] : []
    return (
      priced,
      try settle(
        priced.total, with: sessions + carried + tenders, cashRounding: terms.shop.cashRounding)
    )
  }

  /// The bill priced.
  ///
  /// - Throws: ``Refusal`` named `not-discountable`, `reduction-too-large` or `bill-over-limit`.
  package func priced(under terms: Terms) throws(Refusal) -> PricedBill {
    do throws(PricingFault) {
      return try price(bill, with: terms.benefits(coupons: coupons))
    } catch {
      throw Refusal(error, in: bill)
    }
  }

  /// The line of a number from 1, or the last line where none is stated.
  ///
  /// - Returns: its index.
  /// - Throws: ``Refusal`` named `bill-empty` or `line-unknown`.
  package func index(ofLine number: Int?) throws(Refusal) -> Int {
    guard !bill.lines.isEmpty else { throw Refusal(.billEmpty) }
    let index = (number ?? bill.lines.count) - 1
    guard bill.lines.indices.contains(index) else {
      throw Refusal(
        .lineUnknown, number.map(String.init) ?? "", expected: "1-\(bill.lines.count)",
        need: number.map(Int64.init), have: Int64(bill.lines.count))
    }
    return index
  }

  /// Takes a line off, or all of them, and remembers what was taken off.
  ///
  /// A reduction of the whole bill that was within the operator's limits has to be so still of the rest.
  ///
  /// - Throws: ``Refusal``.
  package mutating func remove(
    lines indices: Range<Int>, authority: Authority, under terms: Terms
  ) throws(Refusal) {
    let before = try priced(under: terms)
    var rest = self
    rest.removed += before.lines[indices].map {
      RemovedLine(code: $0.line.item.code, quantity: $0.line.quantity, net: $0.net)
    }
    rest.bill.lines.removeSubrange(indices)
    if rest.bill.lines.isEmpty {
      // Nothing is left that a reduction of the whole bill could come off.
      rest.bill = Bill()
      rest.coupons = []
    } else {
      let reductions = try authority.regrant(
        bill.reductions, of: before, on: try rest.priced(under: terms))
      rest.bill = Bill(lines: rest.bill.lines, reductions: reductions)
    }
    self = rest
  }

  /// Puts a reduction on a line, if the authority's limits allow what then comes off it.
  ///
  /// - Parameters:
  ///   - index: the line's index.
  ///   - reduction: what is taken off.
  ///   - authority: whose limits count.
  ///   - terms: the prices that hold.
  /// - Throws: ``Refusal``.
  package mutating func reduce(
    line index: Int, by reduction: Reduction, authority: Authority, under terms: Terms
  ) throws(Refusal) {
    if let kit = bill.lines[index].kit {
      throw Refusal(.inKit, bill.lines[index].item.code, expected: "\(kit.code): bill -20")
    }
    var changed = self
    changed.bill.lines[index].reduce(by: GrantedReduction(reduction))
    let line = try changed.priced(under: terms).lines[index]
    let before = bill.lines[index].unitPrice
    let approver = try authority.grant(reduction, on: line, before: before)
    bill.lines[index].reduce(by: GrantedReduction(reduction, approver: approver))
  }

  /// Puts a reduction on the whole bill, if the authority's limits allow what then comes off it.
  ///
  /// - Throws: ``Refusal``.
  package mutating func reduce(
    by reduction: Reduction, authority: Authority, under terms: Terms
  ) throws(Refusal) {
    guard !bill.lines.isEmpty else { throw Refusal(.billEmpty) }
    var changed = self
    changed.bill.reduce(by: GrantedReduction(reduction))
    let approver = try authority.grant(reduction, onBill: try changed.priced(under: terms))
    bill.reduce(by: GrantedReduction(reduction, approver: approver))
  }
}

extension OpenBill {
  /// States from which lot a line is taken; whether the lot has enough is seen when it is paid.
  ///
  /// - Throws: ``Refusal`` named `lot-unknown` for a service.
  package mutating func take(lot label: String, forLine number: Int?) throws(Refusal) {
    let index = try index(ofLine: number)
    try bill.lines[index].mayTake(lot: label)
    bill.lines[index].lot = label
  }
}

extension BillLine {
  /// - Throws: ``Refusal`` named `lot-unknown` for a service.
  package func mayTake(lot label: String) throws(Refusal) {
    guard item.kind == .product else { throw Refusal(.lotUnknown, "\(item.code) \(label)") }
  }
}

extension [AppliedReduction] {
  /// What came off without anybody's approval: it counts against the operator's own limit.
  fileprivate var unapproved: Money { filter { $0.granted.approver == nil }.map(\.amount).sum() }
}

extension Authority {
  /// Grants a reduction on a line.
  ///
  /// - Parameters:
  ///   - reduction: what was asked for.
  ///   - line: the line as it would then be priced.
  ///   - before: what one unit cost until now; zero for an open price that nobody has stated.
  /// - Returns: the approver's number if it took the approver.
  /// - Throws: ``Refusal`` named `not-permitted`.
  fileprivate func grant(
    _ reduction: Reduction, on line: PricedLine, before: Money
  ) throws(Refusal) -> Int? {
    let isOverride =
      switch reduction {
      case .gift: true
      case .price(let price):
        line.line.item.price.map { $0 != price } ?? (before > .zero && price != before)
      default: false
      }
    guard isOverride else {
      return try grant(
        reduction, off: line.granted.unapproved, list: line.list,
        belowFloor: line.isBelowFloor ? line : nil, limit: \.lineDiscount)
    }
    return try grant(reduction.description, where: \.overridesPrices)
  }

  /// Grants a reduction of the whole bill.
  ///
  /// - Parameters:
  ///   - reduction: what was asked for.
  ///   - priced: the bill as it would then be priced.
  /// - Returns: the approver's number if it took the approver.
  /// - Throws: ``Refusal`` named `not-permitted`.
  fileprivate func grant(
    _ reduction: Reduction, onBill priced: PricedBill
  ) throws(Refusal) -> Int? {
    try grant(
      reduction, off: priced.lines.flatMap(\.granted).unapproved, list: priced.listTotal,
      belowFloor: priced.lines.first(where: \.isBelowFloor), limit: \.billDiscount)
  }

  /// Grants the reductions of a bill once more after lines were taken off it; what was beyond the
  /// operator's limits before was granted by somebody else, and stays.
  fileprivate func regrant(
    _ reductions: [GrantedReduction], of before: PricedBill, on after: PricedBill
  ) throws(Refusal) -> [GrantedReduction] {
    var granted = reductions
    for (index, own) in reductions.enumerated() where own.approver == nil {
      guard isWithin(own.reduction, onBill: before) else { continue }
      let approver = try grant(own.reduction, onBill: after)
      granted[index] = GrantedReduction(own.reduction, approver: approver)
    }
    return granted
  }

  private func isWithin(_ reduction: Reduction, onBill priced: PricedBill) -> Bool {
    do {
      _ = try grant(reduction, onBill: priced)
      return true
    } catch {
      return false
    }
  }

  /// Grants a reduction within the limit of a role, and above the floor prices.
  private func grant(
    _ reduction: Reduction, off: Money, list: Money, belowFloor line: PricedLine?,
    limit: KeyPath<Rights, Int>
  ) throws(Refusal) -> Int? {
    let most = { (rights: Rights) in
      list.scaled(by: Int64(rights[keyPath: limit]), over: 10_000, rounding: .halfUp)
    }
    let allows = { (rights: Rights) in
      off <= most(rights) && (line == nil || rights.overridesPrices)
    }
    guard let line, off <= most(approverRights ?? rights) else {
      return try grant(
        reduction.description, need: off.fen, limit: { most($0).fen }, where: allows)
    }
    // The limit would allow it: what hinders is the floor, so its numbers are the ones to say.
    let floor = line.line.item.floor * line.line.quantity
    return try grant(
      "\(reduction): \(line.line.item.code) \(line.net) < \(floor)", where: allows)
  }
}

extension Refusal {
  fileprivate init(_ fault: PricingFault, in bill: Bill) {
    switch fault {
    case .notDiscountable(let line):
      self.init(.notDiscountable, bill.lines[line - 1].item.code, expected: "x\(line)")
    case .exceedsLine(let line, let reduction, let left):
      self.init(
        .reductionTooLarge, bill.lines[line - 1].item.code, need: reduction, have: left)
    case .exceedsBill(let reduction, let left):
      self.init(.reductionTooLarge, "bill", need: reduction, have: left)
    case .overLimit(let total):
      self.init(.billOverLimit, need: total, have: Money.limit)
    }
  }
}
