import Checkout
import Ledger
import Membership
import Pricing

/// A ledger in memory: it takes decisions as the database does, and finds what the database refuses.
struct Books {
  let rules: MembershipRules
  let shop: Shop
  var today: BusinessDate
  /// By their numbers less one.
  var members: [Member]
  private(set) var courses: [[HeldCourse]]
  private(set) var lots: [[HeldLot]]
  private(set) var balances: [String: Int64] = [:]
  /// What stands on members' accounts: money paid in and not served yet.
  private(set) var liability: Int64 = 0
  /// The first thing found that the database would refuse.
  private(set) var fault: String?
  private(set) var entries = 0
  /// The members whose accounts moved since this was last emptied.
  var moved: Set<Int> = []
  private var held: [[String: Int64]]
  private var counted: [[(day: BusinessDate, counts: Int64)]]
  private var dues: [BusinessDate: Set<DueDate>] = [:]
  private var doneUntil: BusinessDate
  private let known = Known()
  /// The parts of bonuses that are to come.
  private var parts: [(member: Int, lot: Int, day: BusinessDate, amount: Money)] = []
  /// The entries in which a member's top-ups and courses stand.
  private var lotEntries: [[JournalEntry]]
  private var courseEntries: [[JournalEntry]]

  init(
    members: [Member], rules: MembershipRules, shop: Shop, on today: BusinessDate = day
  ) {
    self.today = today
    doneUntil = today
    self.members = members
    self.rules = rules
    self.shop = shop
    lots = members.map { _ in [] }
    courses = members.map { _ in [] }
    lotEntries = members.map { _ in [] }
    courseEntries = members.map { _ in [] }
    held = members.map { _ in [:] }
    counted = members.map { _ in [] }
  }

  func balance(of account: Account) -> Int64 {
    guard let owner = account.owner else { return balances[account.name] ?? 0 }
    return held[owner - 1][account.name] ?? 0
  }

  /// All that members hold, by the names of its accounts.
  var allHeld: [[String: Int64]] { held }

  /// The wallets read since their members' accounts or courses last changed.
  private final class Known {
    var wallets: [Int: Wallet] = [:]
  }

  private func wallet(_ index: Int) -> Wallet {
    if let wallet = known.wallets[index] { return wallet }
    let found = MemberBalances(held[index].map { ($0.key, $0.value) })
    let wallet = found.wallet(
      lots: found.lots.map { lots[index][$0 - 1] },
      courses: found.courses.map { courses[index][$0 - 1] })
    known.wallets[index] = wallet
    return wallet
  }

  func patron(_ number: Int) -> Patron {
    let index = number - 1
    let first = today.advanced(by: 1 - (rules.tierPolicy?.windowDays ?? 0))
    return Patron(
      member: members[index], wallet: wallet(index),
      qualifying: counted[index].lazy.filter { $0.day >= first }.reduce(0) { $0 + $1.counts },
      referrerOwes: members[index].referrer.map { balance(of: Chart.pointsOwed($0)) } ?? 0)
  }

  func terms(_ number: Int?) -> Terms {
    Terms(shop: shop, rules: rules, day: today, patron: number.map(patron))
  }

  func occasion(_ rights: Rights = .manager, shift: Int = 1) -> Occasion {
    Occasion(
      at: Instant(milliseconds: Int64(today.days) * 86_400_000), day: today, drawer: 1,
      shift: shift, authority: Authority(staff: 3, rights: rights),
      id: EntryID(drawer: 1, counter: Int64(entries)), serial: entries + 1)
  }

  func nextLot(_ number: Int) -> Int { lots[number - 1].count + 1 }
  func nextCourse(_ number: Int) -> Int { courses[number - 1].count + 1 }

  /// Freezes a course, releases it, or lets it end on another day.
  mutating func change(_ number: Int, course index: Int, _ change: (inout HeldCourse) -> Void) {
    change(&courses[number - 1][index])
    known.wallets[number - 1] = nil
  }

