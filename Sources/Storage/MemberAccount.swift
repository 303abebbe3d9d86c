import Ledger

/// What the name of a member's account says: `stored-value:12:3:principal` is member 12's, in the
/// group `stored-value:principal`.
///
/// The second word is the member's number. The words after it are one member's own, but for that
/// which names a part: the fourth of `stored-value`, the fifth of `course`, and of `points` the
/// third where it is no day.
struct MemberAccount {
  /// The first words that members' accounts have, and where the word for a part stands, if any.
  private static let parts: [(head: String, place: Int?)] = [
    ("stored-value", 3), ("points", 2), ("course", 4), ("coupon", nil), ("coupon-used", nil),
    ("qualifying", nil),
  ]

  /// The first word.
  let head: String
  let member: Int
  /// The number after the member's, where there is one: of the top-up, of the course.
  let number: Int?
  let group: String
  /// Whether nobody but a member has accounts with this first word.
  let isOfMembersAlone: Bool

  /// Nil for a name whose second word is no number.
  init?(_ name: String) {
    let words = name.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    guard words.count >= 2, let member = Int(words[1]) else { return nil }
    let known = MemberAccount.parts.first { $0.head == words[0] }
    self.member = member
    head = words[0]
    number = words.count > 2 ? Int(words[2]) : nil
    isOfMembersAlone = known != nil
    guard let place = known?.place, words.count > place,
      let first = words[place].utf8.first, !first.isASCIIDigit
    else {
      group = head
      return
    }
    group = "\(head):\(words[place])"
  }
}

/// Sums over members' accounts by group and unit.
struct HeldTotals {
  /// A group's accounts that are not zero, and their sum.
  struct Total: Hashable {
    let group: String
    let unit: String
    var count = 0
    var balance: Int64 = 0
  }

  private var totals: [Total] = []

  /// Adds an account's balance to its group.
  mutating func add(_ balance: Int64, name: String, unit: String) {
    guard balance != 0, let account = MemberAccount(name) else { return }
    add(balance, to: account.group, unit: unit)
  }

  mutating func add(_ balance: Int64, to group: String, unit: String) {
    let unit = String(unit.prefix { $0 != ":" })
    // A handful of groups: looking through them is quicker than hashing.
    let index =
      totals.firstIndex { $0.group == group && $0.unit == unit }
      ?? {
        totals.append(Total(group: group, unit: unit))
        return totals.count - 1
      }()
    totals[index].count += 1
    totals[index].balance &+= balance
  }

  var sorted: [Total] { totals.sorted { ($0.group, $0.unit) < ($1.group, $1.unit) } }
}
