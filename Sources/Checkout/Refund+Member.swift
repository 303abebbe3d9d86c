import Ledger
import Membership

/// What comes back to, and from, the member and the tenders of a sale.
struct MemberReturn {
  private(set) var postings: [Posting] = []
  private(set) var content: [JSON.Member] = []
  private(set) var dues: [DueDate] = []
  /// What the member has more of afterwards, or less.
  private(set) var gained = MemberGain()
  private let remainder: SaleRemainder
  private let parts: [LinePart]
  private let terms: Terms
  private let occasion: Occasion
  private let patron: Patron?
  /// The legs of the sale.
  private let sold: [Posting]
  /// What is left of the reductions that each top-up enjoyed.
  private var discounts: [Int: Money]
  private var principal = Money.zero
  private var bonus = Money.zero
  /// What no longer counts for points: money from outside, and principal.
  private var base = Money.zero
  /// The points that come back, by the last day on which they can be used.
  private var returnedPoints: [BusinessDate: Int64] = [:]

  /// - Throws: ``Refusal`` named `member-unknown` for a sale whose member is not given.
  init(
    _ remainder: SaleRemainder, _ parts: [LinePart], sold: [Posting], _ terms: Terms,
    _ occasion: Occasion
  ) throws(Refusal) {
    self.sold = sold
    self.remainder = remainder
    self.parts = parts
    self.terms = terms
    self.occasion = occasion
    patron = terms.patron
    discounts = patron?.wallet.discountsEnjoyed ?? [:]
    guard remainder.sale.member == patron?.member.number else {
      throw Refusal(.memberUnknown, remainder.sale.member.map(String.init) ?? "")
    }
  }

  private var member: Int { patron?.member.number ?? 0 }

  /// Gives one tender's share back where it came from, but for what pays for another sale.
  ///
  /// - Parameters:
  ///   - share: of what is left of the tender.
  ///   - kept: the part of it that stays with the shop.
  ///   - other: where all money goes instead; nil for where it came from.
  /// - Returns: the whole share as the document holds it, and what stays.
  /// - Throws: ``Refusal``.
  mutating func giveBack(
    _ share: TenderShare, keeping kept: Money, to other: TenderKind?
  ) throws(Refusal) -> (back: JSON, carried: CarriedTender?) {
    let paid = share.amount - kept
    let head: [JSON.Member] = [
      .init("tender", JSON(share.index)), .init("amount", JSON(share.amount)),
      .init("kept", kept == .zero ? .null : JSON(kept)),
    ]
    let json = JSON.object([]).with(head)
    switch share.tender.kind {
    case .storedValue:
      let lots = share.tender.lots.parts(of: share.amount, to: terms.lotsInProportion)
      let back = lots.parts(of: paid, to: terms.lotsInProportion)
      giveBackStoredValue(back)
      takeBackDiscount(lots, whole: share.tender)
      let stays = lots.less(back)
      principal += lots.map(\.principal).sum()
      base += lots.map(\.principal).sum()
      bonus += lots.map(\.bonus).sum()
      principal -= stays.map(\.principal).sum()
      bonus -= stays.map(\.bonus).sum()
      return (
        json.with(share.tender.kind.details(lots)),
        share.tender.carried(kept, principal: stays.map(\.principal).sum(), lots: stays)
      )
    case .points:
      let lots = share.tender.points(for: share.amount)
      let back = share.tender.points(for: paid)
      giveBackPoints(back, worth: paid)
      let details: [JSON.Member] = [
        .init("kind", .string(TenderKind.points.rawValue)),
        .init("points", JSON(lots.sum)), .init("lots", lots.json),
      ]
      guard kept > .zero else { return (json.with(details), nil) }
      let stays = lots.less(back)
      return (
        json.with(details),
        CarriedTender(
          json: JSON.object([
            .init("kind", .string(TenderKind.points.rawValue)), .init("amount", JSON(kept)),
            .init("carried", true), .init("points", JSON(stays.sum)), .init("lots", stays.json),
          ]), principal: .zero)
      )
    default:
      return try giveBackMoney(share, paid, keeping: kept, to: other, json)
    }
  }

