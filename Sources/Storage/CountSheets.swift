/// A sheet of a count, from its freeze point until it is closed.
package struct CountSheet: Hashable, Sendable {
  package let number: Int
  /// The sequence of the entry at which the books are frozen for it.
  package let opening: Int64
  /// What is counted; empty for everything.
  package let category: String
  /// Whether whoever counts is not told what the books hold.
  package let isBlind: Bool

  package init(number: Int, opening: Int64, category: String, isBlind: Bool) {
    self.number = number
    self.opening = opening
    self.category = category
    self.isBlind = isBlind
  }
}

extension Snapshot {
  /// The sheet that is open; nil where none is.
  package func openSheet() throws(StorageError) -> CountSheet? {
    try connection.first(.openSheet) { row in
      CountSheet(
        number: row.int(0), opening: row.int64(1), category: row.text(2), isBlind: row.int(3) == 1)
    }
  }

  /// The next sheet's number, from 1.
  package func nextSheet() throws(StorageError) -> Int {
    try 1 + (connection.first(.lastSheet) { $0.int(0) } ?? 0)
  }

  /// What was counted of each item so far, by their codes.
  package func counted(onSheet sheet: Int) throws(StorageError) -> [String: Int] {
    let rows = try connection.rows(.countLines, sheet) { ($0.text(0), $0.int(1)) }
    return Dictionary(uniqueKeysWithValues: rows)
  }
}

extension Writer {
  package func open(_ sheet: CountSheet) throws(StorageError) {
    try connection.run(
      .insertSheet, sheet.number, sheet.opening, sheet.category, sheet.isBlind ? 1 : 0)
  }

  /// Closes a sheet by the entry that took its differences into the books, or gave it up.
  package func close(_ sheet: CountSheet, by entry: Int64) throws(StorageError) {
    try connection.run(.closeSheet, sheet.number, entry)
  }

  package func setCounted(
    _ counted: Int, of item: String, onSheet sheet: Int
  ) throws(StorageError) {
    try connection.run(.setCountLine, sheet, item, counted)
  }
}

extension Query {
  var countSQL: String? {
    switch self {
    case .openSheet:
      "SELECT number, opening, category, is_blind FROM count_sheet WHERE closing IS NULL"
    case .lastSheet: "SELECT max(number) FROM count_sheet"
    case .countLines: "SELECT item, counted FROM count_line WHERE sheet = ?1 ORDER BY item"
    case .insertSheet:
      "INSERT INTO count_sheet (number, opening, category, is_blind) VALUES (?1, ?2, ?3, ?4)"
    case .closeSheet: "UPDATE count_sheet SET closing = ?2 WHERE number = ?1"
    case .setCountLine:
      """
      INSERT INTO count_line (sheet, item, counted) VALUES (?1, ?2, ?3)
      ON CONFLICT (sheet, item) DO UPDATE SET counted = excluded.counted
      """
    default: nil
    }
  }
}
