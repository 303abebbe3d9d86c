import Dispatch
import Glibc
import Synchronization
import Testing
import TillCLI

/// A pseudo-terminal and the one who sits at it.
private final class Desk: Sendable {
  let keyboard: Int32
  let terminal: Int32

  /// Linux's TIOCSPTLCK and TIOCGPTN, for which the C library's functions are not imported.
  private static let lock: UInt = 0x4004_5431
  private static let number: UInt = 0x8004_5430

  private let transcript = Mutex<[UInt8]>([])

  init(columns: UInt16 = 40, rows: UInt16 = 10) throws {
    keyboard = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
    var isLocked: Int32 = 0
    var number: UInt32 = 0
    try #require(ioctl(keyboard, Desk.lock, &isLocked) == 0)
    try #require(ioctl(keyboard, Desk.number, &number) == 0)
    terminal = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
    try #require(terminal >= 0)
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(terminal, UInt(TIOCSWINSZ), &size) == 0)
  }

  deinit {
    close(terminal)
    close(keyboard)
  }

  /// What the terminal was sent.
  var seen: String { transcript.withLock { String(decoding: $0, as: UTF8.self) } }

  /// The terminal's attributes as numbers that can be compared.
  var attributes: [UInt32] {
    var now = termios()
    tcgetattr(terminal, &now)
    let control = withUnsafeBytes(of: now.c_cc) { $0.map(UInt32.init) }
    return [now.c_iflag, now.c_oflag, now.c_cflag, now.c_lflag] + control
  }

  /// Types each text once what comes before it has been answered by the mark.
  ///
  /// - Parameters:
  ///   - steps: the mark that must be seen since the last step, and the bytes then typed.
  ///   - work: what reads from the terminal; until it ends its output is collected.
  /// - Returns: what the work made.
  func type<Result>(_ steps: [(mark: String, bytes: [UInt8])], while work: () -> Result) -> Result {
    let isOver = Mutex(false)
    let group = DispatchGroup()
    withoutActuallyEscaping(work) { work in
      DispatchQueue(label: "desk").async(group: group) { [self] in
        var steps = steps[...]
        var unread = ""
        var typing: ArraySlice<UInt8> = []
        while !isOver.withLock({ $0 }) || isReadable(within: 0) {
          if isReadable(within: typing.isEmpty ? 10 : 0) { unread += take() }
          if typing.isEmpty, let step = steps.first, let range = unread.firstRange(of: step.mark) {
            unread = String(unread[range.upperBound...])
            steps.removeFirst()
            typing = step.bytes[...]
          }
          let count = typing.prefix(512).withUnsafeBytes {
            $0.isEmpty ? 0 : write(keyboard, $0.baseAddress, $0.count)
          }
          typing = typing.dropFirst(max(0, count))
        }
      }
    }
    let result = work()
    isOver.withLock { $0 = true }
    group.wait()
    return result
  }

  /// Types a few bytes at once, whatever the terminal shows.
  func type(_ bytes: [UInt8]) { _ = writeAll(bytes, to: keyboard) }

  private func isReadable(within milliseconds: Int32) -> Bool {
    var ready = pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0)
    return poll(&ready, 1, milliseconds) > 0
  }

  private func take() -> String {
    var chunk = [UInt8](repeating: 0, count: 4_096)
    let count = max(0, read(keyboard, &chunk, chunk.count))
    transcript.withLock { $0 += chunk[..<count] }
    return String(decoding: chunk[..<count], as: UTF8.self)
  }
}

/// The editor at a pseudo-terminal; one at a time, as a process has one terminal.
@Suite(.serialized) struct TerminalEditorTests {
  private static func editor(_ desk: Desk, history: [String] = []) -> LineEditor {
    LineEditor(
      input: desk.terminal, output: desk.terminal, history: History(lines: history)
    ) { text, cursor in
      let word = String(text.prefix(cursor))
      return ["S001 洗发", "S002 剪发", "@王小美 "].filter { $0.hasPrefix(word) }
        .map { Completion(replaced: cursor, text: $0, label: $0) }
    }
  }

