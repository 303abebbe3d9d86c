/// An amount of money in fen, the smallest unit; either sign.
///
/// Every amount the program takes in is held within ``limit``, so sums of any number of them that a
/// shop can write in a lifetime stay far inside `Int64`.
package struct Money: Hashable, Comparable, Sendable {
  package var fen: Int64

  package init(fen: Int64) { self.fen = fen }

  package static let zero = Money(fen: 0)

  /// The largest amount that one input may name: ten million yuan.
  package static let limit = Money(fen: 1_000_000_000)

  package static func < (left: Money, right: Money) -> Bool { left.fen < right.fen }
  package static func + (left: Money, right: Money) -> Money { Money(fen: left.fen + right.fen) }
  package static func - (left: Money, right: Money) -> Money { Money(fen: left.fen - right.fen) }
  package static prefix func - (amount: Money) -> Money { Money(fen: -amount.fen) }
  package static func * (amount: Money, count: Int) -> Money {
    Money(fen: amount.fen * Int64(count))
  }
  package static func += (left: inout Money, right: Money) { left.fen += right.fen }
  package static func -= (left: inout Money, right: Money) { left.fen -= right.fen }
}

extension [Money] {
  // Not for any sequence: a generic function is not specialised in another module.
  /// The sum; zero when there is nothing to add.
  package func sum() -> Money { reduce(.zero, +) }
}

extension Money: CustomStringConvertible {
  /// Yuan with two decimals and no separators: `-1234.50`.
  package var description: String {
    let cents = fen.magnitude % 100
    return "\(fen < 0 ? "-" : "")\(fen.magnitude / 100).\(cents < 10 ? "0" : "")\(cents)"
  }

  /// Yuan with two decimals and thousands separated: `-1,234.50`.
  package var grouped: String {
    var digits = Array(String(fen.magnitude / 100).utf8)
    var place = digits.count - 3
    while place > 0 {
      digits.insert(UInt8(ascii: ","), at: place)
      place -= 3
    }
    let cents = fen.magnitude % 100
    let yuan = String(decoding: digits, as: UTF8.self)
    return "\(fen < 0 ? "-" : "")\(yuan).\(cents < 10 ? "0" : "")\(cents)"
  }
}

extension Money {
  /// Why a text is not an amount.
  package enum Fault: Error, Equatable, Sendable {
    case notANumber
    case tooManyDecimals
    case overLimit
  }

  /// Reads unsigned yuan: ASCII digits with at most two decimals, as in `88`, `88.5`, `.50`.
  ///
  /// - Parameter yuan: the text; no sign, no separators, no exponent.
  /// - Throws: ``Fault``.
  package init(yuan: some StringProtocol) throws(Fault) {
    let digits = Array(yuan.utf8)
    let point = digits.firstIndex(of: UInt8(ascii: "."))
    let whole = digits[..<(point ?? digits.endIndex)]
    let decimals = point.map { Array(digits[($0 + 1)...]) } ?? []
    guard (whole.count + decimals.count) > 0, point == nil || !decimals.isEmpty,
      whole.allSatisfy(\.isASCIIDigit), decimals.allSatisfy(\.isASCIIDigit)
    else { throw .notANumber }
    guard decimals.count <= 2 else { throw .tooManyDecimals }
    var fen: Int64 = 0
    for digit in whole {
      fen = fen * 10 + Int64(digit - UInt8(ascii: "0"))
      guard fen <= Money.limit.fen else { throw .overLimit }
    }
    for place in 0..<2 {
      let digit = place < decimals.count ? Int64(decimals[place] - UInt8(ascii: "0")) : 0
      fen = fen * 10 + digit
    }
    guard fen <= Money.limit.fen else { throw .overLimit }
    self.fen = fen
  }
}

extension UInt8 {
  /// True for the bytes of `0` to `9`.
  package var isASCIIDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
}
