/// How an item is kept in stock, as the shop's file says.
package struct StockRuleRow: Hashable, Sendable {
  package let item: String
  /// `block`, `warn` or `allow`.
  package let overselling: String
  package let reorder: Int?
  package let content: Int?
  /// `g` or `ml`.
  package let measure: String

  package init(item: String, overselling: String, reorder: Int?, content: Int?, measure: String) {
    self.item = item
    self.overselling = overselling
    self.reorder = reorder
    self.content = content
    self.measure = measure
  }

  init(_ row: Statement) {
    item = row.text(0)
    overselling = row.text(1)
    reorder = row.isNull(2) ? nil : row.int(2)
    content = row.isNull(3) ? nil : row.int(3)
    measure = row.text(4)
  }
}

extension Snapshot {
  /// How an item is kept; nil where the shop's file says nothing of it.
  package func stockRuleRow(of item: String) throws(StorageError) -> StockRuleRow? {
    try connection.first(.stockRule, item, read: StockRuleRow.init)
  }

  /// From how few on items are to be ordered, by their codes.
  package func reorderPoints() throws(StorageError) -> [String: Int] {
    let rows = try connection.rows(.reorderPoints) { ($0.text(0), $0.int(1)) }
    return Dictionary(uniqueKeysWithValues: rows)
  }
}

extension Writer {
  /// Makes the rules what a file says; only what differs is written.
  package func replaceStockRules(with rules: [StockRuleRow]) throws(StorageError) {
    let listed = try connection.rows(.stockRules, read: StockRuleRow.init)
    var before = Dictionary(uniqueKeysWithValues: listed.map { ($0.item, $0) })
    for rule in rules where before.removeValue(forKey: rule.item) != rule {
      try connection.run(
        .insertStockRule, rule.item, rule.overselling, rule.reorder, rule.content, rule.measure)
    }
    for gone in before.keys { try connection.run(.deleteStockRule, gone) }
  }
}
