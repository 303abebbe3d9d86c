/// Reads the shop's `catalog.csv`: every row becomes an item, or none does.
///
/// The first row names the columns, in any order and case. Required: `code`, `name`, `kind`,
/// `category`, `unit`, `price`, `tax`; optional: `floor`, `discount`, `barcode`, `mnemonic`. Rows with
/// nothing in them are passed over.
package enum CatalogFile {
  /// The columns that a file may have.
  package enum Column: String, CaseIterable, Sendable {
    case code
    case name
    case kind
    case category
    case unit
    case price
    case tax
    case floor
    case discount
    case barcode
    case mnemonic

    package var isRequired: Bool {
      switch self {
      case .code, .name, .kind, .category, .unit, .price, .tax: true
      case .floor, .discount, .barcode, .mnemonic: false
      }
    }
  }

  /// One thing wrong with a file.
  package struct Fault: Hashable, Sendable, CustomStringConvertible {
    /// The line of the file on which the row starts, from 1; 0 for the file as a whole.
    package let line: Int
    /// The column's name; nil where the whole row is meant.
    package let column: String?
    /// The value, shortened and made printable; nil where nothing stands there.
    package let value: String?
    /// What was expected, or what is wrong.
    package let reason: String

    package var description: String {
      let place = line == 0 ? "file" : "line \(line)"
      let parts = [column, value].compactMap(\.self)
      return ([place] + parts).joined(separator: " ") + ": \(reason)"
    }
  }

  /// All that is wrong with a file, in the order of its lines.
  package struct Faults: Error, Hashable, Sendable {
    /// The first ``CatalogFile/faultLimit`` of them.
    package fileprivate(set) var listed: [Fault] = []
    /// How many more there are.
    package fileprivate(set) var unlisted = 0

    fileprivate init() {}

    fileprivate init(listed: [Fault]) { self.listed = listed }

    fileprivate mutating func append(_ fault: Fault) {
      if listed.count < faultLimit { listed.append(fault) } else { unlisted += 1 }
    }
  }

  /// The most items that one file may hold.
  package static let rowLimit = 100_000
  /// The most faults that are listed one by one.
  package static let faultLimit = 1000

  /// Reads a file's bytes, in UTF-8, UTF-16 with a mark, or GB18030.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - isReserved: whether a lower-case text is a word of the command language, so that an item
  ///     of that code could never be typed.
  /// - Returns: the items in the order of their rows.
  /// - Throws: ``Faults``, at least one.
  package static func items(
    of bytes: [UInt8], isReserved: (String) -> Bool
  ) throws(Faults) -> [Item] {
    let text: String
    do {
      text = try decodedText(bytes).text
    } catch {
      throw Faults(
        listed: [Fault(line: 0, column: nil, value: nil, reason: error.description)])
    }
    return try items(parsing: text, isReserved: isReserved)
  }

  /// Reads a file's text; ``items(of:isReserved:)`` says what is taken and returned.
  package static func items(
    parsing text: String, isReserved: (String) -> Bool
  ) throws(Faults) -> [Item] {
    var reading = Reading(reader: CSVReader(text))
    reading.readAll(isReserved: isReserved)
    guard reading.faults.listed.isEmpty else { throw reading.faults }
    return reading.items
  }

  /// Reads rows whose fields stand in the order of ``Column``; ``items(of:isReserved:)`` says what is
  /// taken and returned.
  ///
  /// - Parameters:
  ///   - rows: those of line 0 are of the catalog as it is.
  ///   - isReserved: whether a text is a word of the command language.
  /// - Returns: the items in the order of their rows.
  /// - Throws: ``Faults``, at least one.
  package static func items(
    of rows: [CSVReader.Record], isReserved: (String) -> Bool
  ) throws(Faults) -> [Item] {
    var reading = Reading(reader: CSVReader(""))
    let places = Dictionary(uniqueKeysWithValues: Column.allCases.enumerated().map { ($1, $0) })
    for row in rows { reading.take(row, places: places, isReserved: isReserved) }
    guard reading.faults.listed.isEmpty else { throw reading.faults }
    guard rows.count <= rowLimit else {
      let reason = "\(rows.count) items; expected at most \(rowLimit)"
      throw Faults(listed: [Fault(line: 0, column: nil, value: nil, reason: reason)])
    }
    return reading.items
  }
}

