import Ledger

/// Reads a template line by line into nodes.
struct TemplateParser {
  private let name: String
  private let lines: [String]
  private var index = 0

  /// How deep blocks, and conditions within a line, may stand in one another.
  static let deepest = 8

  init(text: String, name: String) {
    self.name = name
    lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      let kept = line.last == 0x0D ? line.dropLast() : line
      return String(decoding: kept, as: UTF8.self)
    }
  }

  mutating func parse() throws(TemplateFault) -> [TemplateNode] {
    var nodes: [TemplateNode] = []
    while index < lines.count {
      guard let node = try statement(depth: 0) else { continue }
      guard let node = node.node else { throw fault("found @end without a block", at: index) }
      nodes.append(node)
    }
    return nodes
  }

  /// A node, or the end of a block.
  private struct Statement {
    let node: TemplateNode?
  }

  /// The statement on the next line; nil where the line is empty or a comment.
  private mutating func statement(depth: Int) throws(TemplateFault) -> Statement? {
    let line = index + 1
    let source = lines[index]
    index += 1
    let content = Substring(source.utf8.drop { $0 == UInt8(ascii: " ") })
    if content.isEmpty || content.hasPrefix("#") { return nil }
    guard content.hasPrefix("@") else {
      return Statement(node: .line(try plainLine(source, at: line)))
    }
    let words = words(of: content.dropFirst())
    switch (words.first ?? "", words.count) {
    case ("end", 1): return Statement(node: nil)
    case ("blank", 1): return Statement(node: .blank)
    case ("cut", 1): return Statement(node: .cut)
    case ("drawer", 1): return Statement(node: .drawer)
    case ("rule", _): return Statement(node: .rule(try ruleSign(words, at: line)))
    case ("if", _), ("unless", _), ("each", _), ("from", _), ("below", _):
      return Statement(node: try block(words, at: line, depth: depth))
    default: return Statement(node: .line(try styledLine(content.dropFirst(), at: line)))
    }
  }

  private func ruleSign(_ words: [String], at line: Int) throws(TemplateFault) -> UInt8 {
    switch words.dropFirst() {
    case ["-"]: UInt8(ascii: "-")
    case ["="]: UInt8(ascii: "=")
    default: throw fault("expected @rule - or @rule =", at: line)
    }
  }

  private mutating func block(
    _ words: [String], at line: Int, depth: Int
  ) throws(TemplateFault) -> TemplateNode {
    guard depth < TemplateParser.deepest else {
      throw fault("expected at most \(TemplateParser.deepest) blocks in one another", at: line)
    }
    let head = "@\(words.joined(separator: " "))"
    guard words.count == 2 else {
      throw fault("expected one word after @\(words[0]), found \"\(head)\"", at: line)
    }
    switch words[0] {
    case "if", "unless":
      let path = try self.path(words[1], at: line)
      return .condition(path, holds: words[0] == "if", try body(of: head, at: line, depth: depth))
    case "each":
      let path = try self.path(words[1], at: line)
      return .each(path, try body(of: head, at: line, depth: depth))
    default:
      guard let columns = Int(words[1]), (1...255).contains(columns) else {
        throw fault("expected a number of columns from 1 to 255, found \"\(head)\"", at: line)
      }
      let paper = words[0] == "from" ? columns...Int.max : 0...(columns - 1)
      return .paper(paper, try body(of: head, at: line, depth: depth))
    }
  }

  private mutating func body(
    of head: String, at line: Int, depth: Int
  ) throws(TemplateFault) -> [TemplateNode] {
    var nodes: [TemplateNode] = []
    while index < lines.count {
      guard let statement = try statement(depth: depth + 1) else { continue }
      guard let node = statement.node else { return nodes }
      nodes.append(node)
    }
    throw fault("expected @end for \"\(head)\", found the end of the template", at: line)
  }

  private func path(_ text: String, at line: Int) throws(TemplateFault) -> Path {
    guard let path = Path(text) else {
      throw fault("expected a path as in shop.name, found \"\(text)\"", at: line)
    }
    return path
  }

  private func plainLine(_ text: String, at line: Int) throws(TemplateFault) -> TemplateLine {
    try located(at: line) { () throws(LineFault) in
      var pieces = PieceParser(text)
      return try LineStyle().line(of: try pieces.cells())
    }
  }

  private func styledLine(_ text: Substring, at line: Int) throws(TemplateFault) -> TemplateLine {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else {
      throw fault("expected a command, or : behind a line's style, found \"@\(text)\"", at: line)
    }
    let rest = text[text.utf8.index(after: colon)...]
    return try located(at: line) { () throws(LineFault) in
      let style = try LineStyle(words(of: text[..<colon]))
      var pieces = PieceParser(String(rest.first == " " ? rest.dropFirst() : rest))
      return try style.line(of: try pieces.cells())
    }
  }

  private func located<Value>(
    at line: Int, _ body: () throws(LineFault) -> Value
  ) throws(TemplateFault) -> Value {
    do throws(LineFault) {
      return try body()
    } catch {
      throw fault(error.reason, at: line)
    }
  }

  private func fault(_ reason: String, at line: Int) -> TemplateFault {
    TemplateFault(template: name, line: line, reason: reason)
  }
}

/// What stands between blanks; to cut bytes is several times quicker than to cut characters.
private func words(of text: Substring) -> [String] {
  text.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
}

extension Path {
  /// A path as it is written: names of `a` to `z`, digits and `_` joined by dots, or one dot.
  init?(_ text: String) {
    let names =
      text == "."
      ? [] : text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard names.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Path.isNameByte) }) else { return nil }
    self.names = names.map { String(Substring($0)) }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte.isASCIIDigit || byte == UInt8(ascii: "_") || (0x61...0x7A).contains(byte)
  }
}
