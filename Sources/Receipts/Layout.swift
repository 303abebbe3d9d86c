extension TemplateLine {
  /// Appends the printed lines of these cells: everything in them, nothing wider than the paper.
  func layOut(_ cells: [Run], columns: Int, to rows: inout [Row]) {
    switch arrangement {
    case .single(.left): addLeft(cells[0], columns: columns, to: &rows)
    case .single(let alignment): add(cells[0].trimmed, alignment, columns: columns, to: &rows)
    case .pair: addPair(cells[0], cells[1].trimmed, columns: columns, to: &rows)
    case .columns(let widths): addColumns(cells, widths, columns: columns, to: &rows)
    case .sign: addSign(cells[0], columns: columns, to: &rows)
    }
  }

  private func add(_ run: Run, at column: Int, columns: Int, to rows: inout [Row]) {
    add([Line.Cell(column: column, run: run)], columns: columns, to: &rows)
  }

  private func add(_ cells: [Line.Cell], columns: Int, to rows: inout [Row]) {
    add(cells, size, .left, columns: columns, to: &rows)
  }

  private func add(
    _ cells: [Line.Cell], _ size: Size, _ alignment: Alignment, columns: Int, to rows: inout [Row]
  ) {
    rows.append(.line(Line(cells, size: size, alignment: alignment, columns: columns)))
  }

  /// What is to stand in the middle and needs several lines is a paragraph: it starts at the left.
  private func add(_ run: Run, _ alignment: Alignment, columns: Int, to rows: inout [Row]) {
    guard run.width <= columns else {
      let size = size.isWide ? .tall : size
      let alignment = alignment == .centre ? .left : alignment
      for part in run.wrapped(to: columns) {
        add([Line.Cell(column: 0, run: part)], size, alignment, columns: columns, to: &rows)
      }
      return
    }
    let size = size.isWide && run.width * 2 > columns ? .tall : size
    add([Line.Cell(column: 0, run: run)], size, alignment, columns: columns, to: &rows)
  }

  /// Wrapped lines keep the indent of the first.
  private func addLeft(_ run: Run, columns: Int, to rows: inout [Row]) {
    let indent = min(run.indent, columns / 2)
    guard indent > 0, !size.isWide, run.width > columns else {
      return add(run, .left, columns: columns, to: &rows)
    }
    for part in run.trimmed.wrapped(to: columns - indent) {
      add(part, at: indent, columns: columns, to: &rows)
    }
  }

  private func addSign(_ run: Run, columns: Int, to rows: inout [Row]) {
    addLeft(run, columns: columns, to: &rows)
    guard let cell = takeLastCell(of: &rows) else { return }
    var signed = cell.run
    let free = columns - cell.column - signed.width
    signed.append(Run(repeating: UInt8(ascii: "_"), count: free))
    add(signed, at: cell.column, columns: columns, to: &rows)
  }

  private func addPair(_ left: Run, _ right: Run, columns: Int, to rows: inout [Row]) {
    let hasLeft = !left.trimmed.isEmpty
    if hasLeft { addLeft(left, columns: columns, to: &rows) }
    guard hasLeft, !right.isEmpty, let cell = takeLastCell(of: &rows) else {
      return addRight(right, columns: columns, to: &rows)
    }
    let edge = columns - right.width
    if cell.column + cell.run.width < edge {
      add([cell, Line.Cell(column: edge, run: right)], columns: columns, to: &rows)
    } else {
      add(cell.run, at: cell.column, columns: columns, to: &rows)
      addRight(right, columns: columns, to: &rows)
    }
  }

  private func addRight(_ run: Run, columns: Int, to rows: inout [Row]) {
    guard run.width > columns else {
      if !run.isEmpty { add(run, at: columns - run.width, columns: columns, to: &rows) }
      return
    }
    for part in run.wrapped(to: columns) {
      add(part, at: columns - part.width, columns: columns, to: &rows)
    }
  }

  private func takeLastCell(of rows: inout [Row]) -> Line.Cell? {
    guard case .line(let line) = rows.popLast() else { return nil }
    return line.cells.last
  }

  /// A first cell narrower than this has lines of its own instead.
  private static let narrowestName = 8

  private func addColumns(_ cells: [Run], _ widths: [Int], columns: Int, to rows: inout [Row]) {
    let name = cells[0].trimmed
    guard let numbers = numberCells(cells.dropFirst(), widths, columns: columns) else {
      if !name.isEmpty { addLeft(name, columns: columns, to: &rows) }
      for cell in cells.dropFirst() { addRight(cell.trimmed, columns: columns, to: &rows) }
      return
    }
    let edge = numbers.first.map { $0.column - 1 } ?? columns
    let room = min(edge, max(columns - widths.reduce(0, +), TemplateLine.narrowestName))
    if name.width <= room || room >= TemplateLine.narrowestName {
      let parts = name.wrapped(to: room)
      add([Line.Cell(column: 0, run: parts[0])] + numbers, columns: columns, to: &rows)
      for part in parts.dropFirst() { add(part, at: 0, columns: columns, to: &rows) }
    } else {
      if !name.isEmpty { addLeft(name, columns: columns, to: &rows) }
      add(numbers, columns: columns, to: &rows)
    }
  }

  /// The cells behind the first, each at its right edge or moved left by the cell behind it; nil
  /// where one line cannot hold them.
  private func numberCells(
    _ runs: ArraySlice<Run>, _ widths: [Int], columns: Int
  ) -> [Line.Cell]? {
    var cells: [Line.Cell] = []
    cells.reserveCapacity(widths.count)
    var home = columns
    var free = columns
    for (run, width) in zip(runs, widths).reversed() {
      let run = run.trimmed
      if !run.isEmpty {
        let start = min(home, free) - run.width
        guard start >= 0 else { return nil }
        cells.append(Line.Cell(column: start, run: run))
        free = start - 1
      }
      home -= width
    }
    cells.reverse()
    return cells
  }
}
