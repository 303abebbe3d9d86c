package import Ledger

/// A step of membership with what it gives.
package struct Tier: Hashable, Sendable {
  /// Lower case, as typed.
  package let code: String
  package let name: String
  /// What must be reached within the window; fen, or visits.
  package let threshold: Int64
  /// The part still to pay in basis points (8.8折 is 8800), by category or by kind of item.
  package let payable: [String: Int]
  /// The multiplier of points in basis points; 10,000 is once.
  package let pointsRate: Int

  package init(
    code: String, name: String, threshold: Int64, payable: [String: Int], pointsRate: Int
  ) {
    self.code = code
    self.name = name
    self.threshold = threshold
    self.payable = payable
    self.pointsRate = pointsRate
  }

  /// The part to pay for an item, by its category or else its kind; nil where the tier gives nothing.
  package func payable(category: String, kind: String) -> Int? {
    payable[category] ?? payable[kind]
  }
}

/// How members move between tiers.
package struct TierPolicy: Hashable, Sendable {
  /// What counts towards a tier.
  package enum Measure: String, CaseIterable, Sendable {
    /// Principal and outside money paid for sales, in fen.
    case spend
    /// Sales.
    case visits
    /// Money topped up, in fen.
    case topup
  }

  package var measure: Measure
  /// The days, today included, whose sum counts.
  package var windowDays: Int
  /// The days for which a tier once reached holds.
  package var validDays: Int
  /// The days after that before a member goes down.
  package var graceDays: Int

  package init(measure: Measure, windowDays: Int, validDays: Int, graceDays: Int) {
    self.measure = measure
    self.windowDays = windowDays
    self.validDays = validDays
    self.graceDays = graceDays
  }
}

/// A member's move from one tier to another.
package struct TierChange: Hashable, Sendable {
  package enum Reason: String, Sendable {
    /// The sum in the window reached a higher tier.
    case reached
    /// A top-up plan gives it.
    case plan
    /// The sum still holds the tier for another period.
    case kept
    /// The tier ran out, its grace too.
    case lapsed
    /// A manager set it.
    case set
    /// The document that raised it was taken back.
    case voided
  }

  package let from: String
  package let to: String
  package let reason: Reason
  /// The sum that counted; zero where none did.
  package let qualifying: Int64
  package let until: BusinessDate?

  package init(
    from: String, to: String, reason: Reason, qualifying: Int64, until: BusinessDate?
  ) {
    self.from = from
    self.to = to
    self.reason = reason
    self.qualifying = qualifying
    self.until = until
  }
}

extension MembershipRules {
  package func tier(_ code: String) -> Tier? { tiers.first { $0.code == code } }

  /// The highest tier that a sum reaches; the first one from zero on, whatever was refunded since.
  package func tier(reachedBy sum: Int64) -> Tier? { tiers.last { $0.threshold <= max(0, sum) } }

  /// The last day, before any grace, for a tier reached on a day; nil for the first tier, which
  /// nobody loses.
  package func tierExpiry(of code: String, reachedOn day: BusinessDate) -> BusinessDate? {
    guard let policy = tierPolicy, rank(code) > 0 else { return nil }
    return day.advanced(by: policy.validDays)
  }

  private func rank(_ code: String) -> Int { tiers.firstIndex { $0.code == code } ?? -1 }

  /// The move up that a sum earns; nil where it earns none.
  package func promotion(of member: Member, sum: Int64, on day: BusinessDate) -> TierChange? {
    guard let reached = tier(reachedBy: sum), rank(reached.code) > rank(member.tier) else {
      return nil
    }
    return TierChange(
      from: member.tier, to: reached.code, reason: .reached, qualifying: sum,
      until: tierExpiry(of: reached.code, reachedOn: day))
  }

  /// The move back from a tier when the document that raised it is taken back.
  ///
  /// - Parameters:
  ///   - raised: the move that the document brought.
  ///   - before: the last day of the tier before it.
  ///   - member: as it stands now.
  ///   - sum: what counts without the document.
  ///   - day: today.
  /// - Returns: nil where the tier has moved since, or where the sum still reaches it.
  package func retraction(
    of raised: TierChange, before: BusinessDate?, from member: Member, sum: Int64,
    on day: BusinessDate
  ) -> TierChange? {
    guard member.tier == raised.to, member.tierUntil == raised.until else { return nil }
    let reached = tier(reachedBy: sum)?.code ?? ""
    guard rank(reached) < rank(raised.to) else { return nil }
    let isBack = rank(reached) <= rank(raised.from)
    return TierChange(
      from: raised.to, to: isBack ? raised.from : reached, reason: .voided, qualifying: sum,
      until: isBack ? before : tierExpiry(of: reached, reachedOn: day))
  }

  /// What becomes of a tier that has run out, its grace too: kept for another period, lowered, or
  /// raised where the sum says so; nil while it holds.
  package func review(of member: Member, sum: Int64, on day: BusinessDate) -> TierChange? {
    guard let policy = tierPolicy, let until = member.tierUntil,
      until.advanced(by: policy.graceDays) < day
    else { return nil }
    let reached = tier(reachedBy: sum)?.code ?? ""
    let steps = rank(reached) - rank(member.tier)
    return TierChange(
      from: member.tier, to: reached, reason: steps == 0 ? .kept : steps > 0 ? .reached : .lapsed,
      qualifying: sum, until: tierExpiry(of: reached, reachedOn: day))
  }
}
