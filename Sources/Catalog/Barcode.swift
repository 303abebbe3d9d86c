import Ledger

/// The GS1 check digit, and what a run of bare digits stands for.
package enum CheckDigit {
  /// The digit that completes a code: weights 3 and 1 in turn from the right, modulo 10.
  ///
  /// Source: GS1 General Specifications, 7.9.
  ///
  /// - Parameter payload: ASCII digits without the check digit, any number of them.
  /// - Returns: 0 to 9.
  package static func following(_ payload: some BidirectionalCollection<UInt8>) -> Int {
    var sum = 0
    var weight = 3
    for byte in payload.reversed() {
      sum += weight * Int(byte & 0x0F) % 10
      weight = 4 - weight
    }
    return (10 - sum % 10) % 10
  }

  /// The check digit that a whole code should end in; nil where it does end in it.
  static func mismatch(in digits: String) -> Int? {
    let expected = following(digits.utf8.dropLast())
    return digits.utf8.last.map { Int($0 & 0x0F) } == expected ? nil : expected
  }
}

/// What bare digits, typed or scanned, stand for.
package enum ScannedCode: Hashable, Sendable {
  /// A barcode with a valid check digit, in the form of ``gtin(_:)``.
  case barcode(String)
  /// Eleven digits of a mobile telephone number in China.
  case phone(String)
  /// An item's own code.
  case code(String)
  /// Thirteen digits that are no barcode: a misread scan, never a code.
  case badCheckDigit(digits: String, expected: Int)

  /// Tells what the digits are by their number and their check digit.
  ///
  /// 8, 12, 13 or 14 with a valid check digit are a barcode; 11 that start with 13 to 19 are a
  /// phone; 13 with a wrong check digit are refused; all others are an item code.
  ///
  /// - Parameter text: ASCII digits; nil for an empty text and for any other character. A scanner may
  ///   say in front of them that they are of an EAN or UPC code (`]E0`) or of an ITF-14 (`]I1`).
  package init?(digits text: String) {
    let digits = isNamed(text) ? String(text.dropFirst(3)) : text
    guard !digits.isEmpty, digits.utf8.allSatisfy(\.isASCIIDigit) else { return nil }
    switch digits.utf8.count {
    case 8, 12, 13, 14:
      guard let expected = CheckDigit.mismatch(in: digits) else {
        self = .barcode(gtin(digits))
        return
      }
      self =
        digits.utf8.count == 13
        ? .badCheckDigit(digits: digits, expected: expected) : .code(digits)
    case 11 where isMobile(digits): self = .phone(digits)
    default: self = .code(digits)
    }
  }
}

/// Whether a scanner says in front what kind of code it read.
private func isNamed(_ text: String) -> Bool {
  // Hardly any text begins so, and one byte tells.
  text.utf8.first == UInt8(ascii: "]") && ["]e", "]i"].contains(text.prefix(2).lowercased())
}

/// True for eleven digits that start with 13 to 19.
private func isMobile(_ digits: String) -> Bool {
  let bytes = Array(digits.utf8)
  return bytes[0] == UInt8(ascii: "1") && bytes[1] >= UInt8(ascii: "3")
}

/// The one form in which a barcode is stored and compared.
///
/// A GTIN is one number whatever its carrier: leading zeros only fill the carrier's width. The form
/// is the one printed below the bars in China: 8 digits where only 8 count, otherwise 13 (a UPC-A
/// code gains a zero), and 14 for a case code. Source: GS1 General Specifications, 3.3.2 and 7.9.
///
/// - Parameter digits: ASCII digits.
/// - Returns: that form of 8, 12, 13 or 14 digits; any other text as it is.
package func gtin(_ digits: String) -> String {
  guard [8, 12, 13, 14].contains(digits.utf8.count) else { return digits }
  let full = String(repeating: "0", count: 14 - digits.utf8.count) + digits
  if full.utf8.prefix(6).allSatisfy({ $0 == UInt8(ascii: "0") }) { return String(full.suffix(8)) }
  return full.utf8.first == UInt8(ascii: "0") ? String(full.suffix(13)) : full
}
