import Checkout
import Ledger

/// What is asked about the stock.
enum StockCommand: Hashable {
  case receive(ReceiveWords)
  case use(UseWords)
  case opened(OpenedWords)
  case count(CountWords)
  case sheet(SheetCommand)
  case leave(LeaveWords)
  case show(String?)
  /// What is to be ordered; written to a file, too, where one is named.
  case low(csv: String?)
  case expiring(days: Int, csv: String?)
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
  var registration: String?
  var netContent: String?
  var contact: String?
  var origin = Receiving.Origin.supplier
}

/// The words behind `count CODE`.
struct CountWords: Hashable {
  let code: String
  let count: Int
  /// Whether it adds to what was counted before: `+3`.
  let isMore: Bool
}

/// What is done with a sheet of a count.
enum SheetCommand: Hashable {
  case start(category: String, isBlind: Bool)
  case show
  case close
  case cancel
}

/// The words behind `writeoff`, `return` and `transfer out`.
struct LeaveWords: Hashable {
  let code: String
  let count: Int
  var label: String?
  var leaving = Leaving.lost
  var document = ""
  var reason = ""
}

/// Reads the lines about the stock.
func stockCommand(_ verb: Verb, _ line: TypedLine) throws(Refusal) -> StockCommand {
  let words = Array(line.words.dropFirst())
  if let opened = try openedWords(verb, words) { return .opened(opened) }
  switch verb {
  case .receive: return .receive(try receiveWords(words))
  case .use: return .use(try useWords(words))
  case .count:
    if let command = sheetCommand(words) { return .sheet(command) }
    guard words.count == 2 else { throw malformed }
    let isMore = words[1].key.hasPrefix("+")
    let count = try units(String(words[1].key.dropFirst(isMore ? 1 : 0)), least: 0)
    return .count(CountWords(code: words[0].key, count: count, isMore: isMore))
  case .writeoff, .return: return .leave(try leaveWords(verb, words))
  case .transfer:
    switch words.first?.key {
    case "out": return .leave(try leaveWords(verb, Array(words.dropFirst())))
    case "in":
      var result = try receiveWords(Array(words.dropFirst()))
      guard result.supplier != nil else {
        throw Refusal(.malformed, verb.rawValue, expected: "transfer in … from=BRANCH")
      }
      result.origin = .branch
      return .receive(result)
    default: throw malformed
    }
  default: return try stockList(words)
  }
}

/// Reads `[CODE]`, `low [csv=FILE]` and `expiring [DAYS] [csv=FILE]`.
private func stockList(_ words: [TypedLine.Word]) throws(Refusal) -> StockCommand {
  var rest = words
  let csv = try csvFile(&rest)
  switch rest.first?.key {
  case "low" where rest.count == 1: return .low(csv: csv)
  case "expiring" where rest.count <= 2:
    return .expiring(days: rest.count == 2 ? try units(rest[1].key, least: 0) : 90, csv: csv)
  case let code where rest.count <= 1 && csv == nil: return .show(code)
  default: throw malformed
  }
}

/// Nil for words that are no command about a sheet.
private func sheetCommand(_ words: [TypedLine.Word]) -> SheetCommand? {
  switch (words.first?.key, words.count) {
  case ("start", 1...3):
    var rest = words.dropFirst().map(\.key)
    let isBlind = rest.last == "blind"
    if isBlind { rest.removeLast() }
    return rest.count <= 1 ? .start(category: rest.first ?? "", isBlind: isBlind) : nil
  case ("show", 1): return .show
  case ("close", 1): return .close
  case ("cancel", 1): return .cancel
  default: return nil
  }
}

private func receiveWords(_ words: [TypedLine.Word]) throws(Refusal) -> ReceiveWords {
  guard words.count >= 2 else { throw malformed }
  var result = ReceiveWords(code: words[0].key, count: try units(words[1].key, least: 1))
  var named: Set<String> = []
  for word in words.dropFirst(2) {
    guard let sign = word.text.firstIndex(of: "="),
      named.insert(word.text[..<sign].lowercased()).inserted
    else { throw Refusal(.malformed, word.text) }
    let value = try checked(
      String(word.text[word.text.index(after: sign)...]), as: "\(word.text[...sign])TEXT", most: 60)
    guard isFieldValue(value) else { throw Refusal(.malformed, word.text) }
    switch word.text[..<sign].lowercased() {
    case "cost": result.cost = try amount(value)
    case "lot": result.label = value
    case "exp": result.expires = try date(value)
    case "from": result.supplier = value
    case "doc": result.document = value
    case "reg": result.registration = value
    case "net": result.netContent = value
    case "contact": result.contact = value
    default:
      throw Refusal(
        .fieldUnknown, word.text, expected: "cost= lot= exp= from= doc= reg= net= contact=")
    }
  }
  return result
}

/// Reads what leaves: a lot and where it goes may be named before the reason.
private func leaveWords(_ verb: Verb, _ words: [TypedLine.Word]) throws(Refusal) -> LeaveWords {
  guard words.count >= 3 else { throw malformed }
  var result = LeaveWords(code: words[0].key, count: try units(words[1].key, least: 1))
  var rest = words.dropFirst(2)
  var receiver: String?
  var named: Set<String> = []
  let names = ["lot", "to", "doc"]
  while let word = rest.first, let field = field(word, of: names) {
    guard named.insert(field.name).inserted else { throw malformed }
    switch field.name {
    case "lot": result.label = field.value
    case "doc": result.document = field.value
    default: receiver = field.value
    }
    rest = rest.dropFirst()
  }
  // A field without a value is no reason.
  if let word = rest.first, names.contains(where: { word.key.hasPrefix("\($0)=") }) {
    _ = try checked(word.text, as: "lot= to= doc=", most: 60)
    throw Refusal(.malformed, word.text)
  }
  result.reason = try checked(
    rest.map(\.text).joined(separator: " "), as: "REASON", most: 100)
  if verb != .writeoff {
    guard let receiver else { throw malformed }
    result.leaving = verb == .return ? .supplier(receiver) : .branch(receiver)
  } else if receiver != nil {
    throw malformed
  }
  // Goods that go to another branch are not lost: nobody has to say why.
  guard verb == .transfer || !result.reason.isEmpty else { throw malformed }
  return result
}

/// A word that gives one of some fields its value; nil for any other.
private func field(_ word: TypedLine.Word, of names: [String]) -> (name: String, value: String)? {
  guard let sign = word.text.firstIndex(of: "=") else { return nil }
  let name = word.text[..<sign].lowercased()
  let value = String(word.text[word.text.index(after: sign)...])
  guard names.contains(name), isFieldValue(value) else { return nil }
  return (name, value)
}

/// Whether a text is a field's value: something, not too long, and with no quote that nothing closes.
private func isFieldValue(_ text: String) -> Bool {
  !text.isEmpty && isPlain(text, most: 60) && !text.hasPrefix("\"") && !text.hasPrefix("“")
}

func units(_ word: String, least: Int) throws(Refusal) -> Int {
  guard isNumber(word, most: 6), let count = Int(word), count >= least else {
    throw Refusal(
      .badQuantity, word, expected: "\(least)-999999", need: Int64(word) ?? 0, have: 999_999)
  }
  return count
}
