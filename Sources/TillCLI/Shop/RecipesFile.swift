import Catalog
import Checkout
import Ledger

/// Reads `Config/recipes.csv`: what services use at the back bar.
///
/// Columns: `service`, `item` and `amount` (`45g`, `120ml`, or units as in `1`); a row per item.
///
/// - Parameters:
///   - text: the file's.
///   - file: its name.
///   - item: the catalog's item of a code; nil where it has none.
///   - measure: in what an item is used bit by bit, `g` or `ml`; nil where it is not.
/// - Returns: the recipes by the codes of their services.
/// - Throws: ``ConfigFault`` with line, column and value of the first thing that is wrong.
func recipes(
  parsing text: String, file: String, item: (String) throws -> Item?,
  measure: (String) throws -> String?
) throws -> [String: Recipe] {
  let columns = ["service", "item", "amount"]
  var recipes: [String: Recipe] = [:]
  for row in try rows(of: text, file: file, columns: columns) {
    let service = row.fields[0].lowercased()
    guard try item(service)?.kind == .service else { throw row.fault(0, "the code of a service") }
    let used = row.fields[1].lowercased()
    guard try item(used)?.kind == .product else { throw row.fault(1, "the code of a product") }
    var recipe = recipes[service] ?? Recipe(service: service, parts: [])
    guard !recipe.parts.contains(where: { $0.item == used }) else {
      throw row.fault(1, "each once")
    }
    let measure = try measure(used)
    guard let amount = try? usedAmount(row.fields[2]), [nil, measure].contains(amount.measure)
    else {
      throw row.fault(2, measure.map { "45\($0), or units as in 1" } ?? "units as in 1")
    }
    recipe.parts.append((used, amount))
    recipes[service] = recipe
  }
  return recipes
}
