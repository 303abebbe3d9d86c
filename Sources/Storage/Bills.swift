package import Ledger

/// A parked bill.
package struct HeldBill: Hashable, Sendable {
  package let tag: String
  package let id: EntryID
  package let heldAt: Instant
  package let content: String
}

/// A stored bill in its last state.
package struct StoredBill: Hashable, Sendable {
  package let id: EntryID
  /// How many changes made it; each can be undone.
  package let changes: Int
  package let content: String
}

extension Snapshot {
  /// The open bill of a drawer.
  package func openBill(drawer: Int) throws(StorageError) -> StoredBill? {
    if let bill = connection.known?.bills[drawer] { return bill }
    guard let id = try connection.first(.openBill, drawer, read: { $0.int64(0) }) else {
      return nil
    }
    let bill = try bill(id)
    connection.known?.bills[drawer] = bill
    return bill
  }

  /// The bill parked under a tag.
  package func bill(tag: String) throws(StorageError) -> StoredBill? {
    guard let id = try connection.first(.billByTag, tag, read: { $0.int64(0) }) else { return nil }
    return try bill(id)
  }

  /// All parked bills, by their tags.
  package func heldBills() throws(StorageError) -> [HeldBill] {
    try connection.rows(.heldBills) { row in
      HeldBill(
        tag: row.text(0), id: EntryID(value: row.int64(1)),
        heldAt: Instant(milliseconds: row.int64(2)), content: row.text(3))
    }
  }

  private func bill(_ id: Int64) throws(StorageError) -> StoredBill? {
    try connection.first(.billContent, id) { row in
      StoredBill(id: EntryID(value: id), changes: row.int(0), content: row.text(1))
    }
  }
}

extension Writer {
  /// Opens a bill on a drawer that has none.
  package func openBill(_ id: EntryID, drawer: Int, content: String) throws(StorageError) {
    connection.known?.take(id)
    try connection.run(.insertBill, id.value, drawer)
    try connection.run(.insertBillChange, id.value, 1, content)
    connection.known?.bills[drawer] = StoredBill(id: id, changes: 1, content: content)
  }

  /// Stores the next state of a bill.
  package func change(_ bill: StoredBill, to content: String) throws(StorageError) {
    let changed = StoredBill(id: bill.id, changes: bill.changes + 1, content: content)
    try connection.run(.insertBillChange, bill.id.value, changed.changes, content)
    connection.known?.change(bill, to: changed)
  }

  /// Takes the last state of a bill back; with its first state the bill goes.
  package func undo(_ bill: StoredBill) throws(StorageError) {
    guard bill.changes > 1 else { return try delete(bill.id) }
    connection.known?.bills = [:]
    try connection.run(.undoBillChange, bill.id.value, bill.changes)
  }

  /// Parks a bill under a tag that no other bill has.
  package func hold(_ bill: StoredBill, tag: String, at: Instant) throws(StorageError) {
    connection.known?.bills = [:]
    try connection.run(.tagBill, bill.id.value, tag, at.milliseconds)
  }

  /// Makes a parked bill the open one of a drawer that has none.
  package func fetch(_ bill: StoredBill, drawer: Int) throws(StorageError) {
    try connection.run(.fetchBill, bill.id.value, drawer)
  }

  package func delete(_ bill: EntryID) throws(StorageError) {
    connection.known?.identities = [:]
    connection.known?.bills = [:]
    try connection.run(.deleteBill, bill.value)
  }
}
