package import Ledger
package import Membership

/// What happens to a member without money changing hands; the journal keeps it.
package enum MemberEvent: Sendable {
  case added
  /// The names of the fields that were changed; never what they held.
  case changed([String])
  case cardReplaced
  case frozen
  case released
  case cardRenewed(until: BusinessDate)
  /// The personal data were looked at in full.
  case shown
  case courseExtended(Int, until: BusinessDate)
  case courseFrozen(Int)
  case courseReleased(Int)
}

/// The record of an event of a member.
package func record(
  _ event: MemberEvent, of member: Int, on occasion: Occasion
) -> JournalEntry {
  let content: [JSON.Member] =
    switch event {
    case .added: [.init("event", "member-added")]
    case .changed(let fields):
      [.init("event", "member-changed"), .init("fields", JSON(fields.map(JSON.string)))]
    case .cardReplaced: [.init("event", "card-replaced")]
    case .frozen: [.init("event", "card-frozen")]
    case .released: [.init("event", "card-released")]
    case .cardRenewed(let day):
      [.init("event", "card-renewed"), .init("until", .string(day.description))]
    case .shown: [.init("event", "member-shown")]
    case .courseExtended(let course, let day):
      [
        .init("event", "course-extended"), .init("course", JSON(course)),
        .init("until", .string(day.description)),
      ]
    case .courseFrozen(let course):
      [.init("event", "course-frozen"), .init("course", JSON(course))]
    case .courseReleased(let course):
      [.init("event", "course-released"), .init("course", JSON(course))]
    }
  return JournalEntry(.event, on: occasion, content: content + [.init("member", JSON(member))])
}

/// The record of a move between tiers, with its reason.
///
/// - Parameters:
///   - change: the move.
///   - member: the member's number.
///   - before: the last day of the tier before it.
///   - document: the document that brought it; nil for none.
///   - occasion: when, where and by whom.
/// - Returns: the entry.
package func record(
  _ change: TierChange, of member: Int, after before: BusinessDate? = nil,
  about document: Int64? = nil, on occasion: Occasion
) -> JournalEntry {
  JournalEntry(
    .tier, on: occasion, about: document,
    content: [
      .init("member", JSON(member)), .init("from", .string(change.from)),
      .init("to", .string(change.to)), .init("why", .string(change.reason.rawValue)),
      .init("qualifying", JSON(change.qualifying)),
      .init("until", JSON(change.until?.description)),
      .init("before", JSON(before?.description)),
    ])
}

extension TierMove {
  /// Reads the record of a move; nil for anything else.
  ///
  /// - Parameters:
  ///   - record: what ``record(_:of:after:about:on:)`` wrote.
  ///   - isVoid: whether the document that brought it was taken back.
  ///   - document: the document that is taken back now; a move after it counted on it.
  package init?(_ record: Document, isVoid: Bool, whenTakingBack document: Document) {
    guard let from = record.json["from"]?.string, let to = record.json["to"]?.string,
      let why = record.json["why"]?.string.flatMap(TierChange.Reason.init(rawValue:)),
      let about = record.about
    else { return nil }
    func day(_ name: String) -> BusinessDate? {
      record.json[name]?.string.flatMap { BusinessDate($0) }
    }
    let countedOnIt = why == .reached && about > document.sequence
    self.init(
      TierChange(
        from: from, to: to, reason: why, qualifying: record.json["qualifying"]?.integer ?? 0,
        until: day("until")),
      before: day("before"), isTakenBack: isVoid || countedOnIt || about == document.sequence)
  }
}

/// The move back from a tier when a document that counted for it, or gave it, is taken back.
///
/// - Parameters:
///   - moves: the member's today, the newest last.
///   - postings: the document's legs.
///   - patron: the member as it stands now.
///   - topUps: the member's other top-ups of today that stand: what their plans give stays.
///   - terms: the settings in force.
/// - Returns: nil where the tier stays.
package func tierTakenBack(
  _ moves: [TierMove], _ postings: [Posting], from patron: Patron, beside topUps: [Document],
  under terms: Terms
) -> TierChange? {
  terms.rules.retraction(
    of: moves, from: patron.member,
    sum: patron.qualifying - postings.qualifying(patron.member.number),
    planned: topUps.compactMap { terms.rules.plan(for: $0.total)?.tier }, on: terms.day)
}

