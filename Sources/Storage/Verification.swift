internal import CSQLite
internal import Dispatch
import Ledger

/// What a full verification went through, and what it found.
package struct Verification: Hashable, Sendable {
  package var entries: Int64 = 0
  package var postings: Int64 = 0
  package var accounts = 0
  package var shifts = 0
  package var members = 0
  /// Of goods, each proven by itself.
  package var lots = 0
  package var head = Head.genesis
  /// What is wrong, in English, with the entry, account or table it is wrong with.
  package var faults: [String] = []
}

extension Store {
  /// Recomputes everything in the ledger that can be recomputed, in one state of it.
  ///
  /// The chain over the stored lines; each line against its row and its postings; each entry's sum
  /// in each unit; each account's balance, posting by posting; ranges; shifts; document numbers; whose
  /// the members' accounts are, their sums, top-ups and courses; of every lot of goods what came in,
  /// what is there and what went out, by postings and documents, and their worth; the schema itself;
  /// and SQLite's own integrity check.
  ///
  /// - Parameter progress: called now and then with the parts done and all parts.
  /// - Returns: what was gone through, and every fault found.
  /// - Throws: ``StorageError`` if the file cannot be read at all.
  package func verify(
    progress: @escaping (_ done: Int64, _ all: Int64) -> Void
  ) throws(StorageError) -> Verification {
    let path = path
    try checkPlaces()
    // Other connections check the pages and the chain while this one reads the rows. All begin
    // under the write lock, so that they see the same state; the mark that goes with it is read
    // there too, as other tills move it on.
    let checks = [
      SideCheck("page check", try Store.open(path), findPageFaults),
      SideCheck("chain check", try Store.open(path), findChainFaults),
    ]
    try lock.take(seconds: 5)
    defer { try? connection.execute("ROLLBACK") }
    let mark: HighWater.Mark?
    do throws(StorageError) {
      for one in [connection] + checks.map(\.connection) {
        try one.execute("BEGIN")
        _ = try one.integer("SELECT count(*) FROM sqlite_schema")
      }
      mark = try highWater.read()
    } catch {
      lock.release()
      throw error
    }
    lock.release()
    let group = DispatchGroup()
    for check in checks { DispatchQueue.global().async(group: group) { check.run() } }
    var verifier = try Verifier(connection)
    try verifier.run(progress: progress)
    group.wait()
    if let error = checks.lazy.compactMap(\.error).first { throw error }
    var result = verifier.result
    result.faults += checks.flatMap(\.faults)
    if let mark { result.faults += try faults(of: mark, head: result.head) }
    return result
  }

  private func faults(of mark: HighWater.Mark, head: Head) throws(StorageError) -> [String] {
    let found = try Snapshot(connection).hash(ofEntry: mark.sequence)
    guard found?.hexadecimal != mark.hash else { return [] }
    return [
      "the till acknowledged entry \(mark.sequence), the ledger ends at \(head.sequence) or differs"
    ]
  }
}

/// A check that runs beside the rest, on a connection of its own.
private final class SideCheck: @unchecked Sendable {
  // The connection is this object's alone, and its result is read after the group is done.
  let connection: Connection
  private let name: String
  private let find: Find
  private(set) var faults: [String] = []
  /// Why it did not come to its end, where that is no fault of the ledger.
  private(set) var error: StorageError?

  /// Adds what it finds, as far as it comes.
  typealias Find = @Sendable (Connection, inout [String]) throws(StorageError) -> Void

  init(_ name: String, _ connection: Connection, _ find: @escaping Find) {
    self.name = name
    self.connection = connection
    self.find = find
  }

  func run() {
    do throws(StorageError) {
      try find(connection, &faults)
      try connection.checkReads()
      try connection.execute("ROLLBACK")
    } catch  where error.kind != .damaged {
      self.error = error
    } catch {
      faults.append("\(name): \(error.message)")
    }
  }
}

/// SQLite's own check of pages, rows and indexes.
@Sendable private func findPageFaults(
  _ connection: Connection, _ faults: inout [String]
) throws(StorageError) {
  let statement = try Statement("PRAGMA integrity_check(20)", on: connection.handle)
  while try statement.step() {
    let finding = statement.text(0)
    if finding != "ok" { faults.append("page check: \(finding)") }
  }
}

/// Holds the hash of each entry against its line and the hash before it.
@Sendable private func findChainFaults(
  _ connection: Connection, _ faults: inout [String]
) throws(StorageError) {
  var hash = ChainHash.genesis
  let statement = try Statement(
    "SELECT line, hash, sequence FROM entry ORDER BY sequence", on: connection.handle)
  while try statement.step() {
    let expected = statement.withBytes(0) { hash.followed(by: $0) }
    hash = statement.chainHash(1)
    if hash != expected, faults.count < Verifier.faultLimit {
      faults.append("entry \(statement.int64(2)): the chain breaks here")
    }
  }
}
