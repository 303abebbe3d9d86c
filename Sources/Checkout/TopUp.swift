package import Ledger
import Membership
package import Pricing

/// Money that a member loads onto the card, as the cashier states it.
package struct TopUp: Hashable, Sendable {
  /// Above zero.
  package let amount: Money
  package let tenders: [Tender]
  /// What the shop gives on top; nil for what its plans give.
  package let gift: Money?
  /// Who sold it.
  package let staff: [StaffShare]

  package init(amount: Money, tenders: [Tender], gift: Money? = nil, staff: [StaffShare] = []) {
    self.amount = amount
    self.tenders = tenders
    self.gift = gift
    self.staff = staff
  }
}

/// Decides a top-up: money in, a liability to the member, and what the plan gives on top.
///
/// A bonus is a promotion and no liability in money: it stands against its own account until it is
/// spent.
///
/// - Parameters:
///   - topUp: what was stated.
///   - lot: the number that the top-up takes among the member's.
///   - course: the number that a course given with it takes.
///   - terms: the settings in force, and the member.
///   - occasion: when, where and by whom.
/// - Returns: the entry with what follows from it.
/// - Throws: ``Refusal``.
package func load(
  _ topUp: TopUp, lot: Int, course: Int, under terms: Terms, on occasion: Occasion
) throws(Refusal) -> Decision {
  try occasion.needsShift()
  let patron = try terms.needsPatron(for: "topup")
  let member = patron.member.number
  let plan = terms.rules.plan(for: topUp.amount)
  let bonus = try topUp.bonus(of: plan, occasion.authority)
  let settled = try settleOutside(topUp.amount, with: topUp.tenders, under: terms)
  let warnings = try terms.limits(of: topUp.amount, settled, patron)
  // A gift that the cashier states comes at once, whatever the plan says.
  let parts = topUp.gift == nil ? plan?.parts ?? 1 : 1
  let shares = allocate(bonus.fen, over: Array(repeating: 1, count: parts)).map(Money.init(fen:))
  let first = shares[0]
  var postings = try received(settled, in: terms.shop, drawer: occasion.drawer)
  postings.append(.credit(Chart.principal(member, lot: lot), topUp.amount))
  postings += Posting.move(
    first.fen, from: Chart.bonus(member, lot: lot), to: Chart.bonusOutstanding)
  let loaded = GivenLot(
    member: member, number: lot, paid: topUp.amount, gift: first, day: occasion.day)
  var dues = shares.indices.dropFirst().map { index in
    DueDate(
      day: occasion.day.advanced(months: index), kind: .bonus, member: member, number: lot)
  }
  let given = plan.map { gifts(of: $0, course: course, patron, under: terms) } ?? Gifts()
  postings += given.postings
  dues += given.dues
  var tier = given.tier
  if terms.rules.tierPolicy?.measure == .topup {
    let (legs, change, due) = qualified(topUp.amount.fen, patron, under: terms)
    postings += legs
    // The plan's tier, or the sum's if that is higher.
    if let change, tier.map({ terms.rules.isHigher(change.to, than: $0.to) }) ?? true {
      tier = change
      dues += due
    }
  }
  let content: [JSON.Member] = [
    .init("no", number(of: .topup, in: terms.shop, on: occasion)),
    .init("member", JSON(member)),
    .init("total", JSON(topUp.amount)),
    .init("tenders", JSON(settled.map { $0.document() })),
    .init("lots", [lotJSON(number: lot, paid: topUp.amount, gift: first)]),
    .init("bonus", bonus == .zero ? .null : JSON(bonus)),
    .init("parts", parts == 1 ? .null : JSON(shares.map { JSON($0) })),
    .init("plan", plan.map { JSON($0.amount) } ?? .null),
    .init("earned", given.points == 0 ? .null : JSON(given.points)),
    .init("courses", given.courses.isEmpty ? .null : JSON(given.courses.map(\.json))),
    .init("coupon", JSON(given.coupon?.code)),
    .init("coupon_name", JSON(given.coupon?.name)),
    .init("tier", JSON(tier?.to)),
    .init("staff_shares", topUp.staff.isEmpty ? .null : .string(notation(of: topUp.staff))),
    .init(
      "after",
      patron.after(MemberGain(principal: topUp.amount, bonus: first, points: given.points))),
  ]
  return Decision(
    entry: JournalEntry(
      .topup, on: occasion, serial: occasion.serial, postings: postings, content: content),
    lots: [loaded], courses: given.courses, dues: dues, tier: tier, warnings: warnings)
}

