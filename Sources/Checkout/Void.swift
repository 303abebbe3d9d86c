package import Ledger
import Membership

/// What is known of the ledger before a document is taken back.
package struct VoidFacts: Sendable {
  /// The number of the document that took it back already; nil if none did.
  package let voidedBy: String?
  /// The number of a document that took back a part of it, or what goes back only with the whole of a
  /// sale that it took back a part of; nil if none did.
  package let neededBy: String?
  /// The balances of the accounts that ``Checkout/accounts(ofVoiding:)`` names.
  package let balances: [Account: Int64]
  /// Of accounts of goods that it moved: the newest document since that stands and moved them the
  /// other way.
  package let later: [Account: Document]
  /// The member whom it is about; nil where it is about none.
  package let patron: Patron?
  /// Who was rewarded for bringing that member; nil for nobody.
  package let referrer: Patron?

  package init(
    voidedBy: String?, neededBy: String?, balances: [Account: Int64],
    later: [Account: Document] = [:], patron: Patron? = nil, referrer: Patron? = nil
  ) {
    self.voidedBy = voidedBy
    self.neededBy = neededBy
    self.balances = balances
    self.later = later
    self.patron = patron
    self.referrer = referrer
  }
}

/// Decides the void of a whole document of the open day: the reversed entry, every leg of it.
///
/// Points that were earned and are used already are owed from then on; anything else that is used
/// already keeps the document from being taken back.
///
/// - Parameters:
///   - original: what is taken back: anything that moved money.
///   - postings: the original's legs, from the ledger.
///   - facts: of the ledger.
///   - reason: why, in the operator's words; not empty.
///   - shop: the settings in force.
///   - occasion: when, where and by whom.
/// - Returns: the entry, every leg of the original reversed.
/// - Throws: ``Refusal``.
package func void(
  _ original: Document, postings: [Posting], facts: VoidFacts, reason: String, in shop: Shop,
  on occasion: Occasion
) throws(Refusal) -> JournalEntry {
  let isOfGoods = kindsOfGoods.contains(original.kind)
  if !isOfGoods { try occasion.needsShift() }
  if let voidedBy = facts.voidedBy {
    throw Refusal(.alreadyVoid, original.number, expected: voidedBy)
  }
  let kinds: [DocumentKind] = [
    .sale, .refund, .exchange, .topup, .course, .cardRefund, .transfer, .join, .paidIn, .paidOut,
    .drop,
  ]
  guard isOfGoods || kinds.contains(original.kind) && original.day == occasion.day else {
    throw Refusal(
      .notVoidable, original.number, expected: "\(original.kind.rawValue) \(original.day)")
  }
  guard isOfGoods || original.drawer == occasion.drawer else {
    throw Refusal(.notVoidable, original.number, expected: "--drawer \(original.drawer)")
  }
  _ = try occasion.authority.grant(
    "void \(original.number)", where: { isOfGoods ? $0.adjustsStock : $0.voidsSales })
  if let neededBy = facts.neededBy {
    throw Refusal(.voidBlocked, original.number, expected: "void \(neededBy)")
  }
  var reversed: [Posting] = []
  for posting in postings {
    reversed += try posting.takenBack(of: original, facts, drawer: occasion.drawer)
  }
  try checkOpened(reversed, of: original, facts)
  for patron in [facts.patron, facts.referrer].compactMap(\.self) {
    reversed += evenedOut(reversed, of: patron)
  }
  let after = facts.patron.map { patron in
    patron.after(
      MemberGain(
        of: patron.member.number, from: reversed.map { ($0.account.name, $0.amount) }))
  }
  return JournalEntry(
    .void, on: occasion, serial: occasion.serial, about: original.sequence, postings: reversed,
    content: [
      .init("no", number(of: .void, in: shop, on: occasion)),
      .init("original", .string(original.number)),
      .init("of", .string(original.kind.rawValue)),
      .init("total", JSON(-original.total)),
      .init("reason", .string(reason)), .init("after", after ?? .null),
    ] + keptByVoids.map { .init($0, original.json[$0] ?? .null) })
}

/// Documents that move goods and no money: what they got wrong is put right on any later day, from
/// any drawer.
private let kindsOfGoods: [DocumentKind] = [
  .receiving, .backBar, .count, .writeOff, .supplierReturn, .goodsOut, .goodsIn,
]

/// What a void says of the document that it takes back, for reports and its own slip.
private let keptByVoids = [
  "lines", "tenders", "rounding", "member", "bonus", "earned", "burned",
  // Of refunds and exchanges.
  "returned", "reversed", "returned_points", "sessions", "restock", "credit",
  // Of goods.
  "item", "name", "units", "supplier", "branch", "document", "label", "expires", "taken",
  "items", "counted", "expected", "counts", "used", "measure", "content", "for", "by", "on",
  // Of what members buy, give back and hand over.
  "lots", "parts", "plan", "coupon", "coupon_name", "courses", "staff_shares", "giver", "principal",
  "points", "interest", "why", "to_card", "bonus_to_card",
]

extension Posting {
  /// The leg reversed; what of it is no longer there is owed if it is points.
  ///
  /// - Throws: ``Refusal`` named `drawer-short`, or `void-blocked` with what to do instead.
  fileprivate func takenBack(
    of original: Document, _ facts: VoidFacts, drawer: Int
  ) throws(Refusal) -> [Posting] {
    let after = facts.balances[account, default: 0] - amount
    if let most = account.most, after > most {
      if account.unit == .points, let owner = account.owner {
        let missing = after - most
        return [
          Posting(account: account, amount: -amount - missing),
          Posting(account: Chart.pointsOwed(owner), amount: missing),
        ]
      }
      throw blocked(original, facts, need: amount.magnitude, short: after - most)
    }
    if let least = account.least, after < least {
      if account == Chart.drawer(drawer) {
        throw Refusal(
          .drawerShort, original.number, need: Money(fen: amount),
          have: Money(fen: facts.balances[account, default: 0]))
      }
      throw blocked(original, facts, need: amount.magnitude, short: least - after)
    }
    return [reversed]
  }

  /// Something later depends on the document.
  private func blocked(
    _ original: Document, _ facts: VoidFacts, need: UInt64, short: Int64
  ) -> Refusal {
    if account.isOfGoods {
      return blockedByGoods(original, facts, need: Int64(need), short: short)
    }
    let instead =
      switch original.kind {
      case .topup, .course: "cardrefund"
      case .transfer: "card transfer"
      case .sale, .exchange: "refund \(original.number)"
      default: account.name
      }
    let have = Int64(need) - short
    // Sessions and coupons are counted, not paid: their numbers are no amounts.
    guard account.unit == .fen else {
      return Refusal(
        .voidBlocked, original.number,
        expected: "\(instead) (\(account.unit.name) \(have)/\(need))")
    }
    return Refusal(
      .voidBlocked, original.number, expected: instead, need: Int64(need), have: have)
  }
}
