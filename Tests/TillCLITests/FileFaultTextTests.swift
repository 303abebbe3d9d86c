import Catalog
import Checkout
import Testing
import TillCLI

/// Whether a text has two English words in a row, names in quotes apart.
func saysEnglish(_ text: String) -> Bool {
  text.replacing(#/"[^"]*"/#, with: "").contains(#/\b[a-z]{2,} [a-z]{2,}\b/#)
}

/// A pattern with a value in each of its places.
private func filled(_ pattern: String) -> String {
  pattern.split(separator: "{}", omittingEmptySubsequences: false).enumerated()
    .map { $0 == 0 ? String($1) : "\(70 + $0)\($1)" }.joined()
}

struct FileFaultTextTests {
  @Test func `no phrase hides another, and each says its values`() {
    var wrong: [String] = []
    for (english, _) in phrases {
      let said = chinese(filled(english))
      let count = english.split(separator: "{}", omittingEmptySubsequences: false).count - 1
      let values = (1..<max(1, count) + 1).prefix(count).map { "\(70 + $0)" }
      let isWhole = values.allSatisfy { said.contains($0) } || english.hasPrefix("more than the {}")
      if !isWhole || saysEnglish(said) || said == filled(english) { wrong.append(english) }
    }
    #expect(wrong.isEmpty, "\(wrong)")
  }

  @Test(arguments: [
    (#"{"name": "x", "drawers": [0]}"#, "$.drawers[0]: 0; 应为: 1到999的数"),
    (
      #"{"name": "x", "colour": 1, "tenders": ["gold"]}"#,
      #"$.tenders[0]: "gold"; 应为: "cash", "wechat", "alipay", "bank", "owe" 之一"#
    ),
    (#"{"name": 5}"#, "$.name: 5; 应为: 最多60个字的文字, 不含控制字符"),
    ("{}", "$.name: 缺少; 应为: 最多60个字的文字, 不含控制字符"),
    (#"{"name": "a", "name": "b"}"#, #"第1行: "name"重复; 应为: JSON"#),
    (#"{"name": "a" "b": 1}"#, "第1行: 应为 , 或 }; 应为: JSON"),
    (
      #"{"name": "x", "in_store_barcodes": ["21IIIIIPPPPPC", "21IIIIWWWWWWC"]}"#,
      "$.in_store_barcodes[1]: 21重复; 应为: 不重复"
    ),
    (#"{"name": "one of us", "cut_over_hour": 24}"#, "$.cut_over_hour: 24; 应为: 0到12的整数"),
    ("[]", "$: []; 应为: {…}"),
  ])
  func `a fault of the settings is said in Chinese, with place, value and what is accepted`(
    text: String, said: String
  ) throws {
    let fault = try #require(throws: ConfigFault.self) {
      try shop(parsing: text, file: "shop.json", language: .chinese)
    }
    #expect(fault.text(.chinese) == "shop.json: \(said)")
    #expect(fault.text(.english) == fault.description)
  }

  @Test func `a fault of the catalog is said in Chinese, with line, column and value`() throws {
    let rows = """
      code,name,kind,category,unit,price,tax
      w,剪发,service,剪发,次,128.00,6
      jf,剪发,servis,剪发,次,-1,600
      xs
      """
    let faults = try #require(throws: CatalogFile.Faults.self) {
      try CatalogFile.items(parsing: rows, isReserved: { $0 == "w" })
    }
    #expect(
      faults.listed.map { $0.text(.chinese) } == [
        #"第2行 code "w": 是指令用词, 请另选"#, #"第3行 kind "servis": 应为: service 或 product (服务 或 商品)"#,
        #"第3行 price "-1": 应为: 元, 如 88 或 88.50, 不带符号"#,
        #"第3行 tax "600": 应为: 0到100的百分数, 最多两位小数, 如 6 或 6.5"#, "第4行: 1格; 应为: 与表头一样7格",
      ])
  }
}
