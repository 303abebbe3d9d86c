import Catalog
import Ledger
import Membership
import Pricing

/// The part of a sale that is the member's: what pays for it, and what it earns.
struct MemberSale {
  var postings: [Posting] = []
  var content: [JSON.Member] = []
  /// What the sessions are worth that pay for lines, by the lines' indices.
  var sessionValues: [Int: SessionValue] = [:]
  var dues: [DueDate] = []
  var tier: TierChange?
  /// What the member has more of afterwards, or less.
  fileprivate(set) var gained = MemberGain()
  /// The indices of lines that earn no points.
  fileprivate(set) var earningNothing: Set<Int> = []
  fileprivate var storedValue: [StoredValueShare] = []
  fileprivate var burned: [PointsLot] = []
  fileprivate var sessions: [Int: [JSON.Member]] = [:]

  /// What else a document says of a tender.
  func details(_ tender: SettledTender) -> [JSON.Member] {
    switch tender.kind {
    case .storedValue: storedValue.details
    case .points: [.init("lots", JSON(burned.map(\.json)))]
    case .course: tender.line.flatMap { sessions[$0 - 1] } ?? []
    default: []
    }
  }
}

/// Decides the member's part of a sale.
///
/// - Throws: ``Refusal`` where the member has not, or no longer, what is to pay.
func memberSale(
  _ bill: PricedBill, _ settlement: Settlement, carried: [CarriedTender], under terms: Terms,
  on occasion: Occasion
) throws(Refusal) -> MemberSale {
  var sale = MemberSale()
  guard let patron = terms.patron else {
    let own = settlement.tenders.first { !$0.kind.isOutside && $0.kind != .exchange }
    guard let own else {
      try sale.useCoupons(of: bill, nil, under: terms)
      return sale
    }
    throw Refusal(.memberNeeded, own.kind.rawValue, expected: "@WHO")
  }
  if settlement.tenders.contains(where: { !$0.kind.isOutside && $0.kind != .exchange }) {
    try patron.needsUsableCard(on: terms.day)
  }
  let paid = { (kind: TenderKind) in
    settlement.tenders.filter { $0.kind == kind }.map(\.amount).sum()
  }
  try sale.spend(paid(.storedValue), of: bill, patron, under: terms)
  sale.enjoy(carried.flatMap(\.lots), bill, patron)
  let burned = settlement.tenders.compactMap(\.points).reduce(0, +)
  try sale.checkCap(on: burned, of: bill, under: terms)
  try sale.burn(burned, worth: paid(.points), patron)
  try sale.useSessions(of: bill, patron, on: terms.day)
  try sale.useCoupons(of: bill, patron, under: terms)
  let outside = settlement.tenders.filter(\.kind.isOutside).map(\.amount).sum()
  let base =
    outside + sale.storedValue.map(\.principal).sum() + carried.map(\.principal).sum()
  let earned = sale.earn(base, of: bill, patron, under: terms)
  let referral = sale.rewardReferral(patron, under: terms)
  sale.qualify(base: base, patron, under: terms)
  sale.content = [
    .init("member", JSON(patron.member.number)),
    .init("tier", patron.member.tier.isEmpty ? .null : .string(patron.member.tier)),
    .init("earned", earned == 0 ? .null : JSON(earned)),
    .init("earning", earning(from: base, under: terms)),
    .init("burned", burned == 0 ? .null : JSON(burned)),
    .init("referral", referral),
    .init("coupons", sale.usedCoupons(of: bill)),
  ]
  sale.gained = MemberGain(
    principal: -sale.storedValue.map(\.principal).sum(),
    bonus: -sale.storedValue.map(\.bonus).sum(), points: earned - burned)
  return sale
}

/// What a refund needs to know to count the points that the rest of the sale earns.
private func earning(from base: Money, under terms: Terms) -> JSON {
  guard let rules = terms.rules.points else { return .null }
  return .object([
    .init("base", JSON(base)), .init("per_yuan", JSON(rules.perYuan)),
    .init("rate", JSON(terms.tier?.pointsRate ?? 10_000)),
  ])
}

