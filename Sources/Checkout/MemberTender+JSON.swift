import Ledger
import Membership

extension StoredValueShare {
  /// `[top-up, principal, bonus]`.
  fileprivate var json: JSON { [JSON(lot), JSON(principal), JSON(bonus)] }

  /// Reads what ``json`` wrote; nil for anything else.
  init?(_ parts: [JSON]) {
    guard parts.count == 3, let lot = parts[0].int, let principal = parts[1].money,
      let bonus = parts[2].money
    else { return nil }
    self.init(lot: lot, principal: principal, bonus: bonus)
  }
}

extension [StoredValueShare] {
  /// What a document says of a tender that they pay.
  var details: [JSON.Member] {
    [
      .init("principal", JSON(map(\.principal).sum())), .init("bonus", JSON(map(\.bonus).sum())),
      .init("lots", JSON(map(\.json))),
    ]
  }
}

extension PointsLot {
  /// `[day, points]`.
  var json: JSON { [.string(expires.description), JSON(left)] }

  /// Reads what ``json`` wrote; nil for anything else.
  init?(_ parts: [JSON]) {
    guard parts.count == 2, let expires = parts[0].string.flatMap({ BusinessDate($0) }),
      let left = parts[1].integer
    else { return nil }
    self.init(expires: expires, left: left)
  }
}
