import Catalog
import Checkout
import Ledger
import Membership

extension Model {
  /// A sale; nil where it is refused or not paid.
  ///
  /// - Parameters:
  ///   - sale: what is asked for.
  ///   - kept: what another sale that comes back pays of it.
  ///   - carried: the tenders that paid for that one.
  /// - Returns: what it changed.
  mutating func sell(
    _ sale: SaleAsked, keeping kept: Int64 = 0, _ carried: [ModelSold.Tender] = []
  ) -> ModelReceipt? {
    guard let sessions = sessions(of: sale) else { return nil }
    let (lines, used) = price(sale, sessions: sessions)
    let total = lines.reduce(0) { $0 + $1.net }
    let charged = lines.filter { $0.session == nil }
    let net = charged.reduce(0) { $0 + $1.net }
    guard let (own, outside) = pay(sale, net - kept, charged),
      let money = settle(net - kept - own.stored - own.points, of: total, outside, rounding)
    else { return nil }
    var receipt = ModelReceipt(member: sale.member, day: today)
    var member = sale.member.map { members[$0] }
    let before = member
    let discount = charged.reduce(0) { $0 + $1.off }
    for (index, share) in Model.spend(
      own.stored, from: member?.lots ?? [], order: rules.spendingOrder
    ).enumerated() where share.principal + share.bonus > 0 {
      let enjoyed = halfUp(discount, share.principal + share.bonus, over: net)
      receipt.lots.append((index, share.principal, share.bonus, enjoyed))
    }
    for share in carried.flatMap(\.lots) {
      member?.lots[share.lot].enjoyed += halfUp(discount, share.principal + share.bonus, over: net)
    }
    useSessions(lines, member, &receipt)
    book(lines, money, own.points, &receipt)
    if var changed = member, let number = sale.member {
      let base = money.sum + carried.principal
      reward(lines, base, own.points, used, &changed, &receipt, number)
      member = changed
      members[number] = changed
    }
    if let referrer = receipt.referrer {
      members[referrer.index].earn(Salon.points.referral, until: referrer.expires)
    }
    move(receipt.moves, liability: receipt.liability)
    receipt.sold = sold(
      sale, lines, money, own, receipt, rate: before.map(rate) ?? 0, carried: carried)
    chains += 1
    receipt.sold?.chain = chains
    standing[chains] = 1
    rewarded[chains] = receipt.referrer
    return receipt
  }

  /// The course and part that pay for each line; nil where one is refused.
  private func sessions(of sale: SaleAsked) -> [Int: (course: Int, part: Int)]? {
    var found: [Int: (course: Int, part: Int)] = [:]
    var taken: [[Int]: Int64] = [:]
    for tender in sale.tenders where tender.kind == .course {
      guard let number = sale.member, members[number].mayUseCard(on: today),
        let index = tender.line.map({ $0 - 1 }), found[index] == nil
      else { return nil }
      let asked = sale.lines[index]
      let courses = members[number].courses
      let usable = courses.indices.filter {
        !courses[$0].isFrozen && courses[$0].expires ?? today >= today
      }.sorted { (courses[$0].expires ?? .max, $0) < (courses[$1].expires ?? .max, $1) }
      let places = usable.flatMap { course in
        courses[course].left.indices.map { (course: course, part: $0) }
      }
      let place = places.first { place in
        courses[place.course].services[place.part].contains(asked.item.code)
          && courses[place.course].left[place.part] > taken[[place.course, place.part], default: 0]
      }
      guard let place else { return nil }
      taken[[place.course, place.part], default: 0] += asked.quantity
      guard
        courses[place.course].left[place.part] >= taken[[place.course, place.part], default: 0]
      else { return nil }
      found[index] = place
    }
    return found
  }

