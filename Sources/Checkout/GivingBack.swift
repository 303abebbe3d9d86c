package import Ledger
package import Membership

/// What is due back to a member for one reason, with what the ledger holds of it.
package struct RefundQuote: Hashable, Sendable {
  package let reason: RefundReason
  package let parts: [RefundPart]
  /// Interest on what is due, for the days since the contract ended.
  package let interest: Money

  package var due: Money { parts.map(\.due).sum() }
  package var total: Money { due + interest }
}

extension Patron {
  /// What is due back for each reason, side by side.
  ///
  /// - Parameters:
  ///   - rates: the shop's yearly interest.
  ///   - ended: the day the contract ended; interest runs from it (法释〔2025〕4号, Article 17).
  ///   - day: today.
  ///   - isMeant: what is given back: all, or some top-ups and courses.
  /// - Returns: one quote per reason; no parts where the reason gives nothing.
  package func quotes(
    rates: InterestRates, ended: BusinessDate, on day: BusinessDate,
    of isMeant: (RefundPart.Source) -> Bool = { _ in true }
  ) -> [RefundQuote] {
    RefundReason.allCases.map { reason in
      let parts = wallet.refund(for: reason, on: day).filter { isMeant($0.source) }
      let rate =
        switch reason {
        case .coolingOff: 0
        case .shop: rates.shop
        case .member: rates.member
        }
      let interest = Membership.interest(
        on: parts.map(\.due).sum(), rate: rate, days: day.days - ended.days)
      return RefundQuote(reason: reason, parts: parts, interest: interest)
    }
  }
}

/// Decides the payout of a quote: what the member holds of it is closed, the bonus revoked.
///
/// - Parameters:
///   - quote: as it stands now.
///   - stated: how it is paid out; money that leaves the shop.
///   - held: the cash in the drawer.
///   - gifts: what was given with the top-ups that are given back, beside their bonus.
///   - terms: the settings in force, and the member.
///   - occasion: when, where and by whom.
/// - Returns: the entry.
/// - Throws: ``Refusal`` named `nothing-to-refund`, `drawer-short`, `not-permitted`, `prepaid-limit`,
///   or one of a tender.
package func payOut(
  _ quote: RefundQuote, tenders stated: [Tender], held: Money, gifts: [GivenGifts] = [],
  under terms: Terms,
  on occasion: Occasion
) throws(Refusal) -> Decision {
  try occasion.needsShift()
  guard let patron = terms.patron else {
    throw Refusal(.memberNeeded, "cardrefund", expected: "@WHO")
  }
  let member = patron.member.number
  _ = try occasion.authority.grant(
    "cardrefund \(member)", need: quote.total.fen, where: \.refundsCards)
  guard !quote.parts.isEmpty else { throw Refusal(.nothingToRefund, String(member)) }
  let tenders =
    quote.total == .zero ? [] : try settleOutside(quote.total, with: stated, under: terms)
  guard tenders.allSatisfy({ $0.change == .zero }) else {
    throw Refusal(.tenderTooLarge, "cash", need: quote.total, have: tenders.first?.tendered)
  }
  let cash = tenders.filter { $0.kind == .cash }.map(\.amount).sum()
  guard cash <= held else { throw Refusal(.drawerShort, "cardrefund", need: cash, have: held) }
  let warnings = try terms.cashRefundLimit(cash)
  var closed = Closing(patron: patron)
  for part in quote.parts { closed.close(part.source) }
  for gift in gifts { closed.revoke(gift) }
  var postings = closed.postings
  postings += try received(tenders, in: terms.shop, drawer: occasion.drawer).map(\.reversed)
  postings.append(.debit(Chart.interest, quote.interest))
  let difference = quote.due - closed.given
  // What the law gives back beside what the books hold: more is a loss, less a gain.
  postings.append(
    difference > .zero
      ? .debit(Chart.refundLoss, difference) : .credit(Chart.refundGain, -difference))
  let content: [JSON.Member] = [
    .init("no", number(of: .cardRefund, in: terms.shop, on: occasion)),
    .init("member", JSON(member)),
    .init("total", JSON(quote.total)),
    .init("why", .string(quote.reason.rawValue)),
    .init("tenders", JSON(tenders.map { $0.document() })),
    .init("parts", JSON(quote.parts.map { $0.json(of: patron) })),
    .init("interest", quote.interest == .zero ? .null : JSON(quote.interest)),
    .init("principal", JSON(closed.principal)),
    .init("bonus", JSON(closed.bonus)),
    .init("deferred", JSON(closed.deferred)),
    .init("burned", closed.points == 0 ? .null : JSON(closed.points)),
    .init("coupons", closed.coupons.isEmpty ? .null : JSON(closed.coupons.map(JSON.string))),
    .init(
      "after",
      patron.after(
        principal: -closed.principal, bonus: -closed.bonus, points: -closed.points)),
  ]
  return Decision(
    entry: JournalEntry(
      .cardRefund, on: occasion, serial: occasion.serial, postings: postings, content: content),
    warnings: warnings)
}

