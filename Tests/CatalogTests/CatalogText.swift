import Catalog

/// A first row with every column.
let catalogHeader =
  "code,name,kind,category,unit,price,tax,floor,discount,barcode,mnemonic\n"

/// Words that the tests treat as the command language's.
func isReserved(_ word: String) -> Bool { ["w", "v50", "x2", "bill", "账单"].contains(word) }

func catalogItems(_ text: String) throws(CatalogFile.Faults) -> [Item] {
  try CatalogFile.items(of: Array(text.utf8), isReserved: isReserved)
}

/// The faults of a text; empty where it has none.
func catalogFaults(_ text: String) -> [String] {
  do {
    _ = try catalogItems(text)
    return []
  } catch {
    return error.listed.map(\.description)
  }
}