  /// What the member's own tenders pay, in the order stated, and the tenders from outside.
  private func pay(
    _ sale: SaleAsked, _ due: Int64, _ charged: [ModelLine]
  ) -> (own: OwnMoney, outside: [Tender])? {
    let fixed = sale.tenders.filter { $0.kind != .cash }.reduce(0) { $0 + ($1.amount?.fen ?? 0) }
    var rest = due - fixed
    guard rest >= 0 else { return nil }
    var own = OwnMoney()
    var outside: [Tender] = []
    var isFilled = false
    for tender in sale.tenders where tender.kind != .course {
      guard tender.kind == .storedValue || tender.kind == .points else {
        if !isFilled || tender.amount != nil || rest > 0 { outside.append(tender) }
        continue
      }
      guard let number = sale.member, members[number].mayUseCard(on: today) else { return nil }
      let member = members[number]
      if tender.kind == .storedValue {
        own.stored = tender.amount?.fen ?? min(rest, member.stored)
        guard own.stored > 0, own.stored <= member.stored else { return nil }
        if tender.amount == nil { rest -= own.stored }
      } else {
        let eligible = charged.filter {
          $0.item.discountable && !Salon.points.paysNot.contains($0.item.category)
        }.reduce(0) { $0 + $1.net }
        let cap = eligible * 3 / 10 / 100 * 100
        own.points = tender.points ?? max(0, min(member.balance, cap, rest)) / 100 * 100
        guard own.points > 0, own.points % 100 == 0, own.points <= min(member.balance, cap, rest)
        else { return nil }
        rest -= own.points
      }
      isFilled = isFilled || rest == 0
    }
    return (own, outside)
  }

  /// The places of top-ups by the day on which they were paid.
  static func oldest(_ lots: [ModelLot]) -> [Int] {
    lots.indices.sorted { (lots[$0].day, $0) < (lots[$1].day, $1) }
  }

  /// What each top-up gives; in proportion by what the law leaves of it.
  static func spend(
    _ amount: Int64, from lots: [ModelLot], order: SpendingOrder
  ) -> [(principal: Int64, bonus: Int64)] {
    var shares = lots.map { _ in (principal: Int64(0), bonus: Int64(0)) }
    let oldest = oldest(lots)
    var rest = amount
    if order == .proportional {
      for index in oldest {
        let lot = lots[index]
        let share = min(rest, lot.left)
        // What went back to the card may have left the lot a fen beside its ratio.
        let lawful = lot.statutory(consumed: lot.consumed + share)
        let principal = max(min(lot.principal - lawful, lot.principal, share), share - lot.bonus, 0)
        if share > 0 { shares[index] = (principal, share - principal) }
        rest -= share
      }
      return shares
    }
    let isFirst = order == .principalFirst
    for isPrincipal in [isFirst, !isFirst] {
      for index in oldest {
        let share = min(rest, isPrincipal ? lots[index].principal : lots[index].bonus)
        if isPrincipal { shares[index].principal = share } else { shares[index].bonus = share }
        rest -= share
      }
    }
    return shares
  }

  private func useSessions(
    _ lines: [ModelLine], _ member: ModelMember?, _ receipt: inout ModelReceipt
  ) {
    var courses = member?.courses ?? []
    for line in lines {
      guard let (course, part) = line.session else { continue }
      let value = courses[course].use(line.quantity, of: part)
      receipt.sessions.append((course, part, line.quantity, value.paid, value.bonus))
    }
  }

  /// What the sale does to the shop's own accounts.
  private func book(
    _ lines: [ModelLine], _ money: ModelMoney, _ points: Int64, _ receipt: inout ModelReceipt
  ) {
    let bonus =
      receipt.lots.reduce(0) { $0 + $1.bonus } + receipt.sessions.reduce(0) { $0 + $1.bonus }
    var moves = [
      "wechat": money.wechat, "drawer:1": money.cash, "rounding": -money.rounding,
      "discount": lines.reduce(0) { $0 + $1.off }, "bonus-outstanding": -bonus,
      "discount:bonus": bonus, "discount:points": points,
    ]
    var values = receipt.sessions.map { $0.paid + $0.bonus }[...]
    for line in lines {
      let value = line.session == nil ? nil : values.removeFirst()
      let tax = tax(in: value ?? line.net, line.item)
      moves["revenue:\(line.item.kind.rawValue)", default: 0] -= line.list - tax
      moves["tax:\(line.item.taxRate)", default: 0] -= tax
      if let value { moves["discount:course", default: 0] += line.net - value }
    }
    receipt.moves = moves
    receipt.liability =
      -receipt.lots.reduce(0) { $0 + $1.principal } - receipt.sessions.reduce(0) { $0 + $1.paid }
  }

