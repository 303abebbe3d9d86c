extension [UInt8] {
  /// Appends a number in decimal digits, with zeros in front of them as many as make up the width.
  package mutating func append(digits number: some FixedWidthInteger, width: Int = 1) {
    if number < 0 { append(UInt8(ascii: "-")) }
    var (low, rest) = (count, UInt64(number.magnitude))
    repeat {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    while count - low < width { append(UInt8(ascii: "0")) }
    // The last digit came first.
    var high = count - 1
    while low < high {
      swapAt(low, high)
      (low, high) = (low + 1, high - 1)
    }
  }
}
