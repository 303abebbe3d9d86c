import Checkout
import Glibc
import Ledger
import Storage
import TillCLI

/// A shop whose ledger holds many sales: filled once, kept for the next run.
enum FullLedger {
  private static let salesPerDay = 1000

  /// A shop with at least so many sales in its ledger, verified when it was filled.
  ///
  /// - Throws: ``Benchmark/Fault``.
  static func shop(sales: Int) throws -> BenchShop {
    let name = "full-\(sales)-\(try schemaDigest())"
    let shop = BenchShop(path: "\(BenchShop.root)/\(name)")
    let mark = "\(shop.path)/filled"
    if size(ofFile: mark) > 0 { return shop }
    _ = try BenchShop.make(name)
    try fill(shop, sales)
    try writeText("\(sales)\n", to: mark)
    return shop
  }

  private static func fill(_ shop: BenchShop, _ sales: Int) throws {
    // The days of the past that the sales fill, so that today's follow them.
    let days = sales / salesPerDay + 2
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let today = CivilTime(Instant(milliseconds: Int64(time.tv_sec) * 1000), offset: 4 * 3600).date
    try shop.emptyLedger()
    try fill(shop, sales, from: today.advanced(by: -days))
  }

  /// Adds sales to a ledger, a thousand a day, and verifies it.
  ///
  /// - Parameters:
  ///   - shop: whose ledger it is.
  ///   - sales: how many.
  ///   - first: the first day of them, after what the ledger holds.
  /// - Throws: ``Benchmark/Fault``.
  static func fill(_ shop: BenchShop, _ sales: Int, from first: BusinessDate) throws {
    do {
      let till = try shop.till(now: start(of: first))
      try till.sellOnce()
      till.afterReply()
    }
    let ledger = try RawLedger(shop, isDurable: false)
    let template = try SaleTemplate(ofLastIn: ledger)
    var rows = try SaleRows(after: ledger)
    let progress = Progress("filling a ledger with \(grouped(sales)) sales")
    var done = 1
    while done < sales {
      let count = min(10_000, sales - done)
      let batch = (done..<(done + count)).map { index in
        let day = first.advanced(by: index / salesPerDay)
        let moment = start(of: day).advanced(seconds: Int64(index % salesPerDay) * 40)
        return rows.next(at: moment, on: day, like: template)
      }
      try ledger.fill(batch, template)
      done += count
      progress.show(done, of: sales)
    }
    sync()
    try verify(shop)
  }

  /// The hour the shop opens: ten o'clock, eight hours east.
  static func start(of day: BusinessDate) -> Instant {
    Instant(milliseconds: Int64(day.days) * 86_400_000 + 2 * 3_600_000)
  }

  /// - Throws: ``Benchmark/Fault`` where something is wrong.
  static func verify(_ shop: BenchShop) throws {
    let progress = Progress("verifying it")
    let store = try Store.open(at: shop.ledger)
    let result = try store.verify { done, all in progress.show(Int(done), of: Int(all)) }
    guard result.faults.isEmpty else {
      throw Benchmark.Fault("the filled ledger does not verify: \(result.faults.prefix(3))")
    }
  }

  /// What tells one schema from another.
  static func schemaDigest() throws -> String {
    mkdir(BenchShop.root, 0o700)
    let probe = BenchShop(path: "\(BenchShop.root)/schema")
    removeTree(probe.path)
    mkdir(probe.path, 0o700)
    try probe.emptyLedger()
    let schema = try RawLedger(probe).rows("SELECT sql FROM sqlite_schema ORDER BY name")
    removeTree(probe.path)
    let text = schema.flatMap { $0 }.joined(separator: "\n")
    return String(ChainHash(bytes: SHA256.digest(text.utf8)).hexadecimal.prefix(12))
  }
}

/// How far long work is, on standard error where that is a terminal.
final class Progress {
  private let name: String
  private var shown = -1

  init(_ name: String) { self.name = name }

  func show(_ done: Int, of all: Int) {
    let percent = all > 0 ? done * 100 / all : 100
    guard percent != shown, isatty(STDERR_FILENO) == 1 else { return }
    shown = percent
    let filled = percent * 30 / 100
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
    printError("\r\(bar) \(percent)% \(name)\(percent == 100 ? "\r\u{1B}[K" : "")")
  }
}
