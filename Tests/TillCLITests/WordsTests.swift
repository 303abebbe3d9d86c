import Checkout
import Ledger
import Storage
import Testing

@testable import TillCLI

@Test(arguments: Refusal.Name.allCases)
func `every refusal has its words in both languages, with its numbers`(name: Refusal.Name) {
  let refusal = Refusal(name, "TOKEN", expected: "FORMS", need: 18_800, have: 12_000)
  let bare = Refusal(name)
  for language in Language.allCases {
    let text = refusal.text(language)
    #expect(!text.isEmpty)
    #expect(!text.contains("{") && !text.contains("["))
    #expect(!bare.text(language).contains("{"))
  }
  #expect(refusal.text(.chinese) != refusal.text(.english))
}

@Test func `a refusal names the word, what was expected, and the numbers`() {
  let refusal = Refusal(
    .tenderTooLarge, "wechat", need: Money(fen: 12_000), have: Money(fen: 15_000))
  #expect(
    refusal.text(.english)
      == "WeChat Pay is more than is due: at most 120.00, stated 150.00; only cash gives change")
}

@Test func `every trouble of storage has its words in both languages`() {
  let kinds: [StorageError.Kind] = [
    .missing, .damaged, .newer(version: 9, known: 1), .rolledBack(acknowledged: 1040, found: 812),
    .replaced, .busy, .diskFull, .readOnly, .otherContent, .outOfRange, .outcomeUnknown, .other,
  ]
  for kind in kinds {
    let error = StorageError(kind, message: "m", place: "p")
    #expect(!error.name.isEmpty)
    #expect(error.text(.chinese) != error.text(.english))
  }
}

@Test(arguments: Verb.allCases)
func `the help of a verb has every form of it, in both languages`(verb: Verb) throws {
  #expect(!verb.forms.isEmpty)
  for language in Language.allCases {
    let words = try help(verb.rawValue, language).split { $0 == " " || $0 == "\n" }
    for form in verb.forms {
      let typed = notation(form, language).split(separator: " ")
      #expect(words.indices.contains { words[$0...].starts(with: typed) }, "\(form)")
    }
  }
}

@Test(arguments: Language.allCases)
func `a row of the help fits 80 columns, and what has no help is met with what has`(
  language: Language
) throws {
  let rows = try help(nil, language).split(separator: "\n")
  #expect(rows.count > 80)
  #expect(rows.allSatisfy { DisplayWidth.columns(of: $0) <= 80 })
  #expect(throws: Refusal(.unknownCommand, "refnud", expected: "help refund")) {
    try help("refnud", language)
  }
}

@Test func `every line of the help that has no blank in it can be typed as it stands`() throws {
  let isBlank = { (character: Character) in character.isUppercase || "[…(".contains(character) }
  let examples = helpLines.flatMap(\.forms).filter { !$0.contains(where: isBlank) }
  #expect(examples.count > 35)
  for example in examples {
    #expect(throws: Never.self, "\(example)") { try parse(TypedLine(example.utf8)) }
  }
}

@Test func `a blank of the notation is named in the reader's language`() {
  let form = "refund NUMBER [LINE[*QTY]]… [to=cash|bank] REASON"
  #expect(notation(form, .english) == form)
  #expect(notation(form, .chinese) == "refund 单号 [行号[*数量]]… [to=cash|bank] 原因")
  let blanks = helpLines.flatMap(\.forms).filter { $0 != "(Enter)" }.flatMap { form in
    notation(form, .chinese).split { !$0.isUppercase }.map(String.init)
  }
  #expect(Set(blanks) == ["N", "YYYY", "MM", "DD", "L"])
}

@Test func `what the program says in English holds no Chinese`() throws {
  let words = SlipWords(.english)
  var texts = [try help(nil, .english), usage(.english), words.law("member")]
  texts += DocumentKind.allCases.map(words.title) + TenderKind.allCases.map(words.tender)
  texts += ["8.8z", "9z", "8.85z", "0.5z", "bill 8z", "-10%", "gift"].map(words.reduction)
  texts += Refusal.Name.allCases.map { name in
    Refusal(name, "TOKEN", expected: "FORMS", need: 1, have: 2).text(.english)
  }
  texts += [Reply.Notice.recordLacks("xs001", ["net="]), .stock(low: 1, expiring: 2, expired: 3)]
    .map { $0.text(.english) }
  for text in texts {
    #expect(!text.unicodeScalars.contains { (0x3000...0x9FFF).contains($0.value) }, "\(text)")
  }
  #expect(
    ["8.8z", "9z", "8.85z", "0.5z"].map(words.reduction) == [
      "at 88%", "at 90%", "at 88.5%", "at 5%",
    ])
}

@Test func `all the words that are as near as the nearest are offered`() {
  let verbs = Verb.allCases.map(\.rawValue)
  #expect(nearest(to: "helo", among: verbs) == ["held", "help"])
  #expect(nearest(to: "refnud", among: verbs) == ["refund"])
  #expect(nearest(to: "xyzzy", among: verbs).isEmpty)
}

@Test(
  arguments: [
    ("1234", Role.cashier, false), ("4321", .cashier, false), ("7777", .cashier, false),
    ("7391", .cashier, true), ("7391", .manager, false), ("739105", .manager, true),
    ("123456789", .manager, false), ("73a1", .cashier, false), ("", .cashier, false),
  ])
func `a PIN is long enough for its role and not one that everybody tries`(
  pin: String, role: Role, isStrong: Bool
) {
  #expect(Pin.isStrong(pin, for: role) == isStrong)
}

@Test func `a PIN matches its own hash alone, and hashes differ by their salts`() throws {
  let first = try #require(Pin.hash("739105"))
  let second = try #require(Pin.hash("739105"))
  #expect(first != second)
  #expect(Pin.matches("739105", first) && Pin.matches("739105", second))
  #expect(!Pin.matches("739106", first))
  #expect(!Pin.matches("", first))
}

@Test func `wrong tries lock for longer and longer, up to a quarter of an hour`() {
  let seconds = (1...12).map { Pin.lockSeconds(afterFailures: $0) }
  #expect(seconds == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900])
}
