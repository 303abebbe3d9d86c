/// Reads comma-separated values (RFC 4180) record by record.
///
/// Lines end in CRLF, LF or CR. A field in quotes may hold commas, line ends and doubled quotes; a
/// quote anywhere else is a fault. Time is linear in the text; memory is that of one record, within
/// ``fieldLimit`` times ``fieldCountLimit``.
package struct CSVReader: Sendable {
  /// The fields of one record, and the line of the text on which it starts, from 1.
  package struct Record: Hashable, Sendable {
    package let line: Int
    package let fields: [String]

    package init(line: Int, fields: [String]) {
      self.line = line
      self.fields = fields
    }
  }

  /// Why a text is not CSV; nothing behind the fault can be read.
  package enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
    case loneQuote(line: Int)
    case textAfterQuotes(line: Int)
    case unclosedQuotes(line: Int)
    case fieldTooLong(line: Int, limit: Int)
    case tooManyFields(line: Int, limit: Int)

    /// The line of the text, from 1.
    package var line: Int {
      switch self {
      case .loneQuote(let line), .textAfterQuotes(let line), .unclosedQuotes(let line): line
      case .fieldTooLong(let line, _), .tooManyFields(let line, _): line
      }
    }

    /// What is wrong there, without the line.
    package var reason: String {
      switch self {
      case .loneQuote: "a quote inside a field without quotes; quote the field, double the quote"
      case .textAfterQuotes: "text after a field's closing quote; a quote inside is doubled"
      case .unclosedQuotes: "a field in quotes starts here and never ends"
      case .fieldTooLong(_, let limit): "a field of more than \(limit) bytes"
      case .tooManyFields(_, let limit): "more than \(limit) fields"
      }
    }

    package var description: String { "line \(line): \(reason)" }
  }

  /// The most bytes of UTF-8 that one field may have.
  package static let fieldLimit = 4096
  /// The most fields that one record may have.
  package static let fieldCountLimit = 256

  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  /// The next byte; nil at the end.
  private var ahead: UInt8? { position < bytes.count ? bytes[position] : nil }

  package init(_ text: String) { bytes = Array(text.utf8) }

  /// The next record; nil at the end of the text.
  ///
  /// An empty line is a record of one empty field.
  ///
  /// - Throws: ``Fault``; a reader that has thrown is of no further use.
  package mutating func next() throws(Fault) -> Record? {
    guard ahead != nil else { return nil }
    let start = line
    var fields: [String] = []
    while true {
      guard fields.count < Self.fieldCountLimit else {
        throw .tooManyFields(line: line, limit: Self.fieldCountLimit)
      }
      fields.append(ahead == quote ? try quotedField() : try plainField())
      guard ahead == comma else { break }
      advance()
    }
    skipLineEnd()
    return Record(line: start, fields: fields)
  }

  private mutating func plainField() throws(Fault) -> String {
    let start = position
    while position < bytes.count, bytes[position] != comma, !isLineEnd(bytes[position]) {
      guard bytes[position] != quote else { throw .loneQuote(line: line) }
      guard position - start < Self.fieldLimit else {
        throw .fieldTooLong(line: line, limit: Self.fieldLimit)
      }
      position += 1
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func quotedField() throws(Fault) -> String {
    let start = line
    var field: [UInt8] = []
    advance()
    while let byte = ahead {
      if byte == quote {
        advance()
        guard ahead == quote else { return try closed(field) }
      }
      guard field.count < Self.fieldLimit else {
        throw .fieldTooLong(line: start, limit: Self.fieldLimit)
      }
      field.append(byte)
      advance()
    }
    throw .unclosedQuotes(line: start)
  }

  private func closed(_ field: [UInt8]) throws(Fault) -> String {
    if let byte = ahead, byte != comma, !isLineEnd(byte) { throw .textAfterQuotes(line: line) }
    return String(decoding: field, as: UTF8.self)
  }

  /// Steps over one byte; a line ends at LF and at a CR with no LF behind it.
  private mutating func advance() {
    let byte = ahead
    position += 1
    if byte == lineFeed || byte == carriageReturn && ahead != lineFeed { line += 1 }
  }

  private mutating func skipLineEnd() {
    if ahead == carriageReturn { advance() }
    if ahead == lineFeed { advance() }
  }
}

private let comma = UInt8(ascii: ",")
private let quote = UInt8(ascii: "\"")
private let lineFeed: UInt8 = 0x0A
private let carriageReturn: UInt8 = 0x0D

private func isLineEnd(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }
