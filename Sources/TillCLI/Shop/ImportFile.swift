import Catalog
import Checkout
import Glibc
import Ledger

/// What is wrong with one row of a file that is imported.
struct RowFault: Error, Hashable {
  /// The line on which the row starts, from 1; 0 for the file as a whole.
  let line: Int
  /// Empty where the whole row is meant.
  let column: String
  let value: String
  let reason: String

  /// `line 3, column cost, "abc": expected yuan`; `第3行 cost "abc": 应为: 元`.
  func text(_ language: Language) -> String {
    let words =
      language == .chinese
      ? [line == 0 ? "" : "第\(line)行", column, quoted]
      : [line == 0 ? "" : "line \(line)", column.isEmpty ? "" : "column \(column)", quoted]
    let place = words.filter { !$0.isEmpty }
      .joined(separator: language == .chinese ? " " : ", ")
    return place.isEmpty ? why(language) : "\(place): \(why(language))"
  }

  /// The reason in words.
  func why(_ language: Language) -> String { language == .chinese ? chinese(reason) : reason }

  private var quoted: String { value.isEmpty ? "" : "\"\(screenSafe(String(value.prefix(60))))\"" }

  func json(_ language: Language) -> JSON {
    .object([
      .init("line", JSON(line)), .init("column", .string(column)),
      .init("value", .string(screenSafe(String(value.prefix(60))))),
      .init("reason", .string(why(language))),
    ])
  }
}

/// A file of comma-separated values with a head line, as it is imported.
struct ImportFile: Sendable {
  /// As the user named it.
  let name: String
  /// As the head line has them.
  let head: [String]
  /// Of what is said to be wrong with it.
  private let language: Language
  private let bytes: [UInt8]
  /// Stands behind the head line.
  private let reader: CSVReader

  /// Reads a file in UTF-8, UTF-16 with a mark, or GB18030, as far as its head line.
  ///
  /// - Throws: `Refusal` named `file-unreadable` or `file-refused`.
  init(_ name: String, _ language: Language) throws(Refusal) {
    guard let bytes = contents(of: name, most: 64 << 20) else {
      throw Refusal(.fileUnreadable, name, expected: String(cString: strerror(errno)))
    }
    let text: String
    do {
      text = try decodedText(bytes).text
    } catch {
      throw ImportFile.refusal(
        name, [RowFault(line: 0, column: "", value: "", reason: "\(error)")], language)
    }
    var reader = CSVReader(text)
    guard let first = try ImportFile.next(&reader, of: name, language) else {
      throw ImportFile.refusal(
        name, [RowFault(line: 0, column: "", value: "", reason: "empty, no head line")], language)
    }
    self.name = name
    self.language = language
    self.bytes = bytes
    self.reader = reader
    head = first.fields
  }

  /// The SHA-256 of its bytes, in hexadecimal.
  var digest: String { TillCLI.digest(of: bytes) }

  /// How many lines it has, or some more: rows of several lines count as often.
  var lines: Int { bytes.count { $0 == UInt8(ascii: "\n") } + 1 }

  /// Its rows behind the head, one after another; those with nothing in them are left out.
  ///
  /// - Parameter body: takes a row, and answers false where it wants no more.
  /// - Throws: `Refusal` named `file-refused` where the file is not CSV, or what the body throws.
  func eachRow(_ body: (CSVReader.Record) throws -> Bool) throws {
    var reader = reader
    while let row = try ImportFile.next(&reader, of: name, language) {
      guard try body(row) else { return }
    }
  }

  /// All of ``eachRow(_:)``.
  func rows() throws -> [CSVReader.Record] {
    var rows: [CSVReader.Record] = []
    try eachRow { row in
      rows.append(row)
      return true
    }
    return rows
  }

