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

/// The legs of a sale as if it stood alone.
///
/// An exchange is one entry: a coupon that came back and was used again, or a visit, has no leg in
/// it, and the reward for bringing the member stands in the sale before it.
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
  let units = Set(whole.compactMap(\.string)).union([rewards])
  return postings + (try original()).following(units, of: member)
}
