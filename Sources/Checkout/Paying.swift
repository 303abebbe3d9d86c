import Catalog
import Ledger
import Membership
import Pricing

extension OpenBill {
  /// Puts tenders on the bill, in the order stated; one for the rest becomes what it can pay.
  ///
  /// - Parameters:
  ///   - stated: as the cashier stated them.
  ///   - terms: the limits that hold, and the member.
  /// - Throws: ``Refusal``.
  package mutating func pay(_ stated: [Tender], under terms: Terms) throws(Refusal) {
    try terms.check(stated)
    guard !bill.lines.isEmpty else { throw Refusal(.billEmpty) }
    for tender in stated where tender.kind == .course {
      try useSession(forLine: tender.line, under: terms)
    }
    let (priced, settlement) = try settled(under: terms)
    let due = settlement.due
    let fixed = stated.filter { $0.kind != .cash }.compactMap(\.amount).sum()
    guard fixed <= due else {
      throw Refusal(
        .tenderTooLarge, stated.map(\.kind.rawValue).joined(separator: " "), need: due,
        have: fixed)
    }
    // What comes back pays it all: the line only says that the bill is done.
    if due == .zero, exchange != nil, stated.allSatisfy({ $0 == Tender(.cash) }) { return }
    var rest = due - fixed
    var isFilled = false
    for tender in stated where tender.kind != .course {
      switch tender.kind {
      case .storedValue:
        let paid = try storedValue(tender, rest: rest, under: terms)
        if tender.amount == nil { rest -= paid.amount ?? .zero }
        add(paid)
        isFilled = isFilled || rest == .zero
      case .points:
        let paid = try points(tender, rest: rest, of: priced, under: terms)
        rest -= paid.amount ?? .zero
        guard rest >= .zero else {
          throw Refusal(.tenderTooLarge, "points", need: due, have: paid.amount)
        }
        add(paid)
        isFilled = isFilled || rest == .zero
      default:
        // `v w` is how the rest is asked for even where stored value pays it all.
        if isFilled, tender.amount == nil { continue }
        tenders.append(tender)
      }
    }
  }

  /// Puts a tender of the member's on the bill; a second of its kind adds to the first.
  private mutating func add(_ tender: Tender) {
    guard let index = tenders.firstIndex(where: { $0.kind == tender.kind }) else {
      return tenders.append(tender)
    }
    let before = tenders[index]
    tenders[index] = Tender(
      tender.kind, amount: (before.amount ?? .zero) + (tender.amount ?? .zero),
      points: tender.points.map { $0 + (before.points ?? 0) })
  }

  private func storedValue(
    _ tender: Tender, rest: Money, under terms: Terms
  ) throws(Refusal) -> Tender {
    let wallet = try terms.needsPatron(for: "v").wallet
    let used = tenders.filter { $0.kind == .storedValue }.compactMap(\.amount).sum()
    let left = wallet.storedValue - used
    if let amount = tender.amount {
      guard amount <= left else {
        throw Refusal(.storedValueShort, "v\(amount)", need: amount, have: left)
      }
      return tender
    }
    guard rest > .zero else { throw Refusal(.nothingDue, "v") }
    guard left > .zero else { throw Refusal(.storedValueShort, "v", need: rest, have: left) }
    return Tender(.storedValue, amount: min(rest, left))
  }

  private func points(
    _ tender: Tender, rest: Money, of priced: PricedBill, under terms: Terms
  ) throws(Refusal) -> Tender {
    let wallet = try terms.needsPatron(for: "p").wallet
    guard let rules = terms.rules.points else {
      throw Refusal(.tenderUnknown, "p", expected: terms.shop.tenderNames)
    }
    let used = tenders.filter { $0.kind == .points }
    let balance = wallet.pointsBalance - used.compactMap(\.points).reduce(0, +)
    let eligible = priced.lines.filter { rules.pay(for: $0.line) }.map(\.net).sum()
    let cap = rules.mostPoints(balance: .max, eligible: eligible, due: eligible)
    let capLeft = max(0, cap - used.compactMap(\.points).reduce(0, +))
    guard let stated = tender.points else {
      let most = min(
        rules.mostPoints(balance: balance, eligible: eligible, due: rest), capLeft)
      guard most > 0 else {
        throw Refusal(.pointsShort, "p", need: rules.step, have: balance)
      }
      return Tender(.points, amount: rules.value(of: most), points: most)
    }
    guard stated > 0, stated % rules.step == 0 else {
      throw Refusal(
        .pointsBelowStep, "p\(stated)", expected: "p\(rules.step)", need: rules.step, have: stated)
    }
    guard stated <= balance else {
      throw Refusal(.pointsShort, "p\(stated)", need: stated, have: balance)
    }
    guard stated <= capLeft else {
      throw Refusal(
        .pointsOverCap, "p\(stated)", expected: "p\(capLeft)", need: stated, have: capLeft)
    }
    return Tender(.points, amount: rules.value(of: stated), points: stated)
  }

