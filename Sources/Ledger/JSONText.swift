extension JSON {
  /// The value on one line, members in their own order.
  package var text: String { written(inOrder: false) }

  /// The value on one line in its one canonical form: members sorted by the bytes of their names,
  /// no blanks, only the escapes that JSON demands (RFC 8785 for values without fractions).
  package var canonical: String { written(inOrder: true) }

  private func written(inOrder: Bool) -> String {
    String(unsafeUninitializedCapacity: mostBytes) { room in
      guard let start = room.baseAddress else { return 0 }
      var pen = Pen(next: start)
      pen.write(self, inOrder: inOrder)
      return pen.next - start
    }
  }

  /// No fewer bytes than the value takes: as if every byte of a text were escaped.
  private var mostBytes: Int {
    switch self {
    case .null, .bool: 5
    case .integer: 20
    case .string(let value): Pen.most(value)
    case .array(let values): values.reduce(2) { $0 + $1.mostBytes + 1 }
    case .object(let members):
      members.reduce(2) { $0 + Pen.most($1.name) + $1.value.mostBytes + 2 }
    }
  }
}

/// Writes values into room that is known to be enough: an array would ask for room with every byte.
private struct Pen {
  var next: UnsafeMutablePointer<UInt8>

  static func most(_ text: String) -> Int { text.utf8.count * 6 + 2 }

  mutating func write(_ value: JSON, inOrder: Bool) {
    switch value {
    case .null: put("null")
    case .bool(let value): put(value ? "true" : "false")
    case .integer(let value): put(digits: value)
    case .string(let value): quote(value)
    case .array(let values):
      put(UInt8(ascii: "["))
      for index in values.indices {
        if index > 0 { put(UInt8(ascii: ",")) }
        write(values[index], inOrder: inOrder)
      }
      put(UInt8(ascii: "]"))
    case .object(let members):
      // Many an object is made in order: to see that is quicker than to sort it.
      let order = inOrder && !isInOrder(members) ? order(of: members) : []
      put(UInt8(ascii: "{"))
      for index in members.indices {
        if index > 0 { put(UInt8(ascii: ",")) }
        let place = order.isEmpty ? index : order[index].place
        quote(members[place].name)
        put(UInt8(ascii: ":"))
        write(members[place].value, inOrder: inOrder)
      }
      put(UInt8(ascii: "}"))
    }
  }

  private mutating func put(_ byte: UInt8) {
    next.pointee = byte
    next += 1
  }

  private mutating func put(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let first = bytes.baseAddress else { return }
    next.update(from: first, count: bytes.count)
    next += bytes.count
  }

  private mutating func put(_ word: StaticString) {
    put(UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
  }

  private mutating func put(digits number: Int64) { withDigits(of: number) { put($0) } }

  private mutating func quote(_ text: String) {
    put(UInt8(ascii: "\""))
    // A text's bytes in a row are gone through several times faster than its UTF-8 view.
    var text = text
    text.withUTF8 { bytes in
      for byte in bytes {
        if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
          escape(byte)
        } else {
          put(byte)
        }
      }
    }
    put(UInt8(ascii: "\""))
  }

  private mutating func escape(_ byte: UInt8) {
    put(UInt8(ascii: "\\"))
    switch byte {
    case 0x0A: put(UInt8(ascii: "n"))
    case 0x0D: put(UInt8(ascii: "r"))
    case 0x09: put(UInt8(ascii: "t"))
    case 0x00..<0x20:
      put("u00")
      for half in [byte >> 4, byte & 15] {
        put(half < 10 ? UInt8(ascii: "0") + half : UInt8(ascii: "a") + half - 10)
      }
    default: put(byte)
    }
  }
}

/// True where the first bytes of the names tell that they are in order.
private func isInOrder(_ members: [JSON.Member]) -> Bool {
  var last: UInt64 = 0
  for index in members.indices {
    let head = head(of: members[index].name)
    guard head > last else { return false }
    last = head
  }
  return true
}

/// The places of members in the order of the bytes of their names.
private func order(of members: [JSON.Member]) -> [(head: UInt64, place: Int)] {
  // The first eight bytes decide nearly always, and compare as one number.
  var order = members.indices.map { (head: head(of: members[$0].name), place: $0) }
  order.sort { left, right in
    left.head == right.head
      ? precedes(members[left.place].name, members[right.place].name) : left.head < right.head
  }
  return order
}

/// The first eight bytes of a name as one number, with zeros for those that it does not have.
private func head(of name: String) -> UInt64 {
  var name = name
  return name.withUTF8 { bytes in
    let count = min(bytes.count, 8)
    var head: UInt64 = 0
    for place in 0..<count { head = head &<< 8 | UInt64(bytes[place]) }
    return count == 0 ? 0 : head << UInt64(64 - 8 * count)
  }
}

private func precedes(_ left: String, _ right: String) -> Bool {
  var (left, right) = (left, right)
  return left.withUTF8 { left in
    right.withUTF8 { right in left.lexicographicallyPrecedes(right) }
  }
}
