import Ledger
import Seeded
import Testing

struct JSONParserTests {
  @Test(
    arguments: [
      ("null", JSON.null), (" true ", true), ("false", false), ("0", 0), ("-1", -1),
      ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
      (#""""#, ""), (#""剪发""#, "剪发"), ("[]", .array([])), ("{}", .object([])),
      ("[1,[2,[3]],{}]", [1, [2, [3]], [:]]),
      (#"{"b":1,"a":{"c":[true,null]}}"#, ["b": 1, "a": ["c": [true, .null]]]),
      ("\t{ \"a\" :\r\n 1 , \"b\" : [ 2 , 3 ] } \n", ["a": 1, "b": [2, 3]]),
      (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u5254\u00e9""#, "A剔é"),
      (#""\ud83d\uDE00""#, "😀"), (#""\ud800\udc00""#, "\u{10000}"),
      (#""\udbff\udfff""#, "\u{10FFFF}"),
      (#""\u0000""#, "\0"),
    ] as [(String, JSON)])
  func `a value is read`(text: String, value: JSON) throws {
    let read = try JSON(parsing: text)
    #expect(read == value)
  }

  @Test(arguments: [
    "", " ", "nul", "nulll", "True", "tru", "'a'", "a", "{", "}", "[", "]", "[1,]", "[,1]", "[1 2]",
    #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{a:1}"#, #"{"a":1 "b":2}"#, #"{,}"#, "1 2", "[]]",
    "1.5", "1e5", "1E5", "1.", "-", "-a", "+1", "01", "-0", "-01", "00", ".5", "0x1",
    "9223372036854775808", "-9223372036854775809", "NaN", "Infinity", "１",
    #"""#, #""abc"#, #""\""#, #""\x""#, #""\u""#, #""\u12""#, #""\u12g4""#, #""\u+123""#,
    #""\ud800""#, #""\ud800x""#, #""\ud800\n""#, #""\ud800\u0041""#, #""\ud800\ud800""#,
    #""\udc00""#, #""\udc00\ud800""#, #""\ud800\u""#, #""\ud800\uFFFF""#, #""\ud800\ue000""#,
    "\"a\nb\"", "\"a\tb\"", "\"a\0b\"", "\"\u{1F}\"", "// a\n1", "/* a */1", "[1]/", "\u{FEFF}1",
    #"{"a":1,"a":2}"#, #"{"a":{"b":1,"b":1}}"#, #"{"a":1,"\u0061":2}"#,
  ])
  func `what is not JSON of whole numbers is refused`(text: String) {
    #expect(throws: JSON.SyntaxFault.self) { try JSON(parsing: text) }
  }

  @Test(arguments: [
    ("", "expected a value", 1), ("[1\n2]", "expected , or ]", 2),
    ("{\n\"a\":1,\n\"a\":2}", "\"a\" stands twice", 3), ("[1,\n]", "a comma before ]", 2),
    ("\n\n1.5", "a number with a fraction; write an amount as text, as in \"88.50\"", 3),
    ("[\n\"a", "a text that does not end", 2), ("\"\n\"", "a control character in a text", 2),
    ("1\n2", "text after the end of the value", 2),
    ("\"\\ud800\\u0041\"", "half of a surrogate pair", 1),
  ])
  func `a fault says what and on which line`(text: String, reason: String, line: Int) {
    let fault = #expect(throws: JSON.SyntaxFault.self) { try JSON(parsing: text) }
    #expect(fault?.reason == reason)
    #expect(fault?.line == line)
  }

  @Test func `comments and a last comma are taken where they are asked for`() throws {
    let text = """
      // the shop
      { /* its name */ "name": "a//b", // rest
        "list": [1, 2, /**/ ],
      } // end
      """
    let read = try JSON(parsing: text, comments: true)
    let expected: JSON = ["name": "a//b", "list": [1, 2]]
    #expect(read == expected)
  }

  @Test(arguments: ["/* a", "/*", "/", "/*/", "[1,,]", "[,]", "{,}", "1 /", "// only"])
  func `a comment that does not end is refused even where comments are taken`(text: String) {
    #expect(throws: JSON.SyntaxFault.self) { try JSON(parsing: text, comments: true) }
  }

  @Test(arguments: [(64, true), (65, false), (100_000, false)])
  func `a document has at most 64 levels`(levels: Int, isRead: Bool) {
    // Empty brackets of the innermost level hold no value, so it counts as one level.
    let arrays = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
    let objects =
      String(repeating: #"{"a":"#, count: levels - 1) + "{}"
      + String(repeating: "}", count: levels - 1)
    let read = [arrays, objects].map { (try? JSON(parsing: $0)) != nil }
    #expect(read == [isRead, isRead])
  }

  private static let document = #"""
    {"at":"2026-11-21T07:42:03.120Z","lines":[{"code":"jf","name":"剪发\u00e9\ud83d\ude00","off":[["-10%",880,3]],
    "qty":2}],"no":"JA20261121-0031","ok":null,"t":[true,false],"total":-7920,"x":"\"\\\n\t"}
    """#

  @Test func `no truncation of a document is a document, and none traps`() throws {
    let bytes = Array(JSONParserTests.document.utf8)
    let whole = try JSON(parsing: JSONParserTests.document)
    let accepted = (0..<bytes.count).filter { length in
      let text = String(decoding: bytes[..<length], as: UTF8.self)
      return [false, true].contains { (try? JSON(parsing: text, comments: $0)) != nil }
    }
    #expect(accepted.isEmpty)
    #expect(whole["total"] == -7920)
  }

  /// Changes a few bytes: to any byte, to one that means something, or away.
  private static func mutated(_ bytes: [UInt8], _ random: inout Seeded) -> [UInt8] {
    let marks = Array("{}[]\",:\\u/*-0dD89\n\0e.".utf8)
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes[place] = marks.randomElement(using: &random) ?? 0
      case 2: bytes.insert(marks.randomElement(using: &random) ?? 0, at: place)
      default: bytes.remove(at: place)
      }
    }
    return bytes
  }

  @Test func `changed bytes never trap, and what is still read has one canonical form`() {
    var random = Seeded(7)
    let original = Array(JSONParserTests.document.utf8)
    var failure: String?
    var read = 0
    for round in 0..<20_000 where failure == nil {
      let bytes = JSONParserTests.mutated(original, &random)
      let text = String(decoding: bytes, as: UTF8.self)
      guard let value = try? JSON(parsing: text, comments: round % 2 == 0) else { continue }
      read += 1
      let canonical = value.canonical
      if (try? JSON(parsing: canonical))?.canonical != canonical { failure = text }
    }
    #expect(failure == nil)
    #expect(read > 100)
  }
}

struct JSONTextTests {
  @Test func `a name stands once among many, and a number has neither fraction nor exponent`() {
    let many = (0..<20).map { "\"n\($0)\":0," }.joined()
    let faults = ["{\(many)\"n3\":0}", "1.5", "1e5", "1E5", "\u{B}1"].map { text in
      #expect(throws: JSON.SyntaxFault.self) { try JSON(parsing: text) }?.reason.prefix(16)
    }
    #expect(
      faults == ["\"n3\" stands twic"] + Array(repeating: "a number with a ", count: 3) + [
        "expected a value"
      ])
  }

  @Test func `the canonical form sorts members by bytes and writes no blanks`() throws {
    let value: JSON = [
      "b": [1, true, .null], "a": ["z": "", "Z": -5], "剪": 1, "aa": "x", "": 0, "\u{1000}": 2,
      "\u{212B}": 3, "𠮷": 4, "\u{FFFD}": 5,
    ]
    let expected =
      #"{"":0,"a":{"Z":-5,"z":""},"aa":"x","b":[1,true,null],"\#u{1000}":2,"\#u{212B}":3,"#
      + #""剪":1,"\#u{FFFD}":5,"𠮷":4}"#
    let canonical = value.canonical
    #expect(Array(canonical.utf8) == Array(expected.utf8))
  }

  @Test func `names that begin with the same eight bytes are in order by the rest`() {
    let value: JSON = ["reduced:2": 1, "reduced:1": 2, "reduced:": 3, "reduced": 4]
    #expect(value.canonical == #"{"reduced":4,"reduced:":3,"reduced:1":2,"reduced:2":1}"#)
  }

  @Test func `only the escapes that JSON demands are written`() {
    let value = JSON.string("\"\\/\n\r\t\u{0}\u{8}\u{1f}\u{7f}é剪😀")
    #expect(value.text == #""\"\\/\n\r\t\u0000\u0008\u001f\#u{7f}é剪😀""#)
  }

  @Test func `text keeps the members' own order`() {
    let value: JSON = ["b": 1, "a": 2]
    #expect(value.text == #"{"b":1,"a":2}"#)
  }

  private static func randomValue(_ random: inout Seeded, depth: Int) -> JSON {
    switch Int.random(in: 0..<(depth > 3 ? 4 : 6), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2: return .integer(Int64.random(in: .min ... .max, using: &random))
    case 3: return .string(randomText(&random))
    case 4:
      return .array(
        (0..<Int.random(in: 0...4, using: &random)).map { _ in
          randomValue(&random, depth: depth + 1)
        })
    default:
      let names = Set((0..<Int.random(in: 0...4, using: &random)).map { _ in randomText(&random) })
      return .object(
        names.sorted().map { JSON.Member($0, randomValue(&random, depth: depth + 1)) })
    }
  }

  private static func randomText(_ random: inout Seeded) -> String {
    let most: [UInt32] = [0x20, 0x7F, 0x9FFF, 0x10FFFF]
    var text = ""
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      let limit = most.randomElement(using: &random) ?? 0x7F
      let scalar = Unicode.Scalar(UInt32.random(in: 0...limit, using: &random))
      text.unicodeScalars.append(scalar ?? "?")
    }
    return text
  }

  @Test func `random values are read back from both forms`() {
    var random = Seeded(11)
    let values = (0..<10_000).map { _ in JSONTextTests.randomValue(&random, depth: 0) }
    let failure = values.first { value in
      guard let plain = try? JSON(parsing: value.text),
        let canonical = try? JSON(parsing: value.canonical)
      else { return true }
      return plain != value || canonical.canonical != value.canonical
    }
    #expect(failure == nil)
  }

  @Test func `members that are null are left out by with`() {
    let value = JSON.object([.init("a", 1)]).with([.init("b", .null), .init("c", 2)])
    let expected: JSON = ["a": 1, "c": 2]
    #expect(value == expected)
  }

  @Test func `a reader of another kind finds nothing`() {
    let value: JSON = ["n": 1, "s": "x", "b": true, "l": [1]]
    let wrong = [value["n"]?.string, value["s"]?.string]
    #expect(wrong == [nil, "x"])
    #expect(value["s"]?.integer == nil && value["n"]?.bool == nil && value["b"]?.array == nil)
    #expect(value["l"]?.members == nil && value["none"] == nil && JSON.null["n"] == nil)
    #expect(value["n"]?.money == Money(fen: 1) && value["b"]?.bool == true)
  }
}
