import Catalog
import Checkout
import Ledger
import Membership

/// A member of a file, with what they held before the journal began.
struct MemberRow: Hashable {
  let member: Member
  let held: CarriedOver
  /// The phone of whoever brought them; empty for nobody.
  let referrerPhone: String
}

/// Reads a file of members: comma-separated values with a head line.
///
/// Columns, in any order: `name`, `phone`, `card`, `birthday` (`1990-05-01 [lunar] [leap]`), `tier`,
/// `principal`, `bonus`, `points`, `course`, `sessions`, `referrer` (a phone), `note`.
///
/// - Parameters:
///   - text: the file's.
///   - file: its name, for faults.
///   - rules: whose tiers and courses the file may name.
///   - day: the day they join.
/// - Returns: one row per member, in the file's order, numbered from 1.
/// - Throws: ``ConfigFault`` with line, column and value of the first thing that is wrong.
func memberRows(
  parsing text: String, file: String, rules: MembershipRules, on day: BusinessDate
) throws(ConfigFault) -> [MemberRow] {
  let rows = try rows(of: text, file: file) { head throws(ConfigFault) in
    let columns = head.map { $0.lowercased() }
    if let strange = columns.first(where: { !memberColumns.contains($0) }) {
      throw ConfigFault(
        file: file, place: "line 1", found: "column \(strange)",
        expected: memberColumns.joined(separator: ", "))
    }
    if Set(columns).count < columns.count {
      throw ConfigFault(
        file: file, place: "line 1", found: head.joined(separator: ","), expected: "each once")
    }
    return columns
  }
  return try rows.enumerated().map { place, row throws(ConfigFault) in
    let values = Dictionary(uniqueKeysWithValues: zip(row.columns, row.fields))
    return try MemberFields(file: file, line: row.line, values: values)
      .row(number: place + 1, rules, on: day)
  }
}

let memberColumns = [
  "name", "phone", "card", "birthday", "tier", "principal", "bonus", "points", "course",
  "sessions", "referrer", "note",
]

/// The fields of one row by their columns.
struct MemberFields {
  let file: String
  let line: Int
  let values: [String: String]

  func row(
    number: Int, _ rules: MembershipRules, on day: BusinessDate
  ) throws(ConfigFault) -> MemberRow {
    let phone = text("phone")
    guard phone.isEmpty || isPhone(phone) else { throw fault("phone", "a mobile phone's number") }
    let birthday = try optional("birthday", "1990-05-01 [lunar] [leap]") { Birthday($0) }
    let tier = text("tier").isEmpty ? rules.tiers.first?.code ?? "" : text("tier").lowercased()
    guard tier.isEmpty || rules.tier(tier) != nil else {
      throw fault("tier", rules.tiers.map(\.code).joined(separator: ", "))
    }
    var member = Member(
      number: number, name: text("name"), phone: phone, card: text("card").uppercased(),
      birthday: birthday, note: text("note"), joined: day,
      cardExpires: rules.cardMonths.map { day.advanced(months: $0) }, tier: tier)
    member.tierUntil =
      tier == rules.tiers.first?.code
      ? nil : rules.tierPolicy.map { day.advanced(by: $0.validDays) }
    var held = CarriedOver()
    held.principal = try amount("principal")
    held.bonus = try amount("bonus")
    held.points =
      try optional("points", "a whole number") { text in
        isNumber(text, most: 9) ? Int64(text) : nil
      } ?? 0
    if !text("course").isEmpty {
      // How many sessions are left says enough only where they are all of one kind.
      let courses = rules.courses.filter { $0.entitlements.count == 1 }
      guard let offer = courses.first(where: { $0.code == text("course") }) else {
        throw fault("course", courses.map(\.code).joined(separator: ", "))
      }
      let left = try optional("sessions", "1 to \(offer.sessions)") { text in
        Int(text).flatMap { (1...offer.sessions).contains($0) ? $0 : nil }
      }
      held.course = offer
      held.sessions = left ?? offer.sessions
    }
    return MemberRow(member: member, held: held, referrerPhone: text("referrer"))
  }

  private func text(_ column: String) -> String { values[column] ?? "" }

  private func amount(_ column: String) throws(ConfigFault) -> Money {
    try optional(column, "yuan as in 100.00") { try? Money(yuan: $0) } ?? .zero
  }

  private func optional<Value>(
    _ column: String, _ expected: String, read: (String) -> Value?
  ) throws(ConfigFault) -> Value? {
    let text = text(column)
    guard !text.isEmpty else { return nil }
    guard let value = read(text) else { throw fault(column, expected) }
    return value
  }

  private func fault(_ column: String, _ expected: String) -> ConfigFault {
    ConfigFault(
      file: file, place: "line \(line), column \(column)", found: text(column),
      expected: expected)
  }
}
