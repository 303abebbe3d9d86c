import Checkout
import Ledger
import Membership
import Pricing

/// What the slips of sales and the settlement list say.
extension SlipFacts {
  func sale(_ document: Document) -> [JSON.Member] {
    let lines = document.lines
    let isSigned = document.tenders.contains { [.storedValue, .course].contains($0.kind) }
    return content(of: lines) + [
      .init("rounding", document.rounding == .zero ? .null : JSON(document.rounding)),
      .init("total", JSON(charged(lines) + document.rounding)),
      .init("taxes", taxes(lines.map { ($0.taxRate, $0.session ?? $0.net, $0.tax) })),
      .init("tenders", tenders(of: document)),
      .init("sessions", sessions(of: document)),
      .init("change", document.change == .zero ? .null : JSON(document.change)),
      .init("signed", isSigned ? true : .null),
    ]
  }

  /// An open bill, for the settlement list.
  func bill(_ state: BillState, at moment: Instant, drawer: Int) -> JSON {
    let lines = state.priced.lines.map { line in
      // What a session is worth is known when it is used; that one pays is enough here.
      DocumentLine(
        json: line.document(
          session: line.line.session.map { _ in SessionValue(whole: .zero, bonus: .zero) }))
    }
    let paid = state.settlement.paid
    let tenders = state.settlement.tenders.filter { $0.kind != .course }
    return JSON.object([
      shopMember, .init("kind", "bill"), .init("title", .string(words.settlementList)),
      .init("time", .string(time(moment))), .init("drawer", JSON(drawer)),
    ]).with([.init("member", state.member.map(person) ?? .null)]).with(content(of: lines)).with([
      .init("total", JSON(charged(lines))),
      .init("tenders", JSON(tenders.map(tender))),
      .init("paid", paid == .zero ? .null : JSON(paid)),
      .init("due", JSON(state.settlement.due)),
    ])
  }

  /// The lines with what they come to before rounding.
  func content(of lines: [DocumentLine]) -> [JSON.Member] {
    let used = lines.filter { $0.session != nil }.map(\.net).sum()
    return [
      .init("lines", JSON(lines.map(line))),
      .init("pieces", JSON(lines.map(\.quantity).reduce(0, +))),
      .init("list_total", JSON(lines.map(\.list).sum())),
      .init("reductions", reductions(of: lines)),
      .init("sessions_off", used == .zero ? .null : JSON(-used)),
    ]
  }

  /// What is to be paid for lines that no session pays.
  func charged(_ lines: [DocumentLine]) -> Money {
    lines.filter { $0.session == nil }.map(\.net).sum()
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
      .init("staff", staff(line.staff)),
      .init("reductions", ownReductions(of: line)),
    ])
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

  func taxes(_ parts: [(rate: Int, net: Money, tax: Money)]) -> JSON {
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

  /// The courses whose sessions a sale used, or its void gave back.
  func sessions(of document: Document) -> JSON {
    let lines = document.lines
    let used = document.json.elements("tenders").filter {
      $0["kind"]?.string == TenderKind.course.rawValue
    }
    guard !used.isEmpty else { return .null }
    return JSON(
      used.map { tender in
        let index = (tender["line"]?.int ?? 0) - 1
        let line = lines.indices.contains(index) ? lines[index] : nil
        return session(tender, of: line).with(
          document.kind == .void ? [.init("returned", true)] : left(tender))
      })
  }

  /// The sessions of a course that paid for a line.
  func session(_ tender: JSON, of line: DocumentLine?) -> JSON {
    JSON.object([.init("name", tender["name"] ?? .null), .init("count", JSON(count(tender)))])
      .with([
        .init("no", tender["course"] ?? .null),
        .init("service", JSON(line?.name)),
        .init("staff", staff(line?.staff ?? [])),
        .init("value", tender["value"] ?? .null),
        .init("expires", tender["expires"] ?? .null),
      ])
  }

  private func count(_ tender: JSON) -> Int { tender["sessions"]?.int ?? 1 }

  private func left(_ tender: JSON) -> [JSON.Member] {
    guard let left = tender["left"]?.int, let of = tender["of"]?.int else { return [] }
    return [
      .init("left", JSON(left)), .init("of", JSON(of)),
      .init("before", JSON(left + count(tender))),
    ]
  }
}
