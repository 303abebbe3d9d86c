import Checkout
import Ledger
import Membership

extension RefundQuote {
  var json: JSON {
    .object([
      .init("reason", .string(reason.rawValue)), .init("due", JSON(due)),
      .init("interest", JSON(interest)), .init("to_card", JSON(toCard)),
      .init("bonus_to_card", JSON(bonusToCard)), .init("total", JSON(total)),
      .init("law", .string(reason.article)),
      .init(
        "parts",
        JSON(
          parts.map { part in
            JSON.object([
              part.source.json, .init("paid", JSON(part.paid)),
              .init("delivered", JSON(part.delivered)), .init("due", JSON(part.due)),
            ])
          })),
    ])
  }
}

extension RefundReason {
  /// The articles of 法释〔2025〕4号 that the reason stands on.
  var article: String {
    switch self {
    case .coolingOff: "法释〔2025〕4号 14"
    case .shop: "法释〔2025〕4号 18"
    case .member: "法释〔2025〕4号 19, 20"
    }
  }
}

extension RefundPart.Source {
  fileprivate var json: JSON.Member {
    switch self {
    case .lot(let number): .init("lot", JSON(number))
    case .course(let number): .init("course", JSON(number))
    }
  }
}

extension Statement {
  var json: JSON {
    .object([
      .init("from", from.map { .string($0.description) } ?? .null),
      .init("to", to.map { .string($0.description) } ?? .null),
      .init("before", before.json), .init("after", after.json),
      .init("lines", JSON(lines.map(\.json))),
    ])
  }
}

extension MemberAmounts {
  fileprivate var json: JSON { .object(members) }

  fileprivate var members: [JSON.Member] {
    [
      .init("principal", JSON(principal)), .init("bonus", JSON(bonus)),
      .init("points", JSON(points)), .init("sessions", JSON(sessions)),
    ]
  }
}

extension StatementLine {
  fileprivate var json: JSON {
    .object(
      [
        .init("day", .string(day.description)), .init("at", .string(at.description)),
        .init("number", .string(number)), .init("kind", .string(kind.rawValue)),
      ] + moved.members + [.init("after", after.json)])
  }
}

extension Liability {
  var json: JSON {
    .object([
      .init("day", .string(day.description)), .init("principal", JSON(principal)),
      .init("bonus", JSON(bonus)), .init("stored_value", JSON(principal + bonus)),
      .init("deferred", JSON(deferred)), .init("deferred_bonus", JSON(deferredBonus)),
      .init("sessions", JSON(sessions)),
      .init("points", JSON(points)), .init("points_owed", JSON(pointsOwed)),
      .init("coupons", JSON(coupons)),
    ])
  }
}

extension TierChange {
  func json(of member: Member) -> JSON {
    .object([
      .init("no", JSON(member.number)), .init("name", .string(member.maskedName)),
      .init("from", .string(from)), .init("to", .string(to)),
      .init("why", .string(reason.rawValue)), .init("qualifying", JSON(qualifying)),
      .init("until", until.map { .string($0.description) } ?? .null),
    ])
  }
}
