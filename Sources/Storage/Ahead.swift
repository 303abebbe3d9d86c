internal import Dispatch
internal import Synchronization

/// Values that another core works out, in their order, while the first of them are used.
package final class Ahead<Value: Sendable>: Sendable {
  private struct Line {
    var values: [Value?] = []
    var taken = 0
  }

  private let line = Mutex(Line())
  private let waiting = DispatchSemaphore(value: 0)

  /// Begins to work.
  ///
  /// - Parameter produce: hands each value over as soon as it has it.
  package init(_ produce: @escaping @Sendable (_ hand: (Value) -> Void) -> Void) {
    DispatchQueue.global(qos: .userInitiated).async {
      produce { value in
        self.line.withLock { $0.values.append(value) }
        self.waiting.signal()
      }
    }
  }

  /// Waits for the next value; asked no more often than values are handed over.
  package func next() -> Value {
    waiting.wait()
    let value = line.withLock { line in
      defer { line.taken += 1 }
      return line.values[line.taken].take()
    }
    guard let value else { preconditionFailure("a value is handed over before it is asked for") }
    return value
  }
}
