package import Ledger

/// Decides the void of a whole document of the open day: the reversed entry, every leg of it.
///
/// - Parameters:
///   - original: what is taken back: anything that moved money.
///   - postings: the original's legs, from the ledger.
///   - held: the drawer's balance in the books; no more than that is given back.
///   - voidedBy: the number of the document that took it back already; nil if none did.
///   - reason: why, in the operator's words; not empty.
///   - shop: the settings in force.
///   - occasion: when, where and by whom.
/// - Returns: the entry, every leg of the original reversed.
/// - Throws: ``Refusal``.
package func void(
  _ original: Document, postings: [Posting], held: Money, voidedBy: String?, reason: String,
  in shop: Shop,
  on occasion: Occasion
) throws(Refusal) -> JournalEntry {
  try occasion.needsShift()
  if let voidedBy { throw Refusal(.alreadyVoid, original.number, expected: voidedBy) }
  let kinds: [DocumentKind] = [
    .sale, .refund, .exchange, .topup, .course, .cardRefund, .join, .paidIn, .paidOut, .drop,
  ]
  guard kinds.contains(original.kind), original.day == occasion.day else {
    throw Refusal(
      .notVoidable, original.number, expected: "\(original.kind.rawValue) \(original.day)")
  }
  guard original.drawer == occasion.drawer else {
    throw Refusal(.notVoidable, original.number, expected: "--drawer \(original.drawer)")
  }
  _ = try occasion.authority.grant("void \(original.number)", where: \.voidsSales)
  let number = DocumentNumber(
    prefix: shop.documentPrefix, day: occasion.day, kind: .void, serial: occasion.serial)
  let cash = original.amount(on: Chart.drawer(occasion.drawer))
  guard held >= cash else {
    throw Refusal(.drawerShort, original.number, need: cash, have: held)
  }
  return JournalEntry(
    .void, on: occasion, serial: occasion.serial, about: original.sequence,
    postings: postings.map(\.reversed),
    content: [
      .init("no", .string(number.description)),
      .init("original", .string(original.number)),
      .init("of", .string(original.kind.rawValue)),
      .init("lines", original.json["lines"] ?? .null),
      .init("tenders", original.json["tenders"] ?? .null),
      .init("rounding", original.json["rounding"] ?? .null),
      .init("member", original.json["member"] ?? .null),
      .init("bonus", original.json["bonus"] ?? .null),
      .init("returned", original.json["returned"] ?? .null),
      .init("reversed", original.json["reversed"] ?? .null),
      .init("returned_points", original.json["returned_points"] ?? .null),
      .init("earned", original.json["earned"] ?? .null),
      .init("burned", original.json["burned"] ?? .null),
      .init("total", JSON(-original.total)),
      .init("reason", .string(reason)),
    ])
}
