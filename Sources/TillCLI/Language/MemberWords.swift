import Checkout
import Ledger
import Membership
import Pricing

/// Whom a line means: a phone, its last four digits, a card, a member's number, a name, its pinyin.
struct Who: Hashable {
  let text: String

  /// - Parameter word: with or without `@` in front.
  init(_ word: TypedLine.Word) { self.init(text: word.key) }

  init(text: String) {
    let key = text.lowercased()
    self.text = key.hasPrefix("@") ? String(key.dropFirst()) : key
  }
}

/// A field of a member with what it is to become.
struct FieldValue: Hashable {
  let field: String
  let value: String
}

/// What is asked about members and their cards.
enum MemberCommand: Hashable {
  case add(name: String, phone: String, fields: [FieldValue], tenders: [Tender])
  case show(Who?, isFull: Bool)
  case set(Who, [FieldValue])
  case find(String)
  case checkIn(Who?)
  case topUp(TopUp)
  case sellCourse(code: String, tenders: [Tender], staff: [StaffShare])
  case extendCourse(Int, until: BusinessDate)
  case freezeCourse(Int, Bool)
  case transferCourse(Int, to: Who)
  case statement(Who?, from: BusinessDate?, to: BusinessDate?, csv: String?, isSlip: Bool)
  case cardRefund(CardRefundWords)
  case replaceCard(Who, card: String?)
  case transferCard(Who, to: Who)
  case freezeCard(Who, Bool)
  case renewCard(Who)
}

/// The words behind `cardrefund`.
struct CardRefundWords: Hashable {
  var who: Who?
  var reason: RefundReason?
  /// The day the contract ended; nil for today.
  var ended: BusinessDate?
  /// Which of the member's courses.
  var courses: [Int] = []
  /// Whether the stored value is meant; without this and any course all that the member has.
  var meansCard = false
  /// How it is paid out; nil where only a quote is asked for.
  var tenders: [Tender]?
}

/// Reads the lines about members.
func memberCommand(_ verb: Verb, _ line: TypedLine) throws(Refusal) -> MemberCommand {
  let words = line.words.dropFirst()
  switch verb {
  case .member: return try memberLine(words)
  case .topup: return try topUpLine(words)
  case .course: return try courseLine(words)
  case .card: return try cardLine(words)
  case .statement: return try statementLine(words)
  default: return .cardRefund(try refundLine(words))
  }
}

private func memberLine(_ words: ArraySlice<TypedLine.Word>) throws(Refusal) -> MemberCommand {
  guard let action = words.first?.key else { throw malformed }
  let rest = words.dropFirst()
  switch action {
  case "add":
    let (name, words) = try nameAndRest(of: rest)
    let phone = words.first?.key ?? ""
    var fields: [FieldValue] = []
    var paid: [TypedLine.Word] = []
    for word in words.dropFirst() {
      if isTender(word.key) || word.key.hasPrefix("ref=") {
        paid.append(word)
      } else {
        fields.append(try field(word))
      }
    }
    return .add(
      name: name, phone: phone, fields: try saidOnce(fields),
      tenders: try tenders(paid[...]))
  case "show":
    let isFull = rest.last?.key == "full"
    let who = isFull ? rest.dropLast() : rest
    guard who.count <= 1 else { throw malformed }
    return .show(who.first.map(Who.init), isFull: isFull)
  case "set":
    guard rest.count >= 2, let who = rest.first else { throw malformed }
    var fields: [FieldValue] = []
    for word in rest.dropFirst() { fields.append(try field(word)) }
    return .set(Who(who), try saidOnce(fields))
  case "find":
    guard !rest.isEmpty else { throw malformed }
    return .find(rest.map(\.key).joined(separator: " "))
  case "checkin":
    guard rest.count <= 1 else { throw malformed }
    return .checkIn(rest.first.map(Who.init))
  default: throw malformed
  }
}

/// A new member's name, which may hold blanks, in quotes or without: it ends where a phone begins, or
/// the sign for none.
private func nameAndRest(
  of words: ArraySlice<TypedLine.Word>
) throws(Refusal) -> (name: String, rest: ArraySlice<TypedLine.Word>) {
  guard words.count >= 2 else { throw malformed }
  let second = words.startIndex + 1
  let phone =
    words[second...].firstIndex { $0.key == "-" || $0.key.first?.isNumber == true } ?? second
  let name = words[..<phone].map(\.text).joined(separator: " ")
  guard !name.contains("=") else { throw malformed }
  let isQuoted = name.count > 2 && [name.first, name.last].allSatisfy { $0.map(isQuote) == true }
  return (isQuoted ? String(name.dropFirst().dropLast()) : name, words[phone...])
}

/// The fields, each said once but for tags, of which there may be several.
private func saidOnce(_ fields: [FieldValue]) throws(Refusal) -> [FieldValue] {
  let names = fields.map(\.field).filter { $0 != "tag" }
  guard Set(names).count == names.count else { throw malformed }
  return fields
}

/// `birthday=1990-05-01`, or a word that stands for itself: `lunar`, `leap`, `shared`.
private func field(_ word: TypedLine.Word) throws(Refusal) -> FieldValue {
  guard let sign = word.text.firstIndex(of: "=") else {
    guard ["lunar", "leap", "shared"].contains(word.key) else { throw malformed }
    return FieldValue(field: word.key, value: "")
  }
  let value = String(word.text[word.text.index(after: sign)...])
  _ = try checked(value, as: "VALUE", most: 100)
  return FieldValue(field: word.text[..<sign].lowercased(), value: value)
}

