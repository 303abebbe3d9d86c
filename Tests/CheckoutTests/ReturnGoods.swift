import Catalog
import Checkout
import Ledger
import Pricing
import Seeded

/// What is on the shelves of a random shop: lots of different cost and use-by, more of which comes
/// in while things are sold and brought back.
struct ReturnGoods {
  /// A product that is kept in stock, with the receipts of it.
  struct Product {
    let code: String
    let rule: StockRule
    fileprivate(set) var receipts: [Receiving] = []
    fileprivate var names: [String] = []
  }

  private(set) var products: [Product] = []

  init(_ random: inout Seeded) {
    for code in ["g1", "g2", "g3"] {
      var rule = StockRule()
      rule.overselling = Overselling.allCases.randomElement(using: &random) ?? .block
      products.append(Product(code: code, rule: rule))
    }
  }

  /// A product's next receipt, whose use-by stands by the day the shop opened: it may be over.
  func receipt(of index: Int, after opening: BusinessDate, _ random: inout Seeded) -> Receiving {
    let number = products[index].receipts.count + 1
    let days = [nil, 20, 60, 210, 240, 300, 900].randomElement(using: &random) ?? nil
    return Receiving(
      code: products[index].code, count: .random(in: 1...25, using: &random),
      cost: Money(fen: .random(in: 0...9000, using: &random)),
      label: random.chance(1, of: 4) ? "" : "L\(number)",
      expires: days.map { opening.advanced(by: $0) }, supplier: "", document: "")
  }

  mutating func add(_ receiving: Receiving, to index: Int) {
    products[index].receipts.append(receiving)
    products[index].names.append(
      Chart.stock(receiving.code, lot: products[index].receipts.count).name)
  }

  /// The products as a ledger holds them.
  func stock(in ledger: MemoryLedger) -> [String: ItemStock] {
    var stock: [String: ItemStock] = [:]
    for product in products {
      var lots: [StockLot] = []
      for (index, receiving) in product.receipts.enumerated() {
        lots.append(
          StockLot(
            number: index + 1, label: receiving.label, expires: receiving.expires,
            cost: receiving.cost, left: Int(ledger.balances[product.names[index]] ?? 0)))
      }
      stock[product.code] = ItemStock(
        code: product.code, lots: lots.filter { $0.left > 0 },
        owed: Int(-ledger.balance(Chart.oversold(product.code))), rule: product.rule,
        newest: lots.last)
    }
    return stock
  }
}

extension ReturnWorld {
  /// Fills the shelves, some days before anything is sold.
  mutating func fillShelves() throws {
    let opening = today.advanced(by: -200)
    for index in goods.products.indices {
      count.shelves[goods.products[index].code] = GoodsModel.Shelf(
        oversells: goods.products[index].rule.overselling != .block)
      for _ in 1...Int.random(in: 1...4, using: &random) { try receive(index, on: opening) }
    }
  }

  /// A product comes in.
  mutating func receive(_ index: Int, on day: BusinessDate) throws {
    let receiving = goods.receipt(of: index, after: self.day, &random)
    if let expires = receiving.expires, expires < day { return }
    let number = goods.products[index].receipts.count + 1
    let stock = goods.stock(in: ledger)[receiving.code]
    guard let stock else { return }
    serial += 1
    let entry = try Checkout.receive(
      receiving, lot: number, stock: stock, in: shop,
      on: CheckoutTests.occasion(serial: serial, on: day, by: authority(.manager)))
    try ledger.append(entry)
    goods.add(receiving, to: index)
    let expected = count.receive(
      GoodsModel.Lot(
        number: number, label: receiving.label, expires: receiving.expires,
        cost: receiving.cost.fen, left: Int64(receiving.count)), of: receiving.code)
    try compareGoods(entry, with: expected)
  }

  /// The legs on goods of an entry are the second count's.
  func compareGoods(_ entry: JournalEntry, with expected: [String: Int64]) throws {
    let made = entry.postings.filter { GoodsModel.counts($0.account.name) }
      .reduce(into: [:]) { $0[$1.account.name] = $1.amount }
    try check(made == expected, "goods: \(made), expected \(expected)")
  }

  /// The lines of random kits of goods and services.
  mutating func kit(number: Int) -> [BillLine] {
    let codes = (goods.products.map(\.code) + Self.services + ["xf"]).shuffled(using: &random)
      .prefix(Int.random(in: 2...3, using: &random))
    let items = codes.map { code in
      item(
        Int64.random(in: 1...30_000, using: &random), code: code,
        kind: Self.services.contains(code) ? .service : .product)
    }
    let parts = codes.map {
      Kit.Part(item: $0, units: Int.random(in: 1...2, using: &random))
    }
    let list = zip(items, parts).map { ($0.price ?? .zero) * $1.units }.sum()
    let kit = Kit(
      code: "tz", name: "套装", price: Money(fen: .random(in: 0...list.fen, using: &random)),
      parts: parts)
    return kit.lines(
      Int.random(in: 1...2, using: &random), of: items, number: number, staff: [])
  }
}
