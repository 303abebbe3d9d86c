import Checkout
import Ledger
import Membership
import Storage

extension Till {
  func void(
    _ number: String, reason: String, _ authority: Authority, _ line: TypedLine
  ) throws -> Reply {
    try write(line) { writer in
      let snapshot = writer.snapshot
      let occasion = try occasion(for: .void, snapshot, authority: authority)
      let original = try find(number, snapshot)
      let postings = try snapshot.postings(ofEntry: original.sequence)
      var balances: [Account: Int64] = [:]
      for account in accounts(ofVoiding: postings) {
        balances[account] = try snapshot.balance(of: account)
      }
      let terms = try terms(for: original.member, snapshot)
      let facts = VoidFacts(
        voidedBy: try snapshot.void(of: original.sequence)?.number,
        neededBy: try returns(of: original, snapshot).first?.number
          ?? wholeTakenBack(since: original, snapshot)?.number, balances: balances,
        later: try movedSince(original, postings, snapshot), patron: terms.patron,
        referrer: try referrer(rewardedBy: postings, of: original.member, snapshot))
      var decision = Decision(
        entry: try Checkout.void(
          original, postings: postings, facts: facts, reason: reason, in: shop, on: occasion))
      if let patron = terms.patron {
        let moves = try tierMoves(of: patron.member.number, whenTakingBack: original, snapshot)
        decision.tier = tierTakenBack(
          moves, postings, from: patron,
          beside: try topUps(of: patron.member.number, beside: original, snapshot), under: terms)
      }
      let made = try append(decision, isPrinted: true, for: terms.patron, authority, writer)
      return .document(Document(made), slips: [])
    }
  }

  /// The newest documents that moved a document's goods the other way and stand.
  private func movedSince(
    _ original: Document, _ postings: [Posting], _ snapshot: Snapshot
  ) throws -> [Account: Document] {
    var later: [Account: Document] = [:]
    for posting in postings where posting.account.isOfGoods {
      let entry = try snapshot.lastEntry(
        against: posting.amount, on: posting.account, since: original.sequence)
      later[posting.account] = try entry.map(Document.init)
    }
    return later
  }

  /// How documents of the day moved a member between tiers, the newest last.
  private func tierMoves(
    of member: Int, whenTakingBack original: Document, _ snapshot: Snapshot
  ) throws -> [TierMove] {
    let movements = try snapshot.movements(
      ofMember: member, from: original.day, to: original.day)
    return try Set(movements.map(\.sequence)).sorted().compactMap { sequence in
      guard
        let record = try snapshot.entry(about: sequence, kind: DocumentKind.tier.rawValue)
      else { return nil }
      return TierMove(
        try Document(record), isVoid: try snapshot.void(of: sequence) != nil,
        whenTakingBack: original)
    }
  }

  /// The member's other top-ups of the day that stand.
  private func topUps(
    of member: Int, beside original: Document, _ snapshot: Snapshot
  ) throws -> [Document] {
    let movements = try snapshot.movements(
      ofMember: member, from: original.day, to: original.day)
    let sequences = Set(
      movements.filter { $0.kind == DocumentKind.topup.rawValue }.map(\.sequence))
    return try sequences.subtracting([original.sequence]).sorted().compactMap { sequence in
      guard try snapshot.void(of: sequence) == nil else { return nil }
      return try snapshot.entry(sequence: sequence).map(Document.init)
    }
  }

  /// Prints a marked copy; that it was printed goes on record.
  func reprint(_ number: String?, _ authority: Authority, _ line: TypedLine) throws -> Reply {
    var copy = 0
    var found: Document?
    var label: MemberLabel?
    var reply = try write(line) { writer in
      let snapshot = writer.snapshot
      let document = try find(number, snapshot)
      copy = try snapshot.reprints(of: document.sequence) + 1
      found = document
      label = try self.label(of: document, snapshot)
      let occasion = try occasion(for: .event, snapshot, authority: authority)
      _ = try writer.append(
        record(
          .reprint(number: document.number, copy: copy), about: document.sequence, on: occasion))
      return content(of: document, slips: [])
    }
    guard let document = found else { return reply }
    do throws(SlipFault) {
      reply.content = content(of: document, slips: try slips.write(document, of: label, copy: copy))
    } catch {
      reply.notices.append(
        .slipNotWritten(number: document.number, reason: error.text(shop.language)))
    }
    return reply
  }

  /// What a line answers with that was done before under its key.
  ///
  /// - Parameters:
  ///   - entry: the entry that it made; nil if it made none.
  ///   - snapshot: the ledger's state.
  /// - Returns: its document, the one that it copied, or its member; else the open bill.
  /// - Throws: `StorageError`.
  func repeated(_ entry: Int64?, _ snapshot: Snapshot) throws -> Reply.Content {
    guard let entry, let stored = try snapshot.entry(sequence: entry) else {
      return .bill(try billState(snapshot))
    }
    let document = try Document(stored)
    guard document.number.isEmpty else {
      return content(of: document, slips: slips.names(of: document))
    }
    if document.json["event"]?.string == "reprint", let about = document.about,
      let copied = try snapshot.entry(sequence: about)
    {
      let original = try Document(copied)
      // The outbox does not know of copies: one that a crash left out is written now.
      let copy = document.json["copy"]?.int
      let label = try label(of: original, snapshot)
      let isThere = (try? slips.writeIfMissing(original, of: label, copy: copy)) != nil
      return content(of: original, slips: isThere ? slips.names(of: original, copy: copy) : [])
    }
    // What was put on record of the bill before this one is nothing that the caller did.
    if document.kind != .lineVoid, let member = document.member {
      return .member(MemberState(try terms(for: member, snapshot)))
    }
    return .bill(try billState(snapshot))
  }

  func show(_ words: [String], _ snapshot: Snapshot) throws -> Reply.Content {
    if let search = try DocumentSearch(words) {
      let found = try documents(search, snapshot)
      guard found.count == 1 else { return .documents(found) }
      return .slipText(
        found[0], try slips.slipText(found[0], of: try label(of: found[0], snapshot)))
    }
    let document = try find(words.first, snapshot)
    return .slipText(
      document, try slips.slipText(document, of: try label(of: document, snapshot)))
  }

  /// The document of a number, or of a part of it: `JA20261121-0031`, `20261121-0031`, `V002`,
  /// `31` of today, `Z0326`; without a number the drawer's last sale today.
  ///
  /// A prefix that is stated has to be the document's: another branch's number means none of this
  /// shop's.
  func find(_ text: String?, _ snapshot: Snapshot) throws -> Document {
    let today = max(clock.day(of: try time(snapshot)), try snapshot.head().day)
    guard let text else {
      guard let last = try snapshot.lastSale(drawer: drawer, day: today) else {
        throw Refusal(.documentUnknown)
      }
      return try Document(last)
    }
    guard let number = DocumentNumber(text, today: today) else {
      throw Refusal(.documentUnknown, text, expected: "31 V002 JA20261121-0031 Z0326")
    }
    let stored =
      number.kind == .shift
      ? try snapshot.closing(ofShift: number.serial)
      : try snapshot.entry(day: number.day, kind: number.kind.rawValue, serial: number.serial)
    guard let document = try stored.map(Document.init),
      number.prefix.isEmpty || document.number == number.description
    else { throw Refusal(.documentUnknown, text) }
    return document
  }
}
