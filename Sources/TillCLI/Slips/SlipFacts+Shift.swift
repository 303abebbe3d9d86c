import Checkout
import Ledger

/// What the reports of a shift say.
extension SlipFacts {
  /// The figures of a shift: a Z with the chain's hash at it, or an X while the shift is open.
  func report(
    _ report: JSON, at moment: Instant, drawer: Int, title: String? = nil, head: ChainHash? = nil
  ) -> JSON {
    let total = (report["tenders"]?.members ?? []).compactMap(\.value.money).sum()
    let named: [JSON.Member] = [
      .init("opened", .string(clockTime(report["opened_at"]))),
      .init("closed", .string(clockTime(report["closed_at"]))),
      .init("revenue", JSON(revenues(report))),
      .init("tenders", JSON(tallies(report["tenders"], counts: report["tender_counts"]))),
      .init("tenders_total", JSON(total)),
      .init("difference", JSON(total - (report["turnover"]?.money ?? .zero))),
      .init("topup_tenders", JSON(tallies(report["topup_tenders"]))),
      .init("card_refund_tenders", JSON(tallies(report["card_refund_tenders"]))),
      .init("staff", JSON(report.elements("staff").map(performance))),
      .init("members", JSON(movesMembers(report))),
    ]
    let names = Set(named.map(\.name))
    let figures = (report.members ?? []).filter { !names.contains($0.name) }
    let place: [JSON.Member] = [
      .init("time", .string(time(moment))), .init("drawer", JSON(drawer)),
      .init("day", .string(clock.day(of: moment).description)),
    ]
    return JSON.object([
      shopMember, .init("kind", title == nil ? "x" : "z"),
      .init("title", .string(title ?? words.reportX)),
    ]).with(title == nil ? place : []).with([
      .init("shift", JSON.object(figures + named).with([.init("head", JSON(head?.hexadecimal))]))
    ])
  }

  private func revenues(_ report: JSON) -> [JSON] {
    let kinds = (report["revenue"]?.members ?? []).map { ($0.name, $0.value.money ?? .zero) }
    let others = ["course_sales", "join_fees"].compactMap { name in
      report[name]?.money.map { (name, $0) }
    }.filter { $0.1 != .zero }
    return (kinds + others).map { named(words.revenue($0), $1) }
  }

  /// The amounts by tender; what was taken back whole is left out where nothing is counted.
  private func tallies(_ amounts: JSON?, counts: JSON? = nil) -> [JSON] {
    (amounts?.members ?? []).compactMap { member in
      let amount = member.value.money ?? .zero
      guard counts != nil || amount != .zero else { return nil }
      let kind = TenderKind(rawValue: member.name)
      return named(kind.map(words.tender) ?? member.name, amount)
        .with([.init("count", counts?[member.name] ?? .null)])
    }
  }

  private func performance(_ one: JSON) -> JSON {
    let number = one["no"]?.int ?? 0
    return named(roster[number]?.name ?? String(number), one["amount"]?.money ?? .zero)
      .with([.init("count", one["count"] ?? .null)])
  }

  /// Whether anything happened to what members have.
  private func movesMembers(_ report: JSON) -> Bool {
    [
      "topups", "topup_total", "topup_bonus", "course_sales", "sessions", "principal_spent",
      "bonus_spent", "card_refund_total", "points_earned", "points_burned",
    ].contains { (report[$0]?.integer ?? 0) != 0 }
  }

  private func clockTime(_ json: JSON?) -> String {
    json?.string.flatMap(Instant.init(_:)).map { clock.civil($0).clock } ?? ""
  }
}
