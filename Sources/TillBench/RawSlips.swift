import Dispatch
import Glibc

/// Slips written with bare calls of the system: what two new files cost by themselves, whatever makes
/// their bytes.
final class RawSlips: @unchecked Sendable {
  private let folder: String
  private let slips: [(ending: String, bytes: [UInt8])]
  // The two threads take turns: what is written is the queue's until the semaphore is signalled.
  private var written: Result<[Int32], any Error>?
  private let isWritten = DispatchSemaphore(value: 0)

  private static let queue = DispatchQueue(label: "bare slips", qos: .userInitiated)

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

  /// Writes a sale and, as far as somebody's role has them, its slips.
  ///
  /// - Parameters:
  ///   - role: after the sale, while it is being committed, or not at all.
  ///   - sequence: of the sale.
  ///   - sell: writes the sale, and calls what it is given just before the commit.
  /// - Throws: what selling throws, or ``Benchmark/Fault``.
  func write(
    _ role: Contender.Role, _ sequence: Int64, _ sell: (_ meanwhile: () -> Void) throws -> Void
  ) throws {
    switch role {
    case .filesAfter:
      try sell {}
      try name(drafts(), sequence)
    case .filesMeanwhile:
      try sell {
        RawSlips.queue.async {
          self.written = Result { try self.drafts() }
          self.isWritten.signal()
        }
      }
      isWritten.wait()
      try name(written?.get() ?? [], sequence)
    default: try sell {}
    }
  }

  /// Writes files without names.
  private func drafts() throws -> [Int32] {
    try slips.map { slip in
      // O_TMPFILE, which a macro hides from Swift.
      let descriptor = open(folder, O_WRONLY | O_CLOEXEC | O_DIRECTORY | 0o20_000_000, 0o600)
      guard Glibc.write(descriptor, slip.bytes, slip.bytes.count) == slip.bytes.count else {
        throw Benchmark.Fault("\(folder): \(String(cString: strerror(errno)))")
      }
      return descriptor
    }
  }

  private func name(_ drafts: [Int32], _ sequence: Int64) throws {
    for (descriptor, slip) in zip(drafts, slips) {
      defer { close(descriptor) }
      let name = "\(folder)/bare-\(sequence).\(slip.ending)"
      // AT_EMPTY_PATH, likewise.
      guard linkat(descriptor, "", AT_FDCWD, name, 0x1000) == 0 else {
        throw Benchmark.Fault("\(name): \(String(cString: strerror(errno)))")
      }
    }
  }
}
