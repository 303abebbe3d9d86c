import Glibc

/// How the reading of a line ended.
package enum LineResult: Equatable, Sendable {
  /// The bytes of the line, without its end; not UTF-8 if what was typed was not.
  case line([UInt8])

  /// Ctrl-C: what was typed is gone.
  case interrupted

  /// Ctrl-D on an empty line, or a terminal that hung up.
  case end
}

/// Reads lines from a terminal: editing, history, completion, pastes and scanners.
///
/// The terminal is raw only within ``readLine(prompt:)`` and ``readSecret(prompt:)``. What arrives
/// between two lines is read by the next one. A line stops growing once it is longer than
/// ``lineLimit``, so that its reader refuses it instead of taking a part of it.
package final class LineEditor {
  /// How many bytes a line may have.
  package static let lineLimit = 4_096

  /// Finds candidates for the text, with the cursor after so many grapheme clusters.
  package typealias Completer = (_ text: String, _ cursor: Int) -> [Completion]

  /// The lines that Up and Down show; the caller adds to it what may be remembered.
  package var history: History

  private let input: Int32
  private let output: Int32
  private let complete: Completer
  private var decoder = KeyDecoder()

  private var prompt: [Glyph] = []
  private var buffer = LineBuffer()
  private var painter = LinePainter()
  private var isSecret = false
  private var hasJustCompleted = false
  private var isBellDue = false

  /// - Parameters:
  ///   - input: a descriptor of the terminal, open for reading.
  ///   - output: a descriptor of the same terminal, open for writing.
  ///   - history: the lines to begin with.
  ///   - complete: what Tab offers.
  package init(
    input: Int32, output: Int32, history: History = History(), complete: @escaping Completer
  ) {
    (self.input, self.output) = (input, output)
    (self.history, self.complete) = (history, complete)
  }

  /// Reads one line.
  ///
  /// - Parameter prompt: one line; may hold escape sequences that set colours.
  /// - Returns: the line, or why there is none.
  package func readLine(prompt: String) -> LineResult { read(prompt: prompt, isSecret: false) }

  /// Reads one line without showing it, such as a PIN.
  ///
  /// - Parameter prompt: as for ``readLine(prompt:)``.
  /// - Returns: the line; `nil` after Ctrl-C, at the end of input, and for what is not UTF-8.
  package func readSecret(prompt: String) -> String? {
    guard case .line(let bytes) = read(prompt: prompt, isSecret: true) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }
}

extension LineEditor {
  private func read(prompt: String, isSecret: Bool) -> LineResult {
    (self.prompt, self.isSecret) = (Glyph.glyphs(prompt: prompt), isSecret)
    (buffer, painter, hasJustCompleted) = (LineBuffer(), LinePainter(), false)
    history.leave()
    let mode = TerminalMode(input: input, output: output)
    mode?.enter()
    defer {
      buffer = LineBuffer()
      takeWaitingBytes()
      mode?.leave()
    }
    while true {
      while let key = decoder.next() {
        if let result = act(on: key, mode: mode) { return finish(result) }
      }
      draw()
      guard let key = awaitBytes() else { return finish(.end) }
      if let key, let result = act(on: key, mode: mode) { return finish(result) }
    }
  }

  private func finish(_ result: LineResult) -> LineResult {
    _ = buffer.apply(.end)
    draw()
    say(result == .interrupted ? "^C\r\n" : painter.finish())
    return result
  }

  private func draw() {
    if isBellDue { say("\u{7}") }
    isBellDue = false
    let cells = isSecret ? [] : buffer.cells
    let cursor = prompt.count + (isSecret ? 0 : buffer.cursor)
    say(
      painter.paint(
        prompt + Glyph.glyphs(cells), cursor: cursor, size: terminalSize(output)))
  }

  private func say(_ text: String) { _ = writeAll(Array(text.utf8), to: output) }

  /// Rings once before the next drawing, however many keys were in vain.
  private func ring() { isBellDue = true }
}

