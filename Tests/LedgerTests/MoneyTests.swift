import Ledger
import Seeded
import Testing

struct MoneyTests {
  @Test(arguments: [
    ("88", 8800), ("88.5", 8850), ("88.50", 8850), (".5", 50), (".50", 50), ("0", 0), ("0.00", 0),
    ("0.01", 1), ("007", 700), ("10000000", 1_000_000_000), ("10000000.00", 1_000_000_000),
    ("9999999.99", 999_999_999), ("00000000000000000000000000000001", 100),
  ])
  func `an amount in yuan is read to the fen`(text: String, fen: Int64) throws {
    let amount = try Money(yuan: text)
    #expect(amount.fen == fen)
  }

  @Test(arguments: [
    ("", Money.Fault.notANumber), (".", .notANumber), ("88.", .notANumber), ("-1", .notANumber),
    ("+5", .notANumber), ("1e5", .notANumber), ("1,000", .notANumber), (" 1", .notANumber),
    ("1 ", .notANumber), ("1.2.3", .notANumber), ("..5", .notANumber), ("0x10", .notANumber),
    ("８８", .notANumber), ("٣", .notANumber), ("1\u{301}", .notANumber), ("1\0", .notANumber),
    ("1.\u{301}5", .notANumber), ("NaN", .notANumber), ("一", .notANumber),
    ("88.505", .tooManyDecimals), ("0.000", .tooManyDecimals), (".999", .tooManyDecimals),
    ("10000000.01", .overLimit), ("10000001", .overLimit), ("1000000000000000000", .overLimit),
    ("99999999999999999999999999999999999999", .overLimit),
  ])
  func `what is no amount is refused with its reason`(text: String, fault: Money.Fault) {
    #expect(throws: fault) { try Money(yuan: text) }
  }

  @Test(arguments: [
    (0, "0.00", "0.00"), (1, "0.01", "0.01"), (-1, "-0.01", "-0.01"), (8850, "88.50", "88.50"),
    (-123_450, "-1234.50", "-1,234.50"), (100_000, "1000.00", "1,000.00"),
    (99_999, "999.99", "999.99"), (1_000_000_000, "10000000.00", "10,000,000.00"),
    (Int64.max, "92233720368547758.07", "92,233,720,368,547,758.07"),
    (Int64.min, "-92233720368547758.08", "-92,233,720,368,547,758.08"),
  ])
  func `an amount is written with two decimals`(fen: Int64, plain: String, grouped: String) {
    let amount = Money(fen: fen)
    let written = (amount.description, amount.grouped)
    #expect(written == (plain, grouped))
  }

  @Test func `what is written is read back`() {
    var random = Seeded(1)
    let amounts = (0..<20_000).map { _ in
      Money(fen: Int64.random(in: 0...Money.limit.fen, using: &random))
    }
    let failure = amounts.first { (try? Money(yuan: $0.description)) != $0 }
    #expect(failure == nil)
  }

  @Test func `amounts add up and multiply`() {
    let amounts = [Money(fen: 150), Money(fen: -50), Money(fen: 7)]
    let none: [Money] = []
    #expect(amounts.sum() == Money(fen: 107))
    #expect(none.sum() == .zero)
    #expect(Money(fen: 5990) * 2 == Money(fen: 11_980))
    #expect(-Money(fen: 3) - Money(fen: 4) == Money(fen: -7))
  }
}

struct RoundingTests {
  /// A quotient of `amount * 1 / 10` in each way of rounding.
  @Test(arguments: [
    // amount, half up, half even, down, up
    [25, 3, 2, 2, 3], [35, 4, 4, 3, 4], [24, 2, 2, 2, 3], [26, 3, 3, 2, 3], [20, 2, 2, 2, 2],
    [-25, -3, -2, -2, -3], [-35, -4, -4, -3, -4], [-24, -2, -2, -2, -3], [-26, -3, -3, -2, -3],
    [5, 1, 0, 0, 1], [-5, -1, 0, 0, -1], [0, 0, 0, 0, 0], [1, 0, 0, 0, 1],
  ])
  func `each way of rounding settles its remainders`(row: [Int64]) {
    let ways: [Rounding] = [.halfUp, .halfEven, .down, .up]
    let results = ways.map { scaled(row[0], by: 1, over: 10, rounding: $0) }
    #expect(results == Array(row.dropFirst()))
  }

  @Test(arguments: [
    (Int64.max, Int64.max, Int64.max, Int64.max), (.min, .max, .max, .min), (.min, 1, 1, .min),
    (.max, -1, 1, -.max), (.max, 10_000, 10_000, .max), (.min, 3, 4, -6_917_529_027_641_081_856),
    (.max, 2, 3, 6_148_914_691_236_517_205), (1, 1, .max, 0), (0, .min, 1, 0),
  ])
  func `a product is formed in 128 bits`(
    amount: Int64, numerator: Int64, denominator: Int64, expected: Int64
  ) {
    let result = scaled(amount, by: numerator, over: denominator, rounding: .halfUp)
    #expect(result == expected)
  }

  @Test func `the tie of an odd denominator is never met`() {
    // 1/3 and 2/3 lie on either side of the half.
    let thirds = [1, 2, -1, -2].map { scaled($0, by: 1, over: 3, rounding: .halfEven) }
    #expect(thirds == [0, 1, 0, -1])
  }

  @Test func `a division by nothing stops the program`() async {
    await #expect(processExitsWith: .failure) {
      _ = scaled(1, by: 1, over: 0, rounding: .down)
    }
  }
}
