import Checkout
import Ledger
import Membership
import Pricing
import Storage

extension Till {
  /// Does what a line asks about members and cards.
  func perform(
    _ command: MemberCommand, _ authority: Authority, _ line: TypedLine
  ) throws -> Reply {
    switch command {
    case .add(let name, let phone, let fields, let tenders):
      return try addMember(name, phone, fields, tenders, authority, line)
    case .show(let who, let isFull): return try showMember(who, isFull, authority, line)
    case .set(let who, let fields): return try setMember(who, fields, authority, line)
    case .find(let text):
      return try read { Reply(content: .members(try members(Who(text: text), $0))) }
    case .checkIn(let who): return try checkIn(who, authority, line)
    case .topUp(let topUp): return try self.topUp(topUp, authority, line)
    case .sellCourse(let code, let tenders, let staff):
      return try sellCourse(code, tenders, staff, authority, line)
    case .extendCourse(let number, let day):
      return try changeCourse(number, authority, line) { (course, today) throws(Refusal) in
        guard day >= today, course.expires.map({ $0 < day }) ?? true else {
          throw Refusal(
            .badDate, "\(day)", expected: "\(max(course.expires ?? today, today).advanced(by: 1))")
        }
        course.expires = day
        return .courseExtended(number, until: day)
      }
    case .freezeCourse(let number, let isFrozen):
      return try changeCourse(number, authority, line) { (course, _) throws(Refusal) in
        course.isFrozen = isFrozen
        return isFrozen ? .courseFrozen(number) : .courseReleased(number)
      }
    case .transferCourse(let number, let to):
      return try transfer(.course(number), from: nil, to: to, authority, line)
    case .statement(let who, let from, let to, let csv, let isSlip):
      return try statement(who, from: from, to: to, csv: csv, isSlip: isSlip)
    case .cardRefund(let words): return try cardRefund(words, authority, line)
    case .replaceCard(let who, let card):
      _ = try authority.grant("card replace", where: \.refundsCards)
      return try replaceCard(who, card, authority, line)
    case .transferCard(let who, let to):
      return try transfer(.card, from: who, to: to, authority, line)
    case .freezeCard(let who, let isFrozen):
      if !isFrozen { _ = try authority.grant("card unfreeze", where: \.refundsCards) }
      return try changeMember(who, authority, line) { member, _ in
        member.status = isFrozen ? .frozen : .active
        return isFrozen ? .frozen : .released
      }
    case .renewCard(let who):
      _ = try authority.grant("card renew", where: \.refundsCards)
      return try changeMember(who, authority, line) { member, day in
        let until = rules.cardMonths.map { day.advanced(months: $0) }
        member.cardExpires = until
        return .cardRenewed(until: until ?? day)
      }
    }
  }

  private func addMember(
    _ name: String, _ phone: String, _ fields: [FieldValue], _ tenders: [Tender],
    _ authority: Authority, _ line: TypedLine
  ) throws -> Reply {
    var added: MemberState?
    var reply = try write(line) { writer in
      let snapshot = writer.snapshot
      let day = try businessDay(snapshot)
      var member = Member(
        number: try snapshot.nextMember(), name: "", phone: "", joined: day,
        cardExpires: rules.cardMonths.map { day.advanced(months: $0) },
        tier: rules.tiers.first?.code ?? "")
      let given = [
        FieldValue(field: "name", value: name), FieldValue(field: "phone", value: phone),
      ]
      try change(&member, to: given + fields, on: day, snapshot)
      try checkReachable(member, phone)
      try writer.add(member)
      let terms = Terms(
        shop: shop, rules: rules, day: day,
        patron: Patron(member: member, wallet: Wallet(), qualifying: 0))
      added = MemberState(terms)
      guard rules.joinFee > .zero else {
        guard tenders.isEmpty else {
          throw Refusal(.nothingDue, tenders.map(\.kind.rawValue).joined(separator: " "))
        }
        let occasion = try occasion(for: .event, snapshot, authority: authority)
        _ = try writer.append(record(.added, of: member.number, on: occasion))
        return .member(MemberState(terms))
      }
      let occasion = try occasion(for: .join, snapshot, authority: authority)
      let entry = try join(
        member.number, fee: rules.joinFee, tenders: tenders, under: terms, on: occasion)
      let made = try writer.append(entry, isPrinted: true)
      return .document(Document(made), slips: [])
    }
    if case .document = reply.content { reply.member = added }
    return reply
  }

  private func showMember(
    _ who: Who?, _ isFull: Bool, _ authority: Authority, _ line: TypedLine
  ) throws -> Reply {
    guard isFull else {
      return try read { snapshot in
        let member = try member(who, for: "member show", snapshot)
        return Reply(
          content: .member(MemberState(try terms(for: member.number, snapshot))))
      }
    }
    _ = try authority.grant("member show full", where: \.seesPersonalData)
    // Whoever looks at personal data leaves a trace (个人信息保护法, Article 51).
    return try write(line) { writer in
      let member = try member(who, for: "member show", writer.snapshot)
      let occasion = try occasion(for: .event, writer.snapshot, authority: authority)
      _ = try writer.append(record(.shown, of: member.number, on: occasion))
      return .member(
        MemberState(try terms(for: member.number, writer.snapshot), isFull: true))
    }
  }

