import Glibc

/// The bytes of a file; nil, with `errno` set, if it cannot be read or is larger than allowed.
func contents(of path: String, most: Int) -> [UInt8]? {
  // Without O_NONBLOCK a pipe in the file's place would be waited for.
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0 else { return nil }
  guard status.st_mode & S_IFMT == S_IFREG else {
    errno = status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL
    return nil
  }
  guard status.st_size <= most else {
    errno = EFBIG
    return nil
  }
  var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
  var filled = 0
  while filled < bytes.count {
    let count = bytes.withUnsafeMutableBytes {
      Glibc.read(descriptor, $0.baseAddress?.advanced(by: filled), $0.count - filled)
    }
    guard count != 0 else {
      // It has become shorter meanwhile.
      errno = EBUSY
      return nil
    }
    guard count > 0 || errno == EINTR else { return nil }
    filled += max(0, count)
  }
  return bytes
}

/// Whether something stands under a name; nil, with `errno` set, where the system cannot tell.
func stands(_ path: String) -> Bool? {
  if access(path, F_OK) == 0 { return true }
  return [ENOENT, ENOTDIR].contains(errno) ? false : nil
}

/// Makes a folder and those above it.
///
/// - Returns: false, with `errno` set, if it cannot be made.
func makeFolder(_ path: String) -> Bool {
  var made = ""
  for part in path.split(separator: "/", omittingEmptySubsequences: false) {
    made += made.isEmpty && !path.hasPrefix("/") ? String(part) : "/\(part)"
    if part.isEmpty {
      made = ""
      continue
    }
    if mkdir(made, 0o700) != 0, errno != EEXIST { return false }
  }
  return true
}

/// Writes a file so that under its name there is the whole of it or nothing.
///
/// - Returns: false, with `errno` set, if it cannot be written.
func writeAtomically(_ bytes: [UInt8], to path: String) -> Bool {
  let draft = "\(path).part"
  guard writeFile(bytes, to: draft) else { return false }
  if moveIntoPlace(draft, path) { return true }
  let reason = errno
  unlink(draft)
  errno = reason
  return false
}

/// Writes a file; of one that cannot be written whole nothing is left.
///
/// - Parameters:
///   - bytes: all of them.
///   - path: of the file, which may be there.
///   - isDurable: whether it has to be on the disk before the answer.
/// - Returns: false, with `errno` set, if it cannot be written.
func writeFile(_ bytes: [UInt8], to path: String, isDurable: Bool = false) -> Bool {
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
  guard descriptor >= 0 else { return false }
  let isWritten = writeAll(bytes, to: descriptor) && (!isDurable || fsync(descriptor) == 0)
  let reason = errno
  guard close(descriptor) == 0, isWritten else {
    unlink(path)
    errno = isWritten ? errno : reason
    return false
  }
  return true
}

/// Gives a file that was written beside its place its name.
///
/// - Returns: false, with `errno` set, if it cannot; true also where another till, writing the same
///   file, was faster.
private func moveIntoPlace(_ draft: String, _ path: String) -> Bool {
  rename(draft, path) == 0 || (errno == ENOENT && access(path, F_OK) == 0)
}

/// A file that is written but stands under no name yet: unless it is revealed nothing of it stays.
///
/// Where the file system knows no file without a name, it waits beside its place.
final class Draft {
  private let path: String
  /// Of the file without a name; -1 where it stands beside its place.
  private let descriptor: Int32
  private var beside: String { "\(path).part" }
  /// A file without a name gets one by way of /proc (open(2), O_TMPFILE).
  private static let canBeNamedLater = access("/proc/self/fd", X_OK) == 0

  /// Nil, with `errno` set, if it cannot be written.
  init?(_ bytes: [UInt8], of path: String) {
    self.path = path
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    guard Draft.canBeNamedLater else {
      descriptor = -1
      guard writeFile(bytes, to: beside) else { return nil }
      return
    }
    // O_TMPFILE, which a macro hides from Swift.
    descriptor = open(folder, O_WRONLY | O_CLOEXEC | O_DIRECTORY | 0o20_000_000, 0o600)
    if descriptor >= 0 {
      guard writeAll(bytes, to: descriptor) else { return nil }
    } else {
      guard [EOPNOTSUPP, EISDIR, EINVAL].contains(errno), writeFile(bytes, to: beside) else {
        return nil
      }
    }
  }

  deinit {
    let reason = errno
    // Once it has moved to its place nothing stands beside it.
    if descriptor >= 0 { close(descriptor) } else { unlink(beside) }
    errno = reason
  }

  /// Puts the file under its name, in the place of whatever stands there.
  ///
  /// - Returns: false, with `errno` set, if it cannot.
  func reveal() -> Bool {
    guard descriptor >= 0 else { return moveIntoPlace(beside, path) }
    if link(to: path) { return true }
    guard errno == EEXIST, unlink(path) == 0 || errno == ENOENT else { return false }
    return link(to: path)
  }

  private func link(to name: String) -> Bool {
    // AT_EMPTY_PATH, which Glibc hides from Swift: the file by its number alone is quicker, but before
    // Linux 6.10 for root alone (open(2)).
    if linkat(descriptor, "", AT_FDCWD, name, 0x1000) == 0 { return true }
    guard errno != EEXIST else { return false }
    return linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0
  }
}
