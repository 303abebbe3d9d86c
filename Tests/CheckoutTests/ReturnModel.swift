import Checkout
import Ledger
import Membership

/// A second, plain way to say what comes back of a sale, which calls nothing of the module: each
/// share is what is due up to now less what was given before.
struct ReturnModel {
  struct Line {
    let quantity: Int64
    let net: Int64
    let tax: Int64
    let session: Int64?
    let earns: Bool
    let code: String
    /// What is left of the goods that it took, in the order in which it took them.
    var goods: [GoodsModel.Units]
    var given: Int64 = 0
    var netGiven: Int64 = 0
    var taxGiven: Int64 = 0
    var sessionGiven: Int64 = 0
  }

  struct Tender {
    let kind: String
    var left: Int64
    /// By the number of the top-up: principal and bonus left.
    var lots: [(number: Int64, principal: Int64, bonus: Int64)] = []
    /// By the last day: points left.
    var points: [(day: String, left: Int64)] = []
  }

  /// A top-up that keeps to its ratio, as it stands before something comes back.
  struct TopUp {
    let paid: Int64
    let gift: Int64
    let principal: Int64
    let bonus: Int64

    /// By how much more than a fen the principal is beside its ratio once an amount with so much bonus
    /// has come back, in fen times the whole top-up.
    func beside(_ amount: Int64, _ bonus: Int64) -> Int128 {
      let whole = Int128(paid + gift)
      let lawful = Int128(paid) * Int128(principal + self.bonus + amount)
      return max(0, abs(Int128(principal + amount - bonus) * whole - lawful) - whole + 1)
    }
  }

  /// What one document should give back.
  struct Share: Equatable {
    var amounts: [Int: Int64] = [:]
    var principal: Int64 = 0
    var bonus: Int64 = 0
    var points: Int64 = 0
    var reversed: Int64 = 0
    var nets: [Int64] = []
    var taxes: [Int64] = []
    var sessions: [Int64] = []
    /// The lots, in the order of the tenders.
    var lots: [[Int64]] = []
    var pointsLots: [String] = []
    /// The goods of each line.
    var goods: [[GoodsModel.Units]] = []
  }

  private(set) var lines: [Line]
  private(set) var tenders: [Tender]
  private(set) var earned: Int64
  private(set) var base: Int64
  private let perYuan: Int64
  private let rate: Int64

  /// Reads a sale's stored document.
  init(_ sale: JSON) {
    func list(_ name: String) -> [JSON] { sale[name]?.array ?? [] }
    lines = list("lines").map { line in
      Line(
        quantity: line["qty"]?.integer ?? 1, net: line["net"]?.integer ?? 0,
        tax: line["tax"]?.integer ?? 0, session: line["session"]?.integer,
        earns: line["earns"]?.bool ?? true, code: line["code"]?.string ?? "",
        goods: GoodsModel.units(line))
    }
    tenders = list("tenders").map { tender in
      let kind = tender["kind"]?.string ?? ""
      var read = Tender(kind: kind, left: tender["amount"]?.integer ?? 0)
      for part in (tender["lots"]?.array ?? []).compactMap(\.array) {
        if kind == "points" {
          read.points.append((part[0].string ?? "", part[1].integer ?? 0))
        } else {
          read.lots.append((part[0].integer ?? 0, part[1].integer ?? 0, part[2].integer ?? 0))
        }
      }
      return read
    }
    earned = sale["earned"]?.integer ?? 0
    base = sale["earning"]?["base"]?.integer ?? 0
    perYuan = sale["earning"]?["per_yuan"]?.integer ?? 0
    rate = sale["earning"]?["rate"]?.integer ?? 0
  }

  var isExhausted: Bool { lines.allSatisfy { $0.given == $0.quantity } }
  func left(_ line: Int) -> Int64 { lines[line].quantity - lines[line].given }

  /// Takes units of lines back.
  ///
  /// - Parameters:
  ///   - units: how many of each line, by index; no more than are left.
  ///   - topUps: those that keep to their ratio, by their numbers.
  /// - Returns: what goes back with them.
  mutating func take(
    _ units: [(line: Int, count: Int64)], to topUps: [Int64: TopUp]
  ) -> Share {
    var share = Share()
    let charged = lines.indices.filter { lines[$0].session == nil }
    let netLeft = charged.map { lines[$0].net - lines[$0].netGiven }.reduce(0, +)
    var money: Int64 = 0
    for (index, count) in units {
      var line = lines[index]
      line.given += count
      func due(_ whole: Int64) -> Int64 {
        halfUp(whole, line.given, over: line.quantity)
      }
      share.nets.append(due(line.net) - line.netGiven)
      share.taxes.append(due(line.tax) - line.taxGiven)
      share.sessions.append(due(line.session ?? 0) - line.sessionGiven)
      share.goods.append(line.takeLast(count))
      if line.session == nil { money += share.nets.last ?? 0 }
      line.netGiven = due(line.net)
      line.taxGiven = due(line.tax)
      line.sessionGiven = due(line.session ?? 0)
      lines[index] = line
    }
    let paying = tenders.indices.filter { tenders[$0].kind != "course" }
    let all = paying.map { tenders[$0].left }.reduce(0, +)
    if money > 0, netLeft > 0 {
      let paid = halfUp(all, money, over: netLeft)
      let amounts = largestRemainder(paid, over: paying.map { tenders[$0].left })
      for (index, amount) in zip(paying, amounts) where amount > 0 {
        share.amounts[index] = amount
        take(amount, ofTender: index, to: topUps, into: &share)
      }
    }
    let total = charged.map { lines[$0].net - lines[$0].netGiven }.reduce(0, +)
    let eligible = charged.filter { lines[$0].earns }.map { lines[$0].net - lines[$0].netGiven }
      .reduce(0, +)
    var earns: Int64 = 0
    if total > 0, perYuan > 0 {
      let product = Int128(base) * Int128(eligible) * Int128(perYuan) * Int128(rate)
      earns = Int64(product / (Int128(total) * 1_000_000))
    }
    share.reversed = max(0, earned - earns)
    earned -= share.reversed
    return share
  }

