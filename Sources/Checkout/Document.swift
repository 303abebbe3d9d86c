package import Ledger
package import Pricing

/// A finished document, read from the line that the journal stores of it.
package struct Document: Hashable, Sendable {
  /// The stored line, parsed.
  package let json: JSON
  /// The journal's hash at this entry.
  package let hash: ChainHash
  /// What happened; `event` where this program does not know the word.
  package let kind: DocumentKind

  package init(json: JSON, hash: ChainHash) {
    self.json = json
    self.hash = hash
    kind = json["kind"]?.string.flatMap(DocumentKind.init) ?? .event
  }

  /// The number on its slip; empty for a document that has none.
  package var number: String { json["no"]?.string ?? "" }
  package var id: EntryID { EntryID(value: json["id"]?.integer ?? 0) }
  package var sequence: Int64 { json["seq"]?.integer ?? 0 }
  package var at: Instant {
    json["at"]?.string.flatMap(Instant.init(_:)) ?? Instant(milliseconds: 0)
  }
  package var day: BusinessDate {
    json["day"]?.string.flatMap { BusinessDate($0) } ?? BusinessDate(days: 0)
  }
  package var drawer: Int { json["drawer"]?.int ?? 0 }
  package var shift: Int { json["shift"]?.int ?? 0 }
  package var staff: Int { json["staff"]?.int ?? 0 }
  package var approver: Int? { json["ok"]?.int }
  package var about: Int64? { json["about"]?.integer }
  package var reason: String? { json["reason"]?.string }
  /// What kind of document a void takes back; nil of other documents.
  package var voidedKind: DocumentKind? { json["of"]?.string.flatMap(DocumentKind.init) }

  /// What the document comes to, before rounding; an opening comes to its float.
  package var total: Money { json["total"]?.money ?? json["float"]?.money ?? .zero }
  package var rounding: Money { json["rounding"]?.money ?? .zero }
  package var lines: [DocumentLine] { json.elements("lines").map(DocumentLine.init) }
  /// Its lines that went over the counter, with 1, and those that came back, with -1; a void's are
  /// those of what it takes back, the other way round.
  package var soldLines: [(line: DocumentLine, sign: Int)] {
    let sign = kind == .void ? -1 : 1
    switch kind == .void ? voidedKind : kind {
    case .sale: return lines.map { ($0, sign) }
    case .refund: return lines.map { ($0, -sign) }
    case .exchange:
      let returned = json["returned"]?.elements("lines") ?? []
      return lines.map { ($0, sign) } + returned.map { (DocumentLine(json: $0), -sign) }
    default: return []
    }
  }
  package var tenders: [SettledTender] { json.elements("tenders").compactMap(SettledTender.init) }
  package var change: Money { tenders.map(\.change).sum() }
  /// Who sold it, where it has no lines that say so.
  package var staffShares: [StaffShare] {
    json["staff_shares"]?.string.flatMap { try? Pricing.staffShares($0) } ?? []
  }
  /// The number of the member it is about; nil where there is none.
  package var member: Int? { json["member"]?.int }
  package var pointsEarned: Int64 { json["earned"]?.integer ?? 0 }
  package var pointsBurned: Int64 { json["burned"]?.integer ?? 0 }
  /// The amounts by the names of their accounts.
  package var postings: [(account: String, amount: Int64)] {
    (json["postings"]?.members ?? []).compactMap { member in
      member.value.integer.map { (member.name, $0) }
    }
  }

  /// What the document gave its member; negative for what it took.
  package var gained: MemberGain {
    member.map { MemberGain(of: $0, from: postings) } ?? MemberGain()
  }

  /// What the document adds to an account, debit positive.
  package func amount(on account: Account) -> Money {
    json["postings"]?[account.name]?.money ?? .zero
  }
}

/// What a document gives its member; negative for what it takes.
package struct MemberGain: Hashable, Sendable {
  package var principal = Money.zero
  package var bonus = Money.zero
  package var points: Int64 = 0

  static func + (left: MemberGain, right: MemberGain) -> MemberGain {
    MemberGain(
      principal: left.principal + right.principal, bonus: left.bonus + right.bonus,
      points: left.points + right.points)
  }
}

extension MemberGain {
  /// What legs give a member, by the names of their accounts.
  init(of member: Int, from legs: [(account: String, amount: Int64)]) {
    func sum(_ prefix: String, _ suffix: String = "") -> Int64 {
      -legs.filter { $0.account.hasPrefix(prefix) && $0.account.hasSuffix(suffix) }.map(\.amount)
        .reduce(0, +)
    }
    self.init(
      principal: Money(fen: sum("stored-value:\(member):", ":principal")),
      bonus: Money(fen: sum("stored-value:\(member):", ":bonus")),
      points: sum("points:\(member):"))
  }
}

/// One line of a finished sale.
package struct DocumentLine: Hashable, Sendable {
  package let json: JSON

  package init(json: JSON) { self.json = json }

  package var code: String { json["code"]?.string ?? "" }
  package var name: String { json["name"]?.string ?? "" }
  package var kind: String { json["kind"]?.string ?? "" }
  package var quantity: Int { json["qty"]?.int ?? 1 }
  /// Not stored where nothing came off: the net is then so many times the price, and no rest is left.
  package var unitPrice: Money {
    json["price"]?.money
      ?? net.scaled(by: 1, over: Int64(max(1, quantity)), rounding: .down)
  }
  package var net: Money { json["net"]?.money ?? .zero }
  package var taxRate: Int { json["rate"]?.int ?? 0 }
  package var tax: Money { json["tax"]?.money ?? .zero }
  /// What the sessions are worth that paid for the line; nil where none did.
  package var session: Money? { json["session"]?.money }
  /// The part of it that bonus paid.
  package var sessionBonus: Money { json["session_bonus"]?.money ?? .zero }
  package var list: Money { unitPrice * quantity }
  package var discount: Money { list - net }
  package var staff: [StaffShare] {
    json["staff"]?.string.flatMap { try? staffShares($0) } ?? []
  }
  /// What came off, by the notation of the command language; `bill ` in front for a share of what
  /// came off the whole bill.
  package var reductions: [(name: String, amount: Money)] {
    json.elements("off").compactMap { element in
      guard let parts = element.array, parts.count >= 2, let name = parts[0].string,
        let amount = parts[1].money
      else { return nil }
      return (name, amount)
    }
  }
  package var isGift: Bool { reductions.contains { $0.name == Reduction.gift.description } }

  /// The net amount, or what its sessions are worth, shared over those who served the line.
  package var earned: [(staff: Int, amount: Money)] {
    let shares = staff
    guard !shares.isEmpty else { return [] }
    let amounts = allocate((session ?? net).fen, over: shares.map { Int64($0.share) })
    return zip(shares, amounts).map { ($0.staff, Money(fen: $1)) }
  }
}

extension SettledTender {
  /// Reads a tender of a stored document; nil for one of a kind this program does not know.
  package init?(_ json: JSON) {
    guard let kind = json["kind"]?.string.flatMap(TenderKind.init),
      let amount = json["amount"]?.money
    else { return nil }
    self.init(
      kind, amount: amount, tendered: json["tendered"]?.money ?? amount,
      reference: json["ref"]?.string, debtor: json["debtor"]?.string,
      points: json["points"]?.integer, line: json["line"]?.int,
      principal: json["principal"]?.money, bonus: json["bonus"]?.money)
  }
}
