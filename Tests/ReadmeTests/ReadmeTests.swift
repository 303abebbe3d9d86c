import Checkout
import Foundation
import Ledger
import Testing
import TillCLI

/// The README's examples, run in one fresh sample shop from the first to the last.
///
/// A fenced block marked `till` holds lines typed, each behind `> `, and the replies to them.
/// `RECORD=1` puts the replies of this run into the README and fails.
@Test func `what the README shows is what the program says`() throws {
  let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  let file = root.appending(path: "README.md")
  let shown = try String(contentsOf: file, encoding: .utf8)
  let said = try replayed(shown)
  if ProcessInfo.processInfo.environment["RECORD"] == "1" {
    try said.write(to: file, atomically: true, encoding: .utf8)
    Issue.record("recorded README.md; run again without RECORD")
    return
  }
  let difference = said.split(separator: "\n", omittingEmptySubsequences: false)
    .difference(from: shown.split(separator: "\n", omittingEmptySubsequences: false))
  let lines = difference.map { change in
    switch change {
    case .insert(let offset, let line, _): "+\(offset + 1): \(line)"
    case .remove(let offset, let line, _): "-\(offset + 1): \(line)"
    }
  }
  #expect(lines.isEmpty, "\(lines.joined(separator: "\n"))")
}

@Test func `the README has examples to run, and its two commands`() throws {
  let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  let text = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
  let examples = text.split(separator: "\n").count { $0.hasPrefix("> ") }
  #expect(examples >= 20)
  let commands = text.split(separator: "\n").filter {
    $0.contains("swift build") || $0.contains("swift test")
  }
  #expect(commands.count >= 2)
}

/// The README with the replies of this program in its examples.
private func replayed(_ text: String) throws -> String {
  let path = NSTemporaryDirectory() + "readme-\(UUID().uuidString)"
  defer { try? FileManager.default.removeItem(atPath: path) }
  let folder = ShopFolder(path: path)
  try NewShop.make(in: folder, isSample: true, language: .chinese)
  var moment = try #require(Instant("2026-11-21T01:00:00.000Z"))
  let till = try Till(folder: folder, now: { moment })
  try till.takeMembers()
  var result: [Substring] = []
  var isExample = false
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    if line.hasPrefix("```") { isExample = line == "```till" }
    if !isExample || line == "```till" {
      result.append(line)
    } else if line.hasPrefix("> ") {
      moment = moment.advanced(seconds: 20)
      result.append(line)
      let reply = till.reply(to: Array(line.dropFirst(2).utf8)).text(.chinese)
      result += reply.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        .map { Substring($0) }
    }
  }
  return result.joined(separator: "\n")
}
