/// Rows as a file for a spreadsheet: comma-separated values by RFC 4180, with the mark of UTF-8 in front,
/// without which Excel takes Chinese for something else.
///
/// A text that a spreadsheet would take for a formula has an apostrophe in front; numbers stay.
func spreadsheet(_ rows: [[String]]) -> String {
  "\u{FEFF}" + rows.map { csvLine($0.map(harmless)).dropLast() + "\r\n" }.joined()
}

/// The text of a cell, so that no spreadsheet computes it.
private func harmless(_ text: String) -> String {
  switch text.unicodeScalars.first {
  case "=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠": isNumber(text) ? text : "'" + text
  default: text
  }
}

/// Whether a text is an amount or a count, a minus in front where it is below zero.
private func isNumber(_ text: String) -> Bool {
  text.wholeMatch(of: /-?[0-9]+(\.[0-9]+)?/) != nil
}
