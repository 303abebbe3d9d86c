import Testing
import TillCLI

@Suite struct TerminalPainterTests {
  private static func painted(
    _ painter: inout LinePainter, _ line: LineBuffer, prompt: [Glyph] = [],
    size: (Int, Int) = (10, 9)
  ) -> String {
    painter.paint(
      prompt + Glyph.glyphs(line.cells), cursor: prompt.count + line.cursor,
      size: (columns: size.0, rows: size.1))
  }

  @Test(arguments: [
    ("abcdefgh", ["> abcdefgh"], 1, 0), ("abcdefg王", ["> abcdefg", "王"], 1, 2),
    ("王小美王", ["> 王小美王"], 1, 0), ("a王小美王吹", ["> a王小美", "王吹"], 1, 4), ("", [">"], 0, 2),
    ("a\u{1B}\u{202E}b\u{200B}", ["> a��b�"], 0, 7),
  ])
  func `a line wraps at the right margin`(text: String, rows: [String], row: Int, column: Int) {
    var painter = LinePainter()
    var screen = TerminalScreen(columns: 10, rows: 9)
    let prompt = Glyph.glyphs(prompt: "\u{1B}[1;36m> \u{1B}[0m")
    screen.show(Self.painted(&painter, LineBuffer(text), prompt: prompt))
    let (shown, atRow, atColumn) = (screen.text, screen.row, screen.column)
    #expect(shown == rows)
    #expect(atRow == row)
    #expect(atColumn == column)
  }

  @Test func `a prompt keeps its colours and nothing else that steers`() {
    var painter = LinePainter()
    let prompt = Glyph.glyphs(prompt: "\u{1B}[1m王\u{1B}[2J\u{1B}[0m\n> ")
    let shown = painter.paint(prompt, cursor: prompt.count, size: (80, 24))
    #expect(shown == "\r\u{1B}[1m王�[2J\u{1B}[0m�> \u{1B}[J")
  }

  @Test(arguments: [
    (["ab", "abc"], "c\u{1B}[J"), (["王", "王"], ""), (["ab", "a"], "\u{1B}[1D\u{1B}[J"),
    (["e", "e\u{301}"], "\re\u{301}\u{1B}[J"),
  ])
  func `only what has changed is drawn`(texts: [String], expected: String) {
    var painter = LinePainter()
    let outputs = texts.map { Self.painted(&painter, LineBuffer($0)) }
    let last = outputs.last
    #expect(last == expected)
  }

  @Test(arguments: [(10, 40), (11, 40), (2, 300), (7, 6), (10, 3), (5, 2)])
  func `after any edits the screen is as if drawn at once`(columns: Int, rows: Int) {
    var random = SystemRandomNumberGenerator()
    let pieces = ["a", "b", " ", "王", "小", "美", "e\u{301}", "💇", "\u{301}", "7", "\u{7}"]
    let edits: [LineBuffer.Edit] = [
      .backspace, .delete, .left, .right, .wordLeft, .wordRight, .home, .end, .killToEnd,
      .killToStart, .killWordLeft, .killWordRight, .yank, .left, .left, .right, .backspace,
    ]
    let prompt = Glyph.glyphs(prompt: "\u{1B}[1m王>\u{1B}[0m ")
    for _ in 0..<60 {
      var painter = LinePainter()
      var line = LineBuffer()
      var screen = TerminalScreen(columns: columns, rows: rows)
      for _ in 0..<60 {
        if Int.random(in: 0..<3, using: &random) == 0 {
          _ = line.apply(edits[Int.random(in: 0..<edits.count, using: &random)])
        } else {
          line.insert(pieces[Int.random(in: 0..<pieces.count, using: &random)])
        }
        screen.show(Self.painted(&painter, line, prompt: prompt, size: (columns, rows)))
        var fresh = LinePainter()
        var once = TerminalScreen(columns: columns, rows: rows)
        once.show(Self.painted(&fresh, line, prompt: prompt, size: (columns, rows)))
        let (text, expected) = (screen.text, once.text)
        let (cursor, place) = ([screen.row, screen.column], [once.row, once.column])
        #expect(text == expected)
        #expect(cursor == place)
        if text != expected || cursor != place { return }
      }
    }
  }

  @Test func `of a line taller than the screen the rows around the cursor are shown`() {
    var painter = LinePainter()
    var screen = TerminalScreen(columns: 4, rows: 4)
    var line = LineBuffer("aaaabbbbccccddddeeee")
    screen.show(Self.painted(&painter, line, size: (4, 4)))
    let end = screen.text
    _ = line.apply(.home)
    screen.show(Self.painted(&painter, line, size: (4, 4)))
    let start = screen.text
    #expect(end == ["dddd", "eeee"])
    #expect(start == ["aaaa", "bbbb", "cccc"])
  }

  @Test(arguments: [("ab", 1, 0), ("abcdefghij", 1, 0), ("abcdefghijk", 2, 0)])
  func `leaving a line goes to the row below it`(text: String, row: Int, column: Int) {
    var painter = LinePainter()
    var screen = TerminalScreen(columns: 10, rows: 9)
    var line = LineBuffer(text)
    _ = line.apply(.home)
    screen.show(Self.painted(&painter, line) + painter.finish())
    let (atRow, atColumn) = (screen.row, screen.column)
    #expect(atRow == row)
    #expect(atColumn == column)
  }
}
