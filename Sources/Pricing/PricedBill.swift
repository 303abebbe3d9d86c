import Catalog
package import Ledger

/// A reduction with what it took off one line.
package struct AppliedReduction: Hashable, Sendable {
  package let granted: GrantedReduction
  /// True for the line's share of a reduction on the whole bill.
  package let isOfBill: Bool
  /// What it took off, zero or more.
  package let amount: Money
}

/// A line with its price explained: list less each reduction is net.
package struct PricedLine: Hashable, Sendable {
  package let line: BillLine
  package fileprivate(set) var reductions: [AppliedReduction]

  package var list: Money { line.list }
  package var discount: Money { reductions.map(\.amount).sum() }
  /// What the customer pays for the line, zero or more.
  package var net: Money { list - discount }

  /// The tax contained in the net amount, rounded half up.
  package var tax: Money {
    let rate = Int64(line.item.taxRate)
    return net.scaled(by: rate, over: 10_000 + rate, rounding: .halfUp)
  }

  package var isGift: Bool { line.reductions.contains { $0.reduction == .gift } }
  package var isBelowFloor: Bool { net < line.item.floor * line.quantity }
}

/// A bill with every line priced; the lines' nets sum to its total.
package struct PricedBill: Hashable, Sendable {
  package let lines: [PricedLine]

  package var listTotal: Money { lines.map(\.list).sum() }
  package var discountTotal: Money { lines.map(\.discount).sum() }
  package var total: Money { lines.map(\.net).sum() }
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

/// Prices a bill: each line's reductions in the order they were put on it, then the bill's own,
/// shared over the discountable lines by what they have left (largest remainder).
///
/// - Throws: ``PricingFault``, with line numbers from 1.
package func price(_ bill: Bill) throws(PricingFault) -> PricedBill {
  var lines: [PricedLine] = []
  for (index, line) in bill.lines.enumerated() {
    lines.append(try price(line, number: index + 1))
  }
  let total = lines.map(\.list).sum()
  guard total <= Money.limit else { throw .overLimit(total: total) }
  for granted in bill.reductions { try share(granted, over: &lines) }
  return PricedBill(lines: lines)
}

private func price(_ line: BillLine, number: Int) throws(PricingFault) -> PricedLine {
  var priced = PricedLine(line: line, reductions: [])
  for granted in line.reductions {
    guard line.item.discountable else { throw .notDiscountable(line: number) }
    let left = priced.net
    let amount = granted.reduction.amount(off: left, quantity: line.quantity)
    guard amount <= left else {
      throw .exceedsLine(line: number, reduction: amount, left: left)
    }
    priced.reductions.append(
      AppliedReduction(granted: granted, isOfBill: false, amount: amount))
  }
  return priced
}

private func share(_ granted: GrantedReduction, over lines: inout [PricedLine]) throws(PricingFault)
{
  let open = lines.indices.filter { lines[$0].line.item.discountable && lines[$0].net > .zero }
  let left = open.map { lines[$0].net }
  let base = left.sum()
  // A stated price is the price of the whole bill, so the lines that take no reduction count too.
  let fixed = lines.map(\.net).sum() - base
  let amount =
    switch granted.reduction {
    case .price(let price): max(.zero, base + fixed - price)
    default: granted.reduction.amount(off: base, quantity: 1)
    }
  guard amount <= base else { throw .exceedsBill(reduction: amount, left: base) }
  guard amount > .zero else { return }
  for (index, share) in zip(open, amount.allocated(over: left)) where share > .zero {
    lines[index].reductions.append(
      AppliedReduction(granted: granted, isOfBill: true, amount: share))
  }
}
