extension [UInt8] {
  /// Appends a number in decimal digits, with zeros in front of them as many as make up the width, 20
  /// at the most.
  package mutating func append(digits number: Int64, width: Int = 1) {
    if number < 0 { append(UInt8(ascii: "-")) }
    var rest = number.magnitude
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var first = digits.count
      // The last digit comes first.
      repeat {
        first -= 1
        digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      } while rest > 0 || digits.count - first < width
      append(contentsOf: UnsafeBufferPointer(rebasing: digits[first...]))
    }
  }

  package mutating func append(digits number: Int, width: Int = 1) {
    append(digits: Int64(number), width: width)
  }
}
