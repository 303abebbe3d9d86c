import Catalog
package import Ledger
import Membership

/// Where a reduction comes from.
package enum ReductionSource: Hashable, Sendable {
  /// The cashier, on the line.
  case line
  /// The cashier, on the whole bill; the line has a share of it.
  case bill
  /// The member's tier, by its name.
  case tier(String)
  /// A promotion, by its name.
  case promotion(String)
  /// The kit that the line is a part of, by its name.
  case kit(String)
  /// A coupon, by its name; the line has a share of it.
  case coupon(String)

  /// True where somebody at the till granted it.
  package var isGranted: Bool { self == .line || self == .bill }
}

/// A reduction with what it took off one line.
package struct AppliedReduction: Hashable, Sendable {
  package let granted: GrantedReduction
  package let source: ReductionSource
  /// What it took off, zero or more.
  package let amount: Money

  /// As documents and replies name it: the notation of the command language, with where it comes
  /// from in front unless the cashier put it on the line: `-10%`, `bill -20.00`, `tier 金卡 8.8z`.
  package var name: String {
    switch source {
    case .line: "\(granted.reduction)"
    case .bill: "bill \(granted.reduction)"
    case .tier(let name): "tier \(name) \(granted.reduction)"
    case .kit(let name): "kit \(name) \(granted.reduction)"
    case .promotion(let name): "promotion \(name) \(granted.reduction)"
    case .coupon(let name): "coupon \(name) \(granted.reduction)"
    }
  }
}

/// A line with its price explained: list less each reduction is net.
package struct PricedLine: Hashable, Sendable {
  package let line: BillLine
  package fileprivate(set) var reductions: [AppliedReduction]

  package var list: Money { line.list }
  package var discount: Money { reductions.isEmpty ? .zero : reductions.map(\.amount).sum() }
  /// What the customer pays for the line, zero or more.
  package var net: Money { list - discount }

  /// The tax contained in the net amount, rounded half up.
  package var tax: Money {
    let rate = Int64(line.item.taxRate)
    return net.scaled(by: rate, over: 10_000 + rate, rounding: .halfUp)
  }

  /// The reductions that somebody at the till granted.
  package var granted: [AppliedReduction] { reductions.filter(\.source.isGranted) }
  package var isGift: Bool { line.reductions.contains { $0.reduction == .gift } }
  package var isBelowFloor: Bool { net < line.item.floor * line.quantity }
}

/// A bill with every line priced; the lines' nets sum to its total.
package struct PricedBill: Hashable, Sendable {
  package let lines: [PricedLine]
  /// The coupons on the bill, each with what it takes off or why it takes nothing.
  package let coupons: [CouponOutcome]
  package let listTotal: Money
  package let discountTotal: Money

  package var total: Money { listTotal - discountTotal }

  // Summed once: every total is asked for several times on the way to a sale.
  fileprivate init(lines: [PricedLine], coupons: [CouponOutcome]) {
    self.lines = lines
    self.coupons = coupons
    listTotal = lines.sum { $0.list }
    discountTotal = lines.sum { $0.discount }
  }
}

extension [PricedLine] {
  /// The sum of an amount of each line; in place, as a line takes longer to copy than to add up.
  fileprivate func sum(_ amount: (PricedLine) -> Money) -> Money {
    indices.reduce(.zero) { $0 + amount(self[$1]) }
  }
}

/// Why a bill cannot be priced.
package enum PricingFault: Error, Hashable, Sendable {
  /// The line's item takes no reduction.
  case notDiscountable(line: Int)
  /// A reduction takes off more than the line has left.
  case exceedsLine(line: Int, reduction: Money, left: Money)
  /// A reduction takes off more than the bill's discountable lines have left.
  case exceedsBill(reduction: Money, left: Money)
  /// The bill comes to more than the program takes.
  case overLimit(total: Money)
}

/// Prices a bill: each line at the better of what the cashier took off it and its best standing
/// reduction, then the coupons, then the bill's own reductions, each shared over the lines it is for
/// by what they have left (largest remainder).
///
/// A price that the cashier states and a gift always hold. A line that a course's session pays for
/// takes no reduction.
///
/// - Throws: ``PricingFault``, with line numbers from 1.
package func price(
  _ bill: Bill, with benefits: Benefits = .none
) throws(PricingFault) -> PricedBill {
  var lines: [PricedLine] = []
  for (index, line) in bill.lines.enumerated() {
    lines.append(try price(line, number: index + 1, with: benefits))
  }
  let total = lines.sum { $0.list }
  guard total <= Money.limit else { throw .overLimit(total: total) }
  let coupons = apply(benefits.coupons, to: &lines)
  for granted in bill.reductions { try share(granted, over: &lines) }
  return PricedBill(lines: lines, coupons: coupons)
}

