import Foundation
import Glibc
import Ledger
import Testing

@Suite struct DiskTests {
  /// Runs a batch in which every file of the program may have at most so many KiB.
  private func run(_ shop: TestShop, _ lines: String, fileLimit: Int) throws -> Child.Ending {
    try shop.write(lines, to: "lines")
    return try shop.shell(
      "ulimit -f \(fileLimit * 2); exec $TILL --json < \(shop.path)/lines")
  }

  @Test func `a file that may not grow refuses sales, and goes on where it stopped`() throws {
    let shop = try TestShop()
    var acknowledged: [String] = []
    var refused = 0
    let lines = String(repeating: "sell jf xf w\n", count: 40)
    for limit in stride(from: 8, through: 360, by: 16) {
      let ending = try run(shop, lines, fileLimit: limit)
      #expect(ending.signal == 0 && [0, 74].contains(ending.status), "\(limit) KiB")
      refused += ending.outcomes.filter { $0 != "ok" }.count
      acknowledged += ending.numbers
    }
    #expect(refused > 0 && !acknowledged.isEmpty)
    let last = try shop.run("sell jf w\nverify\n")
    acknowledged += last.numbers
    let faults = last.replies.last?["verify"]?["faults"]?.array?.count
    #expect(faults == 0)
    let stored = try Database(shop.ledger).texts(
      "SELECT serial FROM entry WHERE kind = 'sale' ORDER BY serial"
    ).compactMap { Int($0) }
    let told = acknowledged.compactMap { Int($0.suffix(4)) }
    let isKept = Set(told).isSubset(of: stored) && Set(told).count == told.count
    #expect(isKept && stored == Array(1...stored.count))
    let unprinted = try Database(shop.ledger).texts("SELECT entry FROM outbox")
    let slips = shop.slips().filter { $0.hasSuffix(".txt") && !$0.contains("-F") }.count
    #expect(slips == stored.count && unprinted.count <= 1)
  }

  /// A disk of its own for the shop, where the system allows one to be mounted.
  private func withSmallDisk(_ body: (String) throws -> Void) throws {
    let disk = try temporaryFolder()
    defer { rmdir(disk) }
    guard mount("till-faults", disk, "tmpfs", 0, "size=64m") == 0 else { return }
    defer { umount2(disk, Int32(MNT_DETACH)) }
    try body(disk)
  }

  @Test func `a full disk refuses sales in words, and sells again when there is room`() throws {
    try withSmallDisk { disk in
      let shop = try TestShop()
      let copy = "\(disk)/shop"
      try FileManager.default.copyItem(atPath: shop.path, toPath: copy)
      let till = [Child.program, "--shop", copy, "--json"]
      let lines = Array(String(repeating: "sell jf xf w\n", count: 12).utf8)
      var acknowledged = 0
      var errors: Set<String> = []
      for room in stride(from: 4, through: 400, by: 12) {
        let ballast = "\(disk)/ballast"
        let shell = try Child([
          "/bin/sh", "-c",
          "head -c 70000000 /dev/zero > \(ballast) 2>/dev/null; truncate -s -\(room)k \(ballast)",
        ]).wait()
        #expect(shell.signal == 0)
        let ending = try Child(till, input: lines).wait()
        #expect(ending.signal == 0 && [0, 74].contains(ending.status), "\(room) KiB")
        acknowledged += ending.numbers.count
        errors.formUnion(ending.outcomes.filter { $0 != "ok" })
        try FileManager.default.removeItem(atPath: ballast)
      }
      #expect(acknowledged > 0 && errors.contains("disk-full"), "\(errors)")
      let last = try Child(till, input: Array("sell jf w\nverify\n".utf8)).wait()
      let outcomes = last.outcomes
      #expect(outcomes == ["ok", "ok"])
      let stored = try Database("\(copy)/ledger/till.db").texts(
        "SELECT serial FROM entry WHERE kind = 'sale'"
      ).count
      #expect(stored == acknowledged + 1)
    }
  }

  @Test func `with little room left no shift is opened`() throws {
    try withSmallDisk { disk in
      let shop = try TestShop(isOpen: false)
      let copy = "\(disk)/shop"
      try FileManager.default.copyItem(atPath: shop.path, toPath: copy)
      let till = [Child.program, "--shop", copy, "--json"]
      let fill = try Child(["/bin/sh", "-c", "head -c 30000000 /dev/zero > \(disk)/ballast"]).wait()
      let full = try Child(till + ["open 300"]).wait()
      try FileManager.default.removeItem(atPath: "\(disk)/ballast")
      let roomy = try Child(till + ["open 300"]).wait()
      let outcomes = full.outcomes + roomy.outcomes
      let statuses = [fill.status, full.status, roomy.status]
      #expect(outcomes == ["disk-low", "ok"])
      #expect(statuses == [0, 74, 0])
    }
  }

  @Test func `a folder that cannot be written sells nothing and says so`() throws {
    try withSmallDisk { disk in
      let shop = try TestShop()
      let copy = "\(disk)/shop"
      try FileManager.default.copyItem(atPath: shop.path, toPath: copy)
      guard mount("none", disk, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), "size=64m") == 0 else {
        return
      }
      let ending = try Child([Child.program, "--shop", copy, "--json", "sell jf w"]).wait()
      let (outcomes, status) = (ending.outcomes, ending.status)
      #expect(outcomes == ["read-only"])
      #expect(status == 74)
    }
  }

  @Test(arguments: ["a file", "a pipe"])
  func `a dead printer stops no sale, and the slip comes when it works again`(what: String) throws {
    let shop = try TestShop(isOpen: false)
    let out = "\(shop.path)/Receipts/out"
    let isBlocked = what == "a file" ? creat(out, 0o600) >= 0 : mkfifo(out, 0o600) == 0
    let ending = try shop.run("open 300\nsell jf w\n")
    let (outcomes, status) = (ending.outcomes, ending.status)
    #expect(isBlocked && outcomes == ["ok", "ok"])
    #expect(status == 0)
    let notice = ending.replies.last?["notices"]?.array?.first?.string ?? ""
    #expect(notice.contains("reprint \(ending.numbers.last ?? "?")"))
    try FileManager.default.removeItem(atPath: out)
    try shop.run("show\n")
    let names = Set(ending.numbers.flatMap { ["\($0).txt", "\($0).bin"] })
    let written = Set(shop.slips().compactMap { $0.split(separator: "/").last.map(String.init) })
    #expect(names == written)
    let faults = try shop.faults()
    #expect(faults == [])
  }

  @Test func `a slip that cannot be written says what the system says of its folder`() throws {
    let shop = try TestShop()
    let out = "\(shop.path)/Receipts/out"
    let days = try FileManager.default.contentsOfDirectory(atPath: out)
    for day in days {
      try FileManager.default.removeItem(atPath: "\(out)/\(day)")
      try shop.write("", to: "Receipts/out/\(day)")
    }
    let ending = try shop.run("sell jf w\n")
    let notice = ending.replies.last?["notices"]?.array?.first?.string ?? ""
    #expect(days.count == 1 && notice.contains("不是目录"), "\(notice)")
  }
}
