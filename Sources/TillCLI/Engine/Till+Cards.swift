import Checkout
import Ledger
import Membership
import Pricing
import Storage

extension Till {
  func topUp(_ topUp: TopUp, _ authority: Authority, _ line: TypedLine) throws -> Reply {
    try roster.check(topUp.staff)
    return try document(of: .topup, onBill: "topup", authority, line) {
      occasion, terms, snapshot in
      let member = terms.patron?.member.number ?? 0
      let gift = rules.plan(for: topUp.amount)?.course.flatMap(rules.course)
      return try load(
        topUp, lot: try snapshot.nextLot(ofMember: member),
        course: try snapshot.nextCourse(ofMember: member),
        under: try naming(gift.map { [$0] } ?? [], terms, snapshot), on: occasion)
    }
  }

  func sellCourse(
    _ code: String, _ tenders: [Tender], _ staff: [StaffShare], _ authority: Authority,
    _ line: TypedLine
  ) throws -> Reply {
    try roster.check(staff)
    guard let offer = rules.course(code) else {
      throw Refusal(
        .courseUnknown, code, expected: rules.courses.map(\.code).joined(separator: " "))
    }
    return try document(of: .course, onBill: "course", authority, line) {
      occasion, terms, snapshot in
      let member = terms.patron?.member.number ?? 0
      let terms = try naming([offer], terms, snapshot)
      // Nobody buys what could never be used.
      for part in offer.entitlements where !part.services.contains(where: terms.names) {
        throw Refusal(.itemUnknown, part.services.joined(separator: " "))
      }
      return try Checkout.sell(
        offer, number: try snapshot.nextCourse(ofMember: member), tenders: tenders, staff: staff,
        under: terms, on: occasion)
    }
  }

  /// Extends, freezes or releases a course of the member on the bill.
  func changeCourse(
    _ number: Int, _ authority: Authority, _ line: TypedLine,
    by change: (inout HeldCourse, BusinessDate) throws(Refusal) -> MemberEvent
  ) throws -> Reply {
    _ = try authority.grant("course \(number)", where: \.refundsCards)
    return try write(line) { writer in
      let snapshot = writer.snapshot
      let member = try member(nil, for: "course", snapshot).number
      let terms = try terms(for: member, snapshot)
      let courses = terms.patron?.wallet.courses ?? []
      guard var course = courses.first(where: { $0.number == number }) else {
        throw Refusal(
          .courseUnknown, String(number),
          expected: courses.map { String($0.number) }.joined(separator: " "))
      }
      let event = try change(&course, terms.day)
      try writer.setCourse(
        number, ofMember: member, expires: course.expires, isFrozen: course.isFrozen)
      let occasion = try occasion(for: .event, snapshot, authority: authority)
      _ = try writer.append(record(event, of: member, on: occasion))
      return .member(MemberState(try self.terms(for: member, snapshot)))
    }
  }

  func transfer(
    _ scope: TransferScope, from: Who?, to: Who, _ authority: Authority, _ line: TypedLine
  ) throws -> Reply {
    _ = try authority.grant("transfer", where: \.refundsCards)
    return try document(of: .transfer, authority, line) { snapshot in
      try member(from, for: "transfer", snapshot).number
    } decide: { occasion, terms, snapshot in
      let receiver = try member(to, snapshot)
      guard let giver = terms.patron else { throw Refusal(.memberNeeded, "transfer") }
      return try Checkout.transfer(
        scope, from: giver, to: try patron(receiver, on: occasion.day, snapshot),
        lot: try snapshot.nextLot(ofMember: receiver.number),
        course: try snapshot.nextCourse(ofMember: receiver.number),
        origins: try origins(ofMember: giver.member.number, snapshot),
        under: try naming(giver.wallet.courses.map(\.offer), terms, snapshot), on: occasion)
    }
  }

  /// Quotes what is due back for a card and its courses, or pays it out.
  func cardRefund(
    _ words: CardRefundWords, _ authority: Authority, _ line: TypedLine
  ) throws -> Reply {
    guard let tenders = words.tenders, let reason = words.reason else {
      return try read { snapshot in
        let member = try member(words.who, for: "cardrefund", snapshot)
        let terms = try terms(for: member.number, snapshot)
        let quotes = try quotes(words, terms, snapshot)
        return Reply(content: .quotes(MemberState(terms), quotes))
      }
    }
    return try document(of: .cardRefund, authority, line) { snapshot in
      try member(words.who, for: "cardrefund", snapshot).number
    } decide: { occasion, terms, snapshot in
      let all = try quotes(words, terms, snapshot)
      guard let quote = all.first(where: { $0.reason == reason }) else {
        throw Refusal(.nothingToRefund, "cardrefund")
      }
      let held = Money(fen: try snapshot.balance(of: Chart.drawer(drawer)))
      return try payOut(
        quote, tenders: tenders, held: held, gifts: try gifts(of: quote, terms, snapshot),
        bought: try bought(terms, snapshot), under: terms, on: occasion)
    }
  }

