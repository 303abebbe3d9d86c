import Catalog
import Checkout
import Ledger
import Membership
import Pricing
import Storage

extension Till {
  /// How many items a numbered list shows.
  static let mostChoices = 9

  /// The bill lines for what was asked: several for a kit.
  ///
  /// - Returns: nil where several items match; they are then the choices.
  /// - Throws: `Refusal` named `item-unknown`, `bad-check-digit`, `bad-quantity`, `lot-unknown` or
  ///   `staff-unknown`.
  func lines(for ring: Ring, on open: OpenBill, _ snapshot: Snapshot) throws -> [BillLine]? {
    if let kit = kits[ring.code] { return try lines(of: kit, ring, on: open, snapshot) }
    guard let line = try line(for: ring, snapshot) else { return nil }
    if let label = line.lot { try checkLot(label, of: line, snapshot) }
    return [line]
  }

  /// Refuses a lot that there is none of where it is typed, not when the customer pays.
  ///
  /// - Throws: `Refusal` named `lot-unknown`.
  func checkLot(_ label: String, of line: BillLine, _ snapshot: Snapshot) throws {
    try line.mayTake(lot: label)
    _ = try snapshot.stock(of: line.item.code)?.lots(labelled: label)
  }

  private func lines(
    of kit: Kit, _ ring: Ring, on open: OpenBill, _ snapshot: Snapshot
  ) throws -> [BillLine] {
    try roster.check(ring.staff)
    choices = nil
    if let label = ring.lot { throw Refusal(.lotUnknown, "\(kit.code) \(label)") }
    let most = kit.parts.map(\.units).max() ?? 1
    guard ring.quantity * most <= OpenBill.mostUnits else {
      throw Refusal(
        .badQuantity, kit.code, expected: "1-\(OpenBill.mostUnits / most)",
        need: Int64(ring.quantity), have: Int64(OpenBill.mostUnits / most))
    }
    let items = try kit.parts.map { part in
      guard let item = try snapshot.item(code: part.item), item.price != nil else {
        throw Refusal(.itemUnknown, part.item, expected: kit.code)
      }
      return item
    }
    return kit.lines(ring.quantity, of: items, number: open.bill.nextKit, staff: ring.staff)
  }

  /// The bill line for what was asked.
  ///
  /// - Returns: nil where several items match; they are then the choices.
  /// - Throws: `Refusal` named `item-unknown`, `bad-check-digit` or `staff-unknown`.
  private func line(for ring: Ring, _ snapshot: Snapshot) throws -> BillLine? {
    try roster.check(ring.staff)
    choices = nil
    switch ScannedCode(digits: ring.code) {
    case .badCheckDigit(let digits, let expected):
      throw Refusal(.badCheckDigit, digits, expected: String(digits.dropLast()) + String(expected))
    case .phone(let digits): throw Refusal(.itemUnknown, digits, expected: "@\(digits)")
    case .barcode(let barcode): return try line(forBarcode: barcode, ring, snapshot)
    case .code, nil: break
    }
    if GS1Elements.recognises(ring.code.uppercased()) {
      return try line(forElements: ring, snapshot)
    }
    if let item = try snapshot.item(code: ring.code) { return ring.line(of: item) }
    return try found(ring, snapshot)
  }

  private func line(
    forBarcode barcode: String, _ ring: Ring, _ snapshot: Snapshot
  ) throws -> BillLine {
    if let item = try snapshot.item(barcode: barcode) { return ring.line(of: item) }
    for pattern in shop.inStorePatterns {
      guard let label = pattern.label(barcode) else { continue }
      guard let item = try snapshot.item(code: label.item) else {
        throw Refusal(.itemUnknown, "\(barcode): \(label.item)")
      }
      switch label.measure {
      case .price(let price): return ring.line(of: item, price: price)
      case .grams(let count), .pieces(let count):
        guard (1...OpenBill.mostUnits).contains(ring.quantity * count) else {
          throw Refusal(
            .badQuantity, barcode, expected: "1-\(OpenBill.mostUnits)",
            need: Int64(ring.quantity * count), have: Int64(OpenBill.mostUnits))
        }
        return Ring(
          quantity: ring.quantity * count, code: item.code, staff: ring.staff, lot: ring.lot
        ).line(of: item)
      }
    }
    throw Refusal(.itemUnknown, barcode)
  }

  /// The line for a GS1 element string: its article number says which item.
  private func line(forElements ring: Ring, _ snapshot: Snapshot) throws -> BillLine {
    do {
      let today = clock.day(of: try time(snapshot))
      let elements = try GS1Elements(ring.code.uppercased(), today: today)
      var line = try line(forBarcode: gtin(elements.gtin), ring, snapshot)
      // What the package itself says is past its day is not sold, whatever the books hold.
      if let useBy = elements.useBy, useBy < today {
        throw Refusal(.stockExpired, line.item.code, expected: "exp=\(useBy)")
      }
      line.lot = ring.lot ?? elements.lot
      return line
    } catch let fault as GS1Elements.Fault {
      throw Refusal(.malformed, ring.code, expected: fault.description)
    }
  }

  /// The line for a mnemonic, initials, pinyin or part of a name.
  private func found(_ ring: Ring, _ snapshot: Snapshot) throws -> BillLine? {
    let since = clock.day(of: try time(snapshot)).advanced(by: -90)
    let items = try snapshot.items(
      matching: ring.code, soldSince: since, limit: Till.mostChoices)
    let exact = items.filter { $0.mnemonics.contains(ring.code) || $0.name == ring.code }
    guard let item = exact.count == 1 ? exact.first : items.first else {
      throw notPositive(ring.code) ?? unknownItem(ring.code)
    }
    if exact.count == 1 || items.count == 1 { return ring.line(of: item) }
    choices = .items(items, ring)
    return nil
  }

