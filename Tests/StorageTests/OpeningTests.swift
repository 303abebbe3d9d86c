import Foundation  // files
import Glibc
import Ledger
import Testing

@testable import Storage

struct OpeningTests {
  /// A ledger's file with all in it, after a clean end.
  private func file() throws -> (home: LedgerFolder, bytes: Data) {
    let home = try LedgerFolder()
    do {
      var store = try home.filled()
      store.finish(leaving: 0)
    }
    home.remove("till.db-wal", "till.db-shm")
    return (home, try home.bytes())
  }

  private func expectDamaged(_ bytes: Data) throws {
    let (home, _) = try file()
    try home.put(bytes)
    let found = kind { _ = try Store.open(at: home.path) }
    let after = try home.bytes()
    #expect(found == .damaged)
    #expect(after == bytes)
  }

  @Test(arguments: [0, 1, 15, 99, 100, 512, 4095])
  func `the beginning of a file is no ledger, and is left as it is`(length: Int) throws {
    try expectDamaged(try file().bytes.prefix(length))
  }

  @Test func `half a ledger is damaged, and is left as it is`() throws {
    let bytes = try file().bytes
    try expectDamaged(bytes.prefix(bytes.count / 2))
  }

  @Test(arguments: ["hello\n", "PK\u{3}\u{4}", "SQLite format 3\0"])
  func `another kind of file is no ledger, and is left as it is`(text: String) throws {
    try expectDamaged(Data(text.utf8) + Data(count: 5000))
  }

  @Test func `another program's database is no ledger, and is left as it is`() throws {
    let home = try LedgerFolder()
    do { _ = try home.filled() }
    try home.stranger().execute("PRAGMA application_id = 5; PRAGMA journal_mode = DELETE")
    let before = try home.bytes()
    let found = kind { _ = try Store.open(at: home.path) }
    let after = try home.bytes()
    #expect(found == .damaged)
    #expect(after == before)
  }

  @Test func `a newer program's ledger is left as it is`() throws {
    let home = try LedgerFolder()
    do {
      var store = try home.filled()
      try store.connection.execute("PRAGMA user_version = 99")
      store.finish(leaving: 0)
    }
    let before = try home.bytes()
    let found = kind { _ = try Store.open(at: home.path) }
    let after = try home.bytes()
    #expect(found == .newer(version: 99, known: Schema.migrations.count))
    #expect(after == before)
  }

  @Test func `a till that runs writes nothing to what a newer program has taken over`() throws {
    let home = try LedgerFolder()
    var store = try home.filled()
    try home.stranger().execute("PRAGMA user_version = 99")
    let refused = kind { _ = try store.write { try $0.append(entry(8, shift: 2)) } }
    let head = try store.read { try $0.head() }
    #expect(refused == .newer(version: 99, known: Schema.migrations.count))
    #expect(head.sequence == 7)
  }

  @Test(arguments: ["till.db.old", nil])
  func `a till that runs writes nothing to a ledger that was put aside`(aside: String?) throws {
    let home = try LedgerFolder()
    var store = try home.filled()
    let copy = try home.bytes()
    if let aside { rename(home.path, home.path(aside)) } else { home.remove("till.db") }
    let moved = kind { _ = try store.write { try $0.append(entry(8, shift: 2)) } }
    try home.put(copy)
    let read = kind { _ = try store.read { try $0.head() } }
    let written = kind { _ = try store.write { try $0.append(entry(8, shift: 2)) } }
    let proven = kind { _ = try store.verify { _, _ in } }
    #expect([moved, read, written, proven] == [.replaced, .replaced, .replaced, .replaced])
  }

  @Test func `where no ledger is, none is made`() throws {
    let home = try LedgerFolder()
    let found = kind { _ = try Store.open(at: home.path) }
    let deeper = kind { _ = try Store.open(at: home.path("none/till.db")) }
    let names = try home.names
    #expect(found == .missing && deeper == .missing)
    #expect(names.isEmpty)
  }

  @Test func `a folder is no ledger`() throws {
    let home = try LedgerFolder()
    let found = kind { _ = try Store.open(at: home.folder.path) }
    #expect(found != nil)
  }

  @Test func `a ledger is not made over a file that is there`() throws {
    let (home, before) = try file()
    let found = kind { try Store.create(at: home.path) }
    let after = try home.bytes()
    #expect(found == .other)
    #expect(after == before)
  }

  @Test(.enabled(if: geteuid() != 0, "nothing is refused to root"))
  func `a folder that cannot be written is told`() throws {
    let (home, before) = try file()
    home.remove("till.lock", "till.highwater")
    chmod(home.folder.path, 0o500)
    defer { chmod(home.folder.path, 0o700) }
    let found = kind { _ = try Store.open(at: home.path) }
    let made = kind { try Store.create(at: home.path("new.db")) }
    let after = try home.bytes()
    #expect(found == .readOnly && (made == .readOnly || made == .missing))
    #expect(after == before)
  }

  @Test func `a ledger is what it was when it is opened again`() throws {
    let home = try LedgerFolder()
    let before = try home.filled().read { try $0.head() }
    let store = try Store.open(at: home.path)
    let after = try store.read { try $0.head() }
    let mode = try store.connection.text("PRAGMA journal_mode")
    let synchronous = try store.connection.integer("PRAGMA synchronous")
    #expect(after == before && after.sequence == 7)
    #expect(mode == "wal" && synchronous == 2)
  }
}
