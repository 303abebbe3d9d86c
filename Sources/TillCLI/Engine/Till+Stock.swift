import Catalog
import Checkout
import Ledger
import Pricing
import Storage

extension Till {
  /// Takes the file that says how items are kept in, if it is another than last time.
  func takeStockRules() throws {
    let stamp = try folder.stockStamp()
    guard try read({ try $0.state("stock") ?? "" }) != stamp else { return }
    let rules = try folder.stockRules().map { StockRuleRow($0.value, of: $0.key) }
    try store.write { writer in
      try writer.replaceStockRules(with: rules)
      try writer.setState("stock", stamp)
    }
  }

  /// The terms with what there is of the products with some codes.
  func stocked(_ terms: Terms, _ codes: some Sequence<String>, _ snapshot: Snapshot) throws -> Terms
  {
    var terms = terms
    for code in Set(codes) { terms.stock[code] = try snapshot.stock(of: code) }
    return terms
  }

  func perform(
    _ command: StockCommand, _ authority: Authority, _ line: TypedLine
  ) throws -> Reply {
    switch command {
    case .receive(let words): return try receive(words, authority, line)
    case .use(let words): return try use(words, authority, line)
    case .opened(let words): return try settle(words, authority, line)
    case .count(let words): return try count(words, authority, line)
    case .sheet(let command): return try perform(command, authority, line)
    case .leave(let words):
      return try withLinesForThere {
        try document(of: words.leaving.kind, item: words.code, authority, line) {
          stock, occasion, snapshot in
          try leave(
            words.count, of: stock, label: try label(of: words, snapshot), to: words.leaving,
            reason: words.reason,
            document: words.document, in: shop, on: occasion)
        }
      }
    case .show(let code): return try read { try Reply(content: stockContent(code, $0)) }
    case .low(let csv): return try list(csv) { try lowStock($0) }
    case .expiring(let days, let csv): return try list(csv) { try expiringStock(days, $0) }
    }
  }

  /// The lot that goods leave: as typed, or as their code says.
  private func label(of words: LeaveWords, _ snapshot: Snapshot) throws -> String? {
    let printed = try stockItem(words.code, snapshot).elements?.lot
    if let typed = words.label, let printed, typed != printed {
      throw Refusal(.lotUnknown, "lot=\(typed)", expected: "lot=\(printed)")
    }
    return words.label ?? printed
  }

  /// Adds to the reply of a transfer what the other branch types to take the goods in.
  private func withLinesForThere(_ made: () throws -> Reply) throws -> Reply {
    var reply = try made()
    guard case .document(let document, _) = reply.content, document.kind == .goodsOut else {
      return reply
    }
    let here = shop.branch.isEmpty ? shop.name : shop.branch
    let lines = document.json.elements("taken").map { lot in
      let label = lot["lot"]?.string ?? ""
      let expires = lot["expires"]?.string.map { " exp=\($0)" } ?? ""
      return "transfer in \(document.json["item"]?.string ?? "") \(lot["qty"]?.int ?? 0)"
        + " cost=\(lot["cost"]?.money ?? .zero)"
        + (label.isEmpty || label.hasPrefix("#") ? "" : " lot=\(quoted(label))") + expires
        + " from=\(quoted(here)) doc=\(document.number)"
    }
    reply.notices.append(.typeThere(lines))
    return reply
  }

  /// A field's value as it is typed.
  private func quoted(_ value: String) -> String { value.contains(" ") ? "\"\(value)\"" : value }

  /// Makes a numbered document about an item that is kept in stock.
  func document(
    of kind: DocumentKind, item code: String, _ authority: Authority, _ line: TypedLine,
    decide: (ItemStock, Occasion, Snapshot) throws -> JournalEntry
  ) throws -> Reply {
    var state: StockState?
    var reply = try write(line) { writer in
      let snapshot = writer.snapshot
      let (item, _) = try stockItem(code, snapshot)
      guard var before = try snapshot.stock(of: item.code) else {
        guard item.kind == .product else { throw Refusal(.notGoods, item.code) }
        throw Refusal(.stockShort, item.code, expected: "receive \(item.code) N", have: 0)
      }
      before.name = item.name
      let occasion = try occasion(for: kind, snapshot, authority: authority)
      let made = try writer.append(try decide(before, occasion, snapshot), isPrinted: true)
      state = try snapshot.stock(of: item.code).map { try self.state(of: item, $0, snapshot) }
      return .document(Document(made), slips: [])
    }
    reply.stock = state.map { [$0] } ?? []
    return reply
  }

  /// The item of a code, a barcode or a GS1 string, with what the string says besides.
  func stockItem(
    _ text: String, isComing: Bool = false, _ snapshot: Snapshot
  ) throws -> (item: Item, elements: GS1Elements?) {
    if let kit = kits[text] {
      throw Refusal(
        .notGoods, text, expected: kit.parts.map(\.item).joined(separator: " "))
    }
    return try snapshot.stockItem(
      text, today: clock.day(of: try time(snapshot)), isComing: isComing)
  }

  // MARK: Lists

  /// Items with what there is of them.
  private func states(of items: [Item], _ snapshot: Snapshot) throws -> [StockState] {
    try items.compactMap { item in
      try snapshot.stock(of: item.code).map { try state(of: item, $0, snapshot) }
    }
  }

