import Ledger
import Receipts
import TestShop
import Testing

@Suite struct ShippedTests {
  static let all = Shipped.samples.flatMap { name in Shipped.languages.map { (name, $0) } }

  static let texts = [
    String(repeating: "玻尿酸深层补水护理，", count: 20), String(repeating: "W", count: 200),
    String(repeating: "👩‍👩‍👧‍👦\u{202E}\u{1B}p\n", count: 40), String(repeating: "（", count: 200), "",
  ]
  static let numbers: [Int64] = [-999_999_999, .min]

  @Test(arguments: all) func `no data makes a line wider than the paper`(
    name: String, language: String
  ) throws {
    let template = try Shipped.template(name, language)
    let data = try Shipped.data(name, language)
    for text in Self.texts {
      for number in Self.numbers {
        for columns in Shipped.widths {
          try check(template, changed(data, text: text, number: number), columns: columns)
        }
      }
    }
    for columns in Shipped.widths {
      try check(template, emptied(data), columns: columns)
      try check(template, .null, columns: columns)
    }
  }

  private func check(_ template: Template, _ data: JSON, columns: Int) throws {
    let rows = template.rows(of: data, columns: columns)
    let lines = text(rows).split(separator: "\n", omittingEmptySubsequences: false)
    let widest = lines.map { displayWidth(String($0)) }.max()
    #expect((widest ?? 0) <= columns)
    #expect(!lines.joined().unicodeScalars.contains { $0.value < 0x20 || $0.value > 0xFFFF })
    let printer = try EscposInterpreter(escpos(rows))
    let printed = printer.printed.map(\.columns).max()
    #expect((printed ?? 0) <= columns)
    #expect(printer.printed.map { trimmed($0.text) } == trimmedLines(text(rows)))
  }

  private func trimmed(_ line: String) -> String { trimmedLines(line + "\n")[0] }

  @Test(arguments: all) func `an amount is never cut or broken`(
    name: String, language: String
  ) throws {
    let template = try Shipped.template(name, language)
    let data = changed(
      try Shipped.data(name, language), text: "玻尿酸深层补水护理", number: -999_999_999)
    let whole = amounts(in: text(template.rows(of: data, columns: 200)))
    #expect(whole > 0)
    for columns in Shipped.widths {
      let made = amounts(in: text(template.rows(of: data, columns: columns)))
      #expect(made == whole)
    }
  }

  private func amounts(in slip: String) -> Int {
    slip.split(separator: "9,999,999.99", omittingEmptySubsequences: false).count - 1
  }

  @Test(arguments: all) func `a slip without data is still a slip`(
    name: String, language: String
  ) throws {
    let rows = try Shipped.template(name, language).rows(of: .object([]), columns: 48)
    #expect(rows.last == .cut)
    #expect(!rows.contains(.drawer))
  }

  @Test(arguments: Shipped.languages) func `a gift shows its name and quantity`(
    language: String
  ) throws {
    for name in ["sale", "bill"] {
      for columns in Shipped.widths {
        let data: JSON = ["lines": [["name": "ABC", "qty": 3, "net": 0, "gift": true]]]
        let slip = text(try Shipped.template(name, language).rows(of: data, columns: columns))
        let item = slip.drop { $0 != "A" }
        #expect(slip.contains("ABC") && item.contains("3"))
        #expect(slip.contains(language == "en" ? "gift" : "赠送"))
        #expect(!slip.contains("0.00"))
      }
    }
  }

  @Test func `a reprint and a void are marked, other slips are not`() throws {
    let template = try Shipped.template("sale", "zh-Hans")
    let data = try Shipped.data("sale", "zh-Hans")
    let plain = text(template.rows(of: data, columns: 48))
    let marked = text(
      template.rows(of: data.with([.init("copy", 2), .init("void", true)]), columns: 48))
    #expect(!plain.contains("补打") && !plain.contains("作废"))
    #expect(marked.contains("* 补打 第2次 *") && marked.contains("* 作废 *"))
  }

  @Test(arguments: [("paid-in", 5000), ("drop", 5000), ("no-sale", nil), ("void", nil)])
  func `a cash slip shows what its kind has`(kind: String, amount: Int?) throws {
    let template = try Shipped.template("cash", "zh-Hans")
    let data: JSON = JSON.object([]).with([
      .init("kind", .string(kind)), .init("title", "某单"), .init("amount", JSON(amount)),
      .init("void", kind == "void" ? true : .null),
      .init("original", kind == "void" ? "JA1" : .null), .init("reason", "错单"),
    ])
    let slip = text(template.rows(of: data, columns: 32))
    #expect(slip.contains("￥50.00") == (amount != nil))
    #expect(slip.contains("JA1") == (kind == "void"))
    #expect(slip.contains("作废") == (kind == "void"))
    #expect(slip.contains("某单") && slip.contains("错单"))
  }

  @Test(arguments: Shipped.widths) func `the head of the chain stands whole on a Z`(
    columns: Int
  ) throws {
    let slip = text(try Shipped.rows("z", columns: columns))
    let head = try Shipped.data("z", "zh-Hans")["shift"]?["head"]?.string ?? "no head"
    #expect(slip.filter { $0 != "\n" }.contains(head))
  }

  /// The data with every text and every number replaced.
  private func changed(_ data: JSON, text: String, number: Int64) -> JSON {
    switch data {
    case .string: .string(text)
    case .integer: .integer(number)
    case .array(let values): .array(values.map { changed($0, text: text, number: number) })
    case .object(let members):
      .object(members.map { .init($0.name, changed($0.value, text: text, number: number)) })
    default: data
    }
  }

  /// The data with every list emptied.
  private func emptied(_ data: JSON) -> JSON {
    switch data {
    case .array: []
    case .object(let members): .object(members.map { .init($0.name, emptied($0.value)) })
    default: data
    }
  }
}
