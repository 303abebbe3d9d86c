package import Ledger

/// What is left of a lot's opened packages.
package struct OpenedPackage: Hashable, Sendable {
  /// Nil for packages that were opened before their lots were told apart.
  package let lot: Int?
  package let label: String
  package let expires: BusinessDate?
  /// Grams or millilitres.
  package let left: Int
  /// Of what is left.
  package let cost: Money

  package init(lot: Int?, label: String, expires: BusinessDate?, left: Int, cost: Money) {
    self.lot = lot
    self.label = label
    self.expires = expires
    self.left = left
    self.cost = cost
  }

  package func isExpired(on day: BusinessDate) -> Bool { expires.map { $0 < day } ?? false }
}

extension Chart {
  private static func content(_ code: String) -> Unit { Unit(name: "content:\(code)") }

  private static func suffix(_ lot: Int?) -> String { lot.map { ":\($0)" } ?? "" }

  /// What is left in a lot's opened packages, in grams or millilitres.
  package static func opened(_ code: String, lot: Int?) -> Account {
    Account(
      "opened:\(code)\(suffix(lot))", .asset, unit: content(code), least: 0, isIndividual: true)
  }

  package static func contentUsed(_ code: String) -> Account {
    Account("content-used:\(code)", .equity, unit: content(code), isIndividual: true)
  }

  /// The cost of what is left in a lot's opened packages.
  package static func openedCost(_ code: String, lot: Int?) -> Account {
    Account("opened-cost:\(code)\(suffix(lot))", .asset, least: 0, isIndividual: true)
  }
}

/// How much of an item is used: units, or grams or millilitres.
package struct Amount: Hashable, Sendable {
  package let count: Int
  /// `g` or `ml`; nil for units.
  package let measure: String?

  package init(_ count: Int, measure: String? = nil) {
    self.count = count
    self.measure = measure
  }
}

extension Amount: CustomStringConvertible {
  package var description: String { "\(count)\(measure ?? "")" }
}

/// What back-bar use was for.
package struct Purpose: Hashable, Sendable {
  /// The code of the service; nil where nobody said.
  package var service: String?
  /// Who used it.
  package var staff: Int?
  /// The sale in which the service was sold.
  package var sale: Document?

  package init(service: String? = nil, staff: Int? = nil, sale: Document? = nil) {
    self.service = service
    self.staff = staff
    self.sale = sale
  }

  fileprivate var content: [JSON.Member] {
    [.init("for", JSON(service)), .init("by", JSON(staff)), .init("on", JSON(sale?.number))]
  }
}

/// Decides back-bar use: whole units, or a measure out of opened packages, those first that run out
/// first; new ones are opened as they are needed.
///
/// What has run out is never used, nor what the books do not hold, whatever may be sold beyond them.
///
/// Source: 化妆品监督管理条例, Articles 39 and 42.
///
/// - Parameters:
///   - amount: 1 or more.
///   - stock: of the item, before it.
///   - opened: its opened packages.
///   - purpose: what it was for.
///   - shop: the settings in force.
///   - occasion: when, where and by whom.
/// - Returns: the entry; a measure costs its share of each package, rounded half up.
/// - Throws: ``Refusal`` named `stock-short`, `stock-expired` or `bad-quantity`.
package func use(
  _ amount: Amount, of stock: ItemStock, opened: [OpenedPackage], for purpose: Purpose,
  in shop: Shop, on occasion: Occasion
) throws(Refusal) -> JournalEntry {
  let code = stock.code
  let more: [JSON.Member] =
    [.init("used", JSON(amount.count)), .init("measure", JSON(amount.measure))] + purpose.content
  guard let measure = amount.measure else {
    let shares = try stock.held.take(amount.count, on: occasion.day)
    let cost = shares.map { $0.cost * $0.count }.sum()
    return entry(
      .backBar, stock, shares.leaving(code, to: "used", cost: Chart.backBar),
      about: purpose.sale?.sequence, in: shop, on: occasion,
      more: more + [
        .init("units", JSON(-amount.count)), .init("total", JSON(cost)),
        .init("lots", shares.json), .init("taken", JSON(shares.map { stock.taken($0) })),
      ])
  }
  guard let content = stock.rule.content, stock.rule.measure == measure else {
    throw Refusal(
      .badQuantity, "\(amount)",
      expected: stock.rule.content == nil ? "use \(code) 1" : "use \(code) 45\(stock.rule.measure)")
  }
  var drawn = draws(amount.count, from: opened.filter { !$0.isExpired(on: occasion.day) })
  var postings: [Posting] = []
  var shares: [StockShare] = []
  var rest = amount.count - drawn.map(\.count).reduce(0, +)
  if rest > 0 {
    try check(amount, of: stock, content: content, opened: opened, on: occasion.day)
    shares = try stock.held.take((rest + content - 1) / content, on: occasion.day)
    for share in shares {
      postings += [share].leaving(code, to: "used", cost: Chart.openedCost(code, lot: share.lot))
      postings += Posting.move(
        Int64(share.count * content), from: Chart.contentUsed(code),
        to: Chart.opened(code, lot: share.lot))
      drawn += draws(
        rest,
        from: [
          OpenedPackage(
            lot: share.lot, label: "", expires: nil, left: share.count * content,
            cost: share.cost * share.count)
        ])
      rest -= min(rest, share.count * content)
    }
  }
  postings += drawn.flatMap { $0.leaving(code, cost: Chart.backBar) }
  let left =
    opened.map(\.left).reduce(0, +) + shares.map(\.count).reduce(0, +) * content - amount.count
  return entry(
    .backBar, stock, postings, about: purpose.sale?.sequence, in: shop, on: occasion,
    more: more + [
      .init("units", shares.isEmpty ? .null : JSON(-shares.map(\.count).reduce(0, +))),
      .init("total", JSON(drawn.map(\.cost).sum())),
      .init("lots", shares.isEmpty ? .null : shares.json), .init("left", JSON(left)),
    ])
}

