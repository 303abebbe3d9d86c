package import Ledger

/// From which part of a top-up the shop takes what a member spends.
package enum SpendingOrder: String, CaseIterable, Sendable {
  /// Principal and bonus in the ratio in which they were loaded, so that the principal left is what
  /// the law gives back.
  ///
  /// Source: 法释〔2025〕4号, Article 18(2).
  case proportional
  case principalFirst = "principal-first"
  case bonusFirst = "bonus-first"
}

/// One top-up of a member with what is left of it; amounts are zero or more.
package struct StoredValueLot: Hashable, Sendable {
  /// Counts the member's top-ups from 1.
  package let number: Int
  /// The day the money was paid.
  package let day: BusinessDate
  /// What was paid in, and what the shop gave on top.
  package let paid: Money
  package let gift: Money
  /// What is left of each.
  package var principal: Money
  package var bonus: Money
  /// List price less charged price of what the lot paid for: the law asks for list prices when a
  /// member ends the contract without the shop's fault.
  package let discountEnjoyed: Money

  package init(
    number: Int, day: BusinessDate, paid: Money, gift: Money, principal: Money, bonus: Money,
    discountEnjoyed: Money = .zero
  ) {
    self.number = number
    self.day = day
    self.paid = paid
    self.gift = gift
    self.principal = principal
    self.bonus = bonus
    self.discountEnjoyed = discountEnjoyed
  }

  package var left: Money { principal + bonus }
  package var consumed: Money { paid + gift - left }

  /// The part of what was consumed that counts against the money paid in: all but the bonus's share.
  ///
  /// Of the two fen that this lies between it is the one that leaves the lot's principal; where that
  /// is further off, as if the principal was spent first, the bonus's share is rounded down.
  package var delivered: Money {
    let least = consumed - bonusShare(of: consumed, rounding: .up)
    let most = consumed - bonusShare(of: consumed)
    return (least...most).contains(paid - principal) ? paid - principal : most
  }

  /// The bonus in the first so much that is spent of the lot, rounded down.
  fileprivate func bonusShare(of amount: Money, rounding: Rounding = .down) -> Money {
    let whole = paid + gift
    guard whole > .zero else { return .zero }
    return amount.scaled(by: gift.fen, over: whole.fen, rounding: rounding)
  }

  /// The bonus in an amount that comes back to the lot.
  ///
  /// It is what the sale says, or a fen beside it where many refunds in part, each rounded for
  /// itself, would else add up and leave the principal a fen or more beside its ratio.
  ///
  /// - Parameters:
  ///   - amount: at most what was consumed.
  ///   - stated: the bonus in it by the sale, zero or more.
  /// - Returns: at most a fen beside what is stated.
  package func bonusReturned(in amount: Money, stated: Money) -> Money {
    let (rest, taken) = (consumed - amount, gift - bonus)
    let least = taken - bonusShare(of: rest, rounding: .up)
    let most = taken - bonusShare(of: rest)
    let fen = Money(fen: 1)
    return max(stated - fen, min(stated + fen, max(least, min(stated, most))))
  }
}

/// What one lot gives towards a payment; amounts are zero or more.
package struct StoredValueShare: Hashable, Sendable {
  package let lot: Int
  package let principal: Money
  package let bonus: Money

  package init(lot: Int, principal: Money, bonus: Money) {
    self.lot = lot
    self.principal = principal
    self.bonus = bonus
  }

  package var amount: Money { principal + bonus }
}

/// Takes an amount from a member's lots.
///
/// In proportion, the oldest lot is emptied first, and the bonus taken from a lot is always the
/// share of all that was ever consumed of it, so that no number of visits makes it drift. Principal
/// or bonus first takes that part of every lot, the oldest first, before the other part of any.
///
/// - Parameters:
///   - amount: zero or more.
///   - lots: the oldest first.
///   - order: the shop's.
/// - Returns: the lots' shares; nil if they hold less than the amount.
package func spend(
  _ amount: Money, from lots: [StoredValueLot], order: SpendingOrder
) -> [StoredValueShare]? {
  guard amount <= lots.map(\.left).sum() else { return nil }
  var shares: [StoredValueShare] = []
  switch order {
  case .proportional:
    var rest = amount
    for lot in lots where rest > .zero && lot.left > .zero {
      let share = proportionalShare(min(rest, lot.left), of: lot)
      shares.append(share)
      rest -= share.amount
    }
  case .principalFirst, .bonusFirst:
    let isPrincipalFirst = order == .principalFirst
    let first = taken(amount, from: lots.map { isPrincipalFirst ? $0.principal : $0.bonus })
    let rest = amount - first.sum()
    let second = taken(rest, from: lots.map { isPrincipalFirst ? $0.bonus : $0.principal })
    for (index, lot) in lots.enumerated() where first[index] + second[index] > .zero {
      shares.append(
        StoredValueShare(
          lot: lot.number, principal: isPrincipalFirst ? first[index] : second[index],
          bonus: isPrincipalFirst ? second[index] : first[index]))
    }
  }
  return shares
}

private func proportionalShare(_ amount: Money, of lot: StoredValueLot) -> StoredValueShare {
  let due = lot.bonusShare(of: lot.consumed + amount) - (lot.gift - lot.bonus)
  // Refunds may have left the lot a fen beside its ratio; neither part gives more than it has.
  let bonus = max(amount - lot.principal, .zero, min(due, amount, lot.bonus))
  return StoredValueShare(lot: lot.number, principal: amount - bonus, bonus: bonus)
}

/// As much of an amount as each part holds, the earlier parts first.
private func taken(_ amount: Money, from parts: [Money]) -> [Money] {
  var rest = amount
  return parts.map { part in
    let share = min(rest, part)
    rest -= share
    return share
  }
}
