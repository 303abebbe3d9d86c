import Checkout
import Ledger
import Membership

/// What the slips of members say.
extension SlipFacts {
  /// The member on a slip, and what they have after it; nothing of it for one who has nothing.
  func member(_ label: MemberLabel?, in document: Document) -> [JSON.Member] {
    guard let label else { return [] }
    return [.init("member", person(label)), .init("after", balance(after: document))]
  }

  func person(_ state: MemberState) -> JSON {
    person(
      MemberLabel(
        number: state.patron.member.number, name: state.patron.member.maskedName,
        phone: state.patron.member.maskedPhone, tier: state.tier))
  }

  private func person(_ label: MemberLabel) -> JSON {
    let name = label.name.isEmpty ? "@\(label.number)" : label.name
    return JSON.object([.init("no", JSON(label.number)), .init("name", .string(name))]).with([
      .init("phone", label.phone.isEmpty ? .null : .string(label.phone)),
      .init("tier", label.tier.isEmpty ? .null : .string(label.tier)),
    ])
  }

  /// What the member has after a document, as it keeps it, and what it moved.
  private func balance(after document: Document) -> JSON {
    guard let after = document.json["after"], let principal = after["principal"]?.money,
      let bonus = after["bonus"]?.money, let points = after["points"]?.integer
    else { return .null }
    let gained = document.gained
    let change = gained.points
    let isEmpty = principal + bonus == .zero && gained.principal + gained.bonus == .zero
    guard !isEmpty || points != 0 || change != 0 else { return .null }
    return balances(principal, gained.principal, bonus, gained.bonus).with([
      // A shop that gives no points says nothing of them.
      .init("points", points == 0 && change == 0 ? .null : JSON(points)),
      .init("points_before", points == 0 && change == 0 ? .null : JSON(points - change)),
      .init("points_change", change == 0 ? .null : JSON(change)),
    ])
  }

  /// Stored value after what moved it, with what it was before; `held` where there was or is any.
  func balances(
    _ principal: Money, _ paid: Money, _ bonus: Money, _ given: Money
  ) -> JSON {
    let (after, change) = (principal + bonus, paid + given)
    return JSON.object([
      .init("principal", JSON(principal)), .init("bonus", JSON(bonus)),
      .init("total", JSON(after)),
      .init("principal_before", JSON(principal - paid)),
      .init("bonus_before", JSON(bonus - given)),
      .init("total_before", JSON(after - change)),
      .init("principal_change", JSON(paid)), .init("bonus_change", JSON(given)),
      .init("total_change", JSON(change)),
    ]).with([.init("held", after == .zero && change == .zero ? .null : true)])
  }

  /// A top-up, or what a transfer brought.
  func topUp(_ document: Document) -> [JSON.Member] {
    let json = document.json
    let isTransfer = document.subject == .transfer
    let principal = isTransfer ? json["principal"]?.money ?? .zero : document.amount
    let bonus = json["bonus"]?.money ?? .zero
    let parts = json.elements("parts")
    let whole = principal + bonus
    // What of every yuan spent counts against the money paid in: the law's ratio for a refund.
    let ratio =
      whole == .zero
      ? 0 : scaled(principal.fen, by: 10_000, over: whole.fen, rounding: .halfUp)
    return [
      .init("amount", JSON(document.amount)),
      .init("principal", principal == .zero ? .null : JSON(principal)),
      .init("bonus", bonus == .zero ? .null : JSON(bonus)),
      .init("parts", parts.isEmpty ? .null : JSON(parts.count)),
      .init("part", parts.first ?? .null),
      .init("plan", json["plan"]?.money.map { .string(plan($0, bonus)) } ?? .null),
      .init("ratio", isTransfer ? .null : JSON(ratio)),
      .init("giver", json["giver"]?.int.map { .string("@\($0)") } ?? .null),
      .init("coupon", json["coupon_name"] ?? json["coupon"] ?? .null),
      .init("courses", courses(of: document)),
      .init("tenders", tenders(of: document)),
      .init("staff", staff(document.staffShares)),
    ]
  }

