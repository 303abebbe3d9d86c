import Catalog

/// A row of a file of comma-separated values in the folder `Config`, with a field per column.
struct TableRow {
  let file: String
  let columns: [String]
  /// The line on which the row starts, from 1.
  let line: Int
  let fields: [String]

  /// What is wrong with the field of a column, counted from 0.
  func fault(_ column: Int, found: String? = nil, _ expected: String) -> ConfigFault {
    ConfigFault(
      file: file, place: "line \(line), column \(columns[column])",
      found: found ?? fields[column], expected: expected)
  }
}

/// The rows of a file behind its head line, which has to name just these columns; none of a file that
/// is empty.
///
/// - Throws: ``ConfigFault`` where the text is not CSV, the head another, or a row too long or short.
func rows(
  of text: String, file: String, columns: [String]
) throws(ConfigFault) -> [TableRow] {
  try rows(of: text, file: file) { head throws(ConfigFault) in
    guard head == columns else {
      throw ConfigFault(
        file: file, place: "line 1", found: head.joined(separator: ","),
        expected: columns.joined(separator: ","))
    }
    return columns
  }
}

/// The rows of a file whose columns are in an order of its own: their names are made of the head's
/// fields.
///
/// - Throws: ``ConfigFault`` as ``rows(of:file:columns:)`` does, or what `columns` throws.
func rows(
  of text: String, file: String, columns: ([String]) throws(ConfigFault) -> [String]
) throws(ConfigFault) -> [TableRow] {
  var reader = CSVReader(text)
  var records: [CSVReader.Record] = []
  do throws(CSVReader.Fault) {
    while let record = try reader.next() { records.append(record) }
  } catch {
    throw ConfigFault(
      file: file, place: "line \(error.line)", found: error.reason, expected: "CSV")
  }
  guard let head = records.first else { return [] }
  let columns = try columns(head.fields)
  return try records.dropFirst().filter { $0.fields != [""] }.map { record throws(ConfigFault) in
    guard record.fields.count == columns.count else {
      throw ConfigFault(
        file: file, place: "line \(record.line)", found: "\(record.fields.count) columns",
        expected: "\(columns.count)")
    }
    return TableRow(file: file, columns: columns, line: record.line, fields: record.fields)
  }
}
