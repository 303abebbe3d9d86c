import Checkout

/// The help on a topic, a verb or a tender; all of it without one.
///
/// - Returns: rows of at most 80 columns.
/// - Throws: `Refusal` named `unknown-command` for what has no help.
func help(_ topic: String?, _ language: Language) throws(Refusal) -> String {
  guard let topic else {
    return HelpTopic.allCases.map { topic in
      "\(topic.title(language))  help \(topic)\n"
        + helpLines.filter { $0.topic == topic }.map { rows(of: $0, language) }.joined()
    }.joined(separator: "\n")
  }
  let lines = helpLines.filter { line in
    line.topic.rawValue == topic || line.words.contains { $0 == topic }
  }
  guard !lines.isEmpty else {
    let near = nearest(to: topic, among: Verb.allCases.map(\.rawValue))
    let topics = HelpTopic.allCases.map(\.rawValue)
    throw Refusal(
      .unknownCommand, topic,
      expected: (near.isEmpty ? topics : near).map { "help \($0)" }.joined(separator: " | "))
  }
  return lines.map { rows(of: $0, language) }.joined()
}

/// Where what is typed ends, and what it does begins.
private let descriptionColumn = 36
private let width = 80

/// A line of the help: what is typed, folded where it is long, and beside or below it what it does.
private func rows(of line: HelpLine, _ language: Language) -> String {
  var rows: [String] = []
  var row = ""
  for word in notation(line.typed, language).split(separator: " ", omittingEmptySubsequences: false)
  {
    if !row.isEmpty, DisplayWidth.columns(of: row) + 1 + DisplayWidth.columns(of: word) > width {
      rows.append(row)
      row = "   "
    }
    row += row.isEmpty ? "\(word)" : " \(word)"
  }
  let said = language == .chinese ? line.chinese : line.english
  let used = DisplayWidth.columns(of: row)
  guard rows.isEmpty, used <= descriptionColumn - 2 else {
    let blanks = String(repeating: " ", count: descriptionColumn)
    return (rows + [row, blanks + said]).map { "\($0)\n" }.joined()
  }
  return "\(row)\(String(repeating: " ", count: descriptionColumn - used))\(said)\n"
}

/// How the program is started.
func usage(_ language: Language) -> String {
  let words =
    language == .chinese
    ? "不带COMMAND: 终端交互; 管道则逐行处理. 指令:\n\n"
    : "Without a COMMAND: interactive on a terminal, line by line from a pipe. Commands:\n\n"
  return synopsis + "\n" + words + ((try? help(nil, language)) ?? "")
}

/// The ways to start the program.
let synopsis = """
  till [--shop DIR] [--drawer N] [--json] [--no-input] [--stop-on-refusal] [COMMAND …]
  till init DIR [--sample]
  till --help | --version

  """
