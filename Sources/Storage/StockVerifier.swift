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
    /// Name, supplier, document, registration and net content, as the record has them; a delivery of
    /// many lots does not say the last two.
    let texts: [String]
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
        record.units, record.expires, record.entry, record.name, record.supplier,
        record.document, record.registration, record.net_content, record.day, record.kept_until,
        entry.day, (SELECT day FROM entry ORDER BY sequence DESC LIMIT 1)
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
    checkRecord(row, of: place, said)
    // A lot whose every unit was sold before it came moved nothing.
    guard let (tally, balance) = tallies.removeValue(forKey: key) else { return }
    if tally.came != balance &+ tally.went {
      faults.append("\(place): \(tally.came) came, \(balance) on hand, \(tally.went) went")
    }
    worth &+= balance &* row.int64(4)
  }

  /// Checks that the record that the law asks for says what was received, and is there for its time.
  ///
  /// Documents of the first versions name no goods. A supplier's contact stands in no document.
  private mutating func checkRecord(_ row: Statement, of place: String, _ said: Said) {
    let (day, last) = (row.int(17), row.int(18))
    let leastKept = max(day + 730, (said.expires?.days ?? day) + 365)
    guard !row.isNull(9) else {
      if !said.texts[0].isEmpty, leastKept >= last {
        faults.append("\(place): its receiving record is missing")
      }
      return
    }
    let expires = row.isNull(8) ? nil : BusinessDate(days: row.int(8))
    let isSaid = said.texts.indices.allSatisfy { index in
      row.text(Int32(10 + index)) == said.texts[index] || index == 0 && said.texts[0].isEmpty
    }
    if row.int64(7) != said.units || expires != said.expires || row.int64(9) != known.entry
      || row.int(15) != day || row.int(16) < leastKept || !isSaid
    {
      faults.append("\(place): its receiving record is not as it was received")
    }
  }

  /// What the entry of a lot says of the lots that it brought.
  private func said(by row: Statement) -> [Key: Said] {
    guard let json = try? JSON(parsing: row.text(6)) else { return [:] }
    let items = json["items"]?.array
    return (items ?? [json]).reduce(into: [:]) { lots, row in
      let texts = [row["name"], json["supplier"] ?? json["branch"], json["document"]]
      let more = items == nil ? [row["registration"], row["net_content"]] : []
      let key = Key(
        item: row["code"]?.string ?? row["item"]?.string ?? "", number: row["lot"]?.int ?? 0)
      lots[key] = Said(
        label: row["label"]?.string ?? "",
        expires: row["expires"]?.string.flatMap { BusinessDate($0) }, cost: row["cost"]?.integer,
        units: row["units"]?.integer ?? 0,
        texts: (texts + more).map { $0?.string ?? "" })
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
