internal import Glibc
import Ledger

/// The last entry that was acknowledged, kept beside the ledger: an older copy put in its place is
/// found out by it.
///
/// One line of fixed length, written in place before each reply. It is not synced: the entry is,
/// and a mark that a power cut loses is only lower than it could be.
final class HighWater {
  /// A place in the chain.
  struct Mark: Hashable {
    let sequence: Int64
    let hash: String
  }

  private static let length = 89
  private let descriptor: Int32
  private let path: String

  init(path: String) throws(StorageError) {
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw StorageError(errno: errno, path: path) }
  }

  deinit { close(descriptor) }

  /// The mark; nil if there is none, or half of one.
  ///
  /// - Throws: ``StorageError`` where the disk does not give it.
  func read() throws(StorageError) -> Mark? {
    var bytes = [UInt8](repeating: 0, count: HighWater.length)
    var count: Int
    repeat { count = pread(descriptor, &bytes, bytes.count, 0) } while count < 0 && errno == EINTR
    guard count >= 0 else { throw StorageError(errno: errno, path: path) }
    guard count == HighWater.length else { return nil }
    let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: { " \n".contains($0) })
    guard words.count == 3, words[0] == "T1", let sequence = Int64(words[1]),
      words[2].utf8.count == 64
    else { return nil }
    return Mark(sequence: sequence, hash: String(words[2]))
  }

  /// Puts the mark at an entry; a failure loses nothing but the mark: half a mark would be taken for
  /// an older ledger.
  func write(sequence: Int64, hash: ChainHash) {
    var line = Array("T1 ".utf8)
    line.reserveCapacity(HighWater.length)
    line.append(digits: sequence, width: 20)
    line.append(contentsOf: " \(hash.hexadecimal)\n".utf8)
    let count = HighWater.write(line) { pwrite(descriptor, $0.baseAddress, $0.count, $1) }
    if (1..<line.count).contains(count) { ftruncate(descriptor, 0) }
  }

  /// Writes bytes from the beginning of a file on, however few of them the system takes at a time.
  ///
  /// - Parameters:
  ///   - bytes: all of them.
  ///   - put: writes bytes at an offset, and answers how many; negative, with `errno` set, if it cannot.
  /// - Returns: how many are written: fewer than all where the system takes no more.
  static func write(_ bytes: [UInt8], put: (UnsafeRawBufferPointer, off_t) -> Int) -> Int {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { put($0, off_t(written)) }
      guard count > 0 || (count < 0 && errno == EINTR) else { break }
      written += max(0, count)
    }
    return written
  }
}