  /// Lets a session of the member's pay for a line.
  private mutating func useSession(
    forLine number: Int?, under terms: Terms
  ) throws(Refusal) {
    let index = try index(ofLine: number)
    let patron = try terms.needsPatron(for: "k")
    let line = bill.lines[index]
    if let kit = line.kit { throw Refusal(.inKit, line.item.code, expected: kit.code) }
    guard line.session == nil else { throw Refusal(.nothingDue, "k\(index + 1)") }
    var wallet = patron.wallet
    wallet.take(bill.lines.compactMap { line in line.session.map { ($0, line.quantity) } })
    guard let found = wallet.session(of: line.item.code, on: terms.day) else {
      throw wallet.refusal(
        ofSessionFor: line.item.code, times: line.quantity, in: patron.wallet, on: terms.day)
    }
    let left = found.course.left[found.entitlement]
    guard line.quantity <= left else {
      throw Refusal(
        .courseShort, found.course.offer.code, need: Int64(line.quantity), have: Int64(left))
    }
    bill.lines[index].session = SessionUse(
      course: found.course.number, entitlement: found.entitlement)
    bill.lines[index].clearReductions()
  }
}

extension Wallet {
  /// Takes off the sessions that lines of a bill use already.
  fileprivate mutating func take(_ uses: [(use: SessionUse, count: Int)]) {
    for (use, count) in uses {
      guard let index = courses.firstIndex(where: { $0.number == use.course }) else { continue }
      courses[index].left[use.entitlement] -= count
    }
  }

  /// Why no session pays for a service.
  fileprivate func refusal(
    ofSessionFor service: String, times: Int, in whole: Wallet, on day: BusinessDate
  ) -> Refusal {
    let fitting = whole.courses.filter { course in
      course.offer.entitlements.contains { $0.services.contains(service) }
    }
    if let frozen = fitting.first(where: \.isFrozen) {
      return Refusal(
        .courseFrozen, frozen.offer.code, expected: "course unfreeze \(frozen.number)")
    }
    if let expired = fitting.first(where: { !$0.isUsable(on: day) }), let end = expired.expires {
      return Refusal(
        .courseExpired, expired.offer.code,
        expected: "\(end); course extend \(expired.number) YYYY-MM-DD")
    }
    if let short = fitting.first {
      return Refusal(.courseShort, short.offer.code, need: Int64(times), have: 0)
    }
    return Refusal(
      .courseNone, service, expected: whole.courses.map(\.offer.code).joined(separator: " "))
  }
}

extension PointsRules {
  /// Whether points may pay for a line.
  func pay(for line: BillLine) -> Bool {
    line.session == nil && line.item.discountable
      && !paysNot.contains(line.item.category) && !paysNot.contains(line.item.kind.rawValue)
  }

  /// Whether a line earns points.
  func earn(from line: BillLine) -> Bool {
    line.session == nil && !earnsNot.contains(line.item.category)
      && !earnsNot.contains(line.item.kind.rawValue)
  }
}

extension Shop {
  var tenderNames: String { tenders.map(\.rawValue).joined(separator: " ") }
}

extension Terms {
  /// Checks that the shop takes tenders; what it owes a member it always takes.
  ///
  /// - Throws: ``Refusal`` named `tender-unknown`.
  package func check(_ tenders: [Tender]) throws(Refusal) {
    for tender in tenders where tender.kind.isOutside && !shop.tenders.contains(tender.kind) {
      throw Refusal(.tenderUnknown, tender.kind.rawValue, expected: shop.tenderNames)
    }
  }
}
