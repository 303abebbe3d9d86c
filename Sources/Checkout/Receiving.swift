package import Ledger

/// Goods that come in, with the record that the law asks for.
///
/// Source: 化妆品生产经营监督管理办法, Article 39.
package struct Receiving: Hashable, Sendable {
  /// Where goods come from.
  package enum Origin: Hashable, Sendable {
    case supplier
    /// Another branch, which received them.
    case branch

    package var kind: DocumentKind { self == .supplier ? .receiving : .goodsIn }
    fileprivate var units: String { self == .supplier ? "received" : "sent" }
    fileprivate var cost: Account { self == .supplier ? Chart.goodsReceived : Chart.branches }
  }

  package var origin = Origin.supplier
  package let code: String
  /// 1 or more.
  package let count: Int
  /// Of one unit.
  package let cost: Money
  /// What stands on the package; empty where nothing does.
  package let label: String
  package let expires: BusinessDate?
  /// The supplier, or the branch.
  package let supplier: String
  package let document: String
  /// What the item is called.
  package var name = ""
  /// The registration or filing number (注册证/备案编号).
  package var registration = ""
  package var netContent = ""
  /// Where the supplier is and how they are reached; it may name a person and stays out of the
  /// journal.
  package var contact = ""

  package init(
    code: String, count: Int, cost: Money, label: String, expires: BusinessDate?,
    supplier: String, document: String
  ) {
    self.code = code
    self.count = count
    self.cost = cost
    self.label = label
    self.expires = expires
    self.supplier = supplier
    self.document = document
  }
}

/// The last day on which a receipt's record must be kept: a year after the use-by date, and two
/// years at least.
///
/// Source: 化妆品监督管理条例, Articles 31 and 38. Whatever cleans up asks this, and the schema does.
package func recordKept(received day: BusinessDate, expires: BusinessDate?) -> BusinessDate {
  // Days, so that the year after the calendar's last is no matter; a leap year's are enough for any.
  max(day.advanced(by: 731), expires?.advanced(by: 366) ?? day)
}

/// Decides a receipt of goods: a new lot; what was sold before it came is settled at its cost.
///
/// - Parameters:
///   - receiving: what comes in.
///   - lot: the number that it takes among the item's lots.
///   - stock: of the item, before it.
///   - shop: the settings in force.
///   - occasion: when, where and by whom.
/// - Returns: the entry.
/// - Throws: ``Refusal`` named `stock-expired` for goods that have run out already, `bad-date` where
///   the lot is there with another use-by date, `malformed` for a label that looks like a lot's
///   number, or `not-permitted`.
package func receive(
  _ receiving: Receiving, lot: Int, stock: ItemStock, in shop: Shop, on occasion: Occasion
) throws(Refusal) -> JournalEntry {
  let kind = receiving.origin.kind
  _ = try occasion.authority.grant(
    "\(kind.rawValue) \(receiving.code)", where: \.receivesGoods)
  try receiving.check(against: stock, on: occasion.day)
  let settled = min(stock.owed, receiving.count)
  let isFromBranch = receiving.origin == .branch
  return JournalEntry(
    kind, on: occasion, serial: occasion.serial,
    postings: receiving.postings(lot: lot, settling: settled),
    content: [
      .init("no", number(of: kind, in: shop, on: occasion)),
      .init("item", .string(receiving.code)), .init("units", JSON(receiving.count)),
      .init("lot", JSON(lot)), .init("cost", JSON(receiving.cost)),
      .init("total", JSON(receiving.cost * receiving.count)),
      .init("label", text(receiving.label)),
      .init("expires", JSON(receiving.expires?.description)),
      .init("name", text(receiving.name)), .init("registration", text(receiving.registration)),
      .init("net_content", text(receiving.netContent)),
      .init(isFromBranch ? "branch" : "supplier", text(receiving.supplier)),
      .init("document", text(receiving.document)),
      .init("settled", settled == 0 ? .null : JSON(settled)),
    ])
}

/// One lot of a delivery, with the number that it takes and how many of it were sold already.
package struct DeliveredLot: Hashable, Sendable {
  package let receiving: Receiving
  package let number: Int
  package let settled: Int

  package init(_ receiving: Receiving, number: Int, settled: Int) {
    self.receiving = receiving
    self.number = number
    self.settled = settled
  }
}

