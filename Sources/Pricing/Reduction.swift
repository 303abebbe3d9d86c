package import Ledger

/// What a cashier takes off a line or a bill, as typed.
package enum Reduction: Hashable, Sendable {
  /// A part off, in basis points, 1 to 10,000: `-10%` is 1000.
  case percentOff(Int)
  /// The part still to pay (折), in basis points, 1 to 9,999: `8.8z` is 8800.
  case payable(Int)
  /// An amount off, above zero.
  case amountOff(Money)
  /// What one unit, or the whole bill, is to cost; zero or more.
  case price(Money)
  /// Free of charge.
  case gift
}

extension Reduction {
  /// What is taken off an amount.
  ///
  /// A part is rounded half up on what is taken off, so a tie goes to the customer.
  ///
  /// - Parameters:
  ///   - base: the amount before, zero or more.
  ///   - quantity: how many units the amount is for; 1 for a bill.
  /// - Returns: zero or more; more than the base if the reduction does not fit.
  package func amount(off base: Money, quantity: Int) -> Money {
    switch self {
    case .percentOff(let points): base.scaled(by: Int64(points), over: 10_000, rounding: .halfUp)
    case .payable(let points):
      base.scaled(by: Int64(10_000 - points), over: 10_000, rounding: .halfUp)
    case .amountOff(let amount): amount
    case .price(let price): max(.zero, base - price * quantity)
    case .gift: base
    }
  }

  /// Whether the two say the same kind of thing, so that the later one takes the earlier's place.
  func replaces(_ other: Reduction) -> Bool {
    switch (self, other) {
    case (.price, _), (.gift, _), (_, .gift): true
    case (.percentOff, .percentOff), (.percentOff, .payable), (.payable, .percentOff),
      (.payable, .payable), (.amountOff, .amountOff):
      true
    default: false
    }
  }
}

extension Reduction: CustomStringConvertible {
  /// As the command language writes it: `-10%`, `8.8z`, `-5.00`, `$88.00`, `gift`.
  package var description: String {
    switch self {
    case .percentOff(let points): "-\(decimal(points, places: 2))%"
    case .payable(let points): "\(decimal(points, places: 3))z"
    case .amountOff(let amount): "-\(amount)"
    case .price(let price): "$\(price)"
    case .gift: "gift"
    }
  }

  /// Reads what the command language writes; nil for anything else.
  ///
  /// - Throws: `Money.Fault` for an amount that is none, has too many decimals or is too large.
  package init?(_ word: String) throws(Money.Fault) {
    if word == "gift" {
      self = .gift
    } else if word.hasPrefix("$") {
      self = .price(try Money(yuan: word.dropFirst()))
    } else if word.hasPrefix("-"), word.hasSuffix("%") {
      guard let points = Reduction.points(word.dropFirst().dropLast(), places: 2),
        (1...10_000).contains(points)
      else { throw .notANumber }
      self = .percentOff(points)
    } else if word.hasPrefix("-") {
      let amount = try Money(yuan: word.dropFirst())
      guard amount > .zero else { throw .notANumber }
      self = .amountOff(amount)
    } else if word.hasSuffix("z") {
      guard let points = Reduction.payablePoints(word.dropLast()) else { return nil }
      self = .payable(points)
    } else {
      return nil
    }
  }

  /// Reads 折: `8.8` and `88` are both 8800 basis points, `9` is 9000; `10` or `90` is none.
  private static func payablePoints(_ text: Substring) -> Int? {
    let isTwoDigits = text.utf8.count == 2 && text.utf8.allSatisfy(\.isASCIIDigit)
    guard let points = points(text, places: isTwoDigits ? 2 : 3), (1..<10_000).contains(points),
      // 10折 is the full price to a Chinese ear, never a tenth of it.
      !(isTwoDigits && points % 1000 == 0)
    else { return nil }
    return points
  }

  /// Reads a decimal as an integer with a number of decimal places.
  private static func points(_ text: Substring, places: Int) -> Int? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = parts.first, !whole.isEmpty, whole.utf8.count <= 3,
      text.utf8.allSatisfy({ $0.isASCIIDigit || $0 == UInt8(ascii: ".") })
    else { return nil }
    let fraction = parts.count == 2 ? parts[1] : ""
    guard parts.count == 1 || (1...places).contains(fraction.utf8.count) else { return nil }
    let zeros = String(repeating: "0", count: places - fraction.utf8.count)
    return Int("\(whole)\(fraction)\(zeros)")
  }
}

/// An integer with decimal places, without the zeros at its end: 8800 with 3 places is `8.8`.
private func decimal(_ number: Int, places: Int) -> String {
  var divisor = 1
  for _ in 0..<places { divisor *= 10 }
  var fraction = padded(number % divisor, to: places)
  while fraction.hasSuffix("0") { fraction.removeLast() }
  return fraction.isEmpty ? "\(number / divisor)" : "\(number / divisor).\(fraction)"
}
