/// The ends that the ledger itself sets to an account, so that two tills cannot spend the same twice.
enum AccountRange {
  /// What is never below zero, but for what is owed of an item: that is never above.
  private static let bounded = [
    "drawer:", "stock:", "opened:", "opened-cost:", "returned:", "receivable:",
  ]

  /// Whether an account that must not cross zero is kept from it.
  ///
  /// What the shop owes a member is never above zero and what it counts of them never below; only
  /// what counts towards a tier goes either way.
  static func isKept(
    _ name: String, kind: String, isOwned: Bool, least: Int64?, most: Int64?
  ) -> Bool {
    if isOwned {
      if kind == "liability" { return most == 0 && least == nil }
      return kind == "asset" && (least == 0 || name.hasPrefix("qualifying:"))
    }
    // Of all that came back, kept against each sale's lines.
    guard name != "returned:value", bounded.contains(where: name.hasPrefix) else { return true }
    let isOwed = name.hasPrefix("stock:") && name.hasSuffix(":owed")
    return kind == "asset" && (isOwed ? most == 0 : least == 0)
  }
}
