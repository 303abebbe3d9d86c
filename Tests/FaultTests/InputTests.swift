import Ledger
import Seeded
import Testing

/// Whether bytes hold what acts on a terminal: C0 but the line feed, DEL, C1 and the controls of
/// writing direction.
func actOnTerminal(_ bytes: [UInt8]) -> Bool {
  String(decoding: bytes, as: UTF8.self).unicodeScalars.contains { scalar in
    switch scalar.value {
    case 0x0A: false
    case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}

@Suite struct InputTests {
  private static let bad: [(String, [UInt8], String)] = [
    ("invalid UTF-8", Array("payin 5 a".utf8) + [0xFF, 0xC3, 0x28], "bad-text"),
    ("a NUL", Array("payin 5 a\0b".utf8), "bad-text"),
    ("an escape sequence", Array("payin 5 \u{1B}[2Jx".utf8), "bad-text"),
    ("a C1 control", Array("payin 5 \u{9B}2Jx".utf8), "bad-text"),
    ("a drawer kick", Array("payin 5 \u{1B}p\0x".utf8), "bad-text"),
    ("a change of direction", Array("payin 5 \u{202E}x".utf8), "bad-text"),
    ("an overlong NUL", Array("payin 5 a".utf8) + [0xC0, 0x80], "bad-text"),
    ("a surrogate", Array("payin 5 a".utf8) + [0xED, 0xA0, 0x80], "bad-text"),
    ("three decimals", Array("payin 5.001 x".utf8), "too-many-decimals"),
    ("10^18", Array("payin 1000000000000000000 x".utf8), "amount-over-limit"),
    ("10^30", Array("payin 1000000000000000000000000000000 x".utf8), "amount-over-limit"),
    ("a negative amount", Array("payin -5 x".utf8), "bad-amount"),
    ("a plus sign", Array("payin +5 x".utf8), "bad-amount"),
    ("an exponent", Array("payin 1e5 x".utf8), "bad-amount"),
    ("a comma", Array("payin 1,000 x".utf8), "bad-amount"),
    ("no digits", Array("payin . x".utf8), "bad-amount"),
    ("not a number", Array("payin nan x".utf8), "bad-amount"),
    ("zero", Array("payin 0 x".utf8), "bad-amount"),
    ("a wrong check digit", Array("6901234567893".utf8), "bad-check-digit"),
    ("an unknown barcode", Array("6901234567809".utf8), "item-unknown"),
    ("no item", Array("nothere".utf8), "item-unknown"),
    ("too many", Array("1000000000*jf".utf8), "bad-quantity"),
    ("none", Array("0*jf".utf8), "bad-quantity"),
    ("a line too long", [UInt8](repeating: 0x61, count: 4_097), "line-too-long"),
    ("10 MB", [UInt8](repeating: 0x20, count: 10 << 20), "line-too-long"),
  ]

  @Test func `what cannot be a line is refused by name, and the next line is served`() throws {
    let shop = try TestShop()
    let before = try shop.run("verify\n").replies.first?["verify"]?["head"]?.string
    let input = Self.bad.flatMap { $0.1 + Array("\n".utf8) } + Array("sell jf w\n".utf8)
    let ending = try shop.start(input).wait()
    let outcomes = ending.outcomes
    let expected = Self.bad.map(\.2) + ["ok"]
    #expect(outcomes == expected)
    let isSafe = !actOnTerminal(ending.output) && !actOnTerminal(ending.errors)
    #expect(isSafe)
    let status = ending.status
    #expect(status == 1)
    #expect((1..<60_000).contains(ending.peakMemory), "\(ending.peakMemory) KiB")
    let after = try shop.run("verify\n").replies.first?["verify"]
    let entries = after?["entries"]?.integer
    let faults = after?["faults"]?.array?.count
    #expect(before != nil && before != after?["head"]?.string && entries == 3 && faults == 0)
  }

  @Test func `no typed byte reaches terminal or printer as a command`() throws {
    let shop = try TestShop()
    let controls = (0..<0x20).map { UInt8($0) } + [0x7F]
    let lines = controls.map { "payin 1 甲\(Character(Unicode.Scalar($0)))乙\n" }
    let texts = try shop.start(lines.joined().utf8).wait()
    let words = try Child([Child.program, "--shop", shop.path], input: Array(lines.joined().utf8))
      .wait()
    #expect(!actOnTerminal(texts.output) && !actOnTerminal(words.output))
    try shop.run("payin 1 买 <b>{reason}</b> %s $(reboot) `x` \\x1b ￥\u{1F600}\nsell jf w\n")
    let slips = try shop.slipBytes(".txt")
    #expect(!slips.isEmpty && !actOnTerminal(slips))
    // A tab is a blank, a carriage return at most the end of a line: both leave two documents.
    let pulses = try shop.slipBytes(".bin").split(separator: 0x1B).filter { $0.first == 0x70 }
    let paidIn = shop.slips().filter { $0.hasSuffix(".bin") }.count
    #expect(pulses.count <= paidIn)
  }

  @Test func `full width, an input method's signs, CRLF and blanks mean what ASCII means`() throws {
    let shop = try TestShop()
    let ending = try shop.start(
      "２＊ＪＦ＝３！\r\n、１００．５\r\n　。　\r\n６９０１２３４５６７８９２\r\nｗ\r\n\r\n   \t\n".utf8
    ).wait()
    let outcomes = ending.outcomes
    #expect(outcomes == [String](repeating: "ok", count: 7))
    let totals = ending.replies.compactMap { $0["document"]?["total"]?.integer }
    #expect(totals == [25_600, 6_800])
    let faults = try shop.faults()
    #expect(faults == [])
  }

  @Test(arguments: [("", 0), ("\n", 1), ("sell jf w", 1), ("sell jf w\nsell jf w", 2), ("#", 1)])
  func `input may end anywhere`(input: String, replies: Int) throws {
    let shop = try TestShop()
    let ending = try shop.run(input)
    let (count, status) = (ending.replies.count, ending.status)
    #expect(count == replies)
    #expect(status == 0)
  }

  @Test func `memory does not grow with the sales of one process`() throws {
    let shop = try TestShop()
    let peaks = try [200, 2200].map { count in
      try shop.run(String(repeating: "sell jf xf w\n", count: count)).peakMemory
    }
    #expect(peaks[0] > 0 && peaks[1] - peaks[0] < 4000, "\(peaks) KiB")
  }

  @Test func `five thousand lines of garbage get one object each and change nothing unseen`()
    throws
  {
    let shop = try TestShop()
    var seed = Seeded(2026)
    let lines = (0..<5_000).map { _ in seed.garbage() }
    let ending = try shop.start(lines.flatMap { $0 + [0x0A] }).wait()
    let objects = ending.lines.filter { (try? JSON(parsing: $0))?["ok"]?.bool != nil }.count
    #expect(ending.signal == 0 && ending.status < 70 && objects == 5_000)
    #expect(ending.lines.count == 5_000 && !actOnTerminal(ending.output))
    #expect((1..<120_000).contains(ending.peakMemory), "\(ending.peakMemory) KiB")
    let faults = try shop.faults()
    #expect(faults == [])
  }
}
