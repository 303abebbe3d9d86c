import Foundation  // temporary folders
import Ledger

@testable import Storage

/// A folder of its own for one test's ledger, gone when the test is.
final class LedgerFolder {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "till-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var path: String { path("till.db") }

  func path(_ name: String) -> String { folder.appending(path: name).path }

  func bytes(_ name: String = "till.db") throws -> Data {
    try Data(contentsOf: folder.appending(path: name))
  }

  func put(_ bytes: Data, _ name: String = "till.db") throws {
    try bytes.write(to: folder.appending(path: name))
  }

  func remove(_ names: String...) {
    for name in names { try? FileManager.default.removeItem(at: folder.appending(path: name)) }
  }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
  }

  /// A new, empty ledger.
  func create() throws -> Store {
    try Store.create(at: path)
    return try Store.open(at: path)
  }

  /// A ledger of seven entries: a shift with two sales, an event and a void, closed; and a new shift.
  func filled() throws -> Store {
    var store = try create()
    try fill(&store)
    return store
  }

  /// Opens the ledger as somebody else would, with statements of one's own.
  func stranger() throws -> Connection { try Connection(path: path) }

  /// What a verification finds once somebody has taken the guards down, changed something and put them
  /// back.
  func faults(in store: borrowing Store, afterEditing sql: String) throws -> [String] {
    let other = try stranger()
    let guards = try triggers(of: other)
    try other.execute("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
    for name in guards.keys { try other.execute("DROP TRIGGER \(name)") }
    try other.execute(sql)
    for guardSQL in guards.values { try other.execute(guardSQL) }
    return try store.verify { _, _ in }.faults
  }
}

let today = BusinessDate(days: 20_778)
let drawer = Account("drawer:1", .asset, least: 0)
let safe = Account("safe", .asset)
let revenue = Account("revenue", .revenue)
let debtor = Account("receivable:liu", .asset, least: 0, most: 5000, isIndividual: true)

func legs(_ debit: Account, _ credit: Account, _ fen: Int64) -> [Posting] {
  [.debit(debit, Money(fen: fen)), .credit(credit, Money(fen: fen))]
}

/// An entry of the counter's second.
func entry(
  _ counter: Int64, _ kind: String = "sale", shift: Int = 1, serial: Int? = nil,
  about: Int64? = nil,
  postings: [Posting] = [], content: JSON = [:]
) -> JournalEntry {
  JournalEntry(
    id: EntryID(drawer: 1, counter: counter), kind: kind,
    at: Instant(milliseconds: counter * 1000), day: today, drawer: 1, shift: shift, staff: 3,
    serial: serial, about: about, postings: postings, content: content)
}

func fill(_ store: inout Store) throws {
  _ = try store.write { writer in
    _ = try writer.append(entry(1, "opening", serial: 1, postings: legs(drawer, safe, 30_000)))
    try writer.openShift(1, drawer: 1, by: 1)
    _ = try writer.append(
      entry(2, serial: 1, postings: legs(drawer, revenue, 8800), content: ["no": "A"]))
    _ = try writer.append(entry(3, serial: 2, postings: legs(debtor, revenue, 5000)))
    _ = try writer.append(entry(4, "event", content: ["event": "login"]))
    _ = try writer.append(
      entry(5, "void", serial: 1, about: 2, postings: legs(revenue, drawer, 8800)))
    _ = try writer.append(entry(6, "shift", serial: 1, postings: legs(safe, drawer, 10_000)))
    try writer.closeShift(1, by: 6)
    _ = try writer.append(entry(7, "opening", shift: 2, serial: 2))
    try writer.openShift(2, drawer: 1, by: 7)
  }
}

/// The kind of storage error that a body throws; nil if it throws none.
func kind(of body: () throws -> Void) -> StorageError.Kind? {
  do {
    try body()
  } catch let error as StorageError {
    return error.kind
  } catch {}
  return nil
}

/// The triggers of a ledger by their names.
private func triggers(of connection: Connection) throws -> [String: String] {
  let statement = try Statement(
    "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'", on: connection.handle)
  var found: [String: String] = [:]
  while try statement.step() { found[statement.text(0)] = statement.text(1) }
  return found
}