  private mutating func giveBackMoney(
    _ share: TenderShare, _ paid: Money, keeping kept: Money, to other: TenderKind?, _ json: JSON
  ) throws(Refusal) -> (back: JSON, carried: CarriedTender?) {
    let tender = share.tender
    let kind = try checked(other ?? tender.kind, insteadOf: tender.kind)
    let settled = SettledTender(
      kind, amount: paid, reference: kind == tender.kind ? tender.reference : nil,
      debtor: kind == tender.kind ? tender.debtor : nil)
    let account = try account(of: settled, owed: [:], in: terms.shop, drawer: occasion.drawer)
    postings.append(.credit(account, paid))
    base += share.amount
    let back = json.with([
      .init("kind", .string(kind.rawValue)), .init("ref", JSON(settled.reference)),
      .init("debtor", JSON(settled.debtor)),
      .init("from", kind == tender.kind ? .null : .string(tender.kind.rawValue)),
    ])
    return (back, tender.carried(kept, principal: kept, lots: []))
  }

  /// Another tender than the one the money came from needs somebody's approval.
  private func checked(
    _ other: TenderKind, insteadOf kind: TenderKind
  ) throws(Refusal) -> TenderKind {
    guard other != kind else { return kind }
    guard other.isOutside, other != .owe else {
      throw Refusal(
        .tenderUnfit, other.rawValue, expected: "to=cash | to=wechat | to=alipay | to=bank")
    }
    try terms.check([Tender(other)])
    _ = try occasion.authority.grant("refund to=\(other.rawValue)", where: \.overridesPrices)
    return other
  }

  /// To the top-ups it came from.
  private mutating func giveBackStoredValue(_ back: [StoredValueShare]) {
    for part in back {
      postings.append(.credit(Chart.principal(member, lot: part.lot), part.principal))
      postings.append(.credit(Chart.bonus(member, lot: part.lot), part.bonus))
      postings += Posting.move(
        part.bonus.fen, from: Chart.bonusSpent, to: Chart.bonusOutstanding)
    }
  }

  /// The reductions that top-ups enjoyed by paying, also where they pay for another sale now.
  private mutating func takeBackDiscount(
    _ lots: [StoredValueShare], whole tender: RemainingTender
  ) {
    let charged = remainder.sale.lines.filter { $0.session == nil }
    let total = charged.map(\.net).sum()
    let discount = charged.map(\.discount).sum()
    for part in lots {
      guard let lot = tender.lots.first(where: { $0.lot == part.lot }), total > .zero else {
        continue
      }
      // The reduction that the part enjoyed: what was counted for all of it, less what stays.
      func enjoyed(_ amount: Money) -> Money {
        discount.scaled(by: amount.fen, over: total.fen, rounding: .halfUp)
      }
      // What went over to another member with the card is no longer there.
      let held = discounts[part.lot, default: .zero]
      let returned = min(held, enjoyed(lot.amount) - enjoyed(lot.amount - part.amount))
      discounts[part.lot] = held - returned
      postings += Posting.move(
        returned.fen, from: Chart.discountEnjoyed(member, lot: part.lot),
        to: Chart.discountsEnjoyed)
    }
  }

  /// To the lots they came from; those that have lapsed get some days' grace.
  private mutating func giveBackPoints(_ lots: [PointsLot], worth value: Money) {
    for lot in lots {
      let expires =
        terms.rules.points?.expiry(of: lot.expires, returnedOn: occasion.day) ?? lot.expires
      postings += Posting.move(
        lot.left, from: Chart.points(member, expires: expires), to: Chart.pointsOutstanding)
      dues.append(DueDate(day: expires.advanced(by: 1), kind: .points, member: member))
      returnedPoints[expires, default: 0] += lot.left
    }
    postings.append(.credit(Chart.pointsSpent, value))
  }