/// Why what is left of opened packages is put right.
package enum OpenedChange: Hashable, Sendable {
  /// So much was found.
  case counted(Int)
  /// So much is thrown away, for a reason.
  case writtenOff(Int, reason: String)

  package var kind: DocumentKind {
    switch self {
    case .counted: .count
    case .writtenOff: .writeOff
    }
  }
}

/// Decides a count of opened packages, or that some of what is left is written off: what has run out,
/// or runs out, first.
///
/// What is found too much is added to the package that runs out last, without cost: its cost was all
/// in what the books said is left.
///
/// - Returns: the entry; what is missing costs its share of each package, rounded half up. A count's
///   total is what the books gain by it: negative.
/// - Throws: ``Refusal`` named `stock-short`, `bad-quantity` or `not-permitted`.
package func settle(
  _ change: OpenedChange, of stock: ItemStock, measure: String, opened: [OpenedPackage],
  in shop: Shop, on occasion: Occasion
) throws(Refusal) -> JournalEntry {
  let code = stock.code
  guard stock.rule.content == nil || stock.rule.measure == measure, !opened.isEmpty else {
    throw Refusal(
      .stockShort, "\(code)(\(measure))",
      expected: stock.rule.content == nil ? "" : "use \(code) 45\(stock.rule.measure)", have: 0)
  }
  _ = try occasion.authority.grant("\(change.kind.rawValue) \(code)", where: \.adjustsStock)
  let left = opened.map(\.left).reduce(0, +)
  let missing: Int
  var more: [JSON.Member] = [.init("measure", .string(measure))]
  switch change {
  case .counted(let found):
    missing = left - found
    more += [.init("counted", JSON(found)), .init("expected", JSON(left))]
  case .writtenOff(let count, let reason):
    missing = count
    more += [.init("reason", .string(reason))]
  }
  guard missing <= left else {
    throw Refusal(.stockShort, "\(code)(\(measure))", need: Int64(missing), have: Int64(left))
  }
  let drawn = draws(max(0, missing), from: opened)
  let cost = drawn.map(\.cost).sum()
  var postings = drawn.flatMap { $0.leaving(code, cost: Chart.shrinkage) }
  if missing < 0, let last = opened.sorted(by: runsOutFirst).last {
    postings += Posting.move(
      Int64(-missing), from: Chart.contentUsed(code), to: Chart.opened(code, lot: last.lot))
  }
  return entry(
    change.kind, stock, postings, in: shop, on: occasion,
    more: more + [
      .init("content", JSON(-missing)),
      .init("total", JSON(change.kind == .count ? -cost : cost)),
      .init("left", JSON(left - missing)),
    ])
}

/// What is taken out of one lot's opened packages.
private struct Draw {
  let lot: Int?
  let count: Int
  let cost: Money

  func leaving(_ code: String, cost account: Account) -> [Posting] {
    Posting.move(
      Int64(count), from: Chart.opened(code, lot: lot), to: Chart.contentUsed(code))
      + Posting.move(cost.fen, from: Chart.openedCost(code, lot: lot), to: account)
  }
}

/// Takes as much as there is, at most so much; the last of a package takes what is left of its cost.
private func draws(_ count: Int, from opened: [OpenedPackage]) -> [Draw] {
  var rest = count
  var draws: [Draw] = []
  for package in opened.sorted(by: runsOutFirst) where rest > 0 && package.left > 0 {
    let share = min(rest, package.left)
    let cost = package.cost.scaled(
      by: Int64(share), over: Int64(package.left), rounding: .halfUp)
    draws.append(Draw(lot: package.lot, count: share, cost: cost))
    rest -= share
  }
  return draws
}

private func runsOutFirst(_ left: OpenedPackage, _ right: OpenedPackage) -> Bool {
  let never = BusinessDate(days: .max)
  let (first, second) = (left.expires ?? never, right.expires ?? never)
  return first == second ? (left.lot ?? 0) < (right.lot ?? 0) : first < second
}

/// - Throws: ``Refusal`` named `stock-short` or `stock-expired`, with what there is by measure.
private func check(
  _ amount: Amount, of stock: ItemStock, content: Int, opened: [OpenedPackage],
  on day: BusinessDate
) throws(Refusal) {
  let usable =
    opened.filter { !$0.isExpired(on: day) }.map(\.left).reduce(0, +)
    + stock.lots.filter { !$0.isExpired(on: day) }.map { $0.left * content }.reduce(0, +)
  guard usable < amount.count else { return }
  let isExpired =
    opened.contains { $0.isExpired(on: day) && $0.left > 0 }
    || stock.lots.contains { $0.isExpired(on: day) && $0.left > 0 }
  throw Refusal(
    isExpired ? .stockExpired : .stockShort, "\(stock.code)(\(amount.measure ?? ""))",
    need: Int64(amount.count), have: Int64(usable))
}
