import Glibc

/// Slips written with bare calls of the system, one after another: what two new files cost by
/// themselves, whatever makes their bytes.
final class RawSlips {
  private let folder: String
  private let slips: [(ending: String, bytes: [UInt8])]

  /// Takes the sizes of the last sale's slips for all further ones.
  ///
  /// - Throws: ``Benchmark/Fault`` where there are none.
  init(like ledger: RawLedger, in shop: BenchShop) throws {
    let last = try ledger.rows(
      """
      SELECT date(day * 86400, 'unixepoch'), json_extract(line, '$.no') FROM entry
      WHERE kind = 'sale' ORDER BY sequence DESC LIMIT 1
      """)
    guard let row = last.first else { throw Benchmark.Fault("the ledger has no sale") }
    folder = "\(shop.path)/Receipts/out/\(row[0])"
    let path = "\(folder)/\(row[1])"
    slips = try ["txt", "bin"].map { ending in
      var status = stat()
      guard stat("\(path).\(ending)", &status) == 0 else {
        throw Benchmark.Fault("\(path) has no slip of \(ending)")
      }
      return (ending, [UInt8](repeating: 0x20, count: Int(status.st_size)))
    }
  }

  /// Writes the slips of one sale, without names at first, and then under their names.
  ///
  /// - Parameter sequence: of the sale.
  /// - Throws: ``Benchmark/Fault``.
  func write(_ sequence: Int64) throws {
    for slip in slips {
      // O_TMPFILE and AT_EMPTY_PATH, which macros hide from Swift.
      let descriptor = open(folder, O_WRONLY | O_CLOEXEC | O_DIRECTORY | 0o20_000_000, 0o600)
      defer { close(descriptor) }
      let name = "\(folder)/bare-\(sequence).\(slip.ending)"
      guard Glibc.write(descriptor, slip.bytes, slip.bytes.count) == slip.bytes.count,
        linkat(descriptor, "", AT_FDCWD, name, 0x1000) == 0
      else { throw Benchmark.Fault("\(name): \(String(cString: strerror(errno)))") }
    }
  }
}
