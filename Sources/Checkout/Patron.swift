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
    let words = AccountWords(name)
    switch words.first {
    case "stored-value":
      switch words.last {
      case "principal": principal[words.number(2)] = Money(fen: -balance)
      case "bonus": bonus[words.number(2)] = Money(fen: -balance)
      default: discount[words.number(2)] = Money(fen: balance)
      }
    case "points":
      if words.last == "owed" {
        wallet.pointsOwed = balance
      } else if let expires = BusinessDate(words.last) {
        wallet.points.append(PointsLot(expires: expires, left: -balance))
      }
    case "course":
      let (course, entitlement) = (words.number(2), words.number(3))
      switch words.last {
      case "deferred": deferred[course, default: [:]][entitlement] = Money(fen: -balance)
      case "bonus": courseBonus[course, default: [:]][entitlement] = Money(fen: -balance)
      default: sessions[course, default: [:]][entitlement] = Int(-balance)
      }
    case "coupon": wallet.coupons[words[2]] = Int(-balance)
    case "coupon-used": wallet.couponUses[words.rest(from: 2)] = Int(balance)
    case "referral": wallet.isReferralRewarded = true
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

/// The words of an account's name, which colons part; read without a copy of the others, as a
/// member's sale reads some twenty names.
private struct AccountWords {
  private let bytes: [UInt8]

  init(_ name: String) { bytes = Array(name.utf8) }

  /// The word at a place from 0; empty where the name has fewer.
  subscript(index: Int) -> String {
    let rest = self.bytes(from: index)
    return String(decoding: rest.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
  }

  var first: String { self[0] }

  var last: String {
    let colon = bytes.lastIndex(of: UInt8(ascii: ":"))
    return String(decoding: bytes[(colon.map { $0 + 1 } ?? 0)...], as: UTF8.self)
  }

  /// The word at a place as a number; 0 where it is none.
  func number(_ index: Int) -> Int { Int(self[index]) ?? 0 }

  /// All words from a place on, with their colons.
  func rest(from index: Int) -> String { String(decoding: bytes(from: index), as: UTF8.self) }

  private func bytes(from index: Int) -> ArraySlice<UInt8> {
    var rest = bytes[...]
    for _ in 0..<index {
      guard let colon = rest.firstIndex(of: UInt8(ascii: ":")) else { return [] }
      rest = rest[(colon + 1)...]
    }
    return rest
  }
}
