import Foundation
import Ledger
import Testing

/// Whether the system lets one program change another's system calls.
let canInject: Bool = {
  let trial = try? Child(
    ["/bin/sh", "-c", "strace -o /dev/null /bin/true"],
    environment: ["PATH=/usr/bin:/bin"]
  ).wait()
  return trial?.status == 0
}()

@Suite struct SyncTests {
  @Test(
    .enabled(if: canInject, "needs strace"),
    arguments: ["1", "2", "3", "4", "5", "1+", "2+", "3+", "4+", "5+", "6+"])
  func `when the disk does not confirm a write, what is called not recorded stays so`(
    failing: String
  ) throws {
    let shop = try TestShop()
    try shop.run("sell jf w\n")
    let before = try sales(shop)
    let ending = try shop.shell(
      """
      printf 'sell jf w\\nsell xf w\\nsell jf a\\n' | strace -f -o /dev/null -e trace=fdatasync,fsync \
      -e inject=fdatasync,fsync:error=EIO:when=\(failing) $TILL --json
      """)
    let outcomes = ending.outcomes
    #expect(
      outcomes.count == 3 && Set(outcomes).isSubset(of: ["ok", "storage", "outcome-unknown"]))
    // The next start reads the write-ahead log anew, as after a power cut.
    let faults = try shop.faults()
    #expect(faults == [])
    let made = try sales(shop) - before
    let told = outcomes.count { $0 == "ok" }
    let unknown = outcomes.count { $0 == "outcome-unknown" }
    #expect((told...(told + unknown)).contains(made), "\(outcomes), \(made) made")
  }

  private func sales(_ shop: TestShop) throws -> Int {
    try Database(shop.ledger).texts("SELECT 1 FROM entry WHERE kind = 'sale'").count
  }
}
