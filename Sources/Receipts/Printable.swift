/// The columns that ``printable(_:)`` of a text takes: ASCII one, every other character two.
package func displayWidth(_ text: String) -> Int {
  plainWidth(of: text) ?? plainWidth(of: replaced(text)) ?? 0
}

/// The text with only characters that a Chinese printer has, so that it is measured and printed
/// the same everywhere.
///
/// Left over are `U+0020`-`U+007E` and the characters of two bytes in GB18030. A control, format or
/// bidirectional character, a joiner and a mark that has no composed form are dropped; a tab, a line
/// end and any other blank become one blank; `¥` becomes `￥`; a hanzi that the printer lacks becomes
/// `□`, any other character (an emoji with all its parts) one `?`.
package func printable(_ text: String) -> String {
  plainWidth(of: text) == nil ? replaced(text) : text
}

/// The columns of a text that needs no replacement; nil where it needs one.
func plainWidth(of text: String) -> Int? {
  var width = 0
  for scalar in text.unicodeScalars {
    guard let columns = plainWidth(of: scalar) else { return nil }
    width += columns
  }
  return width
}

/// The columns of a character that the printer has; nil of one that it lacks.
func plainWidth(of scalar: Unicode.Scalar) -> Int? {
  switch scalar.value {
  case 0x20..<0x7F: 1
  case 0x80..<0x10000 where GB18030.codes[Int(scalar.value)] != 0: 2
  default: nil
  }
}

private func replaced(_ text: String) -> String {
  var result = ""
  for character in text {
    if let composed = composed[character] {
      result.unicodeScalars.append(composed)
      continue
    }
    let parts = character.unicodeScalars.map(replacement)
    let lost = parts.first { $0 == "?" || $0 == "□" }
    let asked = character == "?" || character == "□"
    if let lost, !asked {
      result += lost
    } else if isBlank(character) {
      result += " "
    } else {
      for part in parts { result += part }
    }
  }
  return result
}

private func isBlank(_ character: Character) -> Bool {
  character.isWhitespace && character != "\u{3000}"
}

/// What is printed in place of one scalar: itself, a like one, nothing, or a sign of loss.
private func replacement(for scalar: Unicode.Scalar) -> String {
  if plainWidth(of: scalar) != nil { return String(scalar) }
  if let like = likeness[scalar] { return like }
  switch scalar.properties.generalCategory {
  case .control, .format, .nonspacingMark, .enclosingMark: return ""
  case .spaceSeparator, .lineSeparator, .paragraphSeparator: return " "
  default: return scalar.properties.isIdeographic ? "□" : "?"
  }
}

/// What stands for a character that the printer lacks and that is common in names and notes.
private let likeness: [Unicode.Scalar: String] = [
  "\u{A5}": "￥", "\u{2022}": "·", "\u{2011}": "-", "\u{2012}": "-", "\u{2013}": "-",
  "\u{2212}": "-", "\u{2713}": "√", "\u{2714}": "√", "\u{A9}": "(C)", "\u{AE}": "(R)",
  "\u{2122}": "TM", "\u{B2}": "2", "\u{B3}": "3", "\u{BD}": "1/2", "\u{BC}": "1/4",
  "\u{BE}": "3/4", "\u{301C}": "～",
]

/// The letters and kana with a mark that the printer has, found by their decomposed form as well.
private let composed: [Character: Unicode.Scalar] = {
  let ranges: [ClosedRange<UInt32>] = [
    0xC0...0x24F, 0x370...0x45F, 0x1E00...0x1EFF, 0x3041...0x30FF,
  ]
  var found: [Character: Unicode.Scalar] = [:]
  for value in ranges.joined() where GB18030.codes[Int(value)] != 0 {
    if let scalar = Unicode.Scalar(value) { found[Character(scalar)] = scalar }
  }
  return found
}()
