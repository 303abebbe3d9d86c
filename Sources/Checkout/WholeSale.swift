package import Ledger

/// The name of the unit that counts whether somebody was rewarded for bringing a member.
let rewards = Chart.referralsRewarded.unit.name

extension [Posting] {
  /// The legs of a member's sale that go back only with the whole of it: those in some units, and
  /// with the reward for bringing the member the points that it was.
  func following(_ units: Set<String>, of member: Int) -> [Posting] {
    flatMap { leg -> [Posting] in
      if units.contains(leg.account.unit.name) { return [leg] }
      guard units.contains(rewards), leg.account.unit == .points,
        let owner = leg.account.owner, owner != member
      else { return [] }
      return [leg, Posting(account: Chart.pointsOutstanding, amount: -leg.amount)]
    }
  }
}

/// The reward that somebody got for bringing a member.
package struct Reward: Sendable {
  /// As they were given.
  let legs: [Posting]
  package let referrer: Patron

  /// Finds it among a sale's legs; nil where the sale brought none.
  ///
  /// - Parameters:
  ///   - postings: the legs of the sale that brought it.
  ///   - member: who was brought.
  ///   - patron: a member as it stands now, by the number.
  package init?(
    in postings: [Posting], for member: Int, patron: (Int) throws -> Patron?
  ) rethrows {
    legs = postings.following([rewards], of: member)
    let owner = legs.lazy.compactMap { $0.account.unit == .points ? $0.account.owner : nil }.first
    guard let owner, let referrer = try patron(owner) else { return nil }
    self.referrer = referrer
  }
}

extension Document {
  /// What went back with the whole of a sale, because the document took back the last of it: the
  /// names of its units.
  private var whole: [String] {
    (json["returned"] ?? json).elements("whole").compactMap(\.string)
  }

  /// Whether it took back the last of a sale, and with it what goes back only with the whole.
  package var takesWhole: Bool { !whole.isEmpty }
  /// Whether the reward for bringing the member went back with it.
  package var takesReward: Bool { whole.contains(rewards) }
}

/// The legs of a sale as if it stood alone.
///
/// An exchange is one entry: a coupon that came back and was used again, or a visit, has no leg in
/// it.
///
/// - Parameters:
///   - sale: the document of a sale or an exchange.
///   - postings: its legs, from the ledger.
///   - original: the legs of the sale that came back with an exchange, as if that stood alone.
/// - Returns: its legs, several of them on one account.
package func legs(
  of sale: Document, _ postings: [Posting], original: () throws -> [Posting]
) rethrows -> [Posting] {
  guard sale.kind == .exchange, let member = sale.member,
    let whole = sale.json["returned"]?["whole"]?.array
  else { return postings }
  let units = Set(whole.compactMap(\.string))
  return postings + (try original()).following(units, of: member)
}
