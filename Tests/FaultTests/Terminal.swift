import Glibc

/// A pseudo terminal with somebody at its keys.
final class Terminal {
  private let keyboard: Int32
  private let path: String
  /// Held open, so that the terminal is there before and after the program.
  private let line: Int32

  init() throws {
    // glibc's own calls for this are hidden from Swift: TIOCSPTLCK unlocks, TIOCGPTN tells which.
    keyboard = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var number: Int32 = 0
    guard ioctl(keyboard, 0x4004_5431, &number) == 0, ioctl(keyboard, 0x8004_5430, &number) == 0
    else { throw Child.Fault(reason: "no terminal") }
    path = "/dev/pts/\(number)"
    line = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
  }

  deinit {
    close(line)
    close(keyboard)
  }

  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - arguments: the program's path first.
  ///   - keys: typed before anything is shown.
  /// - Returns: all that it wrote to the screen.
  /// - Throws: `Child.Fault` if it cannot be started, or does not end.
  func run(_ arguments: [String], typing keys: String) throws -> String {
    var attributes = termios()
    tcgetattr(line, &attributes)
    // What is typed ahead must not be shown by the terminal itself.
    attributes.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
    attributes.c_iflag &= ~tcflag_t(ICRNL)
    tcsetattr(line, TCSANOW, &attributes)
    let bytes = Array(keys.utf8)
    guard write(keyboard, bytes, bytes.count) == bytes.count else {
      throw Child.Fault(reason: "the terminal took no keys")
    }
    let child = try Child(arguments, terminal: path)
    var shown: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4_096)
    var ready = pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0)
    while !child.hasEnded || poll(&ready, 1, 0) > 0 {
      guard poll(&ready, 1, 20) > 0 else { continue }
      let count = read(keyboard, &chunk, chunk.count)
      shown += chunk.prefix(max(0, count))
    }
    _ = try child.wait()
    return String(decoding: shown, as: UTF8.self)
  }
}
