import Catalog
import Checkout
import Ledger
import Pricing
import Storage

extension Till {
  /// What is left of an item's opened packages, by lot.
  func opened(of code: String, _ snapshot: Snapshot) throws -> [OpenedPackage] {
    var lots: [Int?] = try snapshot.openedBalances(of: code).map { name in
      name.split(separator: ":").last.flatMap { Int($0) }
    }
    // Packages that were opened before their lots were told apart.
    lots.append(nil)
    return try lots.compactMap { number in
      let left = try snapshot.balance(of: Chart.opened(code, lot: number))
      guard left > 0 else { return nil }
      let row = try number.flatMap { try snapshot.stockLot($0, of: code) }
      return OpenedPackage(
        lot: number, label: row?.label ?? "", expires: row?.expires, left: Int(left),
        cost: Money(fen: try snapshot.balance(of: Chart.openedCost(code, lot: number))))
    }
  }

  /// An item with what there is of it.
  func state(of item: Item, _ stock: ItemStock, _ snapshot: Snapshot) throws -> StockState {
    StockState(item: item, stock: stock, opened: try opened(of: item.code, snapshot))
  }

  func use(_ words: UseWords, _ authority: Authority, _ line: TypedLine) throws -> Reply {
    if let staff = words.staff {
      try roster.check([StaffShare(staff: staff, share: 100, isChosen: false)])
    }
    return try document(of: .backBar, item: words.code, authority, line) {
      stock, occasion, snapshot in
      let purpose = try purpose(of: words, item: stock.code, snapshot)
      return try Checkout.use(
        try words.amount ?? recipeAmount(of: stock.code, for: purpose.service), of: stock,
        opened: try opened(of: stock.code, snapshot), for: purpose, in: shop, on: occasion)
    }
  }

  /// Counts or writes off what is left in opened packages.
  func settle(_ words: OpenedWords, _ authority: Authority, _ line: TypedLine) throws -> Reply {
    try document(of: words.change.kind, item: words.code, authority, line) {
      stock, occasion, snapshot in
      try Checkout.settle(
        words.change, of: stock, measure: words.measure,
        opened: try opened(of: stock.code, snapshot), in: shop, on: occasion)
    }
  }

  private func recipeAmount(of item: String, for service: String?) throws(Refusal) -> Amount {
    let recipe = service.flatMap { recipes[$0] }
    guard let part = recipe?.parts.first(where: { $0.item == item }) else {
      throw Refusal(.badQuantity, service ?? item, expected: "use \(item) 1 | 45g | 120ml")
    }
    return part.amount
  }

  /// What an item is used for: a sale that is named says what it leaves open.
  private func purpose(
    of words: UseWords, item: String, _ snapshot: Snapshot
  ) throws -> Purpose {
    guard let number = words.sale else {
      if let service = words.service {
        guard try snapshot.item(code: service)?.kind == .service else {
          throw Refusal(.itemUnknown, service)
        }
      }
      return Purpose(service: words.service, staff: words.staff)
    }
    let sale = try find(number, snapshot)
    guard sale.kind == .sale || sale.kind == .exchange else {
      throw Refusal(.documentUnknown, sale.number, expected: "on=JA20261121-0031")
    }
    if let void = try snapshot.void(of: sale.sequence) {
      throw Refusal(.alreadyVoid, sale.number, expected: void.number)
    }
    let services = sale.lines.filter { $0.kind == Item.Kind.service.rawValue }
    let meant = services.filter { service in
      words.service.map { $0 == service.code }
        ?? (recipes[service.code]?.parts.contains { $0.item == item } ?? (services.count == 1))
    }
    guard let service = meant.first, Set(meant.map(\.code)).count == 1 else {
      let codes = Set(services.map(\.code)).sorted()
      throw Refusal(
        .itemUnknown, words.service.map { "for=\($0)" } ?? "on=\(sale.number)",
        expected: codes.isEmpty
          ? "use \(item) 1 | 45g | 120ml" : codes.map { "for=\($0)" }.joined(separator: " "))
    }
    return Purpose(service: service.code, staff: words.staff ?? service.server, sale: sale)
  }

  /// Recipe and use of some days, by service and who served; written to a file where one is named.
  func reportBackBar(_ range: BackBarRange) throws -> Reply {
    try read { snapshot in
      let today = try businessDay(snapshot)
      let days = range.days ?? today...today
      var tally = BackBarTally(recipes: recipes)
      let last = min(days.upperBound, today)
      for day in stride(from: days.lowerBound.days, through: last.days, by: 1) {
        for entry in try snapshot.entries(onDay: BusinessDate(days: day)) {
          let document = try Document(entry)
          guard document.kind == .void, let about = document.about else {
            tally.count(document)
            continue
          }
          guard let original = try snapshot.entry(sequence: about) else { continue }
          tally.count(try Document(original), sign: -1)
        }
      }
      let report = BackBarReport(days: days, rows: tally.rows)
      if let csv = range.csv { try writeNew(report.csv, to: csv) }
      return Reply(content: .backBar(report))
    }
  }
}
