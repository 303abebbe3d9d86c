/// How many columns of a terminal a text takes.
///
/// East Asian wide and full-width characters and emoji take 2, combining and invisible characters
/// 0, all others 1, those that Unicode calls ambiguous (`·`, `×`, `…`) included. A printer counts
/// differently.
package enum DisplayWidth {
  /// The columns of a text that holds no control characters: see ``screenSafe(_:)``.
  package static func columns(of text: some StringProtocol) -> Int {
    var columns = 0
    for scalar in text.unicodeScalars {
      // What is made of these alone need not be cut into characters: none of them joins another.
      switch scalar.value {
      case 0x20..<0x7F: columns += 1
      case 0x4E00...0x9FFF: columns += 2
      default: return text.reduce(0) { $0 + self.columns(of: $1) }
      }
    }
    return columns
  }

  /// The columns of one grapheme cluster; at most 2, however many scalars were joined.
  package static func columns(of cluster: Character) -> Int {
    let scalars = cluster.unicodeScalars
    if scalars.contains("\u{FE0F}"), scalars.first?.properties.isEmoji == true { return 2 }
    return min(2, scalars.reduce(0) { $0 + columns(of: $1) })
  }

  private static func columns(of scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return scalar == "\u{AD}" ? 0 : 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    if (0x1160...0x11FF).contains(scalar.value) { return 0 }
    return isWide(scalar.value) || scalar.properties.isEmojiPresentation ? 2 : 1
  }

  private static func isWide(_ value: UInt32) -> Bool {
    value >= 0x1100 && wide.contains { $0.contains(value) }
  }

  /// The ranges of Unicode's EastAsianWidth.txt that are W or F, emoji aside; gaps left unassigned
  /// there are closed.
  private static let wide: [ClosedRange<UInt32>] = [
    0x4E00...0xA4CF, 0xFF01...0xFF60, 0x2E80...0x303E, 0x3041...0x4DFF, 0xFFE0...0xFFE6,
    0x1100...0x115F, 0x2329...0x232A, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
    0xFE10...0xFE19, 0xFE30...0xFE6B, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1D300...0x1D376,
    0x1F200...0x1F265, 0x20000...0x3FFFD,
  ]
}

/// So many blanks; the standard library would put them together one by one.
func blanks(_ count: Int) -> String {
  String(unsafeUninitializedCapacity: count) { bytes in
    bytes.initialize(repeating: UInt8(ascii: " "))
    return count
  }
}

/// The text as it may be put on a screen: whatever could steer the terminal or reorder the line is
/// shown as U+FFFD.
///
/// That is C0, DEL and C1 controls (the line feed and the tab too), line and paragraph separators,
/// and the marks of Unicode's bidirectional algorithm.
package func screenSafe(_ text: some StringProtocol) -> String {
  guard text.unicodeScalars.contains(where: \.isSteering) else { return String(text) }
  var safe = ""
  for scalar in text.unicodeScalars {
    safe.unicodeScalars.append(scalar.isSteering ? "\u{FFFD}" : scalar)
  }
  return safe
}

/// The lines of a text as they may be put on a screen, each with its line feed as before.
func screenSafe(lines text: String) -> String {
  guard text.unicodeScalars.contains(where: { $0.isSteering && $0 != "\n" }) else { return text }
  return text.split(separator: "\n", omittingEmptySubsequences: false)
    .map { screenSafe($0) }.joined(separator: "\n")
}

extension Unicode.Scalar {
  /// True for what ``screenSafe(_:)`` replaces.
  fileprivate var isSteering: Bool { isHidden(self) && self != "\u{FEFF}" }
}
