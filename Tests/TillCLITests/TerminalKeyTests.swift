import Testing
import TillCLI

@Suite struct TerminalKeyTests {
  private static func keys(_ bytes: some Sequence<UInt8>, cut: Int = .max) -> [Key] {
    var decoder = KeyDecoder()
    var keys: [Key] = []
    var chunk: [UInt8] = []
    for byte in bytes {
      chunk.append(byte)
      if chunk.count >= cut {
        decoder.feed(chunk)
        chunk = []
        while let key = decoder.next() { keys.append(key) }
      }
    }
    decoder.feed(chunk)
    while let key = decoder.next() { keys.append(key) }
    return keys
  }

  private static func typed(_ text: String) -> [Key] { text.unicodeScalars.map(Key.scalar) }

  static let cases: [(String, [Key])] = [
    ("a王💇", typed("a王💇")),
    ("\u{1B}[A\u{1B}OB\u{1B}[C\u{1B}[D", [.up, .down, .edit(.right), .edit(.left)]),
    (
      "\u{1B}[H\u{1B}[F\u{1B}[1~\u{1B}[4~\u{1B}OH", [.home, .end, .home, .end, .home].map(Key.edit)
    ),
    ("\u{1B}[3~\u{1B}[3;5~", [.edit(.delete), .edit(.killWordRight)]),
    (
      "\u{1B}[1;5C\u{1B}[1;3D\u{1B}b\u{1B}f",
      [.wordRight, .wordLeft, .wordLeft, .wordRight].map(Key.edit)
    ),
    ("\u{1B}d\u{1B}\u{7F}", [.edit(.killWordRight), .edit(.killWordLeft)]),
    ("\u{1}\u{5}\u{2}\u{6}", [.home, .end, .left, .right].map(Key.edit)),
    (
      "\u{8}\u{7F}\u{B}\u{15}\u{17}\u{19}",
      [.backspace, .backspace, .killToEnd, .killToStart, .killWordLeft, .yank].map(Key.edit)
    ),
    (
      "\u{3}\u{4}\u{C}\u{1A}\t\u{10}\u{E}",
      [.interrupt, .endOrDelete, .clearScreen, .suspend, .tab, .up, .down]
    ),
    (
      "a\rb\nc\r\nd",
      typed("a") + [.enter] + typed("b") + [.enter] + typed("c") + [.enter] + typed("d")
    ),
    ("\r\r\n\n", [.enter, .enter, .enter]),
    ("\u{0}\u{7}\u{11}\u{13}\u{1C}x", typed("x")),
    ("0104\u{1D}21", typed("0104\u{1D}21")),
    ("\u{1B}[15~\u{1B}[[Ax\u{1B}[?1;2cy\u{1B}[99;99Z", typed("xy")),
    ("\u{1B}6901\r", typed("6901") + [.enter]),
    ("\u{1B}[69\r7", [.enter] + typed("7")),
    ("\u{1B}\u{1B}[A", [.up]), ("\u{1B}O9", typed("O9")),
    (
      "\u{1B}[200~a\tb\r\nc\u{3}\u{1B}[A\u{1B}[201~\t",
      typed("a\tb") + [.enter] + typed("c\u{3}\u{1B}[A") + [.tab]
    ),
  ]

  @Test(arguments: cases, [1, 2, 3, 5, Int.max])
  func `bytes become keys however the reads cut them`(each: (String, [Key]), cut: Int) {
    let keys = Self.keys(each.0.utf8, cut: cut)
    let expected = each.1
    #expect(keys == expected)
  }

  @Test(
    arguments: [
      ([0xFF], [.invalid(0xFF)]), ([0xC0, 0x80], [.invalid(0xC0), .invalid(0x80)]),
      ([0xE7, 0x8E, 0x61], [.invalid(0xE7), .invalid(0x8E), .scalar("a")]),
      ([0xED, 0xA0, 0x80], [.invalid(0xED), .invalid(0xA0), .invalid(0x80)]),
      ([0xE0, 0x9F], [.invalid(0xE0), .invalid(0x9F)]),
      ([0xF0, 0x9F, 0x92, 0x0D], [.invalid(0xF0), .invalid(0x9F), .invalid(0x92), .enter]),
      ([0xF4, 0x90], [.invalid(0xF4), .invalid(0x90)]), ([0xF5], [.invalid(0xF5)]),
      ([0xE7, 0x8E], []), ([0xF0, 0x9F, 0x92], []), ([0xF0], []), ([0xE0], []),
    ] as [([UInt8], [Key])], [1, 9])
  func `bytes that are not UTF-8 are kept as such`(each: ([UInt8], [Key]), cut: Int) {
    let keys = Self.keys(each.0, cut: cut)
    let expected = each.1
    #expect(keys == expected)
  }

  @Test(
    arguments: [
      ("\u{1B}", 50, .edit(.killAll)), ("\u{1B}[1", 50, nil), ("\u{1B}[200~a\u{1B}", 1_000, nil),
    ] as [(String, Int32, Key?)])
  func `a sequence that does not go on is given up`(text: String, patience: Int32, key: Key?) {
    var decoder = KeyDecoder()
    decoder.feed(text.utf8)
    while decoder.next() != nil {}
    let waits = decoder.patience
    let given = decoder.expire()
    let then = decoder.patience
    decoder.feed("\t".utf8)
    let after = decoder.next()
    #expect(waits == patience)
    #expect(given == key)
    #expect(then == nil)
    #expect(after == .tab)
  }

  @Test func `text and half characters are awaited for ever`() {
    var decoder = KeyDecoder()
    decoder.feed([0x61, 0xE7])
    while decoder.next() != nil {}
    let waits = decoder.patience
    #expect(waits == nil)
  }

  @Test func `any bytes end in keys that hold all text`() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      let bytes = (0..<40).map { _ in
        Bool.random(using: &random)
          ? [0x1B, 0x5B, 0x7E, 0x0D, 0xE7, 0x8E, 0x8B, 0x32][Int.random(in: 0..<8, using: &random)]
          : UInt8.random(in: 0...255, using: &random)
      }
      let whole = Self.keys(bytes)
      let cut = Self.keys(bytes, cut: 1)
      #expect(whole == cut, "\(bytes)")
    }
  }
}
