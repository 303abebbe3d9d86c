/// The lines typed before, oldest first, and the place in them that the cashier is looking at.
///
/// What must not be remembered, such as a PIN, is kept out by the predicate, or redacted by the
/// caller before ``add(_:)``.
package struct History: Sendable {
  /// How many lines are kept; the oldest go first.
  package static let limit = 500

  package private(set) var lines: [String] = []

  private let mayKeep: @Sendable (String) -> Bool
  private var place: Int?
  private var unfinished = LineBuffer()

  /// - Parameters:
  ///   - lines: what to begin with, oldest first; passes through ``add(_:)``.
  ///   - mayKeep: false for a line that is never to be remembered.
  package init(
    lines: [String] = [], mayKeep: @escaping @Sendable (String) -> Bool = { _ in true }
  ) {
    self.mayKeep = mayKeep
    for line in lines { add(line) }
  }

  /// Remembers a line, unless it is empty, the same as the last one, not one line, or forbidden.
  package mutating func add(_ line: String) {
    guard !line.isEmpty, line != lines.last, !line.unicodeScalars.contains("\n"), mayKeep(line)
    else { return }
    lines.append(line)
    if lines.count > History.limit { lines.removeFirst() }
    leave()
  }

  /// The line before the one looked at.
  ///
  /// - Parameter current: the line being typed, given back by ``next()`` after the newest line.
  /// - Returns: `nil` at the oldest.
  package mutating func previous(from current: LineBuffer) -> LineBuffer? {
    let here = place ?? lines.count
    guard here > 0 else { return nil }
    if place == nil { unfinished = current }
    place = here - 1
    return LineBuffer(lines[here - 1])
  }

  /// The line after the one looked at, at last the unfinished one; `nil` when that is on screen.
  package mutating func next() -> LineBuffer? {
    guard let here = place else { return nil }
    guard here + 1 < lines.count else {
      defer { leave() }
      return unfinished
    }
    place = here + 1
    return LineBuffer(lines[here + 1])
  }

  /// Begins again at the newest line.
  package mutating func leave() {
    place = nil
    unfinished = LineBuffer()
  }
}
