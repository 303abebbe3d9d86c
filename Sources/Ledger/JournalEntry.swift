/// One leg of an entry: an account and a signed amount in its unit, debit positive, never zero.
package struct Posting: Hashable, Sendable {
  package let account: Account
  package let amount: Int64

  package static func debit(_ account: Account, _ amount: Money) -> Posting {
    Posting(account: account, amount: amount.fen)
  }

  package static func credit(_ account: Account, _ amount: Money) -> Posting {
    Posting(account: account, amount: -amount.fen)
  }

  /// The leg that takes this one back.
  package var reversed: Posting { Posting(account: account, amount: -amount) }

  package init(account: Account, amount: Int64) {
    self.account = account
    self.amount = amount
  }
}

/// The identity of an entry, made before it is written: for a sale, when its bill opens.
///
/// The drawer's number stands above a counter of that drawer, so two drawers never make the same.
package struct EntryID: Hashable, Sendable {
  package let value: Int64

  package init(value: Int64) { self.value = value }

  /// - Parameters:
  ///   - drawer: the drawer's number, 1 or more.
  ///   - counter: how many identities the drawer had made before; 0 to 2^32 - 1.
  package init(drawer: Int, counter: Int64) {
    value = Int64(drawer) << 32 | counter
  }

  /// The drawer that made it.
  package var drawer: Int { Int(value >> 32) }
}

/// One business event committed whole: its postings, who and when, and its document's content.
package struct JournalEntry: Sendable {
  package let id: EntryID
  /// What happened, as one word or two joined by a hyphen: `sale`, `paid-in`.
  package let kind: String
  package let at: Instant
  package let day: BusinessDate
  package let drawer: Int
  /// The number of the drawer's shift; 0 outside any shift.
  package let shift: Int
  /// The staff number of who acted; 0 if nobody had to log in.
  package let staff: Int
  /// The entry's number of its kind on its day, from 1; nil for what carries no number.
  package let serial: Int?
  /// The sequence of the entry that this one is about: what it takes back, corrects or reprints.
  package let about: Int64?
  package let postings: [Posting]
  /// The rest of the document: everything a slip, a refund or a reader years from now needs.
  package let content: JSON

  /// Makes an entry out of what it is about and its legs; legs on one account become one, and a
  /// leg of nothing is dropped.
  ///
  /// - Precondition: the legs sum to zero in each unit.
  package init(
    id: EntryID, kind: String, at: Instant, day: BusinessDate, drawer: Int, shift: Int, staff: Int,
    serial: Int? = nil, about: Int64? = nil, postings: [Posting], content: JSON
  ) {
    self.id = id
    self.kind = kind
    self.at = at
    self.day = day
    self.drawer = drawer
    self.shift = shift
    self.staff = staff
    self.serial = serial
    self.about = about
    self.postings = merged(postings)
    self.content = content
    for (unit, sum) in sums(of: self.postings) {
      precondition(sum == 0, "an entry must sum to zero in \(unit.name), not \(sum)")
    }
  }
}

/// The sum of the legs in each unit that they touch, in the order in which they touch it.
package func sums(of postings: [Posting]) -> [(unit: Unit, sum: Int64)] {
  var sums: [(unit: Unit, sum: Int64)] = []
  for posting in postings {
    // There are few units: they are found faster by looking through them.
    if let index = sums.firstIndex(where: { $0.unit == posting.account.unit }) {
      sums[index].sum += posting.amount
    } else {
      sums.append((posting.account.unit, posting.amount))
    }
  }
  return sums
}

private func merged(_ postings: [Posting]) -> [Posting] {
  // A few are faster found by looking through them; a delivery has hundreds.
  guard postings.count <= 32 else { return mergedByName(postings) }
  var result: [Posting] = []
  for posting in postings {
    // An account is what its name says: the rest need not be compared, and most names differ in length.
    let name = posting.account.name
    let length = name.utf8.count
    let known = result.firstIndex {
      $0.account.name.utf8.count == length && $0.account.name == name
    }
    if let index = known {
      let amount = result[index].amount + posting.amount
      result[index] = Posting(account: posting.account, amount: amount)
    } else {
      result.append(posting)
    }
  }
  return result.filter { $0.amount != 0 }
}

private func mergedByName(_ postings: [Posting]) -> [Posting] {
  var result: [Posting] = []
  var places: [String: Int] = [:]
  for posting in postings {
    if let place = places[posting.account.name] {
      let amount = result[place].amount + posting.amount
      result[place] = Posting(account: posting.account, amount: amount)
    } else {
      places[posting.account.name] = result.count
      result.append(posting)
    }
  }
  return result.filter { $0.amount != 0 }
}
