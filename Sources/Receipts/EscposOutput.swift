/// The slip as ESC/POS bytes, its text in GB18030.
///
/// The job begins with a reset; the drawer, if it opens, opens once and before anything is printed.
/// Of the slip's own data no byte below 0x20 is ever sent.
package func escpos(_ rows: [Row]) -> [UInt8] {
  var out: [UInt8] = [0x1B, 0x40]  // ESC @
  out.reserveCapacity(rows.count * 64)
  // Kanji mode is set for every printer with a Chinese font: the state after a reset differs by maker.
  out += [0x1C, 0x26, 0x1C, 0x53, 0, 0]  // FS &, FS S 0 0
  if rows.contains(.drawer) { out += [0x1B, 0x70, 0, 0x19, 0xFA] }  // ESC p
  for row in rows {
    switch row {
    case .line(let line): append(line, to: &out)
    // The cutter stands above the head: four lines are fed in front of a cut.
    case .cut: out += [0x1B, 0x64, 4, 0x1D, 0x56, 66, 0]  // ESC d, GS V
    case .drawer: continue
    }
  }
  return out
}

private func append(_ line: Line, to out: inout [UInt8]) {
  let margin = line.margin(scale: line.size.isWide ? 2 : 1)
  out.append(contentsOf: repeatElement(0x20, count: margin))
  if line.size != .normal { out += [0x1D, 0x21, line.size.magnification] }  // GS !
  var column = 0
  for cell in line.cells {
    out.append(contentsOf: repeatElement(0x20, count: cell.column - column))
    column = cell.column + cell.run.width
    for unit in cell.run.units { append(unit, to: &out) }
  }
  if line.size != .normal { out += [0x1D, 0x21, 0] }
  out.append(0x0A)
}

private func append(_ unit: UInt16, to out: inout [UInt8]) {
  guard unit >= 0x80 else { return out.append(UInt8(truncatingIfNeeded: unit)) }
  let code = GB18030.codes[Int(unit)]
  out.append(UInt8(truncatingIfNeeded: code >> 8))
  out.append(UInt8(truncatingIfNeeded: code))
}

extension Size {
  /// The argument of `GS !`: the width less one in the high half, the height less one in the low.
  fileprivate var magnification: UInt8 {
    switch self {
    case .normal: 0
    case .tall: 0x01
    case .wide: 0x10
    case .large: 0x11
    }
  }
}
