import Checkout
import Ledger
import Membership
import Storage

extension Till {
  /// Takes lines of a sale back.
  func refund(
    _ number: String, _ returning: Returning, _ authority: Authority, _ line: TypedLine
  ) throws -> Reply {
    var state: MemberState?
    var reply = try write(line) { writer in
      let snapshot = writer.snapshot
      let sale = try find(number, snapshot)
      let terms = try stocked(
        try terms(for: sale.member, snapshot), sale.lines.map(\.code), snapshot)
      let occasion = try occasion(for: .refund, snapshot, authority: authority)
      let decision = try Checkout.refund(
        returning, of: try remainder(of: sale, snapshot), facts: try facts(of: sale, snapshot),
        under: terms, on: occasion)
      let made = try append(decision, isPrinted: true, for: terms.patron, authority, writer)
      state = try sale.member.map { MemberState(try self.terms(for: $0, snapshot)) }
      return .document(Document(made), slips: [])
    }
    reply.member = state
    return reply
  }

  /// Lets lines of a sale pay for the open bill.
  func exchange(
    _ number: String, _ returning: Returning, _ authority: Authority, _ line: TypedLine
  ) throws -> Reply {
    try write(line) { writer in
      let snapshot = writer.snapshot
      try needsShift(snapshot)
      let sale = try find(number, snapshot)
      let bill = try bill(in: snapshot)
      var open = try bill?.open ?? OpenBill(id: snapshot.nextID(drawer: drawer))
      if let member = open.member, member != sale.member {
        throw Refusal(.memberUnknown, String(member), expected: sale.member.map { "@\($0)" } ?? "@")
      }
      open.member = sale.member
      let terms = try terms(for: sale.member, snapshot)
      let occasion = try occasion(for: .exchange, snapshot, authority: authority)
      let credit = try Checkout.credit(
        for: returning, of: try remainder(of: sale, snapshot),
        facts: try facts(of: sale, snapshot), under: terms, on: occasion)
      open.exchange = OpenExchange(
        sale: sale.sequence, number: sale.number, returning: returning, credit: credit,
        approver: authority.approver?.number)
      let state = try BillState(open, under: terms)
      try keep(open, in: bill?.stored, writer)
      return .bill(state)
    }
  }

  /// The exchange that a bill with something coming back is, or nil while something is still due.
  func exchanged(
    _ open: OpenBill, owed: [String: Money], _ terms: Terms, _ authority: Authority,
    _ snapshot: Snapshot
  ) throws -> Decision? {
    guard let exchange = open.exchange, let entry = try snapshot.entry(sequence: exchange.sale)
    else { return nil }
    let sale = try Document(entry)
    let terms = try stocked(terms, sale.lines.map(\.code), snapshot)
    let occasion = try occasion(for: .exchange, snapshot, authority: authority, id: open.id)
    return try Checkout.exchange(
      open, for: try remainder(of: sale, snapshot), facts: try facts(of: sale, snapshot),
      owed: owed, under: terms, on: occasion)
  }

  private func facts(of sale: Document, _ snapshot: Snapshot) throws -> ReturnFacts {
    ReturnFacts(
      voidedBy: try snapshot.void(of: sale.sequence)?.number,
      held: Money(fen: try snapshot.balance(of: Chart.drawer(drawer))),
      sold: try legs(of: sale, snapshot), reward: try reward(endingWith: sale, snapshot))
  }

  /// The sales that were exchanged one for another, of which a sale is one; the first first.
  private func chain(of sale: Document, _ snapshot: Snapshot) throws -> [Document] {
    var first = sale
    while first.kind == .exchange, let about = first.about,
      let entry = try snapshot.entry(sequence: about)
    {
      first = try Document(entry)
    }
    var chain = [first]
    var index = 0
    while index < chain.count {
      chain += try returns(of: chain[index], snapshot).filter { $0.kind == .exchange }
      index += 1
    }
    return chain
  }

  /// The reward for bringing a sale's member, if nothing but this sale is left of all that were
  /// exchanged one for another.
  private func reward(endingWith sale: Document, _ snapshot: Snapshot) throws -> Reward? {
    guard let member = sale.member, let patron = try terms(for: member, snapshot).patron,
      patron.member.referrer != nil, patron.wallet.isReferralRewarded
    else { return nil }
    let chain = try chain(of: sale, snapshot)
    for other in chain where other.sequence != sale.sequence {
      guard try remainder(of: other, snapshot).isExhausted else { return nil }
    }
    for one in chain {
      let postings = try snapshot.postings(ofEntry: one.sequence)
      let reward = try Reward(in: postings, for: member) { try terms(for: $0, snapshot).patron }
      if let reward { return reward }
    }
    return nil
  }

