import TillCLI

/// A terminal's screen as far as a line editor needs one: wide characters, wrapping at the margin
/// when the next character comes, scrolling, and the escape sequences that move and erase.
struct TerminalScreen {
  let columns: Int
  let rows: Int

  /// One element a column; the second column of a wide character is empty.
  private(set) var cells: [[String]]
  private(set) var row = 0
  private(set) var column = 0
  private(set) var bells = 0

  init(columns: Int, rows: Int) {
    (self.columns, self.rows) = (columns, rows)
    cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
  }

  /// The rows without blanks at their ends, and without empty rows below.
  var text: [String] {
    let lines = cells.map { row in
      let last = row.lastIndex { $0 != " " }
      return row[..<(last.map { $0 + 1 } ?? 0)].joined()
    }
    let last = lines.lastIndex { !$0.isEmpty }
    return Array(lines[..<(last.map { $0 + 1 } ?? 0)])
  }

  mutating func show(_ output: String) {
    var rest = output.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\u{1B}":
        rest.removeFirst()
        let parameters = rest.prefix { !(0x40...0x7E).contains($0.value) }
        rest.removeFirst(parameters.count)
        guard let final = rest.popFirst() else { return }
        control(final, Int(String(parameters)) ?? 1)
      case "\r": column = 0
      case "\n": lineFeed()
      case "\u{7}": bells += 1
      default: put(String(scalar), columns: DisplayWidth.columns(of: Character(scalar)))
      }
    }
  }

  private mutating func control(_ final: Unicode.Scalar, _ count: Int) {
    let here = min(column, columns - 1)
    switch final {
    case "A": (row, column) = (max(0, row - count), here)
    case "B": (row, column) = (min(rows - 1, row + count), here)
    case "C": column = min(columns - 1, here + count)
    case "D": column = max(0, here - count)
    case "H": (row, column) = (0, 0)
    case "K": erase(row, from: here)
    case "J":
      let isWhole = count == 2
      for line in (isWhole ? 0 : row)..<rows {
        erase(line, from: line == row && !isWhole ? here : 0)
      }
    default: break
    }
  }

  private mutating func erase(_ line: Int, from start: Int) {
    for column in start..<columns { cells[line][column] = " " }
  }

  private mutating func lineFeed() {
    row += 1
    guard row == rows else { return }
    cells.removeFirst()
    cells.append(Array(repeating: " ", count: columns))
    row -= 1
  }

  private mutating func put(_ text: String, columns width: Int) {
    guard width > 0 else {
      let before = column > 1 && cells[row][column - 1].isEmpty ? column - 2 : column - 1
      if before >= 0 { cells[row][before] += text }
      return
    }
    if column + width > columns {
      column = 0
      lineFeed()
    }
    cells[row][column] = text
    if width == 2 { cells[row][column + 1] = "" }
    column += width
    if column < columns, cells[row][column].isEmpty { cells[row][column] = " " }
  }
}
