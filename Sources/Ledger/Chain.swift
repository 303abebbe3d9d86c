/// The hash of an entry's line, which covers every line before it.
///
/// `hash(n) = SHA-256("T1\n" + hexadecimal hash(n-1) + "\n" + line(n) + "\n")`, so that `sha256sum`
/// alone can check an export. The first entry follows a hash of 32 zero bytes.
package struct ChainHash: Hashable, Sendable {
  /// The 32 bytes.
  package let bytes: [UInt8]

  package init(bytes: [UInt8]) {
    precondition(bytes.count == 32, "a chain hash has 32 bytes, not \(bytes.count)")
    self.bytes = bytes
  }

  /// What the first entry follows.
  package static let genesis = ChainHash(bytes: [UInt8](repeating: 0, count: 32))

  /// The hash of the next entry.
  ///
  /// - Parameter line: its canonical JSON, without a line break.
  /// - Returns: the hash that covers it and all before it.
  package func followed(by line: String) -> ChainHash {
    var line = line
    return line.withUTF8 { followed(by: $0) }
  }

  /// The hash of the next entry.
  ///
  /// - Parameter line: the bytes of its canonical JSON, without a line break.
  /// - Returns: the hash that covers it and all before it.
  package func followed(by line: UnsafeBufferPointer<UInt8>) -> ChainHash {
    var message: [UInt8] = []
    message.reserveCapacity(70 + line.count + SHA256.mostPadding)
    message.append(contentsOf: "T1\n".utf8)
    message.append(contentsOf: hexadecimalBytes)
    message.append(UInt8(ascii: "\n"))
    message.append(contentsOf: line)
    message.append(UInt8(ascii: "\n"))
    return ChainHash(bytes: SHA256.digest(message))
  }

  /// The 64 hexadecimal digits, lower case.
  package var hexadecimal: String { String(decoding: hexadecimalBytes, as: UTF8.self) }

  /// The first 64 bits as four groups of four digits, as slips print them.
  package var short: String {
    var text: [UInt8] = []
    for (index, digit) in hexadecimalBytes.prefix(16).enumerated() {
      if index > 0, index.isMultiple(of: 4) { text.append(UInt8(ascii: "-")) }
      text.append(digit)
    }
    return String(decoding: text, as: UTF8.self)
  }

  private var hexadecimalBytes: [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 64) { digits, count in
      for (index, byte) in bytes.enumerated() {
        digits[2 * index] = hexadecimalDigit(byte >> 4)
        digits[2 * index + 1] = hexadecimalDigit(byte & 15)
      }
      count = 64
    }
  }
}

private func hexadecimalDigit(_ value: UInt8) -> UInt8 {
  value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}

extension JournalEntry {
  /// The whole entry; its canonical text is the one line that is stored, hashed, reprinted and
  /// exported.
  ///
  /// - Parameter sequence: the entry's place in the journal, from 1.
  /// - Returns: an object.
  package func json(sequence: Int64) -> JSON {
    let legs = postings.map { JSON.Member($0.account.name, .integer($0.amount)) }
    return content.with([
      JSON.Member("about", about.map { JSON($0) } ?? .null),
      JSON.Member("at", .string(at.description)),
      JSON.Member("day", .string(day.description)),
      JSON.Member("drawer", JSON(drawer)),
      JSON.Member("id", JSON(id.value)),
      JSON.Member("kind", .string(kind)),
      JSON.Member("postings", legs.isEmpty ? .null : .object(legs)),

      JSON.Member("seq", JSON(sequence)),
      JSON.Member("serial", JSON(serial)),
      JSON.Member("shift", shift == 0 ? .null : JSON(shift)),
      JSON.Member("staff", staff == 0 ? .null : JSON(staff)),
    ])
  }
}
