import Ledger

/// Checks what the file says of members against the journal: whose accounts are whose, what they come
/// to altogether, and that every top-up and course stands in the entry that made it.
struct MemberVerifier {
  /// One of a member's numbered top-ups or courses.
  private struct Part: Hashable {
    let member: Int
    let number: Int
  }

  private let connection: Connection
  private(set) var count = 0
  private(set) var faults: [String] = []
  /// The top-ups and courses that accounts name.
  private var lots: Set<Part> = []
  private var courses: Set<Part> = []

  init(_ connection: Connection) { self.connection = connection }

  /// Goes through all of it.
  ///
  /// - Parameter computed: the balance of an account as the journal gives it, by the account's key.
  /// - Throws: ``StorageError`` if the file cannot be read at all.
  mutating func run(computed: (Int64) -> Int64?) throws(StorageError) {
    count = Int(try connection.integer("SELECT count(*) FROM member"))
    try checkReferences()
    let totals = try checkAccounts(computed: computed)
    try compare(totals)
    try checkRows(
      of: "lot", named: lots, facts: "json_object('gift', gift, 'paid', paid)",
      stated: """
        json_object('gift', coalesce(part.value ->> '$.gift', 0),
          'paid', coalesce(part.value ->> '$.paid', 0))
        """)
    try checkRows(
      of: "course", named: courses, facts: "json(CASE WHEN json_valid(offer) THEN offer END)",
      stated: "part.value -> '$.offer'")
  }

  private mutating func checkReferences() throws(StorageError) {
    for table in ["member", "lost_card", "lot", "course", "due"] {
      let statement = try Statement("PRAGMA foreign_key_check(\(table))", on: connection.handle)
      var strays = 0
      while try statement.step() { strays += 1 }
      if strays > 0 { faults.append("\(table): \(strays) rows refer to what is not there") }
    }
  }

  /// Checks that each account of a member is owned by the member whom it names.
  ///
  /// - Returns: what members hold by the journal and the accounts' names.
  private mutating func checkAccounts(
    computed: (Int64) -> Int64?
  ) throws(StorageError) -> HeldTotals {
    let statement = try Statement(
      """
      SELECT account.id, account.name, account.unit, account.owner, member.number
      FROM account LEFT JOIN member ON member.number = account.owner ORDER BY account.id
      """, on: connection.handle)
    var totals = HeldTotals()
    while try statement.step() {
      let owner = statement.isNull(3) ? nil : statement.int(3)
      let isMissing = owner != nil && statement.isNull(4)
      let computed = computed(statement.int64(0)) ?? 0
      statement.withBytes(1) { name in
        let account = MemberAccount(name)
        guard owner != nil || account?.isOfMembersAlone == true else { return }
        if isMissing || owner != account?.member { fault(name, owner, isMissing: isMissing) }
        guard let account else { return }
        remember(account, name)
        statement.withBytes(2) { totals.add(computed, to: account, name: name, unit: $0) }
      }
    }
    return totals
  }

  private mutating func fault(
    _ name: UnsafeBufferPointer<UInt8>, _ owner: Int?, isMissing: Bool
  ) {
    let member = owner.map { "member \($0)" } ?? "nobody"
    let name = String(decoding: name, as: UTF8.self)
    faults.append(
      isMissing
        ? "account \(name): \(member) is missing" : "account \(name): is owned by \(member)")
  }

  /// Remembers the top-up or course that an account names.
  private mutating func remember(_ account: MemberAccount, _ name: UnsafeBufferPointer<UInt8>) {
    guard let number = account.number else { return }
    let part = Part(member: account.member, number: number)
    let head = name[account.head]
    if head.elementsEqual("stored-value".utf8) { lots.insert(part) }
    if head.elementsEqual("course".utf8) { courses.insert(part) }
  }

  /// Compares what members hold by the journal with what reports would say.
  private mutating func compare(_ totals: HeldTotals) throws(StorageError) {
    let reported = try Snapshot(connection).heldTotals(asOf: nil)
    let found = Set(
      reported.map { "\($0.account): \($0.count) hold \($0.balance) \($0.unit.name)" })
    let expected = Set(
      totals.totals.map { "\($0.group): \($0.count) hold \($0.balance) \($0.unit)" })
    for text in expected.subtracting(found).sorted() {
      faults.append("members' \(text) by the journal, not by their accounts")
    }
    for text in found.subtracting(expected).sorted() {
      faults.append("members' \(text) by their accounts, not by the journal")
    }
  }

  /// Checks that each row of a table stands in its entry, and that no row is missing.
  ///
  /// - Parameters:
  ///   - table: `lot` or `course`; the entry's member of that name and an `s` lists them.
  ///   - named: the rows that there must be, by the names of accounts.
  ///   - facts: the row's facts, as JSON.
  ///   - stated: the same of the entry's line, where `part` is the element of the list.
  /// - Throws: ``StorageError``.
  private mutating func checkRows(
    of table: String, named: Set<Part>, facts: String, stated: String
  ) throws(StorageError) {
    let statement = try Statement(
      """
      WITH stood AS (
        SELECT \(table).*, entry.day AS entered,
          CASE WHEN json_valid(entry.line) THEN entry.line ELSE '{}' END AS line
        FROM \(table) LEFT JOIN entry ON entry.sequence = \(table).entry)
      SELECT member, number, json_extract(line, '$.member') = member AND EXISTS (
        SELECT 1 FROM json_each(line, '$.\(table)s') AS part
        WHERE part.value ->> '$.no' = number AND \(stated) = \(facts)
          AND coalesce(part.value ->> '$.day', entered) = day)
      FROM stood ORDER BY member, number
      """, on: connection.handle)
    var missing = named
    var last = Part(member: 0, number: 0)
    while try statement.step() {
      let row = Part(member: statement.int(0), number: statement.int(1))
      if statement.int(2) != 1 {
        faults.append("\(table) \(row.number) of member \(row.member): does not stand in its entry")
      }
      if row.number != (row.member == last.member ? last.number : 0) + 1 {
        faults.append("\(table) \(row.number) of member \(row.member): the one before is missing")
      }
      missing.remove(row)
      last = row
    }
    for row in missing.sorted(by: { ($0.member, $0.number) < ($1.member, $1.number) }) {
      faults.append("\(table) \(row.number) of member \(row.member): is missing")
    }
  }
}
