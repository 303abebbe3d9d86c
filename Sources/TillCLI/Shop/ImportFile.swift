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

  /// `line 3, column cost, "abc": expected yuan`.
  var text: String {
    [line == 0 ? "" : "line \(line)", column.isEmpty ? "" : "column \(column)", quoted]
      .filter { !$0.isEmpty }.joined(separator: ", ") + ": \(reason)"
  }

  private var quoted: String { value.isEmpty ? "" : "\"\(screenSafe(String(value.prefix(60))))\"" }

  var json: JSON {
    .object([
      .init("line", JSON(line)), .init("column", .string(column)),
      .init("value", .string(screenSafe(String(value.prefix(60))))),
      .init("reason", .string(reason)),
    ])
  }
}

/// A file of comma-separated values with a head line, as it is imported.
struct ImportFile {
  /// As the user named it.
  let name: String
  /// The SHA-256 of its bytes, in hexadecimal.
  let digest: String
  /// As the head line has them.
  let head: [String]
  let rows: [CSVReader.Record]

  /// Reads a file in UTF-8, UTF-16 with a mark, or GB18030; rows with nothing in them are left out.
  ///
  /// - Throws: `Refusal` named `file-unreadable` or `file-refused`.
  init(_ name: String) throws(Refusal) {
    guard let bytes = contents(of: name, most: 64 << 20) else {
      throw Refusal(.fileUnreadable, name, expected: String(cString: strerror(errno)))
    }
    var records: [CSVReader.Record] = []
    do {
      var reader = CSVReader(try decodedText(bytes).text)
      while let record = try reader.next() {
        if record.fields.contains(where: { !$0.isEmpty && $0 != " " }) { records.append(record) }
      }
    } catch let fault as CSVReader.Fault {
      throw ImportFile.refusal(
        name, [RowFault(line: fault.line, column: "", value: "", reason: fault.reason)])
    } catch {
      throw ImportFile.refusal(
        name, [RowFault(line: 0, column: "", value: "", reason: "\(error)")])
    }
    guard let first = records.first else {
      throw ImportFile.refusal(
        name, [RowFault(line: 0, column: "", value: "", reason: "empty, no head line")])
    }
    self.name = name
    digest = ChainHash(bytes: SHA256.digest(bytes)).hexadecimal
    head = first.fields
    rows = Array(records.dropFirst())
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
        throw ImportFile.refusal(
          self.name,
          [
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
      throw ImportFile.refusal(
        self.name,
        [
          RowFault(
            line: 1, column: missing[0], value: "",
            reason: "missing; needed are \(required.joined(separator: ", "))")
        ])
    }
    return columns
  }

  /// Why nothing of a file is taken: its first faults, and how many rows are bad.
  static func refusal(_ name: String, _ faults: [RowFault]) -> Refusal {
    let listed = faults.prefix(5).map(\.text) + (faults.count > 5 ? ["…"] : [])
    return Refusal(
      .fileRefused, name, expected: listed.joined(separator: "; "), need: Int64(faults.count))
  }

  /// Writes the rejected rows beside the file, each with its line and the reason.
  ///
  /// - Returns: the name of that file.
  /// - Throws: `Refusal` named `file-unreadable`.
  func writeRejected(_ faults: [RowFault]) throws(Refusal) -> String {
    let reasons = Dictionary(grouping: faults, by: \.line)
    var text = csvLine(head + ["line", "reason"])
    for row in rows {
      guard let faults = reasons[row.line] else { continue }
      let reason = faults.map { fault in
        [fault.column, fault.reason].filter { !$0.isEmpty }.joined(separator: ": ")
      }
      text += csvLine(row.fields + [String(row.line), reason.joined(separator: "; ")])
    }
    let path = "\(name.hasSuffix(".csv") ? String(name.dropLast(4)) : name).rejected.csv"
    guard writeAtomically(Array(text.utf8), to: path) else {
      throw Refusal(.fileUnreadable, path, expected: String(cString: strerror(errno)))
    }
    return path
  }
}

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
