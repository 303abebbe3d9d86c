package import Pricing

/// What somebody may do at the till.
package enum Role: String, CaseIterable, Sendable {
  /// Serves customers; does not run the till.
  case none
  case cashier
  case manager
}

/// The limits of a role.
package struct Rights: Hashable, Sendable {
  /// The most that may be taken off a line, in basis points of its list price.
  package var lineDiscount: Int
  /// The most that may be taken off a bill, in basis points of its list total.
  package var billDiscount: Int
  /// Whether a price may be stated, a line given free, or sold below its floor.
  package var overridesPrices: Bool
  package var opensDrawerWithoutSale: Bool
  package var voidsSales: Bool
  /// Whether lines of a sale may be taken back.
  package var refundsSales: Bool
  /// Whether a card or course may be given back for money, replaced, released or handed over.
  package var refundsCards: Bool
  /// Whether names and phones may be seen in full.
  package var seesPersonalData: Bool
  /// Whether goods may be taken in.
  package var receivesGoods: Bool
  /// Whether the stock may be corrected: counted, written off, sent back, handed on, taken back.
  package var adjustsStock: Bool

  package init(
    lineDiscount: Int, billDiscount: Int, overridesPrices: Bool, opensDrawerWithoutSale: Bool,
    voidsSales: Bool, refundsSales: Bool, refundsCards: Bool, seesPersonalData: Bool,
    receivesGoods: Bool, adjustsStock: Bool
  ) {
    self.lineDiscount = lineDiscount
    self.billDiscount = billDiscount
    self.overridesPrices = overridesPrices
    self.opensDrawerWithoutSale = opensDrawerWithoutSale
    self.voidsSales = voidsSales
    self.refundsSales = refundsSales
    self.refundsCards = refundsCards
    self.seesPersonalData = seesPersonalData
    self.receivesGoods = receivesGoods
    self.adjustsStock = adjustsStock
  }

  package static let cashier = Rights(
    lineDiscount: 500, billDiscount: 500, overridesPrices: false, opensDrawerWithoutSale: false,
    voidsSales: false, refundsSales: false, refundsCards: false, seesPersonalData: false,
    receivesGoods: true, adjustsStock: false)
  package static let manager = Rights(
    lineDiscount: 10_000, billDiscount: 10_000, overridesPrices: true,
    opensDrawerWithoutSale: true, voidsSales: true,
    refundsSales: true, refundsCards: true, seesPersonalData: true, receivesGoods: true,
    adjustsStock: true)
  package static let nothing = Rights(
    lineDiscount: 0, billDiscount: 0, overridesPrices: false, opensDrawerWithoutSale: false,
    voidsSales: false, refundsSales: false, refundsCards: false, seesPersonalData: false,
    receivesGoods: false, adjustsStock: false)
}

/// Somebody who works in the shop.
package struct StaffMember: Hashable, Sendable {
  /// 1 to 9999.
  package let number: Int
  package let name: String
  package let title: String
  package let role: Role

  package init(number: Int, name: String, title: String, role: Role) {
    self.number = number
    self.name = name
    self.title = title
    self.role = role
  }
}

/// Everybody who works in the shop, and what each role may do.
package struct Roster: Hashable, Sendable {
  package let members: [StaffMember]
  package let rights: [Role: Rights]

  package init(members: [StaffMember], rights: [Role: Rights] = [:]) {
    self.members = members
    let standard: [Role: Rights] = [.none: .nothing, .cashier: .cashier, .manager: .manager]
    self.rights = standard.merging(rights) { _, own in own }
  }

  package subscript(number: Int) -> StaffMember? { members.first { $0.number == number } }

  package func rights(of role: Role) -> Rights { rights[role] ?? .nothing }

  /// Checks that everybody who serves a line works here.
  ///
  /// - Throws: ``Refusal`` named `staff-unknown`.
  package func check(_ shares: [StaffShare]) throws(Refusal) {
    for share in shares where self[share.staff] == nil {
      throw Refusal(
        .staffUnknown, String(share.staff),
        expected: members.map { String($0.number) }.joined(separator: " "))
    }
  }
}

/// Who acts on a line, and who approved it.
package struct Authority: Hashable, Sendable {
  /// The operator's staff number; 0 if nobody is logged in and nobody has to be.
  package let staff: Int
  package let rights: Rights
  package let approver: StaffMember?
  package let approverRights: Rights?

  package init(
    staff: Int, rights: Rights, approver: StaffMember? = nil, approverRights: Rights? = nil
  ) {
    self.staff = staff
    self.rights = rights
    self.approver = approver
    self.approverRights = approverRights
  }

  /// Asks whether the operator may, or else the approver.
  ///
  /// - Returns: the approver's number if it took the approver; nil if the operator's right is enough.
  /// - Throws: ``Refusal`` named `not-permitted`, with what was asked and the operator's limit.
  package func grant(
    _ what: String, need: Int64? = nil, limit: (Rights) -> Int64? = { _ in nil },
    where allows: (Rights) -> Bool
  ) throws(Refusal) -> Int? {
    if allows(rights) { return nil }
    if let approver, let approverRights, allows(approverRights) { return approver.number }
    throw Refusal(
      .notPermitted, what, expected: "ok STAFF PIN", need: need,
      have: limit(approverRights ?? rights))
  }
}
