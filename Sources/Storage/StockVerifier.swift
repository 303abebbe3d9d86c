internal import CSQLite

extension Verifier {
  /// Checks that what is in stock is worth what its lots cost, and that each lot is as its receipt
  /// says: cost, label and use-by date.
  ///
  /// - Returns: what is wrong; nil where nothing is.
  /// - Throws: ``StorageError``.
  static func stockFault(_ connection: Connection) throws(StorageError) -> String? {
    let lots = try connection.integer(
      """
      SELECT coalesce(sum(account.balance * stock_lot.cost), 0) FROM stock_lot
      JOIN account ON account.name = 'stock:' || stock_lot.item || ':' || stock_lot.number
      """)
    let inventory = try connection.integer(
      "SELECT coalesce((SELECT balance FROM account WHERE name = 'inventory'), 0)")
    guard lots == inventory else {
      return "stock: the lots are worth \(lots), the books say \(inventory)"
    }
    let changed = try connection.integer(changedLots)
    return changed == 0 ? nil : "stock: \(changed) lots are not as they were received"
  }

  /// Lots of which their entry says something else, by itself or among several lots of a delivery.
  private static let changedLots = """
    SELECT count(*) FROM stock_lot AS lot JOIN entry ON entry.sequence = lot.entry
    WHERE NOT EXISTS (
      SELECT 1 FROM (
        SELECT entry.line ->> '$.item' AS item, entry.line ->> '$.lot' AS number,
          entry.line ->> '$.cost' AS cost, entry.line ->> '$.label' AS label,
          entry.line ->> '$.expires' AS expires
        UNION ALL
        SELECT value ->> '$.code', value ->> '$.lot', value ->> '$.cost', value ->> '$.label',
          value ->> '$.expires'
        FROM json_each(entry.line, '$.items')) AS said
      WHERE said.item = lot.item AND said.number = lot.number AND said.cost = lot.cost
        AND coalesce(said.label, '') = lot.label
        AND coalesce(said.expires, '') = coalesce(date(lot.expires * 86400, 'unixepoch'), ''))
    """
}
