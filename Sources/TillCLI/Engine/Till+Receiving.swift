import Catalog
import Checkout
import Ledger
import Storage

extension Till {
  func receive(
    _ words: ReceiveWords, _ authority: Authority, _ line: TypedLine
  ) throws -> Reply {
    var state: StockState?
    var lacks: [String] = []
    var reply = try write(line) { writer in
      let snapshot = writer.snapshot
      let (item, elements) = try stockItem(words.code, isComing: true, snapshot)
      guard item.kind == .product else { throw Refusal(.notGoods, item.code) }
      let before = try snapshot.stockOrNone(of: item.code)
      let receiving = try receiving(words, item, elements, before, snapshot)
      lacks = receiving.lacks
      let occasion = try occasion(for: receiving.origin.kind, snapshot, authority: authority)
      let made = try append(
        receiving, lot: try snapshot.nextStockLot(item.code), stock: before, isPrinted: true,
        on: occasion, writer)
      state = try snapshot.stock(of: item.code).map { StockState(item: item, stock: $0) }
      return .document(Document(made), slips: [])
    }
    reply.stock = state.map { [$0] } ?? []
    if words.cost == nil, let state, state.stock.newest?.cost == .zero {
      reply.notices.append(.costMissing(state.item.code))
    }
    if !lacks.isEmpty, let state { reply.notices.append(.recordLacks(state.item.code, lacks)) }
    return reply
  }

  /// What comes in: as typed, as its code says, and for the rest as at the receipt before.
  private func receiving(
    _ words: ReceiveWords, _ item: Item, _ elements: GS1Elements?, _ before: ItemStock,
    _ snapshot: Snapshot
  ) throws -> Receiving {
    if let typed = words.expires, let printed = elements?.useBy, typed != printed {
      throw Refusal(.badDate, "exp=\(typed)", expected: "exp=\(printed)")
    }
    if let typed = words.label, let printed = elements?.lot, typed != printed {
      throw Refusal(.lotUnknown, "lot=\(typed)", expected: "lot=\(printed)")
    }
    let last = try snapshot.lastRecord(of: item.code)
    var receiving = Receiving(
      code: item.code, count: words.count, cost: words.cost ?? before.newest?.cost ?? .zero,
      label: words.label ?? elements?.lot ?? "", expires: words.expires ?? elements?.useBy,
      supplier: words.supplier ?? "", document: words.document ?? "")
    receiving.origin = words.origin
    receiving.name = item.name
    receiving.registration = words.registration ?? last?.registration ?? ""
    receiving.netContent = words.netContent ?? last?.netContent ?? ""
    receiving.contact =
      try words.contact ?? words.supplier.flatMap { try snapshot.lastContact(of: $0) } ?? ""
    return receiving
  }

  /// Writes a receipt of goods with its lot and the record that the law asks for.
  func append(
    _ receiving: Receiving, lot: Int, stock: ItemStock, isPrinted: Bool, on occasion: Occasion,
    _ writer: Writer
  ) throws -> Writer.Appended {
    let entry = try Checkout.receive(receiving, lot: lot, stock: stock, in: shop, on: occasion)
    let made = try writer.append(entry, isPrinted: isPrinted)
    try writer.addStockLots([receiving.rows(number: lot, on: occasion.day)], entry: made.sequence)
    return made
  }
}

extension Receiving {
  /// The lot that the goods are, and their record, as they are written.
  func rows(number: Int, on day: BusinessDate) -> StockLotRows {
    (
      StockRow(number: number, label: label, expires: expires, cost: cost),
      ReceivingRecord(
        item: code, lot: number, day: day, name: name, registration: registration,
        netContent: netContent, units: count, expires: expires, supplier: supplier,
        contact: contact, document: document,
        keptUntil: recordKept(received: day, expires: expires))
    )
  }
}
