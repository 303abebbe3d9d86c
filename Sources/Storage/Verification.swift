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
    // A second connection checks the pages while this one reads the rows. Both begin under the
    // write lock, so that both see the same state; the mark that goes with it is read there too,
    // as other tills move it on.
    let pages = try Connection(path: path)
    try lock.take(seconds: 5)
    do throws(StorageError) {
      for one in [connection, pages] {
        try one.execute("BEGIN")
        _ = try one.integer("SELECT count(*) FROM sqlite_schema")
      }
    } catch {
      lock.release()
      throw error
    }
    let mark = highWater.read()
    lock.release()
    defer { try? connection.execute("ROLLBACK") }
    let check = PageCheck(pages)
    let group = DispatchGroup()
    DispatchQueue.global().async(group: group) { check.run() }
    var verifier = try Verifier(connection)
    try verifier.run(progress: progress)
    group.wait()
    var result = verifier.result
    result.faults += check.faults
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

/// SQLite's own check of pages, rows and indexes, to run beside the rest.
private final class PageCheck: @unchecked Sendable {
  // The connection is this object's alone, and its result is read after the group is done.
  private let connection: Connection
  private(set) var faults: [String] = []

  init(_ connection: Connection) { self.connection = connection }

  func run() {
    do throws(StorageError) {
      let statement = try Statement("PRAGMA integrity_check(20)", on: connection.handle)
      while try statement.step() {
        let finding = statement.text(0)
        if finding != "ok" { faults.append("page check: \(finding)") }
      }
      try connection.execute("ROLLBACK")
    } catch {
      faults.append("page check: \(error.message)")
    }
  }
}
