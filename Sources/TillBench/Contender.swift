/// One who writes sales in turn with others: the engine, or the floor it is measured by.
struct Contender {
  enum Role: String {
    case floor = "floor: bare SQLite"
    case filesAfter = "bare SQLite, then two bare files"
    case filesMeanwhile = "bare SQLite, two bare files meanwhile"
    case engine = "engine: text and ESC/POS slips"
    case textEngine = "engine: text slips"
  }

  /// What those have in common who are compared.
  let field: String
  let role: Role
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

  var name: String { "\(field), \(role.rawValue)" }

  /// The median over the rounds of this one's rate by another's in the same round.
  func ratio(to other: Contender) -> Double {
    median(zip(rates, other.rates).map { $0 / $1 }, or: 0)
  }

  mutating func forget() { (rates, p50, p99) = ([], [], []) }
}

extension [Contender] {
  /// What one of them is measured by.
  func floor(of other: Contender) -> Contender {
    guard let floor = first(where: { $0.field == other.field && $0.role == .floor }) else {
      preconditionFailure("\(other.name) has no floor")
    }
    return floor
  }

  /// Whether each engine keeps to its share of the floor.
  func checkEngines(_ report: Report) {
    for engine in self where engine.role == .engine {
      let ratio = engine.ratio(to: floor(of: engine))
      report.goal(
        engine.name, "\(fixed(ratio, 2)) of the floor", ">= 0.80", isMet: ratio >= 0.8)
    }
  }

  /// Lets all of them write in turns, and prints how they did.
  ///
  /// - Throws: what one of them throws, or ``Benchmark/Fault``.
  mutating func compete(
    in shop: BenchShop, _ options: Options, _ report: Report
  ) throws {
    let (rounds, count) = options.isQuick ? (3, 200) : (7, 400)
    for index in indices { try self[index].run(200) }
    for index in indices { self[index].forget() }
    try settleDisk(in: shop.path)
    var disk: [Int64] = []
    for round in 0..<rounds {
      for step in indices {
        let index = (step + round) % self.count
        try self[round.isMultiple(of: 2) ? index : self.count - 1 - index].run(count)
      }
      disk.append(try probeDisk(in: shop.path, count: 100).p50)
    }
    let raw = median(disk, or: 1)
    report.note(
      "\(rounds) rounds of \(count) in turns; medians of rounds; "
        + "raw 32 KB overwrite and fdatasync p50 \(milliseconds(raw)) ms")
    report.table(
      ["sales in the ledger, who", "per s", "p50 ms", "p99 ms", "of floor", "p50 / raw"],
      map { one in
        let p50 = median(one.p50, or: 0)
        return [
          one.name, fixed(median(one.rates, or: 0), 0), milliseconds(p50),
          milliseconds(median(one.p99, or: 0)), fixed(one.ratio(to: floor(of: one)), 2),
          fixed(Double(p50) / Double(raw), 1),
        ]
      })
  }
}
