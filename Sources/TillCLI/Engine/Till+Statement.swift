import Checkout
import Glibc
import Ledger
import Membership
import Storage

/// One entry of a member's statement: what it moved, and what was left after it.
struct StatementLine: Hashable {
  let day: BusinessDate
  let at: Instant
  /// The document's number; empty where it has none.
  let number: String
  let kind: DocumentKind
  fileprivate(set) var moved = MemberAmounts()
  fileprivate(set) var after = MemberAmounts()
}

/// What a member has, or what a document gives them (negative: takes).
struct MemberAmounts: Hashable {
  fileprivate(set) var principal = Money.zero
  fileprivate(set) var bonus = Money.zero
  fileprivate(set) var points: Int64 = 0
  fileprivate(set) var sessions: Int64 = 0
}

/// Every movement of what a member has, with the balance after it.
struct Statement: Hashable {
  let from: BusinessDate?
  let to: BusinessDate?
  /// What the member had before the first line.
  let before: MemberAmounts
  let lines: [StatementLine]

  var after: MemberAmounts { lines.last?.after ?? before }
}

extension Till {
  func statement(
    _ who: Who?, from: BusinessDate?, to: BusinessDate?, csv: String?, isSlip: Bool
  ) throws -> Reply {
    let (state, statement) = try read { snapshot in
      let number = try member(who, for: "statement", snapshot).number
      let movements = try snapshot.movements(ofMember: number, from: nil, to: to)
      return (
        MemberState(try terms(for: number, snapshot)),
        try Statement(movements: movements, from: from, to: to)
      )
    }
    var files: [String] = []
    if let csv {
      try writeNew(statement.csv, to: csv)
      files.append(csv)
    }
    if isSlip {
      let moment = try read { try time($0) }
      do throws(SlipFault) {
        files += try slips.write(statement, of: state, at: moment)
      } catch {
        throw StorageError(.other, message: error.text(shop.language), place: error.path)
      }
    }
    return Reply(content: .statement(state, statement, files: files))
  }

  /// What the shop owes its members, as it stood at the end of a day.
  func liability(_ day: BusinessDate?, _ snapshot: Snapshot) throws -> Reply.Content {
    let today = try businessDay(snapshot)
    if let day, day > today { throw Refusal(.badDate, "\(day)", expected: "<= \(today)") }
    let totals = try snapshot.heldTotals(asOf: day)
    return .liability(Liability(day: day ?? today, totals: totals))
  }
}

/// What the shop owes its members.
struct Liability: Hashable {
  let day: BusinessDate
  var principal = Money.zero
  var bonus = Money.zero
  /// Paid in money for sessions that are not used yet.
  var deferred = Money.zero
  /// The bonus that paid for them beside it.
  var deferredBonus = Money.zero
  var points: Int64 = 0
  var pointsOwed: Int64 = 0
  var sessions: Int64 = 0
  var coupons: Int64 = 0

  init(
    day: BusinessDate, totals: [(account: String, unit: Unit, count: Int, balance: Int64)]
  ) {
    self.day = day
    for total in totals {
      switch total.account {
      case "stored-value:principal": principal = Money(fen: -total.balance)
      case "stored-value:bonus": bonus = Money(fen: -total.balance)
      case "course:deferred": deferred = Money(fen: -total.balance)
      case "course:bonus": deferredBonus = Money(fen: -total.balance)
      case "points": points = -total.balance
      case "points:owed": pointsOwed = total.balance
      case "course": sessions -= total.balance
      case "coupon": coupons = -total.balance
      default: break
      }
    }
  }
}

extension Statement {
  /// - Throws: `StorageError` where an entry cannot be read.
  fileprivate init(
    movements: [Movement], from: BusinessDate?, to: BusinessDate?
  ) throws(StorageError) {
    var lines: [StatementLine] = []
    var sequence: Int64 = 0
    var balance = MemberAmounts()
    for movement in movements {
      if movement.sequence != sequence {
        sequence = movement.sequence
        lines.append(
          StatementLine(
            day: movement.day, at: movement.at, number: try movement.documentNumber,
            kind: DocumentKind(rawValue: movement.kind) ?? .event))
      }
      lines[lines.count - 1].moved.add(movement)
      balance.add(movement)
      lines[lines.count - 1].after = balance
    }
    // What only counts visits or coupons moves nothing that a statement shows.
    lines.removeAll { $0.moved == MemberAmounts() }
    let earlier = lines.filter { line in from.map { line.day < $0 } ?? false }
    self.init(
      from: from, to: to, before: earlier.last?.after ?? MemberAmounts(),
      lines: Array(lines.dropFirst(earlier.count)))
  }

  /// The statement as comma-separated values (RFC 4180), amounts in yuan.
  var csv: String {
    let head = [
      "day", "number", "kind", "principal", "bonus", "points", "sessions", "principal_after",
      "bonus_after", "points_after", "sessions_after",
    ]
    let rows = lines.map { line in
      [
        "\(line.day)", line.number, line.kind.rawValue,
      ] + line.moved.texts + line.after.texts
    }
    return spreadsheet([head] + rows)
  }
}

extension MemberAmounts {
  fileprivate var texts: [String] { ["\(principal)", "\(bonus)", "\(points)", "\(sessions)"] }

  fileprivate mutating func add(_ movement: Movement) {
    switch movement.part {
    case .principal: principal -= Money(fen: movement.amount)
    case .bonus: bonus -= Money(fen: movement.amount)
    case .points: points -= movement.amount
    case .sessions: sessions -= movement.amount
    case nil: break
    }
  }
}

/// What of a member's a movement is about.
private enum StatementPart {
  case principal
  case bonus
  case points
  case sessions
}

extension Movement {
  /// The number of the document; empty where it has none.
  fileprivate var documentNumber: String {
    get throws(StorageError) {
      guard let json = try? JSON(parsing: line) else {
        throw StorageError(.damaged, message: "its line is not JSON", place: "entry \(sequence)")
      }
      return json["no"]?.string ?? ""
    }
  }

  fileprivate var part: StatementPart? {
    if account.hasPrefix("stored-value:") {
      return account.hasSuffix(":principal")
        ? .principal : account.hasSuffix(":bonus") ? .bonus : nil
    }
    if account.hasPrefix("points:") { return .points }
    if account.hasPrefix("course:") { return unit == .fen ? nil : .sessions }
    return nil
  }
}
