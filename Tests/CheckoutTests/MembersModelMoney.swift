import Checkout
import Ledger
import Membership

extension Model {
  /// Money onto a card.
  ///
  /// - Returns: whether it is taken.
  mutating func topUp(
    _ number: Int, _ amount: Int64, gift: Int64?, _ tenders: [Tender], isManager: Bool
  ) -> Bool {
    var member = members[number]
    let plan = Salon.plans.last { $0.amount.fen <= amount }
    let bonus = gift ?? plan?.bonus.fen ?? 0
    guard member.mayUseCard(on: today), isManager || bonus <= plan?.bonus.fen ?? 0,
      bonus <= amount * 10, let money = settle(amount, of: amount, tenders, .none)
    else { return false }
    if rules.limits.mode == .refuse {
      guard member.principal + amount <= 500_000, money.cash < 5_000_000 else { return false }
    }
    let months = gift == nil ? plan?.parts ?? 1 : 1
    let parts = largestRemainder(bonus, over: Array(repeating: 1, count: months))
    member.lots.append(
      ModelLot(paid: amount, gift: parts[0], day: today, principal: amount, bonus: parts[0]))
    for index in parts.indices.dropFirst() {
      let due = sameDay(of: today, monthsLater: index)
      member.parts.append((due, member.lots.count, parts[index]))
    }
    member.earn(plan?.points ?? 0, until: pointsEnd)
    let lot = member.lots.count - 1
    member.lots[lot].gifts = ModelGifts(
      isOwn: true, points: plan?.points ?? 0, coupon: plan?.coupon)
    if let code = plan?.course, let offer = rules.courses.first(where: { $0.code == code }) {
      member.lots[lot].gifts.course = member.courses.count
      member.courses.append(ModelCourse(offer, day: today, isGift: true))
    }
    if let code = plan?.coupon { member.coupons[code, default: 0] += 1 }
    count(
      rules.tierPolicy?.measure == .topup ? amount : nil, of: &member,
      plan: plan?.tier.flatMap { code in rules.tiers.firstIndex { $0.code == code } })
    members[number] = member
    move(
      ["wechat": money.wechat, "drawer:1": money.cash, "bonus-outstanding": parts[0]],
      liability: amount)
    return true
  }

  /// A course is sold for money and stored value.
  mutating func sellCourse(_ number: Int, _ offer: CourseOffer, _ tenders: [Tender]) -> Bool {
    var member = members[number]
    guard member.mayUseCard(on: today) else { return false }
    let price = offer.price.fen
    let stated = tenders.reduce(0) { $0 + ($1.amount?.fen ?? 0) }
    var stored: Int64 = 0
    if let tender = tenders.first(where: { $0.kind == .storedValue }) {
      stored = tender.amount?.fen ?? min(max(0, price - stated), member.stored)
      guard stored > 0, stored <= member.stored, stored <= price else { return false }
    }
    var outside = tenders.filter { $0.kind != .storedValue }
    let fixed = stored + outside.reduce(0) { $0 + ($1.amount?.fen ?? 0) }
    if fixed == price { outside.removeAll { $0.amount == nil } }
    guard let money = settle(price - stored, of: price, outside, .none) else { return false }
    var bought = ModelBought()
    let spent = Model.spend(stored, from: member.lots, order: rules.spendingOrder)
    for index in Model.oldest(member.lots) {
      let share = spent[index]
      guard share.principal + share.bonus > 0 else { continue }
      member.lots[index].principal -= share.principal
      member.lots[index].bonus -= share.bonus
      bought.shares.append(.init(lot: index, principal: share.principal, bonus: share.bonus))
    }
    let principal = bought.shares.reduce(0) { $0 + $1.principal }
    let base = money.sum + principal
    bought.base = base
    bought.earned = Int64(Int128(base) * Int128(rate(member)) / 1_000_000)
    member.courses.append(ModelCourse(offer, day: today, gift: stored - principal))
    member.courses[member.courses.count - 1].bought = bought
    member.earn(bought.earned, until: pointsEnd)
    count(rules.tierPolicy?.measure == .spend ? base : nil, of: &member)
    members[number] = member
    move(
      ["wechat": money.wechat, "drawer:1": money.cash], liability: money.sum)
    return true
  }

  mutating func checkIn(_ number: Int) -> Bool {
    guard members[number].checkedIn != today else { return false }
    members[number].checkedIn = today
    members[number].earn(Salon.points.checkIn, until: pointsEnd)
    move([:], liability: 0)
    return true
  }

  // MARK: Transfers

  /// What one member holds becomes another's: all of it, or one course.
  mutating func transfer(from: Int, to: Int, course: Int?) -> Bool {
    var (giver, receiver) = (members[from], members[to])
    guard from != to, giver.mayUseCard(on: today), receiver.mayUseCard(on: today) else {
      return false
    }
    let courses = giver.courses.indices.filter { index in
      giver.courses[index].left.contains { $0 > 0 } && (course == nil || course == index)
    }
    let lots = giver.lots.indices.filter { giver.lots[$0].left > 0 && course == nil }
    let points = course == nil ? giver.points : [:]
    guard !courses.isEmpty || !lots.isEmpty || !points.isEmpty else { return false }
    let moving = lots.reduce(0) { $0 + giver.lots[$1].principal }
    guard rules.limits.mode != .refuse || receiver.principal + moving <= 500_000 else {
      return false
    }
    for index in lots {
      receiver.lots.append(giver.lots[index])
      receiver.lots[receiver.lots.count - 1].gifts = ModelGifts()
      receiver.parts += giver.parts.filter { $0.lot == index + 1 }.map {
        ($0.day, receiver.lots.count, $0.amount)
      }
      giver.parts.removeAll { $0.lot == index + 1 }
      giver.lots[index].principal = 0
      giver.lots[index].bonus = 0
      giver.lots[index].enjoyed = 0
    }
    for (day, count) in points {
      giver.points[day] = nil
      receiver.points[day, default: 0] += count
    }
    receiver.payDebt()
    for index in courses {
      receiver.courses.append(giver.courses[index])
      receiver.courses[receiver.courses.count - 1].bought = nil
      giver.courses[index].left = giver.courses[index].left.map { _ in 0 }
      giver.courses[index].deferred = giver.courses[index].left
      giver.courses[index].bonus = giver.courses[index].left
    }
    members[from] = giver
    members[to] = receiver
    move([:], liability: 0)
    return true
  }
}
