import Ledger

/// Who serves a line, and for how much of it.
package struct StaffShare: Hashable, Sendable {
  package let staff: Int
  /// Percent of the line, 1 to 100; the shares of a line sum to 100.
  package let share: Int
  /// True if the customer asked for this person (指定), false if it was by rotation (轮牌).
  package let isChosen: Bool

  package init(staff: Int, share: Int, isChosen: Bool) {
    self.staff = staff
    self.share = share
    self.isChosen = isChosen
  }
}

/// Why a text does not say who serves a line.
package enum StaffShareFault: Error, Hashable, Sendable {
  case malformed
  case twice(staff: Int)
  case sum(Int)
}

/// Reads `3`, `3!`, `3,5` (in equal parts) or `3:70,5!:30`.
///
/// - Throws: ``StaffShareFault`` if it is none of these, names somebody twice or does not sum to 100.
package func staffShares(_ text: String) throws(StaffShareFault) -> [StaffShare] {
  var read: [(staff: Int, share: Int?, isChosen: Bool)] = []
  let parts = Array(text.utf8)
    .split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
  for part in parts { read.append(try staffShare(part)) }
  guard read.count <= 9 else { throw .malformed }
  let stated = read.compactMap(\.share)
  guard stated.isEmpty || stated.count == read.count else { throw .malformed }
  let equal = allocate(100, over: read.map { _ in 1 }).map(Int.init)
  let shares = stated.isEmpty ? equal : stated
  guard shares.reduce(0, +) == 100 else { throw .sum(shares.reduce(0, +)) }
  for (index, one) in read.enumerated()
  where read[..<index].contains(where: { $0.staff == one.staff }) {
    throw .twice(staff: one.staff)
  }
  return zip(read, shares).map { StaffShare(staff: $0.staff, share: $1, isChosen: $0.isChosen) }
}

private func staffShare(
  _ text: ArraySlice<UInt8>
) throws(StaffShareFault) -> (staff: Int, share: Int?, isChosen: Bool) {
  let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
  let isChosen = parts[0].last == UInt8(ascii: "!")
  guard parts.count <= 2, let staff = number(parts[0].dropLast(isChosen ? 1 : 0)), staff > 0 else {
    throw .malformed
  }
  guard parts.count == 2 else { return (staff, nil, isChosen) }
  guard let share = number(parts[1]), (1...100).contains(share) else { throw .malformed }
  return (staff, share, isChosen)
}

/// The number that one to four ASCII digits stand for; nil for anything else.
private func number(_ digits: ArraySlice<UInt8>) -> Int? {
  guard (1...4).contains(digits.count), digits.allSatisfy(\.isASCIIDigit) else { return nil }
  return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
}

/// The shares as the command language writes them: `3!`, `3:70,5!:30`.
package func notation(of shares: [StaffShare]) -> String {
  shares.map { share in
    let mark = share.isChosen ? "!" : ""
    return shares.count == 1 ? "\(share.staff)\(mark)" : "\(share.staff)\(mark):\(share.share)"
  }.joined(separator: ",")
}
