/// Shares of a whole in proportion to weights, by the largest remainder; ties go to the earlier.
///
/// The shares sum to the whole exactly, and each has the sign of the whole.
///
/// - Parameters:
///   - whole: what is shared out; either sign.
///   - weights: none below zero; when all are zero everything goes to the first.
/// - Returns: one share per weight; empty only if there are no weights and the whole is zero.
package func allocate(_ whole: Int64, over weights: [Int64]) -> [Int64] {
  precondition(weights.allSatisfy { $0 >= 0 }, "a weight is never negative")
  precondition(!weights.isEmpty || whole == 0, "nothing to allocate to")
  let total = weights.reduce(Int128(0)) { $0 + Int128($1) }
  guard total > 0 else {
    return weights.indices.map { $0 == 0 ? whole : 0 }
  }
  var shares: [Int64] = []
  var remainders: [(index: Int, remainder: Int128)] = []
  for (index, weight) in weights.enumerated() {
    let product = Int128(whole.magnitude) * Int128(weight)
    shares.append(Int64(product / total))
    remainders.append((index, product % total))
  }
  let left = Int(Int64(whole.magnitude) - shares.reduce(0, +))
  // The sort is stable, so equal remainders keep their order.
  for (index, _) in remainders.sorted(by: { $0.remainder > $1.remainder }).prefix(left) {
    shares[index] += 1
  }
  return whole < 0 ? shares.map { -$0 } : shares
}

extension Money {
  /// Shares of this amount in proportion to weights, summing to it exactly; see ``allocate(_:over:)``.
  ///
  /// - Parameter weights: none below zero.
  /// - Returns: one share per weight.
  package func allocated(over weights: [Money]) -> [Money] {
    allocate(fen, over: weights.map(\.fen)).map(Money.init(fen:))
  }
}
