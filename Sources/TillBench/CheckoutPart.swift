import Glibc
import TillCLI

/// One who writes sales in turn with others: the engine, or the floor it is measured by.
private struct Contender {
  let name: String
  /// Gets ready for a round, and returns what writes one sale and what follows the reply.
  let prepare: (Int) throws -> (sell: (Int) throws -> Void, after: () -> Void)
  var rates: [Double] = []
  var p50: [Int64] = []
  var p99: [Int64] = []

  mutating func run(_ count: Int) throws {
    let (sell, after) = try prepare(count)
    var samples: [Int64] = []
    samples.reserveCapacity(count)
    let start = nanoseconds()
    for index in 0..<count {
      let begin = nanoseconds()
      try sell(index)
      samples.append(nanoseconds() - begin)
      after()
    }
    rates.append(Double(count) * 1e9 / Double(nanoseconds() - start))
    let latencies = Latencies(samples)
    p50.append(latencies.p50)
    p99.append(latencies.p99)
  }

  /// The median over the rounds of this one's rate by another's in the same round.
  func ratio(to other: Contender) -> Double {
    median(zip(rates, other.rates).map { $0 / $1 }, or: 0)
  }

  mutating func forget() { (rates, p50, p99) = ([], [], []) }
}

/// The engine beside the floor on an empty and on a full ledger, all in one run, in turns.
func measureCheckout(_ options: Options, _ report: Report) throws {
  report.title("Checkout: 3 lines, 2 tenders, durable, chained, slip written")
  let full = try FullLedger.shop(sales: options.sales)
  let empty = try BenchShop.make("checkout")
  var contenders = try contenders(empty, "empty") + contenders(full, grouped(options.sales))
  let (rounds, count) = options.isQuick ? (3, 200) : (7, 400)
  for index in contenders.indices { try contenders[index].run(200) }
  for index in contenders.indices { contenders[index].forget() }
  try settleDisk(in: empty.path)
  var disk: [Int64] = []
  for round in 0..<rounds {
    for step in contenders.indices {
      let index = (step + round) % contenders.count
      try contenders[round.isMultiple(of: 2) ? index : contenders.count - 1 - index].run(count)
    }
    disk.append(try probeDisk(in: empty.path, count: 100).p50)
  }
  let raw = median(disk, or: 1)
  report.note(
    "\(rounds) rounds of \(count) in turns; medians of rounds; "
      + "raw 32 KB overwrite and fdatasync p50 \(milliseconds(raw)) ms")
  report.table(
    ["sales in the ledger, who", "per s", "p50 ms", "p99 ms", "of floor", "p50 / raw"],
    contenders.enumerated().map { index, one in
      let p50 = median(one.p50, or: 0)
      return [
        one.name, fixed(median(one.rates, or: 0), 0), milliseconds(p50),
        milliseconds(median(one.p99, or: 0)), fixed(one.ratio(to: contenders[index / 3 * 3]), 2),
        fixed(Double(p50) / Double(raw), 1),
      ]
    })
  for index in [1, 4] {
    let ratio = contenders[index].ratio(to: contenders[index - 1])
    report.goal(
      contenders[index].name, "\(fixed(ratio, 2)) of the floor", ">= 0.80", isMet: ratio >= 0.8)
  }
  let ratio = contenders[4].ratio(to: contenders[1])
  report.goal("full ledger beside empty", fixed(ratio, 2), ">= 0.90", isMet: ratio >= 0.9)
}

/// The floor, the engine as shipped, and the engine with text slips alone, on one ledger.
private func contenders(_ shop: BenchShop, _ name: String) throws -> [Contender] {
  let till = try shop.till()
  try till.sellOnce()
  let textTill = try shop.textOnly().till()
  let ledger = try RawLedger(shop)
  let floor = Contender(name: "\(name), floor: bare SQLite") { count in
    var rows = try SaleRows(after: ledger)
    let sales = rows.next(count)
    let postings = rows.postings
    return ({ try ledger.write(sales[$0], postings) }, { ledger.afterWrite() })
  }
  let engine = Contender(name: "\(name), engine: text and ESC/POS slips") { _ in
    ({ _ in try till.sellOnce() }, { till.afterReply() })
  }
  let textEngine = Contender(name: "\(name), engine: text slips") { _ in
    ({ _ in try textTill.sellOnce() }, { textTill.afterReply() })
  }
  return [floor, engine, textEngine]
}