  private static func next(
    _ reader: inout CSVReader, of name: String, _ language: Language
  ) throws(Refusal) -> CSVReader.Record? {
    do {
      while let record = try reader.next() {
        if record.fields.contains(where: { !$0.isEmpty && $0 != " " }) { return record }
      }
      return nil
    } catch {
      throw refusal(
        name, [RowFault(line: error.line, column: "", value: "", reason: error.reason)], language)
    }
  }

  /// The head's columns by their standard names, each once.
  ///
  /// - Parameters:
  ///   - known: the standard names.
  ///   - required: those that must be there.
  ///   - aliases: other words for them.
  /// - Returns: the names in the order of the file.
  /// - Throws: `Refusal` named `file-refused`.
  func columns(
    _ known: [String], required: [String], aliases: [String: String] = [:]
  ) throws(Refusal) -> [String] {
    var columns: [String] = []
    for field in head {
      let word = field.lowercased().filter { $0 != " " }
      let name = aliases[word] ?? word
      guard known.contains(name), !columns.contains(name) else {
        throw refusal([
          RowFault(
            line: 1, column: "", value: field,
            reason: columns.contains(name)
              ? "column stands twice" : "columns are \(known.joined(separator: ", "))")
        ])
      }
      columns.append(name)
    }
    let missing = required.filter { !columns.contains($0) }
    guard missing.isEmpty else {
      throw refusal([
        RowFault(
          line: 1, column: missing[0], value: "",
          reason: "missing; needed are \(required.joined(separator: ", "))")
      ])
    }
    return columns
  }

  /// Why nothing of the file is taken: its first faults, and how many rows are bad.
  func refusal(_ faults: [RowFault]) -> Refusal { ImportFile.refusal(name, faults, language) }

  private static func refusal(
    _ name: String, _ faults: [RowFault], _ language: Language
  ) -> Refusal {
    let listed = faults.prefix(5).map { $0.text(language) } + (faults.count > 5 ? ["…"] : [])
    return Refusal(
      .fileRefused, name, expected: listed.joined(separator: "; "), need: Int64(faults.count))
  }

  /// Writes the rejected rows beside the file, each with its line and the reason.
  ///
  /// - Returns: the name of that file.
  /// - Throws: `Refusal` named `file-unreadable`.
  func writeRejected(_ faults: [RowFault]) throws -> String {
    let reasons = Dictionary(grouping: faults, by: \.line)
    var text = csvLine(head + ["line", "reason"])
    try eachRow { row in
      guard let faults = reasons[row.line] else { return true }
      let reason = faults.map { fault in
        [fault.column, fault.why(language)].filter { !$0.isEmpty }.joined(separator: ": ")
      }
      text += csvLine(row.fields + [String(row.line), reason.joined(separator: "; ")])
      return true
    }
    let path = "\(name.hasSuffix(".csv") ? String(name.dropLast(4)) : name).rejected.csv"
    guard writeAtomically(Array(text.utf8), to: path) else {
      throw Refusal(.fileUnreadable, path, expected: String(cString: strerror(errno)))
    }
    return path
  }
}

/// The SHA-256 of bytes, in hexadecimal.
func digest(of bytes: [UInt8]) -> String { ChainHash(bytes: SHA256.digest(bytes)).hexadecimal }

/// Fields as one line of comma-separated values.
func csvLine(_ fields: [String]) -> String { String(decoding: csvBytes(fields), as: UTF8.self) }

/// ``csvLine(_:)`` in UTF-8.
func csvBytes(_ fields: [String]) -> [UInt8] {
  var line: [UInt8] = []
  for (index, field) in fields.enumerated() {
    if index > 0 { line.append(UInt8(ascii: ",")) }
    guard field.utf8.contains(where: isSeparating) else {
      line += field.utf8
      continue
    }
    let quote = UInt8(ascii: "\"")
    line.append(quote)
    line += field.utf8.flatMap { $0 == quote ? [quote, quote] : [$0] }
    line.append(quote)
  }
  line.append(UInt8(ascii: "\n"))
  return line
}

private func isSeparating(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
    || byte == UInt8(ascii: "\r")
}
