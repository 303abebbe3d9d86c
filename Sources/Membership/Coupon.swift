package import Ledger

/// Something that takes off a bill once it qualifies.
package struct Coupon: Hashable, Sendable {
  /// What it takes off.
  package enum Value: Hashable, Sendable {
    /// An amount off what it applies to, above zero.
    case amount(Money)
    /// The part still to pay of what it applies to, in basis points, 1 to 9,999.
    case payable(Int)
  }

  /// Who may use it.
  package enum Issue: String, CaseIterable, Sendable {
    /// Anybody, or any member where uses are counted.
    case open
    /// A member to whom it was given.
    case granted
    /// A member around the birthday, once a year.
    case birthday
  }

  /// Lower case, as typed.
  package let code: String
  package let name: String
  package let value: Value
  package let issue: Issue
  /// The least that what it applies to must come to.
  package let minimum: Money
  /// Categories or kinds of item that it applies to; empty for all.
  package let categories: Set<String>
  package let from: BusinessDate?
  package let to: BusinessDate?
  /// How often one member may use it; nil for any number.
  package let perMember: Int?
  /// Whether it goes together with other coupons.
  package let stacks: Bool
  /// Whether it also comes off lines that have the member price or a promotion.
  package let joinsMemberPrice: Bool

  package init(
    code: String, name: String, value: Value, issue: Issue, minimum: Money,
    categories: Set<String>, from: BusinessDate?, to: BusinessDate?, perMember: Int?, stacks: Bool,
    joinsMemberPrice: Bool
  ) {
    self.code = code
    self.name = name
    self.value = value
    self.issue = issue
    self.minimum = minimum
    self.categories = categories
    self.from = from
    self.to = to
    self.perMember = perMember
    self.stacks = stacks
    self.joinsMemberPrice = joinsMemberPrice
  }

  package var needsMember: Bool { issue != .open || perMember != nil }

  package func applies(toCategory category: String, kind: String) -> Bool {
    categories.isEmpty || categories.contains(category) || categories.contains(kind)
  }
}

/// A lower price for some items in some days, for everybody or for members.
package struct Promotion: Hashable, Sendable {
  package let name: String
  /// Codes, categories or kinds of item.
  package let items: Set<String>
  /// The part still to pay in basis points, 1 to 9,999.
  package let payable: Int
  package let from: BusinessDate?
  package let to: BusinessDate?
  package let isForMembers: Bool

  package init(
    name: String, items: Set<String>, payable: Int, from: BusinessDate?, to: BusinessDate?,
    isForMembers: Bool
  ) {
    self.name = name
    self.items = items
    self.payable = payable
    self.from = from
    self.to = to
    self.isForMembers = isForMembers
  }

  package func holds(on day: BusinessDate, forMember isMember: Bool) -> Bool {
    (isMember || !isForMembers) && from.map { $0 <= day } ?? true && to.map { day <= $0 } ?? true
  }

  package func applies(toCode code: String, category: String, kind: String) -> Bool {
    items.contains(code) || items.contains(category) || items.contains(kind)
  }
}
