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
        _ = try writer.append(record(change, of: member.number, on: occasion))
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
    let day = try read { try businessDay($0) }
    guard ranDay != day else { return }
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
    ranDay = day
  }

  private func comeDue(_ dues: [Due], _ member: Int, _ writer: Writer) throws {
    let snapshot = writer.snapshot
    let authority = Authority(staff: 0, rights: .nothing)
    let terms = try terms(for: member, snapshot)
    guard let patron = terms.patron else { return }
    func keep(
      _ kind: DocumentKind, _ decide: (Occasion) throws -> Decision?
    ) throws {
      let occasion = try occasion(for: kind, snapshot, authority: authority)
      guard let decision = try decide(occasion) else { return }
      _ = try append(decision, isPrinted: false, for: patron, authority, writer)
    }
    for due in dues {
      switch DueDate.Kind(rawValue: due.kind) {
      case .points: try keep(.lapse) { lapse(patron, on: $0) }
      case .bonus:
        let part = try bonusPart(of: due, snapshot)
        guard part > .zero else { continue }
        let lot = try snapshot.nextLot(ofMember: member)
        try keep(.release) { release(part, to: patron, lot: lot, on: $0) }
      case .tier: try keep(.tier) { review(patron, under: terms, on: $0) }
      case nil: break
      }
    }
  }

  /// The part of a top-up's bonus that comes due on a day.
  private func bonusPart(of due: Due, _ snapshot: Snapshot) throws -> Money {
    guard let lot = try snapshot.lot(due.number, ofMember: due.member),
      let entry = try snapshot.entry(sequence: lot.entry)
    else { return .zero }
    let document = try Document(entry)
    let voided = try snapshot.entry(about: lot.entry, kind: DocumentKind.void.rawValue)
    guard voided == nil else { return .zero }
    let parts = document.json.elements("parts").compactMap(\.money)
    let index = parts.indices.first { document.day.advanced(months: $0) == due.day }
    return index.map { parts[$0] } ?? .zero
  }
}
