/// A line of text being edited: grapheme clusters, a cursor between them, and what was last killed.
///
/// Words are runs of anything but blanks.
package struct LineBuffer: Equatable, Sendable {
  /// One step of the cursor.
  package enum Cell: Equatable, Sendable {
    case cluster(Character)

    /// A byte that is not part of any UTF-8 sequence, kept so that the line can be refused.
    case invalid(UInt8)

    fileprivate var utf8: [UInt8] {
      switch self {
      case .cluster(let cluster): Array(cluster.utf8)
      case .invalid(let byte): [byte]
      }
    }

    fileprivate var isBlank: Bool { self == .cluster(" ") || self == .cluster("\u{3000}") }

    /// The cell as text, an invalid byte as U+FFFD.
    package var shown: Character {
      switch self {
      case .cluster(let cluster): cluster
      case .invalid: "\u{FFFD}"
      }
    }
  }

  package private(set) var cells: [Cell] = []

  /// How many cells stand before the cursor.
  package private(set) var cursor = 0

  /// The length of the line in bytes.
  package private(set) var byteCount = 0

  private var killed: [Cell] = []

  /// A line with the cursor at its end.
  package init(_ text: String = "") { insert(text) }

  /// The line's bytes as they were typed.
  package var bytes: [UInt8] { cells.flatMap(\.utf8) }

  /// The line as text, invalid bytes as U+FFFD.
  package var text: String { String(cells.map(\.shown)) }
}

extension LineBuffer {
  /// Inserts a text before the cursor; its first scalars join the cluster there if they belong to it.
  package mutating func insert(_ text: String) {
    var joined = text
    if cursor > 0, case .cluster(let before) = cells[cursor - 1] {
      joined = String(before) + text
      _ = remove((cursor - 1)..<cursor)
    }
    _ = insert(joined.map(Cell.cluster))
  }

  /// Inserts a byte that is not UTF-8.
  package mutating func insert(invalid byte: UInt8) { _ = insert([.invalid(byte)]) }

  /// Replaces as many cells before the cursor as are asked for, or as there are, by a text.
  package mutating func replace(before count: Int, with text: String) {
    _ = remove((cursor - min(max(count, 0), cursor))..<cursor)
    insert(text)
  }
}

extension LineBuffer {
  /// A change that needs nothing but the line.
  package enum Edit: Equatable, Sendable {
    case backspace
    case delete
    case left
    case right
    case wordLeft
    case wordRight
    case home
    case end
    case killToEnd
    case killToStart
    case killAll
    case killWordLeft
    case killWordRight

    /// Puts back what was killed last.
    case yank
  }

  /// Edits the line.
  ///
  /// - Returns: false when there was nothing to act on.
  package mutating func apply(_ edit: Edit) -> Bool {
    switch edit {
    case .backspace: remove(max(0, cursor - 1)..<cursor)
    case .delete: remove(cursor..<min(cells.count, cursor + 1))
    case .left: move(to: max(0, cursor - 1))
    case .right: move(to: min(cells.count, cursor + 1))
    case .wordLeft: move(to: wordStart)
    case .wordRight: move(to: wordEnd)
    case .home: move(to: 0)
    case .end: move(to: cells.count)
    case .killToEnd: kill(cursor..<cells.count)
    case .killToStart: kill(0..<cursor)
    case .killAll: kill(0..<cells.count)
    case .killWordLeft: kill(wordStart..<cursor)
    case .killWordRight: kill(cursor..<wordEnd)
    case .yank: insert(killed)
    }
  }

  private mutating func insert(_ more: [Cell]) -> Bool {
    cells.insert(contentsOf: more, at: cursor)
    cursor += more.count
    byteCount += more.reduce(0) { $0 + $1.utf8.count }
    return !more.isEmpty
  }

  private mutating func kill(_ range: Range<Int>) -> Bool {
    if !range.isEmpty { killed = Array(cells[range]) }
    return remove(range)
  }

  private mutating func remove(_ range: Range<Int>) -> Bool {
    byteCount -= cells[range].reduce(0) { $0 + $1.utf8.count }
    cells.removeSubrange(range)
    cursor = range.lowerBound
    return !range.isEmpty
  }

  private mutating func move(to place: Int) -> Bool {
    defer { cursor = place }
    return place != cursor
  }

  /// Where the word at or before the cursor begins.
  private var wordStart: Int {
    let word = cells[..<cursor].lastIndex { !$0.isBlank } ?? 0
    return cells[..<word].lastIndex(where: \.isBlank).map { $0 + 1 } ?? 0
  }

  /// Where the word at or after the cursor ends.
  private var wordEnd: Int {
    let word = cells[cursor...].firstIndex { !$0.isBlank } ?? cells.count
    return cells[word...].firstIndex(where: \.isBlank) ?? cells.count
  }
}
