import Checkout
// Foundation has files.
import Foundation
import Ledger
import TestShop
import Testing
import TillCLI

/// Files that are imported into a fresh shop.
@Suite struct ImportTests {
  private let shop: TestShop
  private let till: Till

  init() throws {
    shop = try TestShop()
    till = try shop.till(drawer: 1)
  }

  private func path(_ name: String) -> String { shop.folder.appending(path: name).path }

  /// Writes a file and answers `import` of it.
  private func take(
    _ kind: String, _ bytes: some Collection<UInt8>, _ options: String = ""
  ) throws -> JSON {
    try Data(bytes).write(to: shop.folder.appending(path: "in.csv"))
    return try answer("import \(kind) \(path("in.csv")) \(options)")
  }

  private func answer(_ line: String) throws -> JSON {
    try JSON(parsing: till.reply(to: Array(line.utf8)).json(.chinese).text)
  }

  private func onHand(_ code: String) throws -> Int? {
    try answer("stock \(code)")["stock"]?.array?.first?["on_hand"]?.int
  }

  @Test func `goods come in by file, one document for what one paper brought`() throws {
    let text = """
      code,qty,cost,lot,exp,supplier,doc,reg,net
      xs001,5,20.00,I1,2029-01-31,美源商贸,FH-1,国妆1,500ml
      xs002,3,15,I2,2029-01-31,美源商贸,FH-1,,
      6901234567892,2,,I3,2029-02-28,丽兴,FH-9,,

      """
    let tried = try take("stock", text.utf8, "--dry-run")
    #expect(tried["import"]?["taken"]?.int == 3 && tried["import"]?["dry_run"]?.bool == true)
    #expect(try onHand("xs001") == 0)
    let taken = try take("stock", text.utf8)
    #expect(taken["import"]?["documents"]?.array?.count == 2)
    #expect(try onHand("xs001") == 7)
    // The same file brings nothing twice, unless that is meant.
    let again = try take("stock", text.utf8)
    #expect(again["error"]?.string == "already-imported")
    #expect(again["message"]?.string?.contains("G001") == true)
    #expect(try onHand("xs001") == 7)
    // What no column says is as at the receipt before.
    let shown = try answer("show G002")
    #expect(shown["document"]?["total"]?.int == 4000)
    #expect(try answer("void G001 录错")["ok"]?.bool == true)
    #expect(try onHand("xs001") == 2)
    #expect(try take("stock", text.utf8, "--again")["ok"]?.bool == true)
    #expect(try onHand("xs001") == 9)
    #expect(try answer("verify")["ok"]?.bool == true)
  }

