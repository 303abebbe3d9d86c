extension JSON {
  /// Why and where a text is not JSON as this program takes it.
  package struct SyntaxFault: Error, Equatable, Sendable {
    /// What was met or expected, in English: `expected a value`.
    package let reason: String
    /// The line, from 1.
    package let line: Int
  }

  /// Reads one JSON value (RFC 8259, integers only).
  ///
  /// - Parameters:
  ///   - text: the whole text; nothing but blanks may follow the value.
  ///   - comments: whether `//` and `/* */` comments, and a comma after a last element, are taken.
  /// - Throws: ``SyntaxFault``, also for a name that stands twice in one object and for a number
  ///   with a fraction or an exponent.
  package init(parsing text: String, comments: Bool = false) throws(SyntaxFault) {
    var parser = Parser(bytes: Array(text.utf8), comments: comments)
    try parser.skipBlanks()
    self = try parser.value(depth: 0)
    try parser.skipBlanks()
    guard parser.isAtEnd else { throw parser.fault("text after the end of the value") }
  }

  private struct Parser {
    let bytes: [UInt8]
    let comments: Bool
    var position = 0

    init(bytes: [UInt8], comments: Bool) {
      self.bytes = bytes
      self.comments = comments
    }

    var isAtEnd: Bool { position == bytes.count }

    func fault(_ reason: String) -> SyntaxFault {
      let line = bytes[..<position].count { $0 == UInt8(ascii: "\n") } + 1
      return SyntaxFault(reason: reason, line: line)
    }

    func peek(_ ahead: Int = 0) -> UInt8? {
      position + ahead < bytes.count ? bytes[position + ahead] : nil
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard peek() == UInt8(ascii: character) else { return false }
      position += 1
      return true
    }

    mutating func skipBlanks() throws(SyntaxFault) {
      while let byte = peek() {
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D: position += 1
        case UInt8(ascii: "/") where comments: try skipComment()
        default: return
        }
      }
    }

    private mutating func skipComment() throws(SyntaxFault) {
      switch peek(1) {
      case UInt8(ascii: "/"):
        while let byte = peek(), byte != 0x0A { position += 1 }
      case UInt8(ascii: "*"):
        let start = fault("a comment that does not end")
        position += 2
        while !(peek() == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/")) {
          guard peek() != nil else { throw start }
          position += 1
        }
        position += 2
      default: throw fault("expected a value, found /")
      }
    }

    mutating func value(depth: Int) throws(SyntaxFault) -> JSON {
      guard depth < 64 else { throw fault("more than 64 levels") }
      switch peek() {
      case UInt8(ascii: "{"): return try object(depth: depth)
      case UInt8(ascii: "["): return try array(depth: depth)
      case UInt8(ascii: "\""): return .string(try string())
      case let byte? where byte == UInt8(ascii: "-") || byte.isASCIIDigit: return try number()
      default:
        for (word, value) in [("true", JSON.bool(true)), ("false", .bool(false)), ("null", .null)]
        where bytes[position...].starts(with: word.utf8) {
          position += word.utf8.count
          return value
        }
        throw fault("expected a value")
      }
    }

    private mutating func object(depth: Int) throws(SyntaxFault) -> JSON {
      position += 1
      var members: [Member] = []
      var names: Set<String> = []
      try skipBlanks()
      while !take("}") {
        guard peek() == UInt8(ascii: "\"") else { throw fault("expected a name in quotes") }
        let name = try string()
        guard isNew(name, behind: members, &names) else {
          throw fault("\"\(name)\" stands twice")
        }
        try skipBlanks()
        guard take(":") else { throw fault("expected : after \"\(name)\"") }
        try skipBlanks()
        members.append(Member(name, try value(depth: depth + 1)))
        try separate(before: "}")
      }
      return .object(members)
    }

    /// Whether no member has a name; a few are gone through, many are kept by their names as well.
    private func isNew(
      _ name: String, behind members: [Member], _ names: inout Set<String>
    ) -> Bool {
      guard members.count >= 16 else { return !members.contains { $0.name == name } }
      if names.isEmpty { names = Set(members.map(\.name)) }
      return names.insert(name).inserted
    }

    private mutating func array(depth: Int) throws(SyntaxFault) -> JSON {
      position += 1
      var values: [JSON] = []
      try skipBlanks()
      while !take("]") {
        values.append(try value(depth: depth + 1))
        try separate(before: "]")
      }
      return .array(values)
    }

    /// Takes the comma between two elements, or stops in front of the closing bracket.
    private mutating func separate(before end: Unicode.Scalar) throws(SyntaxFault) {
      try skipBlanks()
      let comma = take(",")
      try skipBlanks()
      let closes = peek() == UInt8(ascii: end)
      guard comma != closes || (comma && comments) else {
        throw fault(comma ? "a comma before \(end)" : "expected , or \(end)")
      }
    }

    private mutating func number() throws(SyntaxFault) -> JSON {
      let start = position
      _ = take("-")
      while let byte = peek(), byte.isASCIIDigit { position += 1 }
      if let next = peek(), [".", "e", "E"].contains(Unicode.Scalar(next)) {
        throw fault("a number with a fraction; write an amount as text, as in \"88.50\"")
      }
      let digits = String(decoding: bytes[start..<position], as: UTF8.self)
      let leadingZero = digits.hasPrefix("0") || digits.hasPrefix("-0")
      guard let value = Int64(digits), !leadingZero || digits == "0" else {
        throw fault("\(digits) is not a whole number within 64 bits")
      }
      return .integer(value)
    }

    private mutating func string() throws(SyntaxFault) -> String {
      let start = position
      position += 1
      // Most texts are their bytes as they stand, up to the quote.
      let plain = bytes[position...].prefix(while: isPlain)
      position = plain.endIndex
      if take("\"") { return try text(plain) }
      var out = Array(plain)
      while let byte = peek() {
        position += 1
        switch byte {
        case UInt8(ascii: "\""): return try text(out)
        case UInt8(ascii: "\\"): try escape(into: &out)
        case 0x00..<0x20: throw fault("a control character in a text")
        default: out.append(byte)
        }
      }
      position = start
      throw fault("a text that does not end")
    }

    private func isPlain(_ byte: UInt8) -> Bool {
      byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private func text(_ bytes: some Collection<UInt8>) throws(SyntaxFault) -> String {
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw fault("a text that is not UTF-8")
      }
      return text
    }

    private mutating func escape(into out: inout [UInt8]) throws(SyntaxFault) {
      guard let byte = peek() else { throw fault("a text that does not end") }
      position += 1
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(byte)
      case UInt8(ascii: "b"): out.append(0x08)
      case UInt8(ascii: "f"): out.append(0x0C)
      case UInt8(ascii: "n"): out.append(0x0A)
      case UInt8(ascii: "r"): out.append(0x0D)
      case UInt8(ascii: "t"): out.append(0x09)
      case UInt8(ascii: "u"): out.append(contentsOf: String(Character(try scalar())).utf8)
      default: throw fault("an unknown escape")
      }
    }

    private mutating func scalar() throws(SyntaxFault) -> Unicode.Scalar {
      let high = try hexadecimal()
      if let scalar = Unicode.Scalar(high) { return scalar }
      guard high < 0xDC00, take("\\"), take("u") else { throw fault("half of a surrogate pair") }
      let low = try hexadecimal()
      guard (0xDC00..<0xE000).contains(low),
        let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
      else { throw fault("half of a surrogate pair") }
      return scalar
    }

    private mutating func hexadecimal() throws(SyntaxFault) -> UInt32 {
      let digits = bytes[position...].prefix(4)
      guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
        let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
      else { throw fault("expected four hexadecimal digits") }
      position += 4
      return value
    }
  }
}
