import Checkout
import Ledger
import Membership

/// A top-up by plain numbers of fen; what the law counts by.
struct ModelLot: Equatable {
  let paid: Int64
  let gift: Int64
  let day: Int
  var principal: Int64
  var bonus: Int64
  var enjoyed: Int64 = 0
  /// What came with it beside its bonus; a receiver of the card has nothing to do with that.
  var gifts = ModelGifts()

  var left: Int64 { principal + bonus }
  var consumed: Int64 { paid + gift - left }

  /// What is left of the money after so much was consumed: 法释〔2025〕4号, Article 18(2).
  func statutory(consumed: Int64) -> Int64 {
    guard paid + gift > 0 else { return 0 }
    return paid - (consumed - Int64(Int128(consumed) * Int128(gift) / Int128(paid + gift)))
  }

  /// What is due back of it: the principal where that is less than a fen beside what the law says.
  var due: Int64 {
    let least = statutory(consumed: consumed)
    let isWhole = Int128(consumed) * Int128(gift) % Int128(max(1, paid + gift)) == 0
    return principal == least + 1 && !isWhole ? principal : least
  }
}

struct ModelGifts: Equatable {
  /// Whether the member paid the top-up in this shop.
  var isOwn = false
  var points: Int64 = 0
  var coupon: String?
  /// The index of a course among the member's.
  var course: Int?
}

/// How a course was paid, and what it earned.
struct ModelBought: Equatable {
  struct Share: Equatable {
    let lot: Int
    let principal: Int64
    let bonus: Int64
  }

  var shares: [Share] = []
  var earned: Int64 = 0
  /// What was paid in money.
  var base: Int64 = 0
}

struct ModelCourse: Equatable {
  let code: String
  let price: Int64
  /// By entitlement.
  let services: [[String]]
  let sessions: [Int64]
  let lists: [Int64]
  let shares: [Int64]
  /// The bonus in each.
  let gifts: [Int64]
  let day: Int
  var expires: Int?
  var isFrozen = false
  var left: [Int64]
  /// What is left of each share: of the money that paid it, and of the bonus.
  var deferred: [Int64]
  var bonus: [Int64]
  /// Nil where it was a gift, or came from another member.
  var bought: ModelBought?

  init(_ offer: CourseOffer, day: Int, isGift: Bool = false, gift: Int64 = 0) {
    code = offer.code
    price = isGift ? 0 : offer.price.fen
    services = offer.entitlements.map(\.services)
    sessions = offer.entitlements.map { Int64($0.paid + $0.gift) }
    lists = offer.entitlements.map(\.list.fen)
    shares = largestRemainder(price, over: zip(lists, sessions).map { $0 * $1 })
    self.day = day
    expires = offer.months.map { sameDay(of: day, monthsLater: $0) }
    left = sessions
    gifts = largestRemainder(gift, over: shares)
    deferred = zip(shares, gifts).map { $0 - $1 }
    bonus = gifts
  }

  /// Uses sessions of a part: half a fen of what they are worth goes to what is recognised, a part
  /// of a fen of its bonus to the money.
  ///
  /// - Returns: the money and the bonus that were recognised.
  mutating func use(_ count: Int64, of part: Int) -> (paid: Int64, bonus: Int64) {
    left[part] -= count
    let before = deferred[part] + bonus[part]
    let rest =
      shares[part] - halfUp(shares[part], sessions[part] - left[part], over: sessions[part])
    let value = max(0, before - rest)
    let done = Int128(shares[part] - before + value)
    let given = shares[part] == 0 ? 0 : Int64(done * Int128(gifts[part]) / Int128(shares[part]))
    // A sale that was taken back may have left the part a fen beside its ratio.
    let lawful = min(max(0, given - (gifts[part] - bonus[part])), value, bonus[part])
    let gift = max(lawful, value - deferred[part])
    deferred[part] -= value - gift
    bonus[part] -= gift
    return (value - gift, gift)
  }

  /// The money and the bonus in what sessions cost at list price.
  var listed: (paid: Int64, bonus: Int64) {
    let used = zip(sessions, left).map { $0 - $1 }
    let list = zip(lists, used).map { $0 * $1 }.reduce(0, +)
    let bonus = price == 0 ? 0 : Int64(Int128(list) * Int128(gifts.reduce(0, +)) / Int128(price))
    return (list - bonus, bonus)
  }
}

struct ModelMember {
  var tier = 0
  var until: Int?
  var isFrozen = false
  var cardExpires: Int?
  var birthday: (month: Int, day: Int)?
  var referrer: Int?
  var checkedIn: Int?
  var lots: [ModelLot] = []
  var points: [Int: Int64] = [:]
  var owed: Int64 = 0
  var courses: [ModelCourse] = []
  var coupons: [String: Int] = [:]
  var uses: [String: Int] = [:]
  var isRewarded = false
  var counted: [(day: Int, counts: Int64)] = []
  /// Parts of bonuses that are to come.
  var parts: [(day: Int, lot: Int, amount: Int64)] = []

  var stored: Int64 { lots.reduce(0) { $0 + $1.left } }
  var principal: Int64 { lots.reduce(0) { $0 + $1.principal } }
  var balance: Int64 { points.values.reduce(0, +) - owed }
  var owedToMember: Int64 { principal + courses.reduce(0) { $0 + $1.deferred.reduce(0, +) } }

  func mayUseCard(on day: Int) -> Bool { !isFrozen && cardExpires ?? day >= day }

  func sum(since first: Int) -> Int64 {
    counted.lazy.filter { $0.day >= first }.reduce(0) { $0 + $1.counts }
  }

