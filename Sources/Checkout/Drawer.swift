package import Ledger

/// Decides the opening of a drawer's shift with a counted float.
///
/// What the last closing left in the drawer and the count does not find (or finds too much) is the
/// opening variance. Into an empty drawer the float comes from the safe.
///
/// - Parameters:
///   - float: what was counted, zero or more.
///   - left: the drawer's balance in the books.
///   - shift: the number of the new shift.
///   - shop: the settings in force.
///   - occasion: when, where and by whom.
/// - Returns: the entry; it opens the shift.
/// - Throws: ``Refusal`` named `shift-open`.
package func openShift(
  float: Money, left: Money, number shift: Int, in shop: Shop, on occasion: Occasion
) throws(Refusal) -> JournalEntry {
  guard occasion.shift == 0 else {
    throw Refusal(.shiftOpen, String(occasion.drawer), expected: "close COUNT")
  }
  let source = left == .zero ? Chart.safe : Chart.openingVariance
  let variance = left == .zero ? .zero : float - left
  return JournalEntry(
    .opening, on: occasion, serial: occasion.serial, shift: shift,
    postings: [
      .debit(Chart.drawer(occasion.drawer), float - left), .credit(source, float - left),
    ],
    content: [
      .init("no", number(of: .opening, in: shop, on: occasion)),
      .init("float", JSON(float)),
      .init("variance", variance == .zero ? .null : JSON(variance)),
    ])
}

/// Cash that goes into or out of a drawer without a sale.
package enum CashMovement: Hashable, Sendable {
  case paidIn(Money, reason: String)
  case paidOut(Money, reason: String)
  case drop(Money)

  package var kind: DocumentKind {
    switch self {
    case .paidIn: .paidIn
    case .paidOut: .paidOut
    case .drop: .drop
    }
  }
}

/// Decides a cash movement.
///
/// - Parameters:
///   - movement: what is moved, above zero.
///   - held: the drawer's balance in the books; no more than that goes out.
///   - shop: the settings in force.
///   - occasion: when, where and by whom.
/// - Returns: the entry.
/// - Throws: ``Refusal`` named `shift-closed` or `drawer-short`.
package func move(
  _ movement: CashMovement, held: Money, in shop: Shop, on occasion: Occasion
) throws(Refusal) -> JournalEntry {
  try occasion.needsShift()
  let (amount, other, reason): (Money, Account, String?) =
    switch movement {
    case .paidIn(let amount, let reason): (amount, Chart.paidIn, reason)
    case .paidOut(let amount, let reason): (-amount, Chart.paidOut, reason)
    case .drop(let amount): (-amount, Chart.safe, nil)
    }
  guard held + amount >= .zero else {
    throw Refusal(.drawerShort, movement.kind.rawValue, need: -amount, have: held)
  }
  return JournalEntry(
    movement.kind, on: occasion, serial: occasion.serial,
    postings: [.debit(Chart.drawer(occasion.drawer), amount), .credit(other, amount)],
    content: [
      .init("no", number(of: movement.kind, in: shop, on: occasion)),
      .init("total", JSON(Money(fen: Int64(amount.fen.magnitude)))),
      .init("reason", JSON(reason)),
    ])
}

/// Decides the opening of a drawer without a sale: a document with no postings.
///
/// - Throws: ``Refusal`` named `shift-closed` or `not-permitted`.
package func noSale(
  reason: String, in shop: Shop, on occasion: Occasion
) throws(Refusal) -> JournalEntry {
  try occasion.needsShift()
  _ = try occasion.authority.grant("nosale", where: \.opensDrawerWithoutSale)
  return JournalEntry(
    .noSale, on: occasion, serial: occasion.serial,
    content: [
      .init("no", number(of: .noSale, in: shop, on: occasion)), .init("reason", .string(reason)),
    ])
}

/// Decides the record of lines that were taken off a bill which never became a sale.
package func discard(_ open: OpenBill, on occasion: Occasion) -> JournalEntry {
  JournalEntry(
    .lineVoid, on: occasion, id: open.id,
    content: [.init("removed", JSON(open.removed.map(\.stored)))])
}

/// What was counted in a drawer at its closing.
package struct CashCount: Hashable, Sendable {
  package let total: Money
  /// How many of each coin and note, where they were counted one by one.
  package let denominations: [Denomination]

  /// How many of one coin or note there are.
  package struct Denomination: Hashable, Sendable {
    /// Above zero.
    package let value: Money
    /// Zero or more.
    package let count: Int

    package init(_ value: Money, count: Int) {
      self.value = value
      self.count = count
    }
  }

  package init(total: Money) {
    self.total = total
    denominations = []
  }

  package init(denominations: [Denomination]) {
    self.denominations = denominations
    total = denominations.map { $0.value * $0.count }.sum()
  }
}

/// Decides the closing of a drawer's shift: the Z report.
///
/// Whatever is counted is taken as true; the difference goes over or short. What is counted stays
/// in the drawer, but for what is more than is to be kept: that goes to the safe.
///
/// - Parameters:
///   - count: what was counted.
///   - keep: what stays in the drawer; nil for all of it.
///   - report: the shift so far.
///   - head: the hash of the journal's last entry.
///   - shop: the settings in force.
///   - occasion: when, where and by whom.
/// - Returns: the entry; it closes the shift.
/// - Throws: ``Refusal`` named `shift-closed` or `drawer-short`.
package func closeShift(
  _ count: CashCount, keep: Money?, report: ShiftReport, head: ChainHash, in shop: Shop,
  on occasion: Occasion
) throws(Refusal) -> JournalEntry {
  try occasion.needsShift()
  let stays = keep ?? count.total
  guard stays <= count.total else {
    throw Refusal(.drawerShort, "keep", need: stays, have: count.total)
  }
  var closed = report
  closed.counted = count
  closed.kept = stays
  closed.closedAt = occasion.at
  let drawer = Chart.drawer(occasion.drawer)
  let number = DocumentNumber(
    prefix: shop.documentPrefix, day: occasion.day, kind: .shift, serial: report.number)
  return JournalEntry(
    .shift, on: occasion, serial: report.number,
    postings: [
      .debit(drawer, closed.overShort), .credit(Chart.overShort, closed.overShort),
      .debit(drawer, stays - count.total), .credit(Chart.safe, stays - count.total),
    ],
    content: [
      .init("no", .string(number.description)),
      .init("report", closed.json),
      .init("head", .string(head.hexadecimal)),
    ])
}