/// Decides a delivery of several lots by one supplier, as one document.
///
/// - Parameters:
///   - lots: at least one, each checked against its item's stock.
///   - shop: the settings in force.
///   - occasion: when, where and by whom.
/// - Returns: the entry.
/// - Throws: ``Refusal`` named `not-permitted`.
package func receive(
  _ lots: [DeliveredLot], in shop: Shop, on occasion: Occasion
) throws(Refusal) -> JournalEntry {
  let kind = DocumentKind.receiving
  _ = try occasion.authority.grant(kind.rawValue, where: \.receivesGoods)
  let items = lots.map { lot in
    JSON.object([
      .init("code", .string(lot.receiving.code)), .init("lot", JSON(lot.number)),
      .init("units", JSON(lot.receiving.count)), .init("cost", JSON(lot.receiving.cost)),
    ]).with([
      .init("name", text(lot.receiving.name)), .init("label", text(lot.receiving.label)),
      .init("expires", JSON(lot.receiving.expires?.description)),
    ])
  }
  return JournalEntry(
    kind, on: occasion, serial: occasion.serial,
    postings: lots.flatMap { $0.receiving.postings(lot: $0.number, settling: $0.settled) },
    content: [
      .init("no", number(of: kind, in: shop, on: occasion)),
      .init("units", JSON(lots.map(\.receiving.count).reduce(0, +))),
      .init("total", JSON(lots.map { $0.receiving.cost * $0.receiving.count }.sum())),
      .init("supplier", text(lots.first?.receiving.supplier ?? "")),
      .init("document", text(lots.first?.receiving.document ?? "")),
      .init("items", JSON(items)),
    ])
}

private func text(_ value: String) -> JSON { value.isEmpty ? .null : .string(value) }

extension Receiving {
  /// The fields that the law asks for and nobody gave, as they are typed.
  ///
  /// Source: 化妆品生产经营监督管理办法, Article 39.
  package var lacks: [String] {
    [
      (registration.isEmpty, "reg="), (expires == nil, "exp="), (netContent.isEmpty, "net="),
      (supplier.isEmpty, "from="), (contact.isEmpty && origin == .supplier, "contact="),
    ].filter(\.0).map(\.1)
  }

  /// Checks that the goods may be taken in.
  ///
  /// - Throws: ``Refusal`` named `amount-over-limit`, `stock-expired`, `malformed` or `bad-date`.
  package func check(against stock: ItemStock, on day: BusinessDate) throws(Refusal) {
    let total = cost.fen.multipliedReportingOverflow(by: Int64(count))
    guard !total.overflow, total.partialValue <= Money.limit.fen else {
      throw Refusal(
        .amountOverLimit, "\(code) \(count) cost=\(cost)", expected: "0-\(Money.limit)",
        need: total.overflow ? .max : total.partialValue, have: Money.limit.fen)
    }
    if let expires, expires < day {
      throw Refusal(.stockExpired, code, expected: "exp=\(expires)")
    }
    // That is how lots without a label are named.
    if label.hasPrefix("#") {
      throw Refusal(.malformed, "lot=\(label)", expected: "lot=\(label.drop { $0 == "#" })")
    }
    // A use-by date is never edited, not by a second receipt either, in letters of whichever case.
    let known = stock.lots.first {
      !label.isEmpty && $0.label.lowercased() == label.lowercased() && $0.expires != expires
    }
    if let known {
      throw Refusal(
        .badDate, "lot=\(label) exp=\(expires?.description ?? "")",
        expected: "exp=\(known.expires?.description ?? "")")
    }
  }

  /// The legs of the units and of their cost.
  ///
  /// - Parameters:
  ///   - lot: the number of the new lot.
  ///   - settled: how many units were sold already.
  /// - Returns: legs that sum to zero.
  package func postings(lot: Int, settling settled: Int) -> [Posting] {
    Posting.move(
      Int64(count), from: Chart.units(origin.units, code), to: Chart.stock(code, lot: lot))
      + Posting.move(
        Int64(settled), from: Chart.stock(code, lot: lot), to: Chart.oversold(code))
      + Posting.move((cost * count).fen, from: origin.cost, to: Chart.inventory)
      + Posting.move((cost * settled).fen, from: Chart.inventory, to: Chart.goodsSold)
  }
}
