/// A value of a row that is written together with others.
enum Cell: Bindable {
  case integer(Int64)
  case text(String)
  case none

  init(_ value: Int) { self = .integer(Int64(value)) }

  init(_ value: Int64?) { self = value.map { .integer($0) } ?? .none }

  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    switch self {
    case .integer(let value): value.bind(to: statement, at: index)
    case .text(let value): value.bind(to: statement, at: index)
    case .none: Int64?.none.bind(to: statement, at: index)
    }
  }
}

extension Connection {
  /// The most rows that one statement writes.
  private static let rowLimit = 50

  /// Writes rows by as few statements as may be: a statement of its own, which could be undone by
  /// itself, takes several times as long as its row.
  ///
  /// - Parameters:
  ///   - query: inserts one row, with a `?` for each of its cells.
  ///   - count: how many rows there are.
  ///   - cells: theirs, row after row.
  /// - Throws: ``StorageError``.
  func insert(_ query: Query, rows count: Int, _ cells: [Cell]) throws(StorageError) {
    var first = 0
    while first < count {
      let rows = min(count - first, Connection.rowLimit)
      let width = cells.count / count
      let statement = try statement(query, rows: rows)
      try statement.bind(cells[first * width..<(first + rows) * width])
      _ = try statement.step()
      first += rows
    }
  }
}

extension Query {
  /// The insertion of several rows at once.
  func sql(rows: Int) -> String {
    let parts = sql.split(separator: "VALUES ", maxSplits: 1)
    return parts[0] + "VALUES " + Array(repeating: parts[1], count: rows).joined(separator: ", ")
  }
}
