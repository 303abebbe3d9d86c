import Glibc
import Ledger
import Storage

/// A full verification of a ledger that is in the system's cache.
func measureVerify(_ options: Options, _ report: Report) throws {
  let sales = options.isQuick ? 20_000 : 250_000
  report.title("Full verification of \(grouped(sales)) sales")
  let shop = try FullLedger.shop(sales: sales)
  let store = try Store.open(at: shop.ledger)
  var seconds: [Double] = []
  var rows: [[String]] = []
  for round in 1...3 {
    let start = nanoseconds()
    let result = try store.verify { _, _ in }
    seconds.append(Double(nanoseconds() - start) / 1e9)
    guard result.faults.isEmpty else { throw Benchmark.Fault("faults: \(result.faults)") }
    rows.append([
      "round \(round)", grouped(Int(result.entries)), grouped(Int(result.postings)),
      fixed(seconds[round - 1], 2),
    ])
  }
  report.table(["", "entries", "postings", "seconds"], rows)
  let middle = median(seconds, or: 0) * 250_000 / Double(sales)
  report.goal("verifying 250,000 sales", "\(fixed(middle, 2)) s", "< 2", isMet: middle < 2)
}

/// What many sales leave on the disk and in memory.
func measureSize(_ options: Options, _ report: Report) throws {
  let bills = options.isQuick ? 20_000 : 100_000
  report.title("Size: \(grouped(bills)) bills in one process, every tenth typed line by line")
  let shop = try BenchShop.make("size")
  let empty = size(ofFile: shop.ledger)
  let output = "\(shop.path)/sizes"
  try runChild(.bills, [shop.path, String(bills)], output: output)
  let lines = readText(output).split(separator: "\n")
    .map { $0.split(separator: " ").compactMap { Int($0) } }.filter { $0.count == 3 }
  report.table(
    ["bills", "memory KB", "ledger KB", "bytes per sale"],
    [lines.first, lines.dropFirst(lines.count / 2 - 1).first, lines.last].compactMap { $0 }
      .map { line in
        [
          grouped(line[0]), grouped(line[1]), grouped(line[2] / 1024),
          grouped((line[2] - empty) / line[0]),
        ]
      })
  guard let first = lines.first, let last = lines.last else {
    throw Benchmark.Fault("the process said nothing")
  }
  let bytes = (last[2] - empty) / last[0]
  report.goal("bytes on disk per sale", grouped(bytes), "<= 1,200", isMet: bytes <= 1200)
  // The system hands memory out in steps, so a megabyte more is no growth.
  report.goal(
    "memory from a tenth of the bills to all", "\(last[1] - first[1]) KB more", "<= 1024",
    isMet: last[1] - first[1] <= 1024)
}

/// One command of the program, from its start to its end.
func measureStart(_ options: Options, _ report: Report) throws {
  report.title("One command, one process")
  guard let till = options.till else {
    report.note("not measured: name the program with --till PATH, built by")
    report.note("swift build -c release --static-swift-stdlib --product till")
    report.note("  -Xswiftc -Xclang-linker -Xswiftc -no-pie")
    return
  }
  let shop = try BenchShop.make("start")
  try runChild(.sell, [shop.path, "1", "1"])
  let sale = String(decoding: BenchShop.saleLine, as: UTF8.self)
  let commands = [
    ("--version", ["--version"]), ("price jf", ["--shop", shop.path, "price", "jf"]),
    ("sell, durable, with slips", ["--shop", shop.path, sale]),
  ]
  var rows: [[String]] = []
  var worst: (nanoseconds: Int64, kilobytes: Int) = (0, 0)
  for (name, arguments) in commands {
    let runs = try (0..<50).map { _ in
      guard let result = Child([till] + arguments)?.wait(), result.isDone else {
        throw Benchmark.Fault("\(till) \(arguments.joined(separator: " ")) fails")
      }
      return result
    }
    let times = Latencies(runs.map(\.nanoseconds))
    let peak = runs.map(\.peakKilobytes).max() ?? 0
    worst = (max(worst.nanoseconds, times.p50), max(worst.kilobytes, peak))
    rows.append([
      name, milliseconds(times.p50), milliseconds(times.within(900)), fixed(Double(peak) / 1024, 1),
    ])
  }
  report.table(["50 runs", "p50 ms", "p90 ms", "peak MB"], rows)
  report.goal(
    "one command", "\(milliseconds(worst.nanoseconds)) ms", "< 10",
    isMet: worst.nanoseconds < 10_000_000)
  report.goal(
    "its memory", "\(fixed(Double(worst.kilobytes) / 1024, 1)) MB", "< 25",
    isMet: worst.kilobytes < 25 * 1024)
}
