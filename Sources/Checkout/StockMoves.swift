package import Ledger

/// Goods that come in, with the record that the law asks for.
///
/// Source: 化妆品生产经营监督管理办法, Article 39.
package struct Receiving: Hashable, Sendable {
  package let code: String
  /// 1 or more.
  package let count: Int
  /// Of one unit.
  package let cost: Money
  /// What stands on the package; empty where nothing does.
  package let label: String
  package let expires: BusinessDate?
  package let supplier: String
  package let document: String

  package init(
    code: String, count: Int, cost: Money, label: String, expires: BusinessDate?,
    supplier: String, document: String
  ) {
    self.code = code
    self.count = count
    self.cost = cost
    self.label = label
    self.expires = expires
    self.supplier = supplier
    self.document = document
  }
}

/// Decides a receipt of goods: a new lot; what was sold before it came is settled at its cost.
///
/// - Parameters:
///   - receiving: what comes in.
///   - lot: the number that it takes among the item's lots.
///   - stock: of the item, before it.
///   - shop: the settings in force.
///   - occasion: when, where and by whom.
/// - Returns: the entry.
/// - Throws: ``Refusal`` named `stock-expired` for goods that have run out already.
package func receive(
  _ receiving: Receiving, lot: Int, stock: ItemStock, in shop: Shop, on occasion: Occasion
) throws(Refusal) -> JournalEntry {
  if let expires = receiving.expires, expires < occasion.day {
    throw Refusal(.stockExpired, receiving.code, expected: "exp=\(expires)")
  }
  let code = receiving.code
  let settled = min(stock.owed, receiving.count)
  let value = receiving.cost * receiving.count
  var postings = Posting.move(
    Int64(receiving.count), from: Chart.units("received", code), to: Chart.stock(code, lot: lot))
  postings += Posting.move(
    Int64(settled), from: Chart.stock(code, lot: lot), to: Chart.oversold(code))
  postings += Posting.move(value.fen, from: Chart.goodsReceived, to: Chart.inventory)
  postings += Posting.move(
    (receiving.cost * settled).fen, from: Chart.inventory, to: Chart.goodsSold)
  return JournalEntry(
    .receiving, on: occasion, serial: occasion.serial, postings: postings,
    content: [
      .init("no", number(of: .receiving, in: shop, on: occasion)),
      .init("item", .string(code)), .init("units", JSON(receiving.count)),
      .init("lot", JSON(lot)), .init("cost", JSON(receiving.cost)), .init("total", JSON(value)),
      .init("label", receiving.label.isEmpty ? .null : .string(receiving.label)),
      .init("expires", JSON(receiving.expires?.description)),
      .init("supplier", receiving.supplier.isEmpty ? .null : .string(receiving.supplier)),
      .init("document", receiving.document.isEmpty ? .null : .string(receiving.document)),
      .init("settled", settled == 0 ? .null : JSON(settled)),
    ])
}

/// Decides that units are written off, what has run out first.
///
/// - Throws: ``Refusal`` named `stock-short` or `not-permitted`.
package func writeOff(
  _ count: Int, of stock: ItemStock, reason: String, in shop: Shop, on occasion: Occasion
) throws(Refusal) -> JournalEntry {
  _ = try occasion.authority.grant("writeoff \(stock.code)", where: \.refundsSales)
  let shares = try stock.remove(count)
  return moved(
    .writeOff, stock.code, shares, to: "lost", cost: Chart.shrinkage, in: shop, on: occasion,
    more: [.init("units", JSON(-count)), .init("reason", .string(reason))])
}

/// Decides a count: the books are made to hold what was found.
///
/// What is missing goes from what runs out first; what is too much goes to the newest lot.
///
/// - Throws: ``Refusal`` named `stock-short` where something was found that was never received.
package func count(
  _ found: Int, of stock: ItemStock, in shop: Shop, on occasion: Occasion
) throws(Refusal) -> JournalEntry {
  let difference = found - stock.onHand
  let more: [JSON.Member] = [
    .init("counted", JSON(found)), .init("expected", JSON(stock.onHand)),
    .init("units", JSON(difference)),
  ]
  guard difference > 0 else {
    let shares = difference == 0 ? [] : try stock.remove(-difference)
    return moved(
      .count, stock.code, shares, to: "lost", cost: Chart.shrinkage, in: shop, on: occasion,
      more: more)
  }
  var rest = difference
  var postings: [Posting] = []
  var value = Money.zero
  let settled = min(rest, stock.owed)
  postings += Posting.move(
    Int64(settled), from: Chart.units("lost", stock.code), to: Chart.oversold(stock.code))
  rest -= settled
  if rest > 0 {
    guard let newest = stock.newest else {
      throw Refusal(
        .stockShort, stock.code, expected: "receive \(stock.code) \(rest)", need: Int64(rest),
        have: 0)
    }
    postings += Posting.move(
      Int64(rest), from: Chart.units("lost", stock.code),
      to: Chart.stock(stock.code, lot: newest.number))
    value = newest.cost * rest
    postings += Posting.move(value.fen, from: Chart.shrinkage, to: Chart.inventory)
  }
  return entry(
    .count, stock.code, postings, in: shop, on: occasion, more: more + [.init("total", JSON(value))]
  )
}

