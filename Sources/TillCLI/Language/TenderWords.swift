import Checkout
import Ledger

private let tenderLetters: [Character: TenderKind] = ["w": .wechat, "a": .alipay, "b": .bank]

/// Whether a word is a tender: `.`, `/100`, `w`, `a50`, `owe`, or one that needs a member.
func isTender(_ word: String) -> Bool {
  if word == "." || word == "owe" || word.hasPrefix("/") { return true }
  guard let letter = word.first, tenderLetters[letter] != nil || "vpk".contains(letter) else {
    return false
  }
  return word.dropFirst().utf8.allSatisfy { $0.isASCIIDigit || $0 == UInt8(ascii: ".") }
}

/// Reads tenders with what belongs to them: `w50 ref=4200… .`, `owe NAME`.
///
/// - Throws: `Refusal` named `tender-unknown`, `bad-amount` or `member-needed`.
func tenders(_ words: ArraySlice<TypedLine.Word>) throws(Refusal) -> [Tender] {
  var result: [Tender] = []
  var index = words.startIndex
  while index < words.endIndex {
    let word = words[index]
    index += 1
    if word.key.hasPrefix("ref=") {
      guard let last = result.popLast(), last.kind != .cash, last.reference == nil else {
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

private func tender(_ word: TypedLine.Word) throws(Refusal) -> Tender {
  if word.key == "." { return Tender(.cash) }
  guard isTender(word.key), let letter = word.key.first else {
    throw Refusal(.tenderUnknown, word.text, expected: ". /100 w50 a50 b50")
  }
  if "vpk".contains(letter) { throw Refusal(.memberNeeded, word.text) }
  let digits = word.key.dropFirst()
  let kind = tenderLetters[letter] ?? .cash
  guard !digits.isEmpty || kind == .cash else { return Tender(kind) }
  guard !digits.isEmpty else { throw Refusal(.badAmount, word.text, expected: "/100") }
  let stated = try amount(digits)
  guard stated > .zero else { throw Refusal(.badAmount, word.text, expected: "\(letter)88.50") }
  return Tender(kind, amount: stated)
}

/// The provider's number of a payment: 1 to 64 printable ASCII characters.
private func providerReference(_ word: String) throws(Refusal) -> String {
  let text = String(word.dropFirst("ref=".count))
  guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
    throw Refusal(.malformed, word, expected: "ref=TEXT: 1-64 letters and digits")
  }
  return text
}
