// Foundation has files and the environment.
package import Foundation

/// Whether this run writes what it sees into the golden files; such a run never passes.
package let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"

/// Compares a text with a golden file.
///
/// With `RECORD=1` in the environment the file is written instead, and that counts as a difference.
///
/// - Parameters:
///   - text: what the program gave.
///   - file: what it should give.
/// - Returns: nil if they are the same, else the first line that differs.
/// - Throws: what the file system says.
package func difference(of text: String, from file: URL) throws -> String? {
  let name = file.lastPathComponent
  guard !isRecording else {
    try text.write(to: file, atomically: true, encoding: .utf8)
    return "\(name) is recorded: read the difference, then run without RECORD"
  }
  guard let golden = try? String(contentsOf: file, encoding: .utf8) else {
    return "\(name) is not there: record it with RECORD=1"
  }
  guard text != golden else { return nil }
  let (given, wanted) = (lines(of: text), lines(of: golden))
  let index = zip(given, wanted).enumerated().first { $1.0 != $1.1 }?.offset
  let place = index ?? min(given.count, wanted.count)
  let line = { (lines: [Substring]) in lines.indices.contains(place) ? lines[place] : "(no line)" }
  return "\(name):\(place + 1)\n  expected \(line(wanted))\n  given    \(line(given))"
}

private func lines(of text: String) -> [Substring] {
  text.split(separator: "\n", omittingEmptySubsequences: false)
}
