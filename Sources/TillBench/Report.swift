import Glibc

/// What was measured: tables, and the goals that were met or missed.
final class Report {
  private var missed: [String] = []

  /// Begins a part.
  func title(_ text: String) { printOut("\n\(text)\n") }

  /// Says something about what follows or was left out.
  func note(_ text: String) { printOut("  \(text)\n") }

  /// Prints a table: the first column to the left, the others to the right.
  func table(_ headings: [String], _ rows: [[String]]) {
    let all = [headings] + rows
    let widths = headings.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    for (index, row) in all.enumerated() {
      let cells = row.indices.map { column in
        let blanks = String(repeating: " ", count: widths[column] - row[column].count)
        return column == 0 ? row[column] + blanks : blanks + row[column]
      }
      printOut("  \(cells.joined(separator: "  "))\n")
      if index == 0 {
        printOut("  \(widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "))\n")
      }
    }
  }

  /// Prints whether a goal was met.
  ///
  /// - Parameters:
  ///   - name: what is measured.
  ///   - value: what was measured, with its unit.
  ///   - goal: what it should be.
  ///   - isMet: whether it is.
  func goal(_ name: String, _ value: String, _ goal: String, isMet: Bool) {
    printOut("  \(isMet ? "ok    " : "MISSED") \(name): \(value), goal \(goal)\n")
    if !isMet { missed.append("\(name): \(value), goal \(goal)") }
  }

  /// Lists the goals that were missed.
  ///
  /// - Returns: whether there was none.
  func finish() -> Bool {
    guard !missed.isEmpty else {
      printOut("\nevery goal was met\n")
      return true
    }
    printOut("\n\(missed.count) goals missed:\n\(missed.map { "  \($0)\n" }.joined())")
    return false
  }
}

/// Writes to standard output at once.
func printOut(_ text: String) { writeAll(text, to: STDOUT_FILENO) }

/// Writes to standard error at once.
func printError(_ text: String) { writeAll(text, to: STDERR_FILENO) }

private func writeAll(_ text: String, to descriptor: Int32) {
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    guard count > 0 else { return }
    rest = rest.dropFirst(count)
  }
}

/// A number with so many decimals.
func fixed(_ value: Double, _ decimals: Int) -> String {
  guard value.isFinite, abs(value) < 1e15 else { return "-" }
  var scale = 1
  for _ in 0..<decimals { scale *= 10 }
  let units = Int((abs(value) * Double(scale)).rounded())
  let sign = value < 0 && units > 0 ? "-" : ""
  guard decimals > 0 else { return "\(sign)\(units)" }
  let rest = String(units % scale)
  return "\(sign)\(units / scale).\(String(repeating: "0", count: decimals - rest.count))\(rest)"
}

/// Nanoseconds as milliseconds.
func milliseconds(_ nanoseconds: Int64) -> String { fixed(Double(nanoseconds) / 1e6, 3) }

/// A count with its thousands separated.
func grouped(_ count: Int) -> String {
  var text = ""
  for (index, digit) in String(count).reversed().enumerated() {
    if index > 0, index % 3 == 0 { text.append(",") }
    text.append(digit)
  }
  return String(text.reversed())
}