private func price(
  _ line: BillLine, number: Int, with benefits: Benefits
) throws(PricingFault) -> PricedLine {
  var priced = PricedLine(line: line, reductions: [])
  guard line.session == nil else { return priced }
  for granted in line.reductions {
    guard line.item.discountable else { throw .notDiscountable(line: number) }
    let left = priced.net
    let amount = granted.reduction.amount(off: left, quantity: line.quantity)
    guard amount <= left else {
      throw .exceedsLine(line: number, reduction: amount, left: left)
    }
    priced.reductions.append(
      AppliedReduction(granted: granted, source: .line, amount: amount))
  }
  if !line.statesPrice, let best = benefits.best(for: line), best.amount > priced.discount {
    priced.reductions = [best]
  }
  return priced
}

/// Takes the coupons off the lines they are for, one after another.
private func apply(_ coupons: [Coupon], to lines: inout [PricedLine]) -> [CouponOutcome] {
  var outcomes: [CouponOutcome] = []
  for coupon in coupons {
    let open = lines.indices.filter { lines[$0].takes(coupon) }
    let left = open.map { lines[$0].net }
    let eligible = left.sum()
    let taken = outcomes.first { $0.hindrance == nil && !($0.coupon.stacks && coupon.stacks) }
    let hindrance: CouponOutcome.Hindrance? =
      if let taken {
        .alone(other: taken.coupon.code)
      } else if eligible == .zero {
        lines.hindrance(to: coupon)
      } else if eligible < coupon.minimum {
        .belowMinimum(eligible: eligible)
      } else {
        nil
      }
    guard hindrance == nil else {
      outcomes.append(CouponOutcome(coupon: coupon, amount: .zero, hindrance: hindrance))
      continue
    }
    let reduction = coupon.reduction
    let amount = min(eligible, reduction.amount(off: eligible, quantity: 1))
    for (index, share) in zip(open, amount.allocated(over: left)) where share > .zero {
      lines[index].reductions.append(
        AppliedReduction(
          granted: GrantedReduction(reduction), source: .coupon(coupon.name), amount: share))
    }
    outcomes.append(CouponOutcome(coupon: coupon, amount: amount, hindrance: nil))
  }
  return outcomes
}

extension PricedLine {
  fileprivate func takes(_ coupon: Coupon) -> Bool {
    isFor(coupon) && takesReductions && (coupon.joinsMemberPrice || !hasStanding)
  }

  fileprivate func isFor(_ coupon: Coupon) -> Bool {
    coupon.applies(toCategory: line.item.category, kind: line.item.kind.rawValue)
  }

  fileprivate var takesReductions: Bool {
    line.item.discountable && line.session == nil && net > .zero
  }

  /// Whether a tier's or a promotion's price is on it.
  private var hasStanding: Bool {
    reductions.contains { reduction in
      switch reduction.source {
      case .tier, .promotion, .kit: true
      default: false
      }
    }
  }
}

extension [PricedLine] {
  /// Why none of them takes a coupon.
  fileprivate func hindrance(to coupon: Coupon) -> CouponOutcome.Hindrance {
    let meant = filter { $0.isFor(coupon) }
    guard !meant.isEmpty else { return .nothingEligible }
    return meant.contains(where: \.takesReductions) ? .memberPrice : .notDiscountable
  }
}

extension Coupon {
  /// What it takes off, as a reduction.
  fileprivate var reduction: Reduction {
    switch value {
    case .amount(let amount): .amountOff(amount)
    case .payable(let points): .payable(points)
    }
  }
}

private func share(_ granted: GrantedReduction, over lines: inout [PricedLine]) throws(PricingFault)
{
  let open = lines.indices.filter { lines[$0].takesReductions }
  let left = open.map { lines[$0].net }
  let base = left.sum()
  // A stated price is the price of the whole bill, so the lines that take no reduction count too.
  let fixed = lines.sum { $0.net } - base
  let amount =
    switch granted.reduction {
    case .price(let price): max(.zero, base + fixed - price)
    default: granted.reduction.amount(off: base, quantity: 1)
    }
  guard amount <= base else { throw .exceedsBill(reduction: amount, left: base) }
  guard amount > .zero else { return }
  for (index, share) in zip(open, amount.allocated(over: left)) where share > .zero {
    lines[index].reductions.append(
      AppliedReduction(granted: granted, source: .bill, amount: share))
  }
}
