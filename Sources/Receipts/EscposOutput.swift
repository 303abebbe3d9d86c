/// What a printer is and may do.
package struct PrinterProfile: Hashable, Sendable {
  /// The columns of its paper in font A: 32 (58 mm), 42 or 48 (80 mm).
  package var columns: Int
  /// Whether it has a cutter.
  package var cut: Bool
  /// The lines fed in front of a cut, because the cutter stands above the head; 0 to 255.
  package var feed: UInt8
  /// Whether a cash drawer hangs on it.
  package var drawer: Bool
  /// Whether it must be told to take two bytes as a hanzi.
  ///
  /// Told is right for every printer with a Chinese font, as the state after a reset differs by
  /// maker; a printer that takes `FS &` for text is told nothing.
  package var kanji: Bool

  package init(
    columns: Int, cut: Bool = true, feed: UInt8 = 4, drawer: Bool = true, kanji: Bool = true
  ) {
    self.columns = columns
    self.cut = cut
    self.feed = feed
    self.drawer = drawer
    self.kanji = kanji
  }
}

/// The slip as ESC/POS bytes, its text in GB18030.
///
/// The job begins with a reset; the drawer, if it opens, opens once and before anything is printed.
/// Of the slip's own data no byte below 0x20 is ever sent.
package func escpos(_ rows: [Row], profile: PrinterProfile) -> [UInt8] {
  var out: [UInt8] = [0x1B, 0x40]  // ESC @
  out.reserveCapacity(rows.count * 64)
  if profile.kanji { out += [0x1C, 0x26, 0x1C, 0x53, 0, 0] }  // FS &, FS S 0 0
  if profile.drawer, rows.contains(.drawer) { out += [0x1B, 0x70, 0, 0x19, 0xFA] }  // ESC p
  for row in rows {
    switch row {
    case .line(let line): append(line, to: &out)
    case .cut:
      out += [0x1B, 0x64, profile.feed]  // ESC d
      if profile.cut { out += [0x1D, 0x56, 66, 0] }  // GS V
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