  /// What was given with the top-ups that a quote gives back.
  private func gifts(
    of quote: RefundQuote, _ terms: Terms, _ snapshot: Snapshot
  ) throws -> [GivenGifts] {
    let member = terms.patron?.member.number ?? 0
    return try quote.parts.compactMap { part in
      guard case .lot(let number) = part.source,
        let lot = try snapshot.lot(number, ofMember: member),
        let entry = try snapshot.entry(sequence: lot.entry)
      else { return nil }
      return GivenGifts(try Document(entry))
    }
  }

  /// How the member's courses were paid, by their numbers.
  private func bought(_ terms: Terms, _ snapshot: Snapshot) throws -> [Int: BoughtCourse] {
    var bought: [Int: BoughtCourse] = [:]
    for course in terms.patron?.wallet.courses ?? [] {
      guard
        let row = try snapshot.course(course.number, ofMember: terms.patron?.member.number ?? 0),
        let entry = try snapshot.entry(sequence: row.entry)
      else { continue }
      let document = try Document(entry)
      if document.kind == .course { bought[course.number] = BoughtCourse(document) }
    }
    return bought
  }

  /// The parts of bonuses that a member was given, with the numbers of the top-ups they belong to.
  private func origins(ofMember member: Int, _ snapshot: Snapshot) throws -> [Int: Int] {
    var origins: [Int: Int] = [:]
    for number in 1..<(try snapshot.nextLot(ofMember: member)) {
      guard let lot = try snapshot.lot(number, ofMember: member), lot.paid == .zero,
        let entry = try snapshot.entry(sequence: lot.entry)
      else { continue }
      let document = try Document(entry)
      // The part came as such, or from another member's hands.
      let moved = document.json.elements("lots").first { $0["no"]?.int == number }
      origins[number] = document.kind == .release ? document.json["of"]?.int : moved?["of"]?.int
    }
    return origins
  }

  /// The member's top-ups whose bonus came in parts, with the parts that have come, by their numbers.
  private func wholes(
    of patron: Patron, _ snapshot: Snapshot
  ) throws -> [Int: StoredValueLot] {
    let member = patron.member.number
    let held = Set(patron.wallet.lots.map(\.number))
    var parts: [Int: [HeldLot]] = [:]
    for (number, origin) in try origins(ofMember: member, snapshot) {
      guard let lot = try snapshot.lot(number, ofMember: member) else { continue }
      parts[origin, default: []].append(HeldLot(lot))
    }
    var wholes: [Int: StoredValueLot] = [:]
    for (origin, parts) in parts
    where held.contains(origin) || parts.contains(where: { held.contains($0.number) }) {
      guard let lot = try snapshot.lot(origin, ofMember: member) else { continue }
      wholes[origin] = patron.whole(HeldLot(lot), parts: parts)
    }
    return wholes
  }

  private func quotes(
    _ words: CardRefundWords, _ terms: Terms, _ snapshot: Snapshot
  ) throws -> [RefundQuote] {
    guard let patron = terms.patron else { throw Refusal(.memberNeeded, "cardrefund") }
    let ended = words.ended ?? terms.day
    guard ended <= terms.day else {
      throw Refusal(.badDate, "since=\(ended)", expected: "since=\(terms.day)")
    }
    for course in words.courses
    where !patron.wallet.courses.contains(where: { $0.number == course }) {
      throw Refusal(
        .courseUnknown, String(course),
        expected: patron.wallet.courses.map { String($0.number) }.joined(separator: " "))
    }
    return patron.quotes(
      rates: rules.interest, ended: ended, on: terms.day, bought: try bought(terms, snapshot),
      whole: try wholes(of: patron, snapshot)
    ) { source in
      switch source {
      case .lot: words.meansCard || words.courses.isEmpty
      case .course(let number):
        words.courses.contains(number) || words.courses.isEmpty && !words.meansCard
      }
    }
  }

  // MARK: Documents of a member

  /// Makes a numbered document with a slip about the member on the open bill.
  private func document(
    of kind: DocumentKind, onBill what: String, _ authority: Authority, _ line: TypedLine,
    decide: (Occasion, Terms, Snapshot) throws -> Decision
  ) throws -> Reply {
    try document(of: kind, authority, line) { snapshot in
      try member(nil, for: what, snapshot).number
    } decide: { occasion, terms, snapshot in
      try decide(occasion, terms, snapshot)
    }
  }

  /// Makes a numbered document with a slip about a member.
  private func document(
    of kind: DocumentKind, _ authority: Authority, _ line: TypedLine,
    member find: (Snapshot) throws -> Int,
    decide: (Occasion, Terms, Snapshot) throws -> Decision
  ) throws -> Reply {
    var state: MemberState?
    var warnings: [Refusal] = []
    var reply = try write(line) { writer in
      let snapshot = writer.snapshot
      let terms = try terms(for: try find(snapshot), snapshot)
      let occasion = try occasion(for: kind, snapshot, authority: authority)
      let decision = try decide(occasion, terms, snapshot)
      warnings = decision.warnings
      let made = try append(decision, isPrinted: true, for: terms.patron, authority, writer)
      let document = Document(made)
      state = try document.member.map { MemberState(try self.terms(for: $0, snapshot)) }
      return .document(document, slips: [])
    }
    reply.member = state
    reply.notices += warnings.map { .limitPassed($0) }
    return reply
  }
}
