import Checkout
import Ledger

/// The words behind `use`.
struct UseWords: Hashable {
  let code: String
  /// Nil for what the recipe of the service says.
  var amount: Amount?
  var service: String?
  var staff: Int?
  /// The number of the sale in which the service was sold.
  var sale: String?
}

/// The words behind a count or a write-off of what is left in opened packages.
struct OpenedWords: Hashable {
  let code: String
  let measure: String
  let change: OpenedChange
}

/// What `report backbar` is asked for.
struct BackBarRange: Hashable {
  /// Nil for today.
  var days: ClosedRange<BusinessDate>?
  /// The file to be written; nil for none.
  var csv: String?
}

func useWords(_ words: [TypedLine.Word]) throws(Refusal) -> UseWords {
  guard let first = words.first, !first.key.contains("=") else { throw malformed }
  var result = UseWords(code: first.key)
  var rest = words.dropFirst()
  if let word = rest.first, !word.key.contains("=") {
    result.amount = try usedAmount(word.key)
    rest = rest.dropFirst()
  }
  for word in rest {
    if let value = value(of: "for=", in: word) {
      result.service = value
    } else if let value = value(of: "by=", in: word), isNumber(value, most: 4),
      let staff = Int(value)
    {
      result.staff = staff
    } else if let value = value(of: "on=", in: word) {
      result.sale = value
    } else {
      throw malformed
    }
  }
  guard result.amount != nil || result.service != nil || result.sale != nil else { throw malformed }
  return result
}

private func value(of name: String, in word: TypedLine.Word) -> String? {
  guard word.key.hasPrefix(name), word.key.count > name.count else { return nil }
  return String(word.key.dropFirst(name.count))
}

/// Reads `2`, `45g` or `120ml`.
///
/// - Throws: ``Refusal`` named `bad-quantity`.
func usedAmount(_ word: String) throws(Refusal) -> Amount {
  let measure = measure(of: word)
  let digits = String(word.dropLast(measure?.count ?? 0))
  guard isNumber(digits, most: 6) else {
    throw Refusal(.badQuantity, word, expected: "1-999999 | 45g | 120ml", need: 0, have: 999_999)
  }
  return Amount(try units(digits, least: 1), measure: measure)
}

private func measure(of word: String) -> String? {
  ["ml", "g"].first { word.hasSuffix($0) }
}

/// Reads `count CODE 15g` and `writeoff CODE 15g REASON`; nil for anything else.
func openedWords(_ verb: Verb, _ words: [TypedLine.Word]) throws(Refusal) -> OpenedWords? {
  guard words.count >= 2, let measure = measure(of: words[1].key),
    isNumber(String(words[1].key.dropLast(measure.count)), most: 20)
  else { return nil }
  let digits = String(words[1].key.dropLast(measure.count))
  switch verb {
  case .count where words.count == 2:
    return OpenedWords(
      code: words[0].key, measure: measure, change: .counted(try units(digits, least: 0)))
  case .writeoff where words.count >= 3:
    let reason = try checked(
      words.dropFirst(2).map(\.text).joined(separator: " "), as: "REASON", most: 100)
    return OpenedWords(
      code: words[0].key, measure: measure,
      change: .writtenOff(try units(digits, least: 1), reason: reason))
  default: return nil
  }
}

/// Reads what stands behind `report backbar`: `[DATE[..DATE]] [csv=FILE | --csv FILE]`.
func backBarRange(_ words: some Collection<TypedLine.Word>) throws(Refusal) -> BackBarRange {
  var rest = Array(words)
  let csv = try csvFile(&rest)
  guard rest.count <= 1 else { throw malformed }
  return BackBarRange(
    days: try rest.first.map { word throws(Refusal) in try days(word.key) }, csv: csv)
}
