extension Run {
  /// Appends a number in a format; amounts are fen, percentages basis points.
  mutating func append(_ value: Int64, as format: Format) {
    switch format {
    case .plain: append(value < 0 ? "-" : "", value.magnitude)
    case .count: append(value < 0 ? "-" : "", value.magnitude, grouped: true)
    case .change: append(value < 0 ? "-" : "+", value.magnitude, grouped: true)
    case .digits(let digits): append(value < 0 ? "-" : "", value.magnitude, digits: digits)
    case .money: append(value < 0 ? "-" : "", fen: value.magnitude)
    case .yuan: append(value < 0 ? "-￥" : "￥", fen: value.magnitude)
    case .signed: append(value < 0 ? "-" : "+", fen: value.magnitude)
    case .minus: append(value > 0 ? "-" : "", fen: value.magnitude)
    case .percent: append(percent: value)
    }
  }

  private mutating func append(_ sign: String, fen: UInt64) {
    append(sign, fen / 100, grouped: true)
    append(ascii: UInt8(ascii: "."))
    append("", fen % 100, digits: 2)
  }

  private mutating func append(percent value: Int64) {
    append(value < 0 ? "-" : "", value.magnitude / 100)
    let rest = value.magnitude % 100
    if rest > 0 {
      append(ascii: UInt8(ascii: "."))
      if rest % 10 == 0 { append("", rest / 10) } else { append("", rest, digits: 2) }
    }
    append(ascii: UInt8(ascii: "%"))
  }

  /// Appends a sign and at least so many digits, with a comma between thousands where they are grouped.
  private mutating func append(
    _ sign: String, _ value: UInt64, digits: Int = 1, grouped: Bool = false
  ) {
    append(sign)
    var place: UInt64 = 1
    var count = 1
    while value / place >= 10 || count < digits {
      place *= 10
      count += 1
    }
    for left in stride(from: count, to: 0, by: -1) {
      if grouped, left % 3 == 0, left < count { append(ascii: UInt8(ascii: ",")) }
      append(ascii: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / place % 10))
      place /= 10
    }
  }
}
