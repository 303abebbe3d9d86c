package import Ledger

/// What the shop sells, as it stood when it was read: a service or a product.
package struct Item: Hashable, Sendable {
  /// A service is done by staff; a product is handed over.
  package enum Kind: String, CaseIterable, Sendable {
    case service
    case product
  }

  /// The shop's own code: what the cashier types; lower case, no blanks.
  package var code: String
  package var name: String
  package var kind: Kind
  package var category: String
  /// What one sale unit is called: 次, 瓶.
  package var unit: String
  /// The price of one unit, tax included; nil for an open price, which the cashier states.
  package var price: Money?
  /// The least net price of one unit that needs no approval; zero where there is none.
  package var floor: Money
  /// The tax contained in the price, in basis points: 600 is 6 %.
  package var taxRate: Int
  /// False for an item that takes no reduction.
  package var discountable: Bool
  /// The EAN-8, UPC-A, EAN-13 and ITF-14 codes on its packages, in the form of ``gtin(_:)``.
  package var barcodes: [String]
  /// Short keys of the shop's own choosing (助记码), lower case.
  package var mnemonics: [String]

  package init(
    code: String, name: String, kind: Kind, category: String, unit: String, price: Money?,
    floor: Money = .zero, taxRate: Int, discountable: Bool = true, barcodes: [String] = [],
    mnemonics: [String] = []
  ) {
    self.code = code
    self.name = name
    self.kind = kind
    self.category = category
    self.unit = unit
    self.price = price
    self.floor = floor
    self.taxRate = taxRate
    self.discountable = discountable
    self.barcodes = barcodes
    self.mnemonics = mnemonics
  }
}
