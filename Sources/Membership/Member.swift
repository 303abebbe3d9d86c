package import Ledger

/// A person whom the shop knows by a number; whatever the shop owes them stands in the ledger.
package struct Member: Hashable, Sendable {
  /// Whether the member's card may be used.
  package enum Status: String, CaseIterable, Sendable {
    case active
    /// Nothing is spent from the card until it is released; nothing is lost.
    case frozen
    /// The personal data are gone; the ledger's rows stay.
    case erased
  }

  /// 1 or more; never given to anybody else.
  package let number: Int
  /// Empty for a card without a name.
  package var name: String
  /// 11 digits, or empty.
  package var phone: String
  /// What stands on the card, upper case; empty where there is none.
  package var card: String
  package var birthday: Birthday?
  /// The number of the member who brought this one.
  package var referrer: Int?
  /// How the member came to the shop, in the shop's own words.
  package var source: String
  package var status: Status
  package var tags: [String]
  /// What whoever serves the member must know first: an allergy.
  package var note: String
  package let joined: BusinessDate
  /// The last day on which the card may be used; nil where it does not run out.
  package var cardExpires: BusinessDate?
  /// The tier's code; empty for none.
  package var tier: String
  /// The last day for which the tier was earned, before any grace; nil where it does not run out.
  package var tierUntil: BusinessDate?
  /// The day of the last check-in that earned points.
  package var checkedIn: BusinessDate?

  package init(
    number: Int, name: String, phone: String, card: String = "", birthday: Birthday? = nil,
    referrer: Int? = nil, source: String = "", status: Status = .active, tags: [String] = [],
    note: String = "", joined: BusinessDate, cardExpires: BusinessDate? = nil, tier: String = "",
    tierUntil: BusinessDate? = nil, checkedIn: BusinessDate? = nil
  ) {
    self.number = number
    self.name = name
    self.phone = phone
    self.card = card
    self.birthday = birthday
    self.referrer = referrer
    self.source = source
    self.status = status
    self.tags = tags
    self.note = note
    self.joined = joined
    self.cardExpires = cardExpires
    self.tier = tier
    self.tierUntil = tierUntil
    self.checkedIn = checkedIn
  }

  /// True for a card with a person's name: the law knows named and unnamed cards.
  package var isNamed: Bool { !name.isEmpty }

  /// The name as slips and screens show it: the first and last character, `张*丽`, `张*`.
  package var maskedName: String {
    guard name.count > 1, let first = name.first, let last = name.last else {
      return name.isEmpty ? "" : "*"
    }
    return name.count == 2 ? "\(first)*" : "\(first)*\(last)"
  }

  /// The phone as slips and screens show it: `138****5678`.
  package var maskedPhone: String {
    guard phone.utf8.count == 11 else { return phone.isEmpty ? "" : "****" }
    return "\(phone.prefix(3))****\(phone.suffix(4))"
  }
}
