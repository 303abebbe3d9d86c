import Catalog
import Checkout
import Ledger
import Membership

extension Model {
  /// Takes back units of a sale's lines.
  ///
  /// - Parameters:
  ///   - asked: indices of lines, each once, and how many units; none for all that is left.
  ///   - sold: the sale with what is left of it.
  ///   - isCash: whether all money comes back in cash.
  ///   - kept: how much of it stays and pays for another sale; nil where there is none.
  /// - Returns: what the tenders give back, and what stays of them; nil where it is refused.
  mutating func takeBack(
    _ asked: [(line: Int, count: Int64)], of sold: inout ModelSold, inCash isCash: Bool,
    keeping kept: Int64? = nil
  ) -> (paid: Int64, carried: [ModelSold.Tender])? {
    let parts =
      asked.isEmpty
      ? sold.lines.indices.filter { sold.lines[$0].left > 0 }.map { ($0, sold.lines[$0].left) }
      : asked.map { ($0.line, $0.count) }
    guard !parts.isEmpty,
      parts.allSatisfy({ $0.0 < sold.lines.count && sold.lines[$0.0].left >= $0.1 && $0.1 > 0 })
    else { return nil }
    var moves: [String: Int64] = [:]
    var member = sold.member.map { members[$0] }
    let net = sold.lines.filter { $0.session == nil }.reduce(0) { $0 + $1.netLeft }
    let money = takeBack(parts, of: &sold, from: &member, &moves)
    let left = sold.tenders.reduce(0) { $0 + $1.amount }
    let paid = money == 0 ? 0 : money == net ? left : halfUp(left, money, over: net)
    moves["rounding", default: 0] -= money - paid
    let shares = largestRemainder(paid, over: sold.tenders.map(\.amount))
    // What stays, in proportion to what comes back of each tender.
    let stays = largestRemainder(kept ?? 0, over: shares)
    var base: Int64 = 0
    var carried: [ModelSold.Tender] = []
    let held = rules.spendingOrder == .proportional ? member?.lots ?? [] : []
    for (index, amount) in shares.enumerated() where amount > 0 {
      let (counts, stays) = giveBack(
        amount, keeping: stays[index], of: index, &sold, to: &member, with: held, inCash: isCash,
        &moves)
      base += counts
      if stays.amount > 0 { carried.append(stays) }
    }
    if var changed = member, let number = sold.member {
      reverse(base, of: &sold, &changed, isExchange: kept != nil)
      members[number] = changed
    }
    let change = moves.removeValue(forKey: "liability") ?? 0
    move(moves, liability: change)
    return (paid, carried)
  }

  /// The lines' revenue and sessions.
  ///
  /// - Returns: what they were sold for, but for what sessions paid.
  private func takeBack(
    _ parts: [(Int, Int64)], of sold: inout ModelSold, from member: inout ModelMember?,
    _ moves: inout [String: Int64]
  ) -> Int64 {
    var money: Int64 = 0
    for (index, count) in parts {
      let line = sold.lines[index]
      let part = sold.lines[index].take(count)
      let list = (line.item.price?.fen ?? 0) * count
      moves["revenue:\(line.item.kind.rawValue)", default: 0] += list - part.tax
      moves["tax:\(line.item.taxRate)", default: 0] += part.tax
      moves["discount", default: 0] -= list - part.net
      guard let (course, place, _, _) = line.session else {
        money += part.net
        continue
      }
      member?.courses[course].left[place] += count
      member?.courses[course].deferred[place] += part.paid
      member?.courses[course].bonus[place] += part.bonus
      moves["discount:course", default: 0] -= part.net - part.paid - part.bonus
      moves["discount:bonus", default: 0] -= part.bonus
      moves["bonus-outstanding", default: 0] += part.bonus
      moves["liability", default: 0] += part.paid
    }
    return money
  }

  /// One tender's share, back where it came from but for what stays.
  ///
  /// - Returns: what of it counted for points, and what stays.
  private func giveBack(
    _ amount: Int64, keeping kept: Int64, of index: Int, _ sold: inout ModelSold,
    to member: inout ModelMember?, with held: [ModelLot], inCash isCash: Bool,
    _ moves: inout [String: Int64]
  ) -> (counts: Int64, stays: ModelSold.Tender) {
    var tender = sold.tenders[index]
    var stays = ModelSold.Tender(account: tender.account, amount: kept)
    guard tender.account.isEmpty else {
      moves[isCash ? "drawer:1" : tender.account, default: 0] -= amount - kept
      sold.tenders[index].amount -= amount
      return (amount, stays)
    }
    if !tender.points.isEmpty { moves["discount:points", default: 0] -= amount - kept }
    var before = tender
    let points = tender.points(for: amount)
    let back = before.points(for: amount - kept)
    for (day, count) in back {
      let expires = today <= day ? day : today + Salon.points.graceDays
      member?.points[expires, default: 0] += count
    }
    stays.points = points.reversed().map { day, count in
      (day, count - (back.first { $0.day == day }?.count ?? 0))
    }.filter { $0.1 > 0 }
    let shares = tender.lots
    let lots = tender.lots(for: amount, to: held)
    var whole = ModelSold.Tender(account: "", amount: amount, lots: lots)
    for share in lots {
      let left = shares.first { $0.lot == share.lot }.map { $0.principal + $0.bonus } ?? 0
      let back = sold.enjoyed(left) - sold.enjoyed(left - share.principal - share.bonus)
      let enjoyed = member?.lots[share.lot].enjoyed ?? 0
      member?.lots[share.lot].enjoyed -= min(back, enjoyed)
    }
    for share in whole.lots(for: amount - kept, to: held) {
      member?.lots[share.lot].principal += share.principal
      member?.lots[share.lot].bonus += share.bonus
      moves["discount:bonus", default: 0] -= share.bonus
      moves["bonus-outstanding", default: 0] += share.bonus
      moves["liability", default: 0] += share.principal
    }
    stays.lots = whole.lots.filter { $0.principal + $0.bonus > 0 }
    tender.amount -= amount
    sold.tenders[index] = tender
    return (lots.reduce(0) { $0 + $1.principal }, stays)
  }

  /// The points that the rest no longer earns, and what no longer counts.
  private mutating func reverse(
    _ base: Int64, of sold: inout ModelSold, _ member: inout ModelMember, isExchange: Bool
  ) {
    sold.base -= base
    let reversed = max(0, sold.earned - sold.earning)
    sold.earned -= reversed
    var rest = reversed
    let days = member.points.keys.sorted {
      (sold.pointsDays.contains($0) ? 0 : 1, $0) < (sold.pointsDays.contains($1) ? 0 : 1, $1)
    }
    for day in days where rest > 0 {
      let count = min(rest, member.points[day] ?? 0)
      member.change(day, by: -count)
      rest -= count
    }
    member.owed += rest
    if !isExchange { member.payDebt() }
    let measure = rules.tierPolicy?.measure
    if measure == .spend { member.counted.append((today, -base)) }
    guard sold.lines.allSatisfy({ $0.left == 0 }) else { return }
    for code in sold.granted { member.coupons[code, default: 0] += 1 }
    for key in sold.uses { member.uses[key, default: 0] -= 1 }
    if measure == .visits { member.counted.append((today, -1)) }
    standing[sold.chain, default: 0] -= 1
    // As long as a sale stands that was exchanged, the reward does.
    guard !isExchange, standing[sold.chain] == 0, let referrer = rewarded[sold.chain] else {
      return
    }
    member.isRewarded = false
    takeBack(referrer)
  }
}
