import Catalog
import Ledger

/// Reads `Config/kits.csv`: packages of products and services that are sold at one price.
///
/// Columns: `code`, `name`, `price` (of one kit, in yuan), `item` and `units`; a row per part, the
/// rows of a kit one below the other.
///
/// - Parameters:
///   - text: the file's.
///   - file: its name.
///   - item: the catalog's item of a code; nil where it has none.
/// - Returns: the kits by their codes.
/// - Throws: ``ConfigFault`` with line, column and value of the first thing that is wrong.
func kits(
  parsing text: String, file: String, item: (String) throws -> Item?
) throws -> [String: Kit] {
  let columns = ["code", "name", "price", "item", "units"]
  var kits: [String: Kit] = [:]
  var lists: [String: Money] = [:]
  var ends: [String: TableRow] = [:]
  var last = ""
  for row in try rows(of: text, file: file, columns: columns) {
    let code = row.fields[0].lowercased()
    guard let price = try? Money(yuan: row.fields[2]), price > .zero else {
      throw row.fault(2, "yuan above 0, as in 100.00")
    }
    var kit = kits[code] ?? Kit(code: code, name: row.fields[1], price: price, parts: [])
    if kits[code] == nil {
      guard isKitCode(code), try item(code) == nil else {
        throw row.fault(0, "letters and digits that are no word of the language and no item's code")
      }
      guard !kit.name.isEmpty, isPlain(kit.name, most: 60) else {
        throw row.fault(1, "1-60 characters")
      }
    } else if code != last {
      throw row.fault(0, "the rows of a kit one below the other")
    }
    guard kit.name == row.fields[1] else { throw row.fault(1, kit.name) }
    guard kit.price == price else { throw row.fault(2, "\(kit.price)") }
    let part = row.fields[3].lowercased()
    guard let item = try item(part), let list = item.price, list > .zero, item.discountable else {
      throw row.fault(3, "the code of an item that has a price and takes reductions")
    }
    guard !kit.parts.contains(where: { $0.item == part }) else { throw row.fault(3, "each once") }
    guard let units = Int(row.fields[4]), (1...999).contains(units) else {
      throw row.fault(4, "1-999")
    }
    kit.parts.append(Kit.Part(item: part, units: units))
    lists[code, default: .zero] += list * units
    kits[code] = kit
    ends[code] = row
    last = code
  }
  for (code, kit) in kits.sorted(by: { $0.key < $1.key }) {
    guard let list = lists[code], let end = ends[code], kit.price > list else { continue }
    throw end.fault(
      2, found: "\(kit.price)", "at most \(list), what its parts cost one by one")
  }
  return kits
}

private func isKitCode(_ code: String) -> Bool {
  (1...20).contains(code.utf8.count) && !isReserved(code)
    && !code.utf8.allSatisfy(\.isASCIIDigit)
    && code.utf8.allSatisfy { $0.isASCIIDigit || (0x61...0x7A).contains($0) || $0 == 0x2D }
}
