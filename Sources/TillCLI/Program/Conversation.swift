import Checkout
import Glibc
import Ledger
import Storage

extension Session {
  /// Talks with a cashier at a terminal until the end of input.
  func converse() -> ExitStatus {
    restoreTerminalOnFatalSignals()
    // Within a line Ctrl-C drops that line; between two lines it is not to end a sale.
    signal(SIGINT, SIG_IGN)
    let path = "\(till.folder.path)/ledger/history"
    let history = History(lines: (try? HistoryFile.load(path: path)) ?? []) { line in
      !isConfidential(line)
    }
    let editor = LineEditor(
      input: STDIN_FILENO, output: STDOUT_FILENO, history: history,
      complete: { text, cursor in self.till.completions(of: text, cursor: cursor) })
    till.askSecret = { editor.readSecret(prompt: $0) }
    Output.standard.write("\(screenSafe(till.greeting))\n")
    loop: while true {
      switch editor.readLine(prompt: prompt) {
      case .line(let bytes):
        if let line = String(validating: bytes, as: UTF8.self) { editor.history.add(line) }
        guard answer(bytes) else { break loop }
        till.afterReply()
      case .interrupted: continue
      case .end: break loop
      }
    }
    try? HistoryFile.save(editor.history.lines, path: path)
    till.finish(leaving: 0)
    // What a cashier mistyped and put right is no failure of the session.
    return .done
  }

  /// Drawer, operator and what is due.
  private var prompt: String {
    let (operating, due) = till.standing
    let text = "\(till.drawer)\(operating.map { ":\($0)" } ?? "")\(due.map { " ￥\($0)" } ?? "")> "
    let isColoured = isatty(STDOUT_FILENO) == 1 && environment("NO_COLOR") == nil
    return isColoured ? "\u{1B}[1;36m\(text)\u{1B}[0m" : text
  }
}

/// Whether a line may hold a PIN, or whose phone is whose, so that nothing may remember it.
///
/// However it is typed: letters of either case, full width or half.
func isConfidential(_ line: String) -> Bool {
  guard let typed = try? TypedLine(line.utf8) else { return true }
  let verb = typed.words.first?.key
  return typed.approval != nil || verb == "login" || verb == "passwd" || verb == "member"
    || typed.words.contains { isPhone(Who($0).text) }
}

extension Till {
  /// Who operates the till, and what is due on its open bill.
  var standing: (staff: Int?, due: Money?) {
    let state = try? read { try billState($0) }
    return (operatingStaff?.number, state?.settlement.due)
  }

  /// What whoever sits down at the till is told: which one it is, and what to type first.
  var greeting: String {
    let isOpen = (try? read { try $0.openShift(drawer: drawer) }) ?? nil != nil
    let first =
      shop.isLoginNeeded ? "login STAFF" : isOpen ? "" : "open FLOAT"
    let place = [shop.name, shop.branch].filter { !$0.isEmpty }.joined(separator: " ")
    let lines = [first, "help", "exit"].filter { !$0.isEmpty }.joined(separator: " | ")
    return language == .chinese
      ? "\(place)  \(drawer)号钱箱\(isOpen ? "" : ", 尚未开班")  \(notation(lines, .chinese))"
      : "\(place)  drawer \(drawer)\(isOpen ? "" : ", closed")  \(lines)"
  }
}
