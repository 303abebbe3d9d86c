import Catalog
import Ledger
import Pricing
import Seeded
import Testing

/// A second, plain way to price a bill, which calls nothing of the module.
private enum Model {
  /// What a reduction takes off a base; nil if it takes more than there is.
  static func off(_ reduction: Reduction, base: Int128, units: Int128) -> Int128? {
    let amount: Int128 =
      switch reduction {
      case .percentOff(let points): (base * Int128(points) * 2 + 10_000) / 20_000
      case .payable(let points): (base * (10_000 - Int128(points)) * 2 + 10_000) / 20_000
      case .amountOff(let amount): Int128(amount.fen)
      case .price(let price): max(0, base - Int128(price.fen) * units)
      case .gift: base
      }
    return amount <= base ? amount : nil
  }

  /// Gives each its floor, then one more to the largest remainder, as often as something is left.
  static func shares(_ whole: Int128, _ weights: [Int128]) -> [Int128] {
    let total = weights.reduce(0, +)
    guard total > 0 else { return weights }
    var shares = weights.map { whole * $0 / total }
    var rests = weights.map { whole * $0 % total }
    for _ in 0..<Int(whole - shares.reduce(0, +)) {
      var best = 0
      for index in rests.indices where rests[index] > rests[best] { best = index }
      shares[best] += 1
      rests[best] = -1
    }
    return shares
  }

  /// The nets of a bill's lines; nil for a bill that cannot be priced.
  static func nets(_ bill: Bill) -> [Int128]? {
    var nets: [Int128] = []
    for line in bill.lines {
      var left = Int128(line.unitPrice.fen) * Int128(line.quantity)
      for granted in line.reductions {
        guard line.item.discountable,
          let amount = off(granted.reduction, base: left, units: Int128(line.quantity))
        else { return nil }
        left -= amount
      }
      nets.append(left)
    }
    for granted in bill.reductions {
      let weights = zip(bill.lines, nets).map { $0.item.discountable ? $1 : 0 }
      let base = weights.reduce(0, +)
      var reduction = granted.reduction
      if case .price(let price) = reduction {
        let fixed = nets.reduce(0, +) - base
        let most = base + fixed - Int128(price.fen)
        reduction = most > 0 ? .amountOff(Money(fen: Int64(most))) : .price(Money(fen: Int64(base)))
      }
      guard let amount = off(reduction, base: base, units: 1) else { return nil }
      nets = zip(nets, shares(amount, weights)).map { $0 - $1 }
    }
    return nets
  }
}

struct RandomBillTests {
  private static func reductions(upTo most: Int, _ random: inout Seeded) -> [Reduction] {
    (0..<Int.random(in: 0...most, using: &random)).map { _ in
      switch Int.random(in: 0..<8, using: &random) {
      case 0, 1: .percentOff(Int.random(in: 1...4000, using: &random))
      case 2, 3: .payable(Int.random(in: 6000...9999, using: &random))
      case 4, 5: .amountOff(Money(fen: Int64.random(in: 1...3000, using: &random)))
      case 6: .price(Money(fen: Int64.random(in: 0...20_000, using: &random)))
      default: Int.random(in: 0..<4, using: &random) == 0 ? .gift : .percentOff(10_000)
      }
    }
  }

  private static func randomBill(_ random: inout Seeded) -> Bill {
    let lines = (0..<Int.random(in: 1...5, using: &random)).map { _ in
      let discountable = Int.random(in: 0..<5, using: &random) > 0
      return line(
        Int64.random(in: 0...30_000, using: &random), times: Int.random(in: 1...3, using: &random),
        off: discountable ? reductions(upTo: 2, &random) : [], discountable: discountable)
    }
    return bill(lines, off: reductions(upTo: 2, &random))
  }

  /// What is wrong with a priced bill; nil if it is as it must be.
  private static func fault(of bill: Bill, _ priced: PricedBill?) -> String? {
    let expected = Model.nets(bill)
    guard let priced else { return expected == nil ? nil : "refused" }
    guard expected == priced.lines.map({ Int128($0.net.fen) }) else { return "nets" }
    let nets = priced.lines.reduce(Int64(0)) { $0 + $1.net.fen }
    guard priced.total.fen == nets else { return "total" }
    guard priced.listTotal.fen - priced.discountTotal.fen == nets else { return "list - discount" }
    for line in priced.lines {
      let parts = line.reductions.map(\.amount.fen)
      guard line.net >= .zero, parts.allSatisfy({ $0 >= 0 }) else { return "negative" }
      guard line.list.fen - parts.reduce(0, +) == line.net.fen else { return "explanation" }
    }
    return nil
  }

  @Test func `100,000 random bills are priced as a second model prices them`() {
    var random = Seeded(88)
    var failure: String?
    var refused = 0
    for _ in 0..<100_000 where failure == nil {
      let bill = RandomBillTests.randomBill(&random)
      let priced = try? price(bill)
      if priced == nil { refused += 1 }
      failure = RandomBillTests.fault(of: bill, priced).map { "\($0): \(bill)" }
    }
    #expect(failure == nil)
    #expect((5000..<50_000).contains(refused))
  }
}