  private func setMember(
    _ who: Who, _ fields: [FieldValue], _ authority: Authority, _ line: TypedLine
  ) throws -> Reply {
    if fields.contains(where: { $0.field == "tier" }) {
      _ = try authority.grant("tier", where: \.overridesPrices)
    }
    if let field = fields.first(where: { ["phone", "card"].contains($0.field) }) {
      // Whoever has the phone or the card has the money on it.
      _ = try authority.grant("member set \(field.field)", where: \.refundsCards)
    }
    return try write(line) { writer in
      let snapshot = writer.snapshot
      let day = try businessDay(snapshot)
      let before = try member(who, snapshot)
      var member = before
      try change(&member, to: fields, on: day, snapshot)
      if before.hasPhoneOrCard { try checkReachable(member, "-") }
      let patron = try patron(before, on: day, snapshot)
      if member.tier != before.tier {
        let until = rules.tierPolicy.map { day.advanced(by: $0.validDays) }
        let change = TierChange(
          from: before.tier, to: member.tier, reason: .set, qualifying: patron.qualifying,
          until: member.tier == rules.tiers.first?.code ? nil : until)
        let occasion = try occasion(for: .tier, snapshot, authority: authority)
        var decision = Decision(
          entry: record(change, of: member.number, on: occasion), tier: change)
        decision.dues = rules.dues(of: change, member.number)
        _ = try append(decision, isPrinted: false, for: patron, authority, writer)
        member.tierUntil = change.until
      }
      try writer.update(member)
      let occasion = try occasion(for: .event, snapshot, authority: authority)
      let names = fields.map(\.field)
      _ = try writer.append(record(.changed(names), of: member.number, on: occasion))
      return .member(MemberState(try terms(for: member.number, snapshot)))
    }
  }

  /// Changes one member's card, with its event in the journal.
  func changeMember(
    _ who: Who, _ authority: Authority, _ line: TypedLine,
    by change: (inout Member, BusinessDate) throws -> MemberEvent
  ) throws -> Reply {
    try write(line) { writer in
      let snapshot = writer.snapshot
      var member = try member(who, snapshot)
      let event = try change(&member, try businessDay(snapshot))
      try writer.update(member)
      let occasion = try occasion(for: .event, snapshot, authority: authority)
      _ = try writer.append(record(event, of: member.number, on: occasion))
      return .member(MemberState(try terms(for: member.number, snapshot)))
    }
  }

  private func replaceCard(
    _ who: Who, _ card: String?, _ authority: Authority, _ line: TypedLine
  ) throws -> Reply {
    try write(line) { writer in
      let snapshot = writer.snapshot
      var member = try member(who, snapshot)
      let day = try businessDay(snapshot)
      let lost = member.card
      guard card != nil || !lost.isEmpty else {
        throw Refusal(.cardUnknown, "", expected: "card replace \(member.number) CARD")
      }
      try change(&member, to: [FieldValue(field: "card", value: card ?? "")], on: day, snapshot)
      if !lost.isEmpty { try writer.loseCard(lost, of: member.number, on: day) }
      try writer.update(member)
      let occasion = try occasion(for: .event, snapshot, authority: authority)
      _ = try writer.append(record(.cardReplaced, of: member.number, on: occasion))
      return .member(MemberState(try terms(for: member.number, snapshot)))
    }
  }

  private func checkIn(
    _ who: Who?, _ authority: Authority, _ line: TypedLine
  ) throws -> Reply {
    try write(line) { writer in
      let snapshot = writer.snapshot
      var member = try member(who, for: "member checkin", snapshot)
      let terms = try terms(for: member.number, snapshot)
      guard let patron = terms.patron else { return .nothing }
      let occasion = try occasion(for: .points, snapshot, authority: authority)
      let decision = try Checkout.checkIn(patron, under: terms, on: occasion)
      _ = try append(decision, isPrinted: false, for: patron, authority, writer)
      member.checkedIn = occasion.day
      try writer.update(member)
      return .member(MemberState(try self.terms(for: member.number, snapshot)))
    }
  }

  /// What a member's tiers would become by the end of a day.
  func tierPreview(_ day: BusinessDate?, _ snapshot: Snapshot) throws -> Reply.Content {
    let today = try businessDay(snapshot)
    let until = day ?? today
    guard until >= today else {
      throw Refusal(.badDate, "\(until)", expected: ">= \(today)")
    }
    let name = { (code: String) in self.rules.tier(code)?.name ?? code }
    var moves: [ComingTier] = []
    for due in try snapshot.due(upTo: until, limit: .max)
    where due.kind == DueDate.Kind.tier.rawValue {
      let patron = try patron(due.member, on: until, snapshot)
      let sum = patron.qualifyingInGrace
      guard let change = rules.review(of: patron.member, sum: sum, on: until) else { continue }
      moves.append(
        ComingTier(
          member: patron.member, change: change, from: name(change.from), to: name(change.to)))
    }
    return .tierPreview(until, moves)
  }
}

/// A member's move from one tier to another, with the tiers' names.
struct ComingTier {
  let member: Member
  let change: TierChange
  let from: String
  let to: String
}
