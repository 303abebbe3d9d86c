package import Ledger
import Pricing

/// What makes up the cash that a drawer should hold; each figure zero or more in a plain day.
package struct CashFigures: Hashable, Sendable {
  package var float = Money.zero
  /// Cash taken for sales, change given back already taken off, less what voids gave back.
  package var sales = Money.zero
  package var topups = Money.zero
  package var refunds = Money.zero
  package var paidIn = Money.zero
  package var paidOut = Money.zero
  package var dropped = Money.zero

  package init() {}

  /// The cash that should be in the drawer.
  package var expected: Money { float + sales + topups - refunds + paidIn - paidOut - dropped }
}

/// The figures of one drawer's shift, from its documents: the X report, and with a count the Z.
package struct ShiftReport: Sendable {
  package let number: Int
  package let drawer: Int
  package private(set) var openedAt: Instant
  package var closedAt: Instant?
  package private(set) var openingVariance = Money.zero
  package private(set) var cash = CashFigures()
  package var counted: CashCount?
  /// What stays in the drawer after the closing.
  package var kept: Money?

  package private(set) var sales = 0
  package private(set) var refunds = 0
  package private(set) var voids = 0
  package private(set) var noSales = 0
  /// Lines taken off bills before they were paid.
  package private(set) var lineVoids = 0
  /// Documents that took somebody else's approval.
  package private(set) var overrides = 0
  package private(set) var reprints = 0
  package private(set) var firstSale: String?
  package private(set) var lastSale: String?

  /// Sales at list prices, less voids; the same for the three figures below.
  package private(set) var listTotal = Money.zero
  package private(set) var discountTotal = Money.zero
  package private(set) var rounding = Money.zero
  package private(set) var revenue: [String: Money] = [:]
  /// Courses sold, and fees for becoming a member; part of the turnover.
  package private(set) var courseSales = Money.zero
  package private(set) var joinFees = Money.zero
  /// Sessions used, the list price of what they paid for, and what they were sold for.
  package private(set) var sessions = 0
  package private(set) var sessionTotal = Money.zero
  package private(set) var sessionValue = Money.zero
  /// Money topped up, by tender; no part of the turnover.
  package private(set) var topups: [TenderKind: Tally] = [:]
  package private(set) var topupBonus = Money.zero
  /// Money paid out for cards and courses, by tender.
  package private(set) var cardRefunds: [TenderKind: Tally] = [:]
  /// What stored value paid, by its parts.
  package private(set) var principalSpent = Money.zero
  package private(set) var bonusSpent = Money.zero
  package private(set) var pointsEarned: Int64 = 0
  package private(set) var pointsBurned: Int64 = 0
  package private(set) var tenders: [TenderKind: Tally] = [:]
  /// What was charged without its tax, and the tax, by the rate in basis points.
  package private(set) var taxes: [Int: (net: Money, tax: Money)] = [:]
  package private(set) var staff: [Int: Tally] = [:]
  /// All that the shop ever took before this shift closed, voids not taken off: it never falls.
  package let grandTotalBefore: Money
  private var soldGross = Money.zero

  /// How often, and how much.
  package struct Tally: Hashable, Sendable {
    package fileprivate(set) var count = 0
    package fileprivate(set) var amount = Money.zero

    fileprivate mutating func add(_ amount: Money, count: Int) {
      self.amount += amount
      self.count += count
    }
  }

  /// - Parameters:
  ///   - number: the shift's number.
  ///   - drawer: the drawer's number.
  ///   - documents: all documents of the shift, in the journal's order, its opening first.
  ///   - grandTotalBefore: the grand total of the last closing before it.
  package init(
    number: Int, drawer: Int, documents: some Sequence<Document>, grandTotalBefore: Money
  ) {
    self.number = number
    self.drawer = drawer
    self.grandTotalBefore = grandTotalBefore
    openedAt = Instant(milliseconds: 0)
    for document in documents { add(document) }
  }

  /// What customers were to pay: list prices less reductions, with the cash rounded.
  package var turnover: Money {
    listTotal - discountTotal - sessionTotal + rounding + courseSales + joinFees
  }

  /// Counted less expected; over is positive, and it is zero while nothing is counted.
  package var overShort: Money { counted.map { $0.total - cash.expected } ?? .zero }

  package var grandTotal: Money { grandTotalBefore + soldGross }

  private mutating func add(_ document: Document) {
    if document.approver != nil || document.hasApprovedLine { overrides += 1 }
    let moved = document.amount(on: Chart.drawer(drawer))
    switch document.kind {
    case .opening:
      openedAt = document.at
      cash.float = document.json["float"]?.money ?? .zero
      openingVariance = document.json["variance"]?.money ?? .zero
    case .sale:
      sales += 1
      firstSale = firstSale ?? document.number
      lastSale = document.number
      lineVoids += document.json.elements("removed").count
      soldGross += document.taken
      cash.sales += moved
      add(figuresOf: document, sign: 1)
    case .topup, .course, .cardRefund, .join: add(ofMember: document, moved: moved, sign: 1)
    case .refund:
      refunds += 1
      cash.refunds -= moved
      add(figuresOf: document, sign: -1)
    case .exchange: add(exchange: document, moved: moved, sign: 1)
    case .void: takeBack(document, moved: moved)
    case .paidIn: cash.paidIn += moved
    case .paidOut: cash.paidOut -= moved
    case .drop: cash.dropped -= moved
    case .noSale: noSales += 1
    case .lineVoid: lineVoids += document.json.elements("removed").count
    case .event where document.json["event"]?.string == "reprint": reprints += 1
    case .receiving, .backBar, .count, .writeOff, .supplierReturn, .goodsOut, .goodsIn: break
    case .event, .shift, .transfer, .carryOver, .points, .lapse, .release, .tier: break
    }
  }

  /// Adds an exchange: a sale, and what came back for it.
  private mutating func add(exchange document: Document, moved: Money, sign: Int) {
    sales += max(0, sign)
    refunds += max(0, sign)
    if sign > 0 { soldGross += max(.zero, document.taken - document.credit) }
    // Cash came in, or went out, on balance.
    if moved * sign >= .zero { cash.sales += moved } else { cash.refunds -= moved }
    add(figuresOf: document, sign: sign)
    if let returned = document.json["returned"] {
      add(figuresOf: Document(json: returned, hash: document.hash), sign: -sign)
    }
  }

  /// Adds a document that sells nothing over the counter.
  ///
  /// - Parameters:
  ///   - document: as it is stored.
  ///   - moved: what it adds to the drawer.
  ///   - sign: -1 for one that is taken back.
  private mutating func add(ofMember document: Document, moved: Money, sign: Int) {
    let kind = sign > 0 ? document.kind : document.voidedKind
    let total = Money(fen: Int64(document.total.fen.magnitude)) * sign
    pointsEarned += document.pointsEarned * Int64(sign)
    switch kind {
    case .topup:
      cash.topups += moved
      topupBonus += (document.json["bonus"]?.money ?? .zero) * sign
      topups.add(document.tenders, sign: sign)
    case .course:
      if sign > 0 { soldGross += total }
      cash.sales += moved
      courseSales += total
      tenders.add(document.tenders, sign: sign)
      addStoredValue(of: document, sign: sign)
    case .join:
      if sign > 0 { soldGross += total }
      cash.sales += moved
      joinFees += total
      tenders.add(document.tenders, sign: sign)
    case .cardRefund:
      cash.refunds -= moved
      refunds += sign
      cardRefunds.add(document.tenders, sign: sign)
    default: break
    }
  }

  private mutating func addStoredValue(of document: Document, sign: Int) {
    for tender in document.tenders {
      principalSpent += (tender.principal ?? .zero) * sign
      bonusSpent += (tender.bonus ?? .zero) * sign
    }
  }

  private mutating func takeBack(_ document: Document, moved: Money) {
    voids += 1
    switch document.voidedKind {
    case .topup, .course, .cardRefund, .join: add(ofMember: document, moved: moved, sign: -1)
    case .exchange: add(exchange: document, moved: moved, sign: -1)
    case .refund:
      cash.refunds -= moved
      add(figuresOf: document, sign: 1)
    case .sale:
      cash.sales += moved
      add(figuresOf: document, sign: -1)
    case .paidIn: cash.paidIn += moved
    case .paidOut: cash.paidOut -= moved
    case .drop: cash.dropped -= moved
    default: break
    }
  }

  private mutating func add(figuresOf document: Document, sign: Int) {
    for line in document.lines {
      listTotal += line.list * sign
      discountTotal += line.discount * sign
      let charged = line.session == nil ? line.net : .zero
      revenue[line.kind, default: .zero] += charged * sign
      if let value = line.session {
        sessions += line.quantity * sign
        sessionTotal += line.net * sign
        sessionValue += value * sign
      }
      let taxed = line.session ?? line.net
      taxes[line.taxRate, default: (.zero, .zero)].net += (taxed - line.tax) * sign
      taxes[line.taxRate, default: (.zero, .zero)].tax += line.tax * sign
      for (number, amount) in line.earned {
        staff[number, default: Tally()].add(amount * sign, count: 0)
      }
    }
    for number in Set(document.lines.flatMap(\.staff).map(\.staff)) {
      staff[number, default: Tally()].add(.zero, count: sign)
    }
    rounding += document.rounding * sign
    tenders.add(document.tenders.filter { $0.kind != .course }, sign: sign)
    addStoredValue(of: document, sign: sign)
    let points = document.pointsEarned + (document.json["reversed"]?.integer ?? 0)
    pointsEarned += points * Int64(sign)
    let used = document.pointsBurned + (document.json["returned_points"]?.integer ?? 0)
    pointsBurned += used * Int64(sign)
  }
}

extension [TenderKind: ShiftReport.Tally] {
  fileprivate mutating func add(_ tenders: [SettledTender], sign: Int) {
    for tender in tenders {
      self[tender.kind, default: .init()].add(tender.amount * sign, count: sign)
    }
  }
}

extension Document {
  /// What a sale comes to without the lines that sessions paid for.
  fileprivate var taken: Money {
    total - lines.filter { $0.session != nil }.map(\.net).sum()
  }

  /// What of another sale paid for an exchange.
  fileprivate var credit: Money { json["credit"]?.money ?? .zero }

  /// Whether a reduction on one of its lines took somebody's approval.
  fileprivate var hasApprovedLine: Bool {
    json.elements("lines").contains { line in
      line.elements("off").contains { ($0.array?.count ?? 0) > 2 }
    }
  }
}
