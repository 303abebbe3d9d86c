import Catalog
import Checkout
import Ledger

/// What the shop of the stock histories sells and uses up.
enum Shelf {
  /// How an item is kept: its code, its price, what happens beyond the books, what one unit holds.
  struct Kept {
    let code: String
    let price: Int64
    let policy: String
    var content: Int?
    var measure = "g"
  }

  static let kept = [
    Kept(code: "shampoo", price: 8_800, policy: "block"),
    Kept(code: "mask", price: 12_900, policy: "warn"),
    Kept(code: "spray", price: 3_990, policy: "allow"),
    Kept(code: "dye", price: 6_001, policy: "block", content: 60),
    Kept(code: "cream", price: 15_000, policy: "warn", content: 7, measure: "ml"),
    Kept(code: "wax", price: 2_345, policy: "allow", content: 100),
    Kept(code: "comb", price: 999, policy: "block"),
  ]

  /// The parts of a kit by the places of their items, and how many of each; a service is -1.
  struct Package {
    let code: String
    let price: Int64
    let parts: [(place: Int, units: Int)]
  }

  static let packages = [
    Package(code: "care", price: 19_998, parts: [(0, 1), (1, 1), (-1, 1)]),
    Package(code: "style", price: 10_001, parts: [(2, 3), (5, 1), (6, 2)]),
    Package(code: "home", price: 30_000, parts: [(4, 1), (-1, 2), (0, 2), (3, 1)]),
  ]

  static let servicePrice: Int64 = 12_801
  static let service = good("cut", servicePrice, kind: .service)
  static let items = kept.map { good($0.code, $0.price, kind: .product) }
  static let places = Dictionary(
    uniqueKeysWithValues: kept.enumerated().map { ($0.element.code, $0.offset) })

  /// How much of which items the service is expected to use.
  static let recipe = Recipe(
    service: "cut", parts: [(item: "dye", amount: Amount(45, measure: "g"))])

  static func item(_ place: Int) -> Item { place < 0 ? service : items[place] }

  static let rules = kept.map { kept in
    var rule = StockRule()
    rule.overselling = Overselling(rawValue: kept.policy) ?? .block
    rule.content = kept.content
    rule.measure = kept.measure
    return rule
  }

  private static func good(_ code: String, _ price: Int64, kind: Item.Kind) -> Item {
    Item(
      code: code, name: code, kind: kind, category: "", unit: "瓶", price: Money(fen: price),
      floor: .zero, taxRate: kind == .service ? 600 : 1300, discountable: true)
  }
}

extension Shelf.Package {
  var kit: Kit {
    Kit(
      code: code, name: code, price: Money(fen: price),
      parts: parts.map { Kit.Part(item: Shelf.item($0.place).code, units: $0.units) })
  }
}
