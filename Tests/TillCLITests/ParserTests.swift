import Checkout
import Ledger
import Pricing
import Testing

@testable import TillCLI

private func command(_ line: String) -> Result<Command, Refusal> {
  do throws(Refusal) {
    return .success(try parse(try TypedLine(line.utf8)))
  } catch {
    return .failure(error)
  }
}

private let chosen = StaffShare(staff: 3, share: 100, isChosen: true)

@Test(
  arguments: [
    ("", .showBill),
    ("   \r", .showBill),
    ("# 早上好", .comment),
    ("jf", .ring(Ring(quantity: 1, code: "jf", staff: []))),
    ("JF", .ring(Ring(quantity: 1, code: "jf", staff: []))),
    ("2*jf=3!", .ring(Ring(quantity: 2, code: "jf", staff: [chosen]))),
    ("２＊ｊｆ＝３！", .ring(Ring(quantity: 2, code: "jf", staff: [chosen]))),
    ("6901234567892", .ring(Ring(quantity: 1, code: "6901234567892", staff: []))),
    ("剪发", .ring(Ring(quantity: 1, code: "剪发", staff: []))),
    (":2", .pick(2)),
    ("=3!", .serve(line: nil, [chosen])),
    ("2 =3!", .serve(line: 2, [chosen])),
    ("-10%", .reduce(line: nil, .percentOff(1000))),
    ("-12.5%", .reduce(line: nil, .percentOff(1250))),
    ("8.8z", .reduce(line: nil, .payable(8800))),
    ("88z", .reduce(line: nil, .payable(8800))),
    ("-5", .reduce(line: nil, .amountOff(Money(fen: 500)))),
    ("$88.00", .reduce(line: nil, .price(Money(fen: 8800)))),
    ("￥88", .reduce(line: nil, .price(Money(fen: 8800)))),
    ("gift", .reduce(line: nil, .gift)),
    ("2 -10%", .reduce(line: 2, .percentOff(1000))),
    ("bill", .settlementList),
    ("bill -20", .reduceBill(.amountOff(Money(fen: 2000)))),
    ("x", .removeLine(nil)),
    ("x2", .removeLine(2)),
    ("x*", .removeAll),
    ("Ｘ＊", .removeAll),
    ("u", .undo),
    ("hold 8号", .hold(tag: "8号")),
    (".", .pay([Tender(.cash)])),
    ("。", .pay([Tender(.cash)])),
    ("/100", .pay([Tender(.cash, amount: Money(fen: 10_000))])),
    ("、100", .pay([Tender(.cash, amount: Money(fen: 10_000))])),
    ("w", .pay([Tender(.wechat)])),
    ("w50 a .", .pay([Tender(.wechat, amount: Money(fen: 5000)), Tender(.alipay), Tender(.cash)])),
    ("b88.5 ref=Ab1", .pay([Tender(.bank, amount: Money(fen: 8850), reference: "Ab1")])),
    ("owe jinghotel", .pay([Tender(.owe, debtor: "jinghotel")])),
    ("open 300", .open(float: Money(fen: 30_000))),
    ("payin 100 换零钱。", .move(.paidIn(Money(fen: 10_000), reason: "换零钱。"))),
    (
      "payin 5 a=\"b  c\" d", .move(.paidIn(Money(fen: 500), reason: "a=b c d"))
    ),
    ("payin 5 a=\"b c", .move(.paidIn(Money(fen: 500), reason: "a=\"b c"))),
    ("payin 5 \"b c\"", .move(.paidIn(Money(fen: 500), reason: "\"b c\""))),
    ("payin 5 5=\"b c\"", .move(.paidIn(Money(fen: 500), reason: "5=\"b c\""))),
    ("stock low", .stock(.low(csv: nil))),
    ("stock low csv=\"my low.csv\"", .stock(.low(csv: "my low.csv"))),
    ("stock expiring 30 csv=a", .stock(.expiring(days: 30, csv: "a"))),
    ("report receiving", .reportGoods(GoodsWords(subject: .receiving(nil), csv: nil))),
    ("report items x-1", .reportGoods(GoodsWords(subject: .items(code: "x-1", nil), csv: nil))),
    ("drop 1500", .move(.drop(Money(fen: 150_000)))),
    ("close 1458", .close(CashCount(total: Money(fen: 145_800)), keep: nil)),
    (
      "close 10x100 2x0.5 keep=300",
      .close(
        CashCount(denominations: [
          CashCount.Denomination(Money(fen: 10_000), count: 10),
          CashCount.Denomination(Money(fen: 50), count: 2),
        ]),
        keep: Money(fen: 30_000))
    ),
    ("login 3 1234", .login(staff: 3, pin: "1234")),
    ("passwd 3 123457", .passwd(staff: 3, pin: "123457")),
    ("void JA20261121-0031 顾客 改主意", .void(number: "ja20261121-0031", reason: "顾客 改主意")),
    ("price jf on=2026-11-01", .price(code: "jf", on: BusinessDate(year: 2026, month: 11, day: 1))),
  ] as [(String, Command)])
func `a line is read as its command`(line: String, expected: Command) throws {
  let read = try command(line).get()
  #expect(read == expected)
}

