import Glibc
import TillCLI

/// The system's calls and the pages that a checkout costs, counted and not timed.
func measureSyncs(_ options: Options, _ report: Report) throws {
  report.title("Durability, counted")
  let shop = try BenchShop.make("syncs")
  try runChild(.sell, [shop.path, "1", "1"])
  let count = 200
  try measurePages(shop, count, report)
  guard isInstalled("strace") else {
    report.note("fdatasync: not counted, there is no strace")
    return
  }
  let plain = try syncs(shop, count, checkpoints: false)
  let all = try syncs(shop, count, checkpoints: true)
  report.table(
    ["fdatasync and fsync per checkout", "on the log", "on the ledger", "elsewhere"],
    [("its commit", plain), ("with checkpoints", all)].map { name, counts in
      [name] + [counts.log, counts.ledger, counts.others].map { fixed($0, 3) }
    })
  report.goal(
    "syncs per commit", fixed(plain.log + plain.ledger + plain.others, 3), "1.000",
    isMet: plain == (1, 0, 0))
}

private func measurePages(_ shop: BenchShop, _ count: Int, _ report: Report) throws {
  let till = try shop.till()
  try till.sellOnce()
  till.afterReply()
  try till.sellOnce()
  let before = framesInLog(of: shop)
  for _ in 0..<count { try till.sellOnce() }
  let engine = Double(framesInLog(of: shop) - before) / Double(count)
  till.afterReply()
  try till.sellOnce()
  let ledger = try RawLedger(shop)
  let template = try SaleTemplate(ofLastIn: ledger)
  var rows = try SaleRows(after: ledger)
  let start = framesInLog(of: shop)
  for sale in rows.next(count, like: template) { try ledger.write(sale, template) }
  let floor = Double(framesInLog(of: shop) - start) / Double(count)
  report.table(
    ["pages written per checkout", "frames in the log", "CACHE_WRITE"],
    [
      ["floor", fixed(floor, 1), fixed(Double(ledger.pagesWritten) / Double(count), 1)],
      ["engine", fixed(engine, 1), "-"],
    ])
  report.goal("pages per checkout", fixed(engine, 1), "<= 18", isMet: engine <= 18)
}

private typealias Syncs = (log: Double, ledger: Double, others: Double)

/// Syncs per sale by file: what a run of many sales has more than a run of a few.
private func syncs(_ shop: BenchShop, _ count: Int, checkpoints: Bool) throws -> Syncs {
  let trace = "\(shop.path)/trace"
  let flag = checkpoints ? "1" : "0"
  let few = 40
  let counted = try [few, few + count].map { number in
    try runChild(
      .sell, [shop.path, String(number), flag],
      under: ["strace", "-f", "-y", "-e", "trace=fdatasync,fsync", "-o", trace])
    let lines = readText(trace).split(separator: "\n").filter { $0.contains("sync(") }
    let log = lines.count { $0.contains("till.db-wal>") }
    let ledger = lines.count { $0.contains("till.db>") }
    return (log, ledger, lines.count - log - ledger)
  }
  let per = { (part: KeyPath<(Int, Int, Int), Int>) in
    Double(counted[1][keyPath: part] - counted[0][keyPath: part]) / Double(count)
  }
  return (per(\.0), per(\.1), per(\.2))
}

/// Instructions per checkout, free of the machine's noise.
func measureInstructions(_ options: Options, _ report: Report) throws {
  report.title("Instructions per checkout")
  guard isInstalled("valgrind") else {
    report.note("not counted, there is no valgrind")
    return
  }
  let shop = try BenchShop.make("instructions")
  try runChild(.sell, [shop.path, "60", "1"])
  let most = options.isQuick ? 60 : 200
  let engine = try instructions(shop, .sell, most) { [String($0), "1"] }
  let text = try instructions(shop.textOnly(), .sell, most) { [String($0), "1"] }
  let floor = try instructions(shop, .floor, most) { [String($0), String(most), "1"] }
  report.table(
    ["callgrind", "instructions", "of floor"],
    [
      ("floor: bare SQLite", floor), ("engine: text slips", text),
      ("engine: text and ESC/POS slips", engine),
    ].map {
      [$0, grouped($1), fixed(Double($1) / Double(max(1, floor)), 2)]
    })
}

private func instructions(
  _ shop: BenchShop, _ job: ChildJob, _ most: Int, arguments: (Int) -> [String]
) throws -> Int {
  let few = most / 3
  let counted = try [few, most].map { count in
    let file = "\(shop.path)/callgrind.out"
    try runChild(
      job, [shop.path] + arguments(count),
      under: ["valgrind", "--tool=callgrind", "--callgrind-out-file=\(file)", "-q"],
      errors: "\(shop.path)/valgrind.err")
    let line = readText(file).split(separator: "\n").last {
      $0.hasPrefix("summary: ") || $0.hasPrefix("totals: ")
    }
    guard let total = line?.split(separator: " ").last.flatMap({ Int($0) }) else {
      throw Benchmark.Fault("callgrind counted nothing: \(file)")
    }
    return total
  }
  return (counted[1] - counted[0]) / (most - few)
}