  private func stockContent(_ code: String?, _ snapshot: Snapshot) throws -> Reply.Content {
    let day = try businessDay(snapshot)
    guard let code else {
      let items = try snapshot.stockedItems().compactMap { try snapshot.goods($0) }
      return .stock(try states(of: items, snapshot), on: day)
    }
    let item = try listedItem(code, snapshot)
    let stock = try snapshot.stockOrNone(of: item.code)
    return .stock([try state(of: item, stock, snapshot)], on: day)
  }

  /// The product of a code; what is none may have been meant for another list.
  private func listedItem(_ code: String, _ snapshot: Snapshot) throws -> Item {
    do {
      let item = try stockItem(code, snapshot).item
      guard item.kind == .product else { throw Refusal(.notGoods, item.code) }
      return item
    } catch let refusal as Refusal where refusal.name == .itemUnknown {
      let lists = nearest(to: code, among: Verb.stock.subjects)
      throw Refusal(
        .itemUnknown, code, expected: lists.map { "stock \($0)" }.joined(separator: " | "))
    }
  }

  /// What is to be ordered: as few as the shop has set, or none at all.
  private func lowStock(_ snapshot: Snapshot) throws -> StockList {
    let day = try businessDay(snapshot)
    let since = day.advanced(by: -StockState.coverDays)
    let items = try lowItems(try snapshot.stockBalances(), snapshot)
    let low = try states(of: items, snapshot).map { state in
      var state = state
      state.sold = try snapshot.unitsSold(of: state.item.code, since: since)
      return state
    }
    return StockList(states: low, day: day)
  }

  /// Shows a list, and writes it to a file where one is named.
  private func list(_ csv: String?, _ make: (Snapshot) throws -> StockList) throws -> Reply {
    let list = try read(make)
    if let csv { try writeNew(list.csv, to: csv) }
    return Reply(content: .stock(list.states, on: list.day))
  }

  /// The items of the catalog that are to be ordered.
  private func lowItems(
    _ balances: [StockBalance], _ snapshot: Snapshot
  ) throws -> [Item] {
    let onHand = balances.reduce(into: [:]) { $0[$1.item, default: 0] += $1.units }
    let reorder = try snapshot.reorderPoints()
    return try snapshot.stockedItems().filter { onHand[$0] ?? 0 <= reorder[$0] ?? 0 }
      .compactMap { try snapshot.item(code: $0) }
  }

  /// The lots that hold something and run out by a day, by their items' codes.
  private func lots(
    runningOutBy last: BusinessDate, _ balances: [StockBalance], _ snapshot: Snapshot
  ) throws -> [String: [StockLot]] {
    var lots: [String: [StockLot]] = [:]
    for balance in balances {
      guard let number = balance.lot, balance.units > 0,
        let row = try snapshot.stockLot(number, of: balance.item), let expires = row.expires,
        expires <= last
      else { continue }
      lots[balance.item, default: []].append(StockLot(row, left: balance.units))
    }
    return lots
  }

  /// How many items are to be ordered, run out within 90 days, and have run out.
  func stockNotice(_ snapshot: Snapshot) throws -> [Reply.Notice] {
    let day = try businessDay(snapshot)
    let balances = try snapshot.stockBalances()
    let lots = try lots(runningOutBy: day.advanced(by: 90), balances, snapshot)
    let expired = lots.values.count { $0.contains { $0.isExpired(on: day) } }
    let expiring = lots.values.count { $0.contains { !$0.isExpired(on: day) } }
    let low = try lowItems(balances, snapshot).count
    guard low + expiring + expired > 0 else { return [] }
    return [.stock(low: low, expiring: expiring, expired: expired)]
  }

  /// What runs out within some days, or has run out; the soonest first.
  private func expiringStock(_ days: Int, _ snapshot: Snapshot) throws -> StockList {
    let day = try businessDay(snapshot)
    let last = day.advanced(by: days)
    let lots = try lots(runningOutBy: last, try snapshot.stockBalances(), snapshot)
    let found = try lots.compactMap { code, lots -> StockState? in
      guard let item = try snapshot.goods(code) else { return nil }
      let stock = ItemStock(
        code: code, lots: lots.sorted { $0.number < $1.number }, owed: 0,
        rule: try snapshot.stockRule(of: code))
      return StockState(item: item, stock: stock)
    }
    let order = { (state: StockState) in
      (state.stock.lots.compactMap(\.expires).min() ?? last, state.item.code)
    }
    return StockList(states: found.sorted { order($0) < order($1) }, day: day)
  }
}

extension StockRuleRow {
  fileprivate init(_ rule: StockRule, of item: String) {
    self.init(
      item: item, overselling: rule.overselling.rawValue, reorder: rule.reorder,
      content: rule.content, measure: rule.measure)
  }
}

/// Items with what there is of them, as one of the lists shows them.
struct StockList {
  let states: [StockState]
  let day: BusinessDate
}

/// An item with what there is of it.
struct StockState {
  /// How far back sales count for what they will be.
  static let coverDays = 90

  let item: Item
  let stock: ItemStock
  /// Its opened packages.
  var opened: [OpenedPackage] = []
  /// Units sold in the last ``coverDays`` days, by the shifts that are closed; nil where nobody asks.
  var sold: Int?

  /// For how many days what is on hand will do, rounded down; nil where nothing was sold.
  var cover: Int? {
    guard let sold, sold > 0 else { return nil }
    return max(0, stock.onHand) * StockState.coverDays / sold
  }
}
