import Ledger

/// Walks the journal once, in order, recomputing what it says.
struct Verifier {
  private struct AccountState {
    let name: String
    /// The name as the postings of a line show it: `"drawer:1":`.
    let label: [UInt8]
    /// Its place among all names in a line's order.
    var rank = 0
    /// The place of its unit among the units.
    let unit: Int
    let least: Int64?
    let most: Int64?
    /// Whether it has the ends that keep it from crossing zero.
    let isKept: Bool
    let stored: Int64
    var computed: Int64 = 0
    /// Its place among the accounts of goods; nil of any other.
    var tally: Int?
  }

  private struct SerialSeries: Hashable {
    let kind: String
    let day: BusinessDate
  }

  private let connection: Connection
  private(set) var result = Verification()
  private var accounts: [AccountState] = []
  /// The places of the accounts by their keys in the file.
  private var places: [Int64: Int] = [:]
  private var units: [String] = []
  private var serials: [SerialSeries: Int64] = [:]
  /// Entries that open or close a shift.
  private var turns = 0
  /// Of the accounts of goods.
  private var tallies: [LotProof.Tally] = []
  // Of the entry that is walked through, kept for their room.
  /// By unit.
  private var sums: [Int64] = []
  private var named: [(account: Int, rank: Int, amount: Int64)] = []
  private var movesGoods = false
  private var line = LineReading()

  /// No more faults than this are listed: after that the ledger is beyond reading one by one.
  static let faultLimit = 50

  init(_ connection: Connection) throws(StorageError) {
    self.connection = connection
    let statement = try Statement(
      "SELECT id, name, unit, least, most, balance, kind, owner FROM account ORDER BY id",
      on: connection.handle)
    while try statement.step() {
      let name = statement.text(1)
      let least = statement.isNull(3) ? nil : statement.int64(3)
      let most = statement.isNull(4) ? nil : statement.int64(4)
      let unit = statement.text(2)
      if !units.contains(unit) { units.append(unit) }
      places[statement.int64(0)] = accounts.count
      accounts.append(
        AccountState(
          name: name, label: Array("\(JSON.string(name).canonical):".utf8),
          unit: units.firstIndex(of: unit) ?? 0, least: least, most: most,
          isKept: AccountRange.isKept(
            name, kind: statement.text(6), isOwned: !statement.isNull(7), least: least, most: most),
          stored: statement.int64(5)))
    }
    let ordered = accounts.indices.sorted {
      accounts[$0].name.utf8.lexicographicallyPrecedes(accounts[$1].name.utf8)
    }
    for (rank, index) in ordered.enumerated() {
      accounts[index].rank = rank
      guard let tally = LotProof.tally(of: accounts[index].name) else { continue }
      accounts[index].tally = tallies.count
      tallies.append(tally)
    }
    sums = units.map { _ in 0 }
    result.accounts = accounts.count
  }

  private mutating func fault(_ text: String) {
    if result.faults.count < Verifier.faultLimit { result.faults.append(text) }
  }

  mutating func run(progress: (Int64, Int64) -> Void) throws(StorageError) {
    try checkSchema()
    try walk(progress: progress)
    checkBalances()
    try checkShifts()
    var members = MemberVerifier(connection)
    try members.run { key in places[key].map { accounts[$0].computed } }
    var stock = StockVerifier(
      connection,
      lots: accounts.compactMap { state in state.tally.map { (tallies[$0], state.stored) } })
    try stock.run()
    (result.members, result.lots) = (members.count, stock.count)
    for text in members.faults + stock.faults { fault(text) }
  }

  /// Compares every table, index and trigger with those of a ledger made afresh.
  private mutating func checkSchema() throws(StorageError) {
    let fresh = try Connection.inMemory()
    try fresh.migrate(from: 0)
    let expected = try schema(of: fresh)
    let found = try schema(of: connection)
    for (name, sql) in expected.sorted(by: { $0.key < $1.key }) where found[name] != sql {
      fault("schema: \(name) is \(found[name] == nil ? "missing" : "changed")")
    }
    for name in found.keys.sorted() where expected[name] == nil {
      fault("schema: \(name) is strange")
    }
  }

