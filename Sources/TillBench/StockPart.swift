import Glibc
import Ledger
import Storage
import TillCLI

/// Taking a catalog and lots in, and what there was of 20,000 items on past days.
func measureStock(_ options: Options, _ report: Report) throws {
  let items = options.isQuick ? 2000 : 20_000
  let sales = options.isQuick ? options.sales : max(options.sales, 1000)
  report.title(
    "Stock: \(grouped(items)) items in \(grouped(items * 5 / 2)) lots, and \(grouped(sales)) sales")
  let ledger = try StockLedger.filled(items: items, sales: sales)
  try measureImports(ledger, report)
  try measurePastStock(ledger, report)
  try measureStockLists(ledger, report)
}

/// `import catalog` and `import stock` into a new shop.
private func measureImports(_ ledger: StockLedger, _ report: Report) throws {
  var table: [[String]] = []
  var best = Int64.max
  for round in 1...3 {
    let shop = try BenchShop.make("imports")
    try shop.emptyLedger()
    let (catalog, goods) = ("\(shop.path)/items.csv", "\(shop.path)/goods.csv")
    let head = "code,name,kind,category,unit,price,floor,tax,discount,barcode,mnemonic\n"
    try writeText(head + catalogRows(count: ledger.items).map(\.text).joined(), to: catalog)
    try writeText(ledger.goodsFile, to: goods)
    let till = try shop.till(now: FullLedger.start(of: ledger.first))
    let times = try ["import catalog \(catalog)", "import stock \(goods)"].map { line in
      try time(of: line, to: till)
    }
    best = min(best, times.reduce(0, +))
    table.append(
      ["round \(round)"] + (times + [times.reduce(0, +)]).map { fixed(Double($0) / 1e9, 2) })
  }
  report.table(["importing", "catalog s", "lots s", "both s"], table)
  report.goal(
    "importing \(grouped(ledger.items)) items and \(grouped(ledger.items * 5 / 2)) lots",
    "\(fixed(Double(best) / 1e9, 2)) s", "< 3", isMet: best < 3_000_000_000)
}

/// `report stock DAY` on days near the beginning, in the middle and near the end.
private func measurePastStock(_ ledger: StockLedger, _ report: Report) throws {
  let till = try ledger.shop.till()
  var table: [[String]] = []
  var slowest: Int64 = 0
  for (name, offset) in [
    ("the first day", 0), ("a tenth", 73), ("the middle", 365), ("nine tenths", 657),
    ("yesterday", StockLedger.days - 1),
  ] {
    let day = ledger.first.advanced(by: offset)
    let times = Latencies(
      try (0..<3).map { _ in try time(of: "report stock \(day)", to: till) })
    let bare = Latencies(try (0..<3).map { _ in try bareStock(ledger, on: day) })
    slowest = max(slowest, times.most)
    table.append([name, milliseconds(bare.p50), milliseconds(times.p50), milliseconds(times.most)])
  }
  let now = Latencies(try (0..<3).map { _ in try time(of: "report stock", to: till) })
  table.append(["now", "-", milliseconds(now.p50), milliseconds(now.most)])
  report.table(["stock at the end of", "bare ms", "p50 ms", "max ms"], table)
  report.goal(
    "the slowest past day", "\(milliseconds(slowest)) ms", "< 1000",
    isMet: slowest < 1_000_000_000)
}

/// The balances of all lots on a day by bare calls of SQLite: nanoseconds.
private func bareStock(_ ledger: StockLedger, on day: BusinessDate) throws -> Int64 {
  let raw = try RawLedger(ledger.shop)
  let last = try raw.rows("SELECT max(sequence) FROM entry WHERE day <= \(day.days)")[0][0]
  let start = nanoseconds()
  let balances = try raw.rows(
    """
    SELECT id, (SELECT balance FROM posting WHERE account = account.id AND account >= 1000
        AND entry <= \(last) ORDER BY entry DESC, number DESC LIMIT 1)
    FROM account WHERE name >= 'stock:' AND name < 'stock;'
    """)
  guard balances.count >= ledger.items else { throw Benchmark.Fault("lots are missing") }
  return nanoseconds() - start
}

/// The lists that are looked at day by day.
private func measureStockLists(_ ledger: StockLedger, _ report: Report) throws {
  let till = try ledger.shop.till()
  let days = "\(ledger.first.advanced(by: 300))..\(ledger.first.advanced(by: 329))"
  let lines = [
    "stock \(ledger.busyItem)", "report items \(ledger.busyItem)",
    "report items \(ledger.busyItem) \(days)", "report items", "stock low", "stock expiring",
    "stock",
  ]
  report.table(
    ["command", "p50 ms", "max ms"],
    try lines.map { line in
      let times = Latencies(try (0..<3).map { _ in try time(of: line, to: till) })
      return [line, milliseconds(times.p50), milliseconds(times.most)]
    })
}

/// Nanoseconds until a command is answered, its reply written out included.
private func time(of line: String, to till: Till) throws -> Int64 {
  let start = nanoseconds()
  let reply = till.reply(to: Array(line.utf8))
  let text = reply.text(till.language)
  let elapsed = nanoseconds() - start
  guard reply.exitStatus == .done, !text.isEmpty else {
    throw Benchmark.Fault("\(line): \(text.prefix(500))")
  }
  return elapsed
}