/// Decides what somebody pays to become a member.
///
/// - Throws: ``Refusal``.
package func join(
  _ member: Int, fee: Money, tenders: [Tender], under terms: Terms, on occasion: Occasion
) throws(Refusal) -> JournalEntry {
  try occasion.needsShift()
  let settled = try settleOutside(fee, with: tenders, under: terms)
  return JournalEntry(
    .join, on: occasion, serial: occasion.serial,
    postings: try received(settled, in: terms.shop, drawer: occasion.drawer)
      + [.credit(Chart.joinFees, fee)],
    content: [
      .init("no", number(of: .join, in: terms.shop, on: occasion)),
      .init("member", JSON(member)), .init("total", JSON(fee)),
      .init("tenders", JSON(settled.map { $0.document() })),
    ])
}

/// Decides the points for coming by.
///
/// - Throws: ``Refusal`` named `already-done` the second time on a day, or `malformed` where the shop
///   gives none.
package func checkIn(_ patron: Patron, under terms: Terms, on occasion: Occasion) throws(Refusal)
  -> Decision
{
  let member = patron.member.number
  guard let rules = terms.rules.points, rules.checkIn > 0 else {
    throw Refusal(
      .malformed, "member checkin", expected: "\"check_in\": 5 (Config/membership.json)")
  }
  guard patron.member.checkedIn != occasion.day else {
    throw Refusal(.alreadyDone, "@\(member)", expected: "\(occasion.day)")
  }
  let (legs, dues) = pointsGiven(
    rules.checkIn, to: member, owed: patron.wallet.pointsOwed, rules, on: occasion.day)
  return Decision(
    entry: JournalEntry(
      .points, on: occasion, postings: legs,
      content: [
        .init("member", JSON(member)), .init("earned", JSON(rules.checkIn)),
        .init("why", "check-in"),
      ]), dues: dues)
}

/// What a member held before the journal began.
package struct CarriedOver: Hashable, Sendable {
  package var principal = Money.zero
  package var bonus = Money.zero
  package var points: Int64 = 0
  /// A course of one entitlement.
  package var course: CourseOffer?
  /// How many sessions of it are left.
  package var sessions = 0

  package init() {}
}

/// The entry that brings a member's balances into the journal.
package func carryOver(
  _ held: CarriedOver, to patron: Patron, lot: Int, course: Int, under terms: Terms,
  on occasion: Occasion
) -> Decision {
  let member = patron.member.number
  var postings: [Posting] = []
  var lots: [GivenLot] = []
  var courses: [GivenCourse] = []
  var dues: [DueDate] = []
  if held.principal + held.bonus > .zero {
    postings += Posting.move(
      held.principal.fen, from: Chart.principal(member, lot: lot), to: Chart.carriedOver)
    postings += Posting.move(
      held.bonus.fen, from: Chart.bonus(member, lot: lot), to: Chart.bonusOutstanding)
    lots = [
      GivenLot(
        member: member, number: lot, paid: held.principal, gift: held.bonus, day: occasion.day)
    ]
  }
  if let rules = terms.rules.points, held.points > 0 {
    let (legs, due) = pointsGiven(held.points, to: member, owed: 0, rules, on: occasion.day)
    postings += legs
    dues += due
  }
  if let offer = held.course {
    let given = GivenCourse(
      member: member, number: course, offer: offer.remaining(held.sessions),
      expires: offer.expiry(soldOn: occasion.day))
    postings += given.postings
    postings.append(.debit(Chart.carriedOver, given.offer.price))
    courses = [given]
  }
  let content: [JSON.Member] = [
    .init("member", JSON(member)),
    .init(
      "lots",
      lots.isEmpty
        ? .null : JSON(lots.map { lotJSON(number: lot, paid: $0.paid, gift: $0.gift) })),
    .init("courses", courses.isEmpty ? .null : JSON(courses.map(\.json))),
  ]
  return Decision(
    entry: JournalEntry(.carryOver, on: occasion, postings: postings, content: content),
    lots: lots, courses: courses, dues: dues)
}

extension CourseOffer {
  /// The course as if only so many sessions of its first entitlement had been sold, at their share of
  /// the price, rounded half up.
  fileprivate func remaining(_ left: Int) -> CourseOffer {
    let part = entitlements[0]
    let count = min(left, part.sessions)
    return CourseOffer(
      code: code, name: name,
      price: shares[0].scaled(by: Int64(count), over: Int64(part.sessions), rounding: .halfUp),
      entitlements: [
        Entitlement(services: part.services, paid: count, gift: 0, list: part.list)
      ], months: months)
  }
}
