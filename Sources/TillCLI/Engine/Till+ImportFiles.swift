import Catalog
import Checkout
import Glibc
import Ledger
import Membership
import Storage

extension Till {
  /// Takes rows of items into the shop's own catalog file, each in the place of the one of its code.
  func importCatalog(
    _ file: ImportFile, _ words: ImportWords, _ authority: Authority,
    _ report: inout ImportReport, _ writer: Writer
  ) throws {
    _ = try authority.grant("import catalog", where: \.overridesPrices)
    let columns = try file.columns(
      CatalogRows.columns,
      required: CatalogFile.Column.allCases.filter(\.isRequired).map(\.rawValue))
    let all = try file.rows()
    report.rows = all.count
    var good = all.filter { row in
      guard row.fields.count != columns.count else { return true }
      report.faults.append(
        RowFault(
          line: row.line, column: "", value: "",
          reason: "\(row.fields.count) fields, the head has \(columns.count)"))
      return false
    }
    try endKilledImport(writer.snapshot)
    let catalog = try ImportFile(folder.catalog, shop.language)
    let standing = try CatalogRows(catalog)
    var rows = standing.rows(with: good, columns)
    var items: [Item] = []
    while true {
      do throws(CatalogFile.Faults) {
        items = try CatalogFile.items(of: rows, isReserved: isReserved)
        break
      } catch {
        let faults = error.listed.map(RowFault.init)
        let bad = Set(faults.map(\.line))
        // What is wrong with the catalog as it stands is no row's fault.
        guard !bad.contains(0) else { throw catalog.refusal(faults) }
        report.faults += faults
        good.removeAll { bad.contains($0.line) }
        rows = standing.rows(with: good, columns)
      }
    }
    try checkSettings(with: items, of: file, writer.snapshot)
    report.taken = good.count
    guard !good.isEmpty, !words.isTrial, report.faults.isEmpty || words.skipsBad else { return }
    report.isCatalogWritten = true
    try replaceCatalog(with: items, rows, writer)
    // The next start need not do again what was just done.
    if let stamp = try settingsStamp(catalog: try catalogDraftStamp()) {
      try writer.setState("membership", stamp)
    }
  }

  /// Writes the catalog's file beside its place, on another core, and takes its items.
  private func replaceCatalog(
    with items: [Item], _ rows: [CSVReader.Record], _ writer: Writer
  ) throws {
    let folder = folder
    let file = Ahead { hand in
      let bytes = csvBytes(CatalogRows.columns) + rows.flatMap { csvBytes($0.fields) }
      _ = hand(
        Result { () throws(ConfigFault) in
          try folder.writeCatalogDraft(bytes)
          return digest(of: bytes)
        })
    }
    var isAsked = false
    do {
      try take(items, writer) {
        isAsked = true
        return (try file.next().get(), try catalogDraftStamp())
      }
    } catch {
      // It must not be written once it has been taken away.
      if !isAsked { _ = file.next() }
      throw error
    }
  }

  private func catalogDraftStamp() throws -> String {
    guard let stamp = try folder.catalogDraftStamp() else {
      throw folder.missing("Config/catalog.csv")
    }
    return stamp
  }

  /// Takes members in with what they held before.
  func importMembers(
    _ file: ImportFile, _ authority: Authority, _ report: inout ImportReport, _ writer: Writer
  ) throws {
    _ = try authority.grant("import members", where: \.refundsCards)
    let columns = try file.columns(memberColumns, required: ["name", "phone"])
    let day = try businessDay(writer.snapshot)
    let rows = try file.rows()
    report.rows = rows.count
    var phones: Set<String> = []
    for (index, record) in rows.enumerated() {
      do {
        guard record.fields.count == columns.count else {
          throw RowFault(
            line: record.line, column: "", value: "",
            reason: "\(record.fields.count) fields, the head has \(columns.count)")
        }
        let fields = MemberFields(
          file: file.name, line: record.line,
          values: Dictionary(zip(columns, record.fields)) { first, _ in first })
        let row = try fields.row(number: try writer.snapshot.nextMember(), rules, on: day)
        try check(row, at: record.line, phones, writer.snapshot)
        phones.insert(row.member.phone)
        try add(row, authority, writer)
        report.taken += 1
      } catch let fault as RowFault {
        report.faults.append(fault)
      } catch let fault as ConfigFault {
        report.faults.append(
          RowFault(
            line: record.line,
            column: fault.place.split(separator: " ").last.map(String.init) ?? "",
            value: fault.found, reason: "expected \(fault.expected)"))
      }
      if index % 500 == 499 { progress(Int64(index + 1), Int64(rows.count)) }
    }
    progress(Int64(rows.count), Int64(rows.count))
  }