  @Test
  func `what is wrong with rows is said in the shop's language, in the file of rejected ones too`()
    throws
  {
    let goods = "code,units,cost,exp\nxs001,0,,\nnope,1,,\nxs001,2,abc,\nxs001,2\nxs001,2,,\n"
    let refused = try take("stock", goods.utf8)
    #expect(
      refused["message"]?.string?.hasSuffix(
        """
        (4处): 第2行 units "0": 应为: 1到999999的整数; 第3行 code "nope": 没有这个编码的商品; \
        第4行 cost "abc": 应为: 元, 如 20.00; 第5行: 2格, 表头有4格
        """) == true)
    let taken = try take("stock", goods.utf8, "--skip-bad")
    #expect(taken["import"]?["faults"]?.array?.first?["reason"]?.string == "应为: 1到999999的整数")
    let rejected = try String(contentsOfFile: path("in.rejected.csv"), encoding: .utf8)
    #expect(rejected.contains("nope,1,,,3,code: 没有这个编码的商品\n"))
    let columns = try take("stock", "code,units,colour\n".utf8)
    #expect(columns["message"]?.string?.contains("第1行 \"colour\": 不认识的列; 可用: code, units") == true)
    let items = "code,name,kind,category,unit,price,tax\nw,剪发,service,剪发,次,66,6\n"
    #expect(
      try take("catalog", items.utf8)["message"]?.string?.hasSuffix(
        "(1处): 第2行 code \"w\": 是指令用词, 请另选") == true)
    let name = "Alexandra Constantinou Smith"
    let members = "name,phone\n\(name),13911112222\n\(name),13911112222\n,13911113333\n"
    #expect(
      try take("members", members.utf8)["message"]?.string?.hasSuffix(
        "(2处): 第3行 phone \"13911112222\": 已是会员1的; 第4行 name: 应为: 1到30个字") == true)
  }

  @Test func `a key makes an import happen once`() throws {
    let rows = "code,name,kind,category,unit,price,tax\nzz01,新品,product,洗护,瓶,66,13\n"
    try Data(rows.utf8).write(to: shop.folder.appending(path: "in.csv"))
    let line = "!K1 import catalog \(path("in.csv"))"
    #expect(try answer(line)["import"]?["taken"]?.int == 1)
    #expect(try answer(line)["repeated"]?.bool == true)
    #expect(try answer("!K1 import catalog other.csv")["ok"]?.bool == false)
    // The file may be gone by then.
    let goods = "!K2 import stock \(path("goods.csv"))"
    try Data("code,units\nxs001,2\n".utf8).write(to: shop.folder.appending(path: "goods.csv"))
    #expect(try answer(goods)["import"]?["taken"]?.int == 1)
    try FileManager.default.removeItem(atPath: path("goods.csv"))
    let again = try answer(goods)
    #expect(again["repeated"]?.bool == true)
    #expect(again["document"]?["number"]?.string?.hasSuffix("G001") == true)
    #expect(try onHand("xs001") == 2)
  }

  @Test func `a long file is many documents, whole or not at all`() throws {
    let rows = (1...450).map { number in
      "\(number % 2 == 0 ? "xs001" : "xs002"),\(number),20,L\(number),,S\(number / 201),F-1\n"
    }
    let text = "code,units,cost,lot,expires,supplier,document\n" + rows.joined()
    // What is wrong far behind takes back what was written before.
    let refused = try take("stock", (text + "xs001,\"1\n").utf8)
    #expect(refused["error"]?.string == "file-refused")
    #expect(refused["message"]?.string?.contains("第452行") == true)
    #expect(try onHand("xs001") == 0 && onHand("xs002") == 0)
    let taken = try take("stock", text.utf8)["import"]
    // A hundred rows at the most, and one supplier: 200, 201 and 49.
    let numbers = taken?["documents"]?.array?.compactMap(\.string) ?? []
    #expect(taken?["rows"]?.int == 450 && taken?["taken"]?.int == 450)
    #expect(numbers.map { $0.suffix(4) } == (1...6).map { "G00\($0)" }, "\(numbers)")
    #expect(try onHand("xs001") == (2...450).filter { $0 % 2 == 0 }.reduce(0, +))
    #expect(try onHand("xs002") == (1...450).filter { $0 % 2 == 1 }.reduce(0, +))
    #expect(try answer("show G006")["document"]?["units"]?.int == (402...450).reduce(0, +))
    #expect(try answer("verify")["ok"]?.bool == true)
  }

  @Test(arguments: [
    ("xs001,-1,20,J,2029-01-31", "units", "-1"), ("xs001,0,20,J,2029-01-31", "units", "0"),
    ("xs001,1000000,20,J,2029-01-31", "units", "1000000"),
    ("xs001,1.5,20,J,2029-01-31", "units", "1.5"), ("xs001,,20,J,2029-01-31", "units", ""),
    ("nosuch,1,20,J,2029-01-31", "code", "nosuch"), ("jf,1,20,J,2029-01-31", "code", "jf"),
    (",1,20,J,2029-01-31", "code", ""), ("xs001,1,2x,J,2029-01-31", "cost", "2x"),
    ("xs001,1,1.005,J,2029-01-31", "cost", "1.005"),
    ("xs001,999999,9999999,J,2029-01-31", "cost", "9999999.00"),
    ("xs001,1,20,J,2020-01-31", "expires", "2020-01-31"),
    ("xs001,1,20,J,2029-02-30", "expires", "2029-02-30"),
    ("xs001,1,20,A,2030-01-31", "expires", "2030-01-31"), ("xs001,1,20", "", ""),
    ("xs001,1,20,#3,2029-01-31", "lot", "#3"),
    ("(01)06901234567892(10)J1,1,20,J,2029-01-31", "lot", "J"),
    ("(01)06901234567892(17)290228,1,20,J,2029-01-31", "expires", "2029-01-31"),
  ])
  func `a bad row is named with line, column and value, and keeps the file out`(
    row: String, column: String, value: String
  ) throws {
    let text = "code,units,cost,lot,expires\nxs001,4,20,A,2029-01-31\n\(row)\n"
    let refused = try take("stock", text.utf8)
    #expect(refused["error"]?.string == "file-refused" && refused["need"]?.int == 1)
    #expect(refused["message"]?.string?.contains("第3行") == true)
    #expect(try onHand("xs001") == 0)
    let taken = try take("stock", text.utf8, "--skip-bad")["import"]
    let fault = taken?["faults"]?.array?.first
    #expect(taken?["taken"]?.int == 1 && taken?["rejected"]?.int == 1)
    #expect(fault?["line"]?.int == 3 && fault?["column"]?.string == column)
    #expect(fault?["value"]?.string == value)
    #expect(try onHand("xs001") == 4)
    let rejected = try String(contentsOfFile: path("in.rejected.csv"), encoding: .utf8)
    #expect(rejected.contains("\(row),3,"), "\(rejected)")
  }

  @Test func `what a row says of an item and its code of the lot holds as when it is typed`()
    throws
  {
    let text = """
      code,units,lot,expires,supplier,registration,net_content,contact
      xs001,1,R1,2029-01-31,美源商贸,国妆1,500ml,021-5
      xs001,1,R2,2029-01-31,美源商贸,,,
      (01)06901234567892(17)290331(10)R3,1,,,美源商贸,国妆2,,
      6901234567892,1,R4,2029-01-31,美源商贸,,,

      """
    #expect(try take("stock", text.utf8)["import"]?["taken"]?.int == 4)
    let records = try answer("report receiving")["report"]?["records"]?.array ?? []
    let shown = records.suffix(4).map { record in
      ["lot", "expires", "registration", "net_content", "contact"].map {
        record[$0]?.string ?? ""
      }
    }
    #expect(
      shown == [
        ["R1", "2029-01-31", "国妆1", "500ml", "021-5"],
        ["R2", "2029-01-31", "国妆1", "500ml", "021-5"],
        ["R3", "2029-03-31", "国妆2", "500ml", "021-5"],
        ["R4", "2029-01-31", "国妆2", "500ml", "021-5"],
      ])
  }

  @Test(arguments: ["stock", "catalog"])
  func `an import whose rejected rows cannot be written has taken nothing`(kind: String) throws {
    let catalog = try Data(contentsOf: shop.folder.appending(path: "Config/catalog.csv"))
    try FileManager.default.createDirectory(
      atPath: path("in.rejected.csv"), withIntermediateDirectories: true)
    let text =
      kind == "stock"
      ? "code,units\nxs001,2\nxs001,x\n"
      : "code,name,kind,category,unit,price,tax\nzz01,新,product,洗,瓶,7,13\nzz02,新,product,洗,瓶,x,13\n"
    let refused = try take(kind, text.utf8, "--skip-bad")
    #expect(refused["error"]?.string == "file-unreadable")
    #expect(try onHand("xs001") == 0)
    #expect(try answer("price zz01")["error"]?.string == "item-unknown")
    #expect(try Data(contentsOf: shop.folder.appending(path: "Config/catalog.csv")) == catalog)
    // The next till finds the catalog as it was.
    let next = try shop.till(drawer: 1)
    let price = next.reply(to: Array("price zz01".utf8)).json(.chinese)
    #expect(price["error"]?.string == "item-unknown")
  }

  @Test func `a catalog that the shop's other files contradict is not taken`() throws {
    try Data("code,name,price,item,units\nzz,套,100,jf,1\nzz,套,100,xs001,1\n".utf8)
      .write(to: shop.folder.appending(path: "Config/kits.csv"))
    let text = "code,name,kind,category,unit,price,tax\nxs001,洗发水,product,洗护,瓶,,13\n"
    for options in ["", "--skip-bad", "--dry-run"] {
      let refused = try take("catalog", text.utf8, options)
      #expect(refused["error"]?.string == "file-refused")
      #expect(refused["message"]?.string?.contains("Config/kits.csv: 第3行") == true)
    }
    // It opens as before.
    let next = try shop.till(drawer: 1)
    let price = next.reply(to: Array("price xs001".utf8)).json(.chinese)
    #expect(price["price"]?["price"]?.int == 8800)
  }

  @Test(arguments: [
    Array("\u{FEFF}code,units\r\n\"xs001\",\"1\"\r\n".utf8),
    [0xB1, 0xE0, 0xC2, 0xEB, 0x2C, 0xCA, 0xFD, 0xC1, 0xBF, 0x0A] + Array("xs001,1\n".utf8),
    Array("Code, Qty \nXS001, 1 \n\n".utf8),
  ])
  func `a file may come from any spreadsheet`(bytes: [UInt8]) throws {
    #expect(try take("stock", bytes)["import"]?["taken"]?.int == 1)
    #expect(try onHand("xs001") == 1)
  }

  @Test(arguments: [
    ("", "file-refused"), ("code,qty,colour\n", "file-refused"), ("code\n", "file-refused"),
    ("code,qty,units\n", "file-refused"), ("code,qty\n\"xs001,1\n", "file-refused"),
    ("code,qty\nxs001,1\u{0}\n", "file-refused"),
  ])
  func `a file that is no table is refused`(text: String, error: String) throws {
    #expect(try take("stock", text.utf8)["error"]?.string == error)
  }

  @Test func `a file that is not there is said to be`() throws {
    #expect(try answer("import stock \(path("none.csv"))")["error"]?.string == "file-unreadable")
    #expect(try answer("import stock")["error"]?.string == "malformed")
    #expect(try answer("import goods in.csv")["error"]?.string == "malformed")
    #expect(try answer("import stock in.csv --force")["error"]?.string == "malformed")
  }

  @Test func `items of a file take the places of those of their codes`() throws {
    let text =
      "code,name,kind,category,unit,price,tax\nzz01,新品,product,洗护,瓶,66,13\nxs001,洗发水,product,洗护,瓶,90,13\n"
    #expect(try take("catalog", text.utf8, "--dry-run")["import"]?["taken"]?.int == 2)
    #expect(try answer("price zz01")["error"]?.string == "item-unknown")
    #expect(try take("catalog", text.utf8)["import"]?["taken"]?.int == 2)
    #expect(try answer("price zz01")["price"]?["price"]?.int == 6600)
    // What the file has no column for stays.
    #expect(try answer("price 6901234567892")["price"]?["price"]?.int == 9000)
    #expect(try answer("price jf")["ok"]?.bool == true)
    let bad =
      "code,name,kind,category,unit,price,tax\nzz02,新,product,洗,瓶,6x,13\nzz03,新,product,洗,瓶,7,13\n"
    let refused = try take("catalog", bad.utf8)
    #expect(refused["message"]?.string?.contains("第2行 price \"6x\"") == true)
    #expect(try answer("price zz03")["error"]?.string == "item-unknown")
    #expect(try take("catalog", bad.utf8, "--skip-bad")["import"]?["taken"]?.int == 1)
    #expect(try answer("price zz03")["price"]?["price"]?.int == 700)
  }

  @Test func `members come in by file with what they held`() throws {
    let text = "name,phone,principal,bonus,points\n王一,13911112222,100,20,50\n王二,13911112223,,,\n"
    #expect(try take("members", text.utf8)["import"]?["taken"]?.int == 2)
    let member = try answer("member show 13911112222")["member"]
    #expect(member?["principal"]?.int == 10_000 && member?["points"]?.int == 50)
    let bad =
      "name,phone,principal\n王三,13911112222,1\n王四,1391,1\n王五,13911112229,1x\n王六,13911112230,5.5\n"
    #expect(try take("members", bad.utf8)["need"]?.int == 3)
    #expect(try take("members", bad.utf8, "--skip-bad")["import"]?["taken"]?.int == 1)
    #expect(try answer("verify")["ok"]?.bool == true)
  }
}
