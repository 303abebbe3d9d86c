import Foundation
import Glibc
import Ledger
import Testing

@Suite struct ShopFilesTests {
  private static let head = "code,name,kind,category,unit,price,tax\n"
  private static let rows = head + "jf,剪发,service,剪发,次,128.00,6\n"

  /// Runs the program on a file it must refuse, and makes sure that it left the ledger alone.
  private func refusal(
    of file: String, _ bytes: [UInt8], in language: String = "en"
  ) throws -> String {
    let shop = try TestShop(isOpen: false)
    try shop.speak(language)
    try shop.settle()
    let before = try shop.bytes("ledger/till.db")
    try shop.write(bytes, to: "Config/\(file)")
    let ending = try shop.run("sell jf w\nverify\n")
    let after = try shop.bytes("ledger/till.db")
    #expect(before == after)
    let (status, replies) = (ending.status, ending.outcomes)
    #expect(status == 64)
    #expect(replies == [file == "catalog.csv" ? "catalog-refused" : "config-refused"])
    #expect(!actOnTerminal(ending.output) && !actOnTerminal(ending.errors))
    return ending.errorText
  }

  @Test(
    arguments: [
      ("a line feed in a name", rows + "qq,\"a\nb\",service,x,次,1.00,6\n", ["line 3", "name"]),
      ("an open quote", rows + "qq,\"a", ["line 3", "quotes"]),
      (
        "a field of 1 MB", rows + "qq,\(String(repeating: "a", count: 1 << 20)),service,x,次,1,6\n",
        ["line 3"]
      ),
      ("a missing column", "code,name\njf,剪发\n", ["line 1", "kind", "price"]),
      ("a code twice", rows + "jf,剪发,service,剪发,次,1.00,6\n", ["line 3", "code", "jf", "line 2"]),
      ("a verb", rows + "bill,x,service,x,次,1.00,6\n", ["line 3", "code", "bill"]),
      ("a tender", rows + "w50,x,service,x,次,1.00,6\n", ["line 3", "code", "w50"]),
      ("a discount", rows + "8.8z,x,service,x,次,1.00,6\n", ["line 3", "code", "8.8z"]),
      (
        "an escape sequence", rows + "qq,a\u{1B}[2Jb,service,x,次,1.00,6\n",
        ["line 3", "name", "U+001B"]
      ),
      ("a price by exponent", rows + "qq,x,service,x,次,1e5,6\n", ["line 3", "price", "1e5"]),
      ("a price of 10^18", rows + "qq,x,service,x,次,1000000000000000000,6\n", ["line 3", "price"]),
      ("a tax above 100", rows + "qq,x,service,x,次,1.00,101\n", ["line 3", "tax"]),
      ("a kind of its own", rows + "qq,x,gadget,x,次,1.00,6\n", ["line 3", "kind", "service"]),
      ("too few fields", rows + "qq,x\n", ["line 3"]),
      ("nothing", "", ["file"]),
    ])
  func `a bad catalog is refused with line and column`(
    what: String, text: String, named: [String]
  ) throws {
    let message = try refusal(of: "catalog.csv", Array(text.utf8))
    let missing = (["Config/catalog.csv"] + named).filter { !message.contains($0) }
    #expect(missing == [], "\(message)")
  }