extension Terms {
  /// Checks cash paid out for a card against the law: a same-name bank account beyond it.
  ///
  /// - Returns: what was passed, where the shop only wants a word about it.
  /// - Throws: ``Refusal`` named `prepaid-limit` where it wants none of it.
  fileprivate func cashRefundLimit(_ cash: Money) throws(Refusal) -> [Refusal] {
    guard rules.limits.mode != .off, cash > rules.limits.cashRefund else { return [] }
    let passed = Refusal(
      .prepaidLimit, "cardrefund", expected: "b", need: cash, have: rules.limits.cashRefund)
    if rules.limits.mode == .refuse { throw passed }
    return [passed]
  }
}

extension RefundPart {
  fileprivate func json(of patron: Patron) -> JSON {
    let source: [JSON.Member] =
      switch self.source {
      case .lot(let number): [.init("lot", JSON(number))]
      case .course(let number):
        [
          .init("course", JSON(number)),
          .init(
            "name", JSON(patron.wallet.courses.first { $0.number == number }?.offer.name)),
        ]
      }
    return JSON.object([]).with(
      source + [
        .init("paid", JSON(paid)), .init("delivered", JSON(delivered)), .init("due", JSON(due)),
      ])
  }
}

/// What a top-up gave beside its bonus, from its own document.
package struct GivenGifts: Hashable, Sendable {
  package let points: Int64
  package let coupon: String?

  /// - Parameter document: of the top-up.
  package init(_ document: Document) {
    points = document.kind == .topup ? document.pointsEarned : 0
    coupon = document.kind == .topup ? document.json["coupon"]?.string : nil
  }
}

/// What is taken back of a member's top-ups and courses.
private struct Closing {
  let patron: Patron
  var postings: [Posting] = []
  var principal = Money.zero
  var bonus = Money.zero
  var deferred = Money.zero
  var points: Int64 = 0
  var coupons: [String] = []

  init(patron: Patron) { self.patron = patron }

  /// What the books held in money.
  var given: Money { principal + deferred }

  /// Takes back what is left of a gift; what was used of it is not claimed.
  ///
  /// Source: 法释〔2025〕4号, Article 21.
  mutating func revoke(_ gift: GivenGifts) {
    let member = patron.member.number
    var rest = min(gift.points, max(0, patron.wallet.pointsBalance - points))
    points += rest
    for lot in patron.wallet.points where rest > 0 {
      let account = Chart.points(member, expires: lot.expires)
      let taken = postings.filter { $0.account == account }.map(\.amount).reduce(0, +)
      let count = min(rest, lot.left - taken)
      rest -= count
      postings += Posting.move(count, from: Chart.pointsOutstanding, to: account)
    }
    if let code = gift.coupon,
      patron.wallet.coupons[code, default: 0] > coupons.count(where: { $0 == code })
    {
      coupons.append(code)
      postings += Posting.move(
        1, from: Chart.couponsOutstanding, to: Chart.coupon(member, code: code))
    }
  }

  mutating func close(_ source: RefundPart.Source) {
    let member = patron.member.number
    switch source {
    case .lot(let number):
      guard let lot = patron.wallet.lots.first(where: { $0.number == number }) else { return }
      principal += lot.principal
      bonus += lot.bonus
      postings.append(.debit(Chart.principal(member, lot: number), lot.principal))
      postings += Posting.move(
        lot.bonus.fen, from: Chart.bonusOutstanding, to: Chart.bonus(member, lot: number))
    case .course(let number):
      guard let course = patron.wallet.courses.first(where: { $0.number == number }) else { return }
      for index in course.left.indices {
        deferred += course.deferred[index]
        postings.append(
          .debit(
            Chart.deferred(member, course: number, entitlement: index), course.deferred[index]))
        postings += Posting.move(
          Int64(course.left[index]), from: Chart.sessionsOutstanding(course.offer.code),
          to: Chart.sessions(member, course: course, entitlement: index))
      }
    }
  }
}
