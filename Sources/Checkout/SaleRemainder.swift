package import Ledger
import Membership

/// A line of a sale with what refunds have left of it.
package struct RemainingLine: Hashable, Sendable {
  /// Counts the sale's lines from 1.
  package let number: Int
  package let line: DocumentLine
  package fileprivate(set) var quantity: Int
  package fileprivate(set) var net: Money
  fileprivate(set) var tax: Money
  /// What is left of the sessions' value; nil where none paid.
  fileprivate(set) var session: Money?
  /// The part of it that bonus paid.
  fileprivate(set) var sessionBonus: Money
  /// The stock that the line took and that did not come back.
  fileprivate(set) var lots: [StockShare]
  /// What is left of each of the line's reductions.
  fileprivate(set) var reductions: [Money]

  /// Some of its units, at what they were sold for: the share of all units given back so far, less
  /// what was given back before; the last of them take the exact rest.
  ///
  /// - Parameter count: 1 or more, at most ``quantity``.
  /// - Returns: the units with their share of the line.
  func part(of count: Int) -> LinePart {
    guard count < quantity else {
      return LinePart(
        number: number, line: line, quantity: count, net: net, tax: tax, session: session,
        sessionBonus: sessionBonus, lots: lots, reductions: reductions(of: count, for: net))
    }
    let given = line.quantity - quantity + count
    func share(_ whole: Money, left: Money) -> Money {
      let due = whole.scaled(by: Int64(given), over: Int64(line.quantity), rounding: .halfUp)
      return max(.zero, min(left, due - (whole - left)))
    }
    let part = share(line.net, left: net)
    let value = session.map { share(line.session ?? .zero, left: $0) }
    return LinePart(
      number: number, line: line, quantity: count, net: part, tax: share(line.tax, left: tax),
      session: value, sessionBonus: bonus(in: value ?? .zero),
      lots: lots.last(count), reductions: reductions(of: count, for: part))
  }

  /// The bonus in so much of what the sessions are worth: its share of all that came back, rounded
  /// down, less what came back before.
  private func bonus(in value: Money) -> Money {
    guard let whole = line.session, let session, whole > .zero else { return .zero }
    let due = (whole - session + value).scaled(
      by: line.sessionBonus.fen, over: whole.fen, rounding: .down)
    return max(.zero, min(due - (line.sessionBonus - sessionBonus), value, sessionBonus))
  }

  /// What goes back of each reduction with some units: together their list price less their net.
  private func reductions(of count: Int, for net: Money) -> [Money] {
    guard !reductions.isEmpty else { return [] }
    // Rounding and voids in between may have moved a fen too much.
    return (line.unitPrice * count - net).allocated(over: reductions.map { max(.zero, $0) })
  }
}

/// Some units of a line that come back.
struct LinePart: Hashable, Sendable {
  let number: Int
  let line: DocumentLine
  let quantity: Int
  let net: Money
  let tax: Money
  let session: Money?
  /// The part of it that bonus paid.
  let sessionBonus: Money
  /// The stock that comes back with it.
  let lots: [StockShare]
  /// The part of each of the line's reductions that goes back with it: list less all of them is net.
  let reductions: [Money]

  var list: Money { line.unitPrice * quantity }
}

/// A tender of a sale with what refunds have left of it.
struct RemainingTender: Hashable, Sendable {
  let kind: TenderKind
  let reference: String?
  let debtor: String?
  fileprivate(set) var amount: Money
  /// What is left of the parts that each top-up gave.
  fileprivate(set) var lots: [StoredValueShare]
  /// What is left of the points that each day's lot gave.
  fileprivate(set) var points: [PointsLot]
  /// The line that a course's sessions paid for; nil for any other tender.
  let line: Int?
}

