import Catalog
import Ledger
import Testing

@Suite("Bare digits")
struct BarcodeTests {
  @Test(
    "the check digit completes a code",
    arguments: [
      ("690123456789", 2), ("210012300680", 9), ("400638133393", 1), ("03600029145", 2),
      ("7351353", 7), ("1540014128876", 3), ("", 0), ("0", 0), ("5", 5),
    ])
  func checkDigit(payload: String, expected: Int) {
    let digit = CheckDigit.following(Array(payload.utf8))
    #expect(digit == expected)
  }

  @Test(
    "digits are told apart by their number and check digit",
    arguments: [
      ("6901234567892", .barcode("6901234567892")),
      ("73513537", .barcode("73513537")),
      ("]E06901234567892", .barcode("6901234567892")),
      ("]e473513537", .barcode("73513537")),
      ("]I116901234567899", .barcode("16901234567899")),
      ("]E06901234567890", .badCheckDigit(digits: "6901234567890", expected: 2)),
      ("036000291452", .barcode("0036000291452")),
      ("0036000291452", .barcode("0036000291452")),
      ("00036000291452", .barcode("0036000291452")),
      ("06901234567892", .barcode("6901234567892")),
      ("16901234567899", .barcode("16901234567899")),
      ("00000073513537", .barcode("73513537")),
      ("0000123456784", .barcode("0000123456784")),
      ("6901234567890", .badCheckDigit(digits: "6901234567890", expected: 2)),
      ("73513530", .code("73513530")),
      ("036000291450", .code("036000291450")),
      ("16901234567890", .code("16901234567890")),
      ("13800005678", .phone("13800005678")),
      ("19900005678", .phone("19900005678")),
      ("12800005678", .code("12800005678")),
      ("23800005678", .code("23800005678")),
      ("1380000567", .code("1380000567")),
      ("1", .code("1")),
      ("00123", .code("00123")),
    ] as [(String, ScannedCode)])
  func classification(digits: String, expected: ScannedCode) {
    let code = ScannedCode(digits: digits)
    #expect(code == expected)
  }

  @Test(
    "what is not all ASCII digits is not for it",
    arguments: ["", "jf", "12 34", "-5", "６９０１２３４５６７８９２", "690123456789\u{0}", "1.5", "٣"])
  func notDigits(text: String) {
    let code = ScannedCode(digits: text)
    #expect(code == nil)
  }

  @Test("one digit changed or two neighbours' weights swapped is a wrong check digit")
  func everyChangedDigitIsFound() {
    let digits = Array("6901234567892".utf8)
    for place in digits.indices {
      for change in 1...9 {
        var changed = digits
        changed[place] = UInt8(ascii: "0") + (digits[place] & 0x0F + UInt8(change)) % 10
        let code = ScannedCode(digits: String(decoding: changed, as: UTF8.self))
        guard case .badCheckDigit = code else {
          Issue.record(
            "place \(place) changed by \(change) was taken for \(String(describing: code))")
          return
        }
      }
    }
  }
}

@Suite("In-store labels")
struct InStorePatternTests {
  @Test(
    "a label gives its item and its measure",
    arguments: [
      ("21IIIIIPPPPPC", "2100123006809", "00123", .price(Money(fen: 680))),
      ("21IIIIIWWWWWC", "2100123006809", "00123", .grams(680)),
      ("2100IIIIQQQQC", "2100123006809", "1230", .pieces(680)),
      ("21PPPPPIIIIIC", "2100123006809", "00680", .price(Money(fen: 123))),
      ("29IPPPPPPPPPC", "2919999999999", "1", .price(Money(fen: 999_999_999))),
    ] as [(String, String, String, InStorePattern.Measure)])
  func label(
    pattern: String, digits: String, item: String, measure: InStorePattern.Measure
  ) throws {
    let label = try InStorePattern(pattern).label(digits)
    let expected = (item, measure)
    #expect(label?.item == expected.0)
    #expect(label?.measure == expected.1)
  }

  @Test(
    "a slice of four price digits is another pattern, and a wrong check digit is none",
    arguments: [
      ("21IIIIIIPPPPC", "2100123006809", "001230"), ("21IIIIIPPPPPC", "2100123006808", nil),
      ("22IIIIIPPPPPC", "2100123006809", nil), ("21IIIIIPPPPPC", "210012300680", nil),
      ("21IIIIIPPPPPC", "", nil), ("21IIIIIPPPPPC", "02100123006809", "00123"),
    ])
  func otherLabels(pattern: String, digits: String, item: String?) throws {
    let label = try InStorePattern(pattern).label(digits)
    #expect(label?.item == item)
  }

  @Test(
    "a faulty pattern is refused with the piece at fault",
    arguments: [
      ("21IIIIIPPPPC", .wrongLength(12)),
      ("21IIIIIPPPPPPC", .wrongLength(14)),
      ("", .wrongLength(0)),
      ("21IIIIIXPPPPC", .unknownCharacter("X")),
      ("21iiiiiPPPPPC", .unknownCharacter("i")),
      ("２1IIIIIPPPPPC", .unknownCharacter("２")),
      ("19IIIIIPPPPPC", .prefixOutOfRange("19")),
      ("2IIIIIIPPPPPC", .prefixOutOfRange("2")),
      ("IIIIIIIPPPPPC", .prefixOutOfRange("")),
      ("21IIIIIPPPPWC", .severalMeasures("PW")),
      ("21IIIIIIIIIIC", .missing("a price, weight or quantity")),
      ("21PPPPPPPPPPC", .missing("the item")),
      ("21IIPPPIIPPPC", .scattered("I")),
      ("21PIIIIIIPPPC", .scattered("P")),
      ("21III00PPPPPC", .literalAfterPrefix("0")),
      ("21IIIIIPPPPPP", .checkDigitNotLast),
      ("21IIIICPPPPPC", .checkDigitNotLast),
    ] as [(String, InStorePattern.Fault)])
  func faults(pattern: String, expected: InStorePattern.Fault) {
    let fault = #expect(throws: InStorePattern.Fault.self) { try InStorePattern(pattern) }
    #expect(fault == expected)
    #expect(fault?.description.isEmpty == false)
  }
}