  private func plan(_ paid: Money, _ gift: Money) -> String {
    words.plan(paid: plainYuan(paid), gift: gift == .zero ? nil : plainYuan(gift))
  }

  /// An amount as people say it: without the decimals of whole yuan.
  private func plainYuan(_ amount: Money) -> String {
    amount.fen % 100 == 0 ? String(amount.fen / 100) : amount.description
  }

  func course(_ document: Document) -> [JSON.Member] {
    [
      .init("amount", JSON(document.amount)), .init("courses", courses(of: document)),
      .init("tenders", tenders(of: document)), .init("staff", staff(document.staffShares)),
    ]
  }

  private func courses(of document: Document) -> JSON {
    let courses = document.json.elements("courses").compactMap { json -> JSON? in
      guard let offer = json["offer"].flatMap(CourseOffer.init), let number = json["no"]?.int else {
        return nil
      }
      let parts = zip(offer.entitlements, offer.shares).map {
        part($0, share: $1, names: json["services"])
      }
      let isTransfer = document.subject == .transfer
      return JSON.object([
        .init("no", JSON(number)), .init("name", .string(offer.name)),
        .init("price", JSON(offer.price)), .init("of", JSON(offer.sessions)),
      ]).with(
        parts.count == 1 ? parts[0].members ?? [] : [.init("parts", JSON(parts))]
      ).with([
        .init("expires", json["expires"] ?? .null),
        .init("left", isTransfer ? JSON(document.sessions(ofCourse: number)) : .null),
      ])
    }
    return courses.isEmpty ? .null : JSON(courses)
  }

  /// The sessions of an entitlement, and what one of them is worth, rounded half up.
  private func part(_ entitlement: Entitlement, share: Money, names: JSON?) -> JSON {
    let count = Int64(max(1, entitlement.sessions))
    let value = share.scaled(by: 1, over: count, rounding: .halfUp)
    return JSON.object([
      .init("services", JSON(entitlement.services.map { names?[$0] ?? .string($0) })),
      .init("paid", JSON(entitlement.paid)),
    ]).with([
      .init("gift", entitlement.gift == 0 ? .null : JSON(entitlement.gift)),
      .init("value", value == .zero ? .null : JSON(value)),
    ])
  }

  func cardRefund(_ document: Document) -> [JSON.Member] {
    let json = document.json
    let reason = json["why"]?.string ?? ""
    let parts = json.elements("parts").map { part in
      let name = words.refundPart(lot: part["lot"]?.int, course: part["course"]?.int)
      return JSON.object([.init("name", .string(name))]).with([
        .init("course", part["name"] ?? .null)
      ]).with(
        ["paid", "delivered", "due"].map { .init($0, part[$0] ?? .null) })
    }
    return [
      .init("why", .string(words.refundReason(reason))),
      .init("law", .string(words.law(reason))),
      .init("parts", JSON(parts)), .init("interest", json["interest"] ?? .null),
      .init("to_card", json["to_card"] ?? .null),
      .init("bonus_to_card", json["bonus_to_card"] ?? .null),
      .init("amount", JSON(document.amount)),
      .init("revoked", json["bonus"] ?? .null),
      .init("tenders", tenders(of: document)),
    ]
  }
}

extension Document {
  /// The sessions that the member got with a course of a number.
  fileprivate func sessions(ofCourse number: Int) -> Int64 {
    let prefix = "course:\(member ?? 0):\(number):"
    // Those of money have one word more.
    let sum = postings.filter {
      $0.account.hasPrefix(prefix) && !$0.account.dropFirst(prefix.count).contains(":")
    }.map(\.amount).reduce(0, +)
    return Int64(sum.magnitude)
  }
}
