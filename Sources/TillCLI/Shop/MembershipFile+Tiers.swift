import Ledger
import Membership

/// The ladder of tiers and how members move on it; nil where the shop has none.
func tiers(
  _ reader: inout ConfigReader, groups: Set<String>?
) throws(ConfigFault) -> (policy: TierPolicy, tiers: [Tier])? {
  guard var one = try reader.object("tiers") else { return nil }
  let policy = TierPolicy(
    measure: try one.choice("measure", or: TierPolicy.Measure.spend),
    windowDays: try one.integer("window_days", or: 365, in: 1...3660),
    validDays: try one.integer("valid_days", or: 365, in: 1...3660),
    graceDays: try one.integer("grace_days", or: 30, in: 0...366))
  var tiers: [Tier] = []
  for var level in try one.objects("levels") {
    let tier = Tier(
      code: try level.code("code"), name: try level.title("name", most: 20),
      threshold: try threshold(policy.measure, &level),
      payable: try discounts(&level, groups: groups),
      pointsRate: try level.value(
        "points", or: 10_000, expected: "a factor as text from 0 to 10, as in \"1.5\""
      ) { json in json.factor.flatMap { $0 <= 100_000 ? $0 : nil } })
    try level.unique("code", tier.code, among: tiers.map(\.code))
    try checkStep(to: tier, from: tiers.last, policy.measure, level)
    try level.finish()
    tiers.append(tier)
  }
  guard !tiers.isEmpty else {
    throw one.fault("levels", found: "none", expected: "at least one, from 0 on")
  }
  try one.finish()
  return (policy, tiers)
}

/// From where on a tier is reached, in the unit of its measure.
private func threshold(
  _ measure: TierPolicy.Measure, _ reader: inout ConfigReader
) throws(ConfigFault) -> Int64 {
  guard measure == .visits else { return try reader.amount("from", or: nil).fen }
  return Int64(try reader.integer("from", or: nil, in: 0...100_000))
}

/// A ladder starts at zero, and each step is higher than the one before.
private func checkStep(
  to tier: Tier, from last: Tier?, _ measure: TierPolicy.Measure, _ reader: ConfigReader
) throws(ConfigFault) {
  let shown = { (threshold: Int64) in
    measure == .visits ? "\(threshold)" : "\(Money(fen: threshold))"
  }
  guard let last else {
    guard tier.threshold == 0 else {
      throw reader.fault(
        "from", found: shown(tier.threshold), expected: "0: the first tier is everybody's")
    }
    return
  }
  guard tier.threshold > last.threshold else {
    throw reader.fault(
      "from", found: shown(tier.threshold),
      expected: "more than the \(shown(last.threshold)) of \"\(last.code)\"")
  }
}

/// The parts to pay by category or kind of item.
private func discounts(
  _ reader: inout ConfigReader, groups: Set<String>?
) throws(ConfigFault) -> [String: Int] {
  guard var one = try reader.object("discounts") else { return [:] }
  var discounts: [String: Int] = [:]
  for group in one.names {
    guard groups?.contains(group) ?? isPlain(group, most: 60) else {
      throw one.fault(group, found: "an unknown category", expected: groupForm(groups))
    }
    discounts[group] = try one.payable(group)
  }
  return discounts
}

/// Nil where the shop gives no points.
func points(
  _ reader: inout ConfigReader, groups: Set<String>?
) throws(ConfigFault) -> PointsRules? {
  guard var one = try reader.object("points") else { return nil }
  let rules = PointsRules(
    perYuan: Int64(try one.integer("per_yuan", or: 1, in: 1...1000)),
    yuanValue: Int64(try one.integer("for_one_yuan", or: nil, in: 1...100_000)),
    step: Int64(try one.integer("step", or: nil, in: 1...1_000_000)),
    cap: 100 * (try one.integer("cap_percent", or: 100, in: 1...100)),
    months: try one.integer("months", or: 12, in: 1...600),
    earnsNot: try one.groups("earns_not", among: groups),
    paysNot: try one.groups("pays_not", among: groups),
    referral: Int64(try one.integer("referral", or: 0, in: 0...1_000_000)),
    checkIn: Int64(try one.integer("check_in", or: 0, in: 0...1_000_000)),
    graceDays: try one.integer("grace_days", or: 30, in: 0...366))
  guard rules.step * 100 % rules.yuanValue == 0 else {
    throw one.fault(
      "step",
      found: "\(rules.step) points, no whole number of fen at \(rules.yuanValue) for a yuan",
      expected: "a multiple of \(leastStep(rules.yuanValue))")
  }
  try one.finish()
  return rules
}

/// The fewest points that are worth whole fen.
private func leastStep(_ yuanValue: Int64) -> Int64 {
  (1...yuanValue).first { $0 * 100 % yuanValue == 0 } ?? yuanValue
}
