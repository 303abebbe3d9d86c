import Checkout
// Foundation has files.
import Foundation
import Ledger
import TestShop
import Testing
import TillCLI

/// Transcripts of a cashier's work, one file per subject, that are played and compared whole.
///
/// A line starts with `> ` (typed at drawer 1), `2> ` (at drawer 2), `json> ` (at drawer 1, answered
/// as JSON) or `en> ` (answered in English); what the program answers stands below it, indented by
/// four. `\x07` in a typed line is that byte. `= key value` starts a fresh shop with that setting,
/// `@ 10:30` moves the clock, `+ 30` passes days, `; ` is a comment. `RECORD=1` writes the answers, and fails.
@Suite struct TranscriptTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Transcripts")

  /// One per subject.
  private static let names: [String] = {
    let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (files ?? []).filter { $0.hasSuffix(".test") }.sorted()
  }()

  @Test func `there are transcripts`() { #expect(Self.names.count > 20) }

  @Test(arguments: names) func `a transcript is answered as it stands`(name: String) throws {
    let file = Self.folder.appending(path: name)
    let script = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    var stage = Stage()
    var played: [String] = []
    for line in script where !line.hasPrefix("    ") { played += [line] + (try stage.play(line)) }
    #expect(try difference(of: played.joined(separator: "\n"), from: file) == nil)
  }
}

/// The shop that a transcript plays in.
private struct Stage {
  private var shop: TestShop?
  private var tills: [Int: Till] = [:]

  /// Does what a line of the transcript asks for.
  ///
  /// - Returns: the lines of the answer, indented.
  mutating func play(_ line: String) throws -> [String] {
    let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    let rest = parts.count > 1 ? String(parts[1]) : ""
    switch parts[0] {
    case "=":
      let words = rest.split(separator: " ", maxSplits: 1).map(String.init)
      tills = [:]
      shop = try TestShop(settings: words.count == 2 ? [(words[0], words[1])] : [])
    case "+": shop?.clock.pass(days: Int(rest) ?? 0)
    case "@":
      let clock = rest.split(separator: ":").compactMap { Int($0) }
      shop?.clock.move(to: clock[0] * 3600 + clock[1] * 60)
    case ">": return try answer(rest, drawer: 1) { $0.text(.chinese) }
    case "2>": return try answer(rest, drawer: 2) { $0.text(.chinese) }
    case "en>": return try answer(rest, drawer: 1) { $0.text(.english) }
    case "json>": return try answer(rest, drawer: 1) { $0.json(.chinese).text }
    default: break
    }
    return []
  }

  private mutating func answer(
    _ typed: String, drawer: Int, as write: (Reply) -> String
  ) throws -> [String] {
    let shop = try self.shop ?? TestShop()
    self.shop = shop
    let till = try tills[drawer] ?? shop.till(drawer: drawer)
    tills[drawer] = till
    let text = write(till.reply(to: bytes(of: typed)))
    till.afterReply()
    return text.split(separator: "\n").map { "    \($0)" }
  }

  /// The bytes of a typed line: `\x07` is one.
  private func bytes(of typed: String) -> [UInt8] {
    let parts = typed.components(separatedBy: "\\x")
    return parts.dropFirst().reduce(into: Array(parts[0].utf8)) { bytes, part in
      if let byte = UInt8(part.prefix(2), radix: 16) { bytes.append(byte) }
      bytes += part.dropFirst(2).utf8
    }
  }
}
