/// What is wrong with one line of a template.
struct LineFault: Error {
  let reason: String
}

/// What stands between `@` and `:` in front of a line's text.
struct LineStyle {
  private var alignment: Alignment?
  private var size = Size.normal
  private var widths: [Int]?
  private var signs = false

  init() {}

  init(_ words: [String]) throws(LineFault) {
    for (index, word) in words.enumerated() {
      switch word {
      case "centre", "right": alignment = Alignment(rawValue: word)
      case "1x2", "2x1", "2x2": size = Size(rawValue: word) ?? .normal
      case "sign": signs = true
      case "columns":
        widths = try LineStyle.widths(words[(index + 1)...])
        return
      default:
        throw LineFault(
          reason: "expected centre, right, 1x2, 2x1, 2x2, sign or columns, found \"\(word)\"")
      }
    }
  }

  private static func widths(_ words: ArraySlice<String>) throws(LineFault) -> [Int] {
    let widths = words.dropFirst().compactMap { Int($0) }.filter { (1...48).contains($0) }
    guard words.first == "*", !widths.isEmpty, widths.count == words.count - 1 else {
      throw LineFault(
        reason: "expected columns * and then widths from 1 to 48, found \"columns "
          + "\(words.joined(separator: " "))\"")
    }
    return widths
  }

  /// The line of these cells in this style.
  func line(of cells: [[Piece]]) throws(LineFault) -> TemplateLine {
    TemplateLine(
      arrangement: try arrangement(cells: cells.count), size: size, cells: cells,
      asksData: cells.contains { $0.contains { $0.asksData } })
  }

  private func arrangement(cells: Int) throws(LineFault) -> TemplateLine.Arrangement {
    if let widths {
      try expect(cells == widths.count + 1, "\(widths.count + 1) cells, as many as columns")
      try expect(alignment == nil && !signs && !size.isWide, "no style but 1x2 with columns")
      return .columns(widths)
    }
    if cells > 1 {
      try expect(cells == 2, "one | at most; more need columns")
      try expect(alignment == nil && !signs && !size.isWide, "no style but 1x2 with |")
      return .pair
    }
    guard signs else { return .single(alignment ?? .left) }
    try expect(alignment == nil && !size.isWide, "no style but 1x2 with sign")
    return .sign
  }

  private func expect(_ holds: Bool, _ what: String) throws(LineFault) {
    guard holds else { throw LineFault(reason: "expected \(what)") }
  }
}

extension Piece {
  fileprivate var asksData: Bool {
    guard case .literal = self else { return true }
    return false
  }
}
