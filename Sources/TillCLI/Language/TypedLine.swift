import Catalog
import Checkout
// Foundation has NFKC; the standard library does not.
import Foundation
import Ledger

/// One line as it was typed, normalised and cut into words.
struct TypedLine {
  /// A word in two forms: as a key, lower case and with an input method's punctuation undone; and as
  /// text, for names and reasons.
  struct Word: Hashable {
    let key: String
    let text: String
  }

  /// The caller's own name for what the line does; nil if the line gives none.
  let key: String?
  /// The approval at the end of the line, taken off it: `ok STAFF PIN`, the PIN maybe missing.
  let approval: Approval?
  private(set) var words: [Word]

  struct Approval: Hashable {
    let staff: String
    let pin: String?
  }

  /// The most bytes a line has.
  static let lengthLimit = 4096

  /// Reads a line.
  ///
  /// - Parameter bytes: without its line feed.
  /// - Throws: `Refusal` named `line-too-long` or `bad-text`; or `malformed` for a bad key.
  init(_ bytes: some Collection<UInt8>) throws(Refusal) {
    guard bytes.count <= TypedLine.lengthLimit else {
      throw Refusal(
        .lineTooLong, need: Int64(bytes.count), have: Int64(TypedLine.lengthLimit))
    }
    if let words = TypedLine.plainWords(of: bytes) {
      self.words = joinQuoted(words)
      key = try TypedLine.takeKey(off: &self.words)
      approval = TypedLine.takeApproval(off: &self.words)
      return
    }
    guard let raw = String(validating: bytes, as: UTF8.self) else {
      throw Refusal(.badText, expected: "UTF-8")
    }
    let trimmed = raw.drop(while: isBlank)
    let body = trimmed.prefix(trimmed.count - trimmed.reversed().prefix(while: isBlank).count)
    if let hidden = body.unicodeScalars.first(where: { isHidden($0) && $0 != groupSeparator }) {
      throw Refusal(.badText, hidden.codePoint)
    }
    let isASCII = body.utf8.allSatisfy { $0 < 0x80 }
    let plain = isASCII ? String(body) : String(body).precomposedStringWithCompatibilityMapping
    // A blank is one byte, wherever it stands; to cut characters would be slower.
    var words = plain.utf8.split(separator: UInt8(ascii: " ")).map(Substring.init).map { part in
      Word(key: isASCII ? part.lowercased() : undoInputMethod(part), text: String(part))
    }
    words = joinQuoted(words)
    key = try TypedLine.takeKey(off: &words)
    approval = TypedLine.takeApproval(off: &words)
    self.words = words
    guard words.count == 1 || !body.unicodeScalars.contains(groupSeparator) else {
      throw Refusal(.badText, groupSeparator.codePoint)
    }
  }

