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
        member.referrer = numbers[row.referrerPhone]
        try writer.add(member)
        let patron = Patron(member: member, wallet: Wallet(), qualifying: 0)
        let terms = Terms(shop: shop, rules: rules, day: day, patron: patron)
        let occasion = try occasion(for: .carryOver, writer.snapshot, authority: authority)
        var decision = carryOver(
          row.held, to: patron, lot: 1, course: 1, under: terms, on: occasion)
        if let until = member.tierUntil {
          let change = TierChange(
            from: member.tier, to: member.tier, reason: .set, qualifying: 0, until: until)
          decision.dues += rules.dues(of: change, member.number)
        }
        _ = try append(decision, isPrinted: false, for: patron, authority, writer)
      }
    }
  }
}
