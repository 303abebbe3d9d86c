import Foundation
import Testing

/// A file of the project: its path below the root, and its lines.
private struct SourceFile {
  let path: String
  let lines: [Substring]

  /// The folder below `Sources`.
  var module: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
}

private let root = URL(filePath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()

private func files(below folder: String) throws -> [SourceFile] {
  let base = root.appending(path: folder)
  let names = try FileManager.default.subpathsOfDirectory(atPath: base.path())
  return try names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
    let text = try String(contentsOf: base.appending(path: name), encoding: .utf8)
    return SourceFile(
      path: "\(folder)/\(name)",
      lines: text.split(separator: "\n", omittingEmptySubsequences: false))
  }
}

/// Where a pattern occurs, as `path:line`.
private func places(of pattern: Regex<Substring>, in files: [SourceFile]) -> [String] {
  files.flatMap { file in
    file.lines.indices.filter { file.lines[$0].contains(pattern) }.map { "\(file.path):\($0 + 1)" }
  }
}

@Test func `there is no floating point near money`() throws {
  let engine = ["Ledger", "Catalog", "Membership", "Pricing", "Checkout", "Storage"]
  let found = places(
    of: /\b(?:Double|Float|Decimal|CGFloat)\b/,
    in: try files(below: "Sources").filter { engine.contains($0.module) })
  #expect(found.isEmpty, "\(found)")
}

@Test func `no work is left for later`() throws {
  let found = places(
    of: /TODO|FIXME|XXX|not implemented|fatalError\(|try!|as!/, in: try files(below: "Sources"))
  #expect(found.isEmpty, "\(found)")
}

@Test func `a file fits in a reader's head`() throws {
  let long = try (files(below: "Sources") + files(below: "Tests")).filter { $0.lines.count > 300 }
  #expect(long.isEmpty, "\(long.map { "\($0.path): \($0.lines.count)" })")
}

/// What each module may import besides the system: the way of the data is one way.
private let allowedImports: [String: Set<String>] = [
  "Ledger": ["CSHA256"],
  "Catalog": ["Ledger", "Foundation", "Glibc"],
  "Membership": ["Ledger"],
  "Pricing": ["Ledger", "Catalog", "Membership"],
  "Checkout": ["Ledger", "Catalog", "Membership", "Pricing"],
  "Storage": [
    "CSQLite", "Ledger", "Catalog", "Membership", "Dispatch", "Synchronization", "Glibc",
  ],
  "Receipts": ["Ledger", "Glibc"],
]

@Test(arguments: allowedImports.keys.sorted())
func `a module imports what the design allows it`(module: String) throws {
  let allowed = allowedImports[module] ?? []
  let pattern = /^(?:package |internal )?import (\w+)/
  for file in try files(below: "Sources/\(module)") {
    for line in file.lines {
      guard let match = line.firstMatch(of: pattern) else { continue }
      #expect(allowed.contains(String(match.1)), "\(file.path) imports \(match.1)")
    }
  }
}

@Test func `the top level holds what the owner allows and nothing else`() throws {
  let names = try FileManager.default.contentsOfDirectory(atPath: root.path())
    .filter { !$0.hasPrefix(".") }
  let allowed: Set<String> = [
    "Package.swift", "Sources", "Tests", "Receipts", "Config", "README.md", "ledger",
    "Package.resolved",
  ]
  let strange = names.filter { !allowed.contains($0) }
  #expect(strange.isEmpty, "\(strange)")
}

@Test func `the program says the version with which the history ends`() throws {
  let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
  let last = readme.split(separator: "\n").compactMap { $0.firstMatch(of: /^(\d+\.\d+):/)?.1 }.last
  let program = try String(
    contentsOf: root.appending(path: "Sources/TillCLI/Program/Program.swift"), encoding: .utf8)
  let said = program.firstMatch(of: /version = "(\d+\.\d+)\.\d+"/)?.1
  #expect(last != nil && said == last, "\(said ?? "none"), and the history's \(last ?? "none")")
}