  /// One line read after the bytes were typed at the prompt.
  private static func line(_ bytes: [UInt8], history: [String] = []) throws -> LineResult {
    let desk = try Desk()
    let editor = editor(desk, history: history)
    return desk.type([("> ", bytes)]) { editor.readLine(prompt: "> ") }
  }

  @Test(arguments: [
    ("王小美 13800138000\r", "王小美 13800138000"), ("王小\u{1B}[D美\r", "王美小"),
    ("王小美\u{2}\u{2}\u{7F}x\u{5}y\r", "x小美y"), ("6901234567892\r", "6901234567892"),
    ("\u{10}\r", "login"), ("x\u{10}\u{10}\u{E}\u{E}y\r", "xy"), ("a\u{1B}[A\u{1B}[A\r", "@王"),
    ("S\t\r", "S00"), ("S001\t\r", "S001 洗发"), ("@\t88\r", "@王小美 88"), ("zz\t\r", "zz"),
    ("ab\u{15}cd \u{19}\r", "cd ab"), ("\u{1B}[200~a\tb\u{1B}[201~c\r", "a\tbc"), ("\r", ""),
    ("a\u{C}b\r", "ab"), ("ab\u{1}\u{4}\r", "b"), ("\u{7}\u{1C}\u{13}\u{11}a\r", "a"),
  ])
  func `keys make a line`(typed: String, expected: String) throws {
    let result = try Self.line(Array(typed.utf8), history: ["@王", "login"])
    let line = LineResult.line(Array(expected.utf8))
    #expect(result == line)
  }

  @Test func `bytes that are not UTF-8 come out as they were typed`() throws {
    let result = try Self.line([0x61, 0xFF, 0xE7, 0x8E, 0x0D])
    #expect(result == .line([0x61, 0xFF, 0xE7, 0x8E]))
  }

  @Test func `Ctrl-C abandons the line and Ctrl-D ends only an empty one`() throws {
    let interrupted = try Self.line(Array("abc\u{3}".utf8))
    let end = try Self.line([0x04])
    #expect(interrupted == .interrupted)
    #expect(end == .end)
  }

  @Test func `a line is drawn as it is typed`() throws {
    let desk = try Desk(columns: 10, rows: 6)
    let editor = Self.editor(desk)
    let steps: [(String, [UInt8])] = [
      ("> ", Array("王小美王".utf8)), (" \r", Array("\u{1B}[D\u{1B}[D\u{1B}[D💇".utf8)),
      ("王", [0x0D]),
    ]
    let result = desk.type(steps) { editor.readLine(prompt: "\u{1B}[36m> \u{1B}[0m") }
    var screen = TerminalScreen(columns: 10, rows: 6)
    screen.show(desk.seen)
    let (text, row, column) = (screen.text, screen.row, screen.column)
    #expect(result == .line(Array("王💇小美王".utf8)))
    #expect(text == ["> 王💇小美", "王"])
    #expect([row, column] == [2, 0])
  }

  @Test func `a second Tab lists the candidates and the line goes on below`() throws {
    let desk = try Desk()
    let editor = Self.editor(desk)
    let steps: [(String, [UInt8])] = [
      ("> ", Array("S\t\t".utf8)), ("> S00", Array("2\t\r".utf8)),
    ]
    let result = desk.type(steps) { editor.readLine(prompt: "> ") }
    var screen = TerminalScreen(columns: 40, rows: 10)
    screen.show(desk.seen)
    let text = screen.text
    #expect(result == .line(Array("S002 剪发".utf8)))
    #expect(text == ["> S00", "S001 洗发  S002 剪发", "> S002 剪发"])
  }

  @Test(arguments: ["\u{1B}[200~a\r\n王\nc\u{1B}[201~\r", "a\r王\rc\r", "a\r\n王\r\nc\r\n"])
  func `three pasted or scanned lines come out in order`(typed: String) throws {
    let desk = try Desk()
    let editor = Self.editor(desk)
    let lines = desk.type([("> ", Array(typed.utf8))]) {
      (0..<3).map { _ in editor.readLine(prompt: "> ") }
    }
    let expected = ["a", "王", "c"].map { LineResult.line(Array($0.utf8)) }
    #expect(lines == expected)
  }

