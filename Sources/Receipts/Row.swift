/// One step of a slip, as it is printed: made by ``Template``, put out by ``text(_:)`` and
/// ``escpos(_:)``.
package enum Row: Hashable, Sendable {
  case line(Line)
  /// The paper is fed and cut here.
  case cut
  /// The cash drawer opens.
  case drawer
}

/// One printed line: cells at their columns, never wider than the paper.
package struct Line: Hashable, Sendable {
  struct Cell: Hashable, Sendable {
    /// The columns in front of it, from the line's first character.
    let column: Int
    let run: Run
  }

  let cells: [Cell]
  let size: Size
  let alignment: Alignment
  /// The columns of the paper.
  let columns: Int

  init(_ cells: [Cell], size: Size = .normal, alignment: Alignment = .left, columns: Int) {
    self.cells = cells
    self.size = size
    self.alignment = alignment
    self.columns = columns
  }

  /// The blanks in front of the first cell when each character takes `scale` times its columns.
  func margin(scale: Int) -> Int {
    let used = (cells.last.map { $0.column + $0.run.width } ?? 0) * scale
    switch alignment {
    case .left: return 0
    case .centre: return (columns - used) / 2
    case .right: return columns - used
    }
  }
}

/// How large characters are, as width x height.
enum Size: String, Sendable {
  case normal = "1x1"
  case tall = "1x2"
  case wide = "2x1"
  case large = "2x2"

  var isWide: Bool { self == .wide || self == .large }
}

enum Alignment: String, Sendable {
  case left
  case centre
  case right
}
