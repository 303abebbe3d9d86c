package import Ledger

/// The elements of a GS1 string that a till uses: which article, which lot, until when, how many.
///
/// Two forms are read: what a scanner sends, elements one after another with FNC1 (0x1D) after those
/// of variable length, with or without a symbology identifier (`]C1`, `]d2`, `]Q3`); and what is
/// printed for people, `(01)06901234567892(17)261130(10)AB12`. Other elements are read over.
package struct GS1Elements: Hashable, Sendable {
  /// (01): the article, in the form of ``gtin(_:)``.
  package let gtin: String
  /// (10): the lot, 1 to 20 characters as printed; case counts.
  package let lot: String?
  /// (17): the last day on which it may be used.
  package let useBy: BusinessDate?
  /// (30): how many, 0 to 99,999,999.
  package let count: Int?

  /// Why a text is not such a string, with the piece that is at fault.
  package enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
    case tooLong(Int)
    case unknownIdentifier(String)
    case malformed(identifier: String, value: String, expected: String)
    case badCheckDigit(digits: String, expected: Int)
    case repeated(identifier: String)
    case missing(identifier: String)

    package var description: String {
      switch self {
      case .tooLong(let bytes): "GS1 string of \(bytes) bytes: expected at most \(byteLimit)"
      case .unknownIdentifier(let text): "\(printable(text)): not a GS1 element; expected (01)…"
      case .malformed(let identifier, let value, let expected):
        "(\(identifier))\(printable(value)): expected \(expected)"
      case .badCheckDigit(let digits, let expected):
        "(01)\(digits): the check digit should be \(expected)"
      case .repeated(let identifier): "(\(identifier)) stands twice with different values"
      case .missing(let identifier): "no (\(identifier)) in the GS1 string"
      }
    }
  }

  /// More than any symbol holds that a shop meets.
  private static let byteLimit = 512

  /// True where a text is meant as a GS1 string and must be read as one.
  ///
  /// That is: a symbology identifier, an FNC1, an identifier in brackets, or, from a scanner that
  /// sends neither, `01` with a valid 14-digit code and more behind it.
  package static func recognises(_ text: String) -> Bool {
    if hasSymbology(text) || text.utf8.contains(fnc1) { return true }
    let bytes = Array(text.utf8.prefix(17))
    if bytes.first == UInt8(ascii: "(") {
      return bytes.dropFirst().prefix(2).count(where: \.isASCIIDigit) == 2
    }
    guard bytes.count == 17, bytes.starts(with: "01".utf8) else { return false }
    let article = String(decoding: bytes[2..<16], as: UTF8.self)
    guard case .barcode = ScannedCode(digits: article) else { return false }
    return true
  }

  /// Reads a GS1 string.
  ///
  /// - Parameters:
  ///   - text: either form; lots keep their case, so fold none before.
  ///   - today: decides the century of the use-by date.
  /// - Throws: ``Fault``.
  package init(_ text: String, today: BusinessDate) throws(Fault) {
    guard text.utf8.count <= Self.byteLimit else { throw .tooLong(text.utf8.count) }
    let bytes = Array(text.utf8.dropFirst(hasSymbology(text) ? 3 : 0))
    let elements =
      bytes.first == UInt8(ascii: "(") ? try bracketed(bytes) : try concatenated(bytes)
    var values: [String: String] = [:]
    for (identifier, value) in elements {
      let before = values.updateValue(value, forKey: identifier)
      guard before == nil || before == value else { throw .repeated(identifier: identifier) }
    }
    guard let article = values["01"] else { throw .missing(identifier: "01") }
    gtin = try Self.article(article)
    lot = try values["10"].map(Self.lot)
    useBy = try values["17"].map { value throws(Fault) in try Self.day(value, today: today) }
    count = try values["30"].map(Self.quantity)
  }

  private static func article(_ value: String) throws(Fault) -> String {
    guard value.utf8.count == 14, value.utf8.allSatisfy(\.isASCIIDigit) else {
      throw .malformed(identifier: "01", value: value, expected: "14 digits")
    }
    if let expected = CheckDigit.mismatch(in: value) {
      throw .badCheckDigit(digits: value, expected: expected)
    }
    return Catalog.gtin(value)
  }

  private static func lot(_ value: String) throws(Fault) -> String {
    guard (1...20).contains(value.utf8.count), value.utf8.allSatisfy(isGS1Character) else {
      throw .malformed(
        identifier: "10", value: value, expected: "1 to 20 letters, digits or signs of GS1's set 82"
      )
    }
    return value
  }

  private static func quantity(_ value: String) throws(Fault) -> Int {
    guard (1...8).contains(value.utf8.count), value.utf8.allSatisfy(\.isASCIIDigit),
      let count = Int(value)
    else { throw .malformed(identifier: "30", value: value, expected: "1 to 8 digits") }
    return count
  }

  /// YYMMDD, where day 00 is the month's last.
  ///
  /// The year is the one nearest to today: more than 50 ahead is the century before, 50 or more back
  /// the next. Source: GS1 General Specifications, 3.4.7 and 7.12.
  private static func day(_ value: String, today: BusinessDate) throws(Fault) -> BusinessDate {
    let fault = Fault.malformed(
      identifier: "17", value: value, expected: "a day as YYMMDD, 00 for the month's last")
    guard value.utf8.count == 6, value.utf8.allSatisfy(\.isASCIIDigit), let number = Int(value)
    else { throw fault }
    let thisYear = today.civil.year
    let ahead = number / 10_000 - thisYear % 100
    let century = thisYear - thisYear % 100 + (ahead > 50 ? -100 : ahead < -49 ? 100 : 0)
    let year = century + number / 10_000
    let month = number / 100 % 100
    if number % 100 == 0 {
      let next = month == 12 ? (year + 1, 1) : (year, month + 1)
      guard (1...12).contains(month),
        let first = BusinessDate(year: next.0, month: next.1, day: 1)
      else { throw fault }
      return first.advanced(by: -1)
    }
    guard let day = BusinessDate(year: year, month: month, day: number % 100) else { throw fault }
    return day
  }
}

/// Whether a text begins with the identifier of a symbology that carries GS1 strings, in either case:
/// what is typed was folded before.
private func hasSymbology(_ text: String) -> Bool {
  text.utf8.first == UInt8(ascii: "]")
    && ["]c1", "]d2", "]q3"].contains(text.prefix(3).lowercased())
}
