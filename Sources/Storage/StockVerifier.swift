internal import CSQLite

extension Verifier {
  /// Checks that what is in stock is worth what its lots cost.
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
    guard lots != inventory else { return nil }
    return "stock: the lots are worth \(lots), the books say \(inventory)"
  }
}
