package import Ledger
import Membership

/// Decides the end of points that were not used in time; what the member owes is paid off with them
/// first.
///
/// - Returns: nil where none have lapsed.
package func lapse(_ patron: Patron, on occasion: Occasion) -> Decision? {
  let lots = patron.wallet.points.filter { $0.expires < occasion.day }
  guard !lots.isEmpty else { return nil }
  let member = patron.member.number
  let points = lots.reduce(0) { $0 + $1.left }
  let repaid = min(patron.wallet.pointsOwed, points)
  let postings =
    lots.map { lot in
      Posting(account: Chart.points(member, expires: lot.expires), amount: lot.left)
    } + [
      Posting(account: Chart.pointsOwed(member), amount: -repaid),
      Posting(account: Chart.pointsOutstanding, amount: repaid - points),
    ]
  return Decision(
    entry: JournalEntry(
      .lapse, on: occasion, postings: postings,
      content: [.init("member", JSON(member)), .init("burned", JSON(points - repaid))]))
}

/// Decides that a part of a bonus is given: a top-up of its own, of which nothing was paid.
///
/// - Parameters:
///   - part: the amount, above zero.
///   - patron: who gets it.
///   - origin: the number that the top-up it belongs to has among the member's; nil where
///     that one was spent in other hands.
///   - lot: the number that it takes among the member's top-ups.
///   - occasion: when and where.
/// - Returns: the entry with the new top-up.
package func release(
  _ part: Money, to patron: Patron, of origin: Int?, lot: Int, on occasion: Occasion
) -> Decision {
  let member = patron.member.number
  return Decision(
    entry: JournalEntry(
      .release, on: occasion,
      postings: Posting.move(
        part.fen, from: Chart.bonus(member, lot: lot), to: Chart.bonusOutstanding),
      content: [
        .init("member", JSON(member)),
        .init("lots", [lotJSON(number: lot, paid: .zero, gift: part)]),
        .init("of", JSON(origin)),
      ]),
    lots: [GivenLot(member: member, number: lot, paid: .zero, gift: part, day: occasion.day)])
}

/// Decides what becomes of a tier that has run out: kept for another period, or lowered.
///
/// - Returns: nil while it holds.
package func review(
  _ patron: Patron, under terms: Terms, on occasion: Occasion
) -> Decision? {
  guard
    let change = terms.rules.review(
      of: patron.member, sum: patron.qualifyingInGrace, on: terms.day)
  else { return nil }
  return Decision(
    entry: record(change, of: patron.member.number, on: occasion),
    dues: terms.rules.dues(of: change, patron.member.number), tier: change)
}
