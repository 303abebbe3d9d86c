import Glibc

/// A file of remembered lines: UTF-8, one a line, readable by its owner alone.
package enum HistoryFile {
  /// Why the file could not be used; nothing else depends on it, so a caller may go on without.
  package struct Fault: Error, Equatable, CustomStringConvertible, Sendable {
    package let path: String
    package let code: Int32

    package var description: String {
      "history file \(path): \(String(cString: strerror(code))); make it writable or remove it"
    }
  }

  private static let sizeLimit = 4 << 20
  private static let lineLimit = 4096

  /// Reads at most the last ``History/limit`` lines; none when there is no file.
  ///
  /// Lines that are not UTF-8, hold control characters or exceed 4,096 bytes are left out, and so
  /// is what follows the first 4 MiB.
  ///
  /// - Throws: ``Fault``.
  package static func load(path: String) throws(Fault) -> [String] {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else {
      if errno == ENOENT { return [] }
      throw Fault(path: path, code: errno)
    }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < sizeLimit {
      let count = read(file, &chunk, chunk.count)
      if count < 0 { throw Fault(path: path, code: errno) }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    let lines = bytes.split(separator: UInt8(ascii: "\n")).compactMap(line)
    return lines.suffix(History.limit)
  }

  private static func line(_ bytes: ArraySlice<UInt8>) -> String? {
    guard bytes.count <= lineLimit, let text = String(validating: bytes, as: UTF8.self),
      text == screenSafe(text)
    else { return nil }
    return text
  }

  /// Replaces the file as a whole; its mode is 0600 whatever the umask and whatever was there.
  ///
  /// - Throws: ``Fault``; the old file is then still there.
  package static func save(_ lines: [String], path: String) throws(Fault) {
    let draft = path + ".new"
    unlink(draft)
    let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw Fault(path: path, code: errno) }
    let text = lines.map { $0 + "\n" }.joined()
    let saved = fchmod(file, 0o600) == 0 && writeAll(Array(text.utf8), to: file)
    let fault = Fault(path: path, code: errno)
    close(file)
    guard saved else {
      unlink(draft)
      throw fault
    }
    guard rename(draft, path) == 0 else {
      let fault = Fault(path: path, code: errno)
      unlink(draft)
      throw fault
    }
  }
}

/// Writes all bytes, waiting while the descriptor takes none.
///
/// - Returns: false when it failed; `errno` says why.
package func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if count >= 0 {
      rest = rest.dropFirst(count)
    } else if errno == EAGAIN {
      var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      _ = poll(&ready, 1, -1)
    } else if errno != EINTR {
      return false
    }
  }
  return true
}
