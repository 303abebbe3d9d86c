// Foundation has the compatibility forms of Unicode; the standard library does not.
import Foundation

/// The compatibility form (NFKC) without blanks around it: full-width digits and letters become plain.
func plain(_ text: String) -> String {
  trimmed(isUsual(text) ? text : text.precomposedStringWithCompatibilityMapping)
}

/// The canonical form (NFC) without blanks around it; full-width characters stay as written.
func composed(_ text: String) -> String {
  trimmed(isUsual(text) ? text : text.precomposedStringWithCanonicalMapping)
}

/// Whether a text consists of ASCII and common Chinese characters, which every normal form leaves as
/// they are.
func isUsual(_ text: String) -> Bool { text.unicodeScalars.allSatisfy(\.isUsual) }

/// The text without the blanks before and after it, of any width; tabs and line ends are not blanks.
private func trimmed(_ text: String) -> String {
  let scalars = text.unicodeScalars
  if let first = scalars.first, let last = scalars.last, first.isInk, last.isInk { return text }
  let isBlank = { (scalar: Unicode.Scalar) in scalar.properties.generalCategory == .spaceSeparator }
  guard let first = scalars.firstIndex(where: { !isBlank($0) }),
    let last = scalars.lastIndex(where: { !isBlank($0) })
  else { return "" }
  if first == scalars.startIndex, scalars.index(after: last) == scalars.endIndex { return text }
  return String(scalars[first...last])
}

extension Unicode.Scalar {
  fileprivate var isUsual: Bool { value < 0x80 || (0x4E00...0x9FFF).contains(value) }

  /// Usual, and neither a blank nor a control character.
  fileprivate var isInk: Bool { isUsual && value > 0x20 }

  /// True for what no name may hold, because a reader cannot see it or a printer obeys it.
  ///
  /// Controls, line and paragraph separators, marks of direction, zero-width and other ignorable
  /// characters, and private-use ones.
  package var isUnprintable: Bool {
    if isUsual { return value < 0x20 || value == 0x7F }
    return isRareAndUnprintable
  }

  private var isRareAndUnprintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: true
    default: properties.isDefaultIgnorableCodePoint
    }
  }

  /// The name of the code point: `U+202E`.
  package var codePoint: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+\(String(repeating: "0", count: max(0, 4 - digits.utf8.count)))\(digits)"
  }
}

/// A piece of input in quotes, as a message may show it: on one line, at most 40 characters.
///
/// What cannot be seen is written as its code point in angle brackets.
package func printable(_ text: String) -> String {
  let shown = text.unicodeScalars.prefix(40)
  let body = shown.map { $0.isUnprintable ? "<\($0.codePoint)>" : String($0) }.joined()
  let isShortened = text.unicodeScalars.dropFirst(40).first != nil
  return "\"\(body)\(isShortened ? "…" : "")\""
}

/// Lower-case ASCII letters, digits, `-`, `_` and Chinese characters: what codes consist of.
func isCodeScalar(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar {
  case "a"..."z", "0"..."9", "-", "_": true
  default: scalar.properties.isIdeographic
  }
}
