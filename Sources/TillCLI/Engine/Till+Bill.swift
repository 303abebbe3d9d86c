import Catalog
import Checkout
import Ledger
import Pricing
import Storage

extension Till {
  /// The open bill of this drawer.
  func bill(in snapshot: Snapshot) throws -> (stored: StoredBill, open: OpenBill)? {
    try snapshot.openBill(drawer: drawer).map { ($0, try open($0)) }
  }

  private func open(_ stored: StoredBill) throws -> OpenBill {
    guard let json = try? JSON(parsing: stored.content) else {
      throw StorageError(.damaged, message: "a stored bill is not JSON", place: "bill")
    }
    return OpenBill(id: stored.id, stored: json)
  }

  /// Changes the open bill, or opens one, and finishes it when its tenders cover it.
  func changeBill(
    _ command: Command, _ authority: Authority, _ line: TypedLine
  ) throws -> Reply {
    try write(line) { writer in
      let snapshot = writer.snapshot
      try needsShift(snapshot)
      var bill = try bill(in: snapshot)
      if let emptied = bill, emptied.open.bill.lines.isEmpty, command.ringsUp {
        // What was taken off the last customer's bill is put on record before the next one's.
        try discard(emptied, authority, writer)
        bill = nil
      }
      guard bill != nil || command.ringsUp else { throw Refusal(.noBill) }
      var open = try bill?.open ?? OpenBill(id: snapshot.nextID(drawer: drawer))
      if let items = try change(&open, by: command, authority, snapshot) { return .choices(items) }
      if case .pay = command, let sold = try finish(open, bill?.stored, authority, writer) {
        return sold
      }
      let state = try state(of: open)
      if let stored = bill?.stored {
        try writer.change(stored, to: open.stored.text)
      } else {
        try writer.openBill(open.id, drawer: drawer, content: open.stored.text)
      }
      return .bill(state)
    }
  }

  /// The bill computed; what was paid already keeps it from becoming less than that.
  private func state(of open: OpenBill) throws(Refusal) -> BillState {
    do throws(Refusal) {
      return try BillState(open, in: shop)
    } catch  where error.name == .tenderTooLarge {
      throw Refusal(
        .alreadyPaid, expected: "u", need: try open.priced().total,
        have: open.tenders.compactMap(\.amount).sum())
    }
  }

  /// Refuses to sell while the drawer's shift is closed.
  private func needsShift(_ snapshot: Snapshot) throws {
    guard try snapshot.openShift(drawer: drawer) != nil else {
      throw Refusal(.shiftClosed, String(drawer), expected: "open FLOAT")
    }
  }

  /// Changes a bill.
  ///
  /// - Returns: the items to choose from, where several match; nil once the bill is changed.
  private func change(
    _ open: inout OpenBill, by command: Command, _ authority: Authority, _ snapshot: Snapshot
  ) throws -> [Item]? {
    switch command {
    case .ring(let ring):
      guard let line = try self.line(for: ring, snapshot) else { return choices?.items }
      try add(line, to: &open)
    case .pick(let number): try add(try picked(number), to: &open)
    case .serve(let number, let shares):
      try roster.check(shares)
      open.bill.lines[try open.index(ofLine: number)].staff = shares
    case .reduce(let number, let reduction):
      try open.reduce(line: try open.index(ofLine: number), by: reduction, authority: authority)
    case .reduceBill(let reduction): try open.reduce(by: reduction, authority: authority)
    case .removeLine(let number):
      let index = try open.index(ofLine: number)
      try open.remove(lines: index..<(index + 1))
    case .removeAll:
      _ = try open.index(ofLine: nil)
      try open.remove(lines: 0..<open.bill.lines.count)
    case .pay(let tenders): try pay(tenders, on: &open)
    default: preconditionFailure("\(command) does not change a bill")
    }
    return nil
  }

  func add(_ line: BillLine, to open: inout OpenBill) throws(Refusal) {
    guard open.bill.lines.count < OpenBill.mostLines else {
      throw Refusal(
        .billTooLong, need: Int64(open.bill.lines.count + 1), have: Int64(OpenBill.mostLines))
    }
    open.bill.lines.append(line)
    _ = try open.priced()
  }

  /// Puts tenders on a bill; the shop must take them, and none may exceed what is due.
  private func pay(_ tenders: [Tender], on open: inout OpenBill) throws(Refusal) {
    let state = try BillState(open, in: shop)
    try check(tenders)
    guard !open.bill.lines.isEmpty else { throw Refusal(.billEmpty) }
    let stated = tenders.filter { $0.kind != .cash }.compactMap(\.amount).sum()
    guard stated <= state.settlement.due else {
      throw Refusal(
        .tenderTooLarge, tenders.map(\.kind.rawValue).joined(separator: " "),
        need: state.settlement.due, have: stated)
    }
    open.tenders += tenders
  }

  func check(_ tenders: [Tender]) throws(Refusal) {
    for tender in tenders where !shop.tenders.contains(tender.kind) {
      throw Refusal(
        .tenderUnknown, tender.kind.rawValue,
        expected: shop.tenders.map(\.rawValue).joined(separator: " "))
    }
  }