  /// The sessions that paid for lines, with the revenue that is deferred again.
  mutating func giveBackSessions() {
    var left: [Int: Int] = [:]
    var given: [JSON] = []
    for part in parts {
      guard let value = part.session,
        let tender = remainder.sale.json.elements("tenders").first(where: {
          $0["line"]?.int == part.number
        }), let course = tender["course"]?.int, let code = tender["code"]?.string
      else { continue }
      let entitlement = tender["entitlement"]?.int ?? 0
      postings += Posting.move(
        Int64(part.quantity),
        from: Chart.sessions(member, course: course, code: code, entitlement: entitlement),
        to: Chart.sessionsOutstanding(code))
      postings += [
        .credit(
          Chart.deferred(member, course: course, entitlement: entitlement),
          value - part.sessionBonus),
        .credit(
          Chart.bonus(member, course: course, entitlement: entitlement), part.sessionBonus),
        .credit(Chart.sessionDiscount, part.net - value),
      ]
      postings += Posting.move(
        part.sessionBonus.fen, from: Chart.bonusSpent, to: Chart.bonusOutstanding)
      let held = patron?.wallet.courses.first { $0.number == course }?.sessionsLeft ?? 0
      left[course, default: held] += part.quantity
      let changed = ["kind", "amount", "sessions", "left", "value"]
      given.append(
        JSON.object((tender.members ?? []).filter { !changed.contains($0.name) }).with([
          .init("sessions", JSON(part.quantity)), .init("left", JSON(left[course])),
          .init("value", JSON(value)),
        ]))
    }
    if !given.isEmpty { content.append(.init("sessions", JSON(given))) }
  }

  /// Takes back what the sale earned beyond what the rest of it earns, and what counted for a tier.
  mutating func takeBackPoints() {
    guard let patron else { return }
    let reversed = reversal(of: base)
    var rest = reversed
    // From where the sale put them, then the soonest to lapse, what has just come back too; what is
    // used already is owed.
    let own = Set(sold.filter { $0.amount < 0 }.map(\.account.name))
    func isOwn(_ lot: PointsLot) -> Bool {
      own.contains(Chart.points(patron.member.number, expires: lot.expires).name)
    }
    let held = patron.wallet.points.map { ($0.expires, $0.left) }
    let all = returnedPoints.merging(held, uniquingKeysWith: +).map(PointsLot.init)
    let lots = all.sorted { left, right in
      let (first, second) = (isOwn(left), isOwn(right))
      return first == second ? left.expires < right.expires : first
    }
    for lot in lots where rest > 0 {
      let count = min(rest, lot.left)
      rest -= count
      postings += Posting.move(
        count, from: Chart.pointsOutstanding, to: Chart.points(member, expires: lot.expires))
    }
    postings += Posting.move(
      rest, from: Chart.pointsOutstanding, to: Chart.pointsOwed(member))
    if let policy = terms.rules.tierPolicy, policy.measure == .spend {
      postings += Posting.move(
        base.fen, from: Chart.qualifying(member), to: Chart.qualified)
    }
    let returned = returnedPoints.values.reduce(0, +)
    content += [
      .init("member", JSON(member)),
      .init("base", base == .zero ? .null : JSON(base)),
      .init("reversed", reversed == 0 ? .null : JSON(reversed)),
      .init("returned_points", returned == 0 ? .null : JSON(returned)),
    ]
    gained = MemberGain(principal: principal, bonus: bonus, points: returned - reversed)
  }

  /// The points that the rest of the sale no longer earns: the whole is counted anew on what is left.
  private func reversal(of base: Money) -> Int64 {
    guard let earning = remainder.sale.json["earning"], let perYuan = earning["per_yuan"]?.integer,
      let rate = earning["rate"]?.int
    else { return 0 }
    func left(_ line: RemainingLine) -> Money {
      line.net - (parts.first { $0.number == line.number }?.net ?? .zero)
    }
    let charged = remainder.lines.filter { $0.line.session == nil }
    let total = charged.map(left).sum()
    let eligible = charged.filter { $0.line.json["earns"]?.bool != false }.map(left).sum()
    let rules = PointsRules(perYuan: perYuan)
    let earns = rules.earned(
      base: remainder.base - base, eligible: eligible, of: total, rate: rate)
    return max(0, remainder.earned - earns)
  }

  /// With the whole sale its coupons come back, its visit no longer counts, and nobody is rewarded
  /// for having brought the member.
  mutating func giveBackWhole(_ reward: Reward?) {
    guard let patron else { return }
    var units: Set<Unit> = []
    if terms.rules.returnsCoupons { units.insert(Chart.couponsUsed.unit) }
    if terms.rules.tierPolicy?.measure == .visits { units.insert(Chart.qualified.unit) }
    var names = Set(units.map(\.name))
    let legs = sold.following(names, of: patron.member.number) + (reward?.legs ?? [])
    guard !legs.isEmpty else { return }
    postings += legs.map(\.reversed)
    if let reward {
      names.insert(rewards)
      postings += evenedOut(reward.legs.map(\.reversed), of: reward.referrer)
    }
    content.append(.init("whole", JSON(names.sorted().map(JSON.string))))
  }
}
