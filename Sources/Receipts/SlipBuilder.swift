import Ledger

/// Runs a template's nodes over data and lays their lines out for one width of paper.
struct SlipBuilder {
  let columns: Int
  private(set) var rows: [Row] = []
  /// The cells of the line in work: kept between lines for its storage.
  private var cells: [Run] = []

  init(columns: Int) {
    self.columns = columns
    rows.reserveCapacity(64)
  }

  mutating func add(_ nodes: [TemplateNode], data: JSON) {
    for node in nodes {
      switch node {
      case .line(let line): add(line, data: data)
      case .rule(let sign): add(rule: sign)
      case .blank: rows.append(.line(Line([], columns: columns)))
      case .cut: rows.append(.cut)
      case .drawer: rows.append(.drawer)
      case .condition(let path, let holds, let inner):
        if path.holds(in: data) == holds { add(inner, data: data) }
      case .each(let path, let inner):
        for element in path.value(in: data)?.array ?? [] { add(inner, data: element) }
      case .paper(let widths, let inner):
        if widths.contains(columns) { add(inner, data: data) }
      }
    }
  }

  private mutating func add(rule sign: UInt8) {
    let run = Run(repeating: sign, count: columns)
    rows.append(.line(Line([Line.Cell(column: 0, run: run)], columns: columns)))
  }

  private mutating func add(_ line: TemplateLine, data: JSON) {
    var found = false
    cells.removeAll(keepingCapacity: true)
    for pieces in line.cells {
      var run = Run()
      if pieces.count > 1 { run.reserve() }
      run.append(pieces, data: data, found: &found)
      cells.append(run)
    }
    guard found || !line.asksData else { return }
    line.layOut(cells, columns: columns, to: &rows)
  }
}

extension Run {
  /// Appends what pieces are over data.
  ///
  /// - Parameters:
  ///   - pieces: the pieces, in order.
  ///   - data: where their paths start.
  ///   - found: becomes true when anything came from data.
  fileprivate mutating func append(_ pieces: [Piece], data: JSON, found: inout Bool) {
    for piece in pieces {
      switch piece {
      case .literal(let run): append(run)
      case .value(let path, let format):
        if let value = path.value(in: data), append(value, as: format) { found = true }
      case .condition(let path, let holds, let inner):
        guard path.holds(in: data) == holds else { continue }
        found = true
        append(inner, data: data, found: &found)
      case .each(let path, let inner):
        for element in path.value(in: data)?.array ?? [] {
          found = true
          append(inner, data: element, found: &found)
        }
      }
    }
  }

  /// Appends a value and says whether there was anything to append.
  private mutating func append(_ value: JSON, as format: Format) -> Bool {
    switch value {
    case .integer(let number): append(number, as: format)
    case .string(let text) where !text.isEmpty: append(text)
    default: return false
    }
    return true
  }
}

extension Path {
  fileprivate func value(in data: JSON) -> JSON? {
    var value = data
    for name in names {
      guard let inner = value[name] else { return nil }
      value = inner
    }
    return value
  }

  /// Whether the value is there and is not false, 0 or empty.
  fileprivate func holds(in data: JSON) -> Bool {
    switch value(in: data) {
    case nil, .null: false
    case .bool(let value): value
    case .integer(let value): value != 0
    case .string(let value): !value.isEmpty
    case .array(let values): !values.isEmpty
    case .object(let members): !members.isEmpty
    }
  }
}
