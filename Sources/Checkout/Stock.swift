import Catalog
package import Ledger
import Pricing

/// What happens when more of an item is sold than the books hold.
package enum Overselling: String, CaseIterable, Sendable {
  /// It is refused.
  case block
  /// It is sold, with a word about it.
  case warn
  /// It is sold.
  case allow
}

/// How an item is kept in stock, beside what the catalog says of it.
package struct StockRule: Hashable, Sendable {
  package var overselling = Overselling.block
  /// From how few on it is to be ordered; nil for never.
  package var reorder: Int?
  /// What one unit holds, for what is used up bit by bit: grams or millilitres; nil where it is not.
  package var content: Int?
  /// `g` or `ml`.
  package var measure = "g"

  package init() {}
}

/// One lot of an item with what is left of it.
package struct StockLot: Hashable, Sendable {
  package let number: Int
  package let label: String
  package let expires: BusinessDate?
  /// Of one unit.
  package let cost: Money
  package let left: Int

  package init(number: Int, label: String, expires: BusinessDate?, cost: Money, left: Int) {
    self.number = number
    self.label = label
    self.expires = expires
    self.cost = cost
    self.left = left
  }

  package func isExpired(on day: BusinessDate) -> Bool { expires.map { $0 < day } ?? false }
}

/// An item's stock: what each lot holds, and what was sold beyond it.
package struct ItemStock: Hashable, Sendable {
  /// Units that lines of the same bill took before.
  fileprivate var taken = 0
  package let code: String
  /// What the item is called, for documents that tell it; empty where none does.
  package var name = ""
  package let lots: [StockLot]
  /// Units that were sold without being in the books; the next receipt settles them.
  package fileprivate(set) var owed: Int
  package let rule: StockRule
  /// The newest lot, maybe with nothing left; nil where nothing was ever received.
  package let newest: StockLot?

  package init(
    code: String, lots: [StockLot], owed: Int, rule: StockRule, newest: StockLot? = nil
  ) {
    self.code = code
    self.lots = lots
    self.owed = owed
    self.rule = rule
    self.newest = newest ?? lots.max { $0.number < $1.number }
  }

  /// Units on hand; negative while more was sold than received.
  package var onHand: Int { lots.map(\.left).reduce(0, +) - owed }
  package var value: Money { lots.map { $0.cost * $0.left }.sum() }
}

/// Units taken from one lot, or from none.
package struct StockShare: Hashable, Sendable {
  /// Nil for units that the books do not hold.
  package let lot: Int?
  package let count: Int
  /// Of one unit.
  package let cost: Money

  package init(lot: Int?, count: Int, cost: Money) {
    self.lot = lot
    self.count = count
    self.cost = cost
  }
}

extension ItemStock {
  /// Takes units, from what runs out first on; what has run out is never sold or used.
  ///
  /// Source: 化妆品监督管理条例, Article 39.
  ///
  /// - Parameters:
  ///   - count: 1 or more.
  ///   - label: the lot that is meant; nil for any.
  ///   - day: today.
  /// - Returns: the lots' shares, maybe with units that no lot holds.
  /// - Throws: ``Refusal`` named `lot-unknown`, `stock-expired` or `stock-short`.
  package func take(
    _ count: Int, label: String? = nil, on day: BusinessDate
  ) throws(Refusal) -> [StockShare] {
    let meant = try lots(labelled: label)
    let usable = meant.filter { !$0.isExpired(on: day) }.sorted(by: runsOutFirst)
    var rest = count
    var shares: [StockShare] = []
    // Lines of the same bill may have emptied a lot.
    for lot in usable where rest > 0 && lot.left > 0 {
      let share = min(rest, lot.left)
      shares.append(StockShare(lot: lot.number, count: share, cost: lot.cost))
      rest -= share
    }
    guard rest > 0 else { return shares }
    guard rule.overselling != .block, label == nil else {
      let left = usable.map(\.left).reduce(0, +)
      let expired = meant.filter { $0.isExpired(on: day) }.map(\.left).reduce(0, +)
      throw Refusal(
        expired > 0 ? .stockExpired : .stockShort, code,
        expected: expired > 0 ? "writeoff \(code) \(expired)" : "",
        need: Int64(label == nil ? taken + count : count),
        have: Int64(label == nil ? taken + left : left))
    }
    return shares + [StockShare(lot: nil, count: rest, cost: .zero)]
  }
}

/// The order in which lots are used: by the day they run out, then as they came.
func runsOutFirst(_ left: StockLot, _ right: StockLot) -> Bool {
  let never = BusinessDate(days: .max)
  let (first, second) = (left.expires ?? never, right.expires ?? never)
  return first == second ? left.number < right.number : first < second
}

extension Chart {
  private static func pieces(_ code: String) -> Unit { Unit(name: "piece:\(code)") }

  /// Units of a lot: never below zero, so that two tills cannot sell the same bottle.
  package static func stock(_ code: String, lot: Int) -> Account {
    Account("stock:\(code):\(lot)", .asset, unit: pieces(code), least: 0, isIndividual: true)
  }

