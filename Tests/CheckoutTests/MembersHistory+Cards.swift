import Checkout
import Ledger
import Membership

extension History {
  // MARK: Cards and courses

  mutating func topUp(_ number: Int) throws -> (Bool, Bool) {
    let amounts: [Int64] = [
      20_000, 30_000, 50_000, 88_888, 100_000, 100_000, 200_000, 300_000, 500_000, 1,
    ]
    let amount = amounts.randomElement(using: &random) ?? 0
    let gift: Int64? = chance(85) ? nil : .random(in: 0...amount + amount / 8, using: &random)
    let rights: Rights = chance(50) ? .manager : .cashier
    let tenders = outside(amount)
    let decision = try? load(
      TopUp(amount: Money(fen: amount), tenders: tenders, gift: gift.map(Money.init(fen:))),
      lot: books.nextLot(number + 1), course: books.nextCourse(number + 1),
      under: books.terms(number + 1), on: books.occasion(rights))
    if let decision { books.take(decision, of: number + 1) }
    let isExpected = model.topUp(
      number, amount, gift: gift, tenders, isManager: rights == .manager)
    return (decision != nil, isExpected)
  }

  mutating func sellCourse(to number: Int) throws -> (Bool, Bool) {
    let offer = books.rules.courses.randomElement(using: &random) ?? Salon.careCourse
    var tenders = outside(offer.price.fen)
    if chance(50) {
      tenders.insert(
        Tender(.storedValue, amount: amount(upTo: offer.price.fen, nilPercent: 70)), at: 0)
    }
    let decision = try? Checkout.sell(
      offer, number: books.nextCourse(number + 1), tenders: tenders, staff: [],
      under: books.terms(number + 1), on: books.occasion())
    if let decision {
      books.take(decision, of: number + 1)
      voidable[number] = nil
    }
    return (decision != nil, model.sellCourse(number, offer, tenders))
  }

  mutating func checkIn(_ number: Int) -> (Bool, Bool) {
    let decision = try? Checkout.checkIn(
      books.patron(number + 1), under: books.terms(number + 1), on: books.occasion())
    if let decision {
      books.take(decision)
      books.members[number].checkedIn = books.today
    }
    return (decision != nil, model.checkIn(number))
  }

  /// A card is frozen, released or renewed; a course is frozen, released or extended.
  mutating func changeState(of number: Int) -> (Bool, Bool) {
    if let course = model.members[number].courses.indices.randomElement(using: &random), chance(60)
    {
      if chance(30), let end = model.members[number].courses[course].expires {
        let later = max(end, model.today) + Int.random(in: 0...200, using: &random)
        model.members[number].courses[course].expires = later
        books.change(number + 1, course: course) { $0.expires = BusinessDate(days: later) }
      } else {
        let isFrozen = !model.members[number].courses[course].isFrozen && chance(40)
        model.members[number].courses[course].isFrozen = isFrozen
        books.change(number + 1, course: course) { $0.isFrozen = isFrozen }
      }
    } else {
      let isFrozen = !model.members[number].isFrozen && chance(40)
      model.members[number].isFrozen = isFrozen
      books.members[number].status = isFrozen ? .frozen : .active
    }
    // Somebody else gets the card back that could not be used.
    let others = (0..<8).map { _ in Int.random(in: model.members.indices, using: &random) }
    guard let other = others.first(where: { !model.members[$0].mayUseCard(on: model.today) }) else {
      return (true, true)
    }
    model.members[other].isFrozen = false
    books.members[other].status = .active
    if model.members[other].cardExpires ?? .max < model.today {
      model.members[other].cardExpires = model.today + 300
      books.members[other].cardExpires = books.today.advanced(by: 300)
    }
    return (true, true)
  }

  mutating func transfer(from number: Int, course: Int? = nil) -> (Bool, Bool) {
    let to =
      chance(3) ? number : Int.random(in: model.members.indices, using: &random)
    touched.insert(to)
    let decision = try? Checkout.transfer(
      course.map { .course($0 + 1) } ?? .card, from: books.patron(number + 1),
      to: books.patron(to + 1), lot: books.nextLot(to + 1), course: books.nextCourse(to + 1),
      under: books.terms(number + 1), on: books.occasion())
    let lots = books.patron(number + 1).wallet.lots.map(\.number).sorted()
    let first = books.nextLot(to + 1)
    if let decision {
      books.take(decision)
      if course == nil { books.moveParts(of: lots, number + 1, to: to + 1, first: first) }
      (voidable[number], voidable[to]) = (nil, nil)
    }
    return (decision != nil, model.transfer(from: number, to: to, course: course))
  }

  mutating func transferCourse(_ number: Int) -> (Bool, Bool) {
    let count = model.members[number].courses.count
    return transfer(from: number, course: Int.random(in: 0...count, using: &random))
  }