  /// A word that is no item may be a verb mistyped or left out, or 8.8折.
  private func unknownItem(_ word: String) -> Refusal {
    let tenths = word.hasSuffix("折") ? "\(word.dropLast())z" : ""
    let behind = Verb.allCases.filter { $0.subjects.contains(word) }.map { "\($0) \(word)" }
    let near =
      (try? reduction(tenths)) != nil
      ? [tenths] : behind + nearest(to: word, among: Verb.allCases.map(\.rawValue))
    return Refusal(.itemUnknown, word, expected: near.joined(separator: " | "))
  }

  /// Puts a choice from the last numbered list on a bill, an item as the catalog has it by now.
  func pick(
    _ number: Int, for open: inout OpenBill, _ snapshot: Snapshot
  ) throws {
    guard let list = choices, (1...list.count).contains(number) else {
      throw Refusal(
        .choiceUnknown, ":\(number)", expected: choices.map { ":1-:\($0.count)" } ?? "",
        need: Int64(number), have: Int64(choices?.count ?? 0))
    }
    choices = nil
    switch list {
    case .items(let items, let ring):
      let code = items[number - 1].code
      guard let item = try snapshot.item(code: code) else { throw Refusal(.itemUnknown, code) }
      let line = ring.line(of: item)
      if let label = line.lot { try checkLot(label, of: line, snapshot) }
      try append([line], to: &open)
    case .members(let members):
      if open.member != members[number - 1].number { open.takeMemberOff() }
      open.member = members[number - 1].number
    }
  }

  /// What an item costs, cost at its lowest in the last seven days, and how it changed.
  func prices(
    ofItem code: String, on day: BusinessDate?, _ snapshot: Snapshot
  ) throws -> PriceHistory {
    let now = try time(snapshot)
    var code = code
    if case .barcode(let barcode) = ScannedCode(digits: code) {
      let label = shop.inStorePatterns.lazy.compactMap { $0.label(barcode) }.first
      code = try snapshot.item(barcode: barcode)?.code ?? label?.item ?? code
    }
    let moment = day.map(clock.end) ?? now
    guard let item = try snapshot.item(code: code, at: min(moment, now)) else {
      let start = Instant(milliseconds: 0)
      guard let day, let first = try snapshot.prices(ofItem: code, since: start).first else {
        throw unknownItem(code)
      }
      throw Refusal(.badDate, "on=\(day)", expected: ">= \(clock.day(of: first.since))")
    }
    let week = moment.advanced(seconds: -7 * 86_400)
    let changes = try snapshot.prices(ofItem: code, since: week).filter { $0.since <= moment }
    return PriceHistory(
      item: item, lowest: changes.compactMap(\.price).min(),
      changes: changes.map { ($0.since, clock.civil($0.since), $0.price) })
  }

  /// Takes the catalog file in, if it is another than last time.
  func takeCatalog() throws {
    let stamp = try folder.catalogStamp()
    let isKnown = try read { try $0.state("catalog") } == stamp
    guard try !isKnown || folder.catalogDraftStamp() != nil else { return }
    let line = try TypedLine([])
    _ = try write(line) { writer in
      try endKilledImport(writer.snapshot)
      let stamp = try folder.catalogStamp()
      if try writer.snapshot.state("catalog") != stamp {
        try takeCatalog(stamped: stamp, writer)
      }
      return .nothing
    }
  }

  /// Ends what a program that was killed has begun: a catalog whose items the ledger has gets its place,
  /// another one goes.
  ///
  /// Whoever holds the lock knows that nobody imports meanwhile.
  ///
  /// - Throws: `ConfigFault` where the catalog does not get its place.
  func endKilledImport(_ snapshot: Snapshot) throws {
    guard let draft = try folder.catalogDraftStamp() else { return }
    let isTaken = try snapshot.state("catalog") == draft
    guard folder.endCatalogDraft(isTaken: isTaken) || !isTaken else {
      throw folder.missing("Config/catalog.csv")
    }
  }

  /// Makes the catalog what its file says.
  func takeCatalog(stamped stamp: String, _ writer: Writer) throws {
    let bytes = try folder.catalogBytes()
    let items = try CatalogFile.items(of: bytes, isReserved: isReserved)
    try take(items, writer) { (digest(of: bytes), stamp) }
  }

  /// Makes the catalog the items of its file, whose digest and stamp are asked for when the items
  /// are written.
  func take(
    _ items: [Item], _ writer: Writer, file: () throws -> (digest: String, stamp: String)
  ) throws {
    let moment = try time(writer.snapshot)
    let all = Int64(items.count)
    let change = try writer.replaceCatalog(with: items, at: moment) { progress(Int64($0), all) }
    let (digest, stamp) = try file()
    try writer.setState("catalog", stamp)
    guard !change.isEmpty else { return }
    let authority = Authority(staff: 0, rights: .nothing)
    let occasion = try occasion(for: .event, writer.snapshot, authority: authority)
    let event = Event.catalog(
      added: change.added.count, changed: change.changed.count, removed: change.removed.count,
      digest: digest)
    _ = try writer.append(record(event, on: occasion))
  }
}

extension Ring {
  fileprivate func line(of item: Item, price: Money? = nil) -> BillLine {
    var line = BillLine(
      item: item, quantity: quantity, unitPrice: price ?? item.price ?? .zero, staff: staff)
    line.lot = lot
    return line
  }
}
