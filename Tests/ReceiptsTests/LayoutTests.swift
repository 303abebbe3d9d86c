import Ledger
import Receipts
import Testing

@Suite struct LayoutTests {
  static let wraps: [(String, [String])] = [
    ("剪发造型护理烫染养护发膜补水", ["剪发造型护理烫染养护发膜", "补水"]),
    ("a剪发造型护理烫染养护发膜补水", ["a剪发造型护理烫染养护发", "膜补水"]),
    ("剪发造型护理烫染养护发膜，补水", ["剪发造型护理烫染养护发", "膜，补水"]),
    ("剪发造型护理烫染养护发（膜）补水", ["剪发造型护理烫染养护发", "（膜）补水"]),
    ("剪发造型护理烫染养护 1,234.50 元", ["剪发造型护理烫染养护", "1,234.50 元"]),
    ("剪发造型护理烫染养护021-6288", ["剪发造型护理烫染养护", "021-6288"]),
    ("one two three four five six", ["one two three four five", "six"]),
    ("one two three four fives  six", ["one two three four fives", "six"]),
    (String(repeating: "a", count: 50), ["24", "24", "2"].map { $0.repeatedA }),
    (String(repeating: "，", count: 13), [String(repeating: "，", count: 12), "，"]),
    ("  服务 剪发造型护理烫染养护发膜", ["  服务 剪发造型护理烫染", "  养护发膜"]),
  ]

  @Test(arguments: wraps)
  func `a text breaks where it may`(text: String, expected: [String]) throws {
    let made = try lines("{n}", ["n": .string(text)], columns: 24)
    #expect(made == expected)
  }

  static let pairs: [(JSON, JSON, [String])] = [
    ("应收", 65500, ["应收            ￥655.00"]),
    ("储值余额 本金加赠金合计", 123_456, ["储值余额 本金加赠金合计", "              ￥1,234.56"]),
    ("剪发造型护理烫染养护发膜补水", 100, ["剪发造型护理烫染养护发膜", "补水              ￥1.00"]),
    ("剪发造型护理护a", 10000, ["剪发造型护理护a ￥100.00"]),
    ("剪发造型护理护理", 10000, ["剪发造型护理护理", "                ￥100.00"]),
    ("", 100, ["                  ￥1.00"]),
    ("剪发造型", -99_999_999_999, ["剪发造型", "       -￥999,999,999.99"]),
  ]

  @Test(arguments: pairs)
  func `an amount stands whole at the right edge`(
    left: JSON, right: JSON, expected: [String]
  ) throws {
    let made = try lines("{l} | {r yuan}", ["l": left, "r": right], columns: 24)
    #expect(made == expected)
  }

  @Test func `a wider amount takes from the name, then the name has its own line`() throws {
    let template = "@columns * 3 9: {n} | 2 | {a money}"
    let names: [JSON] = ["氨基酸洗发水(玫瑰香型)500ml", "剪发造型护理", "剪发造型护理"]
    let amounts: [JSON] = [17600, -99_999_999, .integer(.min)]
    let made = try zip(names, amounts).map {
      try lines(template, ["n": $0, "a": $1], columns: 30)
    }
    #expect(
      made == [
        ["氨基酸洗发水(玫瑰   2   176.00", "香型)500ml"],
        ["剪发造型护理     2 -999,999.99"],
        ["剪发造型护理", "  2 -92,233,720,368,547,758.08"],
      ])
    let narrow = try lines(template, ["n": "剪", "a": .integer(.min)], columns: 24)
    #expect(narrow.first == "剪")
  }

  @Test(arguments: [
    ("centre", 10), ("right", 20), ("1x2", 0), ("2x2", 0), ("centre 2x2", 10), ("right 2x1", 20),
  ])
  func `a line stands where its style says`(style: String, blanks: Int) throws {
    let made = try lines("@\(style): 剪发", columns: 24)
    #expect(made == [String(repeating: " ", count: blanks) + "剪发"])
  }

  @Test func `a centred text that needs several lines starts at the left`() throws {
    let made = try lines("@centre: one two three four five six", columns: 24)
    #expect(made == ["one two three four five", "six"])
  }

  @Test func `a blank stands between two numbers wider than their columns`() throws {
    let made = try lines("@columns * 3 3: {n} | {a} | {a}", ["n": "剪", "a": 12345], columns: 24)
    #expect(made == ["剪           12345 12345"])
  }

  @Test func `a line to sign on is filled to the edge`() throws {
    let made = try lines("@sign: 签名:", columns: 24)
    #expect(made == ["签名:___________________"])
  }
}

extension String {
  fileprivate var repeatedA: String { String(repeating: "a", count: Int(self) ?? 0) }
}