  @Test func `what is typed between two lines is kept`() throws {
    let desk = try Desk()
    let editor = Self.editor(desk)
    let lines = desk.type([("> ", Array("a\r".utf8))]) {
      let first = editor.readLine(prompt: "> ")
      desk.type(Array("6901234567892\r王".utf8))
      let second = editor.readLine(prompt: "> ")
      desk.type([0x0D])
      return [first, second, editor.readLine(prompt: "> ")]
    }
    let expected = ["a", "6901234567892", "王"].map { LineResult.line(Array($0.utf8)) }
    #expect(lines == expected)
  }

  @Test(arguments: [("x", 4_097), ("王", 4_098)])
  func `a paste of 10,000 bytes stops growing just past the limit and rings`(
    character: String, bytes: Int
  ) throws {
    let desk = try Desk()
    let editor = Self.editor(desk)
    let paste = String(repeating: character, count: 10_000 / character.utf8.count)
    let typed = Array("\u{1B}[200~\(paste)\u{1B}[201~\r".utf8)
    let result = desk.type([("> ", typed)]) { editor.readLine(prompt: "> ") }
    let expected = LineResult.line(Array(Array(paste.utf8)[..<bytes]))
    let rings = desk.seen.contains("\u{7}")
    #expect(result == expected)
    #expect(rings)
  }

  @Test(
    arguments: [
      ("2468\r", "2468"), ("24x\u{7F}68\r", "2468"), ("\r", ""), ("24\u{3}", nil), ("\u{4}", nil),
      ("\t\u{10}7\r", "7"),
    ] as [(String, String?)])
  func `a secret is read and not shown`(typed: String, expected: String?) throws {
    let desk = try Desk()
    let editor = Self.editor(desk, history: ["@王"])
    let secret = desk.type([("PIN ", Array(typed.utf8))]) { editor.readSecret(prompt: "PIN ") }
    let seen = desk.seen
    let digits = seen.filter { "24687x".contains($0) }
    #expect(secret == expected)
    #expect(digits == "2424", "only bracketed paste's own digits, in \(seen.debugDescription)")
  }

  @Test(arguments: ["a\r", "a\u{3}", "\u{4}"])
  func `the terminal is as before after every line`(typed: String) throws {
    let desk = try Desk()
    let editor = Self.editor(desk)
    let before = desk.attributes
    let during = Mutex<[UInt32]>([])
    let steps = [("> ", Array("S\t".utf8)), ("S00", [0x15] + Array(typed.utf8))]
    let spy = LineEditor(input: desk.terminal, output: desk.terminal) { _, _ in
      during.withLock { $0 = desk.attributes }
      return [Completion(replaced: 1, text: "S00", label: "")]
    }
    _ = desk.type(steps) { spy.readLine(prompt: "> ") }
    let line = desk.attributes
    _ = desk.type([("> ", Array(typed.utf8))]) { editor.readSecret(prompt: "> ") }
    let secret = desk.attributes
    let raw = during.withLock { $0 }
    #expect(raw != before)
    #expect(line == before)
    #expect(secret == before)
  }

  @Test func `what a signal handler calls restores the terminal within a line`() throws {
    let desk = try Desk()
    let before = desk.attributes
    let after = Mutex<[UInt32]>([])
    let editor = LineEditor(input: desk.terminal, output: desk.terminal) { _, _ in
      restoreTerminal()
      after.withLock { $0 = desk.attributes }
      return []
    }
    _ = desk.type([("> ", [0x09]), ("\u{7}", [0x0A])]) { editor.readLine(prompt: "> ") }
    let restored = after.withLock { $0 }
    let pasteIsOff = desk.seen.contains("\u{1B}[?2004l")
    #expect(restored == before)
    #expect(pasteIsOff)
  }

  @Test func `a terminal that hangs up ends the input`() throws {
    let desk = try Desk()
    let lost = open("/dev/null", O_RDONLY)
    defer { close(lost) }
    let editor = LineEditor(input: lost, output: desk.terminal) { _, _ in [] }
    let result = desk.type([]) { editor.readLine(prompt: "> ") }
    #expect(result == .end)
  }
}
