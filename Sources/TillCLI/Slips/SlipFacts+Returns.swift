import Checkout
import Ledger

/// What the slips of refunds and exchanges say.
extension SlipFacts {
  /// Lines that came back, and what went back for them.
  func refund(_ document: Document) -> [JSON.Member] {
    returned(document.json, of: document) + [
      .init("amount", JSON(charged(document.lines) + document.rounding)),
      .init("tenders", backs(of: document)),
    ]
  }

  /// What came back, what was bought instead, and what was left to pay or to give back.
  func exchange(_ document: Document) -> [JSON.Member] {
    let lines = document.lines
    let returned = document.json["returned"] ?? .object([])
    let paid = document.paid
    let (due, back) = (paid.map(\.amount).sum(), document.backs.map(\.tender.amount).sum())
    return content(of: lines) + [
      .init("returned", JSON.object([]).with(self.returned(returned, of: document))),
      .init("credit", document.json["credit"] ?? .null),
      .init("rounding", document.rounding == .zero ? .null : JSON(document.rounding)),
      .init("total", JSON(charged(lines) + document.rounding)),
      .init("taxes", taxes(lines.map { ($0.taxRate, $0.session ?? $0.net, $0.tax) })),
      .init("kept", JSON(-((document.json["credit"]?.money ?? .zero) - back))),
      .init("paid", due == .zero ? .null : JSON(due)),
      .init("back", back == .zero ? .null : JSON(back)),
      .init("even", due + back == .zero ? true : .null),
      .init("tenders", paid.isEmpty ? .null : JSON(paid.flatMap(parts))),
      .init("backs", backs(of: document)),
      .init("sessions", sessions(of: document)),
      .init("change", document.change == .zero ? .null : JSON(document.change)),
    ]
  }

  /// What came back of a sale: of a refund, or of the part of an exchange that is one.
  private func returned(_ json: JSON, of document: Document) -> [JSON.Member] {
    let lines = json.elements("lines").map(DocumentLine.init)
    let shared = lines.filter { $0.session == nil }.map(\.sharedReduction).sum()
    let isVoid = document.kind == .void
    return [
      .init("lines", JSON(lines.map(returnedLine))),
      .init("shared", shared == .zero ? .null : JSON(-shared)),
      .init("rounding", json["rounding"] ?? .null),
      .init("restocked", json["restock"]?.bool == true ? true : .null),
      .init("scrapped", json["restock"]?.bool == false ? true : .null),
      .init("sessions", returnedSessions(json, lines, isVoid: isVoid)),
      .init("points_back", isVoid ? .null : json["returned_points"] ?? .null),
      .init(
        "points_taken", isVoid ? .null : json["reversed"]?.integer.map { JSON(-$0) } ?? .null),
    ]
  }

  /// A line with what came off it alone; what it shared with others is taken back once for all.
  private func returnedLine(_ line: DocumentLine) -> JSON {
    let own = line.discount - line.sharedReduction
    let isFree = line.session != nil || line.isGift
    return JSON.object([
      .init("name", .string(line.name)), .init("code", .string(line.code)),
      .init("qty", JSON(line.quantity)), .init("unit_price", JSON(line.unitPrice)),
      .init("net", isFree ? 0 : JSON(line.list - own)),
    ]).with([
      .init("discount", isFree || own == .zero ? .null : JSON(own)),
      .init("session", line.session == nil ? .null : JSON(line.quantity)),
      .init("gift", line.isGift ? true : .null),
    ])
  }

  /// The sessions that went back to courses; a void took them again.
  private func returnedSessions(
    _ json: JSON, _ lines: [DocumentLine], isVoid: Bool
  ) -> JSON {
    let given = json.elements("sessions")
    guard !given.isEmpty else { return .null }
    return JSON(
      given.map { one in
        session(one, of: lines.first { $0.json["line"] == one["line"] }).with(
          isVoid
            ? [.init("taken", true)]
            : [.init("left", one["left"] ?? .null), .init("of", one["of"] ?? .null)])
      })
  }

  /// What each tender gave back: stored value by its parts, another tender than the one that paid
  /// with that one's name.
  private func backs(of document: Document) -> JSON {
    let backs = document.backs
    guard !backs.isEmpty else { return .null }
    return JSON(
      backs.flatMap { back in
        parts(of: back.tender).map { part in
          part.with([
            .init("from", JSON(back.from.map(words.tender))),
            .init(
              "same", back.tender.kind.isOutside && back.from == nil ? true : .null),
          ])
        }
      })
  }
}

extension Document {
  /// The tenders that paid for an exchange beside what came back.
  var paid: [SettledTender] {
    json.elements("tenders").filter { $0["carried"] == nil }.compactMap(SettledTender.init)
      .filter { $0.kind != .course }
  }

  /// What went back of each tender, without what stayed to pay for an exchange; and the tender that
  /// had paid, where the money took another way.
  var backs: [(tender: SettledTender, from: TenderKind?)] {
    let returned = json["returned"] ?? json
    var carried = json.elements("tenders").filter { $0["carried"] != nil }[...]
    return returned.elements("tenders").compactMap { json in
      guard let tender = SettledTender(json) else { return nil }
      let stayed = json["kept"] == nil ? nil : carried.popFirst()
      let back = tender.less(stayed.flatMap(SettledTender.init))
      return back.amount == .zero
        ? nil : (back, json["from"]?.string.flatMap(TenderKind.init))
    }
  }
}

extension SettledTender {
  /// What is left of it when a part of it stays.
  fileprivate func less(_ part: SettledTender?) -> SettledTender {
    guard let part else { return self }
    func left(_ whole: Money?, _ part: Money?) -> Money? { whole.map { $0 - (part ?? .zero) } }
    return SettledTender(
      kind, amount: amount - part.amount, reference: reference, debtor: debtor,
      points: points.map { $0 - (part.points ?? 0) }, principal: left(principal, part.principal),
      bonus: left(bonus, part.bonus))
  }
}

extension DocumentLine {
  /// What it bore of the reductions that were for several lines together: those on the whole bill,
  /// and coupons.
  fileprivate var sharedReduction: Money {
    reductions.filter { $0.name.hasPrefix("bill ") || $0.name.hasPrefix("coupon ") }
      .map(\.amount).sum()
  }
}
