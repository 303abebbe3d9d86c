import Catalog
import Checkout
import Glibc
import Ledger
import Membership
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

  /// What the word at the cursor may become: a verb or a word behind it, a member behind `@`, a kit or an item.
  ///
  /// - Parameters:
  ///   - text: the line so far.
  ///   - cursor: in grapheme clusters from its beginning.
  /// - Returns: none for an empty word.
  package func completions(of text: String, cursor: Int) -> [Completion] {
    let typed = String(text.prefix(cursor))
    let word =
      typed.split(separator: " ", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    guard !word.isEmpty else { return [] }
    if word.hasPrefix("@") { return members(matching: String(word.dropFirst()), word) }
    let isFirst = word.count == typed.count
    let words = isFirst ? Verb.allCases.map(\.rawValue) : subjects(behind: typed)
    let verbs = words.filter { $0.hasPrefix(word.lowercased()) }
    let items =
      (try? read { snapshot in
        try snapshot.items(matching: word, soldSince: BusinessDate(days: 0), limit: 20)
      }) ?? []
    let kits = kits.values.filter { $0.code.hasPrefix(word.lowercased()) || $0.name.contains(word) }
    let named =
      kits.map { (code: $0.code, name: $0.name) }.sorted { $0.code < $1.code }
      + items.map { (code: $0.code, name: $0.name) }
    return verbs.map { Completion(replaced: word.count, text: "\($0) ", label: $0) }
      + named.map { item in
        Completion(replaced: word.count, text: item.code, label: "\(item.code) \(item.name)")
      }
  }

  /// The words that may stand where the second word of a line does.
  private func subjects(behind typed: String) -> [String] {
    let words = typed.split(separator: " ", omittingEmptySubsequences: false)
    return words.count == 2 ? Verb(rawValue: words[0].lowercased())?.subjects ?? [] : []
  }

  private func members(matching text: String, _ word: String) -> [Completion] {
    let found = (try? read { try $0.members(matching: text, limit: 20) }) ?? []
    return found.map { member in
      Completion(
        replaced: word.count, text: "@\(member.number)",
        label: "@\(member.number) \(member.maskedName) \(member.maskedPhone)")
    }
  }
}
