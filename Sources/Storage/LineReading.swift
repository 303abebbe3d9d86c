internal import Glibc
import Ledger

/// Looks in an entry's line for what its row says, member by member in the order of their names.
struct LineReading {
  /// What the line does not say, or says too much.
  private(set) var faults: [String] = []
  /// Where the member found last ends.
  private var place = 0
  /// The member that is looked for.
  private var text: [UInt8] = []

  /// Begins with another line.
  mutating func begin() {
    faults.removeAll(keepingCapacity: true)
    place = 0
  }

  /// Looks for a member whose value is a number, or makes sure that the line has none of its name.
  mutating func expect(
    _ name: StaticString, _ value: Int64?, in line: UnsafeBufferPointer<UInt8>
  ) {
    guard let value else { return expectNotHere(name, in: line) }
    expect(name, in: line) { $0.append(digits: value) }
  }

  /// Looks for a member, its value as a writer writes it.
  mutating func expect(
    _ name: StaticString, in line: UnsafeBufferPointer<UInt8>, value: (inout [UInt8]) -> Void
  ) {
    begin(name)
    value(&text)
    var end = line.end(of: text, from: place)
    while let after = end, !(after < line.count && isEnd(line[after])) {
      end = line.end(of: text, from: after)
    }
    if let end {
      place = end
    } else {
      faults.append("does not say \(String(decoding: text, as: UTF8.self))")
    }
  }

  /// Makes sure that no member of a name follows the one found last.
  private mutating func expectNotHere(
    _ name: StaticString, in line: UnsafeBufferPointer<UInt8>
  ) {
    // Deeper in the line another member may have the name; right here only the entry's own has.
    begin(name)
    if line.dropFirst(place + 1).starts(with: text) {
      faults.append("says \"\(name)\", its row does not")
    }
  }

  /// Makes sure that no member of a name is anywhere in the line.
  mutating func expectNowhere(_ name: StaticString, in line: UnsafeBufferPointer<UInt8>) {
    begin(name)
    if line.end(of: text, from: 0) != nil { faults.append("names \(name) that are not there") }
  }

  private mutating func begin(_ name: StaticString) {
    text.removeAll(keepingCapacity: true)
    text.quote {
      $0.append(
        contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    }
    text.append(UInt8(ascii: ":"))
  }

  private func isEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}")
  }
}

extension [UInt8] {
  /// Appends what a writer writes, in quotes.
  mutating func quote(_ write: (inout [UInt8]) -> Void) {
    append(UInt8(ascii: "\""))
    write(&self)
    append(UInt8(ascii: "\""))
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where the first occurrence of some bytes ends, looking from a place on; nil if there is none.
  fileprivate func end(of part: [UInt8], from start: Int) -> Int? {
    guard let base = baseAddress else { return nil }
    var place = start
    while place + part.count <= count,
      let found = memchr(base + place, Int32(part[0]), count - place - part.count + 1)
    {
      if memcmp(found, part, part.count) == 0 {
        return UnsafeRawPointer(base).distance(to: found) + part.count
      }
      place = UnsafeRawPointer(base).distance(to: found) + 1
    }
    return nil
  }
}
