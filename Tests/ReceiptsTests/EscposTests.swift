import Ledger
import Receipts
import TestShop
import Testing

@Suite struct EscposTests {
  private func bytes(_ template: String, _ data: JSON = .object([])) throws -> [UInt8] {
    escpos(try Template(parsing: template, name: "t").rows(of: data, columns: 32))
  }

  static let prologue: [UInt8] = [0x1B, 0x40, 0x1C, 0x26, 0x1C, 0x53, 0, 0]

  @Test func `a job resets the printer, turns on kanji mode, and sends GB18030`() throws {
    let made = try bytes("a¥{n}\n@cut", ["n": "剪é"])
    #expect(
      made == Self.prologue + [
        0x61, 0xA3, 0xA4, 0xBC, 0xF4, 0xA8, 0xA6, 0x0A, 0x1B, 0x64, 4, 0x1D, 0x56, 66, 0,
      ])
  }

  @Test(arguments: [("1x2", 0x01), ("2x1", 0x10), ("2x2", 0x11)] as [(String, UInt8)])
  func `a size is set for its line alone`(style: String, size: UInt8) throws {
    let made = try bytes("@centre \(style): ab\nc")
    let margin = [UInt8](repeating: 0x20, count: style == "1x2" ? 15 : 14)
    #expect(
      made == Self.prologue + margin + [0x1D, 0x21, size, 0x61, 0x62, 0x1D, 0x21, 0, 0x0A]
        + [0x63, 0x0A])
  }

  @Test(arguments: [(16, 0x11), (17, 0x01), (40, 0x01)] as [(Int, UInt8)])
  func `double width that does not fit becomes double height`(count: Int, size: UInt8) throws {
    let made = try bytes("@2x2: \(String(repeating: "a", count: count))")
    let sizes = try EscposInterpreter(made).steps.map(\.step)
    #expect(sizes.contains(.size(size)))
    #expect(sizes.contains(.size(0x11)) == (size == 0x11))
  }

  @Test func `the drawer opens once, before printing, and only when the data says cash`() throws {
    let template = try Shipped.template("sale", "zh-Hans")
    let data = try Shipped.data("sale", "zh-Hans")
    let cash = escpos(template.rows(of: data, columns: 48))
    let members = (data.members ?? []).filter { $0.name != "cash" }
    let card = escpos(template.rows(of: .object(members), columns: 48))
    let steps = try EscposInterpreter(cash).steps.map(\.step)
    #expect(steps.prefix(4) == [.reset, .kanjiOn, .spacing, .pulse])
    #expect(steps.count { $0 == .pulse } == 1)
    let cardSteps = try EscposInterpreter(card).steps.map(\.step)
    #expect(!cardSteps.contains(.pulse))
    let twice = try EscposInterpreter(try bytes("@drawer\na\n@drawer")).steps.map(\.step)
    #expect(twice.count { $0 == .pulse } == 1)
  }

  @Test func `commands within data are not sent`() throws {
    let made = try bytes("{n}", ["n": "a\u{1B}p\u{0}\u{1D}V\u{9B}\u{10}\u{4}b"])
    #expect(made == Self.prologue + Array("apVb\n".utf8))
  }

  @Test(
    arguments: Shipped.names.flatMap { name in Shipped.languages.map { (name, $0) } },
    Shipped.widths)
  func `what is printed is what the text says`(slip: (String, String), columns: Int) throws {
    let rows = try Shipped.rows(slip.0, slip.1, columns: columns)
    let printer = try EscposInterpreter(escpos(rows))
    let printed = trimmedLines(printer.printed.map { $0.text + "\n" }.joined())
    #expect(printed == trimmedLines(text(rows)))
  }

  @Test(
    arguments: [
      [0x61, 0x0A], [0x1B, 0x40, 0x61], [0x1B, 0x40, 0xBC, 0xF4, 0x0A],
      [0x1B, 0x40, 0x1B, 0x21, 0],
      [0x1B, 0x40, 0x61, 0x1D, 0x56, 66, 0],
      [0x1B, 0x40, 0x1C, 0x26, 0x81, 0x30, 0x84, 0x36, 0x0A],
      [0x1B, 0x40, 0x1D, 0x21, 0x88, 0x0A],
    ] as [[UInt8]])
  func `the interpreter refuses what a printer would misread`(bytes: [UInt8]) {
    #expect(throws: EscposInterpreter.Fault.self) { try EscposInterpreter(bytes) }
  }
}
