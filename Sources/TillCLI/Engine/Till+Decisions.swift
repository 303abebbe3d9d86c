import Checkout
import Ledger
import Membership
import Storage

extension Till {
  /// Writes an entry with everything that follows from it.
  ///
  /// - Returns: the entry as it stands in the journal.
  func append(
    _ decision: Decision, isPrinted: Bool, for patron: Patron?, _ authority: Authority,
    _ writer: Writer
  ) throws -> Writer.Appended {
    let made = try writer.append(decision.entry, isPrinted: isPrinted)
    for lot in decision.lots {
      try writer.addLot(
        lot.number, ofMember: lot.member, entry: made.sequence, day: lot.day, paid: lot.paid,
        gift: lot.gift)
    }
    for course in decision.courses {
      try writer.addCourse(
        course.number, ofMember: course.member, entry: made.sequence,
        day: course.day ?? decision.entry.day, offer: course.offer.json.canonical,
        expires: course.expires)
      if course.isFrozen {
        try writer.setCourse(
          course.number, ofMember: course.member, expires: course.expires, isFrozen: true)
      }
    }
    for due in decision.dues {
      try writer.schedule(
        Due(day: due.day, kind: due.kind.rawValue, member: due.member, number: due.number))
    }
    if let change = decision.tier, var member = patron?.member {
      if decision.entry.kind != DocumentKind.tier.rawValue {
        let occasion = try occasion(for: .tier, writer.snapshot, authority: authority)
        _ = try writer.append(
          record(
            change, of: member.number, after: member.tierUntil, about: made.sequence, on: occasion))
      }
      member.tier = change.to
      member.tierUntil = change.until
      try writer.update(member)
    }
    return made
  }

  /// Does what has come due by today, once a day: points lapse, parts of a bonus are given, tiers are
  /// looked at again.
  ///
  /// Whichever till is first does it; doing it again finds nothing.
  func runDay() throws {
    let today = clock.day(of: now())
    guard ranDay != today else { return }
    let day = try read { try businessDay($0) }
    let count = try read { try $0.dueCount(upTo: day) }
    var done: Int64 = 0
    while true {
      let batch = try read { try $0.due(upTo: day, limit: 500) }
      guard !batch.isEmpty else { break }
      try store.write { writer in
        // Another till may have done some of it meanwhile.
        let still = try writer.snapshot.due(upTo: day, limit: 500)
        let members = Dictionary(grouping: still, by: \.member)
        for member in members.keys.sorted() {
          try comeDue(members[member] ?? [], member, writer)
        }
        for due in still { try writer.done(due) }
      }
      done += Int64(batch.count)
      if count > 500 { progress(done, Int64(count)) }
    }
    ranDay = today
  }

  /// Does what has come due for a member, each thing on what the one before it has left.
  private func comeDue(_ dues: [Due], _ member: Int, _ writer: Writer) throws {
    for due in dues {
      let terms = try terms(for: member, writer.snapshot)
      guard let patron = terms.patron else { return }
      switch DueDate.Kind(rawValue: due.kind) {
      case .points: try keep(.lapse, of: patron, writer) { lapse(patron, on: $0) }
      case .bonus: try releaseBonus(due, writer)
      case .tier: try reviewTier(patron, terms, writer)
      case nil: break
      }
    }
  }

  private func keep(
    _ kind: DocumentKind, of patron: Patron, _ writer: Writer,
    _ decide: (Occasion) throws -> Decision?
  ) throws {
    let authority = Authority(staff: 0, rights: .nothing)
    let occasion = try occasion(for: kind, writer.snapshot, authority: authority)
    guard let decision = try decide(occasion) else { return }
    _ = try append(decision, isPrinted: false, for: patron, authority, writer)
  }

