import Catalog
import Checkout
import Dispatch
import Ledger
import Storage

/// What an import took, or would take.
struct ImportReport {
  let kind: ImportWords.Kind
  let file: String
  let isTrial: Bool
  let rows: Int
  var taken = 0
  var documents: [String] = []
  var faults: [RowFault] = []
  /// The file of the rejected rows; nil where there is none.
  var rejected: String?
}

/// Thrown to give up what a trial has written.
private struct TrialOver: Error {}

extension Till {
  /// Takes a file of goods, items or members in: all of it, or with `--skip-bad` what is right.
  func importFile(
    _ words: ImportWords, _ authority: Authority, _ line: TypedLine
  ) throws -> Reply {
    if words.kind != .stock {
      DispatchQueue.global(qos: .userInitiated).async { PinyinReader.warmUp() }
    }
    let file = try ImportFile(words.file)
    var report = ImportReport(
      kind: words.kind, file: words.file, isTrial: words.isTrial, rows: file.rows.count)
    var reply = Reply()
    do {
      reply = try write(line) { writer in
        try writer.expectMuch()
        switch words.kind {
        case .catalog: try importCatalog(file, words, authority, &report, writer)
        case .members: try importMembers(file, authority, &report, writer)
        case .stock:
          try checkNew(file, words, writer.snapshot)
          try importGoods(file, authority, &report, writer)
        }
        guard report.faults.isEmpty || words.skipsBad else {
          throw ImportFile.refusal(file.name, report.faults)
        }
        if words.isTrial { throw TrialOver() }
        if let first = report.documents.first {
          try writer.setState("import:\(file.digest)", first)
        }
        return .nothing
      }
    } catch is TrialOver {}
    if !report.faults.isEmpty, !words.isTrial {
      report.rejected = try file.writeRejected(report.faults)
    }
    if !reply.isRepeated { reply.content = .imported(report) }
    return reply
  }

  /// Goods that came in once do not come in again by mistake.
  ///
  /// - Throws: `Refusal` named `already-done`.
  private func checkNew(_ file: ImportFile, _ words: ImportWords, _ snapshot: Snapshot) throws {
    guard !words.isAgain, let first = try snapshot.state("import:\(file.digest)") else { return }
    throw Refusal(
      .alreadyImported, file.name, expected: "\(first) | import stock \(file.name) --again")
  }

  /// Takes goods in: what one supplier delivered with one paper is one document.
  private func importGoods(
    _ file: ImportFile, _ authority: Authority, _ report: inout ImportReport, _ writer: Writer
  ) throws {
    let columns = try GoodsColumns(file)
    let goods = Ahead { hand in
      for row in file.rows {
        hand(Result { () throws(RowFault) in try columns.goods(of: row) })
      }
    }
    let day = try businessDay(writer.snapshot)
    var shelf = Shelf()
    var delivery: [DeliveredLot] = []
    for index in file.rows.indices {
      do {
        let lot = try shelf.take(try goods.next().get(), self, writer.snapshot, on: day)
        if let last = delivery.last?.receiving,
          delivery.count == 100 || last.supplier != lot.receiving.supplier
            || last.document != lot.receiving.document
        {
          report.documents.append(try deliver(delivery, authority, writer))
          delivery = []
        }
        delivery.append(lot)
        report.taken += 1
      } catch let fault as RowFault {
        report.faults.append(fault)
      }
      if index % 500 == 499 { progress(Int64(index + 1), Int64(file.rows.count)) }
    }
    if !delivery.isEmpty { report.documents.append(try deliver(delivery, authority, writer)) }
    progress(Int64(file.rows.count), Int64(file.rows.count))
  }

  /// Writes a delivery as one document.
  ///
  /// - Returns: its number.
  private func deliver(
    _ lots: [DeliveredLot], _ authority: Authority, _ writer: Writer
  ) throws -> String {
    let occasion = try occasion(for: .receiving, writer.snapshot, authority: authority)
    let made = try writer.append(try Checkout.receive(lots, in: shop, on: occasion))
    try writer.addStockLots(
      lots.map { $0.receiving.rows(number: $0.number, on: occasion.day) }, entry: made.sequence)
    return Document(json: made.json, hash: made.hash).number
  }
}

/// The stock of the items that a file names, as it grows from row to row.
private struct Shelf {
  private var items: [String: (item: Item, stock: ItemStock, next: Int)] = [:]
  private var records: [String: ReceivingRecord] = [:]
  private var contacts: [String: String] = [:]

  /// - Throws: ``RowFault`` for a row that cannot be taken.
  mutating func take(
    _ row: GoodsRow, _ till: Till, _ snapshot: Snapshot, on day: BusinessDate
  ) throws -> DeliveredLot {
    guard let (item, before, next) = try find(row.code, till, snapshot) else {
      throw RowFault(
        line: row.line, column: "code", value: row.code, reason: "no product of this code")
    }
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
      throw RowFault(
        line: row.line, column: error.name == .amountOverLimit ? "cost" : "expires",
        value: error.name == .amountOverLimit
          ? receiving.cost.description : receiving.expires?.description ?? "",
        reason: error.text(till.language))
    }
    let settled = min(before.owed, row.count)
    let lot = StockLot(
      number: next, label: row.label, expires: row.expires, cost: receiving.cost,
      left: row.count - settled)
    let stock = ItemStock(
      code: item.code, lots: before.lots + [lot], owed: before.owed - settled, rule: before.rule,
      newest: lot)
    items[item.code] = (item, stock, next + 1)
    if !row.supplier.isEmpty { contacts[row.supplier] = receiving.contact }
    return DeliveredLot(receiving, number: next, settled: settled)
  }

  private mutating func find(
    _ code: String, _ till: Till, _ snapshot: Snapshot
  ) throws -> (item: Item, stock: ItemStock, next: Int)? {
    if let known = items[code] { return known }
    guard let item = try? till.stockItem(code, snapshot).item, item.kind == .product else {
      return nil
    }
    if let known = items[item.code] { return known }
    let next = try snapshot.nextStockLot(item.code)
    if next > 1 { records[item.code] = try snapshot.lastRecord(of: item.code) }
    let stock =
      try next > 1
      ? till.stockOrNone(of: item.code, snapshot)
      : ItemStock(
        code: item.code, lots: [], owed: 0, rule: try till.stockRule(of: item.code, snapshot))
    let found = (item, stock, next)
    items[item.code] = found
    return found
  }

  private mutating func contact(of supplier: String, _ snapshot: Snapshot) throws -> String? {
    if supplier.isEmpty { return nil }
    if let known = contacts[supplier] { return known }
    return try snapshot.lastContact(of: supplier)
  }

  private func or(_ text: String, _ other: String?) -> String { text.isEmpty ? other ?? "" : text }
}
