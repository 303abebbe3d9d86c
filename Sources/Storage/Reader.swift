/// What the last commit left, to be read on another core while a writer is at work.
package struct Reader: Sendable {
  private let path: String

  init(path: String) { self.path = path }

  /// Runs a body in one read transaction of a connection of its own.
  ///
  /// - Throws: what the body throws, or ``StorageError``.
  package func read<Result>(_ body: (Snapshot) throws -> Result) throws -> Result {
    try body(snapshot())
  }

  /// What stands now, on a connection of its own, which ends with it.
  func snapshot() throws(StorageError) -> Snapshot {
    let connection = try Connection(path: path)
    try connection.run(.begin)
    return Snapshot(connection)
  }
}

extension Writer {
  /// What stood before all that this writer has written.
  package var reader: Reader { Reader(path: connection.path) }
}