  /// Points come: what is owed is paid off first.
  mutating func earn(_ count: Int64, until expires: Int) {
    let repaid = min(owed, count)
    owed -= repaid
    if count > repaid { points[expires, default: 0] += count - repaid }
  }

  /// Points of a day change; what is not there is owed.
  mutating func change(_ expires: Int, by count: Int64) {
    let after = points[expires, default: 0] + count
    points[expires] = after > 0 ? after : nil
    owed += max(0, -after)
  }

  /// What is owed is paid with the points that are there, the soonest to lapse first.
  mutating func payDebt() {
    for (day, left) in points.sorted(by: { $0.key < $1.key }) where owed > 0 {
      let paid = min(owed, left)
      owed -= paid
      change(day, by: -paid)
    }
  }
}

/// Shares in proportion, by the largest remainder; the earlier of equals.
func largestRemainder(_ whole: Int64, over weights: [Int64]) -> [Int64] {
  let total = weights.reduce(Int128(0)) { $0 + Int128($1) }
  guard total > 0 else { return weights.indices.map { $0 == 0 ? whole : 0 } }
  var shares = weights.map { Int64(Int128(whole) * Int128($0) / total) }
  var rests = weights.map { Int128(whole) * Int128($0) % total }
  for _ in 0..<(whole - shares.reduce(0, +)) {
    var most = 0
    for index in rests.indices where rests[index] > rests[most] { most = index }
    shares[most] += 1
    rests[most] = -1
  }
  return shares
}

func sameDay(of day: Int, monthsLater months: Int) -> Int {
  let (year, month, date) = BusinessDate(days: day).civil
  let index = year * 12 + month - 1 + months
  for date in stride(from: date, to: 0, by: -1) {
    if let found = BusinessDate(year: index / 12, month: index % 12 + 1, day: date) {
      return found.days
    }
  }
  return day
}

/// The last day of a later month.
func monthEnd(of day: Int, monthsLater months: Int) -> Int {
  let (year, month, _) = BusinessDate(days: day).civil
  let index = year * 12 + month - 1 + months
  return (28...31).last { date in
    BusinessDate(year: index / 12, month: index % 12 + 1, day: date) != nil
  }.flatMap { BusinessDate(year: index / 12, month: index % 12 + 1, day: $0)?.days } ?? day
}

/// The shop and its members as plain numbers, by the rules of the domain reference, apart from the
/// engine.
struct Model {
  let rules: MembershipRules
  let rounding: CashRounding
  var today = day.days
  var members: [ModelMember]
  /// The shop's own accounts by their names, debit positive.
  private(set) var shop: [String: Int64] = [:]
  /// What the shop owes its members in money: paid in and not served.
  private(set) var liability: Int64 = 0
  /// The accounts of the last thing done.
  var moved: Set<String> = []
  /// How many sales stand of all that were exchanged one for another, and who was rewarded for the
  /// first of them.
  var standing: [Int: Int] = [:]
  var rewarded: [Int: (index: Int, expires: Int, repaid: Int64)] = [:]
  var chains = 0

  init(members: [ModelMember], rules: MembershipRules, rounding: CashRounding) {
    self.members = members
    self.rules = rules
    self.rounding = rounding
  }

  mutating func move(_ moves: [String: Int64], liability change: Int64) {
    for (name, amount) in moves { shop[name, default: 0] += amount }
    moved = Set(moves.keys)
    liability += change
  }

  var pointsEnd: Int { monthEnd(of: today, monthsLater: Salon.points.months) }
  var windowStart: Int { today + 1 - (rules.tierPolicy?.windowDays ?? 0) }
  func rate(_ member: ModelMember) -> Int64 { Int64(rules.tiers[member.tier].pointsRate) }

  /// Counts towards a tier, and goes up where the sum says so; a plan's tier if that is higher.
  func count(_ counts: Int64?, of member: inout ModelMember, plan: Int? = nil) {
    var goal = plan ?? 0
    if let counts {
      member.counted.append((today, counts))
      let sum = member.sum(since: windowStart)
      goal = max(goal, rules.tiers.lastIndex { $0.threshold <= max(0, sum) } ?? 0)
    }
    guard goal > member.tier else { return }
    member.tier = goal
    member.until = today + (rules.tierPolicy?.validDays ?? 0)
  }

  // MARK: Days

  /// A day begins: points have lapsed, parts of bonuses come, tiers are looked at.
  mutating func begin(_ day: Int) {
    today = day
    var moves: [String: Int64] = [:]
    for index in members.indices {
      for (expires, count) in members[index].points where expires < today {
        let repaid = min(members[index].owed, count)
        members[index].owed -= repaid
        members[index].points[expires] = nil
      }
      let due = members[index].parts.filter { $0.day <= today }
      for part in due.sorted(by: { ($0.day, $0.lot) < ($1.day, $1.lot) }) {
        members[index].lots.append(
          ModelLot(paid: 0, gift: part.amount, day: today, principal: 0, bonus: part.amount))
        moves["bonus-outstanding", default: 0] += part.amount
      }
      members[index].parts.removeAll { $0.day <= today }
      guard let until = members[index].until, let policy = rules.tierPolicy,
        until + policy.graceDays < today
      else { continue }
      let sum = members[index].sum(since: windowStart)
      members[index].tier = rules.tiers.lastIndex { $0.threshold <= max(0, sum) } ?? 0
      members[index].until = members[index].tier == 0 ? nil : today + policy.validDays
    }
    move(moves, liability: 0)
  }
}
