/// A JSON value without floating point: what entries, open bills, settings and replies are made of.
///
/// An object keeps its members in order; a name stands in it once.
package enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case string(String)
  case array([JSON])
  case object([Member])

  /// A name and its value.
  package struct Member: Hashable, Sendable {
    package let name: String
    package let value: JSON

    package init(_ name: String, _ value: JSON) {
      self.name = name
      self.value = value
    }
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member($0, $1) })
  }
}

extension JSON {
  package init(_ value: Int) { self = .integer(Int64(value)) }
  package init(_ value: Int64) { self = .integer(value) }
  package init(_ value: Bool) { self = .bool(value) }
  package init(_ value: String) { self = .string(value) }
  package init(_ value: [JSON]) { self = .array(value) }
  /// The amount as integer fen.
  package init(_ value: Money) { self = .integer(value.fen) }
  /// The text, or null where there is none.
  package init(_ value: String?) { self = value.map(JSON.string) ?? .null }
  /// The number, or null where there is none.
  package init(_ value: Int?) { self = value.map { .integer(Int64($0)) } ?? .null }

  /// The member of an object; nil where this is no object or has no such member.
  package subscript(name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    for index in members.indices where members[index].name == name { return members[index].value }
    return nil
  }

  package var string: String? {
    guard case .string(let value) = self else { return nil }
    return value
  }

  package var integer: Int64? {
    guard case .integer(let value) = self else { return nil }
    return value
  }

  package var int: Int? { integer.map(Int.init) }

  package var bool: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  package var array: [JSON]? {
    guard case .array(let values) = self else { return nil }
    return values
  }

  package var members: [Member]? {
    guard case .object(let members) = self else { return nil }
    return members
  }

  private var isNull: Bool {
    if case .null = self { return true }
    return false
  }

  package var money: Money? { integer.map(Money.init(fen:)) }

  /// This object with the members that are not null put behind its own.
  package func with(_ members: [Member]) -> JSON {
    guard case .object(var all) = self else { preconditionFailure("only an object has members") }
    all.reserveCapacity(all.count + members.count)
    for member in members where !member.value.isNull { all.append(member) }
    return .object(all)
  }
}

extension JSON {
  /// The value on one line, members in their own order.
  package var text: String {
    var bytes: [UInt8] = []
    write(to: &bytes, sorted: false)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The value on one line in its one canonical form: members sorted by the bytes of their names,
  /// no blanks, only the escapes that JSON demands (RFC 8785 for values without fractions).
  package var canonical: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(1024)
    write(to: &bytes, sorted: true)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(to out: inout [UInt8], sorted: Bool) {
    switch self {
    case .null: out.append(contentsOf: "null".utf8)
    case .bool(let value): out.append(contentsOf: (value ? "true" : "false").utf8)
    case .integer(let value): out.append(digits: value)
    case .string(let value): JSON.quote(value, to: &out)
    case .array(let values):
      out.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        value.write(to: &out, sorted: sorted)
      }
      out.append(UInt8(ascii: "]"))
    case .object(let members):
      // Many an object is made in order: to see that is quicker than to sort it.
      let order = sorted && !JSON.isInOrder(members) ? JSON.order(of: members) : []
      out.append(UInt8(ascii: "{"))
      for index in members.indices {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        let place = order.isEmpty ? index : order[index].place
        JSON.quote(members[place].name, to: &out)
        out.append(UInt8(ascii: ":"))
        members[place].value.write(to: &out, sorted: sorted)
      }
      out.append(UInt8(ascii: "}"))
    }
  }

  private static func quote(_ text: String, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    // A text's bytes in a row are gone through several times faster than its UTF-8 view.
    var text = text
    text.withUTF8 { bytes in
      if bytes.contains(where: needsEscape) {
        for byte in bytes { escape(byte, to: &out) }
      } else {
        out.append(contentsOf: bytes)
      }
    }
    out.append(UInt8(ascii: "\""))
  }

  private static func escape(_ byte: UInt8, to out: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      out.append(UInt8(ascii: "\\"))
      out.append(byte)
    case 0x0A: out.append(contentsOf: "\\n".utf8)
    case 0x0D: out.append(contentsOf: "\\r".utf8)
    case 0x09: out.append(contentsOf: "\\t".utf8)
    case 0x00..<0x20:
      let hex = Array("0123456789abcdef".utf8)
      out.append(contentsOf: "\\u00".utf8)
      out.append(hex[Int(byte >> 4)])
      out.append(hex[Int(byte & 15)])
    default: out.append(byte)
    }
  }

  /// True where the first bytes of the names tell that they are in order.
  private static func isInOrder(_ members: [Member]) -> Bool {
    var last: UInt64 = 0
    for member in members {
      let head = head(of: member.name)
      guard head > last else { return false }
      last = head
    }
    return true
  }

  /// The places of members in the order of the bytes of their names.
  private static func order(of members: [Member]) -> [(head: UInt64, place: Int)] {
    // The first eight bytes decide nearly always, and compare as one number.
    var order = members.indices.map { (head: head(of: members[$0].name), place: $0) }
    order.sort { left, right in
      left.head == right.head
        ? precedes(members[left.place].name, members[right.place].name) : left.head < right.head
    }
    return order
  }

  private static func head(of name: String) -> UInt64 {
    var name = name
    return name.withUTF8 { bytes in
      var head: UInt64 = 0
      for place in 0..<8 { head = head << 8 | (place < bytes.count ? UInt64(bytes[place]) : 0) }
      return head
    }
  }

  private static func precedes(_ left: String, _ right: String) -> Bool {
    var (left, right) = (left, right)
    return left.withUTF8 { left in
      right.withUTF8 { right in left.lexicographicallyPrecedes(right) }
    }
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }
}
