import Foundation  // moves files
import Glibc
import Ledger
import Testing

@testable import Storage

struct ReplacedFilesTests {
  @Test(arguments: ["till.db-wal", "till.db-shm", "till.lock"])
  func `without its log or its lock a ledger that is open takes nothing`(name: String) throws {
    let home = try LedgerFolder()
    var store = try home.filled()
    home.remove(name)
    let refused = kind { _ = try store.write { try $0.append(entry(8, shift: 2)) } }
    #expect(refused == .replaced)
  }

  @Test func `a file that goes in the same tick as another came is missed at once`() throws {
    let home = try LedgerFolder()
    try home.put(Data(), "a")
    try home.put(Data(), "b")
    let folder = home.folder.path
    let places = try Places(folder: folder, [home.path("a"), home.path("b")])
    #expect(try places.areKept())
    var status = stat()
    stat(folder, &status)
    home.remove("b")
    // As a coarser clock would date it.
    let times = [status.st_atim, status.st_mtim]
    #expect(utimensat(AT_FDCWD, folder, times, 0) == 0)
    #expect(try !places.areKept())
  }

  @Test func `what a ledger that cannot be written says names its file`() throws {
    let home = try LedgerFolder()
    var store = try home.filled()
    try store.connection.execute("PRAGMA query_only = ON")
    var found: StorageError?
    do {
      _ = try store.write { try $0.append(entry(8, shift: 2)) }
    } catch let error as StorageError {
      found = error
    }
    #expect(found?.kind == .readOnly && found?.place == home.path)
  }
}

struct HighWaterTests {
  @Test func `a mark is written whole however little the system takes at a time`() {
    let bytes = Array("T1 00000000000000000008 and so on".utf8)
    var file: [UInt8] = []
    var calls = 0
    let count = HighWater.write(bytes) { piece, offset in
      calls += 1
      guard calls % 3 != 0 else {
        errno = EINTR
        return -1
      }
      guard offset == file.count else { return -1 }
      file += piece.prefix(5)
      return min(5, piece.count)
    }
    #expect(count == bytes.count && file == bytes)
  }

  @Test func `what the system does not take is not said to be written`() {
    let count = HighWater.write(Array(repeating: 65, count: 89)) { piece, offset in
      errno = EIO
      return offset == 0 ? 44 : -1
    }
    #expect(count == 44)
  }
}

// Whoever waits for the lock sets the process's timer: one after another.
extension BusyTests {
  @Test func `a mark that another till is writing keeps nobody out`() async throws {
    let home = try LedgerFolder()
    do { _ = try home.filled() }
    let whole = try home.bytes("till.highwater")
    let lock = try WriteLock(path: home.path("till.lock"))
    try lock.take(seconds: 1)
    // Half of it is the next entry's.
    try home.put(whole.prefix(40) + Data(repeating: 48, count: 49), "till.highwater")
    let (path, mark) = (home.path, home.path("till.highwater"))
    let opening = Task.detached { kind { _ = try Store.open(at: path) } }
    usleep(200_000)
    try whole.write(to: URL(filePath: mark))
    lock.release()
    let refused = await opening.value
    #expect(refused == nil)
  }
}
