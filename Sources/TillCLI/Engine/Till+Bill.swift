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

  func open(_ stored: StoredBill) throws -> OpenBill {
    if let lastBill, lastBill.open.id == stored.id, lastBill.content == stored.content {
      return lastBill.open
    }
    return try OpenBill(stored.id, stored.content)
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
      guard bill != nil || command.ringsUp else { throw try noBill(for: command, snapshot) }
      var open = try bill?.open ?? OpenBill(id: snapshot.nextID(drawer: drawer))
      let held = try standingTerms(for: open.member, snapshot)
      if let choices = try change(&open, by: command, under: held, authority, snapshot) {
        return .choices(choices)
      }
      let isSameMember = open.member == held.patron?.member.number
      let terms = isSameMember ? held : try standingTerms(for: open.member, snapshot)
      if case .pay = command, let sold = try finish(open, bill?.stored, terms, authority, writer) {
        return sold
      }
      let state = try state(of: open, under: terms)
      try keep(open, in: bill?.stored, writer)
      return .bill(state)
    }
  }

  /// Why a line finds no bill: who presses Enter twice is told which sale is done already.
  private func noBill(for command: Command, _ snapshot: Snapshot) throws -> Refusal {
    guard case .pay = command,
      let last = try snapshot.lastSale(drawer: drawer, day: try businessDay(snapshot))
    else { return Refusal(.noBill) }
    let sale = try Document(last)
    let stands = try snapshot.void(of: sale.sequence) == nil
    return Refusal(.noBill, stands ? sale.number : "")
  }

  /// Stores the bill after a change.
  func keep(_ open: OpenBill, in stored: StoredBill?, _ writer: Writer) throws {
    let content = open.stored.text
    if let stored {
      try writer.change(stored, to: content)
    } else {
      try writer.openBill(open.id, drawer: drawer, content: content)
    }
    lastBill = (content, open)
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
  func needsShift(_ snapshot: Snapshot) throws {
    guard try snapshot.openShift(drawer: drawer) != nil else {
      throw Refusal(.shiftClosed, String(drawer), expected: "open FLOAT")
    }
  }

  /// Changes a bill.
  ///
  /// - Returns: what to choose from, where several match; nil once the bill is changed.
  private func change(
    _ open: inout OpenBill, by command: Command, under terms: Terms, _ authority: Authority,
    _ snapshot: Snapshot
  ) throws -> Choices? {
    switch command {
    case .putMember(let who): return try put(who, on: &open, snapshot)
    case .ring(let ring):
      guard let lines = try self.lines(for: ring, on: open, snapshot) else { return choices }
      try append(lines, to: &open)
    case .pick(let number): try pick(number, for: &open, snapshot)
    case .takeMemberOff: open.takeMemberOff()
    case .coupon(nil): open.coupons = []
    case .coupon(let code?): try put(coupon: code, on: &open, under: terms)
    case .serve(let number, let shares): try serve(number, shares, on: &open)
    case .takeLot(let number, let label):
      try checkLot(label, of: open.bill.lines[try open.index(ofLine: number)], snapshot)
      try open.take(lot: label, forLine: number)
    case .reduce(let number, let reduction):
      try open.reduce(
        line: try open.index(ofLine: number), by: reduction, authority: authority, under: terms)
    case .reduceBill(let reduction):
      try open.reduce(by: reduction, authority: authority, under: terms)
    case .removeLine(let number):
      let index = try open.index(ofLine: number)
      try open.remove(
        lines: open.bill.together(with: index), authority: authority, under: terms)
    case .removeAll:
      if open.member == nil { _ = try open.index(ofLine: nil) }
      try open.remove(lines: 0..<open.bill.lines.count, authority: authority, under: terms)
      open.takeMemberOff()
    case .pay(let tenders): try open.pay(tenders, under: terms)
    default: preconditionFailure("\(command) does not change a bill")
    }
    return nil
  }

  /// Says who serves a line; the last line of a kit speaks for all of it.
  func serve(
    _ number: Int?, _ shares: [StaffShare], on open: inout OpenBill
  ) throws(Refusal) {
    try roster.check(shares)
    let index = try open.index(ofLine: number)
    let lines = number == nil ? open.bill.together(with: index) : index..<(index + 1)
    for index in lines { open.bill.lines[index].staff = shares }
  }

  /// Puts lines on a bill; whether it can be priced with them is seen later.
  func append(_ lines: [BillLine], to open: inout OpenBill) throws(Refusal) {
    let count = open.bill.lines.count + lines.count
    guard count <= OpenBill.mostLines else {
      throw Refusal(.billTooLong, need: Int64(count), have: Int64(OpenBill.mostLines))
    }
    open.bill.lines += lines
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
  /// Reads a stored bill.
  ///
  /// - Throws: `StorageError` for a text that is not JSON: the ledger is damaged.
  init(_ id: EntryID, _ content: String) throws(StorageError) {
    guard let json = try? JSON(parsing: content) else {
      throw StorageError(.damaged, message: "a stored bill is not JSON", place: "bill")
    }
    self.init(id: id, stored: json)
  }

  /// Whether a line begins the next customer's bill: nothing is on this one, or only a member, whom
  /// another takes the place of.
  fileprivate func isAbandoned(by command: Command) -> Bool {
    guard bill.lines.isEmpty, command.ringsUp, exchange == nil else { return false }
    if case .putMember = command { return true }
    return member == nil
  }

  /// Takes the member off, and what only a member can pay with.
  mutating func takeMemberOff() {
    member = nil
    coupons = []
    tenders.removeAll { !$0.kind.isOutside }
    exchange = nil
    for index in bill.lines.indices { bill.lines[index].session = nil }
  }
}
