import Ledger
import Membership

/// What a top-up gave beside its bonus, from its own document.
package struct GivenGifts: Hashable, Sendable {
  /// The number of the top-up; nil for one that somebody else paid, or that was carried over.
  let topUp: Int?
  package let points: Int64
  package let coupon: String?
  /// The numbers of the member's courses that came with it.
  package let courses: [Int]

  /// - Parameter document: of the top-up.
  package init(_ document: Document) {
    let json = document.kind == .topup ? document.json : .object([])
    topUp = json.elements("lots").first?["no"]?.int
    points = document.kind == .topup ? document.pointsEarned : 0
    courses = json.elements("courses").compactMap { $0["no"]?.int }
    coupon = json["coupon"]?.string
  }
}

/// What is taken back of a member's top-ups and courses.
struct Closing {
  let patron: Patron
  var postings: [Posting] = []
  var principal = Money.zero
  var bonus = Money.zero
  var deferred = Money.zero
  var points: Int64 = 0
  var coupons: [String] = []
  private var closed: Set<RefundPart.Source> = []
  /// Stored value that goes back to the card.
  var returned: [StoredValueShare] = []

  init(patron: Patron) { self.patron = patron }

  /// What the books held in money.
  var given: Money { principal + deferred }

  /// Takes back what is left of a gift; what was used of it is not claimed.
  ///
  /// Source: 法释〔2025〕4号, Article 21.
  mutating func revoke(_ gift: GivenGifts) {
    for course in gift.courses { close(.course(course)) }
    _ = take(min(gift.points, max(0, patron.wallet.pointsBalance - points)))
    if let code = gift.coupon,
      patron.wallet.coupons[code, default: 0] > coupons.count(where: { $0 == code })
    {
      coupons.append(code)
      postings += Posting.move(
        1, from: Chart.couponsOutstanding, to: Chart.coupon(patron.member.number, code: code))
    }
  }

  mutating func close(_ source: RefundPart.Source) {
    guard closed.insert(source).inserted else { return }
    let member = patron.member.number
    switch source {
    case .lot(let number):
      guard let lot = patron.wallet.lots.first(where: { $0.number == number }) else { return }
      principal += lot.principal
      bonus += lot.bonus
      postings.append(.debit(Chart.principal(member, lot: number), lot.principal))
      postings += Posting.move(
        lot.bonus.fen, from: Chart.bonusOutstanding, to: Chart.bonus(member, lot: number))
    case .course(let number):
      guard let course = patron.wallet.courses.first(where: { $0.number == number }) else { return }
      for index in course.left.indices {
        deferred += course.deferred[index]
        postings.append(
          .debit(
            Chart.deferred(member, course: number, entitlement: index), course.deferred[index]))
        postings += Posting.move(
          course.bonus[index].fen, from: Chart.bonusOutstanding,
          to: Chart.bonus(member, course: number, entitlement: index))
        postings += Posting.move(
          Int64(course.left[index]), from: Chart.sessionsOutstanding(course.offer.code),
          to: Chart.sessions(member, course: course, entitlement: index))
      }
    }
  }
}

/// How a course was paid, and what it earned, from its own document.
package struct BoughtCourse: Hashable, Sendable {
  let storedValue: [StoredValueShare]
  let earned: Int64
  /// What was paid in money, which counts for points and a tier: from outside, and principal.
  let paid: Money

  /// - Parameter document: of the course's sale.
  package init(_ document: Document) {
    let tenders = document.json.elements("tenders").filter {
      $0["kind"]?.string == TenderKind.storedValue.rawValue
    }
    storedValue = tenders.flatMap { $0.elements("lots") }.compactMap(\.array)
      .compactMap(StoredValueShare.init)
    earned = document.kind == .course ? document.pointsEarned : 0
    paid =
      document.tenders.filter(\.kind.isOutside).map(\.amount).sum()
      + storedValue.map(\.principal).sum()
  }

  /// The part of what is due that principal paid, rounded half up.
  func toCard(of part: RefundPart) -> Money {
    guard paid > .zero else { return .zero }
    return part.due.scaled(
      by: storedValue.map(\.principal).sum().fen, over: paid.fen, rounding: .halfUp)
  }
}

extension Closing {
  /// Gives stored value back to the top-ups it came from, and takes back what the course earned.
  mutating func takeBack(
    _ bought: BoughtCourse, _ part: RefundPart, under terms: Terms
  ) {
    let member = patron.member.number
    let principal = part.toCard.allocated(over: bought.storedValue.map(\.principal))
    let bonus = part.bonus.allocated(over: bought.storedValue.map(\.bonus))
    for (index, lot) in bought.storedValue.enumerated() {
      let back = StoredValueShare(lot: lot.lot, principal: principal[index], bonus: bonus[index])
      guard back.amount > .zero else { continue }
      returned.append(back)
      postings.append(.credit(Chart.principal(member, lot: back.lot), back.principal))
      postings += Posting.move(
        back.bonus.fen, from: Chart.bonus(member, lot: back.lot), to: Chart.bonusOutstanding)
    }
    guard bought.paid > .zero else { return }
    let stays = scaled(
      bought.earned, by: (bought.paid - part.due).fen, over: bought.paid.fen, rounding: .down)
    takeBack(points: bought.earned - stays)
    guard terms.rules.tierPolicy?.measure == .spend else { return }
    postings += Posting.move(
      part.due.fen, from: Chart.qualifying(member), to: Chart.qualified)
  }

  /// What is given back of the member's own top-ups no longer counts for a tier.
  mutating func uncount(
    _ parts: [RefundPart], of topUps: [Int], under terms: Terms
  ) {
    guard terms.rules.tierPolicy?.measure == .topup else { return }
    for case (.lot(let number), let due) in parts.map({ ($0.source, $0.due) })
    where topUps.contains(number) {
      postings += Posting.move(
        due.fen, from: Chart.qualifying(patron.member.number), to: Chart.qualified)
    }
  }

  /// Takes points back, the soonest to lapse first; what is used already is owed.
  private mutating func takeBack(points count: Int64) {
    let owed = take(count)
    postings += Posting.move(
      owed, from: Chart.pointsOutstanding, to: Chart.pointsOwed(patron.member.number))
  }

  /// Takes points from the lots that lapse soonest.
  ///
  /// - Returns: how many of them no lot has any more.
  private mutating func take(_ count: Int64) -> Int64 {
    points += count
    var rest = count
    for lot in patron.wallet.points where rest > 0 {
      let account = Chart.points(patron.member.number, expires: lot.expires)
      let taken = postings.filter { $0.account == account }.map(\.amount).reduce(0, +)
      let share = min(rest, lot.left - taken)
      rest -= share
      postings += Posting.move(share, from: Chart.pointsOutstanding, to: account)
    }
    return rest
  }
}
