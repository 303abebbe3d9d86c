/// Reads one line's text: literals, values, and conditions and repetitions within the line.
struct PieceParser {
  private let scalars: [Unicode.Scalar]
  private var position = 0

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  /// The cells between the line's `|`; blanks beside a `|` and at the end of the line are no part.
  mutating func cells() throws(LineFault) -> [[Piece]] {
    var cells = [try pieces(depth: 0)]
    while position < scalars.count {
      position += 1
      while next == " " { position += 1 }
      cells.append(try pieces(depth: 0))
    }
    return cells
  }

  /// The pieces up to a `|` or the end of the text, or within braces up to the closing one.
  private mutating func pieces(depth: Int) throws(LineFault) -> [Piece] {
    var pieces: [Piece] = []
    var literal = String.UnicodeScalarView()
    while let scalar = next, !(scalar == "}" && depth > 0), !(scalar == "|" && depth == 0) {
      switch scalar {
      case "{":
        flush(&literal, to: &pieces)
        pieces.append(try braces(depth: depth))
      case "}": throw LineFault(reason: "expected { in front of }")
      case "|": throw LineFault(reason: "expected | outside of { }")
      default:
        literal.append(scalar)
        position += 1
      }
    }
    if depth == 0 {
      while literal.last == " " { literal.removeLast() }
    }
    flush(&literal, to: &pieces)
    return pieces
  }

  private func flush(_ literal: inout String.UnicodeScalarView, to pieces: inout [Piece]) {
    let run = Run(String(literal))
    if !run.isEmpty { pieces.append(.literal(run)) }
    literal.removeAll()
  }

  private var next: Unicode.Scalar? {
    position < scalars.count ? scalars[position] : nil
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
    guard next == sign else {
      let found = next.map { "\"\($0)\"" } ?? "the end of the line"
      throw LineFault(reason: "expected \(sign) behind \"\(what)\", found \(found)")
    }
    position += 1
  }

  /// The word that comes next, without the blanks in front of it; empty where there is none.
  private mutating func word() -> String {
    while next == " " { position += 1 }
    let start = position
    while let scalar = next, !" :{}|".unicodeScalars.contains(scalar) { position += 1 }
    var word = String.UnicodeScalarView()
    word.append(contentsOf: scalars[start..<position])
    return String(word)
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
