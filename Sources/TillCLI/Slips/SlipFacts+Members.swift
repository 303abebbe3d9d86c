import Checkout
import Ledger
import Membership

/// What the slips of members say.
extension SlipFacts {
  /// The member on a slip, and what they have after it.
  func member(_ label: MemberLabel?, in document: Document) -> [JSON.Member] {
    guard let label else { return [] }
    return [
      .init("member", person(label)),
      .init("after", after(document)),
      .init("earned", document.pointsEarned == 0 ? .null : JSON(document.pointsEarned)),
      .init("burned", document.pointsBurned == 0 ? .null : JSON(document.pointsBurned)),
    ]
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

  /// Stored value and points before and after the document, as it keeps them.
  private func after(_ document: Document) -> JSON {
    guard let after = document.json["after"], let principal = after["principal"]?.money,
      let bonus = after["bonus"]?.money, let points = after["points"]?.integer
    else { return .null }
    let (loaded, given) = moved(by: document)
    let change = document.pointsEarned - document.pointsBurned
    return JSON.object([
      .init("principal", JSON(principal)), .init("bonus", JSON(bonus)),
      .init("total", JSON(principal + bonus)), .init("points", JSON(points)),
      .init("principal_before", JSON(principal - loaded)),
      .init("bonus_before", JSON(bonus - given)),
      .init("total_before", JSON(principal + bonus - loaded - given)),
      .init("principal_change", JSON(loaded)), .init("bonus_change", JSON(given)),
      .init("total_change", JSON(loaded + given)),
      .init("points_before", JSON(points - change)),
    ]).with([.init("points_change", change == 0 ? .null : JSON(change))])
  }

  /// What a document put on the member's card, principal and bonus; negative for what it took.
  private func moved(by document: Document) -> (principal: Money, bonus: Money) {
    switch document.kind {
    case .topup:
      let lots = document.json.elements("lots")
      return (
        lots.compactMap { $0["paid"]?.money }.sum(), lots.compactMap { $0["gift"]?.money }.sum()
      )
    case .transfer:
      return (
        document.json["principal"]?.money ?? .zero, document.json["bonus"]?.money ?? .zero
      )
    case .cardRefund:
      return (
        -(document.json["principal"]?.money ?? .zero), -(document.json["bonus"]?.money ?? .zero)
      )
    default:
      return (
        -document.tenders.compactMap(\.principal).sum(), -document.tenders.compactMap(\.bonus).sum()
      )
    }
  }

  func topUp(_ document: Document, copy: Int?) -> [JSON.Member] {
    let json = document.json
    let (paid, gift) = (document.total, json["bonus"]?.money ?? .zero)
    let parts = json.elements("parts")
    let whole = paid + gift
    // What of every yuan spent counts against the money paid in: the law's ratio for a refund.
    let ratio =
      whole == .zero
      ? 0 : scaled(paid.fen, by: 10_000, over: whole.fen, rounding: .halfUp)
    return [
      .init("amount", JSON(paid)), .init("bonus", gift == .zero ? .null : JSON(gift)),
      .init("parts", parts.isEmpty ? .null : JSON(parts.count)),
      .init("part", parts.first ?? .null),
      .init("plan", json["plan"].map { _ in plan(paid, gift) } ?? .null),
      .init("ratio", document.kind == .topup ? JSON(ratio) : .null),
      .init("giver", json["giver"].map { .string("@\($0.int ?? 0)") } ?? .null),
      .init("coupon", json["coupon"] ?? .null),
      .init("courses", courses(of: document)),
      .init("tenders", JSON(document.tenders.map(tender))),
      .init("staff", sellers(of: document)),
      .init(
        "cash",
        document.tenders.contains { $0.kind == .cash } ? isCash(document, copy: copy) : .null),
    ]
  }

  private func plan(_ paid: Money, _ gift: Money) -> JSON {
    .string(words.plan(paid: paid.grouped, gift: gift.grouped))
  }

  func course(_ document: Document, copy: Int?) -> [JSON.Member] {
    [
      .init("amount", JSON(document.total)), .init("courses", courses(of: document)),
      .init("tenders", JSON(document.tenders.map(tender))),
      .init("staff", sellers(of: document)),
      .init(
        "cash",
        document.tenders.contains { $0.kind == .cash } ? isCash(document, copy: copy) : .null),
    ]
  }

  private func sellers(of document: Document) -> JSON {
    let shares = document.staffShares
    return shares.isEmpty ? .null : JSON(shares.map(share))
  }

  private func courses(of document: Document) -> JSON {
    let courses = document.json.elements("courses").compactMap { json -> JSON? in
      guard let offer = json["offer"].flatMap(CourseOffer.init) else { return nil }
      let paid = offer.entitlements.map(\.paid).reduce(0, +)
      let gift = offer.entitlements.map(\.gift).reduce(0, +)
      return JSON.object([
        .init("no", json["no"] ?? .null), .init("name", .string(offer.name)),
        .init("code", .string(offer.code)), .init("price", JSON(offer.price)),
        .init("paid", JSON(paid)), .init("sessions", JSON(offer.sessions)),
        .init(
          "value",
          JSON(
            offer.price.scaled(
              by: 1, over: Int64(max(1, offer.sessions)), rounding: .halfUp))),
      ]).with([
        .init("gift", gift == 0 ? .null : JSON(gift)), .init("expires", json["expires"] ?? .null),
      ])
    }
    return courses.isEmpty ? .null : JSON(courses)
  }

  /// The courses whose sessions a sale used.
  func sessions(of document: Document) -> JSON {
    let used = document.json.elements("tenders").filter { $0["kind"]?.string == "course" }
    guard !used.isEmpty else { return .null }
    let lines = document.lines
    return JSON(
      used.map { tender in
        let index = (tender["line"]?.int ?? 1) - 1
        let count = tender["sessions"]?.int ?? 1
        let line = lines.indices.contains(index) ? lines[index] : nil
        return JSON.object([
          .init("name", tender["name"] ?? .null), .init("no", tender["course"] ?? .null),
          .init("service", .string(line?.name ?? "")), .init("count", JSON(count)),
          .init("left", tender["left"] ?? .null), .init("of", tender["of"] ?? .null),
          .init("before", JSON((tender["left"]?.int ?? 0) + count)),
          .init("value", tender["value"] ?? .null),
          .init(
            "staff",
            line.map { $0.staff.isEmpty ? .null : JSON($0.staff.map(share)) } ?? .null),
        ]).with([.init("expires", tender["expires"] ?? .null)])
      })
  }

  func cardRefund(_ document: Document, copy: Int?) -> [JSON.Member] {
    let json = document.json
    let parts = json.elements("parts").map { part in
      JSON.object([
        .init(
          "name",
          .string(
            words.refundPart(lot: part["lot"]?.int, course: part["course"]?.int))),
        .init("paid", part["paid"] ?? .null), .init("delivered", part["delivered"] ?? .null),
        .init("due", part["due"] ?? .null),
      ])
    }
    return [
      .init("why", .string(words.refundReason(json["of"]?.string ?? ""))),
      .init("law", .string(words.law(json["of"]?.string ?? ""))),
      .init("parts", JSON(parts)), .init("interest", json["interest"] ?? .null),
      .init("amount", JSON(document.total)),
      .init("revoked", json["bonus"]?.money == .zero ? .null : json["bonus"] ?? .null),
      .init("tenders", JSON(document.tenders.map(tender))),
      .init(
        "cash",
        document.tenders.contains { $0.kind == .cash } ? isCash(document, copy: copy) : .null),
    ]
  }

  /// A member's statement.
  func statement(_ statement: Statement, of state: MemberState, at moment: Instant) -> JSON {
    let lines = statement.lines.map { line in
      JSON.object([
        .init("day", .string(line.day.description)),
        .init(
          "number", .string(line.number.isEmpty ? words.title(of: line.kind) : line.number)),
        .init("total", JSON(line.after.principal + line.after.bonus)),
      ]).with([
        .init("principal", line.principal == .zero ? .null : JSON(line.principal)),
        .init("bonus", line.bonus == .zero ? .null : JSON(line.bonus)),
        .init("points", line.points == 0 ? .null : JSON(line.points)),
        .init("sessions", line.sessions == 0 ? .null : JSON(line.sessions)),
      ])
    }
    let after = statement.after
    return JSON.object([
      shopMember, .init("kind", "statement"), .init("title", .string(words.statement)),
      .init("time", .string(time(moment))), .init("member", person(state)),
      .init("lines", JSON(lines)),
      .init("before", JSON(statement.before.principal + statement.before.bonus)),
      .init("principal", JSON(after.principal)), .init("bonus", JSON(after.bonus)),
      .init("total", JSON(after.principal + after.bonus)), .init("points", JSON(after.points)),
      .init("sessions", JSON(after.sessions)),
    ]).with([
      .init("from", JSON(statement.from?.description)),
      .init("to", JSON(statement.to?.description)),
    ])
  }
}
