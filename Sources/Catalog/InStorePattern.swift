package import Ledger

/// How a shop's own 13-digit labels carry an item and its price, weight or quantity.
///
/// Written as 13 characters, such as `21IIIIIPPPPPC`: digits that must stand as they are, `I` for the
/// item's code, then one of `P` (price in fen), `W` (weight in grams) or `Q` (pieces), and `C` for the
/// check digit. GS1 leaves 20 to 29 to the shop.
package struct InStorePattern: Hashable, Sendable {
  /// What the digits beside the item's code measure.
  package enum Measure: Hashable, Sendable {
    case price(Money)
    case grams(Int)
    case pieces(Int)
  }

  /// A label read: the item's code with its leading zeros, and the measure.
  package struct Label: Hashable, Sendable {
    package let item: String
    package let measure: Measure
  }

  /// Why a text is not a pattern.
  package enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
    case wrongLength(Int)
    case unknownCharacter(Character)
    case prefixOutOfRange(String)
    case missing(String)
    case scattered(Character)
    case severalMeasures(String)
    case literalAfterPrefix(Character)
    case checkDigitNotLast

    package var description: String {
      switch self {
      case .wrongLength(let count): "\(count) characters: an in-store pattern has 13"
      case .unknownCharacter(let one): "\(one.debugDescription): expected digits, I, P, W, Q or C"
      case .prefixOutOfRange(let prefix): "\"\(prefix)\": a pattern starts with 20 to 29"
      case .missing(let what): "nothing for \(what)"
      case .scattered(let letter): "\(letter) stands in two places: its digits must be together"
      case .severalMeasures(let letters): "\(letters): expected only one of P, W and Q"
      case .literalAfterPrefix(let digit): "\(digit) after a letter: fixed digits come first"
      case .checkDigitNotLast: "C must stand once, as the last character"
      }
    }
  }

  /// The pattern as it was written.
  package let text: String
  /// The digits that a label of this pattern begins with.
  package let prefix: String
  private let itemPlaces: Range<Int>
  private let measurePlaces: Range<Int>
  private let measureLetter: Character

  /// Reads a pattern.
  ///
  /// - Throws: ``Fault``, for the first thing that is wrong.
  package init(_ text: String) throws(Fault) {
    let characters = Array(text)
    if let stranger = characters.first(where: { !"0123456789IPWQC".contains($0) }) {
      throw .unknownCharacter(stranger)
    }
    guard characters.count == 13 else { throw .wrongLength(characters.count) }
    let literal = characters.prefix { $0.isNumber }
    guard let area = Int(String(literal.prefix(2))), (20...29).contains(area) else {
      throw .prefixOutOfRange(String(literal.prefix(2)))
    }
    if let digit = characters.dropFirst(literal.count).first(where: \.isNumber) {
      throw .literalAfterPrefix(digit)
    }
    guard characters.firstIndex(of: "C") == 12 else { throw .checkDigitNotLast }
    let measures = ["P", "W", "Q"].filter { characters.contains($0) } as [Character]
    guard measures.count <= 1 else { throw .severalMeasures(String(measures)) }
    guard let measureLetter = measures.first else { throw .missing("a price, weight or quantity") }
    self.text = text
    self.prefix = String(literal)
    self.measureLetter = measureLetter
    itemPlaces = try Self.places(of: "I", in: characters, for: "the item")
    measurePlaces = try Self.places(of: measureLetter, in: characters, for: "the measure")
  }

  /// The one run of a letter.
  private static func places(
    of letter: Character, in characters: [Character], for what: String
  ) throws(Fault) -> Range<Int> {
    guard let first = characters.firstIndex(of: letter),
      let last = characters.lastIndex(of: letter)
    else { throw .missing(what) }
    guard characters[first...last].allSatisfy({ $0 == letter }) else { throw .scattered(letter) }
    return first..<last + 1
  }

  /// Takes a label apart.
  ///
  /// - Parameter digits: what was scanned.
  /// - Returns: nil where the text is not 13 digits with this pattern's fixed digits and a valid
  ///   check digit.
  package func label(_ digits: String) -> Label? {
    guard case .barcode(let digits) = ScannedCode(digits: digits), digits.utf8.count == 13,
      digits.hasPrefix(prefix)
    else { return nil }
    let bytes = Array(digits.utf8)
    // At most ten digits, so the sum fits.
    let amount = bytes[measurePlaces].reduce(0) { $0 * 10 + Int($1 & 0x0F) }
    let item = String(decoding: bytes[itemPlaces], as: UTF8.self)
    return switch measureLetter {
    case "P": Label(item: item, measure: .price(Money(fen: Int64(amount))))
    case "W": Label(item: item, measure: .grams(amount))
    default: Label(item: item, measure: .pieces(amount))
    }
  }
}
