import Glibc
import TillCLI

/// What this program does in a process of its own, to be counted or to stand beside others.
enum ChildJob: String {
  /// The till's own command line.
  case till = "child-till"
  /// FOLDER SALES CHECKPOINTS: sells by the engine; CHECKPOINTS is 0 or 1.
  case sell = "child-sell"
  /// FOLDER SALES PREPARED CHECKPOINTS: writes some of the sales it prepared, by bare calls.
  case floor = "child-floor"
  /// FOLDER DRAWER START SECONDS RATE FILE: one till of several; writes its latencies into a file.
  case process = "child-process"
  /// FOLDER BILLS: sells that many and says at three places what memory it holds.
  case bills = "child-bills"

  /// - Returns: the exit status.
  func run(_ arguments: [String]) -> Int32 {
    if self == .till { return Program.run(arguments) }
    do {
      guard let path = arguments.first else { throw Benchmark.Fault("no folder") }
      let numbers = arguments.dropFirst().compactMap { Int64($0) }
      let shop = BenchShop(path: path)
      switch self {
      case .till: break
      case .sell: try sell(shop, Int(numbers[0]), checkpoints: numbers[1] == 1)
      case .floor:
        try writeRaw(shop, Int(numbers[0]), of: Int(numbers[1]), checkpoints: numbers[2] == 1)
      case .process:
        try runTill(shop, numbers, file: arguments.last ?? "")
      case .bills: try sellBills(shop, Int(numbers[0]))
      }
      return 0
    } catch {
      printError("\(rawValue): \(error)\n")
      return 70
    }
  }

  private func sell(_ shop: BenchShop, _ count: Int, checkpoints: Bool) throws {
    let till = try shop.till()
    for _ in 0..<count {
      try till.sellOnce()
      if checkpoints { till.afterReply() }
    }
  }

  private func writeRaw(
    _ shop: BenchShop, _ count: Int, of prepared: Int, checkpoints: Bool
  ) throws {
    let ledger = try RawLedger(shop)
    let template = try SaleTemplate(ofLastIn: ledger)
    var rows = try SaleRows(after: ledger)
    // As many are prepared whatever is written, so that the difference of two runs is the writing.
    for sale in rows.next(prepared, like: template).prefix(count) {
      try ledger.write(sale, template)
      if checkpoints { ledger.afterWrite() }
    }
  }

  private func runTill(_ shop: BenchShop, _ numbers: [Int64], file: String) throws {
    let till = try shop.till(drawer: Int(numbers[0]))
    let (start, seconds, rate) = (numbers[1], numbers[2], numbers[3])
    let latencies = try sellAtRate(
      with: till, start: start, end: start + seconds * 1_000_000_000, rate: rate)
    try writeText(latencies.map { "\($0)\n" }.joined(), to: file)
  }

  private func sellBills(_ shop: BenchShop, _ count: Int) throws {
    let till = try shop.till()
    let typed = ["jf=3", "2*xs001", "6914523802116", "w100", "."].map { Array($0.utf8) }
    for number in 1...count {
      // Every tenth bill is typed line by line.
      if number % 10 == 0 {
        for line in typed where till.reply(to: line).exitStatus != .done {
          throw Benchmark.Fault("a typed line is refused")
        }
      } else {
        try till.sellOnce()
      }
      till.afterReply()
      guard number % (count / 10) == 0 else { continue }
      removeTree("\(shop.path)/Receipts/out/\(slipFolder(of: shop))")
      mkdir("\(shop.path)/Receipts/out/\(slipFolder(of: shop))", 0o700)
      printOut("\(number) \(residentKilobytes()) \(size(ofFile: shop.ledger))\n")
    }
  }

  /// The folder of today's slips.
  private func slipFolder(of shop: BenchShop) -> String {
    guard let folder = opendir("\(shop.path)/Receipts/out") else { return "" }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix("20") { return name }
    }
    return ""
  }

  private func residentKilobytes() -> Int {
    let pages = readText("/proc/self/statm").split(separator: " ").dropFirst().first
    return (pages.flatMap { Int($0) } ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) / 1024
  }
}

/// Sells from a moment to another.
///
/// - Parameters:
///   - till: the till.
///   - start: when the first sale is due, by ``nanoseconds()``.
///   - end: when no further one is begun.
///   - rate: sales due in a second, whatever became of those before; 0 for one right after another.
/// - Returns: from each sale being due to its reply, in nanoseconds.
/// - Throws: ``Benchmark/Fault`` if a sale is refused.
func sellAtRate(
  with till: Till, start: Int64, end: Int64, rate: Int64
) throws -> [Int64] {
  var latencies: [Int64] = []
  var due = start
  wait(until: start)
  while due < end {
    if rate > 0 { wait(until: due) } else { due = nanoseconds() }
    try till.sellOnce()
    latencies.append(nanoseconds() - due)
    till.afterReply()
    due = rate > 0 ? start + Int64(latencies.count) * 1_000_000_000 / rate : nanoseconds()
  }
  return latencies
}
