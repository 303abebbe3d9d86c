/// Lends the decimal digits of a number, behind a minus sign where it is below zero, with zeros in
/// front of them as many as make up the width, 20 at the most.
func withDigits(
  of number: Int64, width: Int = 1, _ body: (UnsafeBufferPointer<UInt8>) -> Void
) {
  withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 21) { digits in
    var rest = number.magnitude
    var first = digits.count
    // The last digit comes first.
    repeat {
      first -= 1
      digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0 || digits.count - first < width
    if number < 0 {
      first -= 1
      digits[first] = UInt8(ascii: "-")
    }
    body(UnsafeBufferPointer(rebasing: digits[first...]))
  }
}

extension [UInt8] {
  /// Appends a number in decimal digits, with zeros in front of them as many as make up the width, 20
  /// at the most.
  package mutating func append(digits number: Int64, width: Int = 1) {
    withDigits(of: number, width: width) { append(contentsOf: $0) }
  }

  package mutating func append(digits number: Int, width: Int = 1) {
    append(digits: Int64(number), width: width)
  }
}
