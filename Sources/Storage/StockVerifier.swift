import Ledger

/// Checks every lot: that its receipt says what its row says, that what came in is what is on hand and
/// what went out, and that all lots together are worth what the books say is in stock.
struct StockVerifier {
  private let connection: Connection
  private(set) var count = 0
  private(set) var faults: [String] = []
  /// The lots by their items and numbers that no row was seen of yet.
  private var tallies: [Key: (tally: LotProof.Tally, balance: Int64)] = [:]
  private var worth: Int64 = 0
  /// The entry whose receipts are known, and what it says of each lot.
  private var known: (entry: Int64, lots: [Key: Said]) = (0, [:])

  private struct Key: Hashable {
    let item: String
    let number: Int
  }

  /// What a receipt's document says of a lot.
  private struct Said {
    let label: String
    let expires: BusinessDate?
    let cost: Int64?
    let units: Int64
  }

  /// - Parameters:
  ///   - connection: to the ledger.
  ///   - lots: what the postings of each lot's account come to, and the account's balance.
  init(_ connection: Connection, lots: [(tally: LotProof.Tally, balance: Int64)]) {
    self.connection = connection
    for lot in lots {
      if let number = lot.tally.number { tallies[Key(item: lot.tally.item, number: number)] = lot }
    }
  }

  /// Goes through all lots, receipt by receipt.
  ///
  /// - Throws: ``StorageError`` if the file cannot be read at all.
  mutating func run() throws(StorageError) {
    let rows = try Statement(
      """
      SELECT lot.item, lot.number, lot.label, lot.expires, lot.cost, lot.entry, entry.line,
        record.units, record.expires, record.entry
      FROM stock_lot AS lot LEFT JOIN entry ON entry.sequence = lot.entry
      LEFT JOIN receiving_record AS record ON record.item = lot.item AND record.lot = lot.number
      ORDER BY lot.entry
      """, on: connection.handle)
    while try rows.step() { check(rows) }
    for key in tallies.keys.sorted(by: { ($0.item, $0.number) < ($1.item, $1.number) }) {
      faults.append("lot \(key.item) \(key.number): nothing says how it came in")
    }
    let inventory = try connection.integer(
      "SELECT coalesce((SELECT balance FROM account WHERE name = 'inventory'), 0)")
    if worth != inventory {
      faults.append("stock: the lots are worth \(worth), the books say \(inventory)")
    }
    try checkOpened()
  }

  private mutating func check(_ row: Statement) {
    count += 1
    let key = Key(item: row.text(0), number: row.int(1))
    let place = "lot \(key.item) \(key.number)"
    if known.entry != row.int64(5) { known = (row.int64(5), said(by: row)) }
    let expires = row.isNull(3) ? nil : BusinessDate(days: row.int(3))
    guard let said = known.lots[key], said.label == row.text(2), said.expires == expires,
      said.cost == row.int64(4)
    else {
      faults.append("\(place): is not as it was received")
      tallies[key] = nil
      return
    }
    if !row.isNull(9) {
      let kept = row.isNull(8) ? nil : BusinessDate(days: row.int(8))
      if row.int64(7) != said.units || kept != expires || row.int64(9) != known.entry {
        faults.append("\(place): its receiving record is not as it was received")
      }
    }
    // A lot whose every unit was sold before it came moved nothing.
    guard let (tally, balance) = tallies.removeValue(forKey: key) else { return }
    if tally.came != balance &+ tally.went {
      faults.append("\(place): \(tally.came) came, \(balance) on hand, \(tally.went) went")
    }
    worth &+= balance &* row.int64(4)
  }

  /// What the entry of a lot says of the lots that it brought.
  private func said(by row: Statement) -> [Key: Said] {
    guard let json = try? JSON(parsing: row.text(6)) else { return [:] }
    return (json["items"]?.array ?? [json]).reduce(into: [:]) { lots, row in
      let key = Key(
        item: row["code"]?.string ?? row["item"]?.string ?? "", number: row["lot"]?.int ?? 0)
      lots[key] = Said(
        label: row["label"]?.string ?? "",
        expires: row["expires"]?.string.flatMap { BusinessDate($0) }, cost: row["cost"]?.integer,
        units: row["units"]?.integer ?? 0)
    }
  }

  /// An opened package that holds nothing costs nothing.
  private mutating func checkOpened() throws(StorageError) {
    let rows = try Statement(
      """
      SELECT cost.name, cost.balance FROM account AS cost LEFT JOIN account AS content
        ON content.name = 'opened:' || substr(cost.name, 13)
      WHERE cost.name >= 'opened-cost:' AND cost.name < 'opened-cost;' AND cost.balance <> 0
        AND coalesce(content.balance, 0) = 0
      """, on: connection.handle)
    while try rows.step() {
      faults.append("\(rows.text(0)): stands at \(rows.int64(1)), and nothing is left")
    }
  }
}
