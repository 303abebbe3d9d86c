import Checkout
import Ledger

/// The kind of tender that a letter stands for.
private func kind(ofLetter letter: UInt8) -> TenderKind? {
  switch letter {
  case UInt8(ascii: "w"): .wechat
  case UInt8(ascii: "a"): .alipay
  case UInt8(ascii: "b"): .bank
  case UInt8(ascii: "v"): .storedValue
  case UInt8(ascii: "p"): .points
  case UInt8(ascii: "k"): .course
  default: nil
  }
}

/// Whether a word is a tender: `.`, `/100`, `w`, `a50`, `owe`, or one that needs a member.
func isTender(_ word: some StringProtocol) -> Bool {
  // Every word of a line is asked, so its bytes are looked at: to cut characters would be slower.
  let bytes = word.utf8
  guard let letter = bytes.first else { return false }
  if word == "." || word == "owe" || letter == UInt8(ascii: "/") { return true }
  guard kind(ofLetter: letter) != nil else { return false }
  return bytes.dropFirst().allSatisfy { $0.isASCIIDigit || $0 == UInt8(ascii: ".") }
}

/// Why a word that is no item is no tender either, where it was meant for one: `v-5`, `p-100`; nil for
/// any other.
func notPositive(_ word: String) -> Refusal? {
  let parts = word.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
  guard parts.count == 2, parts[0].count == 1, let letter = parts[0].first,
    let kind = kind(ofLetter: letter), !parts[1].isEmpty,
    parts[1].allSatisfy({ $0.isASCIIDigit || $0 == UInt8(ascii: ".") })
  else { return nil }
  let example = kind == .points ? "p500" : kind == .course ? "k2" : "\(word.prefix(1))88.50"
  return Refusal(.badAmount, word, expected: example)
}

/// Reads tenders with what belongs to them: `w50 ref=4200… .`, `owe NAME`.
///
/// - Throws: `Refusal` named `tender-unknown` or `bad-amount`.
func tenders(_ words: ArraySlice<TypedLine.Word>) throws(Refusal) -> [Tender] {
  var result: [Tender] = []
  var index = words.startIndex
  while index < words.endIndex {
    let word = words[index]
    index += 1
    if word.key.hasPrefix("ref=") {
      guard let last = result.popLast(), last.kind.isOutside, last.kind != .cash,
        last.reference == nil
      else {
        throw Refusal(.malformed, word.text, expected: "w50 ref=TEXT")
      }
      let reference = try providerReference(word.text)
      result.append(
        Tender(last.kind, amount: last.amount, reference: reference, debtor: last.debtor))
    } else if word.key == "owe" {
      guard index < words.endIndex else { throw Refusal(.malformed, "owe", expected: "owe NAME") }
      result.append(Tender(.owe, debtor: words[index].key))
      index += 1
    } else {
      result.append(try tender(word))
    }
  }
  return result
}

/// A word that belongs to the tenders; no field but that of their reference does.
func tenderWord(
  _ word: TypedLine.Word, fields: String
) throws(Refusal) -> TypedLine.Word {
  guard !word.key.contains("=") || word.key.hasPrefix("ref=") else {
    throw Refusal(.fieldUnknown, word.text, expected: fields)
  }
  return word
}

private func tender(_ word: TypedLine.Word) throws(Refusal) -> Tender {
  if word.key == "." { return Tender(.cash) }
  guard isTender(word.key), let letter = word.key.utf8.first else {
    if word.key.contains("=") { throw Refusal(.fieldUnknown, word.text, expected: "ref=") }
    throw Refusal(.tenderUnknown, word.text, expected: ". /100 w50 a50 b50")
  }
  let digits = word.key.dropFirst()
  let kind = kind(ofLetter: letter) ?? .cash
  switch kind {
  case .points:
    return Tender(.points, points: try count(digits, of: word, most: 9).map(Int64.init))
  case .course: return Tender(.course, line: try count(digits, of: word, most: 3))
  default: break
  }
  guard !digits.isEmpty || kind == .cash else { return Tender(kind) }
  guard !digits.isEmpty else { throw Refusal(.badAmount, word.text, expected: "/100") }
  let stated = try amount(digits)
  guard stated > .zero else {
    throw Refusal(.badAmount, word.text, expected: "\(word.key.prefix(1))88.50")
  }
  return Tender(kind, amount: stated)
}

/// A number of points or of a line; nil where none is stated.
private func count(
  _ digits: Substring, of word: TypedLine.Word, most: Int
) throws(Refusal) -> Int? {
  guard !digits.isEmpty else { return nil }
  guard isNumber(digits, most: most), let count = Int(digits) else {
    throw Refusal(.malformed, word.text, expected: "p500 | k2")
  }
  guard count > 0 else {
    throw Refusal(.badAmount, word.text, expected: word.key.hasPrefix("p") ? "p500" : "k2")
  }
  return count
}

/// The provider's number of a payment: 1 to 64 printable ASCII characters.
private func providerReference(_ word: String) throws(Refusal) -> String {
  let text = String(word.dropFirst("ref=".count))
  guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
    throw Refusal(.malformed, word, expected: "ref=TEXT: 1-64 ASCII")
  }
  return text
}
