import Ledger
import Membership

/// What goes over from one member to another.
package enum TransferScope: Hashable, Sendable {
  /// Stored value, points and courses: the whole card.
  case card
  /// The course of a number.
  case course(Int)
}

/// Decides a transfer: what one member holds becomes another's, on the same terms.
///
/// A course keeps its price list, its days and what was used of it; a top-up keeps its ratio.
///
/// Source: 法释〔2025〕4号, Article 11: it holds once the shop is told.
///
/// - Parameters:
///   - scope: what goes over.
///   - from: who gives it.
///   - to: who gets it; another member.
///   - lot: the number that the first top-up takes among the receiver's.
///   - course: the number that the first course takes.
///   - origins: the giver's parts of bonuses, with the numbers of the top-ups that they belong to.
///   - terms: the settings in force.
///   - occasion: when, where and by whom.
/// - Returns: the entry with what follows from it.
/// - Throws: ``Refusal``.
package func transfer(
  _ scope: TransferScope, from: Patron, to: Patron, lot: Int, course: Int,
  origins: [Int: Int] = [:], under terms: Terms, on occasion: Occasion
) throws(Refusal) -> Decision {
  guard from.member.number != to.member.number else {
    throw Refusal(.malformed, String(to.member.number), expected: "card transfer WHO TO")
  }
  try from.needsUsableCard(on: occasion.day)
  try to.needsUsableCard(on: occasion.day)
  let (giver, receiver) = (from.member.number, to.member.number)
  var moving = from.wallet
  if case .course(let number) = scope {
    moving = Wallet()
    moving.courses = from.wallet.courses.filter { $0.number == number }
    guard !moving.courses.isEmpty else {
      throw Refusal(
        .courseUnknown, String(number),
        expected: from.wallet.courses.map { String($0.number) }.joined(separator: " "))
    }
  }
  guard !moving.lots.isEmpty || !moving.courses.isEmpty || !moving.points.isEmpty else {
    throw Refusal(.nothingToRefund, String(giver))
  }
  let warnings = try terms.limits(of: moving.principal, [], to)
  var givenLots: [GivenLot] = []
  var givenCourses: [GivenCourse] = []
  var dues: [DueDate] = []
  var postings: [Posting] = []
  let lots = moving.lots.sorted { $0.number < $1.number }
  for (index, old) in lots.enumerated() {
    let number = lot + index
    postings += Posting.move(
      old.principal.fen, from: Chart.principal(receiver, lot: number),
      to: Chart.principal(giver, lot: old.number))
    postings += Posting.move(
      old.bonus.fen, from: Chart.bonus(receiver, lot: number),
      to: Chart.bonus(giver, lot: old.number))
    postings += Posting.move(
      old.discountEnjoyed.fen, from: Chart.discountEnjoyed(giver, lot: old.number),
      to: Chart.discountEnjoyed(receiver, lot: number))
    givenLots.append(
      GivenLot(
        member: receiver, number: number, paid: old.paid, gift: old.gift, day: old.day,
        origin: origins[old.number].flatMap { origin in
          lots.firstIndex { $0.number == origin }.map { lot + $0 }
        }))
  }
  for points in moving.points {
    postings += Posting.move(
      points.left, from: Chart.points(receiver, expires: points.expires),
      to: Chart.points(giver, expires: points.expires))
    dues.append(
      DueDate(day: points.expires.advanced(by: 1), kind: .points, member: receiver))
  }
  postings += evenedOut(postings, of: to)
  for (index, old) in moving.courses.enumerated() {
    let number = course + index
    for part in old.left.indices {
      postings += Posting.move(
        Int64(old.left[part]),
        from: Chart.sessions(
          receiver, course: number, code: old.offer.code, entitlement: part),
        to: Chart.sessions(giver, course: old, entitlement: part))
      postings += Posting.move(
        old.deferred[part].fen,
        from: Chart.deferred(receiver, course: number, entitlement: part),
        to: Chart.deferred(giver, course: old.number, entitlement: part))
      postings += Posting.move(
        old.bonus[part].fen, from: Chart.bonus(receiver, course: number, entitlement: part),
        to: Chart.bonus(giver, course: old.number, entitlement: part))
    }
    givenCourses.append(
      GivenCourse(
        member: receiver, number: number, offer: old.offer, expires: old.expires, day: old.day,
        isFrozen: old.isFrozen, serviceNames: terms.names(of: old.offer)))
  }
  let points = moving.points.map(\.left).reduce(0, +)
  let content: [JSON.Member] = [
    .init("no", number(of: .transfer, in: terms.shop, on: occasion)),
    .init("member", JSON(receiver)), .init("giver", JSON(giver)),
    .init("total", JSON(moving.storedValue)),
    .init("principal", JSON(moving.principal)), .init("bonus", JSON(moving.bonus)),
    .init("points", JSON(points)),
    .init("lots", givenLots.isEmpty ? .null : JSON(givenLots.map(\.json))),
    .init("courses", givenCourses.isEmpty ? .null : JSON(givenCourses.map(\.json))),
    .init(
      "after",
      to.after(MemberGain(principal: moving.principal, bonus: moving.bonus, points: points))),
  ]
  return Decision(
    entry: JournalEntry(
      .transfer, on: occasion, serial: occasion.serial, postings: postings, content: content),
    lots: givenLots, courses: givenCourses, dues: dues, warnings: warnings)
}
