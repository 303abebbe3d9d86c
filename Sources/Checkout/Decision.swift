package import Ledger
package import Membership

/// What falls due for a member on a later day.
package struct DueDate: Hashable, Sendable {
  package enum Kind: String, Sendable {
    /// Points that are not used by then lapse.
    case points
    /// A part of a top-up's bonus is given; its number is the top-up's.
    case bonus
    /// A tier has run out, its grace too.
    case tier
  }

  package let day: BusinessDate
  package let kind: Kind
  package let member: Int
  package let number: Int

  package init(day: BusinessDate, kind: Kind, member: Int, number: Int = 0) {
    self.day = day
    self.kind = kind
    self.member = member
    self.number = number
  }
}

/// A course as it is given to a member: its number among the member's, and when it runs out.
package struct GivenCourse: Hashable, Sendable {
  package let member: Int
  package let number: Int
  package let offer: CourseOffer
  package let expires: BusinessDate?
  /// The day it was sold; nil for the day of its entry.
  package var day: BusinessDate?
  /// Whether it goes on being frozen.
  package var isFrozen = false
  /// What its services are called, by their codes.
  package var serviceNames: [String: String] = [:]
}

/// A top-up as it is given to a member.
package struct GivenLot: Hashable, Sendable {
  package let member: Int
  package let number: Int
  package let paid: Money
  package let gift: Money
  /// The day the money was paid.
  package let day: BusinessDate
  /// Of a part of a bonus: the number of its top-up among the member's; nil for any other.
  package var origin: Int?
}

/// An entry with what follows from it in the same commit.
package struct Decision: Sendable {
  package let entry: JournalEntry
  package var lots: [GivenLot] = []
  package var courses: [GivenCourse] = []
  package var dues: [DueDate] = []
  /// The member's move to another tier; nil where it stays.
  package var tier: TierChange?
  /// Limits that were passed where the shop only wants a word about it.
  package var warnings: [Refusal] = []
  /// What was sold beyond the books, where the shop wants a word about it.
  package var oversold: [Oversold] = []

  package init(
    entry: JournalEntry, lots: [GivenLot] = [], courses: [GivenCourse] = [],
    dues: [DueDate] = [], tier: TierChange? = nil, warnings: [Refusal] = [],
    oversold: [Oversold] = []
  ) {
    self.entry = entry
    self.lots = lots
    self.courses = courses
    self.dues = dues
    self.tier = tier
    self.warnings = warnings
    self.oversold = oversold
  }
}
