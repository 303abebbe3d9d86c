/// Reads one line's text: literals, values, and conditions and repetitions within the line.
///
/// It goes by bytes: all signs are ASCII, and what stands between them is taken as it is.
struct PieceParser {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  /// The cells between the line's `|`; blanks beside a `|` and at the end of the line are no part.
  mutating func cells() throws(LineFault) -> [[Piece]] {
    var cells = [try pieces(depth: 0)]
    while position < bytes.count {
      position += 1
      skipBlanks()
      cells.append(try pieces(depth: 0))
    }
    return cells
  }

  /// The pieces up to a `|` or the end of the text, or within braces up to the closing one.
  private mutating func pieces(depth: Int) throws(LineFault) -> [Piece] {
    var pieces: [Piece] = []
    var start = position
    while let byte = next, !(byte == closing && depth > 0), !(byte == bar && depth == 0) {
      switch byte {
      case opening:
        add(start..<position, to: &pieces)
        pieces.append(try braces(depth: depth))
        start = position
      case closing: throw LineFault(reason: "expected { in front of }")
      case bar: throw LineFault(reason: "expected | outside of { }")
      default: position += 1
      }
    }
    var end = position
    if depth == 0 {
      while end > start, bytes[end - 1] == blank { end -= 1 }
    }
    add(start..<end, to: &pieces)
    return pieces
  }

  /// Adds what stands in a place of the line as it is.
  private func add(_ place: Range<Int>, to pieces: inout [Piece]) {
    let run = Run(String(decoding: bytes[place], as: UTF8.self))
    if !run.isEmpty { pieces.append(.literal(run)) }
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipBlanks() {
    while next == blank { position += 1 }
  }

  private mutating func braces(depth: Int) throws(LineFault) -> Piece {
    guard depth < TemplateParser.deepest else {
      throw LineFault(reason: "expected at most \(TemplateParser.deepest) { in one another")
    }
    position += 1
    let first = word()
    switch first {
    case "if", "unless":
      let path = try path(word())
      return .condition(path, holds: first == "if", try body(of: first, depth: depth))
    case "each":
      let path = try path(word())
      return .each(path, try body(of: first, depth: depth))
    default:
      let path = try path(first)
      let format = try format(word())
      try take("}", behind: first)
      return .value(path, format)
    }
  }

  private mutating func body(of word: String, depth: Int) throws(LineFault) -> [Piece] {
    try take(":", behind: "{\(word) …")
    let pieces = try pieces(depth: depth + 1)
    try take("}", behind: "{\(word) …:…")
    return pieces
  }

  private mutating func take(
    _ sign: Unicode.Scalar, behind what: String
  ) throws(LineFault) {
    guard next == UInt8(ascii: sign) else {
      let rest = String(decoding: bytes[position...], as: UTF8.self).unicodeScalars
      let found = rest.first.map { "\"\($0)\"" } ?? "the end of the line"
      throw LineFault(reason: "expected \(sign) behind \"\(what)\", found \(found)")
    }
    position += 1
  }

  /// The word that comes next, without the blanks in front of it; empty where there is none.
  private mutating func word() -> String {
    skipBlanks()
    let start = position
    while let byte = next, !endsWord(byte) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private func path(_ word: String) throws(LineFault) -> Path {
    guard let path = Path(word) else {
      throw LineFault(reason: "expected a path as in {shop.name}, found \"\(word)\"")
    }
    return path
  }

  private func format(_ word: String) throws(LineFault) -> Format {
    switch word {
    case "": return .plain
    case "money": return .money
    case "yuan": return .yuan
    case "signed": return .signed
    case "minus": return .minus
    case "count": return .count
    case "change": return .change
    case "percent": return .percent
    default:
      guard word.utf8.allSatisfy({ $0 == 0x30 }), word.utf8.count <= 19 else {
        throw LineFault(
          reason: "expected money, yuan, signed, minus, count, change, percent or zeros, "
            + "found \"\(word)\"")
      }
      return .digits(word.utf8.count)
    }
  }
}

private let blank = UInt8(ascii: " ")
private let colon = UInt8(ascii: ":")
private let opening = UInt8(ascii: "{")
private let closing = UInt8(ascii: "}")
private let bar = UInt8(ascii: "|")

private func endsWord(_ byte: UInt8) -> Bool {
  byte == blank || byte == colon || byte == opening || byte == closing || byte == bar
}
