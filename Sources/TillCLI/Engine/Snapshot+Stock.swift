import Catalog
import Checkout
import Ledger
import Storage

extension Snapshot {
  /// What there is of an item; nil for one that is not kept in stock.
  func stock(of code: String) throws(StorageError) -> ItemStock? {
    let last = try nextStockLot(code) - 1
    guard last > 0 else { return nil }
    var lots: [StockLot] = []
    var owed = 0
    for balance in try stockBalances(of: code) {
      guard let number = balance.lot else {
        owed = -balance.units
        continue
      }
      guard let row = try stockLot(number, of: code) else { continue }
      lots.append(StockLot(row, left: balance.units))
    }
    let newest = try stockLot(last, of: code).map { row in
      lots.first { $0.number == last } ?? StockLot(row, left: 0)
    }
    return ItemStock(
      code: code, lots: lots.sorted { $0.number < $1.number }, owed: owed,
      rule: try stockRule(of: code), newest: newest)
  }

  /// The item's stock, or none of it.
  func stockOrNone(of code: String) throws(StorageError) -> ItemStock {
    if let stock = try stock(of: code) { return stock }
    return ItemStock(code: code, lots: [], owed: 0, rule: try stockRule(of: code))
  }

  /// An item of the catalog, or one that is no longer in it while it is still on the shelf: that is
  /// counted, sent back and written off like any other.
  func goods(_ code: String) throws(StorageError) -> Item? {
    if let item = try item(code: code) { return item }
    guard try !stockBalances(of: code).isEmpty else { return nil }
    return try item(code: code, at: try head().at)
  }

  /// How an item is kept in stock.
  func stockRule(of code: String) throws(StorageError) -> StockRule {
    try stockRuleRow(of: code).map(StockRule.init) ?? StockRule()
  }

  /// The item of a code, a barcode or a GS1 string, with what the string says besides.
  ///
  /// - Parameters:
  ///   - text: as typed or scanned.
  ///   - today: tells the century of dates in the string.
  ///   - isComing: whether goods are to come in, which only the catalog's items do.
  /// - Returns: the item, and the string's elements where it is one.
  /// - Throws: `Refusal` named `item-unknown` or `malformed`, or `StorageError`.
  func stockItem(
    _ text: String, today: BusinessDate, isComing: Bool = false
  ) throws -> (item: Item, elements: GS1Elements?) {
    if GS1Elements.recognises(text.uppercased()) {
      do {
        let elements = try GS1Elements(text.uppercased(), today: today)
        if let item = try item(barcode: elements.gtin) { return (item, elements) }
      } catch let fault as GS1Elements.Fault {
        throw Refusal(.malformed, text, expected: fault.description)
      }
    }
    if case .barcode(let barcode) = ScannedCode(digits: text),
      let item = try item(barcode: barcode)
    {
      return (item, nil)
    }
    guard let item = isComing ? try item(code: text) : try goods(text) else {
      throw Refusal(.itemUnknown, text)
    }
    return (item, nil)
  }
}

extension StockLot {
  init(_ row: StockRow, left: Int) {
    self.init(
      number: row.number, label: row.label, expires: row.expires, cost: row.cost, left: left)
  }
}

extension StockRule {
  fileprivate init(_ row: StockRuleRow) {
    self.init()
    overselling = Overselling(rawValue: row.overselling) ?? .block
    reorder = row.reorder
    content = row.content
    measure = row.measure
  }
}
