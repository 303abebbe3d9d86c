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

/// A move between tiers as a document brought it.
package struct TierMove: Hashable, Sendable {
  package let change: TierChange
  /// The last day of the tier before it.
  package let before: BusinessDate?
  /// Whether what brought it was taken back, or counted on what is.
  package let isTakenBack: Bool

  package init(_ change: TierChange, before: BusinessDate?, isTakenBack: Bool) {
    self.change = change
    self.before = before
    self.isTakenBack = isTakenBack
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

  package func isHigher(_ code: String, than other: String) -> Bool { rank(code) > rank(other) }

  /// The move up that a sum earns; nil where it earns none.
  package func promotion(of member: Member, sum: Int64, on day: BusinessDate) -> TierChange? {
    guard let reached = tier(reachedBy: sum), rank(reached.code) > rank(member.tier) else {
      return nil
    }
    return TierChange(
      from: member.tier, to: reached.code, reason: .reached, qualifying: sum,
      until: tierExpiry(of: reached.code, reachedOn: day))
  }

  /// The move back when what raised a tier is taken back, in whatever order that happens.
  ///
  /// - Parameters:
  ///   - moves: what documents brought today, the newest last.
  ///   - member: as it stands now.
  ///   - sum: what counts without the documents that were taken back.
  ///   - planned: what plans give with today's other top-ups, whether or not it was a move up then.
  ///   - day: today.
  /// - Returns: nil where no move is taken back, where somebody set the tier since, or where the rest
  ///   still reaches it.
  package func retraction(
    of moves: [TierMove], from member: Member, sum: Int64, planned: [String] = [],
    on day: BusinessDate
  ) -> TierChange? {
    var path: [TierMove] = []
    var (tier, until) = (member.tier, member.tierUntil)
    for move in moves.reversed() {
      guard move.change.to == tier, move.change.until == until else { break }
      path.append(move)
      (tier, until) = (move.change.from, move.before)
    }
    guard let first = path.lastIndex(where: \.isTakenBack) else { return nil }
    let start = path[first]
    // What a plan gave stays, as long as its top-up does.
    let plans = path[...first].filter { !$0.isTakenBack && $0.change.reason == .plan }
    let left = plans.map(\.change.to) + planned + [self.tier(reachedBy: sum)?.code ?? ""]
    let most = left.max { rank($0) < rank($1) } ?? ""
    guard rank(most) < rank(member.tier), rank(start.change.from) < rank(member.tier) else {
      return nil
    }
    let isBack = rank(most) <= rank(start.change.from)
    return TierChange(
      from: member.tier, to: isBack ? start.change.from : most, reason: .voided, qualifying: sum,
      until: isBack ? start.before : tierExpiry(of: most, reachedOn: day))
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
