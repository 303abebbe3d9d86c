import Ledger
import Seeded
import Testing

struct AllocationTests {
  @Test(
    arguments: [
      (1000, [1, 1, 1], [334, 333, 333]), (-1000, [1, 1, 1], [-334, -333, -333]),
      (3000, [6800, 12_800, 3990], [865, 1628, 507]), (10_000, [12_000, 3000], [8000, 2000]),
      (2, [1, 1, 1], [1, 1, 0]), (1, [0, 0, 5], [0, 0, 1]), (7, [0, 0], [7, 0]),
      (-7, [0, 0, 0], [-7, 0, 0]), (0, [3, 4], [0, 0]), (0, [], []), (5, [9], [5]),
      (100, [1, 2, 3], [17, 33, 50]), (.max, [1, 1], [.max / 2 + 1, .max / 2]),
      (.max, [.max, .max], [.max / 2 + 1, .max / 2]),
    ] as [(Int64, [Int64], [Int64])])
  func `shares follow the largest remainder, ties the earlier`(
    whole: Int64, weights: [Int64], expected: [Int64]
  ) {
    let shares = allocate(whole, over: weights)
    #expect(shares == expected)
  }

  @Test func `amounts are shared like whole numbers`() {
    let shares = Money(fen: -1000).allocated(over: [Money(fen: 1), Money(fen: 2)])
    #expect(shares == [Money(fen: -333), Money(fen: -667)])
  }

  /// One random case: a whole and its weights, of very different sizes.
  private static func randomCase(_ random: inout Seeded) -> (whole: Int64, weights: [Int64]) {
    let size = Int64(1) << Int64.random(in: 1...40, using: &random)
    let whole = Int64.random(in: -size...size, using: &random)
    let most = Int64(1) << Int64.random(in: 0...45, using: &random)
    let weights = (0..<Int.random(in: 1...9, using: &random)).map { _ in
      Bool.random(using: &random) ? Int64.random(in: 0...most, using: &random) : most / 3
    }
    return (whole, weights)
  }

  /// Why shares are not a fair split: computed with fractions crosswise, not by dividing.
  private static func fault(_ whole: Int64, _ weights: [Int64], _ shares: [Int64]) -> String? {
    guard shares.count == weights.count, shares.reduce(0, +) == whole else { return "sum" }
    let total = weights.reduce(0, +)
    guard total > 0 else { return shares.first == whole ? nil : "weightless" }
    var distances: [Int128] = []
    for (share, weight) in zip(shares, weights) {
      if share != 0, (share < 0) != (whole < 0) { return "sign" }
      let distance =
        Int128(share.magnitude) * Int128(total) - Int128(whole.magnitude) * Int128(weight)
      guard distance.magnitude < UInt128(total) else { return "off by one or more" }
      distances.append(distance)
    }
    // Who got one more (above its exact share) had a remainder at least that of who did not.
    for (index, raised) in distances.enumerated() where raised > 0 {
      for (other, kept) in distances.enumerated() where kept <= 0 {
        let remainders = (Int128(total) - raised, -kept)
        if remainders.0 < remainders.1 { return "a smaller remainder" }
        if remainders.0 == remainders.1, other < index { return "a later tie" }
      }
    }
    return nil
  }

  @Test func `shares sum to the whole and are fair in 100,000 random cases`() {
    var random = Seeded(2026)
    var failure: String?
    for _ in 0..<100_000 where failure == nil {
      let (whole, weights) = AllocationTests.randomCase(&random)
      let shares = allocate(whole, over: weights)
      failure = AllocationTests.fault(whole, weights, shares).map {
        "\($0): \(whole) over \(weights) gave \(shares)"
      }
    }
    #expect(failure == nil)
  }

  @Test func `a negative weight stops the program`() async {
    await #expect(processExitsWith: .failure) { _ = allocate(10, over: [1, -1]) }
  }

  @Test func `a whole over nobody stops the program`() async {
    await #expect(processExitsWith: .failure) { _ = allocate(1, over: []) }
  }
}
