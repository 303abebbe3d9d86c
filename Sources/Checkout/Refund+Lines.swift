import Ledger

extension SaleRemainder {
  /// The parts of lines that are asked back.
  ///
  /// - Throws: ``Refusal`` named `line-unknown`, `line-repeated`, `refund-too-large` or
  ///   `already-refunded`.
  func parts(of returning: Returning) throws(Refusal) -> [LinePart] {
    var asked = try returning.lines.gathered()
    if asked.isEmpty {
      asked = lines.filter { $0.quantity > 0 }.map { Returning.Line(number: $0.number) }
    }
    guard !asked.isEmpty else { throw Refusal(.alreadyRefunded, sale.number) }
    var parts: [LinePart] = []
    for one in asked {
      guard lines.indices.contains(one.number - 1) else {
        throw Refusal(
          .lineUnknown, String(one.number), expected: "1-\(lines.count)",
          need: Int64(one.number), have: Int64(lines.count))
      }
      let line = lines[one.number - 1]
      let count = one.quantity ?? line.quantity
      guard line.quantity > 0, count <= line.quantity else {
        throw Refusal(
          .refundTooLarge, "\(sale.number) \(one.number)", need: Int64(max(1, count)),
          have: Int64(line.quantity))
      }
      parts.append(line.part(of: count))
    }
    return parts
  }

  func isExhausted(by parts: [LinePart]) -> Bool {
    lines.allSatisfy { line in
      line.quantity == (parts.first { $0.number == line.number }?.quantity ?? 0)
    }
  }

  /// What each tender gives back for lines of an amount: its share of what is left of all.
  func shares(of money: Money) -> [TenderShare] {
    let paying = paying
    let left = paying.map(\.tender.amount).sum()
    guard net > .zero, money > .zero else { return [] }
    let paid =
      money == net ? left : left.scaled(by: money.fen, over: net.fen, rounding: .halfUp)
    let amounts = paid.allocated(over: paying.map(\.tender.amount))
    return zip(paying, amounts).filter { $0.1 > .zero }.map { one, amount in
      TenderShare(index: one.index, tender: one.tender, amount: amount)
    }
  }
}

/// What one of a sale's tenders gives back.
struct TenderShare: Hashable, Sendable {
  /// Its place among the sale's tenders, from 0.
  let index: Int
  let tender: RemainingTender
  let amount: Money
}

extension [Returning.Line] {
  /// Each line once: units of one line that were stated one by one are summed.
  ///
  /// - Throws: ``Refusal`` named `line-repeated` where a line stands again beside all that is left of
  ///   it.
  fileprivate func gathered() throws(Refusal) -> [Returning.Line] {
    var gathered: [Returning.Line] = []
    for line in self {
      guard let index = gathered.firstIndex(where: { $0.number == line.number }) else {
        gathered.append(line)
        continue
      }
      guard let before = gathered[index].quantity, let more = line.quantity else {
        throw Refusal(.lineRepeated, String(line.number), expected: "\(line.number)*2")
      }
      gathered[index] = Returning.Line(number: line.number, quantity: before + more)
    }
    return gathered
  }
}
