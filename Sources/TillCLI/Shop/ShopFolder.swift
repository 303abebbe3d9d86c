import Catalog
package import Checkout
import Glibc
import Ledger
import Membership
import Receipts
import Storage

/// A shop's folder: its settings, templates, ledger and written slips.
package struct ShopFolder: Sendable {
  /// The folder's path, without a slash at its end.
  package let path: String

  package init(path: String) {
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  var catalog: String { "\(path)/Config/catalog.csv" }
  var ledger: String { "\(path)/ledger/till.db" }
  var slips: String { "\(path)/Receipts/out" }

  /// Whether the folder holds a shop's settings, as far as the system can tell.
  package var isShop: Bool { stands("\(path)/Config/shop.json") != false }

  /// - Throws: ``ConfigFault``.
  func shop() throws(ConfigFault) -> Shop {
    try TillCLI.shop(
      parsing: try text("Config/shop.json"), file: "Config/shop.json",
      language: Arguments.environmentLanguage)
  }

  /// The language that the settings state, whatever else may be wrong with them; nil where they do not.
  var statedLanguage: Language? {
    guard let text = try? text("Config/shop.json"),
      let json = try? JSON(parsing: text, comments: true)
    else { return nil }
    return json["language"]?.string.flatMap(Language.init(rawValue:))
  }

  /// - Throws: ``ConfigFault``.
  package func roster() throws(ConfigFault) -> Roster {
    try TillCLI.roster(parsing: try text("Config/staff.json"), file: "Config/staff.json")
  }

  private static let membershipFile = "Config/membership.json"

  /// The shop's membership; none of it where there is no such file.
  ///
  /// - Parameters:
  ///   - categories: those of the catalog; nil for any.
  ///   - codes: those of the catalog's items; nil for any.
  /// - Returns: the rules; those of no membership where there is no such file.
  /// - Throws: ``ConfigFault``.
  func membershipRules(
    categories: Set<String>? = nil, codes: Set<String>? = nil
  ) throws(ConfigFault) -> MembershipRules {
    let file = ShopFolder.membershipFile
    guard try isThere(file) else { return MembershipRules() }
    return try TillCLI.membershipRules(
      parsing: try text(file), file: file, categories: categories, codes: codes)
  }

  /// What tells one state of the membership's file from another; nil where there is none.
  ///
  /// - Throws: ``ConfigFault``.
  func membershipStamp() throws(ConfigFault) -> String? { try stamp(of: ShopFolder.membershipFile) }

  /// The goods with which a new ledger begins; nil where there is no such file.
  ///
  /// - Throws: ``ConfigFault``.
  func lotsText() throws(ConfigFault) -> String? {
    try isThere("Config/lots.csv") ? try text("Config/lots.csv") : nil
  }

  /// How items are kept in stock; none of it where there is no such file.
  ///
  /// - Throws: ``ConfigFault``.
  func stockRules() throws(ConfigFault) -> [String: StockRule] {
    let file = "Config/stock.csv"
    guard try isThere(file) else { return [:] }
    return try TillCLI.stockRules(parsing: try text(file), file: file)
  }

  /// The text of the file of kits; nil where there is no such file.
  ///
  /// - Throws: ``ConfigFault``.
  func kitsText() throws(ConfigFault) -> String? {
    try isThere(ShopFolder.kitsFile) ? try text(ShopFolder.kitsFile) : nil
  }

  static let kitsFile = "Config/kits.csv"

  /// The text of the file of recipes; nil where there is no such file.
  ///
  /// - Throws: ``ConfigFault``.
  func recipesText() throws(ConfigFault) -> String? {
    try isThere(ShopFolder.recipesFile) ? try text(ShopFolder.recipesFile) : nil
  }

  static let recipesFile = "Config/recipes.csv"

  /// The members with whom a new ledger begins; nil where there is no such file.
  ///
  /// - Throws: ``ConfigFault``.
  func membersText() throws(ConfigFault) -> String? {
    try isThere("Config/members.csv") ? try text("Config/members.csv") : nil
  }

  /// The template of a slip, in the shop's language.
  ///
  /// - Throws: ``ConfigFault``.
  func template(_ name: String, _ language: Language) throws(ConfigFault) -> Template {
    let file = "Receipts/\(name).\(language.rawValue).txt"
    let text = try text(file)
    do throws(TemplateFault) {
      return try Template(parsing: text, name: file)
    } catch {
      throw ConfigFault(
        file: file, place: "line \(error.line)", found: error.reason, expected: "a template")
    }
  }

  /// What tells one state of the catalog file from another without reading it.
  ///
  /// - Throws: ``ConfigFault`` if there is none.
  func catalogStamp() throws(ConfigFault) -> String {
    guard let stamp = try stamp(of: "Config/catalog.csv") else {
      throw missing("Config/catalog.csv")
    }
    return stamp
  }

  /// The same of the file that says how items are kept in stock; empty where there is none.
  ///
  /// - Throws: ``ConfigFault``.
  func stockStamp() throws(ConfigFault) -> String { try stamp(of: "Config/stock.csv") ?? "" }

  /// What tells one state of a file from another; nil, with `errno` set, if there is none.
  private func stamp(of file: String) throws(ConfigFault) -> String? {
    var status = stat()
    guard stat("\(path)/\(file)", &status) == 0 else {
      guard [ENOENT, ENOTDIR].contains(errno) else { throw missing(file) }
      return nil
    }
    return "\(status.st_ino) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }

  private static let catalogDraft = "Config/catalog.csv.part"

  /// Writes a catalog beside its place, where it waits until the ledger has taken its items.
  ///
  /// - Throws: ``ConfigFault``; nothing of it is left then.
  func writeCatalogDraft(_ bytes: [UInt8]) throws(ConfigFault) {
    let draft = ShopFolder.catalogDraft
    guard writeFile(bytes, to: "\(path)/\(draft)", isDurable: true) else { throw missing(draft) }
  }

  /// What ``catalogStamp()`` will be once the catalog that waits has its place; nil if none waits.
  ///
  /// - Throws: ``ConfigFault``.
  func catalogDraftStamp() throws(ConfigFault) -> String? { try stamp(of: ShopFolder.catalogDraft) }

  /// Puts the catalog that waits in its place, or takes it away.
  ///
  /// - Returns: false, with `errno` set, if it cannot.
  @discardableResult
  func endCatalogDraft(isTaken: Bool) -> Bool {
    let draft = "\(path)/\(ShopFolder.catalogDraft)"
    return isTaken ? rename(draft, catalog) == 0 : unlink(draft) == 0
  }

  func catalogBytes() throws(ConfigFault) -> [UInt8] { try bytes("Config/catalog.csv") }

  private func text(_ file: String) throws(ConfigFault) -> String {
    guard let text = String(validating: try bytes(file), as: UTF8.self) else {
      throw ConfigFault(file: file, place: "text", found: "not UTF-8", expected: "UTF-8")
    }
    return text.first == "\u{FEFF}" ? String(text.dropFirst()) : text
  }

  private func bytes(_ file: String) throws(ConfigFault) -> [UInt8] {
    guard let bytes = contents(of: "\(path)/\(file)", most: 64 << 20) else { throw missing(file) }
    return bytes
  }

  private func isThere(_ file: String) throws(ConfigFault) -> Bool {
    guard let isThere = stands("\(path)/\(file)") else { throw missing(file) }
    return isThere
  }

  /// The fault of a file that the system has just not read, as `errno` tells.
  func missing(_ file: String) -> ConfigFault {
    let isWrong = [ENOENT, ENOTDIR, EISDIR, EINVAL, EFBIG, EACCES, EPERM, ELOOP].contains(errno)
    return ConfigFault(
      file: file, place: "file", found: String(cString: strerror(errno)),
      expected: "a file that can be read, of at most 64 MB", isUnread: !isWrong)
  }
}
