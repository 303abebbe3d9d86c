import Foundation  // moves files
import Glibc
import Ledger
import Testing

@testable import Storage

struct DiskFullTests {
  @Test func `a full disk leaves nothing half written, and the ledger usable`() throws {
    let home = try LedgerFolder()
    var store = try home.filled()
    let pages = try store.connection.integer("PRAGMA page_count")
    try store.connection.execute("PRAGMA max_page_count = \(pages + 2)")
    let long = JSON.string(String(repeating: "长", count: 100_000))
    let large = entry(
      8, shift: 2, serial: 3, postings: legs(drawer, revenue, 5), content: ["x": long])
    let refused = kind { _ = try store.write { try $0.append(large) } }
    let full = try store.verify { _, _ in }
    try store.connection.execute("PRAGMA max_page_count = 1000000")
    let appended = try store.write { try $0.append(large) }
    let after = try store.verify { _, _ in }
    #expect(refused == .diskFull)
    #expect(full.faults.isEmpty && full.entries == 7)
    #expect(appended.sequence == 8 && after.faults.isEmpty)
  }

  @Test func `a disk that fills up takes every sale whole or not at all`() throws {
    let home = try LedgerFolder()
    var store = try home.filled()
    let pages = try store.connection.integer("PRAGMA page_count")
    try store.connection.execute("PRAGMA max_page_count = \(pages + 8)")
    let text = JSON.string(String(repeating: "x", count: 900))
    var taken: Int64 = 7
    var refused: StorageError.Kind?
    for counter in Int64(8)..<200 where refused == nil {
      let sale = entry(
        counter, shift: 2, serial: Int(counter - 5), postings: legs(drawer, revenue, 5),
        content: ["x": text])
      refused = kind { taken = try store.write { try $0.append(sale) }.sequence }
    }
    let found = try store.verify { _, _ in }
    #expect(refused == .diskFull && taken > 10)
    #expect(found.faults.isEmpty && found.entries == taken)
  }
}

@Suite(.serialized) struct BusyTests {
  @Test func `a ledger that another till holds is busy after the wait, which is told`() throws {
    let home = try LedgerFolder()
    var store = try home.filled()
    let other = try WriteLock(path: home.path("till.lock"))
    var told = 0
    store.onWait = { told += 1 }
    try other.take(seconds: 1)
    let refused = kind { _ = try store.write { try $0.append(entry(8, shift: 2)) } }
    other.release()
    let appended = try store.write { try $0.append(entry(8, shift: 2)) }
    #expect(refused == .busy && told == 1)
    #expect(appended.sequence == 8)
  }

  @Test func `a lock is taken when it is free, and given back`() throws {
    let home = try LedgerFolder()
    let one = try WriteLock(path: home.path("l"))
    let two = try WriteLock(path: home.path("l"))
    try one.take(seconds: 1)
    let held = kind { try two.take(seconds: 1) }
    one.release()
    let free = kind { try two.take(seconds: 1) }
    #expect(held == .busy && free == nil)
  }

  @Test func `a write of a stranger is waited for, and then refused`() throws {
    let home = try LedgerFolder()
    var store = try home.filled()
    try store.connection.execute("PRAGMA busy_timeout = 50")
    let other = try home.stranger()
    try other.execute("BEGIN IMMEDIATE; INSERT INTO state VALUES ('a', 'b')")
    let refused = kind { _ = try store.write { try $0.append(entry(8, shift: 2)) } }
    let read = try store.read { try $0.head().sequence }
    try other.execute("ROLLBACK")
    let appended = try store.write { try $0.append(entry(8, shift: 2)) }
    #expect(refused == .busy && read == 7)
    #expect(appended.sequence == 8)
  }

  @Test func `a long report sees one state while sales go on`() throws {
    let home = try LedgerFolder()
    let report = try home.filled()
    var till = try Store.open(at: home.path)
    let (before, after) = try report.read { snapshot in
      let before = try snapshot.head().sequence
      _ = try till.write { try $0.append(entry(8, shift: 2)) }
      till.finish(leaving: 0)
      return (before, try snapshot.head().sequence)
    }
    let later = try report.read { try $0.head().sequence }
    #expect(before == 7 && after == 7 && later == 8)
  }

  @Test func `two tills write into one chain`() throws {
    let home = try LedgerFolder()
    var one = try home.filled()
    var two = try Store.open(at: home.path)
    for counter in Int64(8)...20 {
      let event = entry(counter, "event", shift: 2)
      let appended =
        counter % 2 == 0
        ? try one.write { try $0.append(event) } : try two.write { try $0.append(event) }
      #expect(appended.sequence == counter)
    }
    let found = try two.verify { _, _ in }
    #expect(found.faults.isEmpty && found.entries == 20)
  }
}

struct LostCommitTests {
  @Test func `accounts of a commit of which nobody knows are not taken for the next one's`() throws
  {
    let home = try LedgerFolder()
    var store = try home.filled()
    let (wechat, bank) = (Account("wechat", .asset), Account("bank", .asset))
    let lost = kind {
      try store.write { writer in
        _ = try writer.append(entry(8, shift: 2, postings: legs(wechat, revenue, 100)))
        // What no commit lets through, in a file that cannot be opened again to be asked.
        try writer.connection.execute("INSERT INTO posting VALUES (99, 1, 1, 1, 1)")
        try FileManager.default.moveItem(atPath: home.path, toPath: home.path("away"))
      }
    }
    try FileManager.default.moveItem(atPath: home.path("away"), toPath: home.path)
    for (counter, account) in [(9, bank), (10, wechat)] as [(Int64, Account)] {
      _ = try store.write {
        try $0.append(entry(counter, shift: 2, postings: legs(account, revenue, 700)))
      }
    }
    let balances = try store.read { try [wechat, bank].map($0.balance) }
    #expect(lost == .outcomeUnknown && balances == [700, 700])
  }
}
