import Ledger

/// The words that begin a line.
enum Verb: String, CaseIterable {
  case sell, bill, hold, get, held, u
  case coupon, member, topup, course, statement, cardrefund, card
  case void, refund, exchange, reprint, show
  case login, logout, passwd
  case open, payin, payout, drop, nosale, report, close
  case receive, use, count, writeoff, `return`, transfer, stock
  case `import`
  case price, verify, help, exit

  /// The forms in which the verb is written, in the notation of the help.
  var forms: [String] {
    helpLines.flatMap(\.forms).filter { form in
      form.split(separator: " ").first.map(String.init) == rawValue
    }
  }

  /// The forms that a line may have been meant for: that of its second word, or of the word nearest to
  /// it; all of them where it says nothing of that.
  func forms(meantBy line: TypedLine) -> [String] {
    guard line.words.count > 1 else { return forms }
    let second = line.words[1].key
    let subject = subjects.contains(second) ? second : nearest(to: second, among: subjects).first
    guard let subject else { return forms }
    return forms.filter { subjects(of: $0).contains(subject) }
  }

  /// The words that may stand behind the verb, for whoever types; what a shop names itself is not
  /// among them.
  var subjects: [String] { forms.flatMap(subjects) }

  private func subjects(of form: String) -> [String] {
    let words = form.split(separator: " ")
    guard words.count > 1, words[1].utf8.allSatisfy({ $0.isSubjectByte }) else { return [] }
    return words[1].split(separator: "|").map(String.init)
  }
}

extension UInt8 {
  /// Whether a byte may stand in `catalog|members|stock`.
  fileprivate var isSubjectByte: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || self == UInt8(ascii: "|")
  }
}

/// Whether a text is a word of the command language, so that no item can have it for a code.
///
/// - Parameter word: lower case.
/// - Returns: true for verbs, tenders and whatever else a line may begin with.
func isReserved(_ word: String) -> Bool {
  let bytes = word.utf8
  guard let first = bytes.first, let last = bytes.last else { return true }
  if signs.contains(first) || reservedWords.contains(word) { return true }
  if amountLetters.contains(first), bytes.count > 1, bytes.dropFirst().allSatisfy(isOfNumber) {
    return true
  }
  // 8.8z is a discount.
  return last == UInt8(ascii: "z") && bytes.dropLast().allSatisfy(isOfNumber)
}

/// What a word of the language may begin with that is no word.
private let signs = Array("@:=.$/-!#".utf8)
/// `w50` is a tender, `x2` a quantity.
private let amountLetters = Array("wabvpkx".utf8)

private func isOfNumber(_ byte: UInt8) -> Bool {
  byte.isASCIIDigit || byte == UInt8(ascii: ".")
}

/// Every verb, and what else begins a line or is meant to: tenders, and the words of what is to come.
private let reservedWords = Set(Verb.allCases.map(\.rawValue)).union([
  "x", "gift", "ok", "pay", "w", "a", "b", "v", "p", "k", "owe",
  "followups", "followup", "book", "agenda", "arrive", "noshow", "erase", "reconcile", "export",
  "backup", "restore", "audit", "staff", "init",
])