private func topUpLine(_ words: ArraySlice<TypedLine.Word>) throws(Refusal) -> MemberCommand {
  guard let first = words.first else { throw malformed }
  let sum = try amount(first.key)
  guard sum > .zero else { throw Refusal(.badAmount, first.text, expected: "88.50") }
  var gift: Money?
  var staff: [StaffShare] = []
  var paid: [TypedLine.Word] = []
  for word in words.dropFirst() {
    if word.key.hasPrefix("gift=") {
      guard gift == nil else { throw malformed }
      gift = try amount(word.key.dropFirst("gift=".count))
    } else if word.key.hasPrefix("by=") {
      guard staff.isEmpty else { throw malformed }
      staff = try shares(word.key.dropFirst("by=".count))
    } else {
      paid.append(try tenderWord(word, fields: "gift= by= ref="))
    }
  }
  return .topUp(
    TopUp(amount: sum, tenders: try tenders(paid[...]), gift: gift, staff: staff))
}

/// What `course` can be followed by instead of a course's code.
let courseActions: Set<String> = ["extend", "freeze", "unfreeze", "transfer"]

private func courseLine(_ words: ArraySlice<TypedLine.Word>) throws(Refusal) -> MemberCommand {
  guard let first = words.first?.key else { throw malformed }
  let rest = Array(words.dropFirst())
  switch first {
  case "extend":
    guard rest.count == 2 else { throw malformed }
    return .extendCourse(try number(rest[0]), until: try date(rest[1].key))
  case "freeze", "unfreeze":
    guard rest.count == 1 else { throw malformed }
    return .freezeCourse(try number(rest[0]), first == "freeze")
  case "transfer":
    guard rest.count == 2 else { throw malformed }
    return .transferCourse(try number(rest[0]), to: Who(rest[1]))
  default:
    var staff: [StaffShare] = []
    var paid: [TypedLine.Word] = []
    for word in rest {
      if word.key.hasPrefix("by=") {
        staff = try shares(word.key.dropFirst("by=".count))
      } else {
        paid.append(try tenderWord(word, fields: "by= ref="))
      }
    }
    return .sellCourse(code: first, tenders: try tenders(paid[...]), staff: staff)
  }
}

private func cardLine(_ words: ArraySlice<TypedLine.Word>) throws(Refusal) -> MemberCommand {
  guard words.count >= 2, let action = words.first?.key else { throw malformed }
  let rest = Array(words.dropFirst())
  switch action {
  case "replace" where rest.count <= 2:
    return .replaceCard(Who(rest[0]), card: rest.count == 2 ? rest[1].key.uppercased() : nil)
  case "transfer" where rest.count == 2: return .transferCard(Who(rest[0]), to: Who(rest[1]))
  case "freeze" where rest.count == 1: return .freezeCard(Who(rest[0]), true)
  case "unfreeze" where rest.count == 1: return .freezeCard(Who(rest[0]), false)
  case "renew" where rest.count == 1: return .renewCard(Who(rest[0]))
  default: throw malformed
  }
}

private func statementLine(_ words: ArraySlice<TypedLine.Word>) throws(Refusal) -> MemberCommand {
  var who: Who?
  var from: BusinessDate?
  var to: BusinessDate?
  var csv: String?
  var isSlip = false
  for word in words {
    if word.key.hasPrefix("from=") {
      from = try date(word.key.dropFirst("from=".count))
    } else if word.key.hasPrefix("to=") {
      to = try date(word.key.dropFirst("to=".count))
    } else if word.key.hasPrefix("csv=") {
      csv = String(word.text.dropFirst("csv=".count))
      guard csv?.isEmpty == false else { throw malformed }
    } else if word.key == "slip" {
      isSlip = true
    } else {
      guard who == nil else { throw malformed }
      who = Who(word)
    }
  }
  if let from, let to, to < from {
    throw Refusal(.badDate, "to=\(to)", expected: "from=\(from) to=\(from)")
  }
  return .statement(who, from: from, to: to, csv: csv, isSlip: isSlip)
}

private func refundLine(_ words: ArraySlice<TypedLine.Word>) throws(Refusal) -> CardRefundWords {
  var result = CardRefundWords()
  var rest = words
  while let word = rest.popFirst() {
    if word.key == "pay" {
      result.tenders = try tenders(rest)
      guard result.reason != nil else {
        throw Refusal(
          .malformed, "pay", expected: "reason=shop | reason=member | reason=cooling-off")
      }
      return result
    }
    if word.key.hasPrefix("reason=") {
      guard let reason = RefundReason(rawValue: String(word.key.dropFirst("reason=".count))) else {
        throw Refusal(
          .malformed, word.text, expected: "reason=shop | reason=member | reason=cooling-off")
      }
      result.reason = reason
    } else if word.key.hasPrefix("since=") {
      result.ended = try date(word.key.dropFirst("since=".count))
    } else if word.key.hasPrefix("course=") {
      guard let course = Int(word.key.dropFirst("course=".count)) else { throw malformed }
      result.courses.append(course)
    } else if word.key == "card" {
      result.meansCard = true
    } else {
      guard result.who == nil else { throw malformed }
      result.who = Who(word)
    }
  }
  return result
}

private func number(_ word: TypedLine.Word) throws(Refusal) -> Int {
  guard isNumber(word.key, most: 6), let number = Int(word.key) else { throw malformed }
  return number
}

/// Reads `YYYY-MM-DD`.
func date(_ text: some StringProtocol) throws(Refusal) -> BusinessDate {
  guard let date = BusinessDate(text) else {
    throw Refusal(.badDate, String(text), expected: "YYYY-MM-DD")
  }
  return date
}
