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
    let title = [JSON.Member("title", .string(words.title(of: document.kind)))]
    let data = JSON.object([shopMember, .init("kind", .string(document.kind.rawValue))] + title)
      .with(head(of: document, copy: copy)).with(self.member(member, in: document))
    switch document.kind {
    case .topup, .transfer: return data.with(topUp(document, copy: copy))
    case .course: return data.with(course(document, copy: copy))
    case .cardRefund: return data.with(cardRefund(document, copy: copy))
    default: break
    }
    guard document.json["lines"] != nil else {
      return data.with([
        .init("amount", document.json["total"] ?? document.json["float"] ?? .null),
        .init("cash", isCash(document, copy: copy)),
      ])
    }
    return data.with(sale(document, copy: copy))
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
    ]
  }

  private func sale(_ document: Document, copy: Int?) -> [JSON.Member] {
    let lines = document.lines
    let charged = lines.filter { $0.session == nil }
    return [
      .init("lines", JSON(lines.map(line))),
      .init("pieces", JSON(lines.map(\.quantity).reduce(0, +))),
      .init("list_total", JSON(lines.map(\.list).sum())),
      .init("reductions", reductions(of: lines)),
      .init("sessions_off", sessionsOff(lines)),
      .init("rounding", document.rounding == .zero ? .null : JSON(document.rounding)),
      .init("total", JSON(charged.map(\.net).sum() + document.rounding)),
      .init("taxes", taxes(lines.map { ($0.taxRate, $0.session ?? $0.net, $0.tax) })),
      .init("tenders", JSON(document.tenders.filter { $0.kind != .course }.map(tender))),
      .init("sessions", sessions(of: document)),
      .init("change", document.change == .zero ? .null : JSON(document.change)),
      .init(
        "cash",
        document.tenders.contains { $0.kind == .cash } ? isCash(document, copy: copy) : .null),
    ]
  }

  /// True where the drawer opens: for cash, and not for a copy.
  func isCash(_ document: Document, copy: Int?) -> JSON { copy == nil ? true : .null }

  private func sessionsOff(_ lines: [DocumentLine]) -> JSON {
    let total = lines.filter { $0.session != nil }.map(\.net).sum()
    return total == .zero ? .null : JSON(-total)
  }

  /// An open bill, for the settlement list.
  func bill(_ state: BillState, at moment: Instant, drawer: Int) -> JSON {
    let lines = state.priced.lines.map { DocumentLine(json: $0.document()) }
    return JSON.object([
      shopMember, .init("kind", "bill"), .init("member", state.member.map(person) ?? .null),
      .init("title", .string(words.settlementList)),
      .init("time", .string(time(moment))), .init("drawer", JSON(drawer)),
      .init("lines", JSON(lines.map(line))),
      .init("pieces", JSON(lines.map(\.quantity).reduce(0, +))),
      .init("list_total", JSON(state.priced.listTotal)),
      .init("total", JSON(state.priced.total)),
    ]).with([
      .init("reductions", reductions(of: lines)),
      .init("tenders", JSON(state.settlement.tenders.map(tender))),
      .init("paid", state.settlement.paid == .zero ? .null : JSON(state.settlement.paid)),
      .init("due", JSON(state.settlement.due)),
    ])
  }

  /// The figures of a shift: a Z with the chain's hash at it, or an X while the shift is open.
  func report(
    _ report: JSON, at moment: Instant, drawer: Int, title: String? = nil, head: ChainHash? = nil
  ) -> JSON {
    let tenders = report["tenders"]?.members ?? []
    let total = tenders.compactMap(\.value.money).sum()
    let named: [JSON.Member] = [
      .init("opened", .string(clockTime(report["opened_at"]))),
      .init("closed", .string(clockTime(report["closed_at"]))),
      .init("revenue", JSON((report["revenue"]?.members ?? []).map(revenue))),
      .init("tenders", JSON(tenders.map { tally($0, counts: report["tender_counts"]) })),
      .init("tenders_total", JSON(total)),
      .init("difference", JSON(total - (report["turnover"]?.money ?? .zero))),
      .init("staff", JSON(report.elements("staff").map(performance))),
    ]
    let names = Set(named.map(\.name))
    let figures = (report.members ?? []).filter { !names.contains($0.name) }
    return JSON.object([
      shopMember, .init("kind", title == nil ? "x" : "z"),
      .init("title", .string(title ?? words.reportX)),
    ]).with(
      (title == nil
        ? [
          .init("time", .string(time(moment))), .init("drawer", JSON(drawer)),
          .init("day", .string(clock.day(of: moment).description)),
        ] : []) + [
          .init(
            "shift", JSON.object(figures + named).with([.init("head", JSON(head?.hexadecimal))]))
        ])
  }

  private func line(_ line: DocumentLine) -> JSON {
    JSON.object([
      .init("name", .string(line.name)), .init("code", .string(line.code)),
      .init("qty", JSON(line.quantity)),
      .init("unit_price", JSON(line.unitPrice)), .init("list", JSON(line.list)),
      .init("discount", JSON(line.discount)),
      .init("net", JSON(line.session == nil ? line.net : .zero)),
    ]).with([
      .init("session", line.session == nil ? .null : JSON(line.quantity)),
      .init("gift", line.isGift ? true : .null),
      .init("staff", line.staff.isEmpty ? .null : JSON(line.staff.map(share))),
      .init("reductions", ownReductions(of: line)),
    ])
  }

  func share(_ share: StaffShare) -> JSON {
    JSON.object([
      .init("name", .string(roster[share.staff]?.name ?? String(share.staff))),
      .init("chosen", JSON(share.isChosen)),
    ]).with([.init("share", share.share == 100 ? .null : JSON(share.share))])
  }

  private func ownReductions(of line: DocumentLine) -> JSON {
    let own = line.reductions.filter { !$0.name.hasPrefix("bill ") }
    guard !own.isEmpty, !line.isGift else { return .null }
    return JSON(own.map { named(words.reduction($0.name), -$0.amount) })
  }

  /// What came off, each kind of reduction once with its sum.
  private func reductions(of lines: [DocumentLine]) -> JSON {
    var sums: [(name: String, amount: Money)] = []
    for reduction in lines.flatMap(\.reductions) {
      let name = words.reduction(reduction.name)
      if let index = sums.firstIndex(where: { $0.name == name }) {
        sums[index].amount += reduction.amount
      } else {
        sums.append((name, reduction.amount))
      }
    }
    return sums.isEmpty ? .null : JSON(sums.map { named($0.name, -$0.amount) })
  }

  private func taxes(_ parts: [(rate: Int, net: Money, tax: Money)]) -> JSON {
    var rates: [Int: (net: Money, tax: Money)] = [:]
    for part in parts where part.rate > 0 {
      rates[part.rate, default: (.zero, .zero)].net += part.net - part.tax
      rates[part.rate, default: (.zero, .zero)].tax += part.tax
    }
    return JSON(
      rates.sorted { $0.key < $1.key }.map { rate, sums in
        .object([
          .init("rate", JSON(rate)), .init("net", JSON(sums.net)), .init("tax", JSON(sums.tax)),
        ])
      })
  }

  func tender(_ tender: SettledTender) -> JSON {
    JSON.object([
      .init("name", .string(words.tender(tender.kind))),
      .init("kind", .string(tender.kind.rawValue)),
      .init("amount", JSON(tender.amount)),
    ]).with([
      .init("tendered", tender.kind == .cash ? JSON(tender.tendered) : .null),
      .init("change", tender.change == .zero ? .null : JSON(tender.change)),
      .init("ref", JSON(tender.reference ?? tender.debtor)),
      .init("principal", tender.principal.map { JSON($0) } ?? .null),
      .init("bonus", tender.bonus.map { JSON($0) } ?? .null),
      .init("points", tender.points.map { JSON($0) } ?? .null),
    ])
  }

  private func revenue(_ member: JSON.Member) -> JSON {
    named(words.revenue(member.name), member.value.money ?? .zero)
  }

  private func tally(_ member: JSON.Member, counts: JSON?) -> JSON {
    let kind = TenderKind(rawValue: member.name)
    return named(kind.map(words.tender) ?? member.name, member.value.money ?? .zero)
      .with([.init("count", counts?[member.name] ?? .null)])
  }

  private func performance(_ one: JSON) -> JSON {
    let number = one["no"]?.int ?? 0
    return named(roster[number]?.name ?? String(number), one["amount"]?.money ?? .zero)
      .with([.init("count", one["count"] ?? .null)])
  }

  private func named(_ name: String, _ amount: Money) -> JSON {
    .object([.init("name", .string(name)), .init("amount", JSON(amount))])
  }

  func person(_ number: Int) -> String {
    "\(roster[number]?.name ?? "")(\(padded(number, to: 2)))"
  }

  func time(_ moment: Instant) -> String {
    let civil = clock.civil(moment)
    return "\(civil.date) \(civil.clock)"
  }

  private func clockTime(_ json: JSON?) -> String {
    json?.string.flatMap(Instant.init(_:)).map { clock.civil($0).clock } ?? ""
  }
}