/// Decides back-bar use: whole units, or a measure out of opened packages.
///
/// - Parameters:
///   - amount: units, or grams or millilitres where the item has a content.
///   - isMeasure: whether it is the latter.
///   - stock: of the item, before it.
///   - opened: what is left in opened packages, and its cost.
///   - service: the code of the service it was used for; nil where nobody said.
///   - staff: who used it.
///   - shop: the settings in force.
///   - occasion: when, where and by whom.
/// - Returns: the entry; a measure costs its share of the opened packages, rounded half up.
/// - Throws: ``Refusal`` named `stock-short`, `stock-expired` or `bad-quantity`.
package func use(
  _ amount: Int, isMeasure: Bool, of stock: ItemStock, opened: (left: Int, cost: Money),
  for service: String?, by staff: Int?, in shop: Shop, on occasion: Occasion
) throws(Refusal) -> JournalEntry {
  let code = stock.code
  let more: [JSON.Member] = [
    .init("used", JSON(amount)), .init("measure", isMeasure ? .string(stock.rule.measure) : .null),
    .init("for", JSON(service)), .init("by", JSON(staff)),
  ]
  guard isMeasure else {
    let shares = try stock.take(amount, on: occasion.day)
    return moved(
      .backBar, code, shares, to: "used", cost: Chart.backBar, in: shop, on: occasion,
      more: more + [.init("units", JSON(-amount))])
  }
  guard let content = stock.rule.content else {
    throw Refusal(.badQuantity, "\(amount)\(stock.rule.measure)", expected: "use \(code) 1")
  }
  let packages = max(0, (amount - opened.left + content - 1) / content)
  let shares = packages == 0 ? [] : try stock.take(packages, on: occasion.day)
  let added = shares.map { $0.cost * $0.count }.sum()
  let left = opened.left + packages * content
  let cost = opened.cost + added
  let used = cost.scaled(by: Int64(amount), over: Int64(left), rounding: .halfUp)
  var postings = shares.leaving(code, to: "used", cost: Chart.openedCost(code))
  postings += Posting.move(
    Int64(packages * content), from: Chart.contentUsed(code), to: Chart.opened(code))
  postings += Posting.move(Int64(amount), from: Chart.opened(code), to: Chart.contentUsed(code))
  postings += Posting.move(used.fen, from: Chart.openedCost(code), to: Chart.backBar)
  return entry(
    .backBar, code, postings, in: shop, on: occasion,
    more: more + [
      .init("total", JSON(used)), .init("lots", shares.isEmpty ? .null : shares.json),
      .init("left", JSON(left - amount)),
    ])
}

extension ItemStock {
  /// Units that go without being sold: what has run out, or runs out, first.
  fileprivate func remove(_ count: Int) throws(Refusal) -> [StockShare] {
    var rest = count
    var shares: [StockShare] = []
    for lot in lots.sorted(by: runsOutFirst) where rest > 0 {
      let share = min(rest, lot.left)
      shares.append(StockShare(lot: lot.number, count: share, cost: lot.cost))
      rest -= share
    }
    guard rest == 0 else {
      throw Refusal(.stockShort, code, need: Int64(count), have: Int64(count - rest))
    }
    return shares
  }
}

private func moved(
  _ kind: DocumentKind, _ code: String, _ shares: [StockShare], to what: String, cost: Account,
  in shop: Shop, on occasion: Occasion, more: [JSON.Member]
) -> JournalEntry {
  let value = shares.map { $0.cost * $0.count }.sum()
  return entry(
    kind, code, shares.leaving(code, to: what, cost: cost), in: shop, on: occasion,
    more: more + [.init("total", JSON(value)), .init("lots", shares.json)])
}

private func entry(
  _ kind: DocumentKind, _ code: String, _ postings: [Posting], in shop: Shop,
  on occasion: Occasion, more: [JSON.Member]
) -> JournalEntry {
  JournalEntry(
    kind, on: occasion, serial: occasion.serial, postings: postings,
    content: [
      .init("no", number(of: kind, in: shop, on: occasion)), .init("item", .string(code)),
    ] + more)
}
