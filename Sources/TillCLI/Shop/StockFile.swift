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
  let columns = ["code", "oversell", "reorder", "content"]
  var rules: [String: StockRule] = [:]
  for row in try rows(of: text, file: file, columns: columns) {
    let code = row.fields[0].lowercased()
    guard !code.isEmpty, rules[code] == nil else {
      throw row.fault(0, found: code, "each once")
    }
    rules[code] = try rule(row)
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
    guard let units = Int(row.fields[1]), (1...999_999).contains(units) else {
      throw row.fault(1, "a whole number above 0")
    }
    guard let cost = try? Money(yuan: row.fields[2]) else {
      throw row.fault(2, "yuan as in 20.00")
    }
    let expires = BusinessDate(row.fields[4])
    guard expires != nil || row.fields[4].isEmpty else { throw row.fault(4, "YYYY-MM-DD") }
    goods.append(
      Receiving(
        code: row.fields[0].lowercased(), count: units, cost: cost, label: row.fields[3],
        expires: expires, supplier: row.fields[5], document: ""))
  }
  return goods
}

private func rule(_ row: TableRow) throws(ConfigFault) -> StockRule {
  var rule = StockRule()
  if !row.fields[1].isEmpty {
    guard let overselling = Overselling(rawValue: row.fields[1]) else {
      throw row.fault(1, "block, warn, allow")
    }
    rule.overselling = overselling
  }
  if !row.fields[2].isEmpty {
    guard let count = Int(row.fields[2]), (0...999_999).contains(count) else {
      throw row.fault(2, "a whole number")
    }
    rule.reorder = count
  }
  if !row.fields[3].isEmpty {
    let text = row.fields[3]
    rule.measure = text.hasSuffix("ml") ? "ml" : "g"
    guard text.hasSuffix(rule.measure), let content = Int(text.dropLast(rule.measure.count)),
      (1...999_999).contains(content)
    else { throw row.fault(3, "60g or 500ml") }
    rule.content = content
  }
  return rule
}
