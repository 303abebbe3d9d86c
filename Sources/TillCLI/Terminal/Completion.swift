/// One way to go on with the line.
package struct Completion: Equatable, Sendable {
  /// How many grapheme clusters before the cursor are replaced.
  package let replaced: Int

  /// What comes in their place; a blank at its end if the word is then finished.
  package let text: String

  /// What the list of candidates shows.
  package let label: String

  package init(replaced: Int, text: String, label: String) {
    (self.replaced, self.text, self.label) = (replaced, text, label)
  }

  /// The longest text that all candidates begin with; `nil` if they do not replace the same.
  package static func commonPrefix(of candidates: [Completion]) -> String? {
    guard let first = candidates.first, candidates.allSatisfy({ $0.replaced == first.replaced })
    else { return nil }
    return candidates.dropFirst().reduce(first.text) { prefix, candidate in
      String(zip(prefix, candidate.text).prefix { $0 == $1 }.map(\.0))
    }
  }

  /// Labels in columns, read downwards.
  ///
  /// - Parameters:
  ///   - labels: shown safely, and cut where they are wider than the terminal.
  ///   - size: the terminal's.
  /// - Returns: at most `size.rows` - 2 rows; the last one tells how many labels had no room.
  package static func table(_ labels: [String], size: (columns: Int, rows: Int)) -> [String] {
    let cells = labels.map { cut(screenSafe($0), to: size.columns - 1) }
    let widths = cells.map { DisplayWidth.columns(of: $0) }
    let width = (widths.max() ?? 0) + 2
    let across = max(1, (size.columns + 1) / width)
    let limit = max(1, size.rows - 2)
    let isCut = cells.count > limit * across
    let shown = isCut ? max(1, limit - 1) * across : cells.count
    let height = (shown + across - 1) / across
    let rows = (0..<height).map { row in
      stride(from: row, to: shown, by: height).map { index in
        let isLast = index + height >= shown
        return cells[index] + String(repeating: " ", count: isLast ? 0 : width - widths[index])
      }.joined()
    }
    return isCut ? rows + ["… +\(cells.count - shown)"] : rows
  }

  private static func cut(_ text: String, to columns: Int) -> String {
    var width = 0
    return String(
      text.prefix {
        width += DisplayWidth.columns(of: $0)
        return width <= columns
      })
  }
}
