import Catalog
import Checkout
import Ledger
import Membership
import Pricing

/// A sale as it is asked for.
struct SaleAsked {
  struct Line {
    let item: Item
    var quantity: Int64 = 1
    /// What the cashier takes off, in basis points.
    var percentOff: Int64?
  }

  /// The member's index.
  var member: Int?
  var lines: [Line]
  /// Those that may be used.
  var coupons: [String] = []
  var tenders: [Tender]
}

/// A line of a bill by plain numbers.
struct ModelLine {
  let item: Item
  let quantity: Int64
  let list: Int64
  var off: Int64 = 0
  /// Whether a tier's or promotion's price is on it.
  var isStanding = false
  /// The member's course that pays for it, and which part.
  var session: (course: Int, part: Int)?

  var net: Int64 { list - off }
}

func halfUp(_ amount: Int64, _ numerator: Int64, over denominator: Int64) -> Int64 {
  let twice = Int128(amount) * Int128(numerator) * 2 + Int128(denominator)
  return Int64(twice / (Int128(denominator) * 2))
}

func tax(in net: Int64, _ item: Item) -> Int64 {
  halfUp(net, Int64(item.taxRate), over: 10_000 + Int64(item.taxRate))
}

/// What of an amount money from outside pays, and what is rounded.
struct ModelMoney {
  var wechat: Int64 = 0
  var cash: Int64 = 0
  var rounding: Int64 = 0

  var sum: Int64 { wechat + cash }
}

extension Model {
  /// Money for an amount; nil where it does not fit or does not cover it.
  func settle(
    _ due: Int64, of total: Int64, _ tenders: [Tender], _ rounding: CashRounding
  ) -> ModelMoney? {
    var money = ModelMoney()
    let cash = tenders.filter { $0.kind == .cash }.map { $0.amount?.fen }
    let handed = cash.reduce(0) { $0 + ($1 ?? 0) }
    let outside = tenders.filter { $0.kind == .wechat }.map { $0.amount?.fen }
    money.wechat = outside.reduce(0) { $0 + ($1 ?? 0) }
    guard money.wechat <= due else { return nil }
    for amount in outside where amount == nil {
      let rest = due - money.wechat - handed
      guard rest > 0 else { return nil }
      money.wechat += rest
    }
    let remainder = due - money.wechat
    guard !cash.isEmpty else { return remainder == 0 ? money : nil }
    guard remainder > 0 || total == 0 else { return nil }
    let rounded =
      switch rounding {
      case .dropFen: remainder / 10 * 10
      case .nearestJiao: (remainder + 5) / 10 * 10
      default: remainder
      }
    let takesRest = cash.contains(nil)
    let isExact = !takesRest && handed >= remainder && (handed == remainder || handed < rounded)
    money.cash = isExact ? remainder : rounded
    money.rounding = money.cash - remainder
    return takesRest || handed >= money.cash ? money : nil
  }

  /// Whether a coupon may be used, and under which name its uses are counted.
  func coupon(_ code: String, by number: Int?) -> (coupon: Coupon, key: String?)? {
    guard let coupon = Salon.coupons.first(where: { $0.code == code }),
      coupon.to?.days ?? today >= today
    else { return nil }
    if coupon.issue == .open, coupon.perMember == nil { return (coupon, nil) }
    guard let number, members[number].mayUseCard(on: today) else { return nil }
    let member = members[number]
    switch coupon.issue {
    case .open:
      return member.uses[code, default: 0] < coupon.perMember ?? 0 ? (coupon, code) : nil
    case .granted: return member.coupons[code, default: 0] > 0 ? (coupon, nil) : nil
    case .birthday:
      guard let (month, date) = member.birthday else { return nil }
      let year = BusinessDate(days: today).civil.year
      let near = (year - 1...year + 1).compactMap { year in
        BusinessDate(year: year, month: month, day: date)
          ?? BusinessDate(year: year, month: 2, day: 28)
      }.first { abs($0.days - today) <= 7 }
      guard let near, member.uses["\(code):\(near)", default: 0] == 0 else { return nil }
      return (coupon, "\(code):\(near)")
    }
  }

  /// The lines priced: the better of the cashier's and the best standing price, then the coupons.
  ///
  /// - Returns: also the coupons that took something off.
  func price(
    _ sale: SaleAsked, sessions: [Int: (course: Int, part: Int)]
  ) -> (lines: [ModelLine], used: [Coupon]) {
    var lines = sale.lines.enumerated().map { index, asked in
      var line = ModelLine(
        item: asked.item, quantity: asked.quantity,
        list: (asked.item.price?.fen ?? 0) * asked.quantity, session: sessions[index])
      guard line.session == nil else { return line }
      line.off = halfUp(line.list, asked.percentOff ?? 0, over: 10_000)
      let best = standing(line, sale.member)
      if best > line.off { (line.off, line.isStanding) = (best, true) }
      return line
    }
    var used: [Coupon] = []
    for coupon in sale.coupons.compactMap({ code in Salon.coupons.first { $0.code == code } }) {
      let open = lines.indices.filter { index in
        let line = lines[index]
        return line.item.discountable && line.session == nil && line.net > 0
          && (coupon.joinsMemberPrice || !line.isStanding)
          && (coupon.categories.isEmpty || coupon.categories.contains(line.item.category)
            || coupon.categories.contains(line.item.kind.rawValue))
      }
      let eligible = open.reduce(0) { $0 + lines[$1].net }
      guard eligible > 0, eligible >= coupon.minimum.fen,
        used.allSatisfy({ $0.stacks && coupon.stacks })
      else { continue }
      let off =
        switch coupon.value {
        case .amount(let amount): min(eligible, amount.fen)
        case .payable(let part): halfUp(eligible, Int64(10_000 - part), over: 10_000)
        }
      for (index, share) in zip(open, largestRemainder(off, over: open.map { lines[$0].net })) {
        lines[index].off += share
      }
      used.append(coupon)
    }
    return (lines, used)
  }

  /// The most that the tier or a promotion takes off a line, down to its floor.
  private func standing(_ line: ModelLine, _ member: Int?) -> Int64 {
    let item = line.item
    guard item.discountable else { return 0 }
    var parts: [Int] = []
    if let member {
      let tier = rules.tiers[members[member].tier].payable
      parts += [tier[item.category] ?? tier[item.kind.rawValue] ?? 10_000]
    }
    for promotion in Salon.promotions
    where !(promotion.isForMembers && member == nil)
      && promotion.from?.days ?? today <= today && today <= promotion.to?.days ?? today
      && !promotion.items.isDisjoint(with: [item.code, item.category, item.kind.rawValue])
    {
      parts.append(promotion.payable)
    }
    let most = max(0, line.list - item.floor.fen * line.quantity)
    return parts.map { min(most, halfUp(line.list, Int64(10_000 - $0), over: 10_000)) }.max() ?? 0
  }
}
