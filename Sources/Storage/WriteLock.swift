internal import CSQLite
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
    // A signal ends the wait: blocking keeps the order of arrival, which trying again would not. The
    // timer's signal goes to this thread, whichever it is; another one's would not end the wait.
    var action = sigaction()
    var previous = sigaction()
    action.__sigaction_handler.sa_handler = { _ in }
    sigaction(SIGALRM, &action, &previous)
    var signals = sigset_t()
    var blocked = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGALRM)
    pthread_sigmask(SIG_UNBLOCK, &signals, &blocked)
    var event = sigevent()
    event.sigev_notify = Int32(SIGEV_THREAD_ID)
    event.sigev_signo = SIGALRM
    event._sigev_un._tid = till_thread_id()
    var timer: timer_t?
    var wait = itimerspec()
    wait.it_value.tv_sec = Int(seconds)
    // Again, should the first one come before the wait.
    wait.it_interval.tv_sec = 1
    var result: Int32 = -1
    // The first timer of a process is number 0, which reads as nil.
    if timer_create(CLOCK_MONOTONIC, &event, &timer) == 0 {
      timer_settime(timer, 0, &wait, nil)
      result = flock(descriptor, LOCK_EX)
      timer_delete(timer)
    }
    pthread_sigmask(SIG_SETMASK, &blocked, nil)
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
    let reason = String(cString: strerror(errno))
    self.init(kind, code: errno, message: "\(path): \(reason)", place: path)
  }
}