  private mutating func take(
    _ amount: Int64, ofTender index: Int, to topUps: [Int64: TopUp], into share: inout Share
  ) {
    var tender = tenders[index]
    switch tender.kind {
    case "stored-value":
      let weights = tender.lots.map { $0.principal + $0.bonus }
      for (place, part) in largestRemainder(amount, over: weights).enumerated() where part > 0 {
        let lot = tender.lots[place]
        let stated = Int64(Int128(part) * Int128(lot.bonus) / Int128(lot.principal + lot.bonus))
        func beside(_ bonus: Int64) -> Int128 { topUps[lot.number]?.beside(part, bonus) ?? 0 }
        let bonus =
          [stated, stated + 1, stated - 1]
          .filter { 0...lot.bonus ~= $0 && 0...lot.principal ~= part - $0 }
          .min { beside($0) < beside($1) } ?? stated
        share.lots.append([lot.number, part - bonus, bonus])
        share.principal += part - bonus
        share.bonus += bonus
        base -= part - bonus
        tender.lots[place].principal -= part - bonus
        tender.lots[place].bonus -= bonus
      }
    case "points":
      let left = tender.points.map(\.left).reduce(0, +)
      var rest = Int64(Int128(left) * Int128(amount) / Int128(tender.left))
      share.points += rest
      for place in tender.points.indices.sorted(by: {
        tender.points[$0].day > tender.points[$1].day
      }) {
        let count = min(rest, tender.points[place].left)
        guard count > 0 else { continue }
        rest -= count
        tender.points[place].left -= count
        share.pointsLots.append("\(tender.points[place].day) \(count)")
      }
    default: base -= amount
    }
    tender.left -= amount
    tenders[index] = tender
  }
}

extension ReturnModel.Line {
  /// The goods that come back with some units: those that were taken last.
  fileprivate mutating func takeLast(_ count: Int64) -> [GoodsModel.Units] {
    var rest = count
    var back: [GoodsModel.Units] = []
    while rest > 0, let last = goods.popLast() {
      let part = min(rest, last.count)
      back.append(GoodsModel.Units(lot: last.lot, count: part, cost: last.cost))
      if part < last.count {
        goods.append(GoodsModel.Units(lot: last.lot, count: last.count - part, cost: last.cost))
      }
      rest -= part
    }
    return back.sorted { ($0.lot ?? .max) < ($1.lot ?? .max) }
  }
}

extension GoodsModel {
  /// The goods that a line of a document says it took or brought back.
  fileprivate static func units(_ line: JSON) -> [Units] {
    (line["lots"]?.array ?? []).compactMap(\.array).map { parts in
      Units(
        lot: parts[0].int, count: parts[1].integer ?? 0, cost: parts[2].integer ?? 0)
    }
  }
}

extension ReturnModel.Share {
  /// What a refund's document, or the part of an exchange's that takes back, says.
  init(_ json: JSON) {
    for line in json["lines"]?.array ?? [] {
      nets.append(line["net"]?.integer ?? 0)
      taxes.append(line["tax"]?.integer ?? 0)
      sessions.append(line["session"]?.integer ?? 0)
      goods.append(
        GoodsModel.units(line).sorted { ($0.lot ?? .max) < ($1.lot ?? .max) })
    }
    for tender in json["tenders"]?.array ?? [] {
      let kind = tender["kind"]?.string
      amounts[tender["tender"]?.int ?? -1] = tender["amount"]?.integer ?? 0
      for part in (tender["lots"]?.array ?? []).compactMap(\.array) {
        if kind == "points" {
          pointsLots.append("\(part[0].string ?? "") \(part[1].integer ?? 0)")
        } else {
          lots.append(part.compactMap(\.integer))
        }
      }
      principal += tender["principal"]?.integer ?? 0
      bonus += tender["bonus"]?.integer ?? 0
      points += tender["points"]?.integer ?? 0
    }
    reversed = json["reversed"]?.integer ?? 0
  }
}

extension ReturnWorld {
  /// The member's top-ups that hold something, where the shop takes them in their ratio.
  var topUps: [Int64: ReturnModel.TopUp] {
    guard rules.spendingOrder == .proportional else { return [:] }
    return (terms.patron?.wallet.lots ?? []).reduce(into: [:]) { topUps, lot in
      topUps[Int64(lot.number)] = ReturnModel.TopUp(
        paid: lot.paid.fen, gift: lot.gift.fen, principal: lot.principal.fen, bonus: lot.bonus.fen)
    }
  }
}