  /// The document that took back the last of a sale after a return of a part of it, and with it what
  /// goes back only once.
  func wholeTakenBack(since back: Document, _ snapshot: Snapshot) throws -> Document? {
    guard back.kind == .refund || back.kind == .exchange, let about = back.about,
      let entry = try snapshot.entry(sequence: about)
    else { return nil }
    for sale in try chain(of: Document(entry), snapshot) {
      let later = try returns(of: sale, snapshot).last { $0.sequence > back.sequence }
      guard let later else { continue }
      if sale.sequence == about ? later.takesWhole : later.takesReward { return later }
    }
    return nil
  }

  /// The legs of a sale as if it stood alone, also of one that others were exchanged for.
  private func legs(of sale: Document, _ snapshot: Snapshot) throws -> [Posting] {
    try Checkout.legs(of: sale, try snapshot.postings(ofEntry: sale.sequence)) {
      guard let about = sale.about, let entry = try snapshot.entry(sequence: about) else {
        return []
      }
      return try legs(of: Document(entry), snapshot)
    }
  }

  /// Whoever got points for bringing the member of a sale.
  func referrer(
    rewardedBy postings: [Posting], of member: Int?, _ snapshot: Snapshot
  ) throws -> Patron? {
    guard let member else { return nil }
    let other = postings.first { leg in
      leg.account.unit == .points && leg.account.owner.map { $0 != member } ?? false
    }
    return try terms(for: other?.account.owner, snapshot).patron
  }

  private func remainder(of sale: Document, _ snapshot: Snapshot) throws -> SaleRemainder {
    SaleRemainder(sale: sale, refunds: try returns(of: sale, snapshot))
  }

  /// The documents that took back a part of a sale and stand.
  func returns(of sale: Document, _ snapshot: Snapshot) throws -> [Document] {
    try snapshot.entries(about: sale.sequence).map(Document.init).filter { document in
      guard document.kind == .refund || document.kind == .exchange else { return false }
      return try snapshot.void(of: document.sequence) == nil
    }
  }

  // MARK: Finding documents

  /// The documents of a day, a member, an amount, or several of these.
  func documents(_ search: DocumentSearch, _ snapshot: Snapshot) throws -> [Document] {
    var found: [Document]
    if let who = search.who {
      let number = try member(who, snapshot).number
      let movements = try snapshot.movements(ofMember: number, from: search.day, to: search.day)
      var last: Int64 = 0
      found = []
      for movement in movements where movement.sequence != last {
        last = movement.sequence
        if let entry = try snapshot.entry(sequence: last) { found.append(try Document(entry)) }
      }
    } else {
      let day = try search.day ?? businessDay(snapshot)
      found = try snapshot.entries(onDay: day).map(Document.init)
    }
    return found.filter { document in
      guard !document.number.isEmpty else { return false }
      guard let amount = search.amount?.fen.magnitude else { return true }
      // Somebody may know what the lines came to, or what was paid in the end.
      let paid = document.total + document.roundingOfTotal
      return [document.total, paid].contains { $0.fen.magnitude == amount }
    }
  }
}

/// By what a document is looked for, instead of its number.
struct DocumentSearch {
  private(set) var day: BusinessDate?
  private(set) var who: Who?
  private(set) var amount: Money?

  /// - Returns: nil for no words, and for a document's number.
  init?(_ words: [String]) throws(Refusal) {
    for word in words {
      if let day = BusinessDate(word) {
        self.day = day
      } else if word.hasPrefix("@") {
        who = Who(text: String(word.dropFirst()))
      } else if word.contains("."), let amount = try? Money(yuan: word) {
        self.amount = amount
      } else if isLikeDay(word) {
        throw Refusal(.badDate, word, expected: "YYYY-MM-DD")
      } else {
        guard words.count == 1 else {
          throw Refusal(.malformed, word, expected: "show [NUMBER] | [DATE] [@WHO] [88.00]")
        }
        return nil
      }
    }
    if words.isEmpty { return nil }
  }
}

/// Whether a word is written as a day is, which it need not be.
private func isLikeDay(_ word: String) -> Bool {
  let parts = word.split(separator: "-", omittingEmptySubsequences: false)
  return parts.map(\.utf8.count) == [4, 2, 2] && parts.allSatisfy { isNumber($0, most: 4) }
}
