import Checkout
import Ledger
import Pricing

/// Turns documents into what the templates of slips ask for.
struct SlipFacts {
  let shop: Shop
  let roster: Roster
  let clock: ShopClock
  let words: SlipWords
  let shopMember: JSON.Member

  init(shop: Shop, roster: Roster, clock: ShopClock) {
    self.shop = shop
    self.roster = roster
    self.clock = clock
    words = SlipWords(shop.language)
    shopMember = .init(
      "shop",
      .object([
        .init("name", .string(shop.name)), .init("branch", .string(shop.branch)),
        .init("address", .string(shop.address)), .init("phone", .string(shop.phone)),
        .init("footer", JSON(shop.footer.map(JSON.string))),
      ]))
  }

  /// A finished document.
  ///
  /// - Parameters:
  ///   - document: as it is stored.
  ///   - member: how the slip names the member; nil where it is about none.
  ///   - copy: which reprint it is, from 1; nil for the slip itself.
  /// - Returns: what the templates ask for.
  func document(_ document: Document, of member: MemberLabel?, copy: Int?) -> JSON {
    if let report = document.json["report"] {
      return self.report(
        report, at: document.at, drawer: document.drawer, title: words.title(of: .shift),
        head: document.hash
      ).with(head(of: document, copy: copy) + [.init("reason", JSON(document.reason))])
    }
    let title = document.isSessionUse ? words.session : words.title(of: document.kind)
    return JSON.object([
      shopMember, .init("kind", .string(document.kind.rawValue)), .init("title", .string(title)),
    ]).with(head(of: document, copy: copy)).with(self.member(member, in: document))
      .with(content(of: document))
  }

  private func content(of document: Document) -> [JSON.Member] {
    switch document.subject {
    case .refund: refund(document)
    case .exchange: exchange(document)
    case .topup, .transfer: topUp(document)
    case .course: course(document)
    case .cardRefund: cardRefund(document)
    case _ where document.json["lines"] != nil: sale(document)
    default:
      [
        .init("amount", document.json["total"] ?? document.json["float"] ?? .null),
        .init("tenders", tenders(of: document)),
      ] + goods(document)
    }
  }

  private func head(of document: Document, copy: Int?) -> [JSON.Member] {
    [
      .init("number", .string(document.number)),
      .init("time", .string(time(document.at))),
      .init("day", .string(document.day.description)),
      .init("drawer", JSON(document.drawer)),
      .init("cashier", document.staff == 0 ? .null : .string(person(document.staff))),
      .init("approver", document.approver.map { .string(person($0)) } ?? .null),
      .init("copy", JSON(copy)),
      .init("original", document.json["original"] ?? .null),
      .init("reason", JSON(document.reason)),
      .init("chain", .string(document.hash.short)),
      .init("seq", JSON(document.sequence)),
      .init("void", document.kind == .void ? true : .null),
      .init("cash", copy == nil && document.opensDrawer ? true : .null),
    ]
  }

  /// The tenders of a document, stored value by its parts; null where it has none.
  func tenders(of document: Document) -> JSON {
    let tenders = document.tenders.filter { $0.kind != .course }
    return tenders.isEmpty ? .null : JSON(tenders.flatMap(parts))
  }

  /// A tender, or the parts of one that is stored value.
  func parts(of tender: SettledTender) -> [JSON] {
    guard tender.kind == .storedValue else { return [self.tender(tender)] }
    let parts = [(words.principal, tender.principal), (words.bonus, tender.bonus)]
      .compactMap { name, amount in amount.map { (name, $0) } }.filter { $0.1 != .zero }
    guard !parts.isEmpty else { return [self.tender(tender)] }
    return parts.map {
      named($0, $1).with([.init("kind", .string(tender.kind.rawValue))])
    }
  }

  func tender(_ tender: SettledTender) -> JSON {
    named(words.tender(tender.kind), tender.amount).with([
      .init("kind", .string(tender.kind.rawValue)),
      .init("tendered", tender.kind == .cash ? JSON(tender.tendered) : .null),
      .init("change", tender.change == .zero ? .null : JSON(tender.change)),
      .init("ref", JSON(tender.reference ?? tender.debtor)),
      .init("points", tender.points.map { JSON($0) } ?? .null),
    ])
  }

  func staff(_ shares: [StaffShare]) -> JSON {
    guard !shares.isEmpty else { return .null }
    return JSON(
      shares.map { share in
        JSON.object([
          .init("name", .string(roster[share.staff]?.name ?? String(share.staff))),
          .init("chosen", JSON(share.isChosen)),
        ]).with([.init("share", share.share == 100 ? .null : JSON(share.share))])
      })
  }

  func named(_ name: String, _ amount: Money) -> JSON {
    .object([.init("name", .string(name)), .init("amount", JSON(amount))])
  }

  func person(_ number: Int) -> String {
    "\(roster[number]?.name ?? "")(\(padded(number, to: 2)))"
  }

  func time(_ moment: Instant) -> String {
    let civil = clock.civil(moment)
    return "\(civil.date) \(civil.clock)"
  }
}

extension Document {
  /// Whether sessions pay for all that a sale is about.
  var isSessionUse: Bool {
    kind == .sale && !lines.isEmpty && lines.allSatisfy { $0.session != nil }
      && tenders.allSatisfy { $0.kind == .course }
  }

  /// What a slip is about: for a void, what it takes back.
  var subject: DocumentKind {
    guard kind == .void else { return kind }
    return json["of"]?.string.flatMap(DocumentKind.init) ?? kind
  }

  /// What it comes to, whichever way it goes.
  var amount: Money { total < .zero ? -total : total }

  /// Whether cash moves with it, or nothing says what does.
  fileprivate var opensDrawer: Bool {
    if subject == .exchange { return (paid + backs.map(\.tender)).contains { $0.kind == .cash } }
    guard json["item"] == nil, json["items"] == nil, json["counts"] == nil else { return false }
    let tenders = tenders
    guard tenders.isEmpty else { return tenders.contains { $0.kind == .cash } }
    return json["lines"] == nil && member == nil
  }
}