@Test(
  arguments: [
    ("jf =3", "jf=3"), ("2* jf", "2*jf"), ("jf 2", "2*jf"), ("jf x2", "2*jf"), ("x 1", "x1"),
    ("gift 1", "1 gift"), ("opne 300", "open"), ("jf xs001", "help"), ("report stok", nil),
  ])
func `a line in two words that is written as one is met with how it is written`(
  line: String, meant: String?
) {
  guard case .failure(let refusal) = command(line) else {
    Issue.record("\(line) was read")
    return
  }
  #expect(refusal.expected == meant ?? "report stock [DATE] [csv=FILE]")
}

@Test(
  arguments: [
    ("jf=3:70,5:40", .staffSharesWrong), ("jf=3,3", .staffSharesWrong), ("jf=", .staffSharesWrong),
    ("0*jf", .badQuantity), ("99999999*jf", .badQuantity), ("*jf", .badQuantity),
    ("-5.555", .tooManyDecimals), ("$-5", .badAmount), ("-0", .badAmount), ("-101%", .badAmount),
    ("/100.001", .tooManyDecimals), ("/1000000000000000000", .amountOverLimit),
    ("/1e5", .badAmount),
    ("w0", .badAmount), ("/0", .badAmount), ("open -1", .badAmount), ("open", .malformed),
    ("open 1 2", .malformed), ("open 88.123", .tooManyDecimals), ("close", .malformed),
    ("close 3x", .malformed), ("report y", .malformed), ("payin 5", .malformed),
    ("nosale", .malformed), ("void 3", .malformed), ("x2 x3", .unknownCommand),
    ("opne 300", .unknownCommand), (":x", .malformed), ("w ref=", .malformed),
    ("price jf on=2026-13-01", .malformed), ("!bad*key jf", .malformed),
    ("jf\u{1B}[31m", .badText), ("jf\u{202E}", .badText), ("payin 5 a\u{1D}b", .badText),
    (String(repeating: "9", count: 4097), .lineTooLong),
  ] as [(String, Refusal.Name)])
func `a line that cannot be read is refused by name`(line: String, name: Refusal.Name) {
  guard case .failure(let refusal) = command(line) else {
    Issue.record("\(line) was read")
    return
  }
  #expect(refusal.name == name)
}

@Test func `an approval is taken off the end of its line`() throws {
  let line = try TypedLine("2 -30% OK 1 482913".utf8)
  let words = line.words.map(\.key)
  #expect(words == ["2", "-30%"])
  #expect(line.approval == TypedLine.Approval(staff: "1", pin: "482913"))
  let asked = try TypedLine("gift ok 1".utf8)
  #expect(asked.approval == TypedLine.Approval(staff: "1", pin: nil))
}

@Test func `invalid UTF-8 and NUL are refused`() {
  for bytes in [[0xFF], [0x6A, 0xC3], [0x6A, 0x00], [0xED, 0xA0, 0x80]] as [[UInt8]] {
    #expect(throws: Refusal.self) { try TypedLine(bytes) }
  }
}

@Test func `one scanned item is paid by one key, and with a note by four`() throws {
  let exact = try command(".").get()
  let note = try command("/100").get()
  #expect(exact == .pay([Tender(.cash)]))
  #expect(note == .pay([Tender(.cash, amount: Money(fen: 10_000))]))
}

@Test func `no word of the language may be an item's code`() {
  for verb in Verb.allCases { #expect(isReserved(verb.rawValue)) }
  for word in [
    "w", "w50", "v50", "x2", "x", "8.8z", "9z", "gift", "coupon", "topup", "k2", ".", "@a",
  ] {
    #expect(isReserved(word), "\(word)")
  }
  for code in ["jf", "xs001", "00123", "wash", "剪发", "a1b", "z9"] {
    #expect(!isReserved(code), "\(code)")
  }
}

@Test(
  arguments: [("open", "opne", 1), ("close", "clsoe", 1), ("verify", "verfy", 1), ("a", "", 1)])
func `a slip of the finger is one step away`(left: String, right: String, steps: Int) {
  #expect(editDistance(left, right) == steps)
}

@Test(
  arguments: [
    "from=\"Mei Yuan Trading\" lot=\"A 1\" doc=\"7\"", "from=“Mei Yuan  Trading” lot=“A 1” doc=7",
    "FROM=\"Mei Yuan Trading\" LOT=\"A 1\" DOC=“7”",
  ])
func `the value of a field may hold blanks, in quotes`(fields: String) {
  var words = ReceiveWords(code: "xs001", count: 2)
  words.supplier = "Mei Yuan Trading"
  words.label = "A 1"
  words.document = "7"
  #expect(command("receive xs001 2 \(fields)") == .success(.stock(.receive(words))))
}

@Test func `a quote that is not closed, or holds nothing, is no value`() {
  for fields in ["from=\"Mei Yuan", "from=\"", "from=\"\"", "from=\"a b\"c"] {
    #expect(throws: Refusal.self) { try command("receive xs001 2 \(fields)").get() }
  }
}

@Test func `whoever uses goods may have any number that the staff file takes`() throws {
  for staff in [1, 9999] {
    let used = try command("use xs001 1 by=\(staff)").get()
    guard case .stock(.use(let words)) = used else { throw Refusal(.malformed) }
    #expect(words.staff == staff)
  }
}
