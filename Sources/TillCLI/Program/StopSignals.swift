import Glibc

/// A request to end, by SIGINT, SIGTERM or SIGHUP: honoured between two lines, so that none is left
/// half done.
///
/// The handler writes into a pipe, which whoever waits for input waits for as well.
enum StopSignals {
  private nonisolated(unsafe) static var writing: Int32 = -1

  /// Takes the signals from now on.
  ///
  /// - Returns: a descriptor that can be read once a signal has come; -1 if the system has none left,
  ///   and the signals then end the program as usual.
  static func take() -> Int32 {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return -1 }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    writing = ends[1]
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { _ in
        var mark: UInt8 = 1
        _ = write(StopSignals.writing, &mark, 1)
      }
    }
    return ends[0]
  }
}
