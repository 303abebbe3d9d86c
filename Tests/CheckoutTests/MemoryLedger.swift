import Checkout
import Ledger
import Membership

/// Why a ledger in memory does not take an entry.
enum LedgerFault: Error, Hashable {
  case outOfRange(account: String, balance: Int64)
  case unbalanced(unit: String)
}

/// A ledger in memory that keeps the rules of the one on disk: every unit sums to zero, no balance
/// leaves its account's range, nothing half done.
struct MemoryLedger {
  private(set) var balances: [String: Int64] = [:]
  private(set) var documents: [Document] = []
  private(set) var postings: [[Posting]] = []
  /// What members hold, by their numbers and the accounts' names.
  private var owned: [Int: [String: Int64]] = [:]
  private var lots: [Int: [HeldLot]] = [:]
  private var courses: [Int: [HeldCourse]] = [:]
  /// What each document is taken back by, in whole or in part.
  private var takenBack: [Int64: [Document]] = [:]

  /// - Throws: ``LedgerFault``, with nothing done.
  @discardableResult
  mutating func append(_ decision: Decision) throws -> Document {
    let document = try append(decision.entry)
    for lot in decision.lots {
      lots[lot.member, default: []].append(
        HeldLot(number: lot.number, day: lot.day, paid: lot.paid, gift: lot.gift))
    }
    for course in decision.courses {
      courses[course.member, default: []].append(
        HeldCourse(
          number: course.number, offer: course.offer, day: decision.entry.day,
          expires: course.expires, isFrozen: false, left: [], deferred: []))
    }
    return document
  }

  @discardableResult
  mutating func append(_ entry: JournalEntry) throws -> Document {
    for (unit, sum) in sums(of: entry.postings) where sum != 0 {
      throw LedgerFault.unbalanced(unit: unit.name)
    }
    // An entry has one leg on an account.
    let after = entry.postings.map { balance($0.account) + $0.amount }
    for (posting, balance) in zip(entry.postings, after) {
      let account = posting.account
      guard balance >= account.least ?? .min, balance <= account.most ?? .max else {
        throw LedgerFault.outOfRange(account: account.name, balance: balance)
      }
    }
    let document = Document(stored: entry, sequence: documents.count + 1)
    for (posting, balance) in zip(entry.postings, after) {
      balances[posting.account.name] = balance
      guard let owner = posting.account.owner else { continue }
      owned[owner, default: [:]][posting.account.name] = balance == 0 ? nil : balance
    }
    documents.append(document)
    postings.append(entry.postings)
    if let about = document.about { takenBack[about, default: []].append(document) }
    return document
  }

  /// Moves an amount in any unit, as a document that no test is about would.
  mutating func move(_ amount: Int64, from credit: Account, to debit: Account) throws {
    let occasion = occasion()
    try append(
      JournalEntry(
        id: occasion.id, kind: DocumentKind.event.rawValue, at: occasion.at, day: occasion.day,
        drawer: 1, shift: 1, staff: 1,
        postings: [
          Posting(account: debit, amount: amount), Posting(account: credit, amount: -amount),
        ], content: .object([])))
  }

  func balance(_ account: Account) -> Int64 { balances[account.name, default: 0] }

  /// The accounts that are not zero.
  var held: [String: Int64] { balances.filter { $0.value != 0 } }

  func nextLot(_ member: Int) -> Int { (lots[member]?.count ?? 0) + 1 }
  func nextCourse(_ member: Int) -> Int { (courses[member]?.count ?? 0) + 1 }

  /// A member with what the ledger says is theirs.
  func patron(_ member: Member) -> Patron {
    let own = (owned[member.number] ?? [:]).sorted { $0.key < $1.key }
    let sorted = MemberBalances(own.map { (name: $0.key, balance: $0.value) })
    return Patron(
      member: member,
      wallet: sorted.wallet(
        lots: (lots[member.number] ?? []).filter { sorted.lots.contains($0.number) },
        courses: (courses[member.number] ?? []).filter { sorted.courses.contains($0.number) }),
      qualifying: balance(Chart.qualifying(member.number)))
  }

  /// The document that made another one void; nil if none did.
  private func void(of document: Document) -> Document? {
    takenBack[document.sequence]?.first { $0.kind == .void }
  }

  /// The sale of a document with what the refunds in the ledger have left of it.
  func remainder(of sale: Document) -> SaleRemainder {
    SaleRemainder(
      sale: sale,
      refunds: (takenBack[sale.sequence] ?? []).filter { document in
        [.refund, .exchange].contains(document.kind) && void(of: document) == nil
      })
  }

  /// What the ledger knows before something of a sale comes back to a drawer.
  func facts(of sale: Document, drawer: Int) -> ReturnFacts {
    ReturnFacts(
      voidedBy: void(of: sale)?.number, held: Money(fen: balance(Chart.drawer(drawer))),
      sold: legs(of: sale), reward: reward(endingWith: sale))
  }

  /// The reward for bringing a sale's member, if of all sales that were exchanged one for another
  /// only this one stands.
  private func reward(endingWith sale: Document) -> Reward? {
    guard let member = sale.member, balance(Chart.referral(member)) > 0 else { return nil }
    let chain = chain(of: sale)
    let others = chain.filter { $0.sequence != sale.sequence }
    guard others.allSatisfy({ remainder(of: $0).isExhausted }) else { return nil }
    return chain.lazy.compactMap { one in
      Reward(in: postings[Int(one.sequence) - 1], for: member) { number in
        patron(Member(number: number, name: "介绍", phone: "13800000000", joined: day))
      }
    }.first
  }

  private func chain(of sale: Document) -> [Document] {
    var first = sale
    while first.kind == .exchange, let about = first.about { first = documents[Int(about) - 1] }
    var chain = [first]
    var index = 0
    while index < chain.count {
      let back = takenBack[chain[index].sequence] ?? []
      chain += back.filter { $0.kind == .exchange && void(of: $0) == nil }
      index += 1
    }
    return chain
  }

  private func legs(of sale: Document) -> [Posting] {
    Checkout.legs(of: sale, postings[Int(sale.sequence) - 1]) {
      sale.about.map { legs(of: documents[Int($0) - 1]) } ?? []
    }
  }
}
