package import Ledger

/// How the cash that is due is rounded to coins that exist (抹零).
package enum CashRounding: String, CaseIterable, Sendable {
  case none
  /// Down to whole 角 (抹分), the default.
  case dropFen = "drop-fen"
  /// Down to whole 元 (抹角).
  case dropJiao = "drop-jiao"
  /// To the nearest 角; a tie goes up.
  case nearestJiao = "nearest-jiao"
  /// Up to whole 角 (见分进角).
  case raiseToJiao = "raise-to-jiao"
  /// Up to whole 元 (见角进元).
  case raiseToYuan = "raise-to-yuan"
  /// To the nearest 5 fen; a tie goes to the even multiple.
  case nearestFive = "nearest-five"

  /// The cash to take for an amount of zero or more.
  package func rounded(_ due: Money) -> Money {
    let (step, rounding): (Int64, Rounding) =
      switch self {
      case .none: (1, .down)
      case .dropFen: (10, .down)
      case .dropJiao: (100, .down)
      case .nearestJiao: (10, .halfUp)
      case .raiseToJiao: (10, .up)
      case .raiseToYuan: (100, .up)
      case .nearestFive: (5, .halfEven)
      }
    return Money(fen: scaled(due.fen, by: 1, over: step, rounding: rounding) * step)
  }
}
