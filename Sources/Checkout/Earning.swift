import Ledger
package import Membership

/// Points for a member: what is owed is paid off first, the rest can be used to a month's end.
///
/// - Returns: the legs, and the day on which what is left lapses.
func pointsGiven(
  _ points: Int64, to member: Int, owed: Int64, _ rules: PointsRules, on day: BusinessDate
) -> (postings: [Posting], dues: [DueDate]) {
  guard points > 0 else { return ([], []) }
  let repaid = min(owed, points)
  let expires = rules.expiry(earnedOn: day)
  let legs =
    Posting.move(repaid, from: Chart.pointsOwed(member), to: Chart.pointsOutstanding)
    + Posting.move(
      points - repaid, from: Chart.points(member, expires: expires), to: Chart.pointsOutstanding)
  guard points > repaid else { return (legs, []) }
  return (legs, [DueDate(day: expires.advanced(by: 1), kind: .points, member: member)])
}

/// Evens out a member's points in an entry that takes some back: they are one figure.
///
/// What one lot lacks the others give, the soonest to lapse first, and what all of them lack is owed;
/// what is owed is paid off by what is left.
///
/// - Parameters:
///   - postings: the entry's legs so far.
///   - patron: the member with what there was before it.
/// - Returns: the legs to add.
func evenedOut(_ postings: [Posting], of patron: Patron) -> [Posting] {
  let member = patron.member.number
  var held = Dictionary(uniqueKeysWithValues: patron.wallet.points.map { ($0.expires, $0.left) })
  var owed = patron.wallet.pointsOwed
  for posting in postings
  where posting.account.owner == member && posting.account.unit == .points {
    if posting.account == Chart.pointsOwed(member) {
      owed += posting.amount
    } else if let expires = BusinessDate(posting.account.name.suffix(10)) {
      held[expires, default: 0] -= posting.amount
    }
  }
  var legs: [Posting] = []
  for (expires, left) in held.sorted(by: { $0.key < $1.key }) where left < 0 {
    legs.append(Posting(account: Chart.points(member, expires: expires), amount: left))
    legs.append(Posting(account: Chart.pointsOwed(member), amount: -left))
    owed -= left
  }
  for (expires, left) in held.sorted(by: { $0.key < $1.key }) where left > 0 && owed > 0 {
    let repaid = min(owed, left)
    owed -= repaid
    legs += Posting.move(
      repaid, from: Chart.pointsOwed(member), to: Chart.points(member, expires: expires))
  }
  return legs
}

/// Counts towards a member's tier.
///
/// - Returns: the legs, the move up that the new sum earns, and when the tier must be looked at.
func qualified(
  _ counts: Int64, _ patron: Patron, under terms: Terms
) -> (postings: [Posting], change: TierChange?, dues: [DueDate]) {
  let legs = Posting.move(
    counts, from: Chart.qualified, to: Chart.qualifying(patron.member.number))
  let change = terms.rules.promotion(
    of: patron.member, sum: patron.qualifying + counts, on: terms.day)
  return (legs, change, change.map { terms.rules.dues(of: $0, patron.member.number) } ?? [])
}

extension [Posting] {
  /// What they add to what counts towards a member's tier.
  func qualifying(_ member: Int) -> Int64 {
    let account = Chart.qualifying(member)
    return filter { $0.account == account }.map(\.amount).reduce(0, +)
  }
}

extension MembershipRules {
  /// When a tier that was reached must be looked at again.
  package func dues(of change: TierChange, _ member: Int) -> [DueDate] {
    guard let until = change.until, let policy = tierPolicy else { return [] }
    return [
      DueDate(day: until.advanced(by: policy.graceDays + 1), kind: .tier, member: member)
    ]
  }
}
