import Catalog
import Checkout
import Ledger
import Storage

extension Till {
  /// Holds the names of categories and items in the membership's file against the catalog, if one of
  /// the two is another than last time.
  ///
  /// - Throws: `ConfigFault` with the path of the first that the catalog does not have.
  func checkMembership() throws {
    let catalog = try folder.catalogStamp()
    guard let stamp = try settingsStamp(catalog: catalog),
      try read({ try $0.state("membership") }) != stamp
    else { return }
    let names = try read { try $0.catalogNames() }
    _ = try folder.membershipRules(
      categories: Set(names.map(\.category)), codes: Set(names.map(\.code)))
    try store.write { try $0.setState("membership", stamp) }
  }

  /// Of the membership's file as it stands and of a catalog's; nil where a shop has no members.
  func settingsStamp(catalog: String) throws -> String? {
    try folder.membershipStamp().map { "\($0) \(catalog)" }
  }

  /// Holds the shop's other files against a catalog that is to come, so that no import leaves a shop
  /// behind that does not open.
  ///
  /// - Throws: `Refusal` named `file-refused`, with the file and the place that the catalog contradicts.
  func checkSettings(
    with items: [Item], of file: ImportFile, _ snapshot: Snapshot
  ) throws {
    let listed = Dictionary(items.map { ($0.code, $0) }) { first, _ in first }
    // Of those too that are no longer sold.
    let names = try snapshot.catalogNames().filter { listed[$0.code] == nil }
    do {
      _ = try kitsAndRecipes(try folder.kitsText(), try folder.recipesText(), snapshot) {
        listed[$0]
      }
      _ = try folder.membershipRules(
        categories: Set(names.map(\.category) + items.map(\.category)),
        codes: Set(names.map(\.code)).union(listed.keys))
    } catch let fault as ConfigFault {
      throw file.refusal([
        RowFault(line: 0, column: "", value: "", reason: fault.text(shop.language))
      ])
    }
  }

  /// Reads the files of kits and recipes; none of what has no file.
  ///
  /// - Parameters:
  ///   - kitsText: of the file of kits.
  ///   - recipesText: of the file of recipes.
  ///   - snapshot: knows in what items are used bit by bit.
  ///   - item: the catalog's item of a code; nil where it has none.
  /// - Returns: both by their codes.
  /// - Throws: `ConfigFault`.
  func kitsAndRecipes(
    _ kitsText: String?, _ recipesText: String?, _ snapshot: Snapshot,
    item: (String) throws -> Item?
  ) throws -> (kits: [String: Kit], recipes: [String: Recipe]) {
    let kits = try kitsText.map {
      try TillCLI.kits(parsing: $0, file: ShopFolder.kitsFile, item: item)
    }
    let recipes = try recipesText.map {
      try TillCLI.recipes(parsing: $0, file: ShopFolder.recipesFile, item: item) { code in
        let rule = try snapshot.stockRule(of: code)
        return rule.content == nil ? nil : rule.measure
      }
    }
    return (kits ?? [:], recipes ?? [:])
  }
}