extension LineEditor {
  /// Waits for input and hands it to the decoder.
  ///
  /// - Returns: a key that came from waiting in vain, if any; `nil` at the end of input.
  private func awaitBytes() -> Key?? {
    guard isReadable(within: decoder.patience ?? -1) else { return .some(decoder.expire()) }
    return takeBytes() ? .some(nil) : nil
  }

  /// Reads what has arrived, so that none of it meets the line discipline of a cooked terminal.
  private func takeWaitingBytes() {
    var reads = 0
    while reads < 64, isReadable(within: 0), takeBytes() { reads += 1 }
  }

  private func isReadable(within milliseconds: Int32) -> Bool {
    var ready = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    while true {
      let count = poll(&ready, 1, milliseconds)
      if count >= 0 { return count > 0 }
      if errno != EINTR { return true }
    }
  }

  /// - Returns: false at the end of input.
  private func takeBytes() -> Bool {
    var chunk = [UInt8](repeating: 0, count: 4_096)
    let count = Glibc.read(input, &chunk, chunk.count)
    guard count > 0 else { return count < 0 && (errno == EINTR || errno == EAGAIN) }
    decoder.feed(chunk[..<count])
    return true
  }
}

extension LineEditor {
  /// Does what a key asks for.
  ///
  /// - Returns: how the line ended, if it did.
  private func act(on key: Key, mode: TerminalMode?) -> LineResult? {
    defer { if key != .tab { hasJustCompleted = false } }
    switch key {
    case .enter: return .line(buffer.bytes)
    case .interrupt: return .interrupted
    case .endOrDelete where buffer.cells.isEmpty: return .end
    case .endOrDelete: apply(.delete)
    case .scalar(let scalar): type { $0.insert(String(scalar)) }
    case .invalid(let byte): type { $0.insert(invalid: byte) }
    case .edit(.yank): type { if !$0.apply(.yank) { ring() } }
    case .edit(let edit): apply(edit)
    case .up: look { $0.previous(from: $1) }
    case .down: look { history, _ in history.next() }
    case .tab: if !isSecret { offer() }
    case .clearScreen:
      painter = LinePainter()
      say("\u{1B}[H\u{1B}[2J")
    case .suspend: suspend(mode)
    }
    return nil
  }

  /// Lets the line grow, unless it is already too long.
  private func type(_ change: (inout LineBuffer) -> Void) {
    guard buffer.byteCount <= LineEditor.lineLimit else { return ring() }
    change(&buffer)
  }

  private func look(_ move: (inout History, LineBuffer) -> LineBuffer?) {
    guard !isSecret, let line = move(&history, buffer) else { return ring() }
    buffer = line
  }

  private func apply(_ edit: LineBuffer.Edit) {
    if !buffer.apply(edit) { ring() }
  }

  /// Completes as far as all candidates agree; asked again, lists them.
  private func offer() {
    let candidates = complete(buffer.text, buffer.cursor)
    guard let first = candidates.first else { return ring() }
    let typed = String(buffer.cells[..<buffer.cursor].suffix(max(0, first.replaced)).map(\.shown))
    let common = Completion.commonPrefix(of: candidates)
    if let common, candidates.count == 1 || common.hasPrefix(typed) && common != typed {
      type { $0.replace(before: first.replaced, with: common) }
    } else if hasJustCompleted {
      list(candidates)
    } else {
      ring()
    }
    hasJustCompleted = true
  }

  private func list(_ candidates: [Completion]) {
    draw()
    let rows = Completion.table(candidates.map(\.label), size: terminalSize(output))
    say(painter.finish() + rows.map { $0 + "\r\n" }.joined())
  }

  /// Stops the program as the terminal would have done, and goes on with the line afterwards.
  private func suspend(_ mode: TerminalMode?) {
    guard let mode else { return }
    draw()
    say(painter.finish())
    mode.leave()
    kill(0, SIGTSTP)
    mode.enter()
  }
}