  /// Gives a part of a bonus to whoever holds the top-up by now.
  private func releaseBonus(_ due: Due, _ writer: Writer) throws {
    let snapshot = writer.snapshot
    let part = try bonusPart(of: due, snapshot)
    guard part > .zero, let holder = try holder(ofLot: due.number, of: due.member, snapshot)
    else { return }
    let terms = try terms(for: holder.member, snapshot)
    guard let patron = terms.patron else { return }
    let lot = try snapshot.nextLot(ofMember: holder.member)
    try keep(.release, of: patron, writer) {
      release(part, to: patron, of: holder.lot, lot: lot, on: $0)
    }
  }

  /// Who holds a member's top-up by now, through however many hands, and which number it has there,
  /// none where it was spent before; nil once it was given back.
  private func holder(
    ofLot lot: Int, of member: Int, _ snapshot: Snapshot
  ) throws -> (member: Int, lot: Int?)? {
    // Either part may have been spent by then, and have no leg of its own.
    let accounts = [Chart.principal(member, lot: lot), Chart.bonus(member, lot: lot)].map(\.name)
    let movements = try snapshot.movements(ofMember: member, from: nil, to: nil)
    let last = try movements.last { movement in
      switch DocumentKind(rawValue: movement.kind) {
      case .transfer: accounts.contains(movement.account) && movement.amount > 0
      // One that was spent has no leg, but stands among what was given back.
      case .cardRefund: try givesBack(movement.sequence, lot, snapshot)
      default: false
      }
    }
    guard let last, let entry = try snapshot.entry(sequence: last.sequence),
      try snapshot.void(of: last.sequence) == nil
    else { return (member, lot) }
    let document = try Document(entry)
    guard document.kind == .transfer, let receiver = document.member else { return nil }
    // The document lists the receiver's top-ups in the order of the giver's.
    let numbers = document.postings.compactMap { posting -> Int? in
      let words = posting.account.split(separator: ":")
      guard words.first == "stored-value", words.count > 2, Int(words[1]) == member else {
        return nil
      }
      return Int(words[2])
    }
    guard let place = Set(numbers).sorted().firstIndex(of: lot),
      let next = document.json.elements("lots").dropFirst(place).first?["no"]?.int
    else { return (receiver, nil) }
    return try holder(ofLot: next, of: receiver, snapshot)
  }

  /// Whether a card refund names a top-up among what it gave back.
  private func givesBack(_ refund: Int64, _ lot: Int, _ snapshot: Snapshot) throws -> Bool {
    guard let entry = try snapshot.entry(sequence: refund) else { return false }
    return try Document(entry).json.elements("parts").contains { $0["lot"]?.int == lot }
  }

  /// Looks at a tier that was to run out; one that holds longer is looked at again then.
  private func reviewTier(_ patron: Patron, _ terms: Terms, _ writer: Writer) throws {
    let change = rules.review(of: patron.member, sum: patron.qualifyingInGrace, on: terms.day)
    guard change == nil, let until = patron.member.tierUntil else {
      return try keep(.tier, of: patron, writer) { review(patron, under: terms, on: $0) }
    }
    // The settings may have changed since: without tiers it is asked again in a month.
    let last = rules.tierPolicy.map { until.advanced(by: $0.graceDays) } ?? until
    let next = max(last.advanced(by: 1), terms.day.advanced(by: rules.tierPolicy == nil ? 30 : 1))
    try writer.schedule(
      Due(day: next, kind: DueDate.Kind.tier.rawValue, member: patron.member.number, number: 0))
  }

  /// The part of a top-up's bonus that comes due on a day.
  private func bonusPart(of due: Due, _ snapshot: Snapshot) throws -> Money {
    guard let lot = try snapshot.lot(due.number, ofMember: due.member),
      let entry = try snapshot.entry(sequence: lot.entry)
    else { return .zero }
    let document = try Document(entry)
    guard try snapshot.void(of: lot.entry) == nil else { return .zero }
    let parts = document.json.elements("parts").compactMap(\.money)
    let index = parts.indices.first { document.day.advanced(months: $0) == due.day }
    return index.map { parts[$0] } ?? .zero
  }
}
