import Catalog
import Ledger
import Testing

@testable import Storage

private func at(day: Int64) -> Instant { Instant(milliseconds: day * 86_400_000) }

extension Store {
  @discardableResult
  fileprivate mutating func put(_ items: [Item], day: Int64) throws -> CatalogChange {
    try write { try $0.replaceCatalog(with: items, at: at(day: day)) { _ in } }
  }

  fileprivate func codes(_ text: String, limit: Int = 9) throws -> [String] {
    try read { try $0.items(matching: text, soldSince: today.advanced(by: -90), limit: limit) }
      .map(\.code)
  }
}

/// Another version of the only item.
private func copy(
  price: String = "1", floor: String = "0", taxRate: String = "0", isDiscountable: String = "1"
) -> String {
  """
  INSERT INTO item_version SELECT 9, item, since, name, kind, category, unit, \(price), \(floor),
    \(taxRate), \(isDiscountable), '', '' FROM item_version
  """
}

struct CatalogTests {
  @Test func `a catalog is added, and each item is found by code and barcode`() throws {
    let home = try LedgerFolder()
    var store = try home.create()
    let wash = item("xfs", 5990, name: "洗发水", barcodes: ["036000291452"], mnemonics: ["xf"])
    let change = try store.put([item("jf", 8800), wash, item("zx", nil)], day: 1)
    let found = try store.read { snapshot in
      [
        try snapshot.item(code: "xfs"), try snapshot.item(barcode: gtin("036000291452")),
        try snapshot.item(code: "zx"), try snapshot.item(code: "none"),
        try snapshot.item(barcode: "036000291452"),
      ]
    }
    #expect(
      change.added == ["jf", "xfs", "zx"] && change.changed.isEmpty && change.removed.isEmpty)
    #expect(found == [wash, wash, item("zx", nil), nil, nil])
  }

  @Test func `the same catalog again changes nothing`() throws {
    let home = try LedgerFolder()
    var store = try home.create()
    let items = [item("jf", 8800, barcodes: ["6901234567892"]), item("xh", 5000, mnemonics: ["h"])]
    try store.put(items, day: 1)
    let change = try store.put(items, day: 2)
    let versions = try store.connection.integer("SELECT count(*) FROM item_version")
    #expect(change.isEmpty && versions == 2)
  }

  @Test func `items change, go and come back, with one history`() throws {
    let home = try LedgerFolder()
    var store = try home.create()
    try store.put([item("jf", 8800), item("xh", 5000)], day: 1)
    let changed = try store.put([item("jf", 9800), item("tf", 39_800)], day: 2)
    let gone = try store.read { try $0.item(code: "xh") }
    let goneByName = try store.codes("剪发")
    let again = try store.put([item("jf", 9800), item("tf", 39_800), item("xh", 6000)], day: 3)
    let back = try store.read { try $0.item(code: "xh") }
    let history = try store.read { try $0.prices(ofItem: "xh", since: at(day: 0)) }
    let key = try store.connection.integer("SELECT count(*) FROM item WHERE code = 'xh'")
    #expect(changed.added == ["tf"] && changed.changed == ["jf"] && changed.removed == ["xh"])
    #expect(gone == nil && goneByName == ["jf", "tf"])
    #expect(again.added == ["xh"] && again.changed.isEmpty && back == item("xh", 6000))
    #expect(history.map(\.price?.fen) == [5000, 6000] && key == 1)
  }

  @Test(arguments: [
    ("UPDATE item_version SET price = 1", "the history of prices is never changed"),
    ("DELETE FROM item_version", "the history of prices is never deleted"),
    ("UPDATE item SET is_listed = 2", "CHECK constraint failed: is_listed"),
    (copy(price: "-1"), "CHECK constraint failed: price"),
    (copy(floor: "-1"), "CHECK constraint failed: floor"),
    (copy(taxRate: "10001"), "CHECK constraint failed: tax_rate"),
    (copy(isDiscountable: "2"), "CHECK constraint failed: is_discountable"),
  ])
  func `prices of the past are guarded by the database itself`(sql: String, reason: String) throws {
    let home = try LedgerFolder()
    var store = try home.create()
    try store.put([item("jf", 8800)], day: 1)
    let error = #expect(throws: StorageError.self) { try home.stranger().execute(sql) }
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
  }

  @Test func `two items may swap their barcodes`() throws {
    let home = try LedgerFolder()
    var store = try home.create()
    let codes = ["6901234567892", "6900000000007"]
    try store.put([item("a", 1, barcodes: [codes[0]]), item("b", 2, barcodes: [codes[1]])], day: 1)
    try store.put([item("a", 1, barcodes: [codes[1]]), item("b", 2, barcodes: [codes[0]])], day: 2)
    let found = try store.read { snapshot in
      try codes.map { try snapshot.item(barcode: $0)?.code }
    }
    #expect(found == ["b", "a"])
  }

  /// The price of an item with the prices 88 (day 10), 68 (day 20), open (day 25) and 98 (day 30).
  @Test(
    arguments: [
      (9, false, nil), (10, true, 8800), (19, true, 8800), (20, true, 6800), (24, true, 6800),
      (25, true, nil), (30, true, 9800), (400, true, 9800),
    ] as [(Int64, Bool, Int64?)])
  func `an item's price at a moment of the past is what it was`(
    day: Int64, exists: Bool, price: Int64?
  ) throws {
    let home = try LedgerFolder()
    var store = try home.create()
    for (day, price) in [(10, 8800), (20, 6800), (25, nil), (30, 9800)] as [(Int64, Int64?)] {
      try store.put([item("jf", price)], day: day)
    }
    let found = try store.read { try $0.item(code: "jf", at: at(day: day)) }
    #expect((found != nil) == exists && found?.price?.fen == price)
  }

  /// Seven days before a day: the prices from then on, and the lowest of them.
  @Test(
    arguments: [
      (16, [8800, 6800, nil, 9800], 6800), (26, [8800, 6800, nil, 9800], 6800),
      (27, [6800, nil, 9800], 6800), (31, [6800, nil, 9800], 6800), (32, [nil, 9800], 9800),
      (37, [9800], 9800), (400, [9800], 9800),
    ] as [(Int64, [Int64?], Int64)])
  func `the lowest price of seven days takes in the one in force at their beginning`(
    day: Int64, prices: [Int64?], lowest: Int64
  ) throws {
    let home = try LedgerFolder()
    var store = try home.create()
    for (day, price) in [(10, 8800), (20, 6800), (25, nil), (30, 9800)] as [(Int64, Int64?)] {
      try store.put([item("jf", price)], day: day)
    }
    let found = try store.read { try $0.prices(ofItem: "jf", since: at(day: day - 7)) }
    #expect(found.map(\.price?.fen) == prices)
    #expect(found.compactMap(\.price).min() == Money(fen: lowest))
  }

  private func searched(in home: LedgerFolder) throws -> Store {
    var store = try home.create()
    try store.put(
      [
        item("d1", 100, name: "男士剪发"), item("c1", 100, name: "剪发套餐"),
        item("b1", 100, name: "剪发"), item("jf", 100, name: "吹风"),
        item("m1", 100, name: "洗头", mnemonics: ["jf"]), item("jf2", 100, name: "烫发"),
      ], day: 1)
    return store
  }

  @Test(arguments: [
    // The whole of a code or mnemonic, the whole of the initials, the beginning of these, the rest.
    ("jf", ["jf", "m1", "b1", "c1", "jf2"]), ("JF", ["jf", "m1", "b1", "c1", "jf2"]),
    ("jianfa", ["b1", "c1"]), ("jianfat", ["c1"]), ("剪发", ["b1", "c1", "d1"]), ("士剪", ["d1"]),
    ("ｊｆ２", ["jf2"]), ("nsjf", ["d1"]), ("", []), ("。", []), ("zzz", []), ("'; DROP TABLE", []),
    ("%", []), ("_", []),
  ])
  func `a search finds the best first`(text: String, codes: [String]) throws {
    let home = try LedgerFolder()
    let store = try searched(in: home)
    let found = try store.codes(text)
    #expect(found == codes)
  }

  @Test func `the very name comes first, then what sold more of late, and the limit holds`() throws
  {
    let home = try LedgerFolder()
    var store = try searched(in: home)
    try store.write { writer in
      try writer.countSold(["d1": 3, "c1": 1, "none": 7], on: today)
      try writer.countSold(["d1": -1, "c1": 1], on: today.advanced(by: -1))
      try writer.countSold(["b1": 50], on: today.advanced(by: -90))
      try writer.countSold(["d1": 2], on: today)
    }
    let named = try store.codes("剪发")
    let ranked = try store.codes("剪")
    let first = try store.codes("剪", limit: 1)
    #expect(named == ["b1", "d1", "c1"])
    #expect(ranked == ["d1", "c1", "b1"])
    #expect(first == ["d1"])
  }
}
