import Catalog
import Checkout
import Ledger
import Pricing

/// Reads what a line asks for.
///
/// - Throws: `Refusal` that names the word and what was expected.
func parse(_ line: TypedLine) throws(Refusal) -> Command {
  guard let first = line.words.first else { return .showBill }
  if first.text.hasPrefix("#") { return .comment }
  let word = first.key == "?" ? Verb.help.rawValue : first.key
  if let verb = Verb(rawValue: word) { return try parse(verb, line) }
  if isTender(first.key) { return .pay(try tenders(line.words[...])) }
  if let command = try billCommand(line) { return command }
  guard line.words.count == 1 else { throw unknown(line) }
  if isPhone(first.key) { return .putMember(Who(first)) }
  return .ring(try ring(first.key))
}

/// Whether bare digits are a mobile phone's number, so that a member is meant.
func isPhone(_ word: String) -> Bool {
  if case .phone = ScannedCode(digits: word) { return true }
  return false
}

private func parse(_ verb: Verb, _ line: TypedLine) throws(Refusal) -> Command {
  do throws(Refusal) {
    return try command(verb, line)
  } catch {
    guard error.name == .malformed, error.expected.isEmpty else { throw error }
    throw explained(error, verb, line)
  }
}

/// What is thrown at a line that is not written as its verb is; the forms it was meant for are told later.
let malformed = Refusal(.malformed)

/// - Throws: `Refusal`; one named `malformed` that expects nothing means the forms of the verb.
private func command(_ verb: Verb, _ line: TypedLine) throws(Refusal) -> Command {
  let words = line.words
  func alone(_ command: Command) throws(Refusal) -> Command {
    guard words.count == 1 else { throw malformed }
    return command
  }
  func one() throws(Refusal) -> String {
    guard words.count == 2 else { throw malformed }
    return words[1].key
  }
  switch verb {
  case .sell: return .sell(try saleWords(words.dropFirst()))
  case .bill where words.count == 1: return .settlementList
  case .bill:
    guard let reduction = try reduction(try one()) else { throw malformed }
    return .reduceBill(reduction)
  case .hold: return .hold(tag: try tag(try one()))
  case .get: return .get(tag: try tag(try one()))
  case .held: return try alone(.held)
  case .u: return try alone(.undo)
  case .coupon: return .coupon(words.count == 1 ? nil : try one())
  case .member, .topup, .course, .statement, .cardrefund, .card:
    return .member(try memberCommand(verb, line))
  case .void:
    guard words.count >= 3 else { throw malformed }
    return .void(number: words[1].key, reason: try reason(line, from: 2))
  case .reprint: return .reprint(number: words.count == 1 ? nil : try one())
  case .refund, .exchange: return try returnCommand(verb, line)
  case .show: return .show(words.dropFirst().map(\.key))
  case .login, .passwd: return try parseStaff(verb, words)
  case .logout: return try alone(.logout)
  case .open: return .open(float: try amount(try one()))
  case .payin, .payout, .nosale, .drop: return try parseCash(verb, line)
  case .report:
    return try parseReport(words)
  case .close: return try parseClose(words)
  case .receive, .use, .count, .writeoff, .return, .transfer, .stock:
    return .stock(try stockCommand(verb, line))
  case .import: return .importFile(try importWords(line))
  case .price: return try parsePrice(words)
  case .verify: return try alone(.verify)
  case .help: return .help(topic: words.count == 1 ? nil : try one())
  case .exit: return try alone(.exit)
  }
}

/// What to say of a line that is not written as its verb is: the word that is wrong, or else the line,
/// and the forms it was meant for.
///
/// To find those takes longer than a sale. A line that may hold a PIN is named by its verb alone.
private func explained(_ malformed: Refusal, _ verb: Verb, _ line: TypedLine) -> Refusal {
  let isSecret = verb == .login || verb == .passwd
  let word = malformed.token
  let typed = !word.isEmpty ? word : isSecret ? verb.rawValue : line.text(from: 0)
  return Refusal(
    .malformed, typed.count > 40 ? "\(typed.prefix(40))…" : typed,
    expected: verb.forms(meantBy: line).joined(separator: " | "))
}

private func parseReport(_ words: [TypedLine.Word]) throws(Refusal) -> Command {
  if words.count > 1, words[1].key == "backbar" {
    return .reportBackBar(try backBarRange(words.dropFirst(2)))
  }
  if let goods = try goodsReport(words.dropFirst()) { return .reportGoods(goods) }
  let day = { () throws(Refusal) in words.count == 3 ? try date(words[2].key) : nil }
  switch (words.count > 1 ? words[1].key : "", words.count) {
  case ("x", 2): return .reportX
  case ("trial", 2): return .reportTrial
  case ("liability", 2...3): return .reportLiability(try day())
  case ("tiers", 2...3): return .reportTiers(try day())
  default: throw malformed
  }
}

private func parseStaff(_ verb: Verb, _ words: [TypedLine.Word]) throws(Refusal) -> Command {
  let numbers = words.dropFirst().map(\.key)
  guard numbers.count <= 2, numbers.allSatisfy({ isNumber($0, most: 8) }) else { throw malformed }
  if verb == .passwd {
    // No PIN has less than four digits: fewer are a colleague, more one's own new PIN.
    guard numbers.count == 1, let only = numbers.first else {
      return .passwd(staff: numbers.first.flatMap { Int($0) }, pin: numbers.last)
    }
    return only.utf8.count < 4
      ? .passwd(staff: Int(only), pin: nil) : .passwd(staff: nil, pin: only)
  }
  guard let staff = numbers.first.flatMap({ Int($0) }) else { throw malformed }
  return .login(staff: staff, pin: numbers.count == 2 ? numbers[1] : nil)
}

