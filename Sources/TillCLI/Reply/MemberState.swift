import Checkout
import Ledger
import Membership

/// A member as replies show them: masked, unless somebody with the right asked for all of it.
struct MemberState {
  let patron: Patron
  let tier: String
  let day: BusinessDate
  /// Whether name, phone and birthday are shown in full.
  let isFull: Bool
  /// Days until the birthday, if it is in its window; negative for days since.
  let birthdayIn: Int?

  /// - Precondition: the terms are those of a member.
  init(_ terms: Terms, isFull: Bool = false) {
    guard let patron = terms.patron else { preconditionFailure("no member to show") }
    self.patron = patron
    self.isFull = isFull
    day = terms.day
    tier = terms.tier?.name ?? ""
    let days = patron.member.birthday.map { $0.nearest(to: terms.day).days - terms.day.days }
    let window = terms.rules.birthdayWindow
    birthdayIn = days.flatMap {
      (-window.upperBound...(-window.lowerBound)).contains($0) ? $0 : nil
    }
  }

  var name: String { isFull ? patron.member.name : patron.member.maskedName }
  var phone: String { isFull ? patron.member.phone : patron.member.maskedPhone }

  var json: JSON {
    let (member, wallet) = (patron.member, patron.wallet)
    return JSON.object([
      .init("no", JSON(member.number)), .init("name", .string(name)),
      .init("phone", .string(phone)), .init("tier", .string(tier)),
      .init("principal", JSON(wallet.principal)), .init("bonus", JSON(wallet.bonus)),
      .init("points", JSON(wallet.pointsBalance)),
      .init("courses", JSON(wallet.courses.map(course))),
      .init("status", .string(member.status.rawValue)),
    ]).with([
      .init("card", member.card.isEmpty ? .null : .string(member.card)),
      .init("card_expires", JSON(member.cardExpires?.description)),
      .init("tier_code", member.tier.isEmpty ? .null : .string(member.tier)),
      .init("tier_until", JSON(member.tierUntil?.description)),
      .init("joined", .string(member.joined.description)),
      .init("referrer", JSON(member.referrer)),
      .init("source", member.source.isEmpty ? .null : .string(member.source)),
      .init("tags", member.tags.isEmpty ? .null : JSON(member.tags.map(JSON.string))),
      .init("note", member.note.isEmpty ? .null : .string(member.note)),
      .init("birthday", isFull ? JSON(member.birthday?.description) : .null),
      .init("birthday_in", JSON(birthdayIn)),
      .init("coupons", coupons),
    ])
  }

  private var coupons: JSON {
    let held = patron.wallet.coupons.sorted { $0.key < $1.key }
    return held.isEmpty ? .null : .object(held.map { .init($0.key, JSON($0.value)) })
  }

  private func course(_ course: HeldCourse) -> JSON {
    JSON.object([
      .init("no", JSON(course.number)), .init("code", .string(course.offer.code)),
      .init("name", .string(course.offer.name)), .init("left", JSON(course.sessionsLeft)),
      .init("of", JSON(course.offer.sessions)),
      .init("expires", course.expires.map { .string($0.description) } ?? .null),
      .init("frozen", JSON(course.isFrozen)),
      .init(
        "sessions",
        JSON(
          zip(course.offer.entitlements, course.left).map { part, left in
            .object([
              .init("services", JSON(part.services.map(JSON.string))),
              .init("left", JSON(left)), .init("of", JSON(part.sessions)),
            ])
          })),
    ])
  }
}

/// How a slip names a member: masked, and never from the journal.
struct MemberLabel: Hashable, Sendable {
  let number: Int
  let name: String
  let phone: String
  let tier: String
}
