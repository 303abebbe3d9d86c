import Ledger
import Receipts
import Testing

@Suite struct TemplateTests {
  static let figures: [(String, JSON, String)] = [
    ("{n}", -1234, "-1234"), ("{n}", 0, "0"), ("{n count}", 1_234_567, "1,234,567"),
    ("{n count}", -100, "-100"), ("{n 0000}", 326, "0326"), ("{n 000}", 12345, "12345"),
    ("{n 000}", -7, "-007"), ("{n change}", 1_234, "+1,234"), ("{n change}", 0, "+0"),
    ("{n change}", -5, "-5"),
    ("{n money}", 123_450, "1,234.50"), ("{n money}", -5, "-0.05"), ("{n money}", 0, "0.00"),
    ("{n money}", -999_999_999, "-9,999,999.99"), ("{n money}", 99_999, "999.99"),
    ("{n money}", 100_000, "1,000.00"),
    ("{n money}", .integer(.min), "-92,233,720,368,547,758.08"),
    ("{n yuan}", 150_000, "￥1,500.00"), ("{n yuan}", -1, "-￥0.01"),
    ("{n signed}", 200_000, "+2,000.00"), ("{n signed}", -8410, "-84.10"),
    ("{n signed}", 0, "+0.00"), ("{n minus}", 3980, "-39.80"), ("{n minus}", 0, "0.00"),
    ("{n minus}", -120, "1.20"), ("{n minus}", .integer(.min), "92,233,720,368,547,758.08"),
    ("{n percent}", 600, "6%"), ("{n percent}", 650, "6.5%"), ("{n percent}", 1234, "12.34%"),
    ("{n percent}", 5, "0.05%"), ("{n percent}", -8000, "-80%"),
    ("{n money}", "卡扣1次", "卡扣1次"), ("{n}", "¥\u{1B}@", "￥@"),
  ]

  @Test(arguments: figures)
  func `a value is written in its format`(template: String, value: JSON, expected: String) throws {
    let made = try lines(template, ["n": value])
    #expect(made == [expected])
  }

  @Test(
    arguments: [
      .null, true, false, "", [], ["a"], [:], ["b": 1],
    ] as [JSON])
  func `a line whose values are no texts or numbers is not printed`(value: JSON) throws {
    let made = try lines("a {n}\nb {m} {n}\nc", ["n": value, "m": 1])
    #expect(made == ["b 1", "c"])
  }

  @Test(
    arguments: [
      (.null, false), (true, true), (false, false), ("", false), ("0", true), (0, false),
      (-1, true), ([], false), ([0], true), ([:], false), (["b": 0], true),
    ] as [(JSON, Bool)])
  func `a condition holds for what is there, not zero and not empty`(
    value: JSON, holds: Bool
  ) throws {
    let template = "@if n\nyes\n@end\n@unless n\nno\n@end\n{if n:YES}{unless n:NO}"
    let made = try lines(template, ["n": value])
    #expect(made == (holds ? ["yes", "YES"] : ["no", "NO"]))
    let deep = try lines("@if a.n\nyes\n@end", ["a": ["n": value]])
    #expect(deep == (holds ? ["yes"] : []))
  }

  @Test func `a repetition starts its paths at the element`() throws {
    let data: JSON = [
      "name": "outer", "list": [["name": "甲", "of": ["x", "y"]], ["of": ["z"]], 7],
    ]
    let made = try lines("@each list\n{name}{each of: {.}}\n-\n@end", data)
    #expect(made == ["甲 x y", "-", " z", "-", "-"])
  }

  @Test func `a block is for paper of some widths`() throws {
    let template = "@from 42\n@below 48\nmiddle\n@end\n@end\n@below 42\nnarrow\n@end"
    let made = try [32, 41, 42, 47, 48].map { try lines(template, columns: $0) }
    #expect(made == [["narrow"], ["narrow"], ["middle"], ["middle"], []])
  }

  @Test func `comments and empty lines are not printed, blank lines are`() throws {
    let made = try lines("# note\r\n\r\na\r\n@blank\r\n  b\r\n@rule =", columns: 24)
    #expect(made == ["a", "", "  b", String(repeating: "=", count: 24)])
  }

  @Test func `paper narrower than a slip can be is taken as the narrowest`() throws {
    let made = try lines("@rule -", columns: -1)
    #expect(made == [String(repeating: "-", count: Template.narrowest)])
  }
}
