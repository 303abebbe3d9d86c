package import Ledger

/// A package of products and services (套装) that is sold at one price.
package struct Kit: Hashable, Sendable {
  /// One of its items, and how many units of it one kit holds.
  package struct Part: Hashable, Sendable {
    /// The item's code.
    package let item: String
    /// 1 or more.
    package let units: Int

    package init(item: String, units: Int) {
      self.item = item
      self.units = units
    }
  }

  /// What the cashier types; no item has it.
  package let code: String
  package let name: String
  /// Of one kit, tax included.
  package let price: Money
  package var parts: [Part]

  package init(code: String, name: String, price: Money, parts: [Part]) {
    self.code = code
    self.name = name
    self.price = price
    self.parts = parts
  }
}
