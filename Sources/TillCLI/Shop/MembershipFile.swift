import Catalog
import Ledger
package import Membership

/// Reads `Config/membership.json`.
///
/// A shop without the file has no plans, tiers, points, courses, coupons and promotions, and the
/// limits of the law: what `MembershipRules()` says.
///
/// - Parameters:
///   - text: the file's; may hold comments.
///   - file: its name, for faults.
///   - categories: those of the catalogue; nil if they are not known, so that any is accepted.
///   - codes: of the catalogue's items; nil likewise.
/// - Returns: rules that do not contradict each other.
/// - Throws: ``ConfigFault`` for the first thing that is wrong.
package func membershipRules(
  parsing text: String, file: String, categories: Set<String>?, codes: Set<String>? = nil
) throws(ConfigFault) -> MembershipRules {
  var reader = try ConfigReader(file: file, text: text)
  let groups = categories?.union(Item.Kind.allCases.map(\.rawValue))
  var rules = MembershipRules()
  rules.spendingOrder = try reader.choice("spending_order", or: rules.spendingOrder)
  rules.limits = try limits(&reader)
  rules.interest = try interest(&reader)
  rules.joinFee = try reader.amount("join_fee", or: .zero)
  rules.cardMonths = try cardMonths(&reader, rules.limits)
  if let ladder = try tiers(&reader, groups: groups) {
    rules.tierPolicy = ladder.policy
    rules.tiers = ladder.tiers
  }
  rules.points = try points(&reader, groups: groups)
  rules.courses = try courses(&reader, codes: codes)
  let window = try birthdayWindow(&reader)
  rules.birthdayWindow = window ?? rules.birthdayWindow
  rules.coupons = try coupons(&reader, groups: groups, hasBirthdays: window != nil)
  rules.promotions = try promotions(&reader, groups: groups, codes: codes)
  if var returns = try reader.object("refunds") {
    rules.returnsSessions = try returns.flag("sessions", or: true)
    rules.returnsCoupons = try returns.flag("coupons", or: true)
    try returns.finish()
  }
  // Plans speak of tiers, courses and coupons: a mistyped name of one of those is told first.
  try reader.finish(before: "topup_plans")
  rules.topUpPlans = try topUpPlans(&reader, rules)
  return rules
}

private func limits(_ reader: inout ConfigReader) throws(ConfigFault) -> PrepaidLimits {
  let law = PrepaidLimits.law
  guard var one = try reader.object("limits") else { return law }
  let limits = PrepaidLimits(
    mode: try one.choice("mode", or: law.mode), named: try one.amount("named", or: law.named),
    unnamed: try one.amount("unnamed", or: law.unnamed), cash: try one.amount("cash", or: law.cash),
    cashRefund: try one.amount("cash_refund", or: law.cashRefund))
  guard limits.unnamed <= limits.named else {
    throw one.fault(
      "unnamed", found: "\(limits.unnamed)",
      expected: "no more than \"named\" \(limits.named): a card with a name may hold more")
  }
  try one.finish()
  return limits
}

private func interest(_ reader: inout ConfigReader) throws(ConfigFault) -> InterestRates {
  guard var one = try reader.object("interest") else { return InterestRates(shop: 0, member: 0) }
  let rates = InterestRates(
    shop: try one.integer("shop_basis_points", or: 0, in: 0...2400),
    member: try one.integer("member_basis_points", or: 0, in: 0...2400))
  try one.finish()
  return rates
}

/// For how long a card can be used.
///
/// One with a name may not run out, by law: 单用途商业预付卡管理办法(试行).
private func cardMonths(
  _ reader: inout ConfigReader, _ limits: PrepaidLimits
) throws(ConfigFault) -> Int? {
  let months = try reader.optionalInteger("card_months", in: 1...600)
  if let months, limits.mode == .refuse {
    throw reader.fault(
      "card_months", found: "\(months)",
      expected: "none while limits.mode is \"refuse\": by law a card with a name never runs out")
  }
  return months
}

