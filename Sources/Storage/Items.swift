package import Catalog
package import Ledger

/// An item as the ledger's file holds it.
package struct StoredItem: Hashable, Sendable {
  package let id: Int64
  package let item: Item
  /// Since when its row reads like this.
  package let since: Instant

  init(_ row: Statement) {
    id = row.int64(0)
    item = Item(
      code: row.text(1), name: row.text(2), kind: Item.Kind(rawValue: row.text(3)) ?? .product,
      category: row.text(4), unit: row.text(5),
      price: row.isNull(6) ? nil : Money(fen: row.int64(6)), floor: Money(fen: row.int64(7)),
      taxRate: row.int(8), discountable: row.int(9) == 1, barcodes: words(row.text(10)),
      mnemonics: words(row.text(11)))
    since = Instant(milliseconds: row.int64(12))
  }
}

private func words(_ text: String) -> [String] {
  // Most items have one barcode or none.
  if text.isEmpty { return [] }
  guard text.utf8.contains(UInt8(ascii: " ")) else { return [text] }
  return text.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
}

/// What a catalog file changed.
package struct CatalogChange: Hashable, Sendable {
  package var added: [String] = []
  package var changed: [String] = []
  package var removed: [String] = []

  package var isEmpty: Bool { added.isEmpty && changed.isEmpty && removed.isEmpty }
}

extension Snapshot {
  package func item(code: String) throws(StorageError) -> Item? {
    if let item = connection.known?.items[code] { return item }
    let item = try connection.first(.itemByCode, code) { StoredItem($0).item }
    if let item { connection.known?.add(item, code: code) }
    return item
  }

  /// The codes of all items with their categories, of those too that are no longer sold: a category
  /// does not go with its last item.
  package func catalogNames() throws(StorageError) -> [(code: String, category: String)] {
    try connection.rows(.catalogNames) { ($0.text(0), $0.text(1)) }
  }

  /// The item with a barcode.
  ///
  /// - Parameter barcode: in the form of `gtin(_:)`.
  /// - Returns: nil if no listed item has it.
  /// - Throws: ``StorageError``.
  package func item(barcode: String) throws(StorageError) -> Item? {
    if let item = connection.known?.scanned[barcode] { return item }
    let item = try connection.first(.itemByBarcode, barcode) { StoredItem($0).item }
    if let item { connection.known?.add(item, barcode: barcode) }
    return item
  }

  /// The items that a typed text may mean, best first: by code, mnemonic, initials, pinyin, or part
  /// of the name; among equals what sold more since a day comes first.
  ///
  /// - Parameters:
  ///   - text: as typed.
  ///   - soldSince: the day from which sales count.
  ///   - limit: how many items at the most.
  /// - Returns: listed items, none twice.
  /// - Throws: ``StorageError``.
  package func items(
    matching text: String, soldSince: BusinessDate, limit: Int
  ) throws(StorageError) -> [Item] {
    let key = searchText(text)
    guard !key.isEmpty else { return [] }
    var found: [Item] = []
    // Worse matches are only looked for while better ones leave room.
    for query in [Query.itemsByKey, .itemsByPinyin, .itemsByName] where found.count < limit {
      // U+10FFFF is above every character that a key can hold.
      let more = try connection.rows(
        query, key, key + "\u{10FFFF}", soldSince.days, limit, read: { StoredItem($0).item })
      let known = Set(found.map(\.code))
      found += more.filter { !known.contains($0.code) }
    }
    return Array(found.prefix(limit))
  }

  /// An item as it was at a moment; nil if there was none of that code.
  package func item(code: String, at moment: Instant) throws(StorageError) -> Item? {
    try connection.first(.itemVersionAt, code, moment.milliseconds) { StoredItem($0).item }
  }

  /// The prices an item had from a moment on, the one in force then included, oldest first.
  package func prices(
    ofItem code: String, since moment: Instant
  ) throws(StorageError) -> [(since: Instant, price: Money?)] {
    try connection.rows(.itemVersionsSince, code, moment.milliseconds) { row in
      (Instant(milliseconds: row.int64(0)), row.isNull(1) ? nil : Money(fen: row.int64(1)))
    }
  }
}

