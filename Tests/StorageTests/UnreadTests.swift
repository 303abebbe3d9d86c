import Foundation
import Glibc
import Testing

@testable import Storage

/// A file of which the disk gives nothing meanwhile: whoever has it open reads the first bytes of this
/// process's memory instead, which is an I/O error.
private final class UnreadableFile {
  private let opened: [(descriptor: Int32, spare: Int32)]

  init(_ path: String) {
    let memory = open("/proc/self/mem", O_RDONLY)
    opened = (Int32(3)..<200).compactMap { descriptor in
      let name = try? FileManager.default.destinationOfSymbolicLink(
        atPath: "/proc/self/fd/\(descriptor)")
      guard name == path, case let spare = fcntl(descriptor, F_DUPFD, 200), spare >= 200
      else { return nil }
      dup2(memory, descriptor)
      return (descriptor, spare)
    }
    close(memory)
  }

  func comeBack() {
    for (descriptor, spare) in opened {
      dup2(spare, descriptor)
      close(spare)
    }
  }
}

struct UnreadTests {
  /// A ledger whose sales stand in its file, or still in the log, and which nobody has read yet.
  private func opened(_ home: LedgerFolder, inLog: Bool) throws -> Store {
    var store = try home.filled()
    if !inLog { store.finish(leaving: 0) }
    store = try Store.open(at: home.path)
    store.connection.dropPages()
    return store
  }

  @Test(arguments: ["till.db", "till.db-wal"])
  func `what the disk does not give is no damage, and is there when it gives it again`(
    name: String
  ) throws {
    let home = try LedgerFolder()
    var store = try opened(home, inLog: name == "till.db-wal")
    let file = UnreadableFile(home.path(name))
    let read = kind { _ = try store.read { try $0.entry(sequence: 3) } }
    let written = kind { _ = try store.write { try $0.append(entry(8, shift: 2)) } }
    file.comeBack()
    let found = try store.read { try $0.entry(sequence: 3) }
    let appended = try store.write { try $0.append(entry(8, shift: 2)) }
    #expect(read == .other && written == .other)
    #expect(found != nil && appended.sequence == 8)
  }

  @Test func `a mark that cannot be read is no fault of the ledger`() throws {
    let home = try LedgerFolder()
    let store = try opened(home, inLog: false)
    let mark = UnreadableFile(home.path("till.highwater"))
    let unread = kind { _ = try store.verify { _, _ in } }
    mark.comeBack()
    let found = try store.verify { _, _ in }
    #expect(unread == .other && found.faults.isEmpty)
  }

  @Test func `a damaged page is called so, also after one that could not be read`() throws {
    let home = try LedgerFolder()
    let store = try opened(home, inLog: false)
    let file = UnreadableFile(home.path("till.db"))
    let unread = kind { _ = try store.read { try $0.entry(sequence: 3) } }
    file.comeBack()
    _ = try store.read { try $0.entry(sequence: 3) }
    store.connection.dropPages()
    var bytes = try home.bytes()
    bytes.replaceSubrange(4096..., with: Data(repeating: 0x5A, count: bytes.count - 4096))
    let handle = try FileHandle(forWritingTo: URL(filePath: home.path))
    try handle.write(contentsOf: bytes)
    try handle.close()
    let looks = (1...2).map { _ in kind { _ = try store.read { try $0.entry(sequence: 3) } } }
    #expect(unread == .other && looks.last == .damaged)
  }
}