  mutating func take(_ decision: Decision, of number: Int? = nil) {
    take(decision.entry)
    for lot in decision.lots {
      if lot.number != nextLot(lot.member) { fault = fault ?? "lot \(lot)" }
      lots[lot.member - 1].append(
        HeldLot(number: lot.number, day: lot.day, paid: lot.paid, gift: lot.gift))
      lotEntries[lot.member - 1].append(decision.entry)
    }
    for course in decision.courses {
      if course.number != nextCourse(course.member) { fault = fault ?? "course \(course)" }
      courses[course.member - 1].append(
        HeldCourse(
          number: course.number, offer: course.offer, day: course.day ?? decision.entry.day,
          expires: course.expires, isFrozen: course.isFrozen, left: [], deferred: []))
      courseEntries[course.member - 1].append(decision.entry)
    }
    for due in decision.dues { dues[due.day, default: []].insert(due) }
    let shares = decision.entry.content.elements("parts").compactMap(\.money)
    for due in decision.dues where due.kind == .bonus {
      for index in shares.indices where today.advanced(months: index) == due.day {
        parts.append((due.member, due.number, due.day, shares[index]))
      }
    }
    if let change = decision.tier, let number {
      members[number - 1].tier = change.to
      members[number - 1].tierUntil = change.until
    }
  }

  mutating func take(_ entry: JournalEntry) {
    entries += 1
    for (unit, sum) in sums(of: entry.postings) where sum != 0 {
      fault = fault ?? "\(entry.kind): \(unit.name) sums to \(sum)"
    }
    for posting in entry.postings {
      let account = posting.account
      let after = balance(of: account) + posting.amount
      if after < account.least ?? .min || after > account.most ?? .max {
        fault = fault ?? "\(entry.kind): \(account.name) would stand at \(after)"
      }
      guard let owner = account.owner else {
        balances[account.name] = after
        continue
      }
      held[owner - 1][account.name] = after == 0 ? nil : after
      moved.insert(owner)
      known.wallets[owner - 1] = nil
      if account.unit == .fen, !account.name.hasSuffix("bonus") { liability -= posting.amount }
      if account == Chart.qualifying(owner) {
        counted[owner - 1].append((entry.day, posting.amount))
      }
    }
  }

  /// What has not come yet of the bonuses of top-ups comes to whoever holds them from now on; to
  /// nobody once they are given back.
  mutating func moveParts(of lots: [Int], _ number: Int, to receiver: Int?, first: Int = 0) {
    for (offset, lot) in lots.enumerated() {
      for index in parts.indices where (parts[index].member, parts[index].lot) == (number, lot) {
        parts[index].member = receiver ?? 0
        parts[index].lot = first + offset
      }
    }
    parts.removeAll { $0.member == 0 }
  }

  /// What came with a member's top-ups beside their bonus.
  func gifts(with lots: [Int], _ number: Int) -> [GivenGifts] {
    lots.map { GivenGifts(Document(stored: lotEntries[number - 1][$0 - 1])) }
  }

  /// How the courses that a member holds were paid, but for those that came from somebody else.
  func bought(_ number: Int) -> [Int: BoughtCourse] {
    wallet(number - 1).courses.reduce(into: [:]) { bought, course in
      let document = Document(stored: courseEntries[number - 1][course.number - 1])
      if document.kind == .course { bought[course.number] = BoughtCourse(document) }
    }
  }

  /// Does what has come due by today, each thing once.
  ///
  /// - Returns: the members whom it concerned.
  mutating func comeDue() -> Set<Int> {
    var due: [DueDate] = []
    while doneUntil < today {
      doneUntil = doneUntil.advanced(by: 1)
      due += (dues.removeValue(forKey: doneUntil) ?? []).sorted { $0.number < $1.number }
    }
    for one in due {
      let patron = patron(one.member)
      let decision: Decision? =
        switch one.kind {
        case .points: lapse(patron, on: occasion())
        case .bonus: nil
        case .tier: review(patron, under: terms(one.member), on: occasion())
        }
      if let decision { take(decision, of: one.member) }
    }
    let coming = parts.filter { $0.day <= today }.sorted { ($0.day, $0.lot) < ($1.day, $1.lot) }
    parts.removeAll { $0.day <= today }
    for part in coming {
      take(
        release(
          part.amount, to: patron(part.member), of: part.lot, lot: nextLot(part.member),
          on: occasion()))
    }
    return Set(due.map(\.member) + coming.map(\.member))
  }
}

extension Document {
  /// An entry's document without its way through text.
  init(stored entry: JournalEntry, sequence: Int = 1) {
    self.init(json: entry.json(sequence: Int64(sequence)), hash: .genesis)
  }
}
