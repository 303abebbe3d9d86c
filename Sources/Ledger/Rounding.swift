/// How a division that does not come out even is settled.
package enum Rounding: Sendable {
  /// To the nearest; a tie goes away from zero.
  case halfUp
  /// To the nearest; a tie goes to the even quotient.
  case halfEven
  /// Towards zero.
  case down
  /// Away from zero.
  case up
}

/// The product `amount * numerator / denominator`, exact until its one rounding.
///
/// - Parameters:
///   - amount: either sign; its product with `numerator` is formed in 128 bits.
///   - numerator: either sign.
///   - denominator: above zero.
///   - rounding: what happens to a remainder.
/// - Returns: the rounded quotient; the caller's limits keep it inside `Int64`.
package func scaled(
  _ amount: Int64, by numerator: Int64, over denominator: Int64, rounding: Rounding
) -> Int64 {
  precondition(denominator > 0, "a division needs a positive denominator")
  let product = Int128(amount) * Int128(numerator)
  let (quotient, remainder) = product.quotientAndRemainder(dividingBy: Int128(denominator))
  guard remainder != 0 else { return Int64(quotient) }
  let twice = remainder.magnitude * 2
  let tie = UInt128(denominator)
  let away =
    switch rounding {
    case .down: false
    case .up: true
    case .halfUp: twice >= tie
    case .halfEven: twice > tie || (twice == tie && quotient % 2 != 0)
    }
  return Int64(quotient + (away ? product.signum() : 0))
}

extension Money {
  /// This amount times a ratio, rounded once.
  ///
  /// - Parameters:
  ///   - numerator: of the ratio; either sign.
  ///   - denominator: of the ratio; above zero.
  ///   - rounding: what happens to a remainder.
  /// - Returns: the rounded amount.
  package func scaled(by numerator: Int64, over denominator: Int64, rounding: Rounding) -> Money {
    Money(fen: Ledger.scaled(fen, by: numerator, over: denominator, rounding: rounding))
  }
}
