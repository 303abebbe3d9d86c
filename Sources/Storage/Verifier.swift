import Ledger

/// Walks the journal once, in order, recomputing what it says.
struct Verifier {
  private struct AccountState {
    let name: String
    let unit: String
    let least: Int64?
    let most: Int64?
    let stored: Int64
    var computed: Int64 = 0
  }

  private let connection: Connection
  private(set) var result = Verification()
  private var accounts: [Int64: AccountState] = [:]
  private var serials: [String: Int64] = [:]

  /// No more faults than this are listed: after that the ledger is beyond reading one by one.
  private static let faultLimit = 50

  init(_ connection: Connection) throws(StorageError) {
    self.connection = connection
    let statement = try Statement(
      "SELECT id, name, unit, least, most, balance FROM account", on: connection.handle)
    while try statement.step() {
      accounts[statement.int64(0)] = AccountState(
        name: statement.text(1), unit: statement.text(2),
        least: statement.isNull(3) ? nil : statement.int64(3),
        most: statement.isNull(4) ? nil : statement.int64(4), stored: statement.int64(5))
    }
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
    try members.run { accounts[$0]?.computed }
    result.members = members.count
    for text in members.faults { fault(text) }
  }

  /// Compares every table, index and trigger with those of a ledger made afresh.
  private mutating func checkSchema() throws(StorageError) {
    let fresh = try Connection.inMemory()
    for migration in Schema.migrations { try fresh.execute(migration) }
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
      let fragment = try check(&legs, of: sequence)
      result.head = entries.withBytes(6) { line in
        check(line, with: fragment, row: entries, after: head)
      }
      result.entries += 1
      if sequence % 5000 == 0 { progress(sequence, all) }
    }
    if let stray = legs.entry { fault("postings of entry \(stray), which is not in the journal") }
    progress(all, all)
  }

  /// Adds an entry's postings up and moves the balances.
  ///
  /// - Returns: the postings as the entry's line must hold them; nil if it has none.
  private mutating func check(_ legs: inout Legs, of sequence: Int64) throws(StorageError)
    -> String?
  {
    var sums: [(unit: String, sum: Int64)] = []
    var members: [(name: String, amount: Int64)] = []
    while let entry = legs.entry, entry <= sequence {
      if entry < sequence { fault("postings of entry \(entry), which is not in the journal") }
      let (account, amount, balance) = legs.leg
      try legs.next()
      result.postings += 1
      guard var state = accounts[account] else {
        fault("entry \(entry): account \(account) is unknown")
        continue
      }
      state.computed &+= amount
      if state.computed != balance {
        fault("entry \(entry): \(state.name) should stand at \(state.computed), not \(balance)")
      }
      accounts[account] = state
      members.append((state.name, amount))
      if let index = sums.firstIndex(where: { $0.unit == state.unit }) {
        sums[index].sum &+= amount
      } else {
        sums.append((state.unit, amount))
      }
    }
    for (unit, sum) in sums where sum != 0 { fault("entry \(sequence): sums to \(sum) \(unit)") }
    guard !members.isEmpty else { return nil }
    let object = JSON.object(members.map { .init($0.name, .integer($0.amount)) })
    return object.canonical
  }

  /// Checks an entry's line: its hash, and that it says what its row and postings say.
  private mutating func check(
    _ line: UnsafeBufferPointer<UInt8>, with postings: String?, row: Statement, after head: Head
  ) -> Head {
    let sequence = row.int64(0)
    let next = Head(
      sequence: sequence, hash: head.hash.followed(by: line),
      at: Instant(milliseconds: row.int64(4)),
      day: BusinessDate(days: max(-1_000_000, min(row.int(3), 3_000_000))))
    if row.bytes(7) != next.hash.bytes { fault("entry \(sequence): the chain breaks here") }
    if next.at < head.at { fault("entry \(sequence): is earlier than the one before") }
    let kind = row.text(2)
    if !row.isNull(5) { checkSerial(row.int64(5), of: kind, day: next.day, sequence: sequence) }
    // The members of a line are sorted, so one pass finds them all.
    let members: [(name: String, value: String?)] = [
      ("about", row.isNull(8) ? nil : String(row.int64(8))), ("at", "\"\(next.at)\""),
      ("day", "\"\(next.day)\""), ("drawer", String(row.int64(9))), ("id", String(row.int64(1))),
      ("kind", "\"\(kind)\""), ("postings", postings), ("seq", String(sequence)),
      ("serial", row.isNull(5) ? nil : String(row.int64(5))),
      ("shift", row.int(10) == 0 ? nil : String(row.int64(10))),
      ("staff", row.int(11) == 0 ? nil : String(row.int64(11))),
    ]
    var place = 0
    for (name, value) in members {
      guard let value else {
        // Deeper in the line another member may have the name; right here only the entry's own has.
        let own = Array("\"\(name)\":".utf8)
        if line.dropFirst(place + 1).starts(with: own) {
          fault("entry \(sequence): its line says \"\(name)\", its row does not")
        }
        continue
      }
      if let end = line.end(ofMember: Array("\"\(name)\":\(value)".utf8), from: place) {
        place = end
      } else {
        fault("entry \(sequence): its line does not say \"\(name)\":\(value)")
      }
    }
    if postings == nil, line.end(of: Array("\"postings\":".utf8), from: 0) != nil {
      fault("entry \(sequence): its line names postings that are not there")
    }
    return next
  }

  /// Numbers of documents run on without gaps, each kind by itself; from day to day they start anew,
  /// but for Z reports, which are checked with their shifts.
  private mutating func checkSerial(
    _ serial: Int64, of kind: String, day: BusinessDate, sequence: Int64
  ) {
    guard kind != "shift" else { return }
    let key = "\(kind) \(day)"
    if serial != serials[key, default: 0] + 1 {
      fault("entry \(sequence): \(kind) \(serial) follows \(serials[key, default: 0]) of its day")
    }
    serials[key] = serial
  }

  private mutating func checkBalances() {
    for (_, state) in accounts.sorted(by: { $0.key < $1.key }) {
      if state.computed != state.stored {
        fault("account \(state.name): stands at \(state.stored), its postings at \(state.computed)")
      }
      if state.stored < state.least ?? .min || state.stored > state.most ?? .max {
        fault("account \(state.name): \(state.stored) is out of its range")
      }
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
    while try statement.step() {
      result.shifts += 1
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
    let counts = try connection.integer(
      """
      SELECT (SELECT count(*) FROM entry WHERE kind = 'opening')
        + (SELECT count(*) FROM entry WHERE kind = 'shift')
        - (SELECT count(opening) + count(closing) FROM shift)
      """)
    if counts != 0 { fault("shifts: \(counts) entries open or close shifts that are not there") }
  }
}

/// The postings in the order of their entries, read one ahead.
private struct Legs {
  private let statement: Statement
  /// The entry of the leg that is next; nil after the last.
  private(set) var entry: Int64?

  init(_ connection: Connection) throws(StorageError) {
    statement = try Statement(
      "SELECT entry, account, amount, balance FROM posting ORDER BY entry, number",
      on: connection.handle)
    try next()
  }

  var leg: (account: Int64, amount: Int64, balance: Int64) {
    (statement.int64(1), statement.int64(2), statement.int64(3))
  }

  mutating func next() throws(StorageError) {
    entry = try statement.step() ? statement.int64(0) : nil
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where the first occurrence of a member ends, its whole value, looking from a place on.
  fileprivate func end(ofMember part: [UInt8], from start: Int) -> Int? {
    var place = start
    while let end = end(of: part, from: place) {
      if end < count, [UInt8(ascii: ","), UInt8(ascii: "}")].contains(self[end]) { return end }
      place = end
    }
    return nil
  }

  /// Where the first occurrence of some bytes ends, looking from a place on; nil if there is none.
  fileprivate func end(of part: [UInt8], from start: Int) -> Int? {
    part.withUnsafeBufferPointer { part in
      var place = start
      while place + part.count <= count {
        var matched = 0
        while matched < part.count, self[place + matched] == part[matched] { matched += 1 }
        if matched == part.count { return place + matched }
        place += 1
      }
      return nil
    }
  }
}
