/// One step of a parsed template.
enum TemplateNode: Sendable {
  case line(TemplateLine)
  case rule(UInt8)
  case blank
  case cut
  case drawer
  case condition(Path, holds: Bool, [TemplateNode])
  case each(Path, [TemplateNode])
  /// Printed only on paper of so many columns.
  case paper(ClosedRange<Int>, [TemplateNode])
}

/// A line to print: its cells and how they stand.
struct TemplateLine: Sendable {
  enum Arrangement: Hashable, Sendable {
    case single(Alignment)
    /// Left and right edge.
    case pair
    /// A wrapping first cell, then cells of these columns at the right.
    case columns([Int])
    /// Underscores up to the right edge.
    case sign
  }

  let arrangement: Arrangement
  let size: Size
  let cells: [[Piece]]
  /// Whether anything in it comes from data.
  let asksData: Bool
}

/// A piece of a line's text.
enum Piece: Sendable {
  case literal(Run)
  case value(Path, Format)
  case condition(Path, holds: Bool, [Piece])
  case each(Path, [Piece])
}

/// Where a value stands in the data: names from the outside in; none for the element itself.
struct Path: Hashable, Sendable {
  let names: [String]
}

/// How a value is written.
enum Format: Hashable, Sendable {
  case plain
  case money
  case yuan
  case signed
  case minus
  case count
  case change
  case percent
  case digits(Int)
}
