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
        if let day, day > today { throw Refusal(.badDate, "\(day)", expected: "<= \(today)") }
        return GoodsReport.stock(try stockReport(day ?? today, snapshot).withoutEmptyItems)
      case .items(let code, let days):
        let days = try past(days, today)
        guard let code else { return .items(try itemsReport(days, snapshot)) }
        return .history(try history(of: code, days, snapshot))
      case .receiving(let days):
        return .receiving(try receivingReport(try past(days, today), snapshot))
      }
    }
    if let csv = words.csv { try writeNew(report.csv, to: csv) }
    return Reply(content: .goods(report))
  }

  /// The days that are asked for, or the last ones; none of them is to come.
  private func past(
    _ days: ClosedRange<BusinessDate>?, _ today: BusinessDate
  ) throws -> ClosedRange<BusinessDate> {
    let days = days ?? today.advanced(by: 1 - GoodsReport.usualDays)...today
    guard days.upperBound <= today else {
      throw Refusal(.badDate, "\(days.upperBound)", expected: "<= \(today)")
    }
    return days
  }

  /// Writes a file that is not there yet.
  ///
  /// - Throws: `Refusal` named `file-there` or `file-unreadable`.
  func writeNew(_ text: String, to path: String) throws {
    guard access(path, F_OK) != 0 else { throw Refusal(.fileThere, path) }
    guard writeAtomically(Array(text.utf8), to: path) else {
      throw Refusal(.fileUnreadable, path, expected: String(cString: strerror(errno)))
    }
  }

  /// What there was of every item at the end of a day, lot by lot, at what it cost; of those of which
  /// there was none, too.
  private func stockReport(_ day: BusinessDate, _ snapshot: Snapshot) throws -> StockReport {
    var owed = try snapshot.oversold(asOf: day)
    var items: [StockReport.Item] = []
    for lot in try snapshot.lots(asOf: day) {
      if items.last?.code != lot.item {
        items.append(
          StockReport.Item(
            code: lot.item, label: ItemLabel(lot), owed: owed.removeValue(forKey: lot.item) ?? 0))
      }
      guard lot.left != 0 else { continue }
      items[items.count - 1].lots.append(StockReport.Lot(row: lot.row, left: lot.left))
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
    let closing = try stockReport(days.upperBound, snapshot)
    var items: [String: ItemsReport.Item] = [:]
    for item in closing.items {
      var moving = ItemsReport.Item(code: item.code, label: item.label)
      moving.closing = item.onHand
      moving.value = item.value
      items[item.code] = moving
    }
    for item in try stockReport(before, snapshot).items {
      items[item.code]?.opening = item.onHand
    }
    for flow in ItemsReport.Flow.allCases {
      let word = flow.rawValue
      let then = try units(word, before, snapshot)
      for (code, count) in try units(word, days.upperBound, snapshot) {
        let moved = count - then[code, default: 0]
        if moved != 0 { items[code]?.moved[flow] = moved }
      }
    }
    let cost = { (account: Account) in
      Money(
        fen: try snapshot.balance(named: account.name, before: days.upperBound.advanced(by: 1))
          - snapshot.balance(named: account.name, before: days.lowerBound))
    }
    return ItemsReport(
      days: days,
      items: items.values.filter(\.isWorthALine).sorted { $0.code < $1.code },
      sold: try cost(Chart.goodsSold), used: try cost(Chart.backBar),
      shrinkage: try cost(Chart.shrinkage), inventory: closing.inventory)
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
    let before = days.lowerBound.advanced(by: -1)
    var left = try snapshot.balances(under: "stock:\(item.code)", asOf: before)
      .reduce(0) { $0 + Int($1.balance) }
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
}

extension ItemLabel {
  fileprivate init(_ lot: LotThen) {
    self.init(name: lot.name.isEmpty ? lot.item : lot.name, unit: lot.unit)
  }
}
