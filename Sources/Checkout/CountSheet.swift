package import Ledger

/// An item on a sheet: what the books held at the freeze point, and what was found.
package struct CountedItem: Hashable, Sendable {
  /// As it stands now, after whatever was sold since.
  package let stock: ItemStock
  /// Units on hand by the books at the freeze point.
  package let expected: Int
  /// Units found, of those that were there at the freeze point.
  package let counted: Int

  package init(stock: ItemStock, expected: Int, counted: Int) {
    self.stock = stock
    self.expected = expected
    self.counted = counted
  }

  package var difference: Int { counted - expected }
  /// What the books gain by the difference; negative for what is missing.
  package var value: Money { stock.correction(by: difference).value }
}

/// Decides that a sheet's differences go into the books, as one entry.
///
/// What happened since the freeze point stays as it is: the difference at that point is what is added
/// or taken off now. What is missing and was sold since leaves the books short, visibly.
///
/// - Parameters:
///   - items: everything that was counted, in the order of the sheet.
///   - sheet: its number.
///   - opening: the sequence of the entry at its freeze point.
///   - uncounted: how many items of the sheet were not counted; they stay as they are.
///   - shop: the settings in force.
///   - occasion: when, where and by whom.
/// - Returns: the entry.
/// - Throws: ``Refusal`` named `not-permitted`.
package func closeCount(
  _ items: [CountedItem], sheet: Int, opening: Int64, uncounted: Int, in shop: Shop,
  on occasion: Occasion
) throws(Refusal) -> JournalEntry {
  _ = try occasion.authority.grant("count close", where: \.adjustsStock)
  let counts = items.map { item in
    JSON.object([
      .init("code", .string(item.stock.code)), .init("expected", JSON(item.expected)),
      .init("counted", JSON(item.counted)), .init("difference", JSON(item.difference)),
      .init("value", JSON(item.value)),
    ]).with([.init("name", item.stock.name.isEmpty ? .null : .string(item.stock.name))])
  }
  return JournalEntry(
    .count, on: occasion, serial: occasion.serial, about: opening,
    postings: items.flatMap { $0.stock.correction(by: $0.difference).postings },
    content: [
      .init("no", number(of: .count, in: shop, on: occasion)), .init("sheet", JSON(sheet)),
      .init("total", JSON(items.map(\.value).sum())),
      .init("units", JSON(items.map(\.difference).reduce(0, +))),
      .init("uncounted", JSON(uncounted)), .init("counts", JSON(counts)),
    ])
}

extension ItemStock {
  /// The legs that make the books hold more or fewer units, and what that is worth.
  ///
  /// What is missing goes from what runs out first, then beyond the books; what is too much settles
  /// what was sold beyond them, then goes to the newest lot.
  ///
  /// - Parameter difference: negative for what is missing.
  /// - Returns: legs that sum to zero; the value is negative for what is missing.
  func correction(by difference: Int) -> (postings: [Posting], value: Money) {
    guard difference > 0 else { return missing(-difference) }
    let settled = Swift.min(difference, owed)
    let rest = newest == nil ? 0 : difference - settled
    let value = (newest?.cost ?? .zero) * rest
    let postings = Posting.move(
      Int64(settled), from: Chart.units("lost", code), to: Chart.oversold(code))
    guard let newest, rest > 0 else { return (postings, .zero) }
    return (
      postings
        + Posting.move(
          Int64(rest), from: Chart.units("lost", code), to: Chart.stock(code, lot: newest.number))
        + Posting.move(value.fen, from: Chart.shrinkage, to: Chart.inventory), value
    )
  }

  private func missing(_ count: Int) -> (postings: [Posting], value: Money) {
    var rest = count
    var shares: [StockShare] = []
    for lot in lots.sorted(by: runsOutFirst) where rest > 0 {
      let share = Swift.min(rest, lot.left)
      shares.append(StockShare(lot: lot.number, count: share, cost: lot.cost))
      rest -= share
    }
    if rest > 0 { shares.append(StockShare(lot: nil, count: rest, cost: .zero)) }
    return (
      shares.leaving(code, to: "lost", cost: Chart.shrinkage),
      -shares.map { $0.cost * $0.count }.sum()
    )
  }
}