  /// What the member gives and gets.
  private func reward(
    _ lines: [ModelLine], _ outside: Int64, _ points: Int64, _ used: [Coupon],
    _ member: inout ModelMember, _ receipt: inout ModelReceipt, _ number: Int
  ) {
    let before = member.points
    let base = outside + receipt.lots.reduce(0) { $0 + $1.principal }
    var rest = points
    for (expires, count) in member.points.sorted(by: { $0.key < $1.key }) where rest > 0 {
      receipt.burned.append((expires, min(rest, count)))
      member.change(expires, by: -min(rest, count))
      rest -= min(rest, count)
    }
    let charged = lines.filter { $0.session == nil }
    let net = charged.reduce(0) { $0 + $1.net }
    let earning = charged.filter { !Salon.points.earnsNot.contains($0.item.category) }
      .reduce(0) { $0 + $1.net }
    if net > 0 {
      let product = Int128(base) * Int128(earning) * Int128(rate(member))
      let owed = member.owed
      receipt.earned = Int64(product / (Int128(net) * 1_000_000))
      member.earn(receipt.earned, until: pointsEnd)
      receipt.repaid = owed - member.owed
    }
    for day in Set(before.keys).union(member.points.keys) {
      receipt.points[day] = member.points[day, default: 0] - before[day, default: 0]
    }
    for coupon in used {
      guard let key = self.coupon(coupon.code, by: number)?.key else {
        if coupon.issue == .granted { receipt.granted.append(coupon.code) }
        continue
      }
      receipt.uses.append(key)
    }
    if let referrer = member.referrer, !member.isRewarded {
      let repaid = min(members[referrer].owed, Salon.points.referral)
      receipt.referrer = (referrer, pointsEnd, repaid)
    }
    if rules.tierPolicy?.measure != .topup {
      receipt.counts = rules.tierPolicy?.measure == .visits ? 1 : base
    }
    apply(receipt, times: 1, to: &member)
    count(receipt.counts, of: &member)
  }

  private func apply(_ receipt: ModelReceipt, times sign: Int64, to member: inout ModelMember) {
    for share in receipt.lots {
      member.lots[share.index].principal -= sign * share.principal
      member.lots[share.index].bonus -= sign * share.bonus
      member.lots[share.index].enjoyed += sign * share.enjoyed
    }
    for use in receipt.sessions {
      member.courses[use.course].left[use.part] -= sign * use.count
      member.courses[use.course].deferred[use.part] -= sign * use.paid
      member.courses[use.course].bonus[use.part] -= sign * use.bonus
    }
    for code in receipt.granted { member.coupons[code, default: 0] -= Int(sign) }
    for key in receipt.uses { member.uses[key, default: 0] += Int(sign) }
    if receipt.referrer != nil { member.isRewarded = sign > 0 }
  }

  /// The points for bringing a member.
  mutating func takeBack(_ referrer: (index: Int, expires: Int, repaid: Int64)) {
    members[referrer.index].owed += referrer.repaid
    members[referrer.index].change(
      referrer.expires, by: referrer.repaid - Salon.points.referral)
    members[referrer.index].payDebt()
  }

  /// Takes a sale back, every leg of it; points that are gone are owed, a tier once reached stays.
  mutating func void(_ receipt: ModelReceipt) {
    if let number = receipt.member {
      apply(receipt, times: -1, to: &members[number])
      members[number].owed += receipt.repaid
      for (day, count) in receipt.points { members[number].change(day, by: -count) }
      members[number].payDebt()
      if let counts = receipt.counts { members[number].counted.append((today, -counts)) }
    }
    if let referrer = receipt.referrer { takeBack(referrer) }
    move(receipt.moves.mapValues { -$0 }, liability: -receipt.liability)
  }
}
