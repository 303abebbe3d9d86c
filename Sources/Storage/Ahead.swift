internal import Dispatch
internal import Synchronization

/// Values that another core works out, in their order, while the first of them are used.
///
/// Who lets go of it stops the work at the next value.
package final class Ahead<Value: Sendable>: Sendable {
  private let line: Line<Value>

  /// Begins to work.
  ///
  /// - Parameters:
  ///   - most: how many values may wait to be asked for; nil for any number.
  ///   - produce: hands each value over as soon as it has it, until it is answered false: nobody
  ///     wants more.
  package init(most: Int? = nil, _ produce: @escaping @Sendable (_ hand: (Value) -> Bool) -> Void) {
    let line = Line<Value>(most: most)
    self.line = line
    DispatchQueue.global(qos: .userInitiated).async { produce(line.put) }
  }

  deinit { line.end() }

  /// Waits for the next value; asked no more often than values are handed over.
  package func next() -> Value { line.take() }
}

/// What was handed over and not asked for yet.
private final class Line<Value: Sendable>: Sendable {
  private struct State {
    var values: [Value?] = []
    var taken = 0
    var isOver = false
  }

  private let state = Mutex(State())
  private let waiting = DispatchSemaphore(value: 0)
  /// Nil where any number may wait.
  private let room: DispatchSemaphore?

  init(most: Int?) {
    // A semaphore that ends below the value it began with stops the program.
    room = most.map { _ in DispatchSemaphore(value: 0) }
    for _ in 0..<(most ?? 0) { room?.signal() }
  }

  func put(_ value: Value) -> Bool {
    room?.wait()
    let isWanted = state.withLock { state in
      if !state.isOver { state.values.append(value) }
      return !state.isOver
    }
    // Whoever comes later finds the end as well, and does not wait for room.
    if !isWanted { room?.signal() }
    waiting.signal()
    return isWanted
  }

  func take() -> Value {
    waiting.wait()
    let value = state.withLock { state in
      defer { state.taken += 1 }
      return state.values[state.taken].take()
    }
    room?.signal()
    guard let value else { preconditionFailure("a value is handed over before it is asked for") }
    return value
  }

  func end() {
    state.withLock { $0.isOver = true }
    room?.signal()
  }
}
