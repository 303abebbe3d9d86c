extension Run {
  /// The text in lines of at most `columns` columns, without the blanks at the breaks.
  ///
  /// A line breaks at blanks and beside hanzi, not within a word, number or address in ASCII that
  /// fits a line, never in front of a closing sign nor behind an opening one. What has no such place
  /// within a line breaks where the line is full. Nothing but blanks is lost.
  ///
  /// - Parameter columns: at least 2, the width of one hanzi.
  /// - Returns: one line at least.
  func wrapped(to columns: Int) -> [Run] {
    guard width > columns else { return [self] }
    var lines: [Run] = []
    var start = 0
    while start < units.count {
      let end = lineEnd(from: start, columns: columns)
      let line = units[start..<end]
      let blanks = line.reversed().prefix { $0 == Run.blank }.count
      lines.append(Run(line.dropLast(blanks)))
      start = end
      while start < units.count, units[start] == Run.blank { start += 1 }
    }
    return lines
  }

  private func lineEnd(from start: Int, columns: Int) -> Int {
    var used = 0
    var place: Int?
    for index in start..<units.count {
      if index > start, mayBreak(before: index) { place = index }
      used += Run.width(of: units[index])
      if used > columns { return place ?? Swift.max(index, start + 1) }
    }
    return units.count
  }

  private func mayBreak(before index: Int) -> Bool {
    let left = units[index - 1]
    let right = units[index]
    if left == Run.blank || right == Run.blank { return true }
    if left < 0x80, right < 0x80 { return false }
    return !closing.contains(right) && !opening.contains(left)
  }
}

/// The signs that no line starts with.
private let closing = Set("，。、；：！？）》」』】〉〕”’…％～·,.;:!?)]}%".utf16)

/// The signs that no line ends with.
private let opening = Set("（《「『【〈〔“‘￥([{$".utf16)
