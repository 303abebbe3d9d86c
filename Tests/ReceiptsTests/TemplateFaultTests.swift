import Foundation
import Receipts
import Testing

@Suite struct TemplateFaultTests {
  @Test(arguments: [
    ("a\n@if x\nb", 2, "expected @end for \"@if x\", found the end of the template"),
    ("@end", 1, "found @end without a block"),
    ("@each", 1, "expected one word after @each, found \"@each\""),
    ("@if Shop", 1, "expected a path as in shop.name, found \"Shop\""),
    ("@if a..b", 1, "expected a path as in shop.name, found \"a..b\""),
    ("@from wide", 1, "expected a number of columns from 1 to 255, found \"@from wide\""),
    ("@below 0", 1, "expected a number of columns from 1 to 255, found \"@below 0\""),
    ("@rule *", 1, "expected @rule - or @rule ="),
    (
      "\r\n@center: x", 2,
      "expected centre, right, 1x2, 2x1, 2x2, sign or columns, found \"center\""
    ),
    ("@cut now", 1, "expected a command, or : behind a line's style, found \"@cut now\""),
    (
      "@columns 4 *: a | b", 1,
      "expected columns * and then widths from 1 to 48, found \"columns 4 *\""
    ),
    (
      "@columns * 4 49: a | b | c", 1,
      "expected columns * and then widths from 1 to 48, found \"columns * 4 49\""
    ),
    ("@columns * 4: a", 1, "expected 2 cells, as many as columns"),
    ("@2x2: a | b", 1, "expected no style but 1x2 with |"),
    ("@centre sign: a", 1, "expected no style but 1x2 with sign"),
    ("@right columns * 4: a | b", 1, "expected no style but 1x2 with columns"),
    ("a | b | c", 1, "expected one | at most; more need columns"),
    ("{total", 1, "expected } behind \"total\", found the end of the line"),
    (
      "{total dollars}", 1,
      "expected money, yuan, signed, minus, count, change, percent or zeros, found \"dollars\""
    ),
    ("{}", 1, "expected a path as in {shop.name}, found \"\""),
    ("a}", 1, "expected { in front of }"),
    ("{if x y}", 1, "expected : behind \"{if …\", found \" \""),
    ("{if x:y", 1, "expected } behind \"{if …:…\", found the end of the line"),
    ("{each x:a | b}", 1, "expected | outside of { }"),
  ])
  func `a fault names the line and what was expected`(
    template: String, line: Int, reason: String
  ) {
    let fault = #expect(throws: TemplateFault.self) {
      try Template(parsing: template, name: "sale.txt")
    }
    #expect(fault?.description == "sale.txt:\(line): \(reason)")
  }

  @Test func `blocks and braces stand in one another only so deep`() {
    let blocks = String(repeating: "@if a\n", count: 100_000)
    let braces = String(repeating: "{if a:", count: 100_000)
    let block = #expect(throws: TemplateFault.self) { try Template(parsing: blocks, name: "t") }
    #expect(block?.description == "t:9: expected at most 8 blocks in one another")
    let brace = #expect(throws: TemplateFault.self) { try Template(parsing: braces, name: "t") }
    #expect(brace?.description == "t:1: expected at most 8 { in one another")
  }

  @Test(arguments: Shipped.names)
  func `a template cut off anywhere is read or refused`(name: String) throws {
    let file = Shipped.folder.appending(path: "\(name).zh-Hans.txt")
    let bytes = Array(try Data(contentsOf: file))
    var refused = 0
    for end in stride(from: 0, to: bytes.count, by: 11) {
      let part = String(decoding: bytes[..<end], as: UTF8.self)
      do { _ = try Template(parsing: part, name: name) } catch { refused += 1 }
    }
    #expect(refused > 0)
  }
}
