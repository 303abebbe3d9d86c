import Checkout
import Ledger
import Seeded
import Testing

private func cash(_ fen: Int64?) -> Tender { Tender(.cash, amount: fen.map(Money.init(fen:))) }
private func wechat(_ fen: Int64?) -> Tender { Tender(.wechat, amount: fen.map(Money.init(fen:))) }
private func alipay(_ fen: Int64?) -> Tender { Tender(.alipay, amount: fen.map(Money.init(fen:))) }

struct SettlementTests {
  @Test(
    arguments: [
      (CashRounding.none, 56_358), (.dropFen, 56_350), (.dropJiao, 56_300), (.nearestJiao, 56_360),
      (.raiseToJiao, 56_360), (.raiseToYuan, 56_400), (.nearestFive, 56_360),
    ] as [(CashRounding, Int64)])
  func `example 6: the ways of rounding 563.58 in cash`(rounding: CashRounding, due: Int64) throws {
    let total = Money(fen: 56_358)
    let settled = try settle(total, with: [cash(nil)], cashRounding: rounding)
    #expect(settled.paid == Money(fen: due))
    #expect(settled.rounding == Money(fen: due) - total)
    #expect(settled.due == .zero)
  }

  @Test(
    arguments: [
      (CashRounding.nearestJiao, [4: 0, 5: 10, 14: 10, 15: 20]),
      (.nearestFive, [2: 0, 3: 5, 7: 5, 8: 10]),
      (.raiseToJiao, [0: 0, 1: 10, 10: 10, 11: 20]), (.dropFen, [9: 0, 10: 10, 19: 10]),
      (.dropJiao, [99: 0, 100: 100]), (.raiseToYuan, [1: 100, 100: 100, 101: 200]), (.none, [7: 7]),
    ] as [(CashRounding, [Int64: Int64])])
  func `each way of rounding keeps its steps`(rounding: CashRounding, steps: [Int64: Int64]) {
    let wrong = steps.filter { rounding.rounded(Money(fen: $0)).fen != $1 }
    #expect(wrong.isEmpty)
  }

  @Test func `example 7: only the cash of a mixed payment is rounded`() throws {
    let settled = try settle(
      Money(fen: 56_358), with: [wechat(20_000), cash(40_000)], cashRounding: .dropFen)
    let expected = [
      SettledTender(.wechat, amount: Money(fen: 20_000)),
      SettledTender(.cash, amount: Money(fen: 36_350), tendered: Money(fen: 40_000)),
    ]
    #expect(settled.tenders == expected)
    #expect(settled.rounding == Money(fen: -8))
    #expect(settled.change == Money(fen: 3650))
    #expect(settled.due == .zero)
  }

  @Test func `example 8: cash over the total gives change, and the order makes no difference`()
    throws
  {
    let total = Money(fen: 12_000)
    let alone = try settle(total, with: [cash(15_000)], cashRounding: .dropFen)
    let orders = [[cash(5000), wechat(8000)], [wechat(8000), cash(5000)]]
    let mixed = try orders.map { try settle(total, with: $0, cashRounding: .dropFen) }
    #expect(alone.change == Money(fen: 3000) && alone.due == .zero)
    #expect(mixed.map(\.change) == [Money(fen: 1000), Money(fen: 1000)])
    #expect(
      mixed.map { $0.tenders.first { $0.kind == .cash }?.amount } == [
        Money(fen: 4000), Money(fen: 4000),
      ])
  }

  @Test(
    arguments: [
      (
        12_000, [wechat(15_000)],
        Refusal(.tenderTooLarge, "wechat", need: Money(fen: 12_000), have: Money(fen: 15_000))
      ),
      (
        12_000, [cash(5000), wechat(15_000)],
        Refusal(.tenderTooLarge, "wechat", need: Money(fen: 12_000), have: Money(fen: 15_000))
      ),
      (
        12_000, [wechat(8000), alipay(5000)],
        Refusal(.tenderTooLarge, "alipay", need: Money(fen: 4000), have: Money(fen: 5000))
      ),
      (0, [wechat(1)], Refusal(.tenderTooLarge, "wechat", need: .zero, have: Money(fen: 1))),
      (12_000, [wechat(12_000), cash(1)], Refusal(.nothingDue, "cash")),
      (12_000, [wechat(nil), cash(nil)], Refusal(.nothingDue, "cash")),
      (12_000, [cash(12_000), wechat(nil)], Refusal(.nothingDue, "wechat")),
      (12_000, [wechat(nil), alipay(nil)], Refusal(.nothingDue, "alipay")),
      (0, [wechat(nil)], Refusal(.nothingDue, "wechat")),
    ] as [(Int64, [Tender], Refusal)])
  func `a tender that does not fit is refused with its numbers`(
    total: Int64, tenders: [Tender], refusal: Refusal
  ) {
    #expect(throws: refusal) {
      try settle(Money(fen: total), with: tenders, cashRounding: .dropFen)
    }
  }

  /// What is due, paid, rounded and given back, in fen.
  @Test(
    arguments: [
      (12_000, [], CashRounding.dropFen, [12_000, 0, 0, 0]), (0, [], .dropFen, [0, 0, 0, 0]),
      (12_000, [cash(5000)], .dropFen, [7000, 5000, 0, 0]),
      (0, [cash(nil)], .dropFen, [0, 0, 0, 0]),
      (12_000, [cash(5000), cash(nil)], .dropFen, [0, 12_000, 0, 0]),
      (12_000, [cash(20_000), cash(nil)], .dropFen, [0, 12_000, 0, 8000]),
      (12_003, [cash(5000), wechat(nil)], .dropFen, [0, 12_003, 0, 0]),
      (12_003, [wechat(2000), cash(10_000)], .dropFen, [0, 12_000, -3, 0]),
      (3, [cash(nil)], .dropFen, [0, 0, -3, 0]), (3, [cash(3)], .dropFen, [0, 3, 0, 0]),
      (56_358, [cash(56_358)], .raiseToYuan, [0, 56_358, 0, 0]),
      (56_358, [cash(56_380)], .raiseToYuan, [0, 56_358, 0, 22]),
      (56_358, [cash(56_357)], .raiseToYuan, [1, 56_357, 0, 0]),
      (56_358, [cash(56_400)], .raiseToYuan, [0, 56_400, 42, 0]),
      (56_358, [cash(60_000)], .raiseToYuan, [0, 56_400, 42, 3600]),
    ] as [(Int64, [Tender], CashRounding, [Int64])])
  func `tenders cover what they can`(
    total: Int64, tenders: [Tender], rounding: CashRounding, expected: [Int64]
  ) throws {
    let settled = try settle(Money(fen: total), with: tenders, cashRounding: rounding)
    let figures = [settled.due, settled.paid, settled.rounding, settled.change].map(\.fen)
    #expect(figures == expected)
  }
}