  /// Units sold that the books did not hold.
  package static func oversold(_ code: String) -> Account {
    Account("stock:\(code):owed", .asset, unit: pieces(code), most: 0, isIndividual: true)
  }

  /// Where units come from and go to: `received`, `sold`, `used`, `lost`, `sent-back` to suppliers,
  /// `sent` to branches.
  package static func units(_ what: String, _ code: String) -> Account {
    Account("\(what):\(code)", .equity, unit: pieces(code), isIndividual: true)
  }

  /// What is in stock, at what it cost: the sum of all lots' units times their cost.
  package static let inventory = Account("inventory", .asset)
  package static let goodsSold = Account("goods-sold", .expense)
  package static let backBar = Account("back-bar", .expense)
  /// What was written off, or missing at a count.
  package static let shrinkage = Account("shrinkage", .expense)
  /// Goods received, whether they are paid or not.
  package static let goodsReceived = Account("goods-received", .liability)
  /// What goods sent to other branches cost, less those that came from them.
  package static let branches = Account("branches", .asset)
}

extension [StockShare] {
  /// The legs of units that leave, and of their cost.
  func leaving(_ code: String, to what: String, cost account: Account) -> [Posting] {
    flatMap { share in
      Posting.move(
        Int64(share.count),
        from: share.lot.map { Chart.stock(code, lot: $0) } ?? Chart.oversold(code),
        to: Chart.units(what, code))
        + Posting.move((share.cost * share.count).fen, from: Chart.inventory, to: account)
    }
  }

  /// `[[lot or null, units, cost of one], …]`.
  var json: JSON {
    JSON(map { [$0.lot.map { JSON($0) } ?? .null, JSON($0.count), JSON($0.cost)] })
  }
}

extension ItemStock {
  /// The legs of units that come back to where they were taken from, so that the next part sees them.
  ///
  /// Units that no lot held settle what is still owed; a receipt may have settled them since, then
  /// they go to the newest lot.
  ///
  /// - Parameters:
  ///   - shares: as the sale took them.
  ///   - isScrapped: whether they are written off at once.
  /// - Returns: legs that sum to zero.
  mutating func takeBack(_ shares: [StockShare], isScrapped: Bool) -> [Posting] {
    let beyond = shares.filter { $0.lot == nil }.map(\.count).reduce(0, +)
    let settling = Swift.min(beyond, owed)
    var back = shares.filter { $0.lot != nil }
    back.append(StockShare(lot: nil, count: settling, cost: .zero))
    if let newest, beyond > settling {
      back.append(StockShare(lot: newest.number, count: beyond - settling, cost: newest.cost))
    }
    back = back.filter { $0.count > 0 }
    let returned = back.leaving(code, to: "sold", cost: Chart.goodsSold).map(\.reversed)
    // Also of what is scrapped: the next part of the same document has that much less to settle.
    owed -= settling
    return isScrapped
      ? returned + back.leaving(code, to: "lost", cost: Chart.shrinkage) : returned
  }
}

extension StockShare {
  /// Reads one element of what `json` wrote.
  init?(_ parts: [JSON]) {
    guard parts.count == 3, let count = parts[1].int, let cost = parts[2].money else { return nil }
    self.init(lot: parts[0].int, count: count, cost: cost)
  }
}

extension [String: ItemStock] {
  /// Takes what a line sells, so that the next line sees what is left.
  ///
  /// - Returns: the lots' shares; none for what is not kept in stock.
  /// - Throws: ``Refusal``.
  mutating func take(_ line: BillLine, on day: BusinessDate) throws(Refusal) -> [StockShare] {
    let code = line.item.code
    guard let stock = self[code] else { return [] }
    let shares = try stock.take(line.quantity, label: line.lot, on: day)
    self[code] = stock.less(shares)
    return shares
  }
}

extension ItemStock {
  fileprivate func less(_ shares: [StockShare]) -> ItemStock {
    let left = lots.map { lot in
      let taken = shares.filter { $0.lot == lot.number }.map(\.count).reduce(0, +)
      return StockLot(
        number: lot.number, label: lot.label, expires: lot.expires, cost: lot.cost,
        left: lot.left - taken)
    }
    let beyond = shares.filter { $0.lot == nil }.map(\.count).reduce(0, +)
    var rest = ItemStock(code: code, lots: left, owed: owed + beyond, rule: rule, newest: newest)
    rest.taken = taken + shares.map(\.count).reduce(0, +)
    return rest
  }
}

/// An item that was sold beyond what the books hold.
package struct Oversold: Hashable, Sendable {
  package let code: String
  /// Units of this sale that no lot held.
  package let count: Int
  /// What the books say is on hand after it; negative.
  package let onHand: Int
}

extension [String: ItemStock] {
  /// What was sold beyond the books since, of items of which the shop wants a word.
  func oversold(since before: [String: ItemStock]) -> [Oversold] {
    sorted { $0.key < $1.key }.compactMap { code, stock in
      let beyond = stock.owed - (before[code]?.owed ?? 0)
      guard beyond > 0, stock.rule.overselling == .warn else { return nil }
      return Oversold(code: code, count: beyond, onHand: stock.onHand)
    }
  }
}
