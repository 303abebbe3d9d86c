import Checkout
import Ledger
import Membership
import Pricing

/// A sale with what came back of it, in the engine's words and in the model's.
struct Returnable {
  let entry: JournalEntry
  let sale: Document
  /// The sale's legs as if it stood alone.
  let legs: [Posting]
  var refunds: [Document] = []
  var sold: ModelSold

  init(
    _ entry: JournalEntry, sequence: Int, _ sold: ModelSold, exchangedFor original: [Posting] = []
  ) {
    self.entry = entry
    sale = Document(stored: entry, sequence: sequence)
    self.sold = sold
    legs = Checkout.legs(of: self.sale, entry.postings) { original }
  }
}

extension History {
  private static let walkIn = -1

  /// Keeps the last sales to a member.
  mutating func remember(_ sale: Returnable, of number: Int?) {
    let key = number ?? Self.walkIn
    if sale.entry.postings.contains(where: { $0.account.name.hasPrefix("referral:") }) {
      rewarding[sale.sold.chain] = sale.entry.postings
    }
    returnable[key, default: []].append(sale)
    if returnable[key, default: []].count > 6 { returnable[key]?.removeFirst() }
  }

  /// A sale that something may come back of, and what is asked back, more than is left now and then.
  private mutating func comingBack(
    _ number: Int
  ) -> (key: Int, place: Int, sale: Returnable, asked: [(line: Int, count: Int64)])? {
    let others = (0..<8).map { _ in Int.random(in: model.members.indices, using: &random) }
    let keys = chance(8) ? [Self.walkIn] : [number] + others
    guard let key = keys.first(where: { !(returnable[$0] ?? []).isEmpty }),
      let place = returnable[key]?.indices.randomElement(using: &random),
      let sale = returnable[key]?[place]
    else { return nil }
    if key >= 0 { touched.insert(key) }
    var asked: [(line: Int, count: Int64)] = []
    for index in sale.sold.lines.indices where chance(60) {
      let count = Int64.random(in: 1...max(1, sale.sold.lines[index].left), using: &random)
      asked.append((index, chance(4) ? count + 1 : count))
    }
    return (key, place, sale, asked)
  }

  /// Keeps what came back of a sale; it can no longer be taken back whole.
  private mutating func keep(_ sale: Returnable, at place: Int, of key: Int, _ back: Document) {
    var sale = sale
    sale.refunds.append(back)
    returnable[key]?[place] = sale
    voidable[key]?.removeAll { $0.entry.id == sale.entry.id }
    if sale.sold.lines.allSatisfy({ $0.left == 0 }), chance(80) {
      returnable[key]?.remove(at: place)
    }
  }

  private func facts(of sale: Returnable) -> ReturnFacts {
    let isLast = model.standing[sale.sold.chain] == 1
    return ReturnFacts(
      voidedBy: nil, held: .limit, sold: sale.legs,
      reward: isLast
        ? rewarding[sale.sold.chain].flatMap { legs in
          Reward(in: legs, for: sale.sale.member ?? 0) { books.patron($0) }
        } : nil)
  }

  /// Units of some lines of a sale come back.
  mutating func takeBack(_ number: Int) throws -> (Bool, Bool) {
    guard let (key, place, found, asked) = comingBack(number) else { return (false, false) }
    var sale = found
    let isCash = chance(15)
    let decision = try? refund(
      Returning(asked, tender: isCash ? .cash : nil), of: sale.remainder,
      facts: facts(of: sale), under: books.terms(key >= 0 ? key + 1 : nil), on: books.occasion())
    let expected = model.takeBack(asked, of: &sale.sold, inCash: isCash)?.paid
    if let referrer = model.rewarded[sale.sold.chain] { touched.insert(referrer.index) }
    if let decision {
      books.take(decision)
      let document = Document(stored: decision.entry, sequence: books.entries)
      guard document.tenders.map(\.amount).sum().fen == expected else { return (true, false) }
      keep(sale, at: place, of: key, document)
    }
    return (decision != nil, expected != nil)
  }

  /// Units of some lines come back and pay for something else.
  mutating func exchange(_ number: Int) throws -> (Bool, Bool) {
    guard let (key, place, found, asked) = comingBack(number) else { return (false, false) }
    var sale = found
    var new = SaleAsked(member: key >= 0 ? key : nil, lines: [], tenders: [])
    for _ in 0..<(chance(60) ? 1 : 2) {
      let item = Salon.goods.randomElement(using: &random) ?? Salon.cut
      new.lines.append(.init(item: item, quantity: chance(30) ? 2 : 1))
    }
    let terms = books.terms(new.member.map { $0 + 1 })
    let occasion = books.occasion()
    let worth = model.credit(asked, of: sale.sold)
    let net = model.price(new, sessions: [:]).lines.reduce(0) { $0 + $1.net }
    new.tenders =
      worth ?? 0 >= net ? [Tender(.cash)] : tenders(for: new).filter { $0.kind != .course }
    var decision: Decision?
    do throws(Refusal) {
      let returning = Returning(asked)
      let credit = try credit(
        for: returning, of: sale.remainder, facts: facts(of: sale), under: terms, on: occasion)
      guard credit.fen == worth else { return (true, false) }
      var open = OpenBill(
        id: occasion.id, bill: Bill(lines: new.lines.map(\.rungUp)),
        member: new.member.map { $0 + 1 })
      open.exchange = OpenExchange(
        sale: sale.sale.sequence, number: sale.sale.number, returning: returning, credit: credit)
      try open.pay(new.tenders, under: terms)
      decision = try Checkout.exchange(
        open, for: sale.remainder, facts: facts(of: sale), owed: [:], under: terms, on: occasion)
    } catch {}
    if worth ?? 0 >= net { new.tenders = [] }
    let sold = model.exchange(asked, of: &sale.sold, for: new)
    if let decision {
      books.take(decision, of: new.member.map { $0 + 1 })
      let document = Document(stored: decision.entry, sequence: books.entries)
      keep(sale, at: place, of: key, document)
      if let referrer = new.member.flatMap({ model.members[$0].referrer }) {
        touched.insert(referrer)
      }
      if let sold {
        remember(
          Returnable(decision.entry, sequence: books.entries, sold, exchangedFor: sale.legs),
          of: new.member)
      }
      if key >= 0 { voidable[key] = [] }
    }
    return (decision != nil, sold != nil)
  }
}

extension Returnable {
  fileprivate var remainder: SaleRemainder { SaleRemainder(sale: sale, refunds: refunds) }
}

extension Returning {
  fileprivate init(_ asked: [(line: Int, count: Int64)], tender: TenderKind? = nil) {
    self.init(
      lines: asked.map { .init(number: $0.line + 1, quantity: Int($0.count)) }, tender: tender,
      reason: "x")
  }
}
