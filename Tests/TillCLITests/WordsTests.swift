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
      == "wechat is more than is due: at most 120.00, stated 150.00; only cash gives change")
}

@Test func `every trouble of storage has its words in both languages`() {
  let kinds: [StorageError.Kind] = [
    .missing, .damaged, .newer(version: 9, known: 1), .rolledBack(acknowledged: 1040, found: 812),
    .busy, .diskFull, .readOnly, .otherContent, .outOfRange, .outcomeUnknown, .other,
  ]
  for kind in kinds {
    let error = StorageError(kind, message: "m", place: "p")
    #expect(!error.name.isEmpty)
    #expect(error.text(.chinese) != error.text(.english))
  }
}

@Test func `every verb has help in both languages`() throws {
  for verb in Verb.allCases {
    for language in Language.allCases {
      let text = try help(verb.rawValue, language)
      #expect(!text.isEmpty)
    }
  }
  #expect(throws: Refusal.self) { try help("nonsense", .english) }
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