  /// - Throws: ``RowFault`` where somebody has the phone or the card.
  private func check(
    _ row: MemberRow, at line: Int, _ phones: Set<String>, _ snapshot: Snapshot
  ) throws {
    let (phone, card) = (row.member.phone, row.member.card)
    guard !row.member.name.isEmpty, isPlain(row.member.name, most: 30) else {
      throw RowFault(
        line: line, column: "name", value: row.member.name, reason: "expected 1 to 30 characters")
    }
    if !phone.isEmpty {
      let others = try snapshot.members(phone: phone)
      guard others.isEmpty, !phones.contains(phone) else {
        throw RowFault(
          line: line, column: "phone", value: phone,
          reason: "is a member's already\(others.first.map { " (\($0.number))" } ?? "")")
      }
    }
    if !card.isEmpty, let other = try snapshot.member(card: card) {
      throw RowFault(
        line: line, column: "card", value: card, reason: "is member \(other.number)'s")
    }
  }

  /// Adds a member of a file with what they held.
  private func add(_ row: MemberRow, _ authority: Authority, _ writer: Writer) throws {
    var member = row.member
    if !row.referrerPhone.isEmpty {
      member.referrer = try writer.snapshot.members(phone: row.referrerPhone).first?.number
    }
    try carryOver(member, row.held, authority, writer)
  }
}

/// The rows of the catalog's file, and others put in the place of those of their codes.
private struct CatalogRows {
  /// In the order in which the file is written.
  static let columns = CatalogFile.Column.allCases.map(\.rawValue)

  private let own: [[String]]
  private let places: [String: Int]

  init(_ file: ImportFile) throws {
    let head = file.head.map { $0.lowercased().filter { $0 != " " } }
    let order = order(of: head)
    own = try file.rows().map { row in ordered(row.fields, by: order).map { $0 ?? "" } }
    places = Dictionary(own.enumerated().map { (key(of: $1[0]), $0) }) { first, _ in first }
  }

  /// All rows, the new ones last and with the lines of their file; those of the catalog have line 0.
  ///
  /// A column that the new file does not have stays as it was.
  func rows(with fresh: [CSVReader.Record], _ columns: [String]) -> [CSVReader.Record] {
    let order = order(of: columns)
    var replaced: Set<Int> = []
    let changed = fresh.map { row in
      let fields = ordered(row.fields, by: order)
      let place = places[key(of: fields[0] ?? "")]
      if let place { replaced.insert(place) }
      return CSVReader.Record(
        line: row.line,
        fields: fields.enumerated().map { column, field in
          field ?? place.map { own[$0][column] } ?? ""
        })
    }
    let kept = own.indices.filter { !replaced.contains($0) }
      .map { CSVReader.Record(line: 0, fields: own[$0]) }
    return kept + changed
  }
}

/// Where each of the catalog's columns stands among those of a file; nil for one that it does not have.
private func order(of columns: [String]) -> [Int?] {
  CatalogRows.columns.map { columns.firstIndex(of: $0) }
}

/// A row's fields in the catalog's order; nil for a column that it does not have.
private func ordered(_ fields: [String], by order: [Int?]) -> [String?] {
  order.map { place in place.flatMap { $0 < fields.count ? fields[$0] : nil } }
}

private func key(of code: String) -> String { code.lowercased() }

extension RowFault {
  fileprivate init(_ fault: CatalogFile.Fault) {
    self.init(
      line: fault.line, column: fault.column ?? "",
      value: (fault.value ?? "").filter { $0 != "\"" }, reason: fault.reason)
  }
}