struct RandomSettlementTests {
  private static func tenders(for total: Int64, _ random: inout Seeded) -> [Tender] {
    (0..<Int.random(in: 0...4, using: &random)).map { _ in
      let amounts: [Int64?] = [
        nil, total, .random(in: 1...max(1, total), using: &random),
        .random(in: 1...max(1, total / 2), using: &random), total / 100 * 100 + 100,
        .random(in: 1...(total + 100), using: &random),
      ]
      let amount = amounts.randomElement(using: &random) ?? nil
      let kind =
        (TenderKind.allCases.filter(\.isOutside) + [.cash, .cash]).randomElement(using: &random)
        ?? .cash
      return Tender(kind, amount: amount.map { Money(fen: max(1, $0)) })
    }
  }

  /// Everything of a settlement that may not depend on the order of the tenders.
  private struct Outcome: Equatable {
    var paid: [TenderKind: Money] = [:]
    var rounding = Money.zero
    var due = Money.zero
    var change = Money.zero
    var refusal: Refusal.Name?
  }

  private static func outcome(
    _ total: Money, _ tenders: [Tender], _ rounding: CashRounding
  ) -> Outcome {
    do throws(Refusal) {
      let settled = try settle(total, with: tenders, cashRounding: rounding)
      let paid = settled.tenders.reduce(into: [:]) { $0[$1.kind, default: Money.zero] += $1.amount }
      return Outcome(
        paid: paid, rounding: settled.rounding, due: settled.due, change: settled.change)
    } catch {
      return Outcome(refusal: error.name)
    }
  }

  private static func fault(of settled: Settlement, _ total: Money) -> String? {
    guard settled.due >= .zero else { return "negative due" }
    if settled.due == .zero {
      guard settled.paid == total + settled.rounding else { return "sum" }
    } else {
      guard settled.paid + settled.due == total, settled.rounding == .zero else { return "rest" }
    }
    for tender in settled.tenders {
      guard tender.amount >= .zero, tender.change >= .zero else { return "negative" }
      guard tender.kind == .cash || tender.change == .zero else { return "change of no cash" }
    }
    return settled.rounding.fen.magnitude < 100 ? nil : "rounding"
  }

  @Test(arguments: CashRounding.allCases)
  func `random tenders sum to the total with its rounding, in any order`(rounding: CashRounding) {
    var random = Seeded(UInt64(rounding.rawValue.utf8.count) + 6)
    var failure: String?
    var settledCount = 0
    for _ in 0..<15_000 where failure == nil {
      let total = Money(fen: .random(in: 0...100_000, using: &random))
      let tenders = RandomSettlementTests.tenders(for: total.fen, &random)
      if let settled = try? settle(total, with: tenders, cashRounding: rounding) {
        failure = RandomSettlementTests.fault(of: settled, total).map {
          "\($0): \(total) \(tenders)"
        }
        if settled.due == .zero { settledCount += 1 }
      }
      // Among tenders for the rest the first takes it, so there the order counts.
      guard tenders.count(where: { $0.kind != .cash && $0.amount == nil }) < 2 else { continue }
      let first = RandomSettlementTests.outcome(total, tenders, rounding)
      let other = RandomSettlementTests.outcome(total, tenders.shuffled(using: &random), rounding)
      if first != other { failure = "order: \(total) \(tenders)" }
    }
    #expect(failure == nil)
    #expect(settledCount > 2500)
  }

  @Test(arguments: CashRounding.allCases)
  func `cash in the exact amount is always enough`(rounding: CashRounding) {
    var random = Seeded(5)
    var failure: Money?
    for _ in 0..<10_000 where failure == nil {
      let total = Money(fen: .random(in: 2...100_000, using: &random))
      let other = Money(fen: .random(in: 0..<total.fen, using: &random))
      var tenders = [Tender(.cash, amount: total - other)]
      if other > .zero { tenders.append(Tender(.bank, amount: other)) }
      let settled = try? settle(total, with: tenders, cashRounding: rounding)
      let isExact = settled.map { [$0.due, $0.rounding, $0.change] == [.zero, .zero, .zero] }
      if isExact != true { failure = total }
    }
    #expect(failure == nil)
  }
}
