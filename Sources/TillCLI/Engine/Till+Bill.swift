import Catalog
import Checkout
import Ledger
import Membership
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
      if let emptied = bill, emptied.open.isAbandoned(by: command) {
        // What was taken off the last customer's bill is put on record before the next one's.
        try discard(emptied, authority, writer)
        bill = nil
      }
      guard bill != nil || command.ringsUp else { throw Refusal(.noBill) }
      var open = try bill?.open ?? OpenBill(id: snapshot.nextID(drawer: drawer))
      if let choices = try change(&open, by: command, authority, snapshot) {
        return .choices(choices)
      }
      let terms = try terms(for: open.member, snapshot)
      if case .pay = command, let sold = try finish(open, bill?.stored, terms, authority, writer) {
        return sold
      }
      let state = try state(of: open, under: terms)
      if let stored = bill?.stored {
        try writer.change(stored, to: open.stored.text)
      } else {
        try writer.openBill(open.id, drawer: drawer, content: open.stored.text)
      }
      return .bill(state)
    }
  }

  /// The bill computed; what was paid already keeps it from becoming less than that.
  private func state(of open: OpenBill, under terms: Terms) throws(Refusal) -> BillState {
    do throws(Refusal) {
      return try BillState(open, under: terms)
    } catch  where error.name == .tenderTooLarge {
      throw Refusal(
        .alreadyPaid, expected: "u", need: try open.priced(under: terms).total,
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
  /// - Returns: what to choose from, where several match; nil once the bill is changed.
  private func change(
    _ open: inout OpenBill, by command: Command, _ authority: Authority, _ snapshot: Snapshot
  ) throws -> Choices? {
    if case .putMember(let who) = command { return try put(who, on: &open, snapshot) }
    let terms = try terms(for: open.member, snapshot)
    switch command {
    case .ring(let ring):
      guard let line = try self.line(for: ring, snapshot) else { return choices }
      try add(line, to: &open, under: terms)
    case .pick(let number): try pick(number, for: &open, under: terms)
    case .takeMemberOff: open.takeMemberOff()
    case .coupon(let code): try put(coupon: code, on: &open, under: terms)
    case .serve(let number, let shares):
      try roster.check(shares)
      open.bill.lines[try open.index(ofLine: number)].staff = shares
    case .reduce(let number, let reduction):
      try open.reduce(
        line: try open.index(ofLine: number), by: reduction, authority: authority, under: terms)
    case .reduceBill(let reduction):
      try open.reduce(by: reduction, authority: authority, under: terms)
    case .removeLine(let number):
      let index = try open.index(ofLine: number)
      try open.remove(lines: index..<(index + 1), under: terms)
    case .removeAll:
      if open.member == nil { _ = try open.index(ofLine: nil) }
      try open.remove(lines: 0..<open.bill.lines.count, under: terms)
      open.takeMemberOff()
    case .pay(let tenders): try open.pay(tenders, under: terms)
    default: preconditionFailure("\(command) does not change a bill")
    }
    return nil
  }

  /// Puts a member on a bill, who is anybody that may use a card here.
  ///
  /// - Returns: the members to choose from, where several match.
  private func put(_ who: Who, on open: inout OpenBill, _ snapshot: Snapshot) throws -> Choices? {
    choices = nil
    let found = try members(who, snapshot)
    guard let first = found.first else { throw Refusal(.memberUnknown, who.text) }
    if found.count > 1 {
      choices = .members(found)
      return choices
    }
    open.member = first.number
    return nil
  }

  /// Puts a coupon on a bill, if it takes something off.
  private func put(
    coupon code: String, on open: inout OpenBill, under terms: Terms
  ) throws(Refusal) {
    _ = try open.index(ofLine: nil)
    guard !open.coupons.contains(code) else { throw Refusal(.couponUsed, code, need: 2, have: 1) }
    let coupon = try terms.coupon(code)
    open.coupons.append(code)
    let outcome = try open.priced(under: terms).coupons.last
    switch outcome?.hindrance {
    case nil: break
    case .nothingEligible:
      throw Refusal(
        .couponNotApplicable, code, expected: coupon.categories.sorted().joined(separator: " "))
    case .belowMinimum(let eligible):
      throw Refusal(.couponNotApplicable, code, need: coupon.minimum, have: eligible)
    case .alone(let other): throw Refusal(.couponNotApplicable, code, expected: "x \(other)")
    }
  }

  func add(
    _ line: BillLine, to open: inout OpenBill, under terms: Terms
  ) throws(Refusal) {
    guard open.bill.lines.count < OpenBill.mostLines else {
      throw Refusal(
        .billTooLong, need: Int64(open.bill.lines.count + 1), have: Int64(OpenBill.mostLines))
    }
    open.bill.lines.append(line)
    _ = try open.priced(under: terms)
  }

  /// Commits the sale if nothing is due any more.
  private func finish(
    _ open: OpenBill, _ stored: StoredBill?, _ terms: Terms, _ authority: Authority,
    _ writer: Writer
  ) throws -> Reply.Content? {
    let occasion = try occasion(for: .sale, writer.snapshot, authority: authority, id: open.id)
    var owed: [String: Money] = [:]
    for debtor in shop.debtors where open.tenders.contains(where: { $0.debtor == debtor.name }) {
      owed[debtor.name] = Money(fen: try writer.snapshot.balance(of: Chart.receivable(debtor)))
    }
    let decision =
      open.exchange == nil
      ? try Checkout.sell(open, owed: owed, under: terms, on: occasion)
      : try exchanged(open, owed: owed, terms, authority, writer.snapshot)
    guard let decision else { return nil }
    let sold = try append(decision, isPrinted: true, for: terms.patron, authority, writer)
    if let stored { try writer.delete(stored.id) }
    return .document(Document(json: sold.json, hash: sold.hash), slips: [])
  }

  /// Sells in one line, whole or not at all; an open bill stays as it is.
  func sell(_ words: [SaleWord], _ authority: Authority, _ line: TypedLine) throws -> Reply {
    try write(line) { writer in
      let snapshot = writer.snapshot
      try needsShift(snapshot)
      var open = OpenBill(id: try snapshot.nextID(drawer: drawer))
      var tenders: [Tender] = []
      // The member's prices hold for the whole bill, wherever on the line the member stands.
      for case .member(let who) in words { open.member = try member(who, snapshot).number }
      let terms = try terms(for: open.member, snapshot)
      for word in words {
        switch word {
        case .ring(let ring):
          guard let line = try self.line(for: ring, snapshot) else {
            throw Refusal(.itemAmbiguous, ring.code, expected: choices?.codes ?? "")
          }
          try add(line, to: &open, under: terms)
        case .serve(let shares):
          try roster.check(shares)
          open.bill.lines[try open.index(ofLine: nil)].staff = shares
        case .reduce(let reduction):
          try open.reduce(
            line: try open.index(ofLine: nil), by: reduction, authority: authority, under: terms)
        case .reduceBill(let reduction):
          try open.reduce(by: reduction, authority: authority, under: terms)
        case .coupon(let code): try put(coupon: code, on: &open, under: terms)
        case .member: break
        case .pay(let tender): tenders.append(tender)
        }
      }
      try open.pay(tenders, under: terms)
      if let sold = try finish(open, nil, terms, authority, writer) { return sold }
      let state = try BillState(open, under: terms)
      throw Refusal(
        .tenderTooSmall, "sell", expected: open.tenders.isEmpty ? "." : "",
        need: state.priced.total, have: state.settlement.paid)
    }
  }

  func undo(_ line: TypedLine) throws -> Reply {
    try write(line) { writer in
      guard let (stored, _) = try bill(in: writer.snapshot) else { throw Refusal(.nothingToUndo) }
      try writer.undo(stored)
      return .bill(try billState(writer.snapshot))
    }
  }

  /// The open bill with everything computed that is shown of it; nil where there is none.
  func billState(_ snapshot: Snapshot) throws -> BillState? {
    guard let (_, open) = try bill(in: snapshot) else { return nil }
    return try BillState(open, under: try terms(for: open.member, snapshot))
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
      return .bill(try billState(snapshot))
    }
  }

  func held(_ snapshot: Snapshot) throws -> Reply.Content {
    .held(
      try snapshot.heldBills().map { held in
        let json = try? JSON(parsing: held.content)
        let open = OpenBill(id: held.id, stored: json ?? .object([]))
        let total = try open.priced(under: try terms(for: open.member, snapshot)).total
        return (held, total, open.bill.lines.count)
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
    let state = try BillState(open, under: try terms(for: open.member, snapshot))
    let text = try slips.settlementList(state, at: try time(snapshot), drawer: drawer)
    return .settlementList(state, text)
  }
}

extension Command {
  /// Whether the line puts an item on a bill, so that it may open one.
  fileprivate var ringsUp: Bool {
    switch self {
    case .ring, .pick, .putMember: true
    default: false
    }
  }
}

extension OpenBill {
  /// Whether a line begins the next customer's bill: nothing is on this one, or only a member, whom
  /// another takes the place of.
  fileprivate func isAbandoned(by command: Command) -> Bool {
    guard bill.lines.isEmpty, command.ringsUp else { return false }
    if case .putMember = command { return true }
    return member == nil && exchange == nil
  }

  /// Takes the member off, and what only a member can pay with.
  fileprivate mutating func takeMemberOff() {
    member = nil
    coupons = []
    tenders.removeAll { !$0.kind.isOutside }
    exchange = nil
    for index in bill.lines.indices { bill.lines[index].session = nil }
  }
}

extension Choices {
  /// The codes of the items in the list.
  fileprivate var codes: String {
    guard case .items(let items, _) = self else { return "" }
    return items.map(\.code).joined(separator: " ")
  }
}
