internal import Glibc

/// The one lock that every write and every checkpoint of a ledger holds, whatever the process.
///
/// An advisory `flock` on a file beside the ledger: waiters are served as they come, where SQLite's
/// own busy handler polls and can starve one for over a second.
final class WriteLock {
  private let descriptor: Int32
  private let path: String

  /// - Throws: ``StorageError`` of kind `readOnly` or `other` if the file cannot be made.
  init(path: String) throws(StorageError) {
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw StorageError(errno: errno, path: path) }
  }

  deinit { close(descriptor) }

  /// Takes the lock, or gives up after a number of seconds.
  ///
  /// - Throws: ``StorageError`` of kind `busy`.
  func take(seconds: UInt32) throws(StorageError) {
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
    // A signal ends the wait: blocking keeps the order of arrival, which trying again would not.
    var action = sigaction()
    var previous = sigaction()
    action.__sigaction_handler.sa_handler = { _ in }
    sigaction(SIGALRM, &action, &previous)
    alarm(seconds)
    let result = flock(descriptor, LOCK_EX)
    alarm(0)
    sigaction(SIGALRM, &previous, nil)
    guard result == 0 else {
      throw StorageError(.busy, code: EINTR, message: "held for \(seconds) s", place: path)
    }
  }

  func release() { flock(descriptor, LOCK_UN) }
}

extension StorageError {
  /// The error of a system call on a file.
  init(errno: Int32, path: String) {
    let kind: Kind =
      switch errno {
      case ENOSPC, EDQUOT: .diskFull
      case EROFS, EACCES, EPERM: .readOnly
      case ENOENT: .missing
      default: .other
      }
    self.init(kind, code: errno, message: String(cString: strerror(errno)), place: path)
  }
}
