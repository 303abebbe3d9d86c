/// What is drawn as one piece: a grapheme cluster, or an escape sequence of no width.
package struct Glyph: Equatable, Sendable {
  let text: String
  let columns: Int

  /// A cluster as it may be shown; one that could not be seen is shown as U+FFFD.
  init(_ cluster: Character) {
    let safe = screenSafe(String(cluster))
    let width = DisplayWidth.columns(of: safe)
    (text, columns) = width > 0 ? (safe, width) : ("\u{FFFD}", 1)
  }

  private init(style: Substring) {
    text = String(style)
    columns = 0
  }

  /// The glyphs of a prompt: escape sequences that set colours pass, anything else is shown safely.
  package static func glyphs(prompt: String) -> [Glyph] {
    var glyphs: [Glyph] = []
    var rest = prompt[...]
    while let first = rest.first {
      if let style = rest.prefixMatch(of: /\u{1B}\[[0-9;:]*m/) {
        glyphs.append(Glyph(style: style.output))
        rest = rest[style.range.upperBound...]
      } else {
        glyphs.append(Glyph(first))
        rest.removeFirst()
      }
    }
    return glyphs
  }

  package static func glyphs(_ cells: [LineBuffer.Cell]) -> [Glyph] {
    cells.map { Glyph($0.shown) }
  }
}

/// Draws a line that may take several rows of a terminal, and then only what has changed.
///
/// The terminal wraps by itself at the margin, so a resized one moves the text as it does any
/// other. A wide glyph that does not fit into the last column goes to the next row. Of a line that
/// is taller than the screen, the rows around the cursor are drawn.
package struct LinePainter: Sendable {
  private struct Place: Equatable {
    var row = 0
    var column = 0
  }

  private var shown: [Glyph] = []
  private var cursor = 0
  private var columns = 0

  /// Begins in the first column of the row where the terminal's cursor is.
  package init() {}

  /// What to write so that the glyphs are on the screen, with the cursor before one of them.
  ///
  /// - Parameters:
  ///   - line: prompt and text.
  ///   - index: the glyph under the cursor; their count for the place after the last one.
  ///   - size: the terminal's, at least 2 by 2.
  /// - Returns: text and escape sequences; empty when all is as it was.
  package mutating func paint(
    _ line: [Glyph], cursor index: Int, size: (columns: Int, rows: Int)
  ) -> String {
    let window = LinePainter.window(line, cursor: index, size: size)
    let glyphs = Array(line[window])
    let isResized = size.columns != columns
    let old = LinePainter.places(shown, columns: size.columns)
    let new = LinePainter.places(glyphs, columns: size.columns)
    let target = new[index - window.lowerBound]
    let here = old[cursor]
    defer { (shown, cursor, columns) = (glyphs, index - window.lowerBound, size.columns) }
    if !isResized, shown == glyphs { return LinePainter.move(from: here, to: target) }

    var first = isResized ? 0 : zip(shown, glyphs).prefix { $0 == $1 }.count
    while first > 0, new[first].column == 0 { first -= 1 }
    let start = first == 0 ? "\r" : ""
    return start
      + LinePainter.move(from: first == 0 ? Place(row: here.row) : here, to: new[first])
      + LinePainter.draw(glyphs, from: first, places: new, columns: size.columns)
      + "\u{1B}[J" + LinePainter.move(from: new[glyphs.count], to: target)
  }

  /// What to write to leave the line: the cursor goes to the row below it.
  package mutating func finish() -> String {
    let places = LinePainter.places(shown, columns: max(columns, 2))
    let end = places[shown.count]
    let isBelow = end.column == 0 && end.row > 0
    defer { self = LinePainter() }
    return LinePainter.move(from: places[cursor], to: end) + (isBelow ? "" : "\r\n")
  }

  /// Where each glyph begins, and at last where the next one would.
  private static func places(_ glyphs: [Glyph], columns: Int) -> [Place] {
    var places: [Place] = []
    var place = Place()
    for glyph in glyphs {
      if place.column + glyph.columns > columns { place = Place(row: place.row + 1) }
      places.append(place)
      place.column += glyph.columns
    }
    if place.column >= columns { place = Place(row: place.row + 1) }
    return places + [place]
  }

  /// The glyphs that fit on the screen, in whole rows.
  private static func window(
    _ glyphs: [Glyph], cursor: Int, size: (columns: Int, rows: Int)
  ) -> Range<Int> {
    let places = places(glyphs, columns: size.columns)
    guard places[glyphs.count].row >= size.rows else { return 0..<glyphs.count }
    let height = size.rows - 1
    let last = places[glyphs.count].row
    let top = max(0, min(places[cursor].row - height / 2, last - height + 1))
    let start = places.firstIndex { $0.row >= top } ?? 0
    let end = places.firstIndex { $0.row >= top + height } ?? glyphs.count
    return start..<min(end, glyphs.count)
  }

  private static func draw(
    _ glyphs: [Glyph], from first: Int, places: [Place], columns: Int
  ) -> String {
    var text = ""
    for index in first..<glyphs.count {
      if index > first, places[index].row > places[index - 1].row,
        places[index - 1].column + glyphs[index - 1].columns < columns
      {
        text += "\u{1B}[K"
      }
      text += glyphs[index].text
    }
    let end = places[glyphs.count]
    return text + (end.column == 0 && end.row > 0 ? " \r" : "")
  }

  private static func move(from start: Place, to end: Place) -> String {
    let rows = end.row - start.row
    let columns = end.column - start.column
    return (rows < 0 ? "\u{1B}[\(-rows)A" : rows > 0 ? "\u{1B}[\(rows)B" : "")
      + (columns < 0 ? "\u{1B}[\(-columns)D" : columns > 0 ? "\u{1B}[\(columns)C" : "")
  }
}
