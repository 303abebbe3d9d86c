package import Ledger

/// Where units go that leave without being sold.
package enum Leaving: Hashable, Sendable {
  /// They are broken, lost, or past their day.
  case lost
  /// They go back to a supplier.
  case supplier(String)
  /// They go to another branch.
  case branch(String)

  package var kind: DocumentKind {
    switch self {
    case .lost: .writeOff
    case .supplier: .supplierReturn
    case .branch: .goodsOut
    }
  }

  /// Where the units are counted, and what bears their cost.
  fileprivate var accounts: (units: String, cost: Account) {
    switch self {
    case .lost: ("lost", Chart.shrinkage)
    case .supplier: ("sent-back", Chart.goodsReceived)
    case .branch: ("sent", Chart.branches)
    }
  }

  fileprivate var content: [JSON.Member] {
    switch self {
    case .lost: []
    case .supplier(let name): [.init("supplier", .string(name))]
    case .branch(let name): [.init("branch", .string(name))]
    }
  }
}

/// Decides that units leave without being sold, what has run out first.
///
/// - Parameters:
///   - count: 1 or more.
///   - stock: of the item, before it.
///   - label: the lot that is meant; nil for any.
///   - leaving: where they go.
///   - reason: why; empty where nobody has to say.
///   - document: the paper that goes with them; empty for none.
///   - shop: the settings in force.
///   - occasion: when, where and by whom.
/// - Returns: the entry, with the lots and their cost.
/// - Throws: ``Refusal`` named `stock-short`, `lot-unknown`, `stock-expired` for what has run out and
///   is to go to a branch, or `not-permitted`.
package func leave(
  _ count: Int, of stock: ItemStock, label: String? = nil, to leaving: Leaving, reason: String,
  document: String = "", in shop: Shop, on occasion: Occasion
) throws(Refusal) -> JournalEntry {
  _ = try occasion.authority.grant(
    "\(leaving.kind.rawValue) \(stock.code)", where: \.adjustsStock)
  let shares: [StockShare]
  if case .branch = leaving {
    shares = try stock.held.take(count, label: label, on: occasion.day)
  } else {
    shares = try stock.remove(count, label: label)
  }
  let accounts = leaving.accounts
  return moved(
    leaving.kind, stock, shares, to: accounts.units, cost: accounts.cost, in: shop, on: occasion,
    more: [
      .init("units", JSON(-count)), .init("reason", reason.isEmpty ? .null : .string(reason)),
      .init("document", document.isEmpty ? .null : .string(document)),
    ] + leaving.content)
}

/// Decides a count: the books are made to hold what was found.
///
/// What is missing goes from what runs out first; what is too much goes to the newest lot.
///
/// - Returns: the entry; its total is what the books gain, negative for what is missing.
/// - Throws: ``Refusal`` named `stock-short` where something was found that was never received.
package func count(
  _ found: Int, of stock: ItemStock, in shop: Shop, on occasion: Occasion
) throws(Refusal) -> JournalEntry {
  _ = try occasion.authority.grant("count \(stock.code)", where: \.adjustsStock)
  let difference = found - stock.onHand
  let more: [JSON.Member] = [
    .init("counted", JSON(found)), .init("expected", JSON(stock.onHand)),
    .init("units", JSON(difference)),
  ]
  guard difference > 0 else {
    let shares = difference == 0 ? [] : try stock.remove(-difference)
    return moved(
      .count, stock, shares, to: "lost", cost: Chart.shrinkage, sign: -1, in: shop, on: occasion,
      more: more)
  }
  guard stock.owed > 0 || stock.newest != nil else {
    throw Refusal(
      .stockShort, stock.code, expected: "receive \(stock.code) \(difference)",
      need: Int64(difference), have: 0)
  }
  let (postings, value) = stock.correction(by: difference)
  return entry(
    .count, stock, postings, in: shop, on: occasion, more: more + [.init("total", JSON(value))]
  )
}

extension ItemStock {
  /// Units that go without being sold: what has run out, or runs out, first.
  func remove(_ count: Int, label: String? = nil) throws(Refusal) -> [StockShare] {
    var rest = count
    var shares: [StockShare] = []
    for lot in try lots(labelled: label).sorted(by: runsOutFirst) where rest > 0 {
      let share = min(rest, lot.left)
      shares.append(StockShare(lot: lot.number, count: share, cost: lot.cost))
      rest -= share
    }
    guard rest == 0 else {
      throw Refusal(
        .stockShort, [code, label].compactMap(\.self).joined(separator: " "),
        need: Int64(count), have: Int64(count - rest))
    }
    return shares.filter { $0.count > 0 }
  }

  /// The lots of a label; all of them for nil.
  ///
  /// - Throws: ``Refusal`` named `lot-unknown`.
  package func lots(labelled label: String?) throws(Refusal) -> [StockLot] {
    guard let label else { return lots }
    let meant = lots.filter {
      $0.label.lowercased() == label.lowercased() || "#\($0.number)" == label
    }
    guard !meant.isEmpty else {
      throw Refusal(
        .lotUnknown, "\(code) \(label)",
        expected: lots.map { $0.label.isEmpty ? "#\($0.number)" : $0.label }
          .joined(separator: " "))
    }
    return meant
  }

  /// The same, where nothing may be taken that the books do not hold.
  var held: ItemStock {
    var strict = rule
    strict.overselling = .block
    var held = ItemStock(code: code, lots: lots, owed: owed, rule: strict, newest: newest)
    held.name = name
    return held
  }

  /// The item as a document names it.
  var told: [JSON.Member] {
    [.init("item", .string(code)), .init("name", name.isEmpty ? .null : .string(name))]
  }
}

private func moved(
  _ kind: DocumentKind, _ stock: ItemStock, _ shares: [StockShare], to what: String,
  cost: Account, sign: Int = 1, in shop: Shop, on occasion: Occasion, more: [JSON.Member]
) -> JournalEntry {
  let value = shares.map { $0.cost * $0.count }.sum() * sign
  return entry(
    kind, stock, shares.leaving(stock.code, to: what, cost: cost), in: shop, on: occasion,
    more: more + [
      .init("total", JSON(value)), .init("lots", shares.json),
      .init("taken", JSON(shares.map { stock.taken($0) })),
    ])
}

extension ItemStock {
  /// A share as a slip names it: its lot, use-by, units and the cost of one.
  func taken(_ share: StockShare) -> JSON {
    let lot = lots.first { $0.number == share.lot }
    return JSON.object([
      .init("lot", .string(lot.map { $0.label.isEmpty ? "#\($0.number)" : $0.label } ?? "")),
      .init("qty", JSON(share.count)), .init("cost", JSON(share.cost)),
      .init("amount", JSON(share.cost * share.count)),
    ]).with([.init("expires", JSON(lot?.expires?.description))])
  }
}

/// The entry of a document that moves an item's goods, and what it says of the item.
func entry(
  _ kind: DocumentKind, _ stock: ItemStock, _ postings: [Posting], about: Int64? = nil,
  in shop: Shop, on occasion: Occasion, more: [JSON.Member]
) -> JournalEntry {
  JournalEntry(
    kind, on: occasion, serial: occasion.serial, about: about, postings: postings,
    content: [
      .init("no", number(of: kind, in: shop, on: occasion))
    ] + stock.told + more)
}
