import Checkout

/// Reads `Config/staff.json`: who works in the shop, and the limits of each role.
///
/// - Throws: ``ConfigFault`` for the first thing that is wrong.
func roster(parsing text: String, file: String) throws(ConfigFault) -> Roster {
  var reader = try ConfigReader(file: file, text: text)
  var members: [StaffMember] = []
  for var one in try reader.objects("staff") {
    let member = StaffMember(
      number: try one.integer("no", or: nil, in: 1...9999),
      name: try one.text("name", or: nil, most: 20),
      title: try one.text("title", or: "", most: 20), role: try one.choice("role", or: Role.none))
    guard !members.contains(where: { $0.number == member.number }) else {
      throw one.fault("no", found: "\(member.number) a second time", expected: "each once")
    }
    try one.finish()
    members.append(member)
  }
  var rights: [Role: Rights] = [:]
  if var roles = try reader.object("roles") {
    for role in Role.allCases {
      guard var one = try roles.object(role.rawValue) else { continue }
      rights[role] = try limits(of: role, &one)
      try one.finish()
    }
    try roles.finish()
  }
  try reader.finish()
  guard members.contains(where: { $0.role == .manager }) else {
    throw reader.fault("staff", found: "no manager", expected: "at least one \"role\": \"manager\"")
  }
  return Roster(members: members, rights: rights)
}

/// The limits of a role; what is not stated is as the program has it.
private func limits(of role: Role, _ reader: inout ConfigReader) throws(ConfigFault) -> Rights {
  let standard = Roster(members: []).rights(of: role)
  return Rights(
    lineDiscount: 100
      * (try reader.integer("line_discount_percent", or: standard.lineDiscount / 100, in: 0...100)),
    billDiscount: 100
      * (try reader.integer("bill_discount_percent", or: standard.billDiscount / 100, in: 0...100)),
    overridesPrices: try reader.flag("override_prices", or: standard.overridesPrices),
    opensDrawerWithoutSale: try reader.flag("no_sale", or: standard.opensDrawerWithoutSale),
    voidsSales: try reader.flag("void", or: standard.voidsSales),
    refundsSales: try reader.flag("refund", or: standard.refundsSales),
    refundsCards: try reader.flag("refund_cards", or: standard.refundsCards),
    seesPersonalData: try reader.flag("personal_data", or: standard.seesPersonalData),
    receivesGoods: try reader.flag("receive_goods", or: standard.receivesGoods),
    adjustsStock: try reader.flag("adjust_stock", or: standard.adjustsStock))
}