/// A sale with what its refunds so far have left of it.
///
/// It is read from the stored documents alone: nothing is priced again.
package struct SaleRemainder: Sendable {
  package let sale: Document
  package private(set) var lines: [RemainingLine]
  private(set) var tenders: [RemainingTender]
  /// Points that the sale earned and that were not taken back yet.
  private(set) var earned: Int64
  /// What of the base of its points is left: principal and money from outside.
  private(set) var base: Money

  /// - Parameters:
  ///   - sale: the sale, or the exchange.
  ///   - refunds: all that took back a part of it, none of them void.
  package init(sale: Document, refunds: [Document]) {
    self.sale = sale
    lines = sale.lines.enumerated().map { index, line in
      RemainingLine(
        number: index + 1, line: line, quantity: line.quantity, net: line.net, tax: line.tax,
        session: line.session, sessionBonus: line.sessionBonus, lots: line.lots,
        reductions: line.reductions.map(\.amount))
    }
    tenders = sale.json.elements("tenders").compactMap(RemainingTender.init)
    earned = sale.pointsEarned
    base = sale.json["earning"]?["base"]?.money ?? .zero
    for refund in refunds { take(refund) }
  }

  private mutating func take(_ refund: Document) {
    for line in refund.returnedLines {
      guard let index = line.json["line"]?.int.map({ $0 - 1 }), lines.indices.contains(index) else {
        continue
      }
      lines[index].quantity -= line.quantity
      lines[index].net -= line.net
      lines[index].tax -= line.tax
      lines[index].lots = lines[index].lots.less(line.lots)
      let taken = line.reductions.map(\.amount)
      if taken.count == lines[index].reductions.count {
        lines[index].reductions = zip(lines[index].reductions, taken).map { $0 - $1 }
      }
      lines[index].sessionBonus -= line.sessionBonus
      lines[index].session = lines[index].session.map { $0 - (line.session ?? .zero) }
    }
    for tender in refund.returnedTenders {
      guard let index = tender["tender"]?.int, tenders.indices.contains(index) else { continue }
      tenders[index].take(tender)
    }
    let taken = refund.json["returned"] ?? refund.json
    earned -= taken["reversed"]?.integer ?? 0
    base -= taken["base"]?.money ?? .zero
  }

  /// What is left of the lines that money, stored value or points paid for.
  var net: Money { lines.filter { $0.session == nil }.map(\.net).sum() }

  /// The tenders that paid for lines by money, stored value or points, by their places.
  var paying: [(index: Int, tender: RemainingTender)] {
    tenders.enumerated().filter { $0.element.kind != .course }.map { ($0.offset, $0.element) }
  }

  package var isExhausted: Bool { lines.allSatisfy { $0.quantity == 0 } }
}

extension RemainingTender {
  fileprivate init?(_ json: JSON) {
    guard let tender = SettledTender(json) else { return nil }
    let parts = json.elements("lots").compactMap(\.array)
    self.init(
      kind: tender.kind, reference: tender.reference, debtor: tender.debtor,
      amount: tender.amount,
      lots: tender.kind == .storedValue ? parts.compactMap(StoredValueShare.init) : [],
      points: tender.kind == .points ? parts.compactMap(PointsLot.init) : [], line: tender.line)
  }

  fileprivate mutating func take(_ json: JSON) {
    amount -= json["amount"]?.money ?? .zero
    let parts = json.elements("lots").compactMap(\.array)
    for part in parts.compactMap(StoredValueShare.init) {
      lots = lots.map { lot in
        lot.lot != part.lot
          ? lot
          : StoredValueShare(
            lot: lot.lot, principal: lot.principal - part.principal, bonus: lot.bonus - part.bonus)
      }
    }
    for part in parts.compactMap(PointsLot.init) {
      points = points.map { lot in
        lot.expires != part.expires
          ? lot : PointsLot(expires: lot.expires, left: lot.left - part.left)
      }
    }
  }
}

extension StoredValueShare {
  /// What comes back of an amount: the bonus's share rounded down, the rest is principal; the last of
  /// it exactly.
  ///
  /// - Parameters:
  ///   - returned: at most all there is.
  ///   - held: the top-up, where it is to keep to its ratio.
  /// - Returns: the share.
  func part(of returned: Money, to held: StoredValueLot?) -> StoredValueShare {
    let share = returned.scaled(by: bonus.fen, over: amount.fen, rounding: .down)
    let fitting = held?.bonusReturned(in: returned, stated: share) ?? share
    let back = max(returned - principal, .zero, min(fitting, returned, bonus))
    return StoredValueShare(lot: lot, principal: returned - back, bonus: back)
  }
}

extension Document {
  /// The lines that it takes back; none for a document that takes nothing back.
  package var returnedLines: [DocumentLine] {
    (kind == .refund ? json : json["returned"] ?? .object([])).elements("lines")
      .map(DocumentLine.init)
  }

  /// The tenders that it gives back.
  var returnedTenders: [JSON] {
    (kind == .refund ? json : json["returned"] ?? .object([])).elements("tenders")
  }
}

extension DocumentLine {
  /// The stock that the line took, or that came back with it.
  var lots: [StockShare] {
    json.elements("lots").compactMap(\.array).compactMap(StockShare.init)
  }
}

extension [StockShare] {
  /// So many units, of what was taken last.
  fileprivate func last(_ count: Int) -> [StockShare] {
    var rest = count
    var back: [StockShare] = []
    for share in reversed() where rest > 0 {
      back.append(StockShare(lot: share.lot, count: Swift.min(rest, share.count), cost: share.cost))
      rest -= Swift.min(rest, share.count)
    }
    return back
  }

  fileprivate func less(_ others: [StockShare]) -> [StockShare] {
    map { share in
      let other = others.filter { $0.lot == share.lot }.map(\.count).reduce(0, +)
      return StockShare(lot: share.lot, count: share.count - other, cost: share.cost)
    }.filter { $0.count > 0 }
  }
}
