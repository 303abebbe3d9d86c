import Checkout
import Ledger
import Membership
import Storage

extension Till {
  /// Sets the fields of a member.
  ///
  /// - Throws: `Refusal` that names the field.
  func change(
    _ member: inout Member, to fields: [FieldValue], on day: BusinessDate, _ snapshot: Snapshot
  ) throws {
    let isShared = fields.contains { $0.field == "shared" }
    for field in fields {
      let value = field.value
      switch field.field {
      case "name":
        // By a blank without a width in it no name could be found.
        guard (1...30).contains(value.count), isPlain(value, most: 30), !value.hasPrefix("@"),
          !value.unicodeScalars.contains(where: { [0x200B, 0x2060].contains($0.value) })
        else {
          throw Refusal(.malformed, String(value.prefix(40)), expected: "NAME: 1-30")
        }
        member.name = value == "-" ? "" : value
      case "phone": try setPhone(&member, value, isShared: isShared, snapshot)
      case "card": try setCard(&member, value.uppercased(), snapshot)
      case "birthday":
        member.birthday = try birthday(
          value, isLunar: fields.contains { $0.field == "lunar" },
          isLeap: fields.contains { $0.field == "leap" }, on: day)
      case "lunar", "leap":
        guard fields.contains(where: { $0.field == "birthday" }) else {
          throw Refusal(.badBirthday, field.field, expected: Till.birthdayForm)
        }
      case "shared": break
      case "from": member.source = value
      case "by":
        let referrer = try self.member(Who(text: value), snapshot)
        // Nobody brought whoever brought them.
        guard referrer.number != member.number, referrer.referrer != member.number else {
          throw Refusal(.fieldUnknown, "by=\(value)", expected: "by=MEMBER")
        }
        member.referrer = referrer.number
      // An empty one takes all of them away.
      case "tag":
        if value.isEmpty {
          member.tags = []
        } else if !member.tags.contains(value) {
          member.tags.append(value)
        }
      case "note": member.note = value
      case "tier":
        guard rules.tier(value.lowercased()) != nil else {
          throw Refusal(
            .fieldUnknown, "tier=\(value)",
            expected: rules.tiers.map { "tier=\($0.code)" }.joined(separator: " "))
        }
        member.tier = value.lowercased()
      default:
        throw Refusal(
          .fieldUnknown, field.field,
          expected: Till.memberFields.joined(separator: " "))
      }
    }
  }

  /// Who has neither phone nor card could not be found again by what they say or show.
  func checkReachable(_ member: Member, _ phone: String) throws(Refusal) {
    guard member.hasPhoneOrCard else {
      throw Refusal(.badPhone, phone, expected: "13800005678 | - card=CARD")
    }
  }

  private func setPhone(
    _ member: inout Member, _ value: String, isShared: Bool, _ snapshot: Snapshot
  ) throws {
    guard value != "-" else {
      member.phone = ""
      return
    }
    guard isPhone(value) else {
      throw Refusal(.badPhone, value, expected: "13800005678")
    }
    let number = member.number
    let others = try snapshot.members(phone: value).filter { $0.number != number }
    if let other = others.first, !isShared {
      throw Refusal(.phoneTaken, value, expected: "@\(other.number) \(other.maskedName)")
    }
    member.phone = value
  }

  private func setCard(_ member: inout Member, _ value: String, _ snapshot: Snapshot) throws {
    guard !value.isEmpty else {
      member.card = ""
      return
    }
    let isPlain = value.utf8.allSatisfy {
      $0.isASCIIDigit || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
        || $0 == UInt8(ascii: "-")
    }
    guard (4...24).contains(value.utf8.count), isPlain else {
      throw Refusal(.cardUnknown, value, expected: "4-24 A-Z 0-9 -")
    }
    if let other = try snapshot.member(card: value), other.number != member.number {
      throw Refusal(.cardTaken, value, expected: "@\(other.number)")
    }
    if let other = try snapshot.lostCard(value) {
      throw Refusal(.cardReplaced, value, expected: "@\(other)")
    }
    member.card = value
  }

  /// The fields that can be set, as they are typed.
  static let memberFields = [
    "name", "phone", "card", "birthday", "lunar", "leap", "from", "by", "tag", "note", "tier",
    "shared",
  ]

  private static let birthdayForm = "birthday=1990-05-01 [lunar] [leap]"

  /// A birthday as it is stated, not after today; nil where it is taken away: `birthday=-`.
  private func birthday(
    _ value: String, isLunar: Bool, isLeap: Bool, on day: BusinessDate
  ) throws(Refusal) -> Birthday? {
    if value == "-", !isLunar, !isLeap { return nil }
    let text = value + (isLunar ? " lunar" : "") + (isLeap ? " leap" : "")
    guard let birthday = Birthday(text), birthday.date <= day else {
      throw Refusal(.badBirthday, text, expected: Till.birthdayForm)
    }
    return birthday
  }
}

extension Member {
  var hasPhoneOrCard: Bool { !phone.isEmpty || !card.isEmpty }
}
