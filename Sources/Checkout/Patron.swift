package import Ledger
package import Membership
import Pricing

/// A member with everything that a decision about them needs to know.
package struct Patron: Hashable, Sendable {
  package var member: Member
  package var wallet: Wallet
  /// What counts towards a tier within the window.
  package fileprivate(set) var qualifying: Int64
  /// The most that counted on a day since the tier ran out, once its grace is over too; else the same.
  package let qualifyingInGrace: Int64
  /// Points that whoever brought this member owes.
  package let referrerOwes: Int64

  package init(
    member: Member, wallet: Wallet, qualifying: Int64, inGrace: Int64? = nil,
    referrerOwes: Int64 = 0
  ) {
    self.member = member
    self.wallet = wallet
    self.qualifying = qualifying
    qualifyingInGrace = inGrace ?? qualifying
    self.referrerOwes = referrerOwes
  }

  /// Checks that the member's card may be used.
  ///
  /// - Throws: ``Refusal`` named `card-frozen` or `card-expired`.
  package func needsUsableCard(on day: BusinessDate) throws(Refusal) {
    try needsCardNotFrozen()
    if let expires = member.cardExpires, expires < day {
      throw Refusal(
        .cardExpired, String(member.number), expected: "\(expires); card renew \(member.number)")
    }
  }
}

extension Patron {
  /// The member as far as the tier goes, once some legs are in the books.
  func counting(_ postings: [Posting]) -> Patron {
    var patron = self
    patron.qualifying += postings.qualifying(member.number)
    return patron
  }

  /// What the member has after a document, for its slip.
  func after(_ gained: MemberGain) -> JSON {
    .object([
      .init("bonus", JSON(wallet.bonus + gained.bonus)),
      .init("points", JSON(wallet.pointsBalance + gained.points)),
      .init("principal", JSON(wallet.principal + gained.principal)),
    ])
  }

  /// Checks that the member's card is not held.
  ///
  /// - Throws: ``Refusal`` named `card-frozen`.
  func needsCardNotFrozen() throws(Refusal) {
    guard member.status == .active else {
      throw Refusal(.cardFrozen, String(member.number), expected: "card unfreeze \(member.number)")
    }
  }
}

/// What one of the ledger's rows says of a member's top-up.
package struct HeldLot: Hashable, Sendable {
  package let number: Int
  package let day: BusinessDate
  package let paid: Money
  package let gift: Money

  package init(number: Int, day: BusinessDate, paid: Money, gift: Money) {
    self.number = number
    self.day = day
    self.paid = paid
    self.gift = gift
  }
}

/// The balances of a member's accounts, sorted out by what their names say.
package struct MemberBalances: Hashable, Sendable {
  private var principal: [Int: Money] = [:]
  private var bonus: [Int: Money] = [:]
  private var discount: [Int: Money] = [:]
  private var sessions: [Int: [Int: Int]] = [:]
  private var deferred: [Int: [Int: Money]] = [:]
  private var courseBonus: [Int: [Int: Money]] = [:]
  private var wallet = Wallet()

  /// - Parameter balances: the accounts that are not zero, with their balances, debit positive.
  package init(_ balances: [(name: String, balance: Int64)]) {
    for (name, balance) in balances { add(name, balance) }
    wallet.points.sort { $0.expires < $1.expires }
  }

  private mutating func add(_ name: String, _ balance: Int64) {
    let parts = name.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    let number = parts.count > 2 ? Int(parts[2]) ?? 0 : 0
    switch (parts[0], parts[parts.count - 1]) {
    case ("stored-value", "principal"): principal[number] = Money(fen: -balance)
    case ("stored-value", "bonus"): bonus[number] = Money(fen: -balance)
    case ("stored-value", _): discount[number] = Money(fen: balance)
    case ("points", "owed"): wallet.pointsOwed = balance
    case ("points", let day):
      guard let expires = BusinessDate(day) else { return }
      wallet.points.append(PointsLot(expires: expires, left: -balance))
    case ("course", "deferred"):
      deferred[number, default: [:]][Int(parts[3]) ?? 0] = Money(fen: -balance)
    case ("course", "bonus"):
      courseBonus[number, default: [:]][Int(parts[3]) ?? 0] = Money(fen: -balance)
    case ("course", let entitlement):
      sessions[number, default: [:]][Int(entitlement) ?? 0] = Int(-balance)
    case ("coupon", _): wallet.coupons[parts[2]] = Int(-balance)
    case ("coupon-used", _):
      wallet.couponUses[parts.dropFirst(2).joined(separator: ":")] = Int(balance)
    case ("referral", _): wallet.isReferralRewarded = true
    default: break
    }
  }

  /// The numbers of the top-ups that hold something.
  package var lots: [Int] { Set(principal.keys).union(bonus.keys).sorted() }
  /// The numbers of the courses with sessions left.
  package var courses: [Int] { sessions.keys.sorted() }

  /// The wallet, with what the ledger's rows say of each top-up and course.
  package func wallet(lots: [HeldLot], courses: [HeldCourse]) -> Wallet {
    var wallet = wallet
    wallet.discountsEnjoyed = discount
    wallet.lots = lots.map { lot in
      StoredValueLot(
        number: lot.number, day: lot.day, paid: lot.paid, gift: lot.gift,
        principal: principal[lot.number] ?? .zero, bonus: bonus[lot.number] ?? .zero,
        discountEnjoyed: discount[lot.number] ?? .zero)
    }
    // What came from another member may be older than what the member paid before.
    wallet.lots.sort { ($0.day, $0.number) < ($1.day, $1.number) }
    wallet.courses = courses.map { course in
      var course = course
      course.left = course.offer.entitlements.indices.map { sessions[course.number]?[$0] ?? 0 }
      course.deferred = course.offer.entitlements.indices.map {
        deferred[course.number]?[$0] ?? .zero
      }
      course.bonus = course.offer.entitlements.indices.map {
        courseBonus[course.number]?[$0] ?? .zero
      }
      return course
    }
    return wallet
  }
}