/// Nil where the shop keeps no birthdays.
private func birthdayWindow(
  _ reader: inout ConfigReader
) throws(ConfigFault) -> ClosedRange<Int>? {
  guard var one = try reader.object("birthday") else { return nil }
  let before = try one.integer("days_before", or: nil, in: 0...60)
  let after = try one.integer("days_after", or: nil, in: 0...60)
  try one.finish()
  return -before...after
}

/// By amount, ascending, whatever their order in the file.
private func topUpPlans(
  _ reader: inout ConfigReader, _ rules: MembershipRules
) throws(ConfigFault) -> [TopUpPlan] {
  var plans: [TopUpPlan] = []
  for var one in try reader.objects("topup_plans") {
    let plan = TopUpPlan(
      amount: try one.amount("amount", or: nil, from: Money(fen: 1)),
      bonus: try one.amount("bonus", or: .zero), parts: try one.integer("parts", or: 1, in: 1...60),
      points: Int64(try one.integer("points", or: 0, in: 0...10_000_000)),
      course: try known("course", in: rules.courses.map(\.code), &one),
      coupon: try known(
        "coupon", in: rules.coupons.filter { $0.issue == .granted }.map(\.code), &one),
      tier: try known("tier", in: rules.tiers.map(\.code), &one))
    try check(plan, one, rules)
    guard !plans.contains(where: { $0.amount == plan.amount }) else {
      throw one.fault("amount", found: "\(plan.amount) a second time", expected: "each once")
    }
    try one.finish()
    plans.append(plan)
  }
  let sorted = plans.sorted { $0.amount < $1.amount }
  try check(sorted, rules, reader)
  return sorted
}

/// Checks that nobody gets less for paying more.
private func check(
  _ plans: [TopUpPlan], _ rules: MembershipRules, _ reader: ConfigReader
) throws(ConfigFault) {
  func rank(_ plan: TopUpPlan) -> Int {
    plan.tier.flatMap { tier in rules.tiers.firstIndex { $0.code == tier } } ?? -1
  }
  for (less, more) in zip(plans, plans.dropFirst()) {
    let isWorse =
      more.bonus < less.bonus && more.points <= less.points && rank(more) <= rank(less)
      && (more.course == nil || more.course == less.course)
      && (more.coupon == nil || more.coupon == less.coupon)
    guard !isWorse else {
      throw reader.fault(
        "topup_plans", found: "\(more.bonus) for \(more.amount)",
        expected: "no less than the \(less.bonus) for \(less.amount)")
    }
  }
}

/// The code of something that the file states elsewhere; nil where none is named.
private func known(
  _ name: String, in codes: [String], _ reader: inout ConfigReader
) throws(ConfigFault) -> String? {
  let accepted = codes.map { "\"\($0)\"" }.joined(separator: ", ")
  let kind = name == "coupon" ? "coupon with \"issue\": \"granted\"" : name
  return try reader.optional(
    name, expected: codes.isEmpty ? "none: there is no \(kind)" : "a \(kind): \(accepted)"
  ) { json in json.string.flatMap { codes.contains($0) ? $0 : nil } }
}

private func check(
  _ plan: TopUpPlan, _ reader: ConfigReader, _ rules: MembershipRules
) throws(ConfigFault) {
  guard rules.limits.mode != .refuse || plan.amount <= rules.limits.named else {
    throw reader.fault(
      "amount", found: "\(plan.amount)",
      expected: "at most \(rules.limits.named), the limit of a card with a name")
  }
  guard plan.bonus.fen >= Int64(plan.parts) || plan.parts == 1 else {
    throw reader.fault(
      "parts", found: "\(plan.parts) of a bonus of \(plan.bonus)",
      expected: "1, or a bonus with a fen for each part")
  }
  guard plan.points == 0 || rules.points != nil else {
    throw reader.fault(
      "points", found: "\(plan.points)", expected: "none: the file has no \"points\"")
  }
}
