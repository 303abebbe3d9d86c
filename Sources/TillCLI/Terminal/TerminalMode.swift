import Glibc

/// A terminal whose keys reach the program one by one, without echo and without signals.
///
/// Output keeps its processing, so a line feed still returns the carriage. Changing the mode
/// discards no input: what was typed before is read after. One terminal at a time is remembered for
/// ``restoreTerminalOnFatalSignals()``.
struct TerminalMode {
  private let input: Int32
  private let output: Int32
  private let original: termios

  /// - Returns: `nil` when the input is not a terminal.
  init?(input: Int32, output: Int32) {
    var attributes = termios()
    guard tcgetattr(input, &attributes) == 0 else { return nil }
    (self.input, self.output, original) = (input, output, attributes)
  }

  func enter() {
    remembered.attributes.initialize(to: original)
    remembered.output.initialize(to: output)
    remembered.input.initialize(to: input)
    var raw = original
    raw.c_iflag &= ~tcflag_t(BRKINT | ICRNL | IGNCR | INLCR | INPCK | ISTRIP | IXON | PARMRK)
    raw.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | IEXTEN | ISIG)
    withUnsafeMutableBytes(of: &raw.c_cc) {
      $0[Int(VMIN)] = 1
      $0[Int(VTIME)] = 0
    }
    _ = tcsetattr(input, TCSANOW, &raw)
    _ = writeAll(Array("\u{1B}[?2004h".utf8), to: output)
  }

  func leave() { restoreTerminal() }
}

/// What a signal handler needs, in memory that it may read at any moment.
private struct Remembered: @unchecked Sendable {
  let attributes = UnsafeMutablePointer<termios>.allocate(capacity: 1)
  let output = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
  let input: UnsafeMutablePointer<Int32>

  init() {
    input = .allocate(capacity: 1)
    input.initialize(to: -1)
  }
}

private let remembered = Remembered()

/// Puts the terminal back as it was before the line being read; does nothing between lines.
///
/// Calls only what POSIX allows in a signal handler.
package func restoreTerminal() {
  let input = remembered.input.pointee
  guard input >= 0 else { return }
  let pasteOff: StaticString = "\u{1B}[?2004l"
  _ = write(remembered.output.pointee, pasteOff.utf8Start, pasteOff.utf8CodeUnitCount)
  _ = tcsetattr(input, TCSANOW, remembered.attributes)
  remembered.input.pointee = -1
}

/// Makes SIGHUP, SIGINT, SIGQUIT and SIGTERM restore the terminal before they end the program.
///
/// A signal that the program's parent has told it to ignore stays ignored.
package func restoreTerminalOnFatalSignals() {
  _ = remembered.input.pointee
  for signal in [SIGHUP, SIGINT, SIGQUIT, SIGTERM] {
    var current = sigaction()
    guard sigaction(signal, nil, &current) == 0, current.__sigaction_handler.sa_handler == nil
    else { continue }
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { signal in
      restoreTerminal()
      raise(signal)
    }
    action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
    sigaction(signal, &action, nil)
  }
}

/// The columns and rows of a terminal; 80 by 24 when it does not say.
func terminalSize(_ descriptor: Int32) -> (columns: Int, rows: Int) {
  var size = winsize()
  guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 1, size.ws_row > 1
  else { return (80, 24) }
  return (Int(size.ws_col), Int(size.ws_row))
}
