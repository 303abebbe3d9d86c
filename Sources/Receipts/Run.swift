/// Printable characters in a row with the columns they take.
///
/// All printable characters lie below U+10000, so one unit is one character.
struct Run: Hashable, Sendable {
  private(set) var units: [UInt16] = []
  private(set) var width = 0

  init() {}

  init(_ units: ArraySlice<UInt16>) {
    self.units = Array(units)
    width = units.reduce(0) { $0 + Run.width(of: $1) }
  }

  init(_ text: String) { append(text) }

  /// One character of ASCII over so many columns.
  init(repeating byte: UInt8, count: Int) {
    units = Array(repeating: UInt16(byte), count: count)
    width = count
  }

  var isEmpty: Bool { units.isEmpty }

  /// The blanks that it begins with.
  var indent: Int { units.prefix { $0 == Run.blank }.count }

  /// Without the blanks at both ends.
  var trimmed: Run {
    guard units.first == Run.blank || units.last == Run.blank else { return self }
    let head = units.drop { $0 == Run.blank }
    let tail = head.reversed().prefix { $0 == Run.blank }.count
    return Run(head.dropLast(tail))
  }

  /// Takes storage for as much as one line of paper holds, before several appends.
  mutating func reserve() { units.reserveCapacity(48) }

  mutating func append(_ other: Run) {
    guard !isEmpty || units.capacity > 0 else {
      self = other
      return
    }
    units.append(contentsOf: other.units)
    width += other.width
  }

  mutating func append(ascii byte: UInt8) {
    units.append(UInt16(byte))
    width += 1
  }

  /// Appends the printable form of any text.
  mutating func append(_ text: String) {
    let (length, before) = (units.count, width)
    for scalar in text.unicodeScalars {
      guard let columns = plainWidth(of: scalar) else {
        units.removeSubrange(length...)
        width = before
        return append(printable(text))
      }
      units.append(UInt16(scalar.value))
      width += columns
    }
  }

  static let blank: UInt16 = 0x20

  static func width(of unit: UInt16) -> Int { unit < 0x80 ? 1 : 2 }
}
