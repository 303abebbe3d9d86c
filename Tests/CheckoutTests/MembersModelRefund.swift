import Ledger
import Membership

/// What a refund takes from a member and gives, before it is done.
private struct ModelClosing {
  var member: ModelMember
  var dues: Int64 = 0
  var toCard: Int64 = 0
  var interest: Int64 = 0
  /// Principal and deferred revenue that stood in the books.
  var held: Int64 = 0
  var bonus: Int64 = 0
  /// Stored value that goes back to the card.
  var back = (principal: Int64(0), bonus: Int64(0))
  /// Points taken, also those that are owed from now on.
  var points: Int64 = 0
  var isAny = false
}

extension Model {
  /// Gives back top-ups and courses, all or those chosen, for a reason.
  ///
  /// - Returns: what is paid out; nil where there is nothing.
  mutating func giveBack(
    _ number: Int, _ reason: RefundReason, lots: Set<Int>?, courses: Set<Int>?, since ended: Int
  ) -> Int64? {
    guard !members[number].isFrozen else { return nil }
    var closing = ModelClosing(member: members[number])
    let balance = closing.member.balance
    let closed = closing.member.lots.indices.filter { index in
      closing.member.lots[index].left > 0 && lots?.contains(index) ?? true
        && (reason != .coolingOff || today <= closing.member.lots[index].day + 7)
    }
    let given = closing.member.courses.indices.filter { index in
      !closing.member.courses[index].isUsed && courses?.contains(index) ?? true
        && (reason != .coolingOff || today <= closing.member.courses[index].day + 7)
    }
    guard !closed.isEmpty || !given.isEmpty else { return nil }
    let gifts = closed.map { closing.member.lots[$0].gifts }
    for index in closed { close(lot: index, reason, since: ended, &closing) }
    for index in given { close(course: index, reason, since: ended, &closing) }
    for gift in gifts { revoke(gift, of: balance, &closing) }
    members[number] = closing.member
    let paid = closing.dues - closing.toCard + closing.interest
    move(
      [
        "wechat": -paid, "interest": closing.interest,
        "bonus-outstanding": closing.back.bonus - closing.bonus,
        "card-refund-loss": max(0, closing.dues - closing.held),
        "card-refund-gain": min(0, closing.dues - closing.held),
      ], liability: closing.back.principal - closing.held)
    return paid
  }

  /// Interest on one contract, from its end; it does not end before it was paid.
  private func interest(_ due: Int64, _ reason: RefundReason, from day: Int, _ ended: Int) -> Int64
  {
    let rate: Int64 = reason == .shop ? 310 : reason == .member ? 150 : 0
    return halfUp(due, rate * Int64(max(0, today - max(ended, day))), over: 3_650_000)
  }

  private func close(
    lot index: Int, _ reason: RefundReason, since ended: Int, _ closing: inout ModelClosing
  ) {
    let lot = closing.member.lots[index]
    let due =
      reason == .member
      ? max(0, lot.paid - lot.consumed - lot.enjoyed)
      : max(0, lot.due)
    closing.dues += due
    closing.interest += interest(due, reason, from: lot.day, ended)
    if rules.tierPolicy?.measure == .topup, lot.gifts.isOwn {
      closing.member.counted.append((today, -due))
    }
    closing.held += lot.principal
    closing.bonus += lot.bonus
    closing.member.lots[index].principal = 0
    closing.member.lots[index].bonus = 0
    closing.member.parts.removeAll { $0.lot == index + 1 }
  }

  private func close(
    course index: Int, _ reason: RefundReason, since ended: Int, _ closing: inout ModelClosing
  ) {
    let course = closing.member.courses[index]
    let deferred = course.deferred.reduce(0, +)
    let bonus = course.bonus.reduce(0, +)
    let gift = course.gifts.reduce(0, +)
    let listed = course.listed
    let due = reason == .member ? max(0, course.price - gift - listed.paid) : deferred
    closing.dues += due
    closing.interest += interest(due, reason, from: course.day, ended)
    closing.held += deferred
    closing.member.courses[index].left = course.left.map { _ in 0 }
    closing.member.courses[index].deferred = closing.member.courses[index].left
    closing.member.courses[index].bonus = closing.member.courses[index].left
    closing.bonus += bonus
    guard let bought = course.bought else { return }
    let stored = bought.shares.reduce(0) { $0 + $1.principal }
    let toCard = bought.base == 0 ? 0 : halfUp(due, stored, over: bought.base)
    closing.toCard += toCard
    let paid = largestRemainder(toCard, over: bought.shares.map(\.principal))
    let given = largestRemainder(
      reason == .member ? max(0, gift - listed.bonus) : bonus, over: bought.shares.map(\.bonus))
    for (place, share) in bought.shares.enumerated() {
      closing.member.lots[share.lot].principal += paid[place]
      closing.member.lots[share.lot].bonus += given[place]
      closing.back.principal += paid[place]
      closing.back.bonus += given[place]
    }
    if bought.base > 0 {
      let stays = Int128(bought.earned) * Int128(bought.base - due) / Int128(bought.base)
      take(bought.earned - Int64(stays), &closing)
    }
    if rules.tierPolicy?.measure == .spend {
      closing.member.counted.append((today, -due))
    }
  }

  /// Takes points, the soonest to lapse first; what is not there is owed.
  private func take(_ count: Int64, _ closing: inout ModelClosing) {
    closing.points += count
    var rest = count
    for (day, left) in closing.member.points.sorted(by: { $0.key < $1.key }) where rest > 0 {
      closing.member.change(day, by: -min(rest, left))
      rest -= min(rest, left)
    }
    closing.member.owed += rest
  }

  /// What is left of what came with a top-up goes, and no more than that.
  private func revoke(_ gift: ModelGifts, of balance: Int64, _ closing: inout ModelClosing) {
    if let course = gift.course {
      closing.member.courses[course].left = closing.member.courses[course].left.map { _ in 0 }
    }
    take(min(gift.points, max(0, balance - closing.points)), &closing)
    if let coupon = gift.coupon, closing.member.coupons[coupon, default: 0] > 0 {
      closing.member.coupons[coupon, default: 0] -= 1
    }
  }
}
