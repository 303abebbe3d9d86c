import Checkout
import Glibc
import Ledger
import Pricing
import Storage

extension Till {
  /// Below this much free room no new shift is opened.
  private static let leastMegabytes: Int64 = 50
  /// Below this much free room the user is told.
  private static let lowMegabytes: Int64 = 200

  func open(float: Money, _ authority: Authority, _ line: TypedLine) throws -> Reply {
    let free = freeMegabytes()
    if let free, free < Till.leastMegabytes {
      throw Refusal(.diskLow, folder.path, need: Till.leastMegabytes, have: free)
    }
    let clockNotices = clockNotice()
    var variance = Money.zero
    var shift: JSON?
    var reply = try write(line) { writer in
      let snapshot = writer.snapshot
      let occasion = try occasion(for: .opening, snapshot, authority: authority)
      let entry = try Checkout.openShift(
        float: float, left: Money(fen: try snapshot.balance(of: Chart.drawer(drawer))),
        number: try snapshot.nextShift(), in: shop, on: occasion)
      let opened = try writer.append(entry, isPrinted: true)
      try writer.openShift(entry.shift, drawer: drawer, by: opened.sequence)
      let document = Document(opened)
      variance = document.json["variance"]?.money ?? .zero
      shift = try report(snapshot).json
      return .document(document, slips: [])
    }
    reply.shift = shift
    reply.notices += clockNotices
    reply.notices += try read { try stockNotice($0) }
    if variance != .zero { reply.notices.append(.openingVariance(variance)) }
    if let free, free < Till.lowMegabytes { reply.notices.append(.diskLow(megabytes: free)) }
    return reply
  }

  func move(
    _ movement: CashMovement, _ authority: Authority, _ line: TypedLine
  ) throws -> Reply {
    var reply = try document(of: movement.kind, authority, line) { occasion, snapshot in
      let held = Money(fen: try snapshot.balance(of: Chart.drawer(drawer)))
      return try Checkout.move(movement, held: held, in: shop, on: occasion)
    }
    reply.shift = try read { try report($0).json }
    return reply
  }

  func noSale(reason: String, _ authority: Authority, _ line: TypedLine) throws -> Reply {
    try document(of: .noSale, authority, line) { occasion, _ in
      try Checkout.noSale(reason: reason, in: shop, on: occasion)
    }
  }

  func close(
    _ count: CashCount, keep: Money?, _ authority: Authority, _ line: TypedLine
  ) throws -> Reply {
    var parked: [String] = []
    var reply = try write(line) { writer in
      let snapshot = writer.snapshot
      if let bill = try bill(in: snapshot) {
        guard bill.open.bill.lines.isEmpty else {
          throw Refusal(.billOpen, expected: "hold TAG | x*")
        }
        try discard(bill, authority, writer)
      }
      let occasion = try occasion(for: .shift, snapshot, authority: authority)
      let (number, documents) = try openShift(snapshot)
      let report = try report(number, documents, snapshot)
      let entry = try Checkout.closeShift(
        count, keep: keep, report: report, head: try snapshot.head().hash, in: shop, on: occasion)
      let closed = try writer.append(entry, isPrinted: true)
      try writer.closeShift(report.number, by: closed.sequence)
      try writer.countSold(unitsSold(documents), on: occasion.day)
      parked = try snapshot.heldBills().map(\.tag)
      return content(of: Document(closed), slips: [])
    }
    if !parked.isEmpty { reply.notices.append(.billsParked(parked)) }
    return reply
  }

  /// The figures of the open shift so far.
  func report(_ snapshot: Snapshot) throws -> ShiftReport {
    let (number, documents) = try openShift(snapshot)
    return try report(number, documents, snapshot)
  }

  private func report(
    _ number: Int, _ documents: [Document], _ snapshot: Snapshot
  ) throws -> ShiftReport {
    let before = try snapshot.lastClosing().map(Document.init)
    return ShiftReport(
      number: number, drawer: drawer, documents: documents,
      grandTotalBefore: before?.json["report"]?["grand_total"]?.money ?? .zero)
  }

  /// The number of the drawer's open shift, and its documents in the journal's order.
  private func openShift(_ snapshot: Snapshot) throws -> (number: Int, documents: [Document]) {
    guard let shift = try snapshot.openShift(drawer: drawer) else {
      throw Refusal(.shiftClosed, String(drawer), expected: "open FLOAT")
    }
    let head = try snapshot.head().sequence
    let entries = try snapshot.entries(ofShift: shift.number, from: shift.opening, to: head)
    return (shift.number, try entries.map(Document.init))
  }

  /// Units sold by the items' codes, less those that came back.
  private func unitsSold(_ documents: [Document]) -> [String: Int] {
    documents.flatMap(\.soldLines).reduce(into: [:]) { units, sold in
      units[sold.line.code, default: 0] += sold.line.quantity * sold.sign
    }
  }

  /// Makes a numbered document with a slip.
  func document(
    of kind: DocumentKind, _ authority: Authority, _ line: TypedLine,
    decide: (Occasion, Snapshot) throws -> JournalEntry
  ) throws -> Reply {
    try write(line) { writer in
      let occasion = try occasion(for: kind, writer.snapshot, authority: authority)
      let entry = try decide(occasion, writer.snapshot)
      let made = try writer.append(entry, isPrinted: true)
      return .document(Document(made), slips: [])
    }
  }

  private func freeMegabytes() -> Int64? {
    var status = statvfs()
    guard statvfs(folder.path, &status) == 0 else { return nil }
    return (Int64(status.f_bavail) * Int64(status.f_frsize)) >> 20
  }
}