  /// Commits the sale if nothing is due any more.
  private func finish(
    _ open: OpenBill, _ stored: StoredBill?, _ authority: Authority, _ writer: Writer
  ) throws -> Reply.Content? {
    let occasion = try occasion(for: .sale, writer.snapshot, authority: authority, id: open.id)
    var owed: [String: Money] = [:]
    for debtor in shop.debtors where open.tenders.contains(where: { $0.debtor == debtor.name }) {
      owed[debtor.name] = Money(fen: try writer.snapshot.balance(of: Chart.receivable(debtor)))
    }
    guard let entry = try Checkout.sell(open, owed: owed, in: shop, on: occasion) else {
      return nil
    }
    let sold = try writer.append(entry, isPrinted: true)
    if let stored { try writer.delete(stored.id) }
    return .document(Document(json: sold.json, hash: sold.hash), slips: [])
  }

  /// Sells in one line, whole or not at all; an open bill stays as it is.
  func sell(_ words: [SaleWord], _ authority: Authority, _ line: TypedLine) throws -> Reply {
    try write(line) { writer in
      let snapshot = writer.snapshot
      try needsShift(snapshot)
      var open = OpenBill(id: try snapshot.nextID(drawer: drawer))
      for word in words {
        switch word {
        case .ring(let ring):
          guard let line = try self.line(for: ring, snapshot) else {
            throw Refusal(
              .itemAmbiguous, ring.code,
              expected: choices?.items.map(\.code).joined(separator: " ") ?? "")
          }
          try add(line, to: &open)
        case .serve(let shares):
          try roster.check(shares)
          open.bill.lines[try open.index(ofLine: nil)].staff = shares
        case .reduce(let reduction):
          try open.reduce(line: try open.index(ofLine: nil), by: reduction, authority: authority)
        case .reduceBill(let reduction): try open.reduce(by: reduction, authority: authority)
        case .pay(let tender): open.tenders.append(tender)
        }
      }
      try check(open.tenders)
      if let sold = try finish(open, nil, authority, writer) { return sold }
      let state = try BillState(open, in: shop)
      throw Refusal(
        .tenderTooSmall, "sell", expected: open.tenders.isEmpty ? "." : "",
        need: state.priced.total, have: state.settlement.paid)
    }
  }

  func undo(_ line: TypedLine) throws -> Reply {
    try write(line) { writer in
      guard let (stored, _) = try bill(in: writer.snapshot) else { throw Refusal(.nothingToUndo) }
      try writer.undo(stored)
      return .bill(try bill(in: writer.snapshot).map { try BillState($0.open, in: shop) })
    }
  }

  // MARK: Parked bills

  func hold(_ tag: String, _ line: TypedLine) throws -> Reply {
    try write(line) { writer in
      let snapshot = writer.snapshot
      guard let (stored, open) = try bill(in: snapshot) else { throw Refusal(.noBill) }
      guard !open.bill.lines.isEmpty else { throw Refusal(.billEmpty) }
      guard try snapshot.bill(tag: tag) == nil else { throw Refusal(.tagTaken, tag) }
      try writer.hold(stored, tag: tag, at: try time(snapshot))
      return try held(snapshot)
    }
  }

  func get(_ tag: String, _ line: TypedLine) throws -> Reply {
    try write(line) { writer in
      let snapshot = writer.snapshot
      try needsShift(snapshot)
      guard let held = try snapshot.bill(tag: tag) else {
        let tags = try snapshot.heldBills().map(\.tag)
        throw Refusal(.tagUnknown, tag, expected: tags.joined(separator: " "))
      }
      if let current = try bill(in: snapshot) {
        guard current.open.bill.lines.isEmpty else {
          throw Refusal(.billOpen, expected: "hold TAG")
        }
        try discard(current, try authority(for: line), writer)
      }
      try writer.fetch(held, drawer: drawer)
      return .bill(try BillState(try open(held), in: shop))
    }
  }

  func held(_ snapshot: Snapshot) throws -> Reply.Content {
    .held(
      try snapshot.heldBills().map { held in
        let json = try? JSON(parsing: held.content)
        let open = OpenBill(id: held.id, stored: json ?? .object([]))
        return (held, try open.priced().total, open.bill.lines.count)
      })
  }

  /// Ends an emptied bill: what was taken off it goes on record.
  func discard(
    _ bill: (stored: StoredBill, open: OpenBill), _ authority: Authority, _ writer: Writer
  ) throws {
    try writer.delete(bill.stored.id)
    guard !bill.open.removed.isEmpty else { return }
    let occasion = try occasion(for: .lineVoid, writer.snapshot, authority: authority)
    _ = try writer.append(Checkout.discard(bill.open, on: occasion))
  }

  func settlementList(_ snapshot: Snapshot) throws -> Reply.Content {
    guard let (_, open) = try bill(in: snapshot) else { throw Refusal(.noBill) }
    guard !open.bill.lines.isEmpty else { throw Refusal(.billEmpty) }
    let state = try BillState(open, in: shop)
    let text = try slips.settlementList(state, at: try time(snapshot), drawer: drawer)
    return .settlementList(state, text)
  }
}

extension Command {
  /// Whether the line puts an item on a bill, so that it may open one.
  fileprivate var ringsUp: Bool {
    switch self {
    case .ring, .pick: true
    default: false
    }
  }
}
