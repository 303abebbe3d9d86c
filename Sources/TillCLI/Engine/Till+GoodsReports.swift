import Catalog
import Checkout
import Glibc
import Ledger
import Storage

extension Till {
  /// Reports on the goods; written to a file, too, where one is named.
  func report(_ words: GoodsWords) throws -> Reply {
    let report = try read { snapshot in
      let today = try businessDay(snapshot)
      switch words.subject {
      case .stock(let day):
        if let day, day > today { throw Refusal(.badDate, "\(day)", expected: "\(today)") }
        return GoodsReport.stock(try stockReport(day ?? today, snapshot))
      case .items(let code, let days):
        let days = days ?? today.advanced(by: 1 - GoodsReport.usualDays)...today
        guard days.upperBound <= today else {
          throw Refusal(.badDate, "\(days.upperBound)", expected: "\(today)")
        }
        guard let code else { return .items(try itemsReport(days, snapshot)) }
        return .history(try history(of: code, days, snapshot))
      }
    }
    if let csv = words.csv { try writeNew(report.csv, to: csv) }
    return Reply(content: .goods(report))
  }

  /// Writes a file that is not there yet.
  ///
  /// - Throws: `Refusal` named `file-there`, or `StorageError`.
  func writeNew(_ text: String, to path: String) throws {
    guard access(path, F_OK) != 0 else { throw Refusal(.fileThere, path) }
    guard writeAtomically(Array(text.utf8), to: path) else {
      throw StorageError(.other, message: String(cString: strerror(errno)), place: path)
    }
  }

  /// What there was of every item at the end of a day, lot by lot, at what it cost.
  private func stockReport(_ day: BusinessDate, _ snapshot: Snapshot) throws -> StockReport {
    var items: [StockReport.Item] = []
    for (name, balance) in try snapshot.balances(under: "stock", asOf: day) {
      let words = name.split(separator: ":")
      guard words.count == 3 else { continue }
      let code = String(words[1])
      if items.last?.code != code {
        items.append(StockReport.Item(code: code, label: try label(of: code, snapshot)))
      }
      guard let number = Int(words[2]) else {
        items[items.count - 1].owed = Int(-balance)
        continue
      }
      guard let row = try snapshot.stockLot(number, of: code) else { continue }
      items[items.count - 1].lots.append(StockReport.Lot(row: row, left: Int(balance)))
    }
    let books = try snapshot.balance(
      named: Chart.inventory.name, before: day.advanced(by: 1))
    return StockReport(day: day, items: items, inventory: Money(fen: books))
  }

  /// How every item moved in some days.
  private func itemsReport(
    _ days: ClosedRange<BusinessDate>, _ snapshot: Snapshot
  ) throws -> ItemsReport {
    let before = days.lowerBound.advanced(by: -1)
    let opening = try onHand(before, snapshot)
    let closing = try stockReport(days.upperBound, snapshot)
    var items: [String: ItemsReport.Item] = [:]
    for (code, count) in opening { items[code, default: .init(code: code)].opening = count }
    for item in closing.items {
      items[item.code, default: .init(code: item.code)].closing = item.onHand
      items[item.code]?.value = item.value
    }
    for flow in ItemsReport.Flow.allCases {
      let word = flow.rawValue
      let then = try units(word, before, snapshot)
      for (code, count) in try units(word, days.upperBound, snapshot) {
        let moved = count - then[code, default: 0]
        if moved != 0 { items[code, default: .init(code: code)].moved[flow] = moved }
      }
    }
    let cost = { (account: Account) in
      Money(
        fen: try snapshot.balance(named: account.name, before: days.upperBound.advanced(by: 1))
          - snapshot.balance(named: account.name, before: days.lowerBound))
    }
    return ItemsReport(
      days: days,
      items: try items.values.sorted { $0.code < $1.code }.map { item in
        var item = item
        item.label = try label(of: item.code, snapshot)
        return item
      },
      sold: try cost(Chart.goodsSold), used: try cost(Chart.backBar),
      shrinkage: try cost(Chart.shrinkage), inventory: closing.inventory)
  }

  /// Units on hand of every item at the end of a day, what was sold beyond the books off.
  private func onHand(_ day: BusinessDate, _ snapshot: Snapshot) throws -> [String: Int] {
    try snapshot.balances(under: "stock", asOf: day).reduce(into: [:]) { counts, account in
      let words = account.name.split(separator: ":")
      if words.count == 3 { counts[String(words[1]), default: 0] += Int(account.balance) }
    }
  }

  /// Units that went one way, of every item, up to the end of a day.
  private func units(
    _ word: String, _ day: BusinessDate, _ snapshot: Snapshot
  ) throws -> [String: Int] {
    let balances = try snapshot.balances(under: word, asOf: day)
    return Dictionary(
      uniqueKeysWithValues: balances.map {
        (String($0.name.dropFirst(word.count + 1)), Int($0.balance))
      })
  }

  /// Every movement of an item in some days, with what there was after it.
  private func history(
    of text: String, _ days: ClosedRange<BusinessDate>, _ snapshot: Snapshot
  ) throws -> ItemHistory {
    let (item, _) = try stockItem(text, snapshot)
    var left = try onHand(days.lowerBound.advanced(by: -1), snapshot)[item.code] ?? 0
    var history = ItemHistory(
      code: item.code, label: .init(name: item.name, unit: item.unit), days: days, opening: left)
    for movement in try snapshot.movements(ofItem: item.code, days) {
      left += Int(movement.amount)
      let number = movement.account.split(separator: ":").last.flatMap { Int($0) }
      let row = try number.flatMap { try snapshot.stockLot($0, of: item.code) }
      guard let entry = try snapshot.entry(sequence: movement.sequence) else { continue }
      let document = try Document(entry)
      history.movements.append(
        ItemHistory.Movement(
          at: movement.at, day: movement.day, kind: movement.kind, number: document.number,
          lot: row, units: Int(movement.amount), left: left))
    }
    return history
  }

  /// What an item is called, also where it is no longer sold.
  private func label(of code: String, _ snapshot: Snapshot) throws -> ItemLabel {
    let item = try snapshot.item(code: code) ?? snapshot.item(code: code, at: time(snapshot))
    return ItemLabel(name: item?.name ?? code, unit: item?.unit ?? "")
  }
}