  /// The words of a line of printable ASCII, which is what most tills see and needs no
  /// normalisation; nil for any other.
  private static func plainWords(of bytes: some Collection<UInt8>) -> [Word]? {
    // An array's bytes are gone through several times faster than those of just any collection.
    let line = Array(bytes)
    guard line.allSatisfy({ $0 >= 0x20 && $0 <= 0x7E }) else { return nil }
    let isLowerCase = !line.contains { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") }
    return line.split(separator: UInt8(ascii: " ")).map { part in
      let text = String(decoding: part, as: UTF8.self)
      return Word(key: isLowerCase ? text : text.lowercased(), text: text)
    }
  }

  /// The text of the words from one on, with single blanks between them.
  func text(from index: Int) -> String {
    words.dropFirst(index).map(\.text).joined(separator: " ")
  }

  /// The line without its last word, where that is a secret that nothing may remember.
  var withoutSecret: TypedLine {
    var line = self
    line.words.removeLast()
    return line
  }

  private static func takeKey(off words: inout [Word]) throws(Refusal) -> String? {
    guard let first = words.first, first.text.hasPrefix("!") else { return nil }
    let key = String(first.text.dropFirst())
    guard (1...64).contains(key.utf8.count), key.utf8.allSatisfy(isKeyByte) else {
      throw Refusal(.malformed, first.text, expected: "!KEY: 1-64 A-Z a-z 0-9 - _")
    }
    words.removeFirst()
    return key
  }

  private static func takeApproval(off words: inout [Word]) -> Approval? {
    for count in [3, 2] where words.count > count {
      let tail = words.suffix(count).map(\.key)
      guard tail[0] == "ok", tail[1].utf8.allSatisfy(\.isASCIIDigit) else { continue }
      words.removeLast(count)
      return Approval(staff: tail[1], pin: count == 3 ? tail[2] : nil)
    }
    return nil
  }
}

/// Makes one word of a field whose value stands in quotes and may hold blanks: `from="Mei Yuan"`.
///
/// The quotes go, and several blanks become one. What is not closed stays as it was typed.
private func joinQuoted(_ words: [TypedLine.Word]) -> [TypedLine.Word] {
  guard words.contains(where: { opening($0.text) != nil }) else { return words }
  var result: [TypedLine.Word] = []
  var rest = words[...]
  while let word = rest.popFirst() {
    let quoted = [word] + rest
    guard let name = opening(word.text),
      let last = quoted.indices.first(where: {
        isClosing(quoted[$0].text, behind: $0 == 0 ? name + 1 : 0)
      })
    else {
      result.append(word)
      continue
    }
    rest = rest.dropFirst(last)
    let parts = quoted[...last]
    result.append(
      TypedLine.Word(
        key: unquoted(parts.map(\.key), from: name), text: unquoted(parts.map(\.text), from: name)))
  }
  return result
}

/// How many characters stand before a quote that opens a field's value: letters and an equals sign.
private func opening(_ word: String) -> Int? {
  // Most words have none, and bytes are looked through faster than characters.
  let bytes = word.utf8
  guard let sign = bytes.firstIndex(of: UInt8(ascii: "=")), sign > bytes.startIndex,
    bytes[..<sign].allSatisfy(\.isLetterByte),
    word[bytes.index(after: sign)...].first.map(isQuote) == true
  else { return nil }
  return bytes.distance(from: bytes.startIndex, to: sign) + 1
}

/// Whether a word ends with a quote behind so many characters.
private func isClosing(_ word: String, behind start: Int) -> Bool {
  word.count > start && word.last.map(isQuote) == true
}

/// The words with single blanks between them, without the quote behind so many characters and the last.
private func unquoted(_ words: [String], from place: Int) -> String {
  let text = words.joined(separator: " ")
  return String(text.prefix(place)) + text.dropFirst(place + 1).dropLast()
}

/// Whether a character opens or closes a value that may hold blanks.
func isQuote(_ character: Character) -> Bool {
  character == "\"" || character == "“" || character == "”"
}

/// FNC1 as a scanner sends it: the one control character that a line may hold, in a code alone.
private let groupSeparator: Unicode.Scalar = "\u{1D}"

private func isBlank(_ character: Character) -> Bool {
  character == " " || character == "\t" || character == "\r" || character == "\u{3000}"
    || character == "\r\n"
}

private func isKeyByte(_ byte: UInt8) -> Bool {
  byte.isASCIIDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
}

extension UInt8 {
  fileprivate var isLetterByte: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
  }
}

/// Lower case, and what a Chinese input method makes of the keys turned back into them.
private func undoInputMethod(_ text: some StringProtocol) -> String {
  var plain = ""
  for character in text.lowercased() {
    switch character {
    case "。", "．": plain.append(".")
    case "、": plain.append("/")
    case "￥", "¥": plain.append("$")
    case "—", "–", "−": plain.append("-")
    case "×": plain.append("*")
    default: plain.append(character)
    }
  }
  return plain
}
