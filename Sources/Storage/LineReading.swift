internal import CSQLite
internal import Glibc
import Ledger

/// A member of an entry's line, as its name stands there: `"drawer":`.
struct LineMember: Sendable {
  static let about = LineMember("about")
  static let at = LineMember("at")
  static let day = LineMember("day")
  static let drawer = LineMember("drawer")
  static let id = LineMember("id")
  static let kind = LineMember("kind")
  static let postings = LineMember("postings")
  static let seq = LineMember("seq")
  static let serial = LineMember("serial")
  static let shift = LineMember("shift")
  static let staff = LineMember("staff")

  let name: String
  fileprivate let label: [UInt8]

  private init(_ name: String) {
    self.name = name
    label = Array("\"\(name)\":".utf8)
  }
}

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
    _ member: LineMember, _ value: Int64?, in line: UnsafeBufferPointer<UInt8>
  ) {
    guard let value else { return expectNotHere(member, in: line) }
    expect(member, in: line) { $0.append(digits: value) }
  }

  /// Looks for a member, its value as a writer writes it.
  mutating func expect(
    _ member: LineMember, in line: UnsafeBufferPointer<UInt8>, value: (inout [UInt8]) -> Void
  ) {
    begin(member)
    value(&text)
    // Most stand right behind the one found last.
    var end =
      line.holds(text, at: place + 1)
      ? place + 1 + text.count : line.end(of: text, from: place)
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
    _ member: LineMember, in line: UnsafeBufferPointer<UInt8>
  ) {
    // Deeper in the line another member may have the name; right here only the entry's own has.
    begin(member)
    if line.holds(text, at: place + 1) {
      faults.append("says \"\(member.name)\", its row does not")
    }
  }

  /// Makes sure that no member of a name is anywhere in the line.
  mutating func expectNowhere(_ member: LineMember, in line: UnsafeBufferPointer<UInt8>) {
    begin(member)
    if line.end(of: text, from: 0) != nil {
      faults.append("names \(member.name) that are not there")
    }
  }

  private mutating func begin(_ member: LineMember) {
    text.removeAll(keepingCapacity: true)
    text.append(contentsOf: member.label)
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
  /// Whether some bytes stand at a place.
  fileprivate func holds(_ part: [UInt8], at start: Int) -> Bool {
    guard let base = baseAddress, start + part.count <= count else { return false }
    return memcmp(base + start, part, part.count) == 0
  }

  /// Where the first occurrence of some bytes ends, looking from a place on; nil if there is none.
  fileprivate func end(of part: [UInt8], from start: Int) -> Int? {
    guard let base = baseAddress, start <= count,
      let found = memmem(base + start, count - start, part, part.count)
    else { return nil }
    return UnsafeRawPointer(base).distance(to: found) + part.count
  }
}
