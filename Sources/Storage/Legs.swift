import Ledger

/// The postings in the order of their entries, read one ahead.
struct Legs {
  private let statement: Statement
  /// The entry of the leg that is next; nil after the last.
  private(set) var entry: Int64?

  init(_ connection: Connection) throws(StorageError) {
    statement = try Statement(
      "SELECT entry, account, amount, balance FROM posting ORDER BY entry, number",
      on: connection.handle)
    try next()
  }

  var leg: (account: Int64, amount: Int64, balance: Int64) {
    (statement.int64(1), statement.int64(2), statement.int64(3))
  }

  mutating func next() throws(StorageError) {
    entry = try statement.step() ? statement.int64(0) : nil
  }
}
