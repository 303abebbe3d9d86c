import Foundation
import Testing
import TillCLI

@Suite struct EmbeddedShopTests {
  /// The package's own folder: what the program carries lies in its `Config` and `Receipts`.
  private static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func paths(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: package.appending(path: folder).path)
      .filter { !$0.hasPrefix(".") }.map { "\(folder)/\($0)" }.sorted()
  }

  @Test func `the program carries every settings file and every template, and no other`() throws {
    let onDisk =
      try Self.paths(in: "Config")
      + Self.paths(in: "Receipts").filter { $0.hasSuffix(".txt") }
    let carried = ShopFiles.all.map(\.path)
    #expect(carried == onDisk)
  }

  @Test(arguments: ShopFiles.all.map(\.path))
  func `a carried file is the file on disk, byte for byte`(path: String) throws {
    let onDisk = [UInt8](try Data(contentsOf: Self.package.appending(path: path)))
    let carried = ShopFiles.all.first { $0.path == path }.map { [UInt8]($0.text.utf8) }
    #expect(carried == onDisk)
  }
}
