package import Ledger
package import Membership
package import Pricing

extension GivenCourse {
  /// The sessions given, and for each entitlement the money deferred and the bonus that paid.
  var postings: [Posting] {
    var postings: [Posting] = []
    let (shares, bonus) = (offer.shares, offer.bonusShares)
    for (index, entitlement) in offer.entitlements.enumerated() {
      postings += Posting.move(
        Int64(entitlement.sessions),
        from: Chart.sessions(member, course: number, code: offer.code, entitlement: index),
        to: Chart.sessionsOutstanding(offer.code))
      postings += [
        .credit(
          Chart.deferred(member, course: number, entitlement: index), shares[index] - bonus[index]),
        .credit(Chart.bonus(member, course: number, entitlement: index), bonus[index]),
      ]
    }
    return postings
  }

  /// The course as its entry holds it, with the prices of that day.
  package var json: JSON {
    JSON.object([.init("no", JSON(number)), .init("offer", offer.json)])
      .with([
        .init("expires", JSON(expires?.description)),
        .init("day", day.map { JSON($0.days) } ?? .null),
        .init("services", serviceNames.isEmpty ? .null : names),
      ])
  }

  /// By code, so that its slip names them without asking the catalogue again.
  private var names: JSON {
    .object(serviceNames.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })
  }
}

extension CourseOffer {
  package var json: JSON {
    let parts = entitlements.map { part in
      JSON.object([
        .init("services", JSON(part.services.map(JSON.string))), .init("paid", JSON(part.paid)),
        .init("gift", JSON(part.gift)), .init("list", JSON(part.list)),
      ])
    }
    return JSON.object([
      .init("code", .string(code)), .init("name", .string(name)), .init("price", JSON(price)),
      .init("entitlements", JSON(parts)),
    ]).with([
      .init("months", JSON(months)), .init("bonus", bonus == .zero ? .null : JSON(bonus)),
    ])
  }

  /// Reads what ``json`` wrote; nil for anything else.
  package init?(_ json: JSON) {
    guard let code = json["code"]?.string, let name = json["name"]?.string,
      let price = json["price"]?.money
    else { return nil }
    let parts = json.elements("entitlements").compactMap { part -> Entitlement? in
      guard let paid = part["paid"]?.int, let gift = part["gift"]?.int,
        let list = part["list"]?.money
      else { return nil }
      return Entitlement(
        services: part.elements("services").compactMap(\.string), paid: paid, gift: gift,
        list: list)
    }
    self.init(
      code: code, name: name, price: price, entitlements: parts, months: json["months"]?.int,
      bonus: json["bonus"]?.money ?? .zero)
  }
}