extension Writer {
  /// Makes the catalog what a file says.
  ///
  /// New items are added, changed ones get a new version from now on, missing ones are no longer
  /// listed. Prices of the past stay as they were.
  ///
  /// - Parameters:
  ///   - items: all items of the file.
  ///   - moment: from when on the changes hold.
  ///   - progress: called now and then with how many items are done.
  /// - Returns: the codes of what was added, changed and removed.
  /// - Throws: ``StorageError``.
  package func replaceCatalog(
    with items: [Item], at moment: Instant, progress: (Int) -> Void
  ) throws(StorageError) -> CatalogChange {
    defer { connection.known?.forgetItems() }
    let listed = try connection.rows(.listedItems, read: StoredItem.init)
    var before = Dictionary(uniqueKeysWithValues: listed.map { ($0.item.code, $0) })
    var reader = PinyinReader()
    var change = CatalogChange()
    var fresh: [(item: Item, old: StoredItem?)] = []
    for item in items {
      let old = before.removeValue(forKey: item.code)
      if old?.item != item { fresh.append((item, old)) }
    }
    for gone in before.values.sorted(by: { $0.item.code < $1.item.code }) {
      try removeKeys(of: gone, reader: &reader)
      try connection.run(.unlistItem, gone.id)
      change.removed.append(gone.item.code)
    }
    for case (_, let old?) in fresh { try removeKeys(of: old, reader: &reader) }
    // The first keys take long, as the table of readings is made for them: rows go first.
    let keys = keysAhead(of: fresh.map(\.item))
    // A code that is listed again goes on with the item that had it.
    let unlisted = Dictionary(
      uniqueKeysWithValues: try connection.rows(.unlistedItems) { ($0.text(0), $0.int64(1)) })
    var ids: [Int64] = []
    for rows in hundreds(of: fresh) {
      ids += try put(rows, over: unlisted, at: moment)
      progress(ids.count / 2)
    }
    for ids in hundreds(of: ids) {
      try putKeys(keys, of: ids)
      progress((fresh.count + ids.endIndex) / 2)
    }
    for (item, old) in fresh {
      if old == nil { change.added.append(item.code) } else { change.changed.append(item.code) }
    }
    return change
  }

  /// Writes new versions of items.
  ///
  /// - Returns: the items' keys in the file.
  private func put(
    _ items: ArraySlice<(item: Item, old: StoredItem?)>, over unlisted: [String: Int64],
    at moment: Instant
  ) throws(StorageError) -> [Int64] {
    var version = try connection.first(.lastItemVersionID) { $0.int64(0) } ?? 0
    var last = try connection.first(.lastItemID) { $0.int64(0) } ?? 0
    var ids: [Int64] = []
    var (added, versions, barcodes): ([Cell], [Cell], [Cell]) = ([], [], [])
    for (item, old) in items {
      version += 1
      let known = old?.id ?? unlisted[item.code]
      let id = known ?? last + 1
      if known == nil {
        last = id
        added += [.integer(id), .text(item.code), .integer(version)]
      } else {
        try connection.run(.setItemVersion, id, version)
      }
      versions += row(of: item, id: id, version: version, at: moment)
      for barcode in item.barcodes { barcodes += [.text(gtin(barcode)), .integer(id)] }
      ids.append(id)
    }
    try connection.insert(.insertItem, rows: added.count / 3, added)
    try connection.insert(.insertItemVersion, rows: items.count, versions)
    try connection.insert(.insertBarcode, rows: barcodes.count / 2, barcodes)
    return ids
  }

  /// Writes what finds items.
  private func putKeys(
    _ keys: Ahead<[SearchKey]>, of ids: ArraySlice<Int64>
  ) throws(StorageError) {
    var found: [Cell] = []
    for id in ids {
      for key in keys.next() { found += [.text(key.text), Cell(key.field.rawValue), .integer(id)] }
    }
    try connection.insert(.insertSearchKey, rows: found.count / 3, found)
  }

  private func row(of item: Item, id: Int64, version: Int64, at moment: Instant) -> [Cell] {
    [
      .integer(version), .integer(id), .integer(moment.milliseconds), .text(item.name),
      .text(item.kind.rawValue), .text(item.category), .text(item.unit), Cell(item.price?.fen),
      Cell(item.floor.fen), Cell(item.taxRate), Cell(item.discountable ? 1 : 0),
      .text(item.barcodes.joined(separator: " ")), .text(item.mnemonics.joined(separator: " ")),
    ]
  }

  /// The keys of each item: reading Chinese takes as long as writing rows, and another core does it.
  private func keysAhead(of items: [Item]) -> Ahead<[SearchKey]> {
    Ahead { hand in
      var reader = PinyinReader()
      for item in items { guard hand(reader.searchKeys(of: item)) else { return } }
    }
  }

  private func removeKeys(
    of old: StoredItem, reader: inout PinyinReader
  ) throws(StorageError) {
    for barcode in old.item.barcodes { try connection.run(.deleteBarcode, gtin(barcode), old.id) }
    for key in reader.searchKeys(of: old.item) {
      try connection.run(.deleteSearchKey, key.text, key.field.rawValue, old.id)
    }
  }

  /// Counts units sold, for the order in which items are found.
  ///
  /// - Parameters:
  ///   - units: by the items' codes; negative where more came back than went.
  ///   - day: the business day they count for.
  /// - Throws: ``StorageError``.
  package func countSold(
    _ units: [String: Int], on day: BusinessDate
  ) throws(StorageError) {
    for (code, count) in units.sorted(by: { $0.key < $1.key }) {
      try connection.run(.addItemSold, code, day.days, count)
    }
  }
}

/// The values in pieces of a hundred, in their order.
private func hundreds<Value>(of values: [Value]) -> [ArraySlice<Value>] {
  stride(from: 0, to: values.count, by: 100).map { values[$0..<min($0 + 100, values.count)] }
}
