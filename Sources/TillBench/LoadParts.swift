import Glibc
import TillCLI

/// One till at a fixed rate, each sale measured from when it was due.
func measureLoad(_ options: Options, _ report: Report) throws {
  report.title("Open loop: 300 checkouts a second, measured from when each was due")
  let shop = try BenchShop.make("load")
  let till = try shop.till()
  for _ in 0..<400 {
    try till.sellOnce()
    till.afterReply()
  }
  let (seconds, rate): (Int64, Int64) = (options.isQuick ? 3 : 10, 300)
  try settleDisk(in: shop.path)
  let before = try probeDisk(in: shop.path)
  // Between two sales the disk rests, which makes it several times as slow: shown, but no goal.
  let resting = try probeDisk(in: shop.path, rate: rate)
  let start = nanoseconds() + 100_000_000
  let end = start + seconds * 1_000_000_000
  let run = Latencies(try sellAtRate(with: till, start: start, end: end, rate: rate))
  let floor = try floorAtRate(in: shop, count: Int(seconds * rate), rate: rate)
  let after = try probeDisk(in: shop.path)
  let raw = min(before.p50, after.p50)
  let rows = [
    ("raw 32 KB overwrite and fdatasync, before", before),
    ("raw 32 KB overwrite and fdatasync, after", after),
    ("raw 32 KB overwrite and fdatasync, 300 a second", resting),
    ("bare SQLite, from when it was due", floor), ("checkout, from when it was due", run),
  ]
  report.table(
    ["", "p50 ms", "p99 ms", "p99.9 ms", "max ms", "p99 / raw p50", "p99 / raw p50 at 300/s"],
    rows.map { name, one in
      [
        name, milliseconds(one.p50), milliseconds(one.p99), milliseconds(one.p999),
        milliseconds(one.most), fixed(Double(one.p99) / Double(raw), 1),
        fixed(Double(one.p99) / Double(resting.p50), 1),
      ]
    })
  let ratio = Double(run.p99) / Double(raw)
  report.goal("p99 at 300/s", "\(fixed(ratio, 1)) raw fdatasyncs", "<= 10", isMet: ratio <= 10)
}

/// The rows of sales alone, by bare calls at a fixed rate.
private func floorAtRate(in shop: BenchShop, count: Int, rate: Int64) throws -> Latencies {
  let ledger = try RawLedger(shop)
  let template = try SaleTemplate(ofLastIn: ledger)
  var rows = try SaleRows(after: ledger)
  let sales = rows.next(count, like: template)
  let start = nanoseconds() + 100_000_000
  return Latencies(
    try sales.enumerated().map { index, sale in
      let due = start + Int64(index) * 1_000_000_000 / rate
      wait(until: due)
      try ledger.write(sale, template)
      let latency = nanoseconds() - due
      ledger.afterWrite()
      return latency
    })
}

/// Several tills, each a process of its own, on one ledger.
func measureProcesses(_ options: Options, _ report: Report) throws {
  report.title("Several tills on one ledger")
  let shop = try BenchShop.make("processes")
  for drawer in 1...8 { try shop.till(drawer: drawer).sellOnce() }
  try settleDisk(in: shop.path)
  let seconds: Int64 = options.isQuick ? 2 : 5
  var rows: [[String]] = []
  for count in [1, 2, 4, 8] {
    let run = try tills(shop, count, seconds, rate: 0)
    rows.append(row("\(count), one sale after another", run))
  }
  let paced = try tills(shop, 8, seconds * 2, rate: 40)
  rows.append(row("8, each 40/s", paced))
  report.table(["processes", "per s", "p50 ms", "p99 ms", "p99.9 ms", "max ms"], rows)
  let most = paced.latencies.most
  report.goal(
    "longest wait of 8 tills at 40/s", "\(milliseconds(most)) ms", "<= 100",
    isMet: most <= 100_000_000)
}

private func row(_ name: String, _ run: (rate: Double, latencies: Latencies)) -> [String] {
  let one = run.latencies
  return [
    name, fixed(run.rate, 0), milliseconds(one.p50), milliseconds(one.p99), milliseconds(one.p999),
    milliseconds(one.most),
  ]
}

private func tills(
  _ shop: BenchShop, _ count: Int, _ seconds: Int64, rate: Int64
) throws -> (rate: Double, latencies: Latencies) {
  let start = nanoseconds() + 1_000_000_000
  let children = try (1...count).map { drawer in
    // The tills of a shop do not ring in step.
    let first = start + (rate > 0 ? Int64(drawer) * 1_000_000_000 / (rate * Int64(count)) : 0)
    let numbers = [Int64(drawer), first, seconds, rate].map(String.init)
    let file = "\(shop.path)/latencies-\(drawer)"
    let words = [ownPath, ChildJob.process.rawValue, shop.path] + numbers + [file]
    guard let child = Child(words) else { throw Benchmark.Fault("\(ownPath) cannot be started") }
    return (child, file)
  }
  var samples: [Int64] = []
  for (child, file) in children {
    guard child.wait().isDone else { throw Benchmark.Fault("a till of several failed") }
    samples += readText(file).split(separator: "\n").compactMap { Int64($0) }
  }
  return (Double(samples.count) / Double(seconds), Latencies(samples))
}
