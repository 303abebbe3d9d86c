import Checkout
import Ledger

/// What a member's statement says.
extension SlipFacts {
  func statement(_ statement: Statement, of state: MemberState, at moment: Instant) -> JSON {
    let period = words.period(
      from: statement.from?.description, to: statement.to?.description)
    return JSON.object([
      shopMember, .init("kind", "statement"), .init("title", .string(words.statement)),
      .init("time", .string(time(moment))), .init("member", person(state)),
      .init("lines", JSON(statement.lines.map(line))), .init("after", totals(of: statement)),
    ]).with([.init("period", JSON(period))])
  }

  private func line(_ line: StatementLine) -> JSON {
    let moved = line.moved
    return JSON.object([
      .init("day", .string(line.day.description)),
      .init("title", .string(words.title(of: line.kind))),
    ]).with([
      .init("number", line.number.isEmpty ? .null : .string(line.number)),
      .init("principal", moved.principal == .zero ? .null : JSON(moved.principal)),
      .init("principal_after", JSON(line.after.principal)),
      .init("bonus", moved.bonus == .zero ? .null : JSON(moved.bonus)),
      .init("bonus_after", JSON(line.after.bonus)),
      .init("points", moved.points == 0 ? .null : JSON(moved.points)),
      .init("points_after", JSON(line.after.points)),
      .init("sessions", moved.sessions == 0 ? .null : JSON(moved.sessions)),
      .init("sessions_after", JSON(line.after.sessions)),
    ])
  }

  private func totals(of statement: Statement) -> JSON {
    let (before, after) = (statement.before, statement.after)
    let moved = statement.lines.map { $0.moved.principal + $0.moved.bonus }
    return balances(
      after.principal, after.principal - before.principal, after.bonus, after.bonus - before.bonus
    ).with([
      .init("increase", JSON(moved.filter { $0 > .zero }.sum())),
      .init("decrease", JSON(moved.filter { $0 < .zero }.sum())),
    ]).with(counts("points", before.points, after.points))
      .with(counts("sessions", before.sessions, after.sessions))
  }

  /// Nothing where the member never had any.
  private func counts(_ name: String, _ before: Int64, _ after: Int64) -> [JSON.Member] {
    guard before != 0 || after != 0 else { return [] }
    return [
      .init("\(name)_before", JSON(before)), .init("\(name)_change", JSON(after - before)),
      .init(name, JSON(after)),
    ]
  }
}