  @Test
  func
    `what is wrong with a Chinese shop's files is said in Chinese, whatever the terminal's language`()
    throws
  {
    let catalog = try refusal(
      of: "catalog.csv", Array((Self.rows + "w50,x,service,x,次,1.00,6\n").utf8), in: "zh-Hans")
    #expect(catalog.contains("Config/catalog.csv: 第3行 code \"w50\": 是指令用词, 请另选"))
    let staff = try refusal(of: "staff.json", Array(#"{"staff": []}"#.utf8), in: "zh-Hans")
    #expect(
      staff.contains(
        #"Config/staff.json: $.staff: 没有店长; 应为: 至少一个 "role": "manager""#))
  }

  @Test func `a catalog in no known encoding is refused`() throws {
    let message = try refusal(of: "catalog.csv", Array(Self.rows.utf8) + [0xFF, 0xFE, 0x80, 0x0A])
    #expect(message.contains("UTF-8") && message.contains("GB18030"))
  }

  @Test func `a byte order mark, CRLF, quotes and GB18030 change nothing about a catalog`() throws {
    let shop = try TestShop(isOpen: false)
    let quoted = TestShop.catalog.replacing("剪发,service", with: "\"剪发\",service")
    let national = String.Encoding(rawValue: 0x8000_0632)
    let forms: [[UInt8]] = [
      [0xEF, 0xBB, 0xBF] + Array(TestShop.catalog.utf8),
      Array(TestShop.catalog.replacing("\n", with: "\r\n").utf8), Array(quoted.utf8),
      [UInt8](TestShop.catalog.data(using: national) ?? Data()),
    ]
    let head = try shop.run("verify\n").replies.first?["verify"]?["head"]?.string
    for form in forms {
      try shop.write(form, to: "Config/catalog.csv")
      let after = try shop.run("verify\n").replies.first?["verify"]?["head"]?.string
      #expect(head != nil && after == head)
    }
  }

  @Test func `an edited catalog is taken in at the next start, and the change goes on record`()
    throws
  {
    let shop = try TestShop()
    try shop.run("sell jf w\n")
    let edited = TestShop.catalog.replacing(
      "jf,剪发,service,剪发,次,128.00", with: "jf,剪发,service,剪发,次,138.00"
    )
    .replacing("xf,", with: "mf,")
    try shop.write(edited, to: "Config/catalog.csv")
    let ending = try shop.run("sell jf w\nxf\nsell mf w\nsell 6901234567892 w\nshow 1\nverify\n")
    let totals = ending.replies.map { $0["document"]?["total"]?.integer }
    #expect(totals == [13_800, nil, 6_800, 6_800, 12_800, nil])
    let faults = ending.replies.last?["verify"]?["faults"]?.array?.count
    #expect(faults == 0)
    let events = try Database(shop.ledger).texts(
      "SELECT line FROM entry WHERE kind = 'event' AND line LIKE '%catalog%' ORDER BY sequence")
    let counts = try events.last.map { try JSON(parsing: $0) }
    let change = [
      counts?["added"]?.integer, counts?["changed"]?.integer, counts?["removed"]?.integer,
    ]
    #expect(change == [1, 1, 1])
  }

  @Test(
    arguments: [
      ("no JSON", "name: x", ["line 1"]),
      ("nothing", "", ["line 1"]),
      ("a list", "[]", ["$", "object"]),
      ("a key twice", "{\n\"name\": \"x\",\n\"name\": \"y\"}", ["line 3", "name"]),
      ("a strange key", "{\"name\":\"x\",\"colour\":1}", ["$.colour", "drawers", "time_zone"]),
      ("a strange key with an escape", "{\"name\":\"x\",\"a\\u001b[2J\":1}", ["unknown"]),
      ("no name", "{}", ["$.name", "text"]),
      ("drawer 0", "{\"name\":\"x\",\"drawers\":[1,0]}", ["$.drawers[1]", "1 to 999"]),
      ("no drawer", "{\"name\":\"x\",\"drawers\":[]}", ["$.drawers"]),
      ("no cash", "{\"name\":\"x\",\"tenders\":[\"wechat\"]}", ["$.tenders", "cash"]),
      (
        "a strange tender", "{\"name\":\"x\",\"tenders\":[\"gold\"]}",
        ["$.tenders[0]", "\"wechat\""]
      ),
      (
        "a zone on Mars", "{\"name\":\"x\",\"time_zone\":\"Mars/Base\"}", ["$.time_zone", "+08:00"]
      ),
      ("a folder of zones", "{\"name\":\"x\",\"time_zone\":\"Asia\"}", ["$.time_zone", "+08:00"]),
      ("no zone's file", "{\"name\":\"x\",\"time_zone\":\"zone.tab\"}", ["$.time_zone", "+08:00"]),
      (
        "a zone elsewhere", "{\"name\":\"x\",\"time_zone\":\"../../etc/hostname\"}", ["$.time_zone"]
      ),
      ("hour 25", "{\"name\":\"x\",\"cut_over_hour\":25}", ["$.cut_over_hour", "0 to 12"]),
      ("10^20", "{\"name\":\"x\",\"cut_over_hour\":100000000000000000000}", ["line 1"]),
      ("a fraction", "{\"name\":\"x\",\"paper_columns\":48.5}", ["line 1"]),
      ("40 columns", "{\"name\":\"x\",\"paper_columns\":40}", ["$.paper_columns", "32, 42 or 48"]),
      ("an escape", "{\"name\":\"a\\u001b[2J\"}", ["$.name"]),
      (
        "a number for a limit", "{\"name\":\"x\",\"on_account\":[{\"name\":\"a\",\"limit\":5}]}",
        ["$.on_account[0].limit", "yuan"]
      ),
      ("far too deep", String(repeating: "[", count: 100_000), ["line 1", "64"]),
    ])
  func `a bad shop.json is refused with its line or path and what is accepted`(
    what: String, text: String, named: [String]
  ) throws {
    let message = try refusal(of: "shop.json", Array(text.utf8))
    let missing = (["Config/shop.json"] + named).filter { !message.contains($0) }
    #expect(missing == [], "\(message)")
  }

  @Test(arguments: [("zh-Hans", "应为: 32, 42 或 48"), ("en", "expected 32, 42 or 48")])
  func `wrong settings are refused in the language that they state`(
    language: String, expected: String
  ) throws {
    let text = "{\"name\": \"x\", \"paper_columns\": 40, \"language\": \"\(language)\"}"
    let message = try refusal(of: "shop.json", Array(text.utf8))
    #expect(message.contains("$.paper_columns: 40; \(expected)"), "\(message)")
  }

  @Test(
    arguments: [
      ("no JSON", "staff", ["line 1"]),
      ("nobody", "{\"staff\":[]}", ["$.staff", "manager"]),
      (
        "a number twice",
        "{\"staff\":[{\"no\":1,\"name\":\"a\",\"role\":\"manager\"},{\"no\":1,\"name\":\"b\"}]}",
        ["$.staff[1].no", "once"]
      ),
      ("number 0", "{\"staff\":[{\"no\":0,\"name\":\"a\"}]}", ["$.staff[0].no", "1 to 9999"]),
      (
        "a strange role", "{\"staff\":[{\"no\":1,\"name\":\"a\",\"role\":\"boss\"}]}",
        ["$.staff[0].role", "\"cashier\""]
      ),
      (
        "a PIN", "{\"staff\":[{\"no\":1,\"name\":\"a\",\"pin\":\"1234\"}]}",
        ["$.staff[0].pin", "title"]
      ),
      (
        "101 percent",
        """
        {"staff":[{"no":1,"name":"a","role":"manager"}],
        "roles":{"cashier":{"line_discount_percent":101}}}
        """, ["$.roles.cashier.line_discount_percent", "0 to 100"]
      ),
    ])
  func `a bad staff.json is refused with its line or path and what is accepted`(
    what: String, text: String, named: [String]
  ) throws {
    let message = try refusal(of: "staff.json", Array(text.utf8))
    let missing = (["Config/staff.json"] + named).filter { !message.contains($0) }
    #expect(missing == [], "\(message)")
  }

  @Test func `comments and a byte order mark are taken in settings`() throws {
    let shop = try TestShop()
    try shop.write(
      "\u{FEFF}// 店\n" + TestShop.settings(login: false) + "\n// end\n", to: "Config/shop.json")
    let outcomes = try shop.run("sell jf w\n").outcomes
    #expect(outcomes == ["ok"])
  }

  @Test(arguments: ["Config/catalog.csv", "Config/staff.json"])
  func `a folder, a pipe or nothing in a file's place is refused, not waited for`(file: String)
    throws
  {
    let shop = try TestShop()
    try shop.speak("en")
    let path = "\(shop.path)/\(file)"
    try FileManager.default.removeItem(atPath: path)
    for (make, word) in [
      ({ true }, "No such"), ({ mkdir(path, 0o700) == 0 }, "directory"),
      ({ rmdir(path) == 0 && mkfifo(path, 0o600) == 0 }, "Invalid"),
    ] {
      let isMade = make()
      let ending = try shop.run("sell jf w\n")
      let status = ending.status
      #expect(isMade && status == 64)
      #expect(ending.errorText.contains(file) && ending.errorText.contains(word))
    }
  }
}
