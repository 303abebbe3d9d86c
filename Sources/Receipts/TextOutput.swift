/// The slip as text: UTF-8, one line feed behind each line, no blanks at line ends.
///
/// Large characters are written at their normal size; a cut and the drawer leave no trace.
package func text(_ rows: [Row]) -> String {
  var out: [UInt8] = []
  out.reserveCapacity(rows.count * 64)
  for case .line(let line) in rows {
    let start = out.count
    var column = -line.margin(scale: 1)
    for cell in line.cells {
      out.append(contentsOf: repeatElement(0x20, count: cell.column - column))
      column = cell.column + cell.run.width
      for unit in cell.run.units { appendUTF8(unit, to: &out) }
    }
    while out.count > start, out.last == 0x20 { out.removeLast() }
    out.append(0x0A)
  }
  return String(decoding: out, as: UTF8.self)
}

private func appendUTF8(_ unit: UInt16, to out: inout [UInt8]) {
  switch unit {
  case 0..<0x80: out.append(UInt8(truncatingIfNeeded: unit))
  case 0x80..<0x800:
    out.append(0xC0 | UInt8(truncatingIfNeeded: unit >> 6))
    out.append(0x80 | UInt8(truncatingIfNeeded: unit & 0x3F))
  default:
    out.append(0xE0 | UInt8(truncatingIfNeeded: unit >> 12))
    out.append(0x80 | UInt8(truncatingIfNeeded: unit >> 6 & 0x3F))
    out.append(0x80 | UInt8(truncatingIfNeeded: unit & 0x3F))
  }
}