  private func schema(of connection: Connection) throws(StorageError) -> [String: String] {
    let statement = try Statement(
      "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema", on: connection.handle)
    var parts: [String: String] = [:]
    while try statement.step() { parts[statement.text(0)] = statement.text(1) }
    return parts
  }

  private mutating func walk(progress: (Int64, Int64) -> Void) throws(StorageError) {
    let all = try connection.integer("SELECT coalesce(max(sequence), 0) FROM entry")
    let entries = try Statement(
      """
      SELECT sequence, id, kind, day, at, serial, line, hash, about, drawer, shift, staff
      FROM entry ORDER BY sequence
      """,
      on: connection.handle)
    var legs = try Legs(connection)
    while try entries.step() {
      let sequence = entries.int64(0)
      let head = result.head
      if sequence != head.sequence + 1 {
        fault("entry \(sequence): follows entry \(head.sequence), \(head.sequence + 1) is missing")
      }
      try addUp(&legs, of: sequence)
      result.head = entries.withBytes(6) { check($0, row: entries, after: head) }
      if movesGoods { try checkGoods(entries, sequence) }
      result.entries += 1
      if sequence % 5000 == 0 { progress(sequence, all) }
    }
    if let stray = legs.entry { fault("postings of entry \(stray), which is not in the journal") }
    progress(all, all)
  }

  /// Adds an entry's postings up, moves the balances, and keeps the postings by name in `named`.
  private mutating func addUp(_ legs: inout Legs, of sequence: Int64) throws(StorageError) {
    for unit in sums.indices { sums[unit] = 0 }
    named.removeAll(keepingCapacity: true)
    movesGoods = false
    while let entry = legs.entry, entry <= sequence {
      if entry < sequence { fault("postings of entry \(entry), which is not in the journal") }
      let (account, amount, balance) = legs.leg
      try legs.next()
      result.postings += 1
      guard let place = places[account] else {
        fault("entry \(entry): account \(account) is unknown")
        continue
      }
      let computed = accounts[place].computed &+ amount
      accounts[place].computed = computed
      if let tally = accounts[place].tally {
        movesGoods = true
        if amount > 0 { tallies[tally].came &+= amount } else { tallies[tally].went &-= amount }
      }
      if computed != balance {
        fault("entry \(entry): \(accounts[place].name) should stand at \(computed), not \(balance)")
      }
      let rank = accounts[place].rank
      let before = named.lastIndex { $0.rank <= rank } ?? -1
      named.insert((place, rank, amount), at: before + 1)
      sums[accounts[place].unit] &+= amount
    }
    for (unit, sum) in zip(units, sums) where sum != 0 {
      fault("entry \(sequence): sums to \(sum) \(unit)")
    }
  }

  /// Checks that an entry's line says what its row and postings say.
  private mutating func check(
    _ bytes: UnsafeBufferPointer<UInt8>, row: Statement, after head: Head
  ) -> Head {
    let sequence = row.int64(0)
    let next = Head(
      sequence: sequence, hash: row.chainHash(7),
      at: Instant(milliseconds: row.int64(4)),
      day: BusinessDate(days: max(-1_000_000, min(row.int(3), 3_000_000))))
    if next.at < head.at { fault("entry \(sequence): is earlier than the one before") }
    let kind = row.text(2)
    if kind == "opening" || kind == "shift" { turns += 1 }
    if !row.isNull(5) { checkSerial(row.int64(5), of: kind, day: next.day, sequence: sequence) }
    line.begin()
    // The members of a line are sorted, so one pass finds them all.
    line.expect(.about, row.isNull(8) ? nil : row.int64(8), in: bytes)
    line.expect(.at, in: bytes) { $0.quote(next.at.write) }
    line.expect(.day, in: bytes) { $0.quote(next.day.write) }
    line.expect(.drawer, row.int64(9), in: bytes)
    line.expect(.id, row.int64(1), in: bytes)
    line.expect(.kind, in: bytes) { $0.quote { $0.append(contentsOf: kind.utf8) } }
    expectPostings(in: bytes)
    line.expect(.seq, sequence, in: bytes)
    line.expect(.serial, row.isNull(5) ? nil : row.int64(5), in: bytes)
    line.expect(.shift, row.int(10) == 0 ? nil : row.int64(10), in: bytes)
    line.expect(.staff, row.int(11) == 0 ? nil : row.int64(11), in: bytes)
    for finding in line.faults { fault("entry \(sequence): its line \(finding)") }
    return next
  }

