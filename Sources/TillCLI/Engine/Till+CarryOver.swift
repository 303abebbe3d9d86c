import Catalog
import Checkout
import Ledger
import Membership
import Storage

extension Till {
  /// Takes in the members of the shop's own file with what they hold, into a ledger that has none.
  ///
  /// - Throws: `ConfigFault` for a file that is wrong, or `StorageError`.
  package func takeMembers() throws {
    guard let text = try folder.membersText(), try read({ try $0.memberCount() }) == 0 else {
      return
    }
    let day = try read { try businessDay($0) }
    let rows = try memberRows(parsing: text, file: "Config/members.csv", rules: rules, on: day)
    guard !rows.isEmpty else { return }
    let authority = Authority(staff: 0, rights: .nothing)
    let numbers = Dictionary(rows.map { ($0.member.phone, $0.member.number) }) { first, _ in first }
    try store.write { writer in
      for row in rows {
        var member = row.member
        member.referrer = row.referrerPhone.isEmpty ? nil : numbers[row.referrerPhone]
        try carryOver(member, row.held, authority, writer)
      }
    }
  }

  /// Adds a member with what they held before the journal began.
  func carryOver(
    _ member: Member, _ held: CarriedOver, _ authority: Authority, _ writer: Writer
  ) throws {
    try writer.add(member)
    let patron = Patron(member: member, wallet: Wallet(), qualifying: 0)
    let occasion = try occasion(for: .carryOver, writer.snapshot, authority: authority)
    let terms = Terms(shop: shop, rules: rules, day: occasion.day, patron: patron)
    var decision = Checkout.carryOver(
      held, to: patron, lot: 1, course: 1, under: terms, on: occasion)
    if let until = member.tierUntil {
      let change = TierChange(
        from: member.tier, to: member.tier, reason: .set, qualifying: 0, until: until)
      decision.dues += rules.dues(of: change, member.number)
    }
    _ = try append(decision, isPrinted: false, for: patron, authority, writer)
  }

  /// Takes in the goods of the shop's own file, into a ledger that has received none.
  ///
  /// Goods that are past their day by now are left out.
  ///
  /// - Throws: `ConfigFault` for a file that is wrong, or `StorageError`.
  package func takeGoods() throws {
    guard let text = try folder.lotsText(), try read({ try $0.stockedItems().isEmpty }) else {
      return
    }
    let goods = try openingGoods(parsing: text, file: "Config/lots.csv")
    // Whoever makes the shop may take in what it begins with.
    let authority = Authority(staff: 0, rights: .manager)
    try store.write { writer in
      for one in goods {
        let snapshot = writer.snapshot
        let isGood = try one.expires.map { $0 >= (try businessDay(snapshot)) } ?? true
        guard isGood, let item = try snapshot.item(code: one.code) else { continue }
        var receiving = one
        receiving.name = item.name
        let lot = try snapshot.nextStockLot(one.code)
        let stock = try snapshot.stockOrNone(of: one.code)
        let occasion = try occasion(for: .receiving, snapshot, authority: authority)
        _ = try append(receiving, lot: lot, stock: stock, isPrinted: false, on: occasion, writer)
      }
    }
  }
}
