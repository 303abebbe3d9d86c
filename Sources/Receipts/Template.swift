package import Ledger

/// A slip's template: read once, then laid out over data for a width of paper.
///
/// A template is lines of text. A line that begins with `#` is a comment, an empty line is nothing,
/// and any other line is printed as it stands, leading blanks included.
///
/// In a line
/// - `{path}` is a value of the data: names joined by dots, `{.}` the element of a repetition itself.
///   `{path FORMAT}` writes a number: `money` 1,234.50, `yuan` ￥1,234.50, `signed` +1,234.50,
///   `minus` the amount turned around, `count` 1,234, `change` +1,234, `percent` 6.5% from 650 basis
///   points, and zeros as many digits at least;
/// - `{if path:TEXT}`, `{unless path:TEXT}` and `{each path:TEXT}` are conditions and a repetition
///   within the line;
/// - `LEFT | RIGHT` puts RIGHT at the right edge; where both do not fit a line, LEFT wraps, RIGHT
///   never does.
///
/// A line that asks for data and finds none is not printed.
///
/// In front of a line's text stand, between `@` and `:`, one or more of `centre`, `right`, `1x2`
/// (double height), `2x1`, `2x2`, `sign` (underscores to the edge), and last `columns * W W …`: cells
/// between `|`, the first takes what the others leave and wraps, the others are W columns, set to
/// the right. Where numbers leave no room for it, the first cell has lines of its own. Double width
/// that does not fit becomes double height; a centred text that needs several lines starts at the
/// left.
///
/// On lines of their own stand `@rule -` and `@rule =`, `@blank`, `@cut`, `@drawer`, and the blocks
/// that end with `@end`: `@if path`, `@unless path`, `@each path`, `@from N` and `@below N` (paper of
/// N columns or more, or of fewer). A path holds when its value is there and is not false, 0 or
/// empty; within a repetition paths start at the element.
package struct Template: Sendable {
  private let nodes: [TemplateNode]

  /// The narrowest paper that is laid out for.
  package static let narrowest = 24

  /// Reads a template.
  ///
  /// - Parameters:
  ///   - text: the template, lines ended by LF or CR LF.
  ///   - name: what faults call it, as a rule the file's name.
  /// - Throws: ``TemplateFault`` for the first line that is not of the language.
  package init(parsing text: String, name: String) throws(TemplateFault) {
    var parser = TemplateParser(text: text, name: name)
    nodes = try parser.parse()
  }

  /// The slip for one document.
  ///
  /// - Parameters:
  ///   - data: an object with whatever the template asks for; amounts are integer fen. A member of
  ///     another type than its format wants is printed as it is, a list or an object not at all.
  ///   - columns: those of the paper; fewer than ``narrowest`` are taken as that many.
  /// - Returns: rows no wider than the paper, with no character but printable ones.
  package func rows(of data: JSON, columns: Int) -> [Row] {
    var slip = SlipBuilder(columns: max(columns, Template.narrowest))
    slip.add(nodes, data: data)
    return slip.rows
  }
}

/// Why a text is no template: which line, and what stands there in place of what.
package struct TemplateFault: Error, Hashable, Sendable, CustomStringConvertible {
  package let template: String
  /// The line, from 1.
  package let line: Int
  /// What was expected, in English, and what was found.
  package let reason: String

  package var description: String { "\(template):\(line): \(reason)" }
}
