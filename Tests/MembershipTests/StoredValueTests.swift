import Ledger
import Membership
import Seeded
import Testing

/// A lot as it stands after its top-up.
func lot(
  _ paid: Int64, _ gift: Int64, number: Int = 1, day: BusinessDate = BusinessDate(days: 20_000)
) -> StoredValueLot {
  StoredValueLot(
    number: number, day: day, paid: Money(fen: paid), gift: Money(fen: gift),
    principal: Money(fen: paid), bonus: Money(fen: gift))
}

extension [StoredValueLot] {
  /// Spends an amount as a sale does.
  mutating func take(_ amount: Int64, _ order: SpendingOrder) throws {
    let shares = try #require(spend(Money(fen: amount), from: self, order: order))
    #expect(shares.map(\.amount).sum() == Money(fen: amount))
    for share in shares {
      let index = try #require(firstIndex { $0.number == share.lot })
      self[index].principal -= share.principal
      self[index].bonus -= share.bonus
    }
  }
}

/// What is left of what was paid in by the law's ratio, in fen, computed apart from the module.
///
/// Source: 法释〔2025〕4号, Article 18(2).
private func statutory(_ lot: StoredValueLot) -> Int64 {
  let consumed = lot.paid.fen + lot.gift.fen - lot.principal.fen - lot.bonus.fen
  return lot.paid.fen - consumed + consumed * lot.gift.fen / (lot.paid.fen + lot.gift.fen)
}

