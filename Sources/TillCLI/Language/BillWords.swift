import Checkout
import Ledger
import Pricing

/// Reads the lines that change the bill and do not begin with a verb; nil for an item.
func billCommand(_ line: TypedLine) throws(Refusal) -> Command? {
  let words = line.words.map(\.key)
  let first = words[0]
  if words.count == 2, isNumber(first, most: 3), let number = Int(first) {
    if words[1].hasPrefix("=") {
      return .serve(line: number, try shares(words[1].dropFirst()))
    }
    if let label = try lot(line.words[1]) { return .takeLot(line: number, label) }
    if let reduction = try reduction(words[1]) { return .reduce(line: number, reduction) }
    throw Refusal(.malformed, words[1], expected: "2 -10% | 2 8.8z | 2 -5 | 2 $88 | 2 gift | 2 =3!")
  }
  if words.count == 2, let label = try lot(line.words[1]) {
    var ring = try ring(first)
    ring.lot = label
    return .ring(ring)
  }
  guard words.count == 1 else { return nil }
  if let label = try lot(line.words[0]) { return .takeLot(line: nil, label) }
  if first.hasPrefix(":") {
    guard isNumber(first.dropFirst(), most: 2), let number = Int(first.dropFirst()) else {
      throw Refusal(.malformed, first, expected: ":2")
    }
    return .pick(number)
  }
  if first.hasPrefix("=") { return .serve(line: nil, try shares(first.dropFirst())) }
  if first == "x" { return .removeLine(nil) }
  if first == "x*" { return .removeAll }
  if first.hasPrefix("x"), isNumber(first.dropFirst(), most: 3) {
    return .removeLine(Int(first.dropFirst()))
  }
  if first == "@" { return .takeMemberOff }
  if first.hasPrefix("@") { return .putMember(Who(line.words[0])) }
  return try reduction(first).map { .reduce(line: nil, $0) }
}

/// Reads `CODE`, `N*CODE`, each with `=STAFF` behind it or not.
///
/// - Throws: `Refusal` named `bad-quantity`, `staff-shares-wrong` or `malformed`.
func ring(_ word: String) throws(Refusal) -> Ring {
  var code = Substring(word)
  var staff: [StaffShare] = []
  if let sign = code.utf8.firstIndex(of: UInt8(ascii: "=")) {
    staff = try shares(code[code.utf8.index(after: sign)...])
    code = code[..<sign]
  }
  var quantity = 1
  if let star = code.utf8.firstIndex(of: UInt8(ascii: "*")) {
    let digits = code[..<star]
    guard isNumber(digits, most: 9), let count = Int(digits),
      (1...OpenBill.mostUnits).contains(count)
    else {
      let isNumber = !digits.isEmpty && digits.utf8.allSatisfy(\.isASCIIDigit)
      throw Refusal(
        .badQuantity, digits.isEmpty ? "*" : String(digits),
        expected: "1-\(OpenBill.mostUnits)" + (isNumber ? "" : ", 2*CODE"),
        need: Int64(digits), have: Int64(OpenBill.mostUnits))
    }
    quantity = count
    code = code[code.utf8.index(after: star)...]
  }
  guard !isTender(code), code != "ref" else {
    throw Refusal(.malformed, word, expected: "w50 | w50 ref=TEXT")
  }
  guard !code.isEmpty, !code.hasPrefix(":") else {
    throw Refusal(.malformed, word, expected: "CODE | 2*CODE | CODE=3! | :2")
  }
  return Ring(quantity: quantity, code: String(code), staff: staff)
}

/// Reads `lot=LABEL`; nil for a word that does not look like it.
private func lot(_ word: TypedLine.Word) throws(Refusal) -> String? {
  guard word.key.hasPrefix("lot=") else { return nil }
  let label = String(word.text.dropFirst("lot=".count))
  guard !label.isEmpty, isPlain(label, most: 60) else {
    throw Refusal(.malformed, word.text, expected: "lot=L2601")
  }
  return label
}

/// The words behind `sell`.
func saleWords(_ words: ArraySlice<TypedLine.Word>) throws(Refusal) -> [SaleWord] {
  var result: [SaleWord] = []
  var index = words.startIndex
  while index < words.endIndex {
    let word = words[index]
    let next = words.index(after: index) < words.endIndex ? words[index + 1] : nil
    index += 1
    if word.key == "owe" || isTender(word.key) {
      // A reference stands behind its tender, a debtor's name behind `owe`.
      var end = index
      while end < words.endIndex,
        words[end].key.hasPrefix("ref=") || (word.key == "owe" && end == index)
      {
        end += 1
      }
      result += try tenders(words[(index - 1)..<end]).map(SaleWord.pay)
      index = end
    } else if word.key == "bill" {
      guard let reduction = try reduction(next?.key ?? "") else {
        throw Refusal(.malformed, "bill", expected: "bill -20")
      }
      result.append(.reduceBill(reduction))
      index += 1
    } else if word.key == "coupon" {
      guard let next else { throw Refusal(.malformed, "coupon", expected: "coupon CODE") }
      result.append(.coupon(next.key))
      index += 1
    } else if (word.key.hasPrefix("@") && word.key.count > 1) || isPhone(word.key) {
      result.append(.member(Who(word)))
    } else if word.key.hasPrefix("=") {
      result.append(.serve(try shares(word.key.dropFirst())))
    } else if let label = try lot(word) {
      result.append(.takeLot(label))
    } else if let reduction = try reduction(word.key) {
      result.append(.reduce(reduction))
    } else {
      result.append(.ring(try ring(word.key)))
    }
  }
  return result
}

/// Reads a reduction; nil for a word that does not look like one.
func reduction(_ word: String) throws(Refusal) -> Reduction? {
  do throws(Money.Fault) {
    return try Reduction(word)
  } catch {
    throw Refusal(error, word, expected: "-10% 8.8z -5 $88.00 gift")
  }
}

/// Reads yuan.
func amount(_ word: some StringProtocol) throws(Refusal) -> Money {
  do throws(Money.Fault) {
    return try Money(yuan: word)
  } catch {
    throw Refusal(error, String(word), expected: "88 88.5 88.50")
  }
}

/// Reads who serves a line.
func shares(_ text: some StringProtocol) throws(Refusal) -> [StaffShare] {
  do throws(StaffShareFault) {
    return try staffShares(String(text))
  } catch {
    let total: Int64? = if case .sum(let sum) = error { Int64(sum) } else { nil }
    throw Refusal(
      .staffSharesWrong, text.isEmpty ? "=" : String(text), expected: "3 3! 3,5 3:70,5!:30",
      need: total == nil ? nil : 100,
      have: total)
  }
}

/// Whether a text is ASCII digits, some but not too many.
func isNumber(_ text: some StringProtocol, most: Int) -> Bool {
  (1...most).contains(text.utf8.count) && text.utf8.allSatisfy(\.isASCIIDigit)
}

extension Refusal {
  init(_ fault: Money.Fault, _ word: String, expected: String) {
    switch fault {
    case .notANumber: self.init(.badAmount, word, expected: expected)
    case .tooManyDecimals: self.init(Name.tooManyDecimals, word, expected: expected)
    case .overLimit: self.init(.amountOverLimit, word, expected: "0-\(Money.limit)")
    }
  }
}
