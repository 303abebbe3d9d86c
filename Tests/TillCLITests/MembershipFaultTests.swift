import Checkout
import Membership
import Testing
import TillCLI

/// What a rules file says wrongly: the file, the place, and a part of the reason.
private let faults: [(text: String, place: String, reason: String)] = [
  ("[]", "$", "an object"), ("{", "line 1", "JSON"),
  (#"{"topups": []}"#, "$.topups", "an unknown key"),
  (#"{"spending_order": "newest"}"#, "$.spending_order", #""bonus-first""#),
  (#"{"join_fee": 10}"#, "$.join_fee", "yuan as text"),
  (#"{"join_fee": "-1"}"#, "$.join_fee", "yuan as text"),
  (#"{"join_fee": "1.005"}"#, "$.join_fee", "yuan as text"),
  // Cards and limits.
  (#"{"card_months": 12}"#, "$.card_months", "never runs out"),
  (#"{"card_months": 0, "limits": {"mode": "off"}}"#, "$.card_months", "from 1 to 600"),
  (#"{"limits": {"unnamed": "6000"}}"#, "$.limits.unnamed", "no more than \"named\" 5000.00"),
  (#"{"limits": {"most": "1"}}"#, "$.limits.most", "an unknown key"),
  (#"{"interest": {"shop_basis_points": 5000}}"#, "$.interest.shop_basis_points", "0 to 2400"),
  (#"{"birthday": {"days_before": 7}}"#, "$.birthday.days_after", "missing"),
  // Plans.
  (#"{"topup_plans": [{"bonus": "1"}]}"#, "$.topup_plans[0].amount", "missing"),
  (#"{"topup_plans": [{"amount": "0"}]}"#, "$.topup_plans[0].amount", "at least 0.01"),
  (
    #"{"topup_plans": [{"amount": "100"}, {"amount": "100.00", "bonus": "1"}]}"#,
    "$.topup_plans[1].amount", "100.00 a second time"
  ),
  (
    #"{"topup_plans": [{"amount": "5000.01"}]}"#, "$.topup_plans[0].amount", "at most 5000.00"
  ),
  (#"{"topup_plans": [{"amount": "1", "course": "c"}]}"#, "$.topup_plans[0].course", "no course"),
  (#"{"topup_plans": [{"amount": "1", "tier": "t"}]}"#, "$.topup_plans[0].tier", "no tier"),
  (#"{"tires": {}, "topup_plans": [{"amount": "1", "tier": "t"}]}"#, "$.tires", "unknown key"),
  (#"{"topup_plans": [{"amount": "1", "coupon": "c"}]}"#, "$.topup_plans[0].coupon", "no coupon"),
  (
    #"{"topup_plans": [{"amount": "1", "coupon": "c"}], "#
      + #""coupons": [{"code": "c", "name": "c", "off": "1"}]}"#,
    "$.topup_plans[0].coupon", "granted"
  ),
  (
    #"{"topup_plans": [{"amount": "100", "bonus": "0.11", "parts": 12}]}"#,
    "$.topup_plans[0].parts", "a fen for each part"
  ),
  (#"{"topup_plans": [{"amount": "100", "points": 5}]}"#, "$.topup_plans[0].points", "none"),
  (
    #"{"topup_plans": [{"amount": "200", "bonus": "9.99"}, {"amount": "100", "bonus": "10"}]}"#,
    "$.topup_plans", "no less than the 10.00 for 100.00"
  ),
  // Tiers.
  (#"{"tiers": {}}"#, "$.tiers.levels", "at least one"),
  (ladder(#""from": "1""#), "$.tiers.levels[0].from", "0: the first tier"),
  (ladder(#""from": 0"#), "$.tiers.levels[0].from", "yuan as text"),
  (
    ladder(#""from": "0""#, #""from": "100""#, #""from": "99.99""#), "$.tiers.levels[2].from",
    "more than the 100.00 of \"t1\""
  ),
  (ladder(#""from": "0""#, #""from": "0""#), "$.tiers.levels[1].from", "more than the 0.00"),
  (ladder(#""from": "0", "points": 2"#), "$.tiers.levels[0].points", "a factor as text"),
  (ladder(#""from": "0", "points": "10.01""#), "$.tiers.levels[0].points", "from 0 to 10"),
  (
    ladder(#""from": "0", "discounts": {"烫染": "8z"}"#), "$.tiers.levels[0].discounts.烫染",
    #"one of "product", "service", "剪发""#
  ),
  (
    ladder(#""from": "0", "discounts": {"剪发": "10z"}"#), "$.tiers.levels[0].discounts.剪发", "8.8z"
  ),
  (
    ladder(#""from": "0", "discounts": {"剪发": "-10%"}"#), "$.tiers.levels[0].discounts.剪发", "8.8z"
  ),
  (
    #"{"tiers": {"levels": [{"code": "t", "name": "t", "from": "0"}, "#
      + #"{"code": "t", "name": "u", "from": "1"}]}}"#, "$.tiers.levels[1].code", "a second time"
  ),
  // Points.
  (#"{"points": {"step": 1}}"#, "$.points.for_one_yuan", "missing"),
  (#"{"points": {"for_one_yuan": 1000, "step": 15}}"#, "$.points.step", "a multiple of 10"),
  (#"{"points": {"for_one_yuan": 300, "step": 100}}"#, "$.points.step", "a multiple of 3"),
  (#"{"points": {"for_one_yuan": 1, "step": 0}}"#, "$.points.step", "from 1"),
  (
    #"{"points": {"for_one_yuan": 1, "step": 1, "pays_not": ["礼品"]}}"#, "$.points.pays_not[0]",
    "one of"
  ),
  // Courses.
  (course(#""code": "w""#), "$.courses[0].code", "a word of the command language"),
  (course(#""code": "k2""#), "$.courses[0].code", "a word of the command language"),
  (course(#""code": "extend""#), "$.courses[0].code", "a word of the command language"),
  (course(#""code": "8.8z""#), "$.courses[0].code", "lower-case letters"),
  (course(#""code": "Tr6""#), "$.courses[0].code", "lower-case letters"),
  (course(#""price": "0""#), "$.courses[0].price", "at least 0.01"),
  (course(#""price": "1280.01""#), "$.courses[0].price", "at most 1280.00"),
  (course(#""months": 0"#), "$.courses[0].months", "from 1"),
  (course(#""entitlements": []"#), "$.courses[0].entitlements", "at least one"),
  (
    course(#""entitlements": [{"services": [], "sessions": 1, "list": "9999"}]"#),
    "$.courses[0].entitlements[0].services", "at least one service"
  ),
  (
    course(#""entitlements": [{"services": ["jff"], "sessions": 1, "list": "9999"}]"#),
    "$.courses[0].entitlements[0].services[0]", "codes that the catalog has"
  ),
  (
    course(#""entitlements": [{"services": ["jf"], "sessions": 0, "list": "9999"}]"#),
    "$.courses[0].entitlements[0].sessions", "from 1"
  ),
  (
    course(#""entitlements": [{"services": ["jf"], "sessions": 1, "gift": -1}]"#),
    "$.courses[0].entitlements[0].gift", "from 0"
  ),
  // Coupons.
  (coupon(#""off": "0""#), "$.coupons[0].off", "above zero"),
  (coupon(#""off": "-10%""#), "$.coupons[0].off", "above zero"),
  (coupon(#""off": "gift""#), "$.coupons[0].off", "above zero"),
  (coupon(#""off": "1", "issue": "birthday""#), "$.coupons[0].issue", "birthday"),
  (
    coupon(#""off": "1", "issue": "birthday", "per_member": 1"#, birthday: true),
    "$.coupons[0].per_member", "once a year"
  ),
  (coupon(#""off": "1", "per_member": 0"#), "$.coupons[0].per_member", "from 1"),
  (coupon(#""off": "1", "from": "2026-02-30""#), "$.coupons[0].from", "a day"),
  (
    coupon(#""off": "1", "from": "2026-11-21", "to": "2026-11-20""#), "$.coupons[0].to",
    "2026-11-21 or later"
  ),
  (coupon(#""off": "1", "categories": ["礼品"]"#), "$.coupons[0].categories[0]", "one of"),
  (coupon(#""off": "1", "code": "coupon""#), "$.coupons[0].code", "a word of the command"),
  (
    #"{"coupons": [{"code": "c", "name": "c", "off": "1"}, {"code": "c", "name": "d", "off": "2"}]}"#,
    "$.coupons[1].code", "a second time"
  ),
  // Promotions.
  (promotion(#""items": [], "price": "9z""#), "$.promotions[0].items", "at least one"),
  (promotion(#""items": ["xcj", "染发"], "price": "9z""#), "$.promotions[0].items[1]", "烫发"),
  (promotion(#""items": ["烫发"], "price": "9.00""#), "$.promotions[0].price", "8.8z"),
  (
    promotion(#""items": ["洗护"], "price": "9z", "from": "2026-12-01", "to": "2026-11-30""#),
    "$.promotions[0].to", "2026-12-01 or later"
  ),
]

/// Levels of a ladder that is measured in yuan.
private func ladder(_ levels: String...) -> String {
  let objects = levels.enumerated().map { #"{"code": "t\#($0)", "name": "等级", \#($1)}"# }
  return #"{"tiers": {"levels": [\#(objects.joined(separator: ", "))]}}"#
}

/// A course that is right but for what the values say, each in place of the usual one.
private func course(_ values: String) -> String {
  let usual = [
    ("code", #""c""#), ("name", #""疗程""#), ("price", #""100.00""#),
    ("entitlements", #"[{"services": ["jf"], "sessions": 10, "list": "128.00"}]"#),
  ]
  let missing = usual.filter { !values.contains("\"\($0.0)\"") }.map { "\"\($0.0)\": \($0.1)" }
  return #"{"courses": [{\#(([values] + missing).joined(separator: ", "))}]}"#
}

private func coupon(_ values: String, birthday: Bool = false) -> String {
  let code = values.contains("\"code\"") ? "" : #""code": "c", "#
  return #"{"coupons": [{\#(code)"name": "券", \#(values)}]"#
    + (birthday ? #", "birthday": {"days_before": 0, "days_after": 0}}"# : "}")
}

private func promotion(_ values: String) -> String {
  #"{"promotions": [{"name": "活动", \#(values)}]}"#
}

@Test(arguments: faults)
func `rules that contradict themselves are refused with the place and the reason`(
  text: String, place: String, reason: String
) throws {
  let fault = try #require(throws: ConfigFault.self) {
    try membershipRules(
      parsing: text, file: "Config/membership.json", categories: ["剪发", "烫发", "洗护"],
      codes: ["xcj", "jf"])
  }
  #expect(fault.file == "Config/membership.json")
  #expect(fault.place == place)
  #expect("\(fault)".contains(reason), "\(fault)")
  #expect(!saysEnglish(fault.text(.chinese)), "\(fault.text(.chinese))")
}
