import Catalog
import Checkout
import Ledger

/// Reads `Config/stock.csv`: how items are kept in stock.
///
/// Columns: `code`, `oversell` (`block`, `warn`, `allow`), `reorder` (from how few on it is to be
/// ordered) and `content` (`60g`, `500ml`: what one unit holds, for back-bar use).
///
/// - Throws: ``ConfigFault`` with line, column and value of the first thing that is wrong.
func stockRules(parsing text: String, file: String) throws(ConfigFault) -> [String: StockRule] {
  let rows = try rows(
    of: text, file: file, columns: ["code", "oversell", "reorder", "content"])
  var rules: [String: StockRule] = [:]
  for row in rows {
    let code = row.fields[0].lowercased()
    guard !code.isEmpty, rules[code] == nil else {
      throw ConfigFault(
        file: file, place: "line \(row.line), column code", found: code, expected: "each once")
    }
    rules[code] = try rule(row, file: file)
  }
  return rules
}

/// Reads `Config/lots.csv`: the goods with which a new shop begins.
///
/// Columns: `code`, `units`, `cost` (of one, in yuan), `lot`, `expires`, `supplier`.
///
/// - Throws: ``ConfigFault`` with line, column and value of the first thing that is wrong.
func openingGoods(parsing text: String, file: String) throws(ConfigFault) -> [Receiving] {
  let columns = ["code", "units", "cost", "lot", "expires", "supplier"]
  var goods: [Receiving] = []
  for row in try rows(of: text, file: file, columns: columns) {
    func fault(_ column: Int, _ expected: String) -> ConfigFault {
      ConfigFault(
        file: file, place: "line \(row.line), column \(columns[column])",
        found: row.fields[column], expected: expected)
    }
    guard let units = Int(row.fields[1]), (1...999_999).contains(units) else {
      throw fault(1, "a whole number above 0")
    }
    guard let cost = try? Money(yuan: row.fields[2]) else { throw fault(2, "yuan as in 20.00") }
    let expires = BusinessDate(row.fields[4])
    guard expires != nil || row.fields[4].isEmpty else { throw fault(4, "YYYY-MM-DD") }
    goods.append(
      Receiving(
        code: row.fields[0].lowercased(), count: units, cost: cost, label: row.fields[3],
        expires: expires, supplier: row.fields[5], document: ""))
  }
  return goods
}

/// The rows of a file behind its head line, each with a field per column.
func rows(
  of text: String, file: String, columns: [String]
) throws(ConfigFault) -> [CSVReader.Record] {
  var reader = CSVReader(text)
  var rows: [CSVReader.Record] = []
  do throws(CSVReader.Fault) {
    while let record = try reader.next() { rows.append(record) }
  } catch {
    throw ConfigFault(
      file: file, place: "line \(error.line)", found: error.reason, expected: "CSV")
  }
  guard let head = rows.first else { return [] }
  guard head.fields == columns else {
    throw ConfigFault(
      file: file, place: "line 1", found: head.fields.joined(separator: ","),
      expected: columns.joined(separator: ","))
  }
  let filled = rows.dropFirst().filter { $0.fields != [""] }
  if let row = filled.first(where: { $0.fields.count != columns.count }) {
    throw ConfigFault(
      file: file, place: "line \(row.line)", found: "\(row.fields.count) columns",
      expected: "\(columns.count)")
  }
  return filled
}

private func rule(_ row: CSVReader.Record, file: String) throws(ConfigFault) -> StockRule {
  func fault(_ column: Int, _ name: String, _ expected: String) -> ConfigFault {
    ConfigFault(
      file: file, place: "line \(row.line), column \(name)", found: row.fields[column],
      expected: expected)
  }
  var rule = StockRule()
  if !row.fields[1].isEmpty {
    guard let overselling = Overselling(rawValue: row.fields[1]) else {
      throw fault(1, "oversell", "block, warn, allow")
    }
    rule.overselling = overselling
  }
  if !row.fields[2].isEmpty {
    guard let count = Int(row.fields[2]), (0...999_999).contains(count) else {
      throw fault(2, "reorder", "a whole number")
    }
    rule.reorder = count
  }
  if !row.fields[3].isEmpty {
    let text = row.fields[3]
    rule.measure = text.hasSuffix("ml") ? "ml" : "g"
    guard text.hasSuffix(rule.measure), let content = Int(text.dropLast(rule.measure.count)),
      (1...999_999).contains(content)
    else { throw fault(3, "content", "60g or 500ml") }
    rule.content = content
  }
  return rule
}
