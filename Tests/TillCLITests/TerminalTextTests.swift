import Glibc
import Testing
import TillCLI

@Suite struct TerminalTextTests {
  @Test(arguments: [
    ("", 0), ("6901234", 7), ("王小美", 6), ("ｗｘｍ", 6), ("￥88.00", 7), ("·×…①", 4),
    ("e\u{301}", 1), ("\u{200B}\u{FEFF}a\u{AD}", 1), ("💇", 2), ("👩‍👧", 2), ("👍🏽", 2), ("🇨🇳", 2),
    ("❤️", 2), ("❤", 1), ("1️⃣", 2), ("한글", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("𠮷", 2),
    ("、。「」", 8), ("ｱ", 1), ("䷀", 2), ("\u{303F}", 1), ("カ゛", 4), ("\u{FFFD}", 1),
  ])
  func `a text takes the columns that its characters take`(text: String, columns: Int) {
    let measured = DisplayWidth.columns(of: text)
    #expect(measured == columns)
  }

  @Test(arguments: [
    ("王·é 88", "王·é 88"), ("a\u{1B}[2Jb", "a�[2Jb"), ("a\r\nb\tc\0", "a��b�c�"),
    ("\u{7F}\u{85}\u{9B}2J", "���2J"), ("x\u{202E}y\u{2066}z\u{2069}\u{200F}\u{61C}", "x�y�z���"),
    ("a\u{2028}b\u{2029}c", "a�b�c"), ("👩‍👧", "👩‍👧"),
  ])
  func `a screen gets nothing that steers it`(text: String, safe: String) {
    let shown = screenSafe(text)
    #expect(shown == safe)
  }

  /// A line with the cursor where the bar is.
  private static func line(_ text: String) -> LineBuffer {
    let parts = text.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
    var line = LineBuffer(String(parts[0] + parts[1]))
    for _ in parts[1] { _ = line.apply(.left) }
    return line
  }

  private static func shown(_ line: LineBuffer) -> String {
    let shown = line.cells.map(\.shown)
    return String(shown[..<line.cursor]) + "|" + String(shown[line.cursor...])
  }

  @Test(
    arguments: [
      ("王|小美", "|小美", true, [.backspace]), ("|王", "|王", false, [.backspace]),
      ("王|小美", "王|美", true, [.delete]), ("王|", "王|", false, [.delete]),
      ("e\u{301}|", "|", true, [.backspace]), ("👩‍👧|x", "|👩‍👧x", true, [.left]),
      ("|王", "王|", true, [.right]), ("|王", "|王", false, [.left]),
      ("@王 3*洗发|", "@王 |3*洗发", true, [.wordLeft]),
      ("a  |b", "|a  b", true, [.wordLeft]), ("  |", "|  ", true, [.wordLeft]),
      ("|  a b", "  a| b", true, [.wordRight]),
      ("a|", "a|", false, [.wordRight]),
      ("a b|c", "|a bc", true, [.home]), ("a|b", "ab|", true, [.end]),
      ("a王|b c", "a王|", true, [.killToEnd]), ("a王|b", "|b", true, [.killToStart]),
      ("a bc |d", "a |d", true, [.killWordLeft]),
      ("a| bc d", "a| d", true, [.killWordRight]),
      ("a|b", "|", true, [.killAll]), ("|", "|", false, [.killAll]),
      ("a|", "a|", false, [.yank]), ("洗　剪|", "洗　|", true, [.killWordLeft]),
      ("洗 剪|吹", "洗 剪|吹", true, [.killWordLeft, .yank]),
      ("洗剪|吹", "吹洗剪|", true, [.killToStart, .end, .yank]),
    ] as [(String, String, Bool, [LineBuffer.Edit])])
  func `an edit changes the line and moves the cursor`(
    before: String, after: String, hasChanged: Bool, edits: [LineBuffer.Edit]
  ) {
    var line = Self.line(before)
    let answer = edits.map { line.apply($0) }.contains(true)
    let result = Self.shown(line)
    let count = line.byteCount
    let bytes = line.bytes.count
    #expect(result == after)
    #expect(answer == hasChanged)
    #expect(count == bytes)
  }

  @Test func `scalars typed one by one join into clusters`() {
    var line = Self.line("a|b")
    for scalar in "e\u{301}👩\u{200D}👧".unicodeScalars { line.insert(String(scalar)) }
    let shown = Self.shown(line)
    let cells = line.cells.count
    #expect(shown == "ae\u{301}👩‍👧|b")
    #expect(cells == 4)
  }

  @Test func `an invalid byte stays in the bytes of the line`() {
    var line = LineBuffer("王")
    line.insert(invalid: 0xFF)
    line.insert("a")
    let bytes = line.bytes
    let text = line.text
    #expect(bytes == [0xE7, 0x8E, 0x8B, 0xFF, 0x61])
    #expect(text == "王\u{FFFD}a")
  }

  @Test(arguments: [(1, "a王S01|x"), (0, "a王wS01|x"), (99, "S01|x"), (-1, "a王wS01|x")])
  func `a completion replaces what stands before the cursor`(count: Int, after: String) {
    var line = Self.line("a王w|x")
    line.replace(before: count, with: "S01")
    let shown = Self.shown(line)
    #expect(shown == after)
  }

  @Test func `history walks back and returns to the unfinished line`() {
    var history = History(lines: ["a", "b"])
    let unfinished = Self.line("c|d")
    let back = (0..<3).map { _ in history.previous(from: unfinished)?.text }
    let forth = (0..<3).map { _ in history.next() }
    #expect(back == ["b", "a", nil])
    #expect(forth == [LineBuffer("b"), unfinished, nil])
  }

  @Test func `history forgets repeats, empty lines and what must not be kept`() {
    var history = History(lines: ["a", "a", "", "x\ny"]) { !$0.hasPrefix("login") }
    history.add("login 07 2468")
    history.add("b")
    history.add("a")
    let lines = history.lines
    #expect(lines == ["a", "b", "a"])
  }

  @Test func `history keeps the last 500 lines`() {
    let lines = History(lines: (1...503).map(String.init)).lines
    let expected = (4...503).map(String.init)
    #expect(lines == expected)
  }

  @Test func `a history file is the owner's alone and survives bad lines`() throws {
    let path = "/tmp/till-history-\(getpid())"
    defer { unlink(path) }
    let none = try HistoryFile.load(path: path)
    #expect(none == [])
    let file = open(path, O_WRONLY | O_CREAT, 0o666)
    let long = String(repeating: "x", count: 4_097)
    _ = writeAll(
      Array("old\n".utf8) + [0xFF, 0x0A] + Array("e\u{1B}[2J\n\(long)\n@王".utf8), to: file)
    close(file)
    let cleaned = try HistoryFile.load(path: path)
    #expect(cleaned == ["old", "@王"])
    try HistoryFile.save(["1", "王"], path: path)
    let saved = try HistoryFile.load(path: path)
    #expect(saved == ["1", "王"])
    var status = stat()
    stat(path, &status)
    let mode = status.st_mode & 0o777
    #expect(mode == 0o600)
  }

  @Test func `a history file that cannot be used says which and why`() {
    let fault = #expect(throws: HistoryFile.Fault.self) {
      try HistoryFile.save(["a"], path: "/nowhere/history")
    }
    let message = fault?.description
    #expect(
      message
        == "history file /nowhere/history: No such file or directory; make it writable or remove it"
    )
    let directory = #expect(throws: HistoryFile.Fault.self) {
      try HistoryFile.load(path: "/tmp")
    }
    let code = directory?.code
    #expect(code == EISDIR)
  }

  private static func candidates(_ texts: [String]) -> [Completion] {
    texts.map { Completion(replaced: 1, text: $0, label: $0) }
  }

  @Test(arguments: [
    (["S001 ", "S002 "], "S00"), (["洗发", "洗吹"], "洗"), (["a", "b"], ""), (["e\u{301}", "e"], ""),
    (["only"], "only"),
  ])
  func `candidates agree on a prefix`(texts: [String], prefix: String) {
    let common = Completion.commonPrefix(of: Self.candidates(texts))
    #expect(common == prefix)
  }

  @Test func `candidates that replace different parts have no prefix`() {
    let mixed = Self.candidates(["ab"]) + [Completion(replaced: 2, text: "ab", label: "ab")]
    let common = Completion.commonPrefix(of: mixed)
    #expect(common == nil)
  }

  @Test(arguments: [
    (["a", "王", "ccc", "d"], 10, 24, ["a    ccc", "王   d"]), (["王小美王小美"], 6, 24, ["王小"]),
    (["a", "b", "c", "d"], 2, 4, ["a", "… +3"]), (["a\u{1B}b"], 9, 9, ["a�b"]), ([], 9, 9, []),
  ])
  func `candidates are listed in columns, at most a screen`(
    labels: [String], columns: Int, rows: Int, expected: [String]
  ) {
    let table = Completion.table(labels, size: (columns, rows))
    #expect(table == expected)
  }
}
