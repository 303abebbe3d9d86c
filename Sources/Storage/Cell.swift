/// A value of a row that is written together with others.
enum Cell {
  case integer(Int64)
  case text(String)
  case none

  init(_ value: Int?) { self.init(value.map(Int64.init)) }

  init(_ value: Int64?) { self = value.map { .integer($0) } ?? .none }
}

extension Connection {
  /// So few rows gain nothing by being written at once, and each number of them is a statement of its own.
  private static let few = 10

  /// Writes rows; where there are many, 50 by one statement.
  ///
  /// What undoes each statement by itself takes longer than a row.
  ///
  /// - Parameters:
  ///   - query: inserts one row, with a `?` for each of its cells.
  ///   - count: how many rows there are.
  ///   - cells: theirs, row after row.
  /// - Throws: ``StorageError``.
  func insert(_ query: Query, rows count: Int, _ cells: [Cell]) throws(StorageError) {
    guard count > 0 else { return }
    let width = cells.count / count
    var first = 0
    while first < count {
      let rows = count < Connection.few ? 1 : min(count - first, 50)
      try statement(query, rows: rows).run(cells[first * width..<(first + rows) * width])
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
