import Catalog
package import Ledger
import Pricing

extension OpenBill {
  /// The bill as it is stored between two lines; read back by ``init(id:stored:)``.
  package var stored: JSON {
    JSON.object([]).with([
      .init("lines", JSON(bill.lines.map(\.stored))),
      .init("off", bill.reductions.stored),
      .init("tenders", tenders.isEmpty ? .null : JSON(tenders.map(\.stored))),
      .init("removed", removed.isEmpty ? .null : JSON(removed.map(\.stored))),
      .init("member", JSON(member)),
      .init("exchange", exchange?.stored ?? .null),
      .init("coupons", coupons.isEmpty ? .null : JSON(coupons.map(JSON.string))),
    ])
  }

  /// Reads what ``stored`` wrote.
  ///
  /// - Precondition: the text was written by this program: it comes from the ledger's own file.
  package init(id: EntryID, stored: JSON) {
    let lines = stored.elements("lines").map(BillLine.init(stored:))
    self.init(
      id: id,
      bill: Bill(
        lines: lines, reductions: stored.elements("off").map(GrantedReduction.init(stored:))),
      tenders: stored.elements("tenders").map(Tender.init(stored:)),
      removed: stored.elements("removed").map(RemovedLine.init(stored:)),
      member: stored["member"]?.int, coupons: stored.elements("coupons").compactMap(\.string),
      exchange: stored["exchange"].map(OpenExchange.init(stored:)))
  }
}

extension JSON {
  /// The elements of an array member; none where there is no such member.
  package func elements(_ name: String) -> [JSON] { self[name]?.array ?? [] }

  fileprivate func required<Value>(_ name: String, _ read: (JSON) -> Value?) -> Value {
    guard let value = self[name].flatMap(read) else {
      preconditionFailure("a stored bill lacks \(name): \(text)")
    }
    return value
  }
}

extension BillLine {
  fileprivate var stored: JSON {
    let item = item
    return JSON.object([
      .init("code", .string(item.code)),
      .init("name", .string(item.name)),
      .init("kind", .string(item.kind.rawValue)),
      .init("category", .string(item.category)),
      .init("unit", .string(item.unit)),
      .init("floor", JSON(item.floor)),
      .init("rate", JSON(item.taxRate)),
      .init("discountable", JSON(item.discountable)),
      .init("qty", JSON(quantity)),
      .init("unit_price", JSON(unitPrice)),
    ]).with([
      .init("price", item.price.map { JSON($0) } ?? .null),
      .init("staff", staff.isEmpty ? .null : .string(notation(of: staff))),
      .init("off", reductions.stored),
      .init("session", session.map { [JSON($0.course), JSON($0.entitlement)] } ?? .null),
      .init("lot", JSON(lot)),
      .init("kit", kit?.stored ?? .null),
    ])
  }

  fileprivate init(stored: JSON) {
    let item = Item(
      code: stored.required("code", \.string), name: stored.required("name", \.string),
      kind: stored.required("kind") { $0.string.flatMap(Item.Kind.init) },
      category: stored.required("category", \.string), unit: stored.required("unit", \.string),
      price: stored["price"]?.money, floor: stored.required("floor", \.money),
      taxRate: stored.required("rate", \.int),
      discountable: stored.required("discountable", \.bool))
    self.init(
      item: item, quantity: stored.required("qty", \.int),
      unitPrice: stored.required("unit_price", \.money),
      staff: stored["staff"]?.string.flatMap { try? staffShares($0) } ?? [],
      reductions: stored.elements("off").map(GrantedReduction.init(stored:)),
      session: SessionUse(stored: stored.elements("session")))
    lot = stored["lot"]?.string
    kit = KitShare(stored: stored.elements("kit"))
  }
}

extension KitShare {
  fileprivate var stored: JSON { [.string(code), .string(name), JSON(number), JSON(net)] }

  fileprivate init?(stored: [JSON]) {
    guard stored.count == 4, let code = stored[0].string, let name = stored[1].string,
      let number = stored[2].int, let net = stored[3].money
    else { return nil }
    self.init(code: code, name: name, number: number, net: net)
  }
}

extension SessionUse {
  fileprivate init?(stored: [JSON]) {
    guard stored.count == 2, let course = stored[0].int, let entitlement = stored[1].int else {
      return nil
    }
    self.init(course: course, entitlement: entitlement)
  }
}

extension [GrantedReduction] {
  fileprivate var stored: JSON {
    guard !isEmpty else { return .null }
    return JSON(
      map { granted in
        JSON.object([.init("as", .string(granted.reduction.description))])
          .with([.init("ok", JSON(granted.approver))])
      })
  }
}

extension GrantedReduction {
  fileprivate init(stored: JSON) {
    let reduction = stored.required("as") { $0.string.flatMap { try? Reduction($0) } }
    self.init(reduction, approver: stored["ok"]?.int)
  }
}

extension Tender {
  fileprivate var stored: JSON {
    JSON.object([.init("kind", .string(kind.rawValue))]).with([
      .init("amount", amount.map { JSON($0) } ?? .null),
      .init("ref", JSON(reference)),
      .init("debtor", JSON(debtor)),
      .init("points", points.map { JSON($0) } ?? .null),
    ])
  }

  fileprivate init(stored: JSON) {
    self.init(
      stored.required("kind") { $0.string.flatMap(TenderKind.init) },
      amount: stored["amount"]?.money, reference: stored["ref"]?.string,
      debtor: stored["debtor"]?.string, points: stored["points"]?.integer)
  }
}

extension RemovedLine {
  package var stored: JSON { [.string(code), JSON(quantity), JSON(net)] }

  fileprivate init(stored: JSON) {
    let parts = stored.array ?? []
    guard parts.count == 3, let code = parts[0].string, let quantity = parts[1].int,
      let net = parts[2].money
    else { preconditionFailure("a stored bill has a malformed removed line: \(stored.text)") }
    self.init(code: code, quantity: quantity, net: net)
  }
}
