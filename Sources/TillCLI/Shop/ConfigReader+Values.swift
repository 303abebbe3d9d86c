import Ledger
import Pricing

// The kinds of values that settings files share, each with the words that say what is accepted.
extension ConfigReader {
  /// Yuan as text: a number in JSON would be read as something else elsewhere.
  mutating func amount(
    _ name: String, or standard: Money?, from least: Money = .zero
  ) throws(ConfigFault) -> Money {
    let bound = { least > .zero ? " of at least \(least)" : "" }
    return try value(name, or: standard, expected: "yuan as text\(bound()), as in \"5000.00\"") {
      $0.yuan.flatMap { $0 >= least ? $0 : nil }
    }
  }

  /// What somebody types to name a thing.
  mutating func code(_ name: String) throws(ConfigFault) -> String {
    try value(
      name, or: nil, expected: "1 to 24 lower-case letters, digits, hyphens or Chinese"
    ) { json in json.string.flatMap { isCode($0) ? $0 : nil } }
  }

  /// A code that is no word of the command language, and that none of the earlier ones is.
  mutating func offerCode(
    _ name: String, unlike earlier: [String]
  ) throws(ConfigFault) -> String {
    let code = try code(name)
    guard !isReserved(code) else {
      throw fault(
        name, found: "\"\(code)\", a word of the command language", expected: "another code")
    }
    try unique(name, code, among: earlier)
    return code
  }

  /// What people read: a text that is not empty.
  mutating func title(_ name: String, most: Int = 60) throws(ConfigFault) -> String {
    try value(name, or: nil, expected: "a text of 1 to \(most) characters") { json in
      json.string.flatMap { !$0.isEmpty && isPlain($0, most: most) ? $0 : nil }
    }
  }

  /// Refuses what an earlier object of the list has already.
  func unique(_ name: String, _ value: String, among earlier: [String]) throws(ConfigFault) {
    guard earlier.contains(value) else { return }
    throw fault(name, found: "\"\(value)\" a second time", expected: "each once")
  }

  /// A value that may be missing.
  mutating func optional<Value>(
    _ name: String, expected: @autoclosure () -> String, read: (JSON) -> Value?
  ) throws(ConfigFault) -> Value? {
    // The outer optional says that it is accepted, the inner that it is there.
    try value(name, or: .some(nil), expected: expected()) { json in read(json).map(Optional.some) }
  }

  mutating func optionalInteger(
    _ name: String, in range: ClosedRange<Int>
  ) throws(ConfigFault) -> Int? {
    try optional(
      name, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)"
    ) { json in json.int.flatMap { range.contains($0) ? $0 : nil } }
  }

  /// The first and last day of something, either of which may be open.
  mutating func period() throws(ConfigFault) -> (from: BusinessDate?, to: BusinessDate?) {
    let expected = "a day, as in \"2026-11-21\""
    let from = try optional("from", expected: expected) { $0.string.flatMap { BusinessDate($0) } }
    let to = try optional("to", expected: expected) { $0.string.flatMap { BusinessDate($0) } }
    if let from, let to, to < from {
      throw fault("to", found: "\"\(to)\", before \"from\"", expected: "\(from) or later")
    }
    return (from, to)
  }

  /// A part still to pay, in basis points: 折.
  mutating func payable(_ name: String) throws(ConfigFault) -> Int {
    try value(name, or: nil, expected: JSON.payableForm) { $0.payable }
  }

  /// Groups of items: the catalogue's categories, and the kinds of item.
  mutating func groups(
    _ name: String, among groups: Set<String>?
  ) throws(ConfigFault) -> Set<String> {
    Set(
      try list(name, or: [], expected: groupForm(groups)) { json in
        json.string.flatMap { groups?.contains($0) ?? isPlain($0, most: 60) ? $0 : nil }
      })
  }
}

/// What is accepted as a group of items, for a fault.
func groupForm(_ groups: Set<String>?) -> String {
  guard let groups else { return "\"service\", \"product\" or a category" }
  return "one of \(groups.sorted().map { "\"\($0)\"" }.joined(separator: ", "))"
}

/// Lower-case letters, digits, hyphens and Chinese, 1 to 24 of them.
private func isCode(_ text: String) -> Bool {
  (1...24).contains(text.count)
    && text.unicodeScalars.allSatisfy { scalar in
      scalar.properties.isIdeographic
        || (scalar.isASCII
          && (scalar == "-" || UInt8(ascii: scalar).isASCIIDigit
            || ("a"..."z").contains(scalar)))
    }
}

extension JSON {
  static let payableForm = "the part to pay (折) as text, as in \"8.8z\""

  /// An amount of yuan, written as text.
  var yuan: Money? { string.flatMap { try? Money(yuan: $0) } }

  /// A part to pay in basis points, written as text: `8.8z` is 8800.
  var payable: Int? {
    guard let string, case .payable(let points)? = try? Reduction(string) else { return nil }
    return points
  }

  /// A factor in basis points, written as text with at most two decimals: `1.5` is 15,000.
  var factor: Int? { yuan.map { Int($0.fen) * 100 } }
}
