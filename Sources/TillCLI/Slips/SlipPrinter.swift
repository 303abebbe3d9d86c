import Checkout
import Glibc
import Ledger
import Membership
import Receipts

/// Why a slip could not be written.
struct SlipFault: Error, CustomStringConvertible {
  let path: String
  let reason: String

  var description: String { "\(path): \(reason)" }
}

/// Slips that are written and wait for their names; dropped unseen they are gone.
struct SlipDrafts {
  let names: [String]
  fileprivate let drafts: [Draft]

  /// Puts the slips under their names.
  ///
  /// - Returns: the names, below the folder of slips.
  /// - Throws: ``SlipFault``.
  func reveal() throws(SlipFault) -> [String] {
    for (name, draft) in zip(names, drafts) where !draft.reveal() {
      throw SlipFault(path: name, reason: String(cString: strerror(errno)))
    }
    return names
  }
}

/// Writes the slips of documents into the shop's folder, as text and as bytes for a printer.
final class SlipPrinter {
  private let shop: Shop
  private let facts: SlipFacts
  private let shopFolder: ShopFolder
  private var folder: String { shopFolder.slips }
  /// Parsed at their first use: a line that prints nothing does not wait for them.
  private var templates: [String: Template] = [:]

  init(folder: ShopFolder, shop: Shop, roster: Roster, clock: ShopClock) {
    self.shop = shop
    shopFolder = folder
    facts = SlipFacts(shop: shop, roster: roster, clock: clock)
  }

  /// The file names of a document's slips, below the folder of slips.
  ///
  /// - Parameters:
  ///   - document: as it is stored.
  ///   - copy: 1 for the first reprint, and so on; nil for the slip itself.
  /// - Returns: one name per format that the shop writes.
  func names(of document: Document, copy: Int? = nil) -> [String] {
    let mark = copy.map { "-copy\($0)" } ?? ""
    return shop.slipFormats.map { format in
      "\(document.day)/\(document.number)\(mark).\(format == .text ? "txt" : "bin")"
    }
  }

  /// Writes a document's slips.
  ///
  /// - Parameters:
  ///   - document: as it is stored.
  ///   - member: how the slip names the member; nil where it is about none.
  ///   - copy: which reprint it is; nil for the slip itself.
  /// - Returns: their file names.
  /// - Throws: ``SlipFault``; the document stays as committed.
  func write(
    _ document: Document, of member: MemberLabel?, copy: Int? = nil
  ) throws(SlipFault) -> [String] {
    try prepare(document, of: member, copy: copy).reveal()
  }

  /// Writes a document's slips without giving them their names.
  func prepare(
    _ document: Document, of member: MemberLabel?, copy: Int?
  ) throws(SlipFault) -> SlipDrafts {
    try prepare(try rows(of: document, member, copy: copy), names(of: document, copy: copy))
  }

  /// Writes rows in each format.
  private func prepare(_ rows: [Row], _ names: [String]) throws(SlipFault) -> SlipDrafts {
    var drafts: [Draft] = []
    for (format, name) in zip(shop.slipFormats, names) {
      let bytes = format == .text ? Array(text(rows).utf8) : escpos(rows)
      guard let draft = draft(bytes, of: "\(folder)/\(name)") else {
        throw SlipFault(path: name, reason: String(cString: strerror(errno)))
      }
      drafts.append(draft)
    }
    return SlipDrafts(names: names, drafts: drafts)
  }

  /// A draft in the folder of its day, which its first slip makes, and the next one again where
  /// somebody has put the folder away.
  private func draft(_ bytes: [UInt8], of path: String) -> Draft? {
    if let draft = Draft(bytes, of: path) { return draft }
    guard errno == ENOENT, let end = path.lastIndex(of: "/"), makeFolder(String(path[..<end]))
    else { return nil }
    return Draft(bytes, of: path)
  }

  /// Writes a member's statement.
  ///
  /// - Returns: the file names.
  /// - Throws: ``SlipFault``.
  func write(
    _ statement: Statement, of state: MemberState, at moment: Instant
  ) throws(SlipFault) -> [String] {
    let mark = "\(state.day)/statement-\(state.patron.member.number)-\(moment.milliseconds)"
    let names = shop.slipFormats.map { "\(mark).\($0 == .text ? "txt" : "bin")" }
    let rows = try rows("statement", facts.statement(statement, of: state, at: moment))
    return try prepare(rows, names).reveal()
  }

  /// Writes a document's slips unless they are there already: after a crash nobody can tell what
  /// was printed but by looking.
  func writeIfMissing(
    _ document: Document, of member: MemberLabel?, copy: Int? = nil
  ) throws(SlipFault) {
    let isWritten = names(of: document, copy: copy).allSatisfy { name in
      var status = stat()
      return stat("\(folder)/\(name)", &status) == 0 && status.st_size > 0
    }
    if !isWritten { _ = try write(document, of: member, copy: copy) }
  }

  /// A document's slip as text.
  func slipText(_ document: Document, of member: MemberLabel?) throws(SlipFault) -> String {
    text(try rows(of: document, member, copy: nil))
  }

  /// The settlement list that the customer sees before paying.
  ///
  /// Source: 明码标价和禁止价格欺诈规定, Article 15.
  func settlementList(
    _ state: BillState, at moment: Instant, drawer: Int
  ) throws(SlipFault) -> String {
    text(try rows("bill", facts.bill(state, at: moment, drawer: drawer)))
  }

  private func rows(
    of document: Document, _ member: MemberLabel?, copy: Int?
  ) throws(SlipFault) -> [Row] {
    try rows(document.template, facts.document(document, of: member, copy: copy))
  }

  private func rows(_ name: String, _ data: JSON) throws(SlipFault) -> [Row] {
    do throws(ConfigFault) {
      return try template(name).rows(of: data, columns: shop.columns)
    } catch {
      throw SlipFault(path: error.file, reason: "\(error.place): \(error.found)")
    }
  }

  private func template(_ name: String) throws(ConfigFault) -> Template {
    if let template = templates[name] { return template }
    let template = try shopFolder.template(name, shop.language)
    templates[name] = template
    return template
  }

  /// Parses every template that a document may need.
  ///
  /// - Throws: `ConfigFault` for one that is missing or wrong.
  func readTemplates() throws(ConfigFault) {
    for name in [
      "sale", "bill", "z", "cash", "topup", "course", "session", "refund", "exchange", "cardrefund",
      "statement",
    ] {
      _ = try template(name)
    }
  }
}

extension Document {
  /// The name of the template that its slip is made from.
  fileprivate var template: String {
    switch subject {
    case .shift: "z"
    case .sale where isSessionUse: "session"
    case .sale: "sale"
    case .refund: "refund"
    case .exchange: "exchange"
    case .topup, .transfer: "topup"
    case .course: "course"
    case .cardRefund: "cardrefund"
    default: "cash"
    }
  }
}
