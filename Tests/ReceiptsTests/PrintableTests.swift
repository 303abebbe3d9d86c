// Foundation for its own GB18030 encoder, which is not the one under test.
import Foundation
import Receipts
import Testing

@Suite struct PrintableTests {
  @Test(arguments: [
    ("", 0), ("A1 ~", 4), ("剪发", 4), ("ＡＢ", 4), ("＋", 2), ("，", 2), ("\u{3000}", 2),
    ("·", 2), ("—", 2), ("…", 2), ("“", 2), ("×", 2), ("÷", 2), ("°", 2), ("①", 2), ("★", 2),
    ("é", 2), ("α", 2), ("Я", 2), ("─", 2), ("￥", 2), ("¥", 2), ("¥192.00", 8), ("√", 2),
    ("䶮", 2), ("🐶", 1), ("👩‍👩‍👧‍👦", 1), ("𬱖", 2), ("a\u{200B}b", 2), ("\u{1B}", 0),
    ("ｱ", 1), ("ñ", 1), ("€", 2), ("ḿ", 2),
  ])
  func `a character is as wide as its bytes in GB18030`(text: String, columns: Int) {
    #expect(displayWidth(text) == columns)
    #expect(displayWidth(printable(text)) == columns)
  }

  @Test(arguments: [
    ("剪发 A~", "剪发 A~"), ("¥1", "￥1"), ("•", "·"), ("–", "-"), ("−", "-"), ("✓", "√"),
    ("©", "(C)"), ("²", "2"), ("½", "1/2"), ("〜", "～"), ("\u{A0}|\u{2003}|", " | |"),
    ("‑‒✔®™³¼¾", "--√(R)TM31/43/4"), ("и\u{306}", "й"), ("カ\u{3099}", "ガ"), ("m\u{301}", "ḿ"),
    ("•\u{3000}", "·\u{3000}"), ("a\u{2029}b", "a b"),
    ("e\u{301}", "é"), ("u\u{308}\u{30C}", "ǚ"), ("か\u{3099}", "が"), ("剪\u{301}发", "剪发"),
    ("葛\u{E0100}", "葛"), ("1\u{FE0F}\u{20E3}", "1"), ("😀", "?"), ("👩‍👩‍👧‍👦x", "?x"),
    ("🇨🇳", "?"), ("㛃", "□"), ("𬱖", "□"), ("?\u{301}", "?"), ("a\tb\r\nc\u{2028}d", "a b c d"),
    ("a\u{1B}p\u{0}\u{7F}\u{85}\u{9B}z", "ap z"), ("\u{202E}12\u{2066}3\u{200F}", "123"),
    ("a\u{AD}b\u{FEFF}c\u{200D}", "abc"), ("\u{E000}", "?"), ("\u{10FFFF}", "?"),
  ])
  func `what a printer lacks is replaced before it is measured`(text: String, expected: String) {
    let made = printable(text)
    #expect(Array(made.unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test func `no character of any text is left that a printer takes for something else`() {
    let values = Array(0..<0x10000) + Array(stride(from: 0x10000, to: 0x110000, by: 97))
    let faults = values.compactMap(Unicode.Scalar.init).filter { !isPrinted($0) }
    #expect(faults == [])
  }

  private func isPrinted(_ scalar: Unicode.Scalar) -> Bool {
    let alone = printable(String(scalar))
    let bytes = alone.data(using: String.Encoding(rawValue: 0x8000_0632)) ?? Data([0])
    let isClean = alone.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x10000 }
    return isClean && bytes.count == displayWidth(alone)
      && alone.unicodeScalars.allSatisfy { bytes.count >= ($0.value < 0x80 ? 1 : 2) }
  }
}
