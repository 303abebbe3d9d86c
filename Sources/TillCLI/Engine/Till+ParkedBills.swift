import Checkout
import Ledger
import Pricing
import Storage

extension Till {
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
        let open = try OpenBill(held.id, held.content)
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
}
