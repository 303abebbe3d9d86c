import Ledger

/// Units of a lot that an entry's line says were taken, or came back.
struct LotClaim {
  /// The item's code.
  let item: String
  /// Nil for units that no lot held.
  let lot: Int?
  let units: Int64
  /// Whether they came back with a refund or an exchange.
  let isReturned: Bool
}

/// Finds what a line says of lots, without taking the line apart: every `"lots":[[1,2,500],…]` beside a
/// `"code"` or `"item"`, and whether what came back was scrapped.
struct LotClaims {
  private(set) var found: [LotClaim] = []
  private(set) var isScrapped = false

  private let line: UnsafeBufferPointer<UInt8>
  private var place = 0
  /// The code that stands in each object that is open, from the outermost on.
  private var codes: [Range<Int>?] = []
  /// How many objects are open around what came back.
  private var returnedDepth: Int

  /// - Parameters:
  ///   - line: of an entry, in canonical form: the members of an object sorted by name.
  ///   - isReturn: whether all of it came back.
  init(_ line: UnsafeBufferPointer<UInt8>, isReturn: Bool) {
    self.line = line
    returnedDepth = isReturn ? 0 : .max
    while place < line.count { step() }
  }

  private mutating func step() {
    switch line[place] {
    case UInt8(ascii: "{"):
      codes.append(nil)
      place += 1
    case UInt8(ascii: "}"):
      if !codes.isEmpty { codes.removeLast() }
      if returnedDepth != .max, codes.count < returnedDepth { returnedDepth = .max }
      place += 1
    case UInt8(ascii: "\""):
      let text = readText()
      if place < line.count, line[place] == UInt8(ascii: ":") {
        place += 1
        take(text)
      }
    default: place += 1
    }
  }

  /// The range of a text without its quotes; afterwards the place is behind it.
  private mutating func readText() -> Range<Int> {
    place += 1
    let start = place
    while place < line.count, line[place] != UInt8(ascii: "\"") {
      place += line[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    let end = min(place, line.count)
    place = end + 1
    return start..<max(start, end)
  }

  /// Takes a member's value, if it is one that says something of lots.
  private mutating func take(_ name: Range<Int>) {
    guard place < line.count, !codes.isEmpty else { return }
    switch (name.count, line[place]) {
    case (4, UInt8(ascii: "\"")) where isName("code", name) || isName("item", name):
      codes[codes.count - 1] = readText()
    case (4, UInt8(ascii: "[")) where isName("lots", name): takeLots()
    case (7, UInt8(ascii: "f")) where isName("restock", name): isScrapped = true
    case (8, UInt8(ascii: "{")) where isName("returned", name): returnedDepth = codes.count + 1
    default: break
    }
  }

  private func isName(_ name: StaticString, _ range: Range<Int>) -> Bool {
    line[range].elementsEqual(
      UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
  }

  /// Takes `[[lot or null, units, cost], …]`.
  private mutating func takeLots() {
    guard let code = codes.last.flatMap(\.self) else { return }
    let item = String(decoding: line[code], as: UTF8.self)
    place += 1
    while place < line.count, line[place] == UInt8(ascii: "[") {
      place += 1
      let lot = readNumber()
      let units = readNumber() ?? 0
      _ = readNumber()
      found.append(
        LotClaim(
          item: item, lot: lot.map(Int.init), units: units,
          isReturned: codes.count >= returnedDepth))
      while place < line.count, line[place] == UInt8(ascii: "]") || line[place] == UInt8(ascii: ",")
      {
        place += 1
      }
    }
  }

  /// More than any document says; so many are summed without leaving their range, whatever stands there.
  private static let most: Int64 = 10_000_000_000

  /// A number up to the comma or bracket behind it, 10,000,000,000 at the most; nil for `null`.
  private mutating func readNumber() -> Int64? {
    var value: Int64?
    while place < line.count, line[place] != UInt8(ascii: "]") {
      let byte = line[place]
      if byte == UInt8(ascii: ",") {
        place += 1
        break
      }
      if byte.isASCIIDigit {
        value = min((value ?? 0) * 10 + Int64(byte - UInt8(ascii: "0")), LotClaims.most)
      }
      place += 1
    }
    return value
  }
}