  /// Checks that an entry's document says of lots what its postings moved.
  private mutating func checkGoods(_ row: Statement, _ sequence: Int64) throws(StorageError) {
    func leg(_ account: Int, _ amount: Int64) -> LotProof.Leg? {
      accounts[account].tally.map { (tallies[$0].item, tallies[$0].number, amount) }
    }
    let kind = row.text(2)
    var original: [LotProof.Leg] = []
    if kind == "void" {
      let moved = try Statement(
        "SELECT account, amount FROM posting WHERE entry = \(row.int64(8))", on: connection.handle)
      while try moved.step() {
        original += [places[moved.int64(0)].flatMap { leg($0, moved.int64(1)) }].compactMap(\.self)
      }
    }
    let legs = named.compactMap { leg($0.account, $0.amount) }
    let found = row.withBytes(6) { LotProof.fault(kind, $0, legs, reversed: original) }
    if let found { fault("entry \(sequence): \(found)") }
  }

  private mutating func expectPostings(in bytes: UnsafeBufferPointer<UInt8>) {
    guard !named.isEmpty else { return line.expectNowhere(.postings, in: bytes) }
    line.expect(.postings, in: bytes) { text in
      for (index, leg) in named.enumerated() {
        text.append(UInt8(ascii: index == 0 ? "{" : ","))
        text.append(contentsOf: accounts[leg.account].label)
        text.append(digits: leg.amount)
      }
      text.append(UInt8(ascii: "}"))
    }
  }

  /// Numbers of documents run on without gaps, each kind by itself; from day to day they start anew,
  /// but for Z reports, which are checked with their shifts.
  private mutating func checkSerial(
    _ serial: Int64, of kind: String, day: BusinessDate, sequence: Int64
  ) {
    guard kind != "shift" else { return }
    let series = SerialSeries(kind: kind, day: day)
    let last = serials.updateValue(serial, forKey: series) ?? 0
    if serial != last + 1 {
      fault("entry \(sequence): \(kind) \(serial) follows \(last) of its day")
    }
  }

  private mutating func checkBalances() {
    for state in accounts {
      if state.computed != state.stored {
        fault("account \(state.name): stands at \(state.stored), its postings at \(state.computed)")
      }
      if state.stored < state.least ?? .min || state.stored > state.most ?? .max {
        fault("account \(state.name): \(state.stored) is out of its range")
      }
      if !state.isKept { fault("account \(state.name): its kind or range was changed") }
    }
  }

  /// Shifts are numbered without gaps, and open and close with entries of those kinds.
  private mutating func checkShifts() throws(StorageError) {
    let statement = try Statement(
      """
      SELECT shift.number, opening.kind, opening.shift, closing.kind, closing.serial, shift.closing,
        shift.drawer, opening.drawer
      FROM shift LEFT JOIN entry AS opening ON opening.sequence = shift.opening
      LEFT JOIN entry AS closing ON closing.sequence = shift.closing ORDER BY shift.number
      """, on: connection.handle)
    var told = 0
    while try statement.step() {
      result.shifts += 1
      told += statement.isNull(5) ? 1 : 2
      let number = statement.int(0)
      if number != result.shifts { fault("shift \(number): \(result.shifts) is missing") }
      if statement.text(1) != "opening" || statement.int(2) != number
        || statement.int(6) != statement.int(7)
      {
        fault("shift \(number): no entry opens it")
      }
      let isClosed = !statement.isNull(5)
      if isClosed, statement.text(3) != "shift" || statement.int(4) != number {
        fault("shift \(number): no entry closes it")
      }
    }
    if turns != told {
      fault("shifts: \(turns - told) entries open or close shifts that are not there")
    }
  }
}
