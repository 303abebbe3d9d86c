import Catalog
import Ledger
import Seeded
import Testing

private let fnc1 = "\u{1D}"

@Suite("GS1 strings")
struct GS1Tests {
  private let today = BusinessDate(days: 20_778)  // 2026-11-21

  @Test(
    "both forms give the article, lot, use-by and count",
    arguments: [
      "(01)06901234567892(10)AB12(17)261130(30)12",
      "(17)261130(30)12(01)06901234567892(10)AB12",
      "]C10106901234567892172611303012\(fnc1)10AB12",
      "]d2010690123456789210AB12\(fnc1)17261130" + "3012",
      "]D2010690123456789210AB12\(fnc1)17261130" + "3012",
      "]Q3\(fnc1)01069012345678921726113010AB12\(fnc1)3012\(fnc1)",
      "\(fnc1)010690123456789210AB12\(fnc1)17261130" + "3012",
      "01069012345678921726113010AB12\(fnc1)3012",
      "01069012345678921124010120053103001234" + "21S(1)\(fnc1)10AB12\(fnc1)17261130" + "3012",
    ])
  func elements(text: String) throws {
    let read = try GS1Elements(text, today: today)
    #expect(read.gtin == "6901234567892")
    #expect(read.lot == "AB12")
    #expect(read.useBy == BusinessDate("2026-11-30"))
    #expect(read.count == 12)
    #expect(GS1Elements.recognises(text) || text.hasPrefix("(17)"))
  }

  @Test("an article alone is enough, in the form of its barcode")
  func articleAlone() throws {
    let read = try GS1Elements("(01)00036000291452", today: today)
    #expect(read.gtin == "0036000291452")
    #expect(read.lot == nil)
    #expect(read.useBy == nil)
    #expect(read.count == nil)
  }

  @Test(
    "a use-by day takes its century and its month's last day by GS1's rules",
    arguments: [
      ("261100", "2026-11-30"), ("280200", "2028-02-29"), ("270200", "2027-02-28"),
      ("261200", "2026-12-31"), ("760101", "2076-01-01"), ("770101", "1977-01-01"),
      ("000101", "2000-01-01"), ("990101", "1999-01-01"), ("280229", "2028-02-29"),
    ])
  func days(value: String, expected: String) throws {
    let read = try GS1Elements("(01)06901234567892(17)\(value)", today: today)
    #expect(read.useBy?.description == expected)
  }

  @Test("near a century's end the next one counts")
  func nextCentury() throws {
    let late = try #require(BusinessDate("2099-06-01"))
    let next = try GS1Elements("(01)06901234567892(17)010100", today: late)
    let latest = try GS1Elements("(01)06901234567892(17)490100", today: late)
    let same = try GS1Elements("(01)06901234567892(17)500100", today: late)
    #expect(next.useBy?.description == "2101-01-31")
    #expect(latest.useBy?.description == "2149-01-31")
    #expect(same.useBy?.description == "2050-01-31")
  }

