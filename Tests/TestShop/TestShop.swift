// Foundation has the file manager.
package import Foundation
package import Ledger
import Storage
package import TillCLI

/// A clock that stands still until a test moves it.
package final class TestClock {
  package var now: Instant

  /// Reads 9 o'clock on 21 November 2026 in Shanghai.
  package init() { now = TestClock.start }

  /// Moves to a time of that day, in seconds since midnight, but never back.
  package func move(to second: Int) {
    now = max(now, TestClock.start.advanced(seconds: Int64(second - 9 * 3600)))
  }

  /// Moves to the same time of a later day.
  package func pass(days: Int) { now = now.advanced(seconds: Int64(days) * 86_400) }

  private static let start = Instant(milliseconds: 1_795_222_800_000)
}

/// A fresh shop of the package's own sample settings, whose staff have PINs that tests know.
package final class TestShop {
  package let folder: URL
  package let clock = TestClock()

  /// The package's own folder.
  package static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The PINs of manager 1 (160921), manager 2 (258036), cashier 4 (4708) and cashier 7 (7315), as
  /// yescrypt keeps them.
  private static let pins = [
    1: "$y$jBT$TillTests0000000001$dNE4uSyFDaEXv9AflQ.8nwHS18jDwmPGjUQHxTD0R31",
    2: "$y$jBT$TillTests0000000002$q4HVGdC0Pw1P1BjXNhxt0CtY5YauIN8WsRovRSfvqAB",
    4: "$y$jBT$TillTests0000000004$YVQLdWB/y2Xl4SigK2AfCBGO1oGMkK3l7i2606bGP07",
    7: "$y$jBT$TillTests0000000007$cKTeSpPwJLDUaBpymmokFpxAdVRqonF9w1m.UEV/xtB",
  ]

  /// Makes the shop in a folder of its own, which goes with this object.
  ///
  /// - Parameter settings: what stands in `Config/shop.json` instead, as JSON, by key.
  /// - Throws: what the file system or the ledger says.
  package init(settings: [(key: String, value: String)] = []) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "till-\(UUID().uuidString)")
    let files = FileManager.default
    for name in ["Config", "Receipts", "ledger"] {
      let copy = folder.appending(path: name)
      try files.createDirectory(at: copy, withIntermediateDirectories: true)
      let original = TestShop.package.appending(path: name)
      // Files alone: what a shop run from this folder has written is not the sample's.
      for file in name == "ledger" ? [] : try files.contentsOfDirectory(atPath: original.path)
      where file.contains(".") {
        try files.copyItem(at: original.appending(path: file), to: copy.appending(path: file))
      }
    }
    // A zone by name goes into the process's environment, and tests run at once.
    for (key, value) in [("time_zone", "\"+08:00\"")] + settings { try set(key, to: value) }
    let ledger = folder.appending(path: "ledger/till.db").path
    try Store.create(at: ledger)
    var store = try Store.open(at: ledger)
    for (staff, hash) in TestShop.pins { try store.write { try $0.setPin(of: staff, hash: hash) } }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Opens one of the shop's drawers at the test's clock.
  ///
  /// - Throws: what keeps the till from opening.
  package func till(drawer: Int) throws -> Till {
    try Till(folder: ShopFolder(path: folder.path), drawer: drawer, now: { [clock] in clock.now })
  }

  /// The slips written so far whose names end in an extension: their names and bytes, by name.
  ///
  /// - Throws: what the file system says.
  package func slips(_ ending: String) throws -> [(name: String, bytes: [UInt8])] {
    let out = folder.appending(path: "Receipts/out")
    let names = FileManager.default.enumerator(atPath: out.path)?.compactMap { $0 as? String } ?? []
    return try names.filter { $0.hasSuffix(".\(ending)") }.sorted().map { name in
      (name, [UInt8](try Data(contentsOf: out.appending(path: name))))
    }
  }

  /// Puts a value in place of the one that a key has on its line.
  private func set(_ key: String, to value: String) throws {
    let file = folder.appending(path: "Config/shop.json")
    let lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    let changed = lines.map { line in
      guard line.hasPrefix("  \"\(key)\":") else { return line }
      return "  \"\(key)\": \(value)\(line.hasSuffix(",") ? "," : "")"
    }
    try changed.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
  }
}
