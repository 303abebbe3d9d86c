package import Ledger
package import Membership

/// What is due back to a member for one reason, with what the ledger holds of it.
package struct RefundQuote: Hashable, Sendable {
  package let reason: RefundReason
  package let parts: [RefundPart]
  /// Interest on what is due, for the days since the contract ended.
  package let interest: Money

  package var due: Money { parts.map(\.due).sum() }
  /// What goes back to the card instead of being paid out.
  package var toCard: Money { parts.map(\.toCard).sum() }
  /// The bonus that goes back to the card beside it.
  package var bonusToCard: Money { parts.map(\.bonus).sum() }
  /// What is paid out.
  package var total: Money { due - toCard + interest }
}

extension Patron {
  /// What is due back for each reason, side by side.
  ///
  /// - Parameters:
  ///   - rates: the shop's yearly interest.
  ///   - ended: the day the contract ended; interest runs from it (法释〔2025〕4号, Article 17).
  ///   - day: today.
  ///   - bought: how the member's courses were paid, by their numbers.
  ///   - whole: the top-ups whose bonus came in parts; see ``whole(_:parts:)``.
  ///   - isMeant: what is given back: all, or some top-ups and courses.
  /// - Returns: one quote per reason; no parts where the reason gives nothing.
  package func quotes(
    rates: InterestRates, ended: BusinessDate, on day: BusinessDate,
    bought: [Int: BoughtCourse] = [:], whole: [Int: StoredValueLot] = [:],
    of isMeant: (RefundPart.Source) -> Bool = { _ in true }
  ) -> [RefundQuote] {
    RefundReason.allCases.map { reason in
      let parts = wallet.refund(for: reason, on: day, whole: whole).filter { isMeant($0.source) }
        .map { part in
          var part = part
          if case .course(let number) = part.source {
            part.toCard = bought[number]?.toCard(of: part) ?? .zero
            // A course that came from somebody else has no top-ups to go back to.
            if bought[number] == nil { part.bonus = .zero }
          }
          return part
        }
      let rate =
        switch reason {
        case .coolingOff: 0
        case .shop: rates.shop
        case .member: rates.member
        }
      // From the end of the contract, which no payment comes before.
      let interest = parts.map { part in
        Membership.interest(
          on: part.due, rate: rate, days: day.days - max(ended, part.day).days)
      }.sum()
      return RefundQuote(reason: reason, parts: parts, interest: interest)
    }
  }
}

extension Patron {
  /// A top-up with the parts of its bonus that have come: one payment, one gift, and all that is left.
  ///
  /// Source: 法释〔2025〕4号, Article 18(2): the ratio is that of what was paid and all that was given.
  ///
  /// - Parameters:
  ///   - topUp: as it was paid; it may hold nothing any more.
  ///   - parts: the lots of the parts, spent ones too.
  /// - Returns: the top-up under its own number and day.
  package func whole(_ topUp: HeldLot, parts: [HeldLot]) -> StoredValueLot {
    let numbers = Set([topUp.number] + parts.map(\.number))
    let held = wallet.lots.filter { numbers.contains($0.number) }
    return StoredValueLot(
      number: topUp.number, day: topUp.day, paid: topUp.paid,
      gift: topUp.gift + parts.map(\.gift).sum(), principal: held.map(\.principal).sum(),
      bonus: held.map(\.bonus).sum(),
      discountEnjoyed: numbers.map { wallet.discountsEnjoyed[$0] ?? .zero }.sum())
  }
}

/// Decides the payout of a quote: what the member holds of it is closed, the bonus revoked.
///
/// - Parameters:
///   - quote: as it stands now.
///   - stated: how it is paid out; money that leaves the shop.
///   - held: the cash in the drawer.
///   - gifts: what was given with the top-ups that are given back, beside their bonus.
///   - bought: how the courses were paid that are given back, by their numbers.
///   - terms: the settings in force, and the member.
///   - occasion: when, where and by whom.
/// - Returns: the entry.
/// - Throws: ``Refusal`` named `nothing-to-refund`, `drawer-short`, `not-permitted`, `prepaid-limit`,
///   or one of a tender.
package func payOut(
  _ quote: RefundQuote, tenders stated: [Tender], held: Money, gifts: [GivenGifts] = [],
  bought: [Int: BoughtCourse] = [:], under terms: Terms,
  on occasion: Occasion
) throws(Refusal) -> Decision {
  try occasion.needsShift()
  guard let patron = terms.patron else {
    throw Refusal(.memberNeeded, "cardrefund", expected: "@WHO")
  }
  let member = patron.member.number
  // Of a card that has run out the money is still the member's; one that is held gives nothing.
  try patron.needsCardNotFrozen()
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
  for part in quote.parts {
    closed.close(part.source)
    if case .course(let number) = part.source, let bought = bought[number] {
      closed.takeBack(bought, part, under: terms)
    }
  }
  for gift in gifts { closed.revoke(gift) }
  closed.uncount(quote.parts, of: gifts.compactMap(\.topUp), under: terms)
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
    .init("to_card", quote.toCard == .zero ? .null : JSON(quote.toCard)),
    .init("bonus_to_card", quote.bonusToCard == .zero ? .null : JSON(quote.bonusToCard)),
    .init("principal", JSON(closed.principal)),
    .init("bonus", JSON(closed.bonus)),
    .init("deferred", JSON(closed.deferred)),
    .init("burned", closed.points == 0 ? .null : JSON(closed.points)),
    .init("coupons", closed.coupons.isEmpty ? .null : JSON(closed.coupons.map(JSON.string))),
    .init(
      "after",
      patron.after(
        MemberGain(
          principal: closed.returned.map(\.principal).sum() - closed.principal,
          bonus: closed.returned.map(\.bonus).sum() - closed.bonus, points: -closed.points))),
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