  mutating func giveBack(_ number: Int) -> (Bool, Bool) {
    let reason = RefundReason.allCases.randomElement(using: &random) ?? .shop
    let patron = books.patron(number + 1)
    let lots = chance(40) ? nil : patron.wallet.lots.filter { _ in chance(60) }.map(\.number)
    let courses =
      lots == nil ? nil : patron.wallet.courses.filter { _ in chance(60) }.map(\.number)
    let bought = books.bought(number + 1)
    let ended = model.today - Int.random(in: 0...60, using: &random)
    let quotes = patron.quotes(
      rates: books.rules.interest, ended: BusinessDate(days: ended), on: books.today,
      bought: bought,
      of: { source in
        switch source {
        case .lot(let number): lots?.contains(number) ?? true
        case .course(let number): courses?.contains(number) ?? true
        }
      })
    guard let quote = quotes.first(where: { $0.reason == reason }) else { return (false, true) }
    let closed = quote.parts.compactMap { part in
      if case .lot(let number) = part.source { number } else { nil as Int? }
    }
    let decision = try? payOut(
      quote, tenders: [Tender(.wechat)], held: .zero,
      gifts: books.gifts(with: closed, number + 1), bought: bought,
      under: books.terms(number + 1), on: books.occasion())
    if let decision {
      books.take(decision)
      books.moveParts(of: closed, number + 1, to: nil)
      voidable[number] = nil
    }
    let paid = model.giveBack(
      number, reason, lots: lots.map { Set($0.map { $0 - 1 }) },
      courses: courses.map { Set($0.map { $0 - 1 }) }, since: ended)
    return (decision != nil && quote.total.fen == paid ?? 0, paid != nil)
  }

  mutating func nextDay() -> (Bool, Bool) {
    let days = chance(8) ? 40 : Int.random(in: 1...5, using: &random)
    soldToday = []
    books.today = books.today.advanced(by: days)
    touched.formUnion(books.comeDue().map { $0 - 1 })
    model.begin(books.today.days)
    return (true, true)
  }

  // MARK: Comparing

  /// Where books and model differ after something was done.
  func difference(after name: String, _ numbers: Set<Int>) -> String? {
    if let fault = books.fault { return fault }
    for number in numbers {
      if let found = difference(of: number) { return "\(name), member \(number + 1): \(found)" }
    }
    for account in model.moved
    where books.balances[account] ?? 0 != model.shop[account] ?? 0 {
      return """
        \(name): \(account) is \(books.balances[account] ?? 0), \
        expected \(model.shop[account] ?? 0)
        """
    }
    guard books.liability == model.liability else {
      return "\(name): liability is \(books.liability), expected \(model.liability)"
    }
    return nil
  }

  /// Where all members and accounts differ, and whether their sums are the shop's.
  func differenceOfAll() -> String? {
    if let found = difference(after: "all", Set(model.members.indices)) { return found }
    for (account, balance) in books.balances
    where model.shop[account] ?? 0 != balance && !Self.counters.contains(where: account.hasPrefix) {
      return "\(account) is \(balance), expected \(model.shop[account] ?? 0)"
    }
    let owed = model.members.reduce(0) { $0 + $1.owedToMember }
    let bonus = model.members.reduce(0) { sum, member in
      sum + member.lots.reduce(0) { $0 + $1.bonus }
        + member.courses.reduce(0) { $0 + $1.bonus.reduce(0, +) }
    }
    let points = model.members.reduce(0) { $0 + $1.balance }
    guard owed == books.liability else { return "members are owed \(owed)" }
    guard bonus == books.balances["bonus-outstanding"] ?? 0 else { return "bonus \(bonus)" }
    guard points == books.balances["points-outstanding"] ?? 0 else { return "points \(points)" }
    return nil
  }

  private static let counters = [
    "points-outstanding", "sessions-outstanding", "coupons", "discounts-enjoyed", "qualified",
    "referrals", "returned",
  ]

  private func difference(of number: Int) -> String? {
    let (patron, expected) = (books.patron(number + 1), model.members[number])
    let wallet = patron.wallet
    let lots = expected.lots.indices.filter { expected.lots[$0].left > 0 }
    guard lots.count == wallet.lots.count,
      zip(lots, wallet.lots.sorted { $0.number < $1.number }).allSatisfy({
        $0 + 1 == $1.number && expected.lots[$0].isSame(as: $1)
      })
    else { return "lots are \(wallet.lots), expected \(expected.lots)" }
    let points = Dictionary(
      uniqueKeysWithValues: wallet.points.map { ($0.expires.days, $0.left) })
    guard points == expected.points, wallet.pointsOwed == expected.owed else {
      return "points are \(points) less \(wallet.pointsOwed), expected \(expected.points)"
        + " less \(expected.owed)"
    }
    let courses = expected.courses.indices.filter { !expected.courses[$0].isUsed }
    guard courses.count == wallet.courses.count,
      zip(courses, wallet.courses).allSatisfy({
        $0 + 1 == $1.number && expected.courses[$0].isSame(as: $1)
      })
    else { return "courses are \(wallet.courses), expected \(expected.courses)" }
    guard wallet.coupons == expected.coupons.filter({ $0.value > 0 }),
      wallet.couponUses == expected.uses.filter({ $0.value > 0 }),
      wallet.isReferralRewarded == expected.isRewarded
    else { return "coupons are \(wallet.coupons) \(wallet.couponUses)" }
    guard patron.member.tier == books.rules.tiers[expected.tier].code,
      patron.member.tierUntil?.days == expected.until,
      patron.qualifying == expected.sum(since: model.windowStart)
    else { return "tier is \(patron.member.tier) with \(patron.qualifying)" }
    return nil
  }
}

extension ModelLot {
  func isSame(as held: StoredValueLot) -> Bool {
    held.principal.fen == principal && held.bonus.fen == bonus && held.paid.fen == paid
      && held.gift.fen == gift && held.day.days == day && held.discountEnjoyed.fen == enjoyed
  }
}

extension ModelCourse {
  var isUsed: Bool { left.allSatisfy { $0 == 0 } }

  func isSame(as held: HeldCourse) -> Bool {
    held.left.map(Int64.init) == left && held.deferred.map(\.fen) == deferred
      && held.bonus.map(\.fen) == bonus
      && held.expires?.days == expires && held.isFrozen == isFrozen && held.day.days == day
      && held.offer.price.fen == price && held.offer.code == code
  }
}