@Suite struct StoredValueTests {
  @Test(
    "what is spent of 1000 with 200 given is split by the shop's order",
    arguments: [
      (SpendingOrder.proportional, 8_888, 7_407, 1_481),
      (.proportional, 10_000, 8_334, 1_666),
      (.proportional, 30_000, 25_000, 5_000),
      (.proportional, 1, 1, 0),
      (.proportional, 120_000, 100_000, 20_000),
      (.principalFirst, 30_000, 30_000, 0),
      (.principalFirst, 110_000, 100_000, 10_000),
      (.bonusFirst, 30_000, 10_000, 20_000),
      (.bonusFirst, 8_888, 0, 8_888),
    ] as [(SpendingOrder, Int64, Int64, Int64)])
  func split(_ order: SpendingOrder, _ amount: Int64, _ principal: Int64, _ bonus: Int64) throws {
    let shares = try #require(
      spend(Money(fen: amount), from: [lot(100_000, 20_000)], order: order))
    #expect(shares.map(\.principal.fen) == [principal])
    #expect(shares.map(\.bonus.fen) == [bonus])
  }

  @Test func `the second spending takes the exact rest`() throws {
    var lots = [lot(100_000, 20_000)]
    try lots.take(8_888, .proportional)
    #expect([lots[0].principal.fen, lots[0].bonus.fen] == [92_593, 18_519])
    try lots.take(111_112, .proportional)
    #expect(lots[0].left == .zero)
  }

  @Test(arguments: SpendingOrder.allCases)
  func `more than there is gives nothing, and nothing takes nothing`(order: SpendingOrder) {
    let lots = [lot(100_000, 20_000), lot(50_000, 0, number: 2)]
    #expect(spend(Money(fen: 170_001), from: lots, order: order) == nil)
    #expect(spend(Money(fen: 170_000), from: lots, order: order) != nil)
    #expect(spend(.zero, from: lots, order: order) == [])
    #expect(spend(.zero, from: [], order: order) == [])
    #expect(spend(Money(fen: 1), from: [], order: order) == nil)
  }

  /// Of 500 with 50, of 300 without, and of 1000 with 200: lot, principal and bonus of each share.
  @Test(
    "several lots are spent the oldest first",
    arguments: [
      (SpendingOrder.proportional, 55_001, [[1, 50_000, 5_000], [2, 1, 0]]),
      (.proportional, 90_000, [[1, 50_000, 5_000], [2, 30_000, 0], [3, 4_167, 833]]),
      (.principalFirst, 90_000, [[1, 50_000, 0], [2, 30_000, 0], [3, 10_000, 0]]),
      (
        .principalFirst, 190_000,
        [[1, 50_000, 5_000], [2, 30_000, 0], [3, 100_000, 5_000]]
      ),
      (.bonusFirst, 6_000, [[1, 0, 5_000], [3, 0, 1_000]]),
      (.bonusFirst, 90_000, [[1, 50_000, 5_000], [2, 15_000, 0], [3, 0, 20_000]]),
    ] as [(SpendingOrder, Int64, [[Int64]])])
  func several(_ order: SpendingOrder, _ amount: Int64, _ expected: [[Int64]]) throws {
    let lots = [lot(50_000, 5_000), lot(30_000, 0, number: 2), lot(100_000, 20_000, number: 3)]
    let shares = try #require(spend(Money(fen: amount), from: lots, order: order))
    #expect(shares.map { [Int64($0.lot), $0.principal.fen, $0.bonus.fen] } == expected)
  }

  @Test func `a lot without bonus gives principal alone, one without principal bonus alone`() throws
  {
    var gift = [lot(0, 10_000)]
    try gift.take(3_333, .proportional)
    #expect([gift[0].principal.fen, gift[0].bonus.fen] == [0, 6_667])
    var plain = [lot(10_000, 0)]
    try plain.take(3_333, .proportional)
    #expect([plain[0].principal.fen, plain[0].bonus.fen] == [6_667, 0])
  }

  @Test func `33 visits leave what the law gives back`() throws {
    var lots = [lot(300_000, 100_000)]
    for visit in 1...33 {
      try lots.take(visit == 33 ? 11_000 : 10_887 + Int64(visit % 3), .proportional)
      #expect(lots[0].principal.fen == statutory(lots[0]), "visit \(visit)")
    }
    #expect(lots[0].consumed.fen == 359_417)
    #expect(lots[0].principal.fen == 30_437)
  }

  @Test func `3594 of 3000 with 1000 in 33 visits leave 304.50`() throws {
    var lots = [lot(300_000, 100_000)]
    for amount in allocate(359_400, over: (1...33).map { Int64($0 * $0) }) {
      try lots.take(amount, .proportional)
    }
    #expect(lots[0].principal.fen == 30_450)
  }

  @Test func `principal comes back into its ratio after a refund left it a fen beside`() throws {
    var lots = [lot(100_000, 20_000)]
    try lots.take(10_000, .proportional)
    // 20.21 given back as 16.85 and 3.36: a fen more principal than the ratio has.
    lots[0].principal += Money(fen: 1_685)
    lots[0].bonus += Money(fen: 336)
    #expect(lots[0].principal.fen != statutory(lots[0]))
    try lots.take(5, .proportional)
    #expect(lots[0].principal.fen == statutory(lots[0]))
  }

  @Test func `what comes back bit by bit leaves the principal less than a fen beside its ratio`()
    throws
  {
    var lots = [lot(100_000, 20_000)]
    let fives = try (0..<60).map { _ in
      let before = lots[0]
      try lots.take(5, .proportional)
      return before.bonus - lots[0].bonus
    }
    for bonus in fives {
      // Two fen of five: the sale's own share of the bonus in them, rounded down, is none.
      let stated = Money(fen: 2).scaled(by: bonus.fen, over: 5, rounding: .down)
      #expect(stated == .zero)
      let back = lots[0].bonusReturned(in: Money(fen: 2), stated: stated)
      #expect(back - stated <= Money(fen: 1))
      lots[0].principal += Money(fen: 2) - back
      lots[0].bonus += back
      let beside = 6 * lots[0].principal.fen - 5 * lots[0].left.fen
      #expect(abs(beside) < 6, "\(lots[0])")
      #expect(lots[0].paid - lots[0].delivered == lots[0].principal)
    }
  }

  @Test func `20.21 of 100.00 bring back 16.85 and 3.36`() {
    var lot = lot(100_000, 20_000)
    lot.principal = Money(fen: 91_666)
    lot.bonus = Money(fen: 18_334)
    #expect(
      lot.bonusReturned(in: Money(fen: 2_021), stated: Money(fen: 336)) == Money(fen: 336))
  }

  @Test(arguments: SpendingOrder.allCases)
  func `after any history the parts keep the rule of their order`(order: SpendingOrder) throws {
    var random = Seeded(20_261_121)
    for history in 0..<10_000 {
      var lots = (1...Int.random(in: 1...3, using: &random)).map { number in
        lot(
          Int64.random(in: 0...500_000, using: &random),
          Int64.random(in: 1...200_000, using: &random), number: number)
      }
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        let left = lots.map(\.left).sum().fen
        try lots.take(Int64.random(in: 0...(left + 1) / 2, using: &random), order)
        try #require(keeps(order, lots), "history \(history): \(lots)")
      }
      try lots.take(lots.map(\.left).sum().fen, order)
      try #require(lots.allSatisfy { $0.left == .zero }, "history \(history): \(lots)")
    }
  }

  private func keeps(_ order: SpendingOrder, _ lots: [StoredValueLot]) -> Bool {
    let isInRange = lots.allSatisfy {
      $0.principal >= .zero && $0.bonus >= .zero && $0.principal <= $0.paid && $0.bonus <= $0.gift
    }
    let principal = lots.map(\.principal).sum()
    let bonus = lots.map(\.bonus).sum()
    let isOrdered: Bool =
      switch order {
      case .proportional:
        lots.allSatisfy {
          $0.principal.fen == statutory($0) && $0.paid - $0.delivered == $0.principal
        }
      case .principalFirst: principal == .zero || bonus == lots.map(\.gift).sum()
      case .bonusFirst: bonus == .zero || principal == lots.map(\.paid).sum()
      }
    let isBonusFirst = order == .bonusFirst
    return isInRange && isOrdered
      && isOldestFirst(
        lots.map { isBonusFirst ? $0.bonus : $0.principal },
        of: lots.map { isBonusFirst ? $0.gift : $0.paid })
  }

  /// Nothing is taken of a lot's part before the older ones are empty.
  private func isOldestFirst(_ left: [Money], of whole: [Money]) -> Bool {
    left.indices.dropFirst().allSatisfy { index in
      left[index] == whole[index] || left[index - 1] == .zero
    }
  }
}