extension MemberSale {
  /// Takes stored value from the member's top-ups, oldest first.
  fileprivate mutating func spend(
    _ amount: Money, of bill: PricedBill, _ patron: Patron, under terms: Terms
  ) throws(Refusal) {
    guard amount > .zero else { return }
    let wallet = patron.wallet
    guard
      let shares = Membership.spend(amount, from: wallet.lots, order: terms.rules.spendingOrder)
    else {
      throw Refusal(.storedValueShort, "v", need: amount, have: wallet.storedValue)
    }
    storedValue = shares
    let member = patron.member.number
    for share in shares {
      postings.append(.debit(Chart.principal(member, lot: share.lot), share.principal))
      postings.append(.debit(Chart.bonus(member, lot: share.lot), share.bonus))
    }
    enjoy(shares, bill, patron)
    let bonus = shares.map(\.bonus).sum()
    postings += Posting.move(bonus.fen, from: Chart.bonusOutstanding, to: Chart.bonusSpent)
  }

  /// The bill's reductions count for the top-ups that pay for it, by their shares, rounded half up.
  fileprivate mutating func enjoy(
    _ shares: [StoredValueShare], _ bill: PricedBill, _ patron: Patron
  ) {
    let charged = bill.lines.filter { $0.line.session == nil }
    let total = charged.map(\.net).sum()
    let discount = charged.map(\.discount).sum()
    for share in shares where total > .zero {
      let enjoyed = discount.scaled(by: share.amount.fen, over: total.fen, rounding: .halfUp)
      postings += Posting.move(
        enjoyed.fen, from: Chart.discountsEnjoyed,
        to: Chart.discountEnjoyed(patron.member.number, lot: share.lot))
    }
  }

  /// The cap on points holds for the bill as it is paid, however it was when they were stated.
  fileprivate func checkCap(
    on points: Int64, of bill: PricedBill, under terms: Terms
  ) throws(Refusal) {
    guard points > 0, let rules = terms.rules.points else { return }
    let eligible = bill.lines.filter { rules.pay(for: $0.line) }.map(\.net).sum()
    let cap = rules.mostPoints(balance: .max, eligible: eligible, due: eligible)
    guard points <= cap else {
      throw Refusal(.pointsOverCap, "p\(points)", expected: "u", need: points, have: cap)
    }
  }

  fileprivate mutating func burn(
    _ points: Int64, worth value: Money, _ patron: Patron
  ) throws(Refusal) {
    guard points > 0 else { return }
    guard points <= patron.wallet.pointsBalance,
      let taken = Membership.burn(points, from: patron.wallet.points)
    else {
      throw Refusal(.pointsShort, "p\(points)", need: points, have: patron.wallet.pointsBalance)
    }
    burned = taken
    for lot in taken {
      postings += Posting.move(
        lot.left, from: Chart.pointsOutstanding,
        to: Chart.points(patron.member.number, expires: lot.expires))
    }
    postings.append(.debit(Chart.pointsSpent, value))
  }

  /// Takes sessions, and recognises the revenue that was deferred for them.
  ///
  /// The bill may be older than the member on it, or than the course's end.
  fileprivate mutating func useSessions(
    of bill: PricedBill, _ patron: Patron, on day: BusinessDate
  ) throws(Refusal) {
    let member = patron.member.number
    var courses = Dictionary(
      uniqueKeysWithValues: patron.wallet.courses.map { ($0.number, $0) })
    for (index, line) in bill.lines.enumerated() {
      guard let use = line.line.session else { continue }
      let count = line.line.quantity
      guard var course = courses[use.course], course.isUsable(on: day),
        course.pays(for: line.line.item.code, from: use.entitlement)
      else {
        throw Refusal(
          .courseNone, line.line.item.code,
          expected: patron.wallet.courses.map(\.offer.code).joined(separator: " "))
      }
      guard course.left[use.entitlement] >= count else {
        throw Refusal(
          .courseShort, line.line.item.code, expected: "u", need: Int64(count),
          have: Int64(course.left[use.entitlement]))
      }
      let value = course.value(of: count, entitlement: use.entitlement)
      course.take(count, worth: value, entitlement: use.entitlement)
      courses[use.course] = course
      postings += Posting.move(
        Int64(count), from: Chart.sessionsOutstanding(course.offer.code),
        to: Chart.sessions(member, course: course, entitlement: use.entitlement))
      postings += [
        .debit(
          Chart.deferred(member, course: use.course, entitlement: use.entitlement), value.paid),
        .debit(
          Chart.bonus(member, course: use.course, entitlement: use.entitlement), value.bonus),
        .debit(Chart.sessionDiscount, line.net - value.whole),
      ]
      postings += Posting.move(
        value.bonus.fen, from: Chart.bonusOutstanding, to: Chart.bonusSpent)
      sessionValues[index] = value
      sessions[index] = [
        .init("line", JSON(index + 1)), .init("course", JSON(use.course)),
        .init("entitlement", use.entitlement == 0 ? .null : JSON(use.entitlement)),
        .init("code", .string(course.offer.code)), .init("name", .string(course.offer.name)),
        .init("sessions", JSON(count)), .init("left", JSON(course.sessionsLeft)),
        .init("of", JSON(course.offer.sessions)), .init("value", JSON(value.whole)),
        .init("expires", JSON(course.expires?.description)),
      ]
    }
  }