/// A file while it is read: what was found so far, good and bad.
private struct Reading {
  var reader: CSVReader
  var items: [Item] = []
  var faults = CatalogFile.Faults()
  private var rows = 0
  /// What finds an item, and the line and column where it was given.
  private var claims: [String: (line: Int, column: CatalogFile.Column)] = [:]

  init(reader: CSVReader) { self.reader = reader }

  mutating func readAll(isReserved: (String) -> Bool) {
    guard let columns = header() else { return }
    let places = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, $0) })
    while let record = nextRecord() {
      guard record.fields.contains(where: { !plain($0).isEmpty }) else { continue }
      rows += 1
      guard rows <= CatalogFile.rowLimit else {
        note(record.line, nil, nil, "more than \(CatalogFile.rowLimit) items; divide the file")
        return
      }
      take(record, places: places, isReserved: isReserved)
    }
  }

  /// The next record; a fault of the CSV itself is noted and ends the file.
  private mutating func nextRecord() -> CSVReader.Record? {
    do {
      return try reader.next()
    } catch {
      note(error.line, nil, nil, error.reason)
      return nil
    }
  }

  /// The columns in the order of the file; nil if the first row does not name them well.
  private mutating func header() -> [CatalogFile.Column]? {
    guard let record = nextRecord() else {
      if faults.listed.isEmpty { note(0, nil, nil, "empty; expected a first row of column names") }
      return nil
    }
    var columns: [CatalogFile.Column] = []
    for field in record.fields {
      guard let column = CatalogFile.Column(rawValue: plain(field).lowercased()) else {
        note(
          record.line, "header", field,
          "unknown column; known are \(names(CatalogFile.Column.allCases))")
        continue
      }
      if columns.contains(column) { note(record.line, "header", field, "column stands twice") }
      columns.append(column)
    }
    let missing = CatalogFile.Column.allCases.filter { $0.isRequired && !columns.contains($0) }
    if !missing.isEmpty { note(record.line, "header", nil, "missing columns: \(names(missing))") }
    return faults.listed.isEmpty ? columns : nil
  }

  mutating func take(
    _ record: CSVReader.Record, places: [CatalogFile.Column: Int], isReserved: (String) -> Bool
  ) {
    guard record.fields.count == places.count else {
      let reason = "\(record.fields.count) fields; expected \(places.count) as in the header"
      return note(record.line, nil, nil, reason)
    }
    let row = CatalogRow(fields: record.fields, places: places)
    let (item, rowFaults) = row.item(isReserved: isReserved)
    for fault in rowFaults {
      note(record.line, fault.column.rawValue, fault.value, fault.reason)
    }
    claim([item.code], .code, record.line)
    claim(item.mnemonics, .mnemonic, record.line)
    claim(item.barcodes, .barcode, record.line)
    if faults.listed.isEmpty { items.append(item) }
  }

  /// Notes a text that already finds an item.
  private mutating func claim(_ texts: [String], _ column: CatalogFile.Column, _ line: Int) {
    for text in texts where !text.isEmpty {
      guard let first = claims[text] else {
        claims[text] = (line, column)
        continue
      }
      let place = first.line == 0 ? "of an item in the catalog" : "on line \(first.line)"
      note(line, column.rawValue, text, "already the \(first.column.rawValue) \(place)")
    }
  }

  private mutating func note(_ line: Int, _ column: String?, _ value: String?, _ reason: String) {
    faults.append(
      CatalogFile.Fault(line: line, column: column, value: value.map(printable), reason: reason))
  }
}

private func names(_ columns: [CatalogFile.Column]) -> String {
  columns.map(\.rawValue).joined(separator: ", ")
}