  @Test(
    "a faulty string names the piece at fault",
    arguments: [
      ("(01)06901234567893", .badCheckDigit(digits: "06901234567893", expected: 2)),
      (
        "(01)6901234567892",
        .malformed(identifier: "01", value: "6901234567892", expected: "14 digits")
      ),
      ("(10)AB12", .missing(identifier: "01")),
      ("", .missing(identifier: "01")),
      ("]C1", .missing(identifier: "01")),
      ("(01)06901234567892(01)00036000291452", .repeated(identifier: "01")),
      ("(01)06901234567892(30)1(30)2", .repeated(identifier: "30")),
      (
        "(01)06901234567892(17)261301",
        .malformed(
          identifier: "17", value: "261301",
          expected: "a day as YYMMDD, 00 for the month's last")
      ),
      (
        "(01)06901234567892(17)260000",
        .malformed(
          identifier: "17", value: "260000",
          expected: "a day as YYMMDD, 00 for the month's last")
      ),
      (
        "(01)06901234567892(17)61130",
        .malformed(
          identifier: "17", value: "61130",
          expected: "a day as YYMMDD, 00 for the month's last")
      ),
      (
        "(01)06901234567892(17)261300",
        .malformed(
          identifier: "17", value: "261300",
          expected: "a day as YYMMDD, 00 for the month's last")
      ),
      (
        "(01)06901234567892(17)270229",
        .malformed(
          identifier: "17", value: "270229",
          expected: "a day as YYMMDD, 00 for the month's last")
      ),
      (
        "(01)06901234567892(30)123456789",
        .malformed(identifier: "30", value: "123456789", expected: "1 to 8 digits")
      ),
      (
        "(01)06901234567892(30)",
        .malformed(identifier: "30", value: "", expected: "1 to 8 digits")
      ),
      (
        "(01)06901234567892(10)张",
        .malformed(
          identifier: "10", value: "张",
          expected: "1 to 20 letters, digits or signs of GS1's set 82")
      ),
      (
        "(01)06901234567892(10)ABCDEFGHIJKLMNOPQRSTU",
        .malformed(
          identifier: "10", value: "ABCDEFGHIJKLMNOPQRSTU",
          expected: "1 to 20 letters, digits or signs of GS1's set 82")
      ),
      (
        "]C101069012345678",
        .malformed(identifier: "01", value: "069012345678", expected: "14 characters")
      ),
      (
        "]C1010690123456789210\(fnc1)17261130",
        .malformed(identifier: "10", value: "", expected: "a value")
      ),
      ("]C1050690123456789", .unknownIdentifier("0506")),
      ("]C1jf", .unknownIdentifier("jf")),
      ("(0)06901234567892", .unknownIdentifier("(0)069")),
      ("(010)6901234567892", .unknownIdentifier("(010)6")),
      ("(01", .unknownIdentifier("(01")),
      (String(repeating: "1", count: 513), .tooLong(513)),
    ] as [(String, GS1Elements.Fault)])
  func faults(text: String, expected: GS1Elements.Fault) {
    let fault = #expect(throws: GS1Elements.Fault.self) { try GS1Elements(text, today: today) }
    #expect(fault == expected)
    #expect(fault?.description.contains("\u{1D}") == false)
  }

  @Test(
    "only what is meant as a GS1 string is recognised",
    arguments: [
      ("]C1", true), ("]d2x", true), ("]Q3", true), ("a\u{1D}b", true), ("(01)", true),
      ("(17)261130", true), ("01069012345678921", true), ("0106901234567892", false),
      ("01069012345678931", false), ("(a)", false), ("", false), ("6901234567892", false),
      ("jf", false), ("]E0", false), ("(", false),
    ])
  func recognition(text: String, expected: Bool) {
    let recognised = GS1Elements.recognises(text)
    #expect(recognised == expected)
  }

  @Test(
    "an element of fixed length ends without a separator",
    arguments: [
      ("00", 18), ("02", 14), ("03", 14), ("04", 16), ("11", 6), ("19", 6), ("20", 2), ("3102", 6),
      ("3600", 6), ("410", 13), ("417", 13),
    ])
  func fixedLengths(identifier: String, length: Int) throws {
    let value = String(repeating: "1", count: length)
    let text = "]C10106901234567892\(identifier)\(value)10A"
    let today = try #require(BusinessDate("2026-11-21"))
    let elements = try GS1Elements(text, today: today)
    #expect(elements.lot == "A")
  }

  @Test("a lot has the 82 signs that GS1 allows and no other")
  func lotSigns() throws {
    let today = try #require(BusinessDate("2026-11-21"))
    let signs = (0x20...0x7E).map { String(UnicodeScalar(UInt8($0))) }.filter { sign in
      (try? GS1Elements("]C1010690123456789210\(sign)", today: today))?.lot == sign
    }
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
    #expect(signs.joined() == "!\"%&'()*+,-./0123456789:;<=>?\(letters)")
  }

  @Test("any text is read or refused, and what was composed is read back", arguments: 1...40)
  func fuzz(seed: UInt64) throws {
    var random = Seeded(seed)
    let pieces = ["(", ")", "01", "10", "17", "30", "06901234567892", "]C1", fnc1, "张", "A", "310"]
    for _ in 0..<200 {
      let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }.joined()
      _ = GS1Elements.recognises(text)
      if let read = try? GS1Elements(text, today: today) {
        let article = ScannedCode(digits: read.gtin)
        #expect(article == .barcode(read.gtin))
      }
      let alphabet = "ABCxyz0123456789-/._()+*\"!"
      let lot = String(
        (0..<Int.random(in: 1...20, using: &random)).compactMap { _ in
          alphabet.randomElement(using: &random)
        })
      let count = Int.random(in: 0...99_999_999, using: &random)
      let composed = "]d2010690123456789210\(lot)\(fnc1)30\(count)\(fnc1)17261130"
      let read = try GS1Elements(composed, today: today)
      #expect(read.lot == lot)
      #expect(read.count == count)
    }
  }
}