  /// Counts the uses of the coupons that took something off.
  fileprivate mutating func useCoupons(
    of bill: PricedBill, _ patron: Patron?, under terms: Terms
  ) throws(Refusal) {
    for outcome in bill.coupons where outcome.hindrance == nil {
      let coupon = try terms.coupon(outcome.coupon.code)
      guard let patron, coupon.needsMember else { continue }
      let member = patron.member.number
      if coupon.issue == .granted {
        postings += Posting.move(
          1, from: Chart.couponsOutstanding, to: Chart.coupon(member, code: coupon.code))
      }
      if case (let key?, let most?) = try terms.use(of: coupon, by: patron) {
        postings += Posting.move(
          1, from: Chart.couponsUsed, to: Chart.couponUse(member, code: key, most: most))
      }
    }
  }

  fileprivate func usedCoupons(of bill: PricedBill) -> JSON {
    let used = bill.coupons.filter { $0.hindrance == nil }.map(\.coupon.code)
    return used.isEmpty ? .null : JSON(used.map(JSON.string))
  }

  /// What the sale earns; a debt of points is paid off first.
  ///
  /// - Returns: the points, zero or more.
  fileprivate mutating func earn(
    _ base: Money, of bill: PricedBill, _ patron: Patron, under terms: Terms
  ) -> Int64 {
    guard let rules = terms.rules.points else { return 0 }
    earningNothing = Set(bill.lines.indices.filter { !rules.earn(from: bill.lines[$0].line) })
    let charged = bill.lines.filter { $0.line.session == nil }
    let eligible = charged.filter { rules.earn(from: $0.line) }
    let earned = rules.earned(
      base: base, eligible: eligible.map(\.net).sum(), of: charged.map(\.net).sum(),
      rate: terms.tier?.pointsRate ?? 10_000)
    give(earned, to: patron.member.number, owed: patron.wallet.pointsOwed, rules, on: terms.day)
    return earned
  }

  fileprivate mutating func give(
    _ points: Int64, to member: Int, owed: Int64, _ rules: PointsRules, on day: BusinessDate
  ) {
    let (legs, due) = pointsGiven(points, to: member, owed: owed, rules, on: day)
    postings += legs
    dues += due
  }

  /// Rewards whoever brought the member, at the member's first sale.
  fileprivate mutating func rewardReferral(_ patron: Patron, under terms: Terms) -> JSON {
    guard let rules = terms.rules.points, rules.referral > 0,
      let referrer = patron.member.referrer, !patron.wallet.isReferralRewarded
    else { return .null }
    give(rules.referral, to: referrer, owed: patron.referrerOwes, rules, on: terms.day)
    postings += Posting.move(
      1, from: Chart.referralsRewarded, to: Chart.referral(patron.member.number))
    return .object([
      .init("member", JSON(referrer)), .init("points", JSON(rules.referral)),
    ])
  }

  /// Counts the sale towards a tier.
  fileprivate mutating func qualify(base: Money, _ patron: Patron, under terms: Terms) {
    guard let policy = terms.rules.tierPolicy, policy.measure != .topup else { return }
    let counts = policy.measure == .visits ? 1 : base.fen
    let (legs, change, due) = qualified(counts, patron, under: terms)
    postings += legs
    tier = change
    dues += due
  }
}