/// Decides the sale of a course: money in, revenue deferred until its sessions are used.
///
/// What bonus pays stays a promotion, carried by the course: it is deferred by nobody's money, and
/// spent with the sessions.
///
/// - Parameters:
///   - offer: what the shop sells, at the prices of today.
///   - number: the number that the course takes among the member's.
///   - tenders: money from outside, or the member's stored value.
///   - staff: who sold it.
///   - terms: the settings in force, and the member.
///   - occasion: when, where and by whom.
/// - Returns: the entry with what follows from it.
/// - Throws: ``Refusal``.
package func sell(
  _ offer: CourseOffer, number: Int, tenders: [Tender], staff: [StaffShare], under terms: Terms,
  on occasion: Occasion
) throws(Refusal) -> Decision {
  try occasion.needsShift()
  let patron = try terms.needsPatron(for: "course")
  let member = patron.member.number
  var (settled, postings, shares) = try settleCourse(
    offer.price, with: tenders, patron, under: terms, on: occasion)
  let (principal, bonus) = (shares.map(\.principal).sum(), shares.map(\.bonus).sum())
  let given = GivenCourse(
    member: member, number: number, offer: offer.paid(withBonus: bonus),
    expires: offer.expiry(soldOn: occasion.day), serviceNames: terms.names(of: offer))
  postings += given.postings
  let base = given.offer.paid
  var dues: [DueDate] = []
  var tier: TierChange?
  var earned: Int64 = 0
  if let rules = terms.rules.points, !rules.earnsNot.contains("course") {
    earned = rules.earned(
      base: base, eligible: offer.price, of: offer.price,
      rate: terms.tier?.pointsRate ?? 10_000)
    let (legs, due) = pointsGiven(
      earned, to: member, owed: patron.wallet.pointsOwed, rules, on: occasion.day)
    postings += legs
    dues += due
  }
  if terms.rules.tierPolicy?.measure == .spend {
    let (legs, change, due) = qualified(base.fen, patron, under: terms)
    postings += legs
    tier = change
    dues += due
  }
  let content: [JSON.Member] = [
    .init("no", Checkout.number(of: .course, in: terms.shop, on: occasion)),
    .init("member", JSON(member)),
    .init("total", JSON(offer.price)),
    .init(
      "tenders",
      JSON(
        settled.map { tender in
          tender.document(with: tender.kind == .storedValue ? shares.details : [])
        })),
    .init("courses", [given.json]),
    .init("earned", earned == 0 ? .null : JSON(earned)),
    .init("staff_shares", staff.isEmpty ? .null : .string(notation(of: staff))),
    .init("tier", JSON(tier?.to)),
    .init(
      "after", patron.after(MemberGain(principal: -principal, bonus: -bonus, points: earned))),
  ]
  return Decision(
    entry: JournalEntry(
      .course, on: occasion, serial: occasion.serial, postings: postings, content: content),
    courses: [given], dues: dues, tier: tier)
}

/// Settles the price of a course with money from outside and stored value.
private func settleCourse(
  _ price: Money, with stated: [Tender], _ patron: Patron, under terms: Terms,
  on occasion: Occasion
) throws(Refusal) -> (
  settled: [SettledTender], postings: [Posting], shares: [StoredValueShare]
) {
  let wallet = patron.wallet
  var tenders: [Tender] = []
  let fixed = stated.compactMap(\.amount).sum()
  for tender in stated {
    guard tender.kind == .storedValue else {
      tenders.append(tender)
      continue
    }
    let wanted = tender.amount ?? min(max(.zero, price - fixed), wallet.storedValue)
    guard wanted > .zero, wanted <= wallet.storedValue else {
      throw Refusal(
        .storedValueShort, "v", need: tender.amount ?? price - fixed, have: wallet.storedValue)
    }
    tenders.append(Tender(.storedValue, amount: wanted))
  }
  // What `v` pays whole leaves nothing for the tender behind it.
  let isCovered = tenders.compactMap(\.amount).sum() == price && price > .zero
  if isCovered { tenders.removeAll { $0.amount == nil } }
  try terms.check(tenders)
  if let unfit = tenders.first(where: { [.owe, .points, .course].contains($0.kind) }) {
    throw Refusal(.tenderUnfit, unfit.kind.rawValue, expected: ". /100 w a b v")
  }
  let settlement = try settle(price, with: tenders, cashRounding: .none)
  guard settlement.due == .zero else {
    throw Refusal(
      .tenderTooSmall, "course", expected: ". /100 w a b v", need: price, have: settlement.paid)
  }
  let outside = settlement.tenders.filter(\.kind.isOutside)
  var postings = try received(outside, in: terms.shop, drawer: occasion.drawer)
  let amount = settlement.tenders.filter { $0.kind == .storedValue }.map(\.amount).sum()
  guard
    let shares = spend(amount, from: wallet.lots, order: terms.rules.spendingOrder)
  else { throw Refusal(.storedValueShort, "v", need: amount, have: wallet.storedValue) }
  for share in shares {
    postings.append(.debit(Chart.principal(patron.member.number, lot: share.lot), share.principal))
    postings.append(.debit(Chart.bonus(patron.member.number, lot: share.lot), share.bonus))
  }
  return (settlement.tenders, postings, shares)
}
