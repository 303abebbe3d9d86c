import Catalog
import Checkout
import Ledger
import Storage

/// A sheet of a count as it is shown.
struct CountState {
  struct Line {
    let item: Item
    /// Nil where it was not counted yet.
    let counted: CountedItem?
    /// Units that came and went since the freeze point.
    let moved: Int
  }

  let sheet: CountSheet
  let lines: [Line]
  /// How many items are not counted yet.
  let uncounted: Int
}

extension Till {
  func perform(
    _ command: SheetCommand, _ authority: Authority, _ line: TypedLine
  ) throws -> Reply {
    switch command {
    case .start(let category, let isBlind):
      return try startCount(category, isBlind: isBlind, authority, line)
    case .show:
      return try read { snapshot in
        Reply(content: .count(try countState(try openSheet(snapshot), snapshot)))
      }
    case .close: return try closeCount(authority, line)
    case .cancel:
      return try write(line) { writer in
        _ = try authority.grant("count cancel", where: \.adjustsStock)
        let sheet = try openSheet(writer.snapshot)
        let occasion = try occasion(for: .event, writer.snapshot, authority: authority)
        let made = try writer.append(
          record(.countGivenUp(sheet: sheet.number), about: sheet.opening, on: occasion))
        try writer.close(sheet, by: made.sequence)
        return .countGivenUp(sheet.number)
      }
    }
  }

  private func openSheet(_ snapshot: Snapshot) throws -> CountSheet {
    guard let sheet = try snapshot.openSheet() else {
      throw Refusal(.countClosed, expected: "count start [CATEGORY] [blind]")
    }
    return sheet
  }

  private func alreadyOpen(_ sheet: CountSheet) -> Refusal {
    Refusal(.countOpen, String(sheet.number), expected: "count show | count close | count cancel")
  }

  private func startCount(
    _ category: String, isBlind: Bool, _ authority: Authority, _ line: TypedLine
  ) throws -> Reply {
    try write(line) { writer in
      _ = try authority.grant("count start", where: \.adjustsStock)
      let snapshot = writer.snapshot
      if let open = try snapshot.openSheet() { throw alreadyOpen(open) }
      guard try !stockedItems(in: category, snapshot).isEmpty else {
        let known = Set(try stockedItems(in: "", snapshot).map(\.category)).sorted()
        throw Refusal(.categoryUnknown, category, expected: known.joined(separator: " "))
      }
      let number = try snapshot.nextSheet()
      let occasion = try occasion(for: .event, snapshot, authority: authority)
      let made = try writer.append(
        record(
          .countOpened(sheet: number, category: category, isBlind: isBlind), on: occasion))
      let sheet = CountSheet(
        number: number, opening: made.sequence, category: category, isBlind: isBlind)
      try writer.open(sheet)
      return .count(try countState(sheet, snapshot))
    }
  }

  /// Takes a count of an item: onto the open sheet, or into the books at once where there is none.
  func count(_ words: CountWords, _ authority: Authority, _ line: TypedLine) throws -> Reply {
    guard let sheet = try read({ try $0.openSheet() }) else {
      guard !words.isMore else {
        throw Refusal(.countClosed, expected: "count start [CATEGORY] [blind]")
      }
      return try document(of: .count, item: words.code, authority, line) {
        stock, occasion, snapshot in
        // Another till may have begun a sheet since: what is counted belongs on it.
        if let sheet = try snapshot.openSheet() { throw alreadyOpen(sheet) }
        return try Checkout.count(words.count, of: stock, in: shop, on: occasion)
      }
    }
    return try write(line) { writer in
      let snapshot = writer.snapshot
      guard try snapshot.openSheet() == sheet else {
        throw Refusal(.countClosed, expected: "count start [CATEGORY] [blind]")
      }
      let (item, _) = try stockItem(words.code, snapshot)
      guard try snapshot.nextStockLot(item.code) > 1 else {
        guard item.kind == .product else { throw Refusal(.notGoods, item.code) }
        throw Refusal(.stockShort, item.code, expected: "receive \(item.code) N", have: 0)
      }
      guard sheet.category.isEmpty || item.category.lowercased() == sheet.category else {
        throw Refusal(.notOnSheet, item.code, expected: sheet.category)
      }
      let before = try snapshot.counted(onSheet: sheet.number)[item.code] ?? 0
      let counted = words.count + (words.isMore ? before : 0)
      guard counted <= 999_999 else {
        throw Refusal(
          .badQuantity, String(counted), expected: "0-999999", need: Int64(counted), have: 999_999)
      }
      try writer.setCounted(counted, of: item.code, onSheet: sheet.number)
      let line = try countLine(item, counted, sheet, snapshot)
      return .count(CountState(sheet: sheet, lines: [line], uncounted: 0))
    }
  }

  private func closeCount(_ authority: Authority, _ line: TypedLine) throws -> Reply {
    try write(line) { writer in
      let snapshot = writer.snapshot
      let sheet = try openSheet(snapshot)
      let state = try countState(sheet, snapshot)
      let occasion = try occasion(for: .count, snapshot, authority: authority)
      let entry = try Checkout.closeCount(
        state.lines.compactMap(\.counted), sheet: sheet.number, opening: sheet.opening,
        uncounted: state.uncounted, in: shop, on: occasion)
      let made = try writer.append(entry, isPrinted: true)
      try writer.close(sheet, by: made.sequence)
      return .document(Document(made), slips: [])
    }
  }

  // MARK: Sheets

  /// The products of a category that were ever received, by their codes; of those that are no longer
  /// sold what is still on the shelf.
  private func stockedItems(in category: String, _ snapshot: Snapshot) throws -> [Item] {
    try snapshot.stockedItems().compactMap { try snapshot.goods($0) }
      .filter { category.isEmpty || $0.category.lowercased() == category }
  }

  private func countState(_ sheet: CountSheet, _ snapshot: Snapshot) throws -> CountState {
    let counted = try snapshot.counted(onSheet: sheet.number)
    let lines = try stockedItems(in: sheet.category, snapshot).map { item in
      try countLine(item, counted[item.code], sheet, snapshot)
    }
    return CountState(
      sheet: sheet, lines: lines, uncounted: lines.count(where: { $0.counted == nil }))
  }

  private func countLine(
    _ item: Item, _ counted: Int?, _ sheet: CountSheet, _ snapshot: Snapshot
  ) throws -> CountState.Line {
    var stock = try snapshot.stockOrNone(of: item.code)
    stock.name = item.name
    var expected = try snapshot.balance(
      named: Chart.oversold(item.code).name, afterEntry: sheet.opening)
    for lot in 1..<(try snapshot.nextStockLot(item.code)) {
      expected += try snapshot.balance(
        named: Chart.stock(item.code, lot: lot).name, afterEntry: sheet.opening)
    }
    return CountState.Line(
      item: item,
      counted: counted.map { CountedItem(stock: stock, expected: Int(expected), counted: $0) },
      moved: stock.onHand - Int(expected))
  }
}
