import Checkout
import Ledger

/// What is asked about the stock.
enum StockCommand: Hashable {
  case receive(ReceiveWords)
  case use(UseWords)
  case count(code: String, Int)
  case writeOff(code: String, Int, reason: String)
  case show(String?)
  case low
  case expiring(days: Int)
}

/// The words behind `receive`; what a GS1 code says need not be typed.
struct ReceiveWords: Hashable {
  let code: String
  let count: Int
  var cost: Money?
  var label: String?
  var expires: BusinessDate?
  var supplier: String?
  var document: String?
}

/// The words behind `use`.
struct UseWords: Hashable {
  let code: String
  let amount: Int
  /// Whether the amount is in grams or millilitres.
  let isMeasure: Bool
  var service: String?
  var staff: Int?
}

/// Reads the lines about the stock.
func stockCommand(
  _ verb: Verb, _ line: TypedLine, _ malformed: Refusal
) throws(Refusal) -> StockCommand {
  let words = Array(line.words.dropFirst())
  switch verb {
  case .receive: return .receive(try receiveWords(words, malformed))
  case .use: return .use(try useWords(words, malformed))
  case .count:
    guard words.count == 2 else { throw malformed }
    return .count(code: words[0].key, try units(words[1].key, least: 0))
  case .writeoff:
    guard words.count >= 3 else { throw malformed }
    return .writeOff(
      code: words[0].key, try units(words[1].key, least: 1), reason: line.text(from: 3))
  default:
    switch words.first?.key {
    case nil: return .show(nil)
    case "low" where words.count == 1: return .low
    case "expiring" where words.count <= 2:
      return .expiring(days: words.count == 2 ? try units(words[1].key, least: 0) : 90)
    case let code? where words.count == 1: return .show(code)
    default: throw malformed
    }
  }
}

private func receiveWords(
  _ words: [TypedLine.Word], _ malformed: Refusal
) throws(Refusal) -> ReceiveWords {
  guard words.count >= 2 else { throw malformed }
  var result = ReceiveWords(code: words[0].key, count: try units(words[1].key, least: 1))
  for word in words.dropFirst(2) {
    guard let sign = word.text.firstIndex(of: "=") else { throw malformed }
    let value = String(word.text[word.text.index(after: sign)...])
    guard !value.isEmpty, isPlain(value, most: 60) else { throw malformed }
    switch word.text[..<sign].lowercased() {
    case "cost": result.cost = try amount(value)
    case "lot": result.label = value
    case "exp": result.expires = try date(value)
    case "from": result.supplier = value
    case "doc": result.document = value
    default:
      throw Refusal(.fieldUnknown, word.text, expected: "cost= lot= exp= from= doc=")
    }
  }
  return result
}

private func useWords(
  _ words: [TypedLine.Word], _ malformed: Refusal
) throws(Refusal) -> UseWords {
  guard words.count >= 2 else { throw malformed }
  let typed = words[1].key
  let measures = ["ml", "g"]
  let measure = measures.first { typed.hasSuffix($0) }
  let digits = String(typed.dropLast(measure?.count ?? 0))
  var result = UseWords(
    code: words[0].key, amount: try units(digits, least: 1), isMeasure: measure != nil)
  for word in words.dropFirst(2) {
    if word.key.hasPrefix("for=") {
      result.service = String(word.key.dropFirst("for=".count))
    } else if word.key.hasPrefix("by="), let staff = Int(word.key.dropFirst("by=".count)) {
      result.staff = staff
    } else {
      throw malformed
    }
  }
  return result
}

private func units(_ word: String, least: Int) throws(Refusal) -> Int {
  guard isNumber(word, most: 6), let count = Int(word), count >= least else {
    throw Refusal(
      .badQuantity, word, expected: "\(least)-999999", need: Int64(word) ?? 0, have: 999_999)
  }
  return count
}
