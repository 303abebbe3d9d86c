import Checkout
import Glibc
import Ledger

/// Lines in, replies out: from one command, a pipe or a terminal.
final class Session {
  let till: Till
  let isJSON: Bool
  private let stopsOnRefusal: Bool
  private var worst = ExitStatus.done

  init(_ till: Till, _ arguments: Arguments) {
    self.till = till
    isJSON = arguments.isJSON
    stopsOnRefusal = arguments.stopsOnRefusal
    let waiting = till.language == .chinese ? "等待其他收银台…" : "waiting for another till…"
    till.onWait = { printError("till: \(waiting)\n") }
    if isatty(STDERR_FILENO) == 1 {
      let bar = ProgressBar()
      till.progress = { done, all in bar.show(done, of: all) }
    }
    if isatty(STDIN_FILENO) == 1, !arguments.takesNoInput {
      let editor = LineEditor(input: STDIN_FILENO, output: STDERR_FILENO, history: History()) {
        _, _ in []
      }
      till.askSecret = { editor.readSecret(prompt: $0) }
    }
  }

  /// Does one line that came as arguments.
  func answer(once command: String) -> ExitStatus {
    _ = answer(Array(command.utf8))
    till.finish(leaving: 100)
    return worst
  }

  /// Does line after line of standard input.
  func answerBatch() -> ExitStatus {
    var input = LineReader(descriptor: STDIN_FILENO, stop: StopSignals.take())
    while let line = input.next() {
      guard answer(line) else { break }
      till.afterReply()
    }
    if input.isBroken {
      let end = till.language == .chinese ? "读不到更多输入" : "no more of the input can be read"
      printError("till: \(end)\n")
      worst = max(worst, .storage)
    }
    till.finish(leaving: 0)
    return worst
  }

  /// Answers one line.
  ///
  /// - Returns: false if no further line is to be read.
  func answer(_ line: [UInt8]) -> Bool {
    let reply = till.reply(to: line)
    worst = max(worst, reply.exitStatus)
    let text = isJSON ? reply.json(till.language).text + "\n" : reply.text(till.language)
    guard text.isEmpty || Output.standard.write(text) else {
      worst = max(worst, .storage)
      return false
    }
    return !reply.endsSession && !(stopsOnRefusal && reply.exitStatus != .done)
  }
}

/// Cuts a stream into lines without ever holding more than one line's worth.
struct LineReader {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var position = 0
  private let stop: Int32
  private var isStopped = false
  /// Whether there may be more that the system does not give.
  private(set) var isBroken = false

  /// - Parameters:
  ///   - descriptor: what is read.
  ///   - stop: a descriptor that can be read once no further line is wanted; -1 for none.
  init(descriptor: Int32, stop: Int32 = -1) {
    self.descriptor = descriptor
    self.stop = stop
  }

  /// The next line without its line feed; of one that is too long just enough to tell that it is.
  mutating func next() -> [UInt8]? {
    var line: [UInt8] = []
    var isEmpty = true
    isStopped = isStopWanted
    while true {
      if position == buffer.count { fill() }
      // Half a line is none where the rest may still be there.
      guard !isStopped, !isBroken else { return nil }
      guard position < buffer.count else { return isEmpty ? nil : line }
      isEmpty = false
      let rest = buffer[position...]
      let end = rest.firstIndex(of: UInt8(ascii: "\n"))
      let room = TypedLine.lengthLimit + 1 - line.count
      line.append(contentsOf: rest[..<(end ?? rest.endIndex)].prefix(max(0, room)))
      position = end.map { $0 + 1 } ?? buffer.count
      if end != nil { return line }
    }
  }

  private var isStopWanted: Bool {
    var poller = pollfd(fd: stop, events: Int16(POLLIN), revents: 0)
    return stop >= 0 && poll(&poller, 1, 0) > 0
  }

  private mutating func fill() {
    buffer = []
    position = 0
    // A negative descriptor is passed over by poll.
    var waiting = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
    ]
    while poll(&waiting, 2, -1) < 0 && errno == EINTR {}
    isStopped = waiting[1].revents != 0
    guard !isStopped else { return }
    buffer = [UInt8](repeating: 0, count: 65_536)
    var count: Int
    repeat {
      count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
    } while count < 0 && errno == EINTR
    isBroken = count < 0
    buffer.removeLast(buffer.count - max(0, count))
  }
}

/// How far long work is, on standard error.
final class ProgressBar {
  private var shown = -1

  func show(_ done: Int64, of all: Int64) {
    let percent = all > 0 ? Int(done * 100 / all) : 100
    guard percent != shown, all > 5000 else { return }
    shown = percent
    let filled = percent * 30 / 100
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
    printError("\r\(bar) \(percent)%\(percent == 100 ? "\r\u{1B}[K" : "")")
  }
}