private func parseCash(_ verb: Verb, _ line: TypedLine) throws(Refusal) -> Command {
  if verb == .nosale { return .noSale(reason: try reason(line, from: 1)) }
  guard line.words.count >= 2 else { throw malformed }
  let amount = try amount(line.words[1].key)
  guard amount > .zero else { throw Refusal(.badAmount, line.words[1].text, expected: "88.50") }
  switch verb {
  case .payin: return .move(.paidIn(amount, reason: try reason(line, from: 2)))
  case .payout: return .move(.paidOut(amount, reason: try reason(line, from: 2)))
  default:
    guard line.words.count == 2 else { throw malformed }
    return .move(.drop(amount))
  }
}

private func parseClose(_ words: [TypedLine.Word]) throws(Refusal) -> Command {
  var parts = words.dropFirst().map(\.key)
  var keep: Money?
  if let last = parts.last, last.hasPrefix("keep=") {
    keep = try amount(last.dropFirst("keep=".count))
    parts.removeLast()
  }
  guard let first = parts.first else { throw malformed }
  guard first.contains("x") || first.contains("*") else {
    guard parts.count == 1 else { throw malformed }
    return .close(CashCount(total: try amount(first)), keep: keep)
  }
  var counted: [CashCount.Denomination] = []
  for part in parts {
    let sides = part.split(whereSeparator: { $0 == "x" || $0 == "*" })
    guard sides.count == 2, isNumber(sides[0], most: 5), let count = Int(sides[0]) else {
      throw Refusal(.malformed, part, expected: "10x100")
    }
    counted.append(CashCount.Denomination(try amount(sides[1]), count: count))
  }
  let count = CashCount(denominations: counted)
  guard count.total <= Money.limit else {
    throw Refusal(
      .amountOverLimit, "close", expected: "0-\(Money.limit)", need: count.total, have: Money.limit)
  }
  return .close(count, keep: keep)
}

private func parsePrice(_ words: [TypedLine.Word]) throws(Refusal) -> Command {
  guard (2...3).contains(words.count) else { throw malformed }
  guard words.count == 3 else { return .price(code: words[1].key, on: nil) }
  guard words[2].key.hasPrefix("on="), let day = BusinessDate(words[2].key.dropFirst(3)) else {
    throw Refusal(.malformed, words[2].text, expected: "on=YYYY-MM-DD")
  }
  return .price(code: words[1].key, on: day)
}

/// A tag of a parked bill: 1 to 20 characters.
private func tag(_ word: String) throws(Refusal) -> String {
  guard word.count <= 20, word.utf8.count <= 60 else {
    throw Refusal(.malformed, word, expected: "TAG: 1-20")
  }
  return word
}

private func reason(_ line: TypedLine, from index: Int) throws(Refusal) -> String {
  let reason = line.text(from: index)
  guard !reason.isEmpty else { throw malformed }
  return try checked(reason, as: "REASON", most: 100)
}

/// A text that is not too long and holds nothing hidden.
///
/// - Parameters:
///   - text: as typed.
///   - name: of the piece of the line that it is, as the syntax has it.
///   - most: how many characters it may have.
/// - Returns: the text.
/// - Throws: `Refusal` named `malformed`, with how many characters may be and how many there are.
func checked(_ text: String, as name: String, most: Int) throws(Refusal) -> String {
  guard isPlain(text, most: most) else {
    throw Refusal(
      .malformed, text.count > 30 ? "\(text.prefix(30))…" : text, expected: "\(name): 1-\(most)",
      need: Int64(text.count), have: Int64(most))
  }
  return text
}

/// What to say of a line that begins with no word of the language and is no item either.
private func unknown(_ line: TypedLine) -> Refusal {
  let (first, second) = (line.words[0].key, line.words[1].key)
  if let meant = oneWord(first, second), line.words.count == 2 {
    return Refusal(.unknownCommand, line.text(from: 0), expected: meant)
  }
  if (try? reduction(second)) != nil {
    return Refusal(.malformed, line.text(from: 0), expected: "sell \(line.text(from: 0)) .")
  }
  let near = nearest(to: first, among: Verb.allCases.map(\.rawValue))
  return Refusal(
    .unknownCommand, line.words[0].text,
    expected: near.isEmpty ? "help" : near.joined(separator: " | "))
}

/// What two words were meant for that are written as one, or the other way round: `jf =3`, `2* jf`,
/// `x 1`, `jf 2`, `gift 1`; nil for any others.
private func oneWord(_ first: String, _ second: String) -> String? {
  let isCount = isNumber(second, most: 3)
  if second.hasPrefix("=") || first.hasSuffix("*") { return first + second }
  if ["x", ":", "/", "$", "@", "="].contains(first) { return first + second }
  guard let count = isCount ? second : second.first == "x" ? String(second.dropFirst()) : nil,
    isNumber(count, most: 3)
  else { return nil }
  if (try? reduction(first)) != nil { return isCount ? "\(count) \(first)" : nil }
  return isReserved(first) || !nearest(to: first, among: Verb.allCases.map(\.rawValue)).isEmpty
    ? nil : "\(count)*\(first)"
}
