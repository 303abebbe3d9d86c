import Catalog
import Checkout
import Ledger
import Membership

/// A sale with what is left of it after what came back, by plain numbers.
struct ModelSold {
  struct Line {
    let item: Item
    let quantity: Int64
    let net: Int64
    let tax: Int64
    /// The course and part that paid for it, and with what.
    let session: (course: Int, part: Int, paid: Int64, bonus: Int64)?
    var left: Int64
    var netLeft: Int64
    var taxLeft: Int64
    var valueLeft: Int64
    var bonusLeft: Int64
  }

  struct Tender {
    /// The shop's account; empty for what the member pays with.
    let account: String
    var amount: Int64
    var lots: [ModelBought.Share] = []
    /// By the day on which they lapse, the soonest first.
    var points: [(day: Int, count: Int64)] = []
  }

  let member: Int?
  var lines: [Line]
  var tenders: [Tender]
  /// What came off, and what was to be paid without sessions.
  let discount: Int64
  let charged: Int64
  /// The days to which the sale gave points.
  var pointsDays: Set<Int>
  let granted: [String]
  let uses: [String]
  /// Who was rewarded for bringing the member, and until when those points can be used.
  var referrer: (index: Int, expires: Int, repaid: Int64)?
  /// The same for all sales that were exchanged one for another.
  var chain = 0
  let rate: Int64
  var base: Int64
  var earned: Int64

  /// What the rest of it earns.
  var earning: Int64 {
    let open = lines.filter { $0.session == nil }
    let total = open.reduce(0) { $0 + $1.netLeft }
    let eligible = open.filter { !Salon.points.earnsNot.contains($0.item.category) }
      .reduce(0) { $0 + $1.netLeft }
    guard total > 0, base > 0 else { return 0 }
    return Int64(Int128(base) * Int128(eligible) * Int128(rate) / (Int128(total) * 1_000_000))
  }

  /// What a reduction of the bill was worth to an amount that a top-up paid.
  func enjoyed(_ amount: Int64) -> Int64 { halfUp(discount, amount, over: charged) }
}

extension ModelSold.Line {
  init(_ line: ModelLine, session: (course: Int, part: Int, paid: Int64, bonus: Int64)?) {
    item = line.item
    (quantity, left) = (line.quantity, line.quantity)
    (net, netLeft) = (line.net, line.net)
    let value = session.map { $0.paid + $0.bonus }
    tax = CheckoutTests.tax(in: value ?? line.net, line.item)
    taxLeft = tax
    self.session = session
    (valueLeft, bonusLeft) = (value ?? 0, session?.bonus ?? 0)
  }

  /// Takes units off: the share of all that came back, less what came back before.
  mutating func take(
    _ count: Int64
  ) -> (net: Int64, tax: Int64, paid: Int64, bonus: Int64) {
    let given = quantity - left + count
    func share(_ whole: Int64, _ rest: Int64) -> Int64 {
      count == left
        ? rest : max(0, min(rest, halfUp(whole, given, over: quantity) - (whole - rest)))
    }
    let whole = (session?.paid ?? 0) + (session?.bonus ?? 0)
    let (net, tax) = (share(net, netLeft), share(tax, taxLeft))
    let value = share(whole, valueLeft)
    var bonus = bonusLeft
    if count < left, whole > 0, let session {
      let back = Int64(Int128(whole - valueLeft + value) * Int128(session.bonus) / Int128(whole))
      bonus = max(0, min(back - (session.bonus - bonusLeft), value, bonusLeft))
    }
    left -= count
    netLeft -= net
    taxLeft -= tax
    valueLeft -= value
    bonusLeft -= bonus
    return (net, tax, value - bonus, bonus)
  }
}

extension ModelSold.Tender {
  /// Takes an amount off: each top-up gives its share, the bonus's part of it rounded down or, where
  /// that would leave the principal a fen or more beside its ratio, a fen beside.
  mutating func lots(for back: Int64, to held: [ModelLot]) -> [ModelBought.Share] {
    let amounts = largestRemainder(back, over: lots.map { $0.principal + $0.bonus })
    let shares = zip(lots, amounts).map { lot, amount in
      let whole = lot.principal + lot.bonus
      let stated = whole == 0 ? 0 : Int64(Int128(amount) * Int128(lot.bonus) / Int128(whole))
      let top = held.indices.contains(lot.lot) ? held[lot.lot] : nil
      let bonus = [stated, stated + 1, stated - 1]
        .filter { 0...lot.bonus ~= $0 && 0...lot.principal ~= amount - $0 }
        .min { top.beside($0, of: amount) < top.beside($1, of: amount) }
      return ModelBought.Share(
        lot: lot.lot, principal: amount - (bonus ?? stated), bonus: bonus ?? stated)
    }
    lots = zip(lots, shares).map {
      .init(lot: $0.lot, principal: $0.principal - $1.principal, bonus: $0.bonus - $1.bonus)
    }
    return shares.filter { $0.principal + $0.bonus > 0 }
  }

  /// Takes the points off that stand for an amount, the last to lapse first.
  mutating func points(for back: Int64) -> [(day: Int, count: Int64)] {
    let whole = points.reduce(0) { $0 + $1.count }
    var rest = Int64(Int128(whole) * Int128(back) / Int128(max(1, amount)))
    var given: [(day: Int, count: Int64)] = []
    for index in points.indices.reversed() where rest > 0 && points[index].count > 0 {
      let count = min(rest, points[index].count)
      points[index].count -= count
      rest -= count
      given.append((points[index].day, count))
    }
    return given
  }
}

extension ModelLot? {
  /// By how much more than a fen the principal is beside its ratio once an amount with so much bonus
  /// has come back, in fen times the whole lot.
  fileprivate func beside(_ bonus: Int64, of amount: Int64) -> Int128 {
    guard let lot = self, lot.left > 0 else { return 0 }
    let whole = Int128(lot.paid + lot.gift)
    let lawful = Int128(lot.paid) * Int128(lot.left + amount)
    return max(0, abs(Int128(lot.principal + amount - bonus) * whole - lawful) - whole + 1)
  }
}