extension TopUp {
  /// What is given on top.
  ///
  /// - Throws: ``Refusal`` named `not-permitted` beyond the plan, or `gift-too-large` beyond what was
  ///   paid tenfold.
  fileprivate func bonus(of plan: TopUpPlan?, _ authority: Authority) throws(Refusal) -> Money {
    let planned = plan?.bonus ?? .zero
    guard let gift else { return planned }
    if gift > planned {
      _ = try authority.grant(
        "gift=\(gift)", need: gift.fen, limit: { _ in planned.fen }, where: \.overridesPrices)
    }
    guard gift <= amount * 10 else {
      throw Refusal(.giftTooLarge, "gift=\(gift)", need: gift, have: amount * 10)
    }
    return gift
  }
}

/// What a plan gives beside its bonus.
private struct Gifts {
  var postings: [Posting] = []
  var dues: [DueDate] = []
  var courses: [GivenCourse] = []
  var points: Int64 = 0
  var coupon: Coupon?
  var tier: TierChange?
}

private func gifts(
  of plan: TopUpPlan, course number: Int, _ patron: Patron, under terms: Terms
) -> Gifts {
  let member = patron.member.number
  var gifts = Gifts()
  if let rules = terms.rules.points, plan.points > 0 {
    gifts.points = plan.points
    (gifts.postings, gifts.dues) = pointsGiven(
      plan.points, to: member, owed: patron.wallet.pointsOwed, rules, on: terms.day)
  }
  if let offer = plan.course.flatMap(terms.rules.course) {
    // Nothing was paid for it, so nothing is deferred.
    let free = CourseOffer(
      code: offer.code, name: offer.name, price: .zero, entitlements: offer.entitlements,
      months: offer.months)
    let given = GivenCourse(
      member: member, number: number, offer: free, expires: free.expiry(soldOn: terms.day),
      serviceNames: terms.names(of: free))
    gifts.courses = [given]
    gifts.postings += given.postings
  }
  if let coupon = plan.coupon.flatMap(terms.rules.coupon) {
    gifts.coupon = coupon
    gifts.postings += Posting.move(
      1, from: Chart.coupon(member, code: coupon.code), to: Chart.couponsOutstanding)
  }
  if let code = plan.tier, terms.rules.tierPolicy != nil,
    terms.rules.isHigher(code, than: patron.member.tier)
  {
    let change = TierChange(
      from: patron.member.tier, to: code, reason: .plan, qualifying: 0,
      until: terms.rules.tierExpiry(of: code, reachedOn: terms.day))
    gifts.tier = change
    gifts.dues += terms.rules.dues(of: change, member)
  }
  return gifts
}

extension Terms {
  /// Checks money for a member's card, of a top-up or a transfer, against what the law allows.
  ///
  /// - Returns: what was passed, where the shop only wants a word about it.
  /// - Throws: ``Refusal`` named `prepaid-limit` where it wants none of it.
  func limits(
    of amount: Money, _ tenders: [SettledTender], _ patron: Patron
  ) throws(Refusal) -> [Refusal] {
    let limits = rules.limits
    guard limits.mode != .off else { return [] }
    var passed: [Refusal] = []
    let most = patron.member.isNamed ? limits.named : limits.unnamed
    let principal = patron.wallet.principal + amount
    if principal > most {
      passed.append(Refusal(.prepaidLimit, "card", need: principal, have: most))
    }
    let cash = tenders.filter { $0.kind == .cash }.map(\.amount).sum()
    if cash >= limits.cash {
      passed.append(Refusal(.prepaidLimit, "cash", expected: "b", need: cash, have: limits.cash))
    }
    if limits.mode == .refuse, let first = passed.first { throw first }
    return passed
  }
}

extension GivenLot {
  /// The top-up as the entry of another day holds it: with the day, counted from 1970-01-01.
  var json: JSON {
    lotJSON(number: number, paid: paid, gift: gift).with([
      .init("day", JSON(day.days)), .init("of", JSON(origin)),
    ])
  }
}

/// A top-up as its entry holds it.
func lotJSON(number: Int, paid: Money, gift: Money) -> JSON {
  .object([.init("no", JSON(number)), .init("paid", JSON(paid)), .init("gift", JSON(gift))])
}
