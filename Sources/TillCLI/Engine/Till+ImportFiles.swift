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
    let names = CatalogFile.Column.allCases.map(\.rawValue)
    let columns = try file.columns(
      names, required: CatalogFile.Column.allCases.filter(\.isRequired).map(\.rawValue))
    var good = file.rows.filter { row in
      guard row.fields.count != columns.count else { return true }
      report.faults.append(
        RowFault(
          line: row.line, column: "", value: "",
          reason: "\(row.fields.count) fields, the head has \(columns.count)"))
      return false
    }
    let own = try ImportFile("\(folder.path)/Config/catalog.csv")
    let ownColumns = own.head.map { $0.lowercased().filter { $0 != " " } }
    let standing = own.rows.map { row in
      Dictionary(zip(ownColumns, row.fields)) { first, _ in first }
    }
    while true {
      let fresh = good.map { row in Dictionary(zip(columns, row.fields)) { first, _ in first } }
      let lines = merged(standing, fresh, names)
      let faults = self.faults(in: lines, of: good)
      if faults.isEmpty || good.isEmpty {
        if !good.isEmpty, report.faults.isEmpty || words.skipsBad, !words.isTrial {
          try replaceCatalog(with: lines.joined(), writer)
        }
        break
      }
      report.faults += faults
      let bad = Set(faults.map(\.line))
      good.removeAll { bad.contains($0.line) }
    }
    report.taken = good.count
  }

  /// The lines of the catalog's file with rows put in the place of those of their codes.
  private func merged(
    _ own: [[String: String]], _ fresh: [[String: String]], _ names: [String]
  ) -> [String] {
    let code = { (row: [String: String]) in (row["code"] ?? "").lowercased() }
    let before = Dictionary(own.map { (code($0), $0) }) { first, _ in first }
    let codes = Set(fresh.map(code))
    let kept = own.filter { !codes.contains(code($0)) }
    // A column that the new file does not have stays as it was.
    let changed = fresh.map { row in (before[code(row)] ?? [:]).merging(row) { $1 } }
    return [csvLine(names)] + (kept + changed).map { row in csvLine(names.map { row[$0] ?? "" }) }
  }

  /// What keeps the catalog with the new rows from being taken, by the lines of the new file.
  private func faults(in lines: [String], of rows: [CSVReader.Record]) -> [RowFault] {
    do throws(CatalogFile.Faults) {
      _ = try CatalogFile.items(parsing: lines.joined(), isReserved: isReserved)
      return []
    } catch {
      // The new rows stand last.
      let first = lines.count - rows.count + 1
      return error.listed.map { fault in
        let index = max(0, fault.line - first)
        return RowFault(
          line: rows.indices.contains(index) ? rows[index].line : 0, column: fault.column ?? "",
          value: (fault.value ?? "").filter { $0 != "\"" }, reason: fault.reason)
      }
    }
  }

  private func replaceCatalog(with text: String, _ writer: Writer) throws {
    let path = "\(folder.path)/Config/catalog.csv"
    guard writeAtomically(Array(text.utf8), to: path) else {
      throw Refusal(.fileUnreadable, path, expected: String(cString: strerror(errno)))
    }
    try takeCatalog(stamped: try folder.catalogStamp(), writer)
  }

  /// Takes members in with what they held before.
  func importMembers(
    _ file: ImportFile, _ authority: Authority, _ report: inout ImportReport, _ writer: Writer
  ) throws {
    _ = try authority.grant("import members", where: \.refundsCards)
    let columns = try file.columns(memberColumns, required: ["name", "phone"])
    let day = try businessDay(writer.snapshot)
    var phones: Set<String> = []
    for (index, record) in file.rows.enumerated() {
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
      if index % 500 == 499 { progress(Int64(index + 1), Int64(file.rows.count)) }
    }
    progress(Int64(file.rows.count), Int64(file.rows.count))
  }

  /// - Throws: ``RowFault`` where somebody has the phone or the card.
  private func check(
    _ row: MemberRow, at line: Int, _ phones: Set<String>, _ snapshot: Snapshot
  ) throws {
    let (phone, card) = (row.member.phone, row.member.card)
    guard !row.member.name.isEmpty, isPlain(row.member.name, most: 20) else {
      throw RowFault(
        line: line, column: "name", value: row.member.name, reason: "expected 1 to 20 characters")
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
