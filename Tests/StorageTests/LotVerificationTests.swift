import Ledger
import Testing

@testable import Storage

/// A ledger with goods: two lots received, some of the first sold and one given back, one written off.
private func stocked(_ home: LedgerFolder) throws -> Store {
  var store = try home.create()
  let pieces = Unit(name: "piece:xs001")
  func lot(_ number: Int) -> Account {
    Account("stock:xs001:\(number)", .asset, unit: pieces, least: 0, isIndividual: true)
  }
  func units(_ what: String) -> Account {
    Account("\(what):xs001", .equity, unit: pieces, isIndividual: true)
  }
  let inventory = Account("inventory", .asset)
  let received = Account("goods-received", .liability)
  let sold = Account("goods-sold", .expense)
  try store.write { writer in
    func append(
      _ serial: Int64, _ kind: String, _ units: Int64, from: Account, to: Account, cost: Int64,
      _ costFrom: Account, _ costTo: Account, about: Int64? = nil, _ content: String
    ) throws {
      _ = try writer.append(
        JournalEntry(
          id: EntryID(drawer: 1, counter: serial), kind: kind,
          at: Instant(milliseconds: serial * 1000), day: today, drawer: 1,
          shift: 0, staff: 0, serial: nil, about: about,
          postings: [
            Posting(account: to, amount: units), Posting(account: from, amount: -units),
            Posting(account: costTo, amount: cost), Posting(account: costFrom, amount: -cost),
          ], content: try JSON(parsing: content)))
    }
    let receipts: [(Int, Int64, String)] = [(1, 5, "2027-03-31"), (2, 3, "2029-03-31")]
    for (number, count, expires) in receipts {
      try append(
        Int64(number), "receiving", count, from: units("received"), to: lot(number),
        cost: 500 * count, received, inventory,
        #"{"item":"xs001","lot":\#(number),"units":\#(count),"cost":500,"label":"A\#(number)","expires":"\#(expires)","name":"洗发水","registration":"国妆1","supplier":"美源","document":"D7","net_content":"500ml"}"#
      )
      let day = BusinessDate(expires)
      let row = StockRow(number: number, label: "A\(number)", expires: day, cost: Money(fen: 500))
      let record = ReceivingRecord(
        item: "xs001", lot: number, day: today, name: "洗发水", registration: "国妆1",
        netContent: "500ml",
        units: Int(count), expires: day, supplier: "美源", contact: "", document: "D7",
        keptUntil: today.advanced(by: 2000))
      try writer.addStockLots([(row, record)], entry: Int64(number))
    }
    try append(
      3, "sale", 2, from: lot(1), to: units("sold"), cost: 1000, inventory, sold,
      #"{"lines":[{"code":"xs001","lots":[[1,2,500]],"name":"洗发水"}]}"#)
    try append(
      4, "refund", 1, from: units("sold"), to: lot(1), cost: 500, sold, inventory, about: 3,
      #"{"lines":[{"code":"xs001","line":1,"lots":[[1,1,500]]}],"restock":true}"#)
    try append(
      5, "write-off", 1, from: lot(2), to: units("lost"), cost: 500, inventory, sold,
      #"{"item":"xs001","lots":[[2,1,500]],"units":-1}"#)
    try append(
      6, "void", 1, from: units("lost"), to: lot(2), cost: 500, sold, inventory, about: 5,
      #"{"item":"xs001","of":"write-off","units":-1}"#)
  }
  return store
}

/// What somebody does who takes the guards down first, and a word of what is then found.
private let edits: [(String, String)] = [
  ("UPDATE stock_lot SET cost = 400 WHERE number = 1", "lot xs001 1: is not as it was received"),
  ("UPDATE stock_lot SET expires = expires + 1", "lot xs001 1: is not as it was received"),
  ("UPDATE stock_lot SET label = 'A9' WHERE number = 2", "lot xs001 2: is not as it was received"),
  ("UPDATE stock_lot SET entry = 2 WHERE number = 1", "lot xs001 1: is not as it was received"),
  ("DELETE FROM stock_lot WHERE number = 2", "lot xs001 2: nothing says how it came in"),
  (
    "UPDATE receiving_record SET units = 4 WHERE lot = 1",
    "lot xs001 1: its receiving record is not as it was received"
  ),
  (
    "UPDATE receiving_record SET expires = NULL WHERE lot = 2",
    "lot xs001 2: its receiving record is not as it was received"
  ),
  (
    "UPDATE receiving_record SET registration = '国妆2' WHERE lot = 1",
    "lot xs001 1: its receiving record is not as it was received"
  ),
  (
    "UPDATE receiving_record SET supplier = '' WHERE lot = 2",
    "lot xs001 2: its receiving record is not as it was received"
  ),
  (
    "UPDATE receiving_record SET kept_until = day WHERE lot = 1",
    "lot xs001 1: its receiving record is not as it was received"
  ),
  (
    "UPDATE receiving_record SET kept_until = expires + 364 WHERE lot = 2",
    "lot xs001 2: its receiving record is not as it was received"
  ),
  (
    "UPDATE receiving_record SET kept_until = day + 729 WHERE lot = 1",
    "lot xs001 1: its receiving record is not as it was received"
  ),
  (
    "UPDATE receiving_record SET entry = 2 WHERE lot = 1",
    "lot xs001 1: its receiving record is not as it was received"
  ),
  (
    "UPDATE receiving_record SET day = day - 1 WHERE lot = 1",
    "lot xs001 1: its receiving record is not as it was received"
  ),
  (
    "UPDATE receiving_record SET name = '护发素' WHERE lot = 1",
    "lot xs001 1: its receiving record is not as it was received"
  ),
  (
    "UPDATE receiving_record SET document = '1' WHERE lot = 1",
    "lot xs001 1: its receiving record is not as it was received"
  ),
  (
    "UPDATE receiving_record SET net_content = '1' WHERE lot = 1",
    "lot xs001 1: its receiving record is not as it was received"
  ),
  ("DELETE FROM receiving_record WHERE lot = 2", "lot xs001 2: its receiving record is missing"),
  (
    "UPDATE account SET least = NULL WHERE name = 'stock:xs001:2'",
    "account stock:xs001:2: its kind or range was changed"
  ),
  (
    "UPDATE account SET kind = 'expense' WHERE name = 'stock:xs001:1'",
    "account stock:xs001:1: its kind or range was changed"
  ),
  (
    "UPDATE account SET balance = balance - 1 WHERE name = 'stock:xs001:1'",
    "lot xs001 1: 6 came, 3 on hand, 2 went"
  ),
  (
    "UPDATE account SET balance = balance + 1 WHERE name = 'stock:xs001:1'",
    "lot xs001 1: 6 came, 5 on hand, 2 went"
  ),
  (
    "UPDATE posting SET amount = -1 WHERE entry = 3 AND amount = -2",
    "entry 3: moves -1 of xs001 lot 1, its document says -2"
  ),
  (
    "UPDATE posting SET amount = 2 WHERE entry = 4 AND amount = 1",
    "entry 4: moves 2 of xs001 lot 1, its document says 1"
  ),
  (
    "UPDATE posting SET amount = 4 WHERE entry = 1 AND amount = 5",
    "entry 1: moves 4 of xs001, its document says 5"
  ),
  (
    "UPDATE posting SET amount = 2 WHERE entry = 6 AND amount = 1",
    "entry 6: takes back -2 of xs001 lot 2, -1 were moved"
  ),
  (
    "UPDATE posting SET account = (SELECT id FROM account WHERE name = 'stock:xs001:2') WHERE entry = 3 AND amount = -2",
    "entry 3: moves -2 of xs001 lot 2, its document says 0"
  ),
  (
    "INSERT INTO posting SELECT 3, 9, id, -1, 2 FROM account WHERE name = 'stock:xs001:2'",
    "entry 3: moves -1 of xs001 lot 2, its document says 0"
  ),
  (
    """
    INSERT INTO posting SELECT 3, 9, id, -1, 2 FROM account WHERE name = 'stock:xs001:2';
    UPDATE posting SET amount = -1 WHERE entry = 3 AND amount = -2
    """, "entry 3: moves -1 of xs001 lot 1, its document says -2"
  ),
  ("UPDATE account SET balance = balance + 1 WHERE name = 'inventory'", "the lots are worth 3500"),
  ("UPDATE account SET balance = balance - 1 WHERE name = 'inventory'", "the lots are worth 3500"),
  (
    """
    INSERT INTO account (id, name, kind, unit, least, balance)
    VALUES (2000, 'opened-cost:xs001', 'asset', 'fen', 0, 5)
    """, "opened-cost:xs001: stands at 5, and nothing is left"
  ),
  (
    """
    INSERT INTO account (id, name, kind, unit, least, balance)
    VALUES (2000, 'opened-cost:xs001', 'asset', 'fen', 0, 5),
      (2001, 'opened:xs001', 'asset', 'ml:xs001', 0, 0)
    """, "opened-cost:xs001: stands at 5, and nothing is left"
  ),
  (
    "UPDATE entry SET kind = 'count', line = '{' || line WHERE sequence = 1",
    "entry 1: its line is not JSON"
  ),
]

struct LotVerificationTests {
  @Test func `good lots have no fault, and are counted`() throws {
    let home = try LedgerFolder()
    let found = try stocked(home).verify { _, _ in }
    #expect(found.faults.isEmpty, "\(found.faults)")
    #expect(found.lots == 2)
  }

  @Test(arguments: edits)
  func `a lot that is edited behind the guards is found by its name`(sql: String, word: String)
    throws
  {
    let home = try LedgerFolder()
    let faults = try home.faults(in: stocked(home), afterEditing: sql)
    #expect(faults.contains { $0.contains(word) }, "\(faults)")
    #expect(!faults.contains { $0.hasPrefix("schema") })
  }

  @Test(arguments: [
    "UPDATE receiving_record SET kept_until = day + 730 WHERE lot = 1",
    "UPDATE receiving_record SET kept_until = expires + 365 WHERE lot = 2",
  ])
  func `a record that is kept for its time and no longer is good`(sql: String) throws {
    let home = try LedgerFolder()
    let faults = try home.faults(in: stocked(home), afterEditing: sql)
    #expect(faults.isEmpty, "\(faults)")
  }

  @Test(arguments: [(730, ["lot xs001 1: its receiving record is missing"]), (731, [])])
  func `a record may be gone once its time is over`(days: Int, faults: [String]) throws {
    let home = try LedgerFolder()
    var store = try stocked(home)
    _ = try store.write { writer in
      try writer.append(
        JournalEntry(
          id: EntryID(drawer: 1, counter: 7), kind: "event", at: Instant(milliseconds: 7000),
          day: today.advanced(by: days), drawer: 1, shift: 0, staff: 0, postings: [], content: [:]))
    }
    let found = try home.faults(
      in: store, afterEditing: "DELETE FROM receiving_record WHERE lot = 1")
    #expect(found == faults)
  }
}
