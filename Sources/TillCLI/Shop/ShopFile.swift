import Catalog
package import Checkout
import Ledger

/// Reads `Config/shop.json`.
///
/// - Parameters:
///   - text: the file's.
///   - file: its name, for faults.
///   - language: the shop's where the file does not say.
/// - Returns: the settings.
/// - Throws: ``ConfigFault`` for the first thing that is wrong.
package func shop(
  parsing text: String, file: String, language: Language
) throws(ConfigFault) -> Shop {
  var reader = try ConfigReader(file: file, text: text)
  _ = try reader.integer("currency_digits", or: 2, in: 2...2)
  var login = try reader.object("login")
  let shop = Shop(
    name: try reader.text("name", or: nil),
    branch: try reader.text("branch", or: ""),
    address: try reader.text("address", or: "", most: 120),
    phone: try reader.text("phone", or: "", most: 30),
    footer: try reader.list("footer", or: [], expected: "texts of at most 200 characters") { json in
      json.string.flatMap { isPlain($0, most: 200) ? $0 : nil }
    },
    language: try reader.choice("language", or: language),
    timeZone: try reader.value(
      "time_zone", or: "Asia/Shanghai",
      expected: "a zone that the system knows, as in \"Asia/Shanghai\", or an offset \"+08:00\""
    ) { json in json.string.flatMap { TimeZoneRule($0) == nil ? nil : $0 } },
    cutOver: try reader.integer("cut_over_hour", or: 4, in: 0...12),
    documentPrefix: try reader.value(
      "document_prefix", or: "T", expected: "1 to 6 capital letters or digits"
    ) { json in json.string.flatMap { isPrefix($0) ? $0 : nil } },
    cashRounding: try reader.choice("cash_rounding", or: .dropFen),
    columns: try reader.value("paper_columns", or: 48, expected: "32, 42 or 48") { json in
      json.int.flatMap { [32, 42, 48].contains($0) ? $0 : nil }
    },
    slipFormats: try reader.list(
      "slip_formats", or: [.text], expected: "\"text\" or \"escpos\""
    ) { $0.string.flatMap(SlipFormat.init) },
    drawers: try reader.list("drawers", or: [1], expected: "numbers from 1 to 999") { json in
      json.int.flatMap { (1...999).contains($0) ? $0 : nil }
    },
    tenders: try tenders(&reader),
    debtors: try debtors(&reader),
    inStorePatterns: try inStorePatterns(&reader),
    isLoginNeeded: try login?.flag("required", or: true) ?? true,
    openRole: try login?.choice("role_without", or: .manager) ?? .cashier)
  try login?.finish()
  try reader.finish()
  guard !shop.drawers.isEmpty else {
    throw reader.fault("drawers", found: "[]", expected: "at least one drawer")
  }
  return shop
}

/// The tenders the shop takes; cash may not be refused.
///
/// Source: 人民币管理条例, Article 3.
private func tenders(_ reader: inout ConfigReader) throws(ConfigFault) -> [TenderKind] {
  let outside = TenderKind.allCases.filter(\.isOutside)
  let tenders = try reader.list(
    "tenders", or: outside.filter { $0 != .owe }, expected: "one of \(quotedList(outside))"
  ) { json in json.string.flatMap(TenderKind.init).flatMap { $0.isOutside ? $0 : nil } }
  guard tenders.contains(.cash) else {
    throw reader.fault("tenders", found: "no \"cash\"", expected: "cash among them, by law")
  }
  return tenders
}

/// The patterns of the shop's own labels; no two begin alike, as only one could ever be read.
private func inStorePatterns(
  _ reader: inout ConfigReader
) throws(ConfigFault) -> [InStorePattern] {
  let patterns = try reader.list(
    "in_store_barcodes", or: [],
    expected: "13 characters as in \"21IIIIIPPPPPC\": digits, I, P, W or Q, and C"
  ) { $0.string.flatMap { try? InStorePattern($0) } }
  for (index, pattern) in patterns.enumerated()
  where patterns[..<index].contains(where: { $0.prefix == pattern.prefix }) {
    throw reader.fault(
      "in_store_barcodes[\(index)]", found: "\(pattern.prefix) a second time", expected: "each once"
    )
  }
  return patterns
}

private func debtors(_ reader: inout ConfigReader) throws(ConfigFault) -> [Debtor] {
  var debtors: [Debtor] = []
  for var one in try reader.objects("on_account") {
    let name = try one.code("name")
    let limit = try one.amount("limit", or: nil, from: Money(fen: 1))
    guard !debtors.contains(where: { $0.name == name }) else {
      throw one.fault("name", found: "\(name) a second time", expected: "each once")
    }
    try one.finish()
    debtors.append(Debtor(name: name, limit: limit))
  }
  return debtors
}

private func isPrefix(_ text: String) -> Bool {
  (1...6).contains(text.utf8.count)
    && text.utf8.allSatisfy {
      $0.isASCIIDigit || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
    }
}
