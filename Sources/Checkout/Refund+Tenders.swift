import Ledger
import Membership

extension RemainingTender {
  /// The points that come back for an amount, the last to lapse first, rounded down; all of them with
  /// the last of it.
  func points(for returned: Money) -> [PointsLot] {
    let left = points.sum
    var rest =
      returned == amount
      ? left : scaled(left, by: returned.fen, over: amount.fen, rounding: .down)
    var back: [PointsLot] = []
    for lot in points.sorted(by: { $0.expires > $1.expires }) where rest > 0 && lot.left > 0 {
      back.append(PointsLot(expires: lot.expires, left: min(rest, lot.left)))
      rest -= min(rest, lot.left)
    }
    return back
  }

  /// What of the tender pays for another sale; nil where nothing does.
  ///
  /// - Parameters:
  ///   - kept: how much.
  ///   - principal: the part of it that was paid in.
  ///   - lots: the top-ups that it is of.
  /// - Returns: what stays with the shop.
  func carried(
    _ kept: Money, principal: Money, lots: [StoredValueShare]
  ) -> CarriedTender? {
    guard kept > .zero else { return nil }
    let json = JSON.object([
      .init("amount", JSON(kept)), .init("carried", true),
    ]).with(
      [.init("ref", JSON(reference)), .init("debtor", JSON(debtor))]
        + kind.details(lots))
    return CarriedTender(json: json, principal: principal, lots: lots)
  }
}

extension Terms {
  /// The member's top-ups that keep to their ratio.
  var lotsInProportion: [StoredValueLot] {
    rules.spendingOrder == .proportional ? patron?.wallet.lots ?? [] : []
  }
}

extension [StoredValueShare] {
  /// What each of them gives back of an amount, by its share of all.
  ///
  /// - Parameters:
  ///   - amount: at most all there is.
  ///   - held: the top-ups that keep to their ratio.
  /// - Returns: the shares of those that give something.
  func parts(of amount: Money, to held: [StoredValueLot]) -> [StoredValueShare] {
    zip(self, amount.allocated(over: map(\.amount))).filter { $0.1 > .zero }
      .map { share, amount in
        share.part(of: amount, to: held.first { $0.number == share.lot })
      }
  }

  func less(_ others: [StoredValueShare]) -> [StoredValueShare] {
    map { share in
      let other = others.first { $0.lot == share.lot }
      return StoredValueShare(
        lot: share.lot, principal: share.principal - (other?.principal ?? .zero),
        bonus: share.bonus - (other?.bonus ?? .zero))
    }.filter { $0.amount > .zero }
  }
}

extension [PointsLot] {
  /// How many points they hold in all.
  var sum: Int64 { reduce(0) { $0 + $1.left } }

  var json: JSON { JSON(map { [.string($0.expires.description), JSON($0.left)] }) }

  func less(_ others: [PointsLot]) -> [PointsLot] {
    map { lot in
      let other = others.first { $0.expires == lot.expires }
      return PointsLot(expires: lot.expires, left: lot.left - (other?.left ?? 0))
    }.filter { $0.left > 0 }
  }
}

extension TenderKind {
  /// The kind, with the parts of stored value where there are some.
  func details(_ lots: [StoredValueShare]) -> [JSON.Member] {
    let kind = JSON.Member("kind", .string(rawValue))
    guard self == .storedValue else { return [kind] }
    return [
      kind, .init("principal", JSON(lots.map(\.principal).sum())),
      .init("bonus", JSON(lots.map(\.bonus).sum())),
      .init("lots", JSON(lots.map { [JSON($0.lot), JSON($0.principal), JSON($0.bonus)] })),
    ]
  }
}

extension PointsRules {
  /// Enough of the rules to count what a sale earns.
  init(perYuan: Int64) {
    self.init(
      perYuan: perYuan, yuanValue: 100, step: 1, cap: 10_000, months: 1, earnsNot: [],
      paysNot: [], referral: 0, checkIn: 0, graceDays: 0)
  }
}
