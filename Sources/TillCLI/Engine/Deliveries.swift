import Catalog
import Checkout
import Ledger
import Storage

/// What comes of the next rows of a file of goods.
enum GoodsStep: Sendable {
  case delivery(Delivery)
  /// A row that cannot be taken.
  case fault(RowFault)
  /// The file ends, or its reading does.
  case end((any Error)?)
}

/// One supplier's delivery with one paper, ready to be written.
struct Delivery: Sendable {
  /// Of the document.
  let number: String
  let entry: ChainedEntry
  let lots: StockLots
  /// The line of the file's last row in it.
  let lastLine: Int
}

/// Makes documents of the rows of a file of goods: what one supplier delivered with one paper is one
/// document, of a hundred rows at the most.
///
/// It reads what the last commit left and keeps account of what its own documents will add.
struct Deliveries: Sendable {
  let file: ImportFile
  let columns: GoodsColumns
  let shop: Shop
  /// Of the first document.
  let occasion: Occasion
  /// Where the chain ends before it.
  let head: Head
  let reader: Reader

  /// - Parameter hand: takes each step, and answers false where nobody wants more.
  func make(_ hand: (GoodsStep) -> Bool) {
    do {
      try reader.read { try make($0, hand) }
      _ = hand(.end(nil))
    } catch {
      _ = hand(.end(error))
    }
  }

  private func make(_ snapshot: Snapshot, _ hand: (GoodsStep) -> Bool) throws {
    var shelf = Shelf(day: occasion.day, language: shop.language)
    var (occasion, head) = (occasion, head)
    var lots: [DeliveredLot] = []
    var lastLine = 0
    func deliver() throws -> Bool {
      defer {
        occasion = occasion.next
        lots = []
      }
      let entry = try ChainedEntry(
        try receive(lots, in: shop, on: occasion), after: head, upon: snapshot)
      head = entry.head
      let number = DocumentNumber(
        prefix: shop.documentPrefix, day: occasion.day, kind: .receiving, serial: occasion.serial)
      return hand(
        .delivery(
          Delivery(
            number: number.description, entry: entry,
            lots: StockLots(
              lots.map { $0.receiving.rows(number: $0.number, on: occasion.day) },
              entry: entry.head.sequence),
            lastLine: lastLine)))
    }
    try file.eachRow { row in
      do {
        let lot = try shelf.take(try columns.goods(of: row), snapshot)
        if let last = lots.last, lots.count == 100 || !last.goesWith(lot) {
          guard try deliver() else { return false }
        }
        lots.append(lot)
        lastLine = row.line
      } catch let fault as RowFault {
        return hand(.fault(fault))
      }
      return true
    }
    if !lots.isEmpty { _ = try deliver() }
  }
}

extension DeliveredLot {
  fileprivate func goesWith(_ other: DeliveredLot) -> Bool {
    receiving.supplier == other.receiving.supplier
      && receiving.document == other.receiving.document
  }
}

/// The stock of the items that a file names, as it grows from row to row.
private struct Shelf {
  private let day: BusinessDate
  private let language: Language
  private var items: [String: (item: Item, stock: ItemStock, next: Int)] = [:]
  /// What was said of an item last.
  private var records: [String: (registration: String, netContent: String)] = [:]
  private var contacts: [String: String] = [:]

  init(day: BusinessDate, language: Language) {
    self.day = day
    self.language = language
  }

  /// - Throws: ``RowFault`` for a row that cannot be taken.
  mutating func take(_ row: GoodsRow, _ snapshot: Snapshot) throws -> DeliveredLot {
    guard let (item, before, next, elements) = try find(row.code, snapshot) else {
      throw RowFault(
        line: row.line, column: "code", value: row.code, reason: "no product of this code")
    }
    let row = try row.with(elements)
    var receiving = Receiving(
      code: item.code, count: row.count, cost: row.cost ?? before.newest?.cost ?? .zero,
      label: row.label, expires: row.expires, supplier: row.supplier, document: row.document)
    let last = records[item.code]
    receiving.name = item.name
    receiving.registration = or(row.registration, last?.registration)
    receiving.netContent = or(row.netContent, last?.netContent)
    receiving.contact = or(row.contact, try contact(of: row.supplier, snapshot))
    do throws(Refusal) {
      try receiving.check(against: before, on: day)
    } catch {
      throw row.fault(error, cost: receiving.cost, language)
    }
    let settled = min(before.owed, row.count)
    let lot = StockLot(
      number: next, label: row.label, expires: row.expires, cost: receiving.cost,
      left: row.count - settled)
    let stock = ItemStock(
      code: item.code, lots: before.lots + [lot], owed: before.owed - settled, rule: before.rule,
      newest: lot)
    items[item.code] = (item, stock, next + 1)
    records[item.code] = (receiving.registration, receiving.netContent)
    if !row.supplier.isEmpty { contacts[row.supplier] = receiving.contact }
    return DeliveredLot(receiving, number: next, settled: settled)
  }

  /// The item of a code with its stock and the number of its next lot, and what the code says besides.
  private mutating func find(
    _ code: String, _ snapshot: Snapshot
  ) throws -> (item: Item, stock: ItemStock, next: Int, elements: GS1Elements?)? {
    if let (item, stock, next) = items[code] { return (item, stock, next, nil) }
    let (item, elements): (Item, GS1Elements?)
    do {
      (item, elements) = try snapshot.stockItem(code, today: day, isComing: true)
    } catch is Refusal {
      return nil
    }
    guard item.kind == .product else { return nil }
    if let (item, stock, next) = items[item.code] { return (item, stock, next, elements) }
    let next = try snapshot.nextStockLot(item.code)
    if next > 1, let last = try snapshot.lastRecord(of: item.code) {
      records[item.code] = (last.registration, last.netContent)
    }
    let stock = try snapshot.stockOrNone(of: item.code)
    items[item.code] = (item, stock, next)
    return (item, stock, next, elements)
  }

  private mutating func contact(of supplier: String, _ snapshot: Snapshot) throws -> String? {
    if supplier.isEmpty { return nil }
    if let known = contacts[supplier] { return known }
    return try snapshot.lastContact(of: supplier)
  }

  private func or(_ text: String, _ other: String?) -> String { text.isEmpty ? other ?? "" : text }
}
