import Ledger
import Membership

func courses(
  _ reader: inout ConfigReader, codes: Set<String>?
) throws(ConfigFault) -> [CourseOffer] {
  var courses: [CourseOffer] = []
  for var one in try reader.objects("courses") {
    var entitlements: [Entitlement] = []
    for var part in try one.objects("entitlements") {
      entitlements.append(try entitlement(&part, codes: codes))
    }
    let course = CourseOffer(
      code: try one.offerCode("code", unlike: courses.map(\.code)),
      name: try one.title("name"),
      price: try one.amount("price", or: nil, from: Money(fen: 1)), entitlements: entitlements,
      months: try one.optionalInteger("months", in: 1...600))
    guard !entitlements.isEmpty else {
      throw one.fault("entitlements", found: "none", expected: "at least one")
    }
    guard !courseActions.contains(course.code) else {
      throw one.fault(
        "code", found: "\"\(course.code)\", a word of the command language",
        expected: "another code")
    }
    let list = entitlements.map { $0.list * $0.sessions }.sum()
    guard course.price <= list else {
      throw one.fault(
        "price", found: "\(course.price)",
        expected: "at most \(list), which its sessions cost one by one")
    }
    try one.finish()
    courses.append(course)
  }
  return courses
}

private func entitlement(
  _ reader: inout ConfigReader, codes: Set<String>?
) throws(ConfigFault) -> Entitlement {
  let entitlement = Entitlement(
    services: try reader.list(
      "services", or: nil,
      expected: codes == nil ? "codes of services in lower case" : "codes that the catalog has"
    ) { json in
      json.string.flatMap { code in
        let isCode = isPlain(code, most: 32) && !code.isEmpty && code == code.lowercased()
        return isCode && codes?.contains(code) ?? true ? code : nil
      }
    }, paid: try reader.integer("sessions", or: nil, in: 1...1000),
    gift: try reader.integer("gift", or: 0, in: 0...1000),
    list: try reader.amount("list", or: nil, from: Money(fen: 1)))
  guard !entitlement.services.isEmpty else {
    throw reader.fault("services", found: "[]", expected: "at least one service")
  }
  try reader.finish()
  return entitlement
}

func coupons(
  _ reader: inout ConfigReader, groups: Set<String>?, hasBirthdays: Bool
) throws(ConfigFault) -> [Coupon] {
  var coupons: [Coupon] = []
  for var one in try reader.objects("coupons") {
    let period = try one.period()
    let coupon = Coupon(
      code: try one.offerCode("code", unlike: coupons.map(\.code)),
      name: try one.title("name"),
      value: try one.value(
        "off", or: nil,
        expected: "yuan above zero as text, as in \"30.00\", or \(JSON.payableForm)",
        read: couponValue), issue: try one.choice("issue", or: Coupon.Issue.open),
      minimum: try one.amount("minimum", or: .zero),
      categories: try one.groups("categories", among: groups), from: period.from, to: period.to,
      perMember: try one.optionalInteger("per_member", in: 1...1000),
      stacks: try one.flag("stacks", or: false),
      joinsMemberPrice: try one.flag("joins_member_price", or: false))
    guard coupon.issue != .birthday || hasBirthdays else {
      throw one.fault(
        "issue", found: "\"birthday\"",
        expected: "a \"birthday\" in the file that says how many days before and after")
    }
    guard coupon.issue != .birthday || coupon.perMember == nil else {
      throw one.fault(
        "per_member", found: "of a birthday's coupon", expected: "none: it is once a year")
    }
    try one.finish()
    coupons.append(coupon)
  }
  return coupons
}

private func couponValue(_ json: JSON) -> Coupon.Value? {
  if let points = json.payable { return .payable(points) }
  return json.yuan.flatMap { $0 > .zero ? .amount($0) : nil }
}

func promotions(
  _ reader: inout ConfigReader, groups: Set<String>?, codes: Set<String>?
) throws(ConfigFault) -> [Promotion] {
  var promotions: [Promotion] = []
  for var one in try reader.objects("promotions") {
    let period = try one.period()
    let promotion = Promotion(
      name: try one.title("name"),
      items: Set(
        try one.list(
          "items", or: nil,
          expected: codes == nil
            ? "codes, categories, \"service\" or \"product\""
            : "an item's code, or \(groupForm(groups))"
        ) { json in
          json.string.flatMap { name in
            let isKnown = groups?.contains(name) == true || codes?.contains(name) ?? true
            return isPlain(name, most: 60) && !name.isEmpty && isKnown ? name : nil
          }
        }),
      payable: try one.payable("price"), from: period.from, to: period.to,
      isForMembers: try one.flag("members", or: false))
    guard !promotion.items.isEmpty else {
      throw one.fault("items", found: "[]", expected: "at least one code, category or kind")
    }
    try one.unique("name", promotion.name, among: promotions.map(\.name))
    try one.finish()
    promotions.append(promotion)
  }
  return promotions
}
