import Catalog
import Checkout
import Ledger

/// Reads rows of a delivery: `code` and `units`, and as much of the record as the file holds.
struct GoodsColumns {
  static let names = [
    "code", "units", "cost", "lot", "expires", "supplier", "document", "registration",
    "net_content", "contact",
  ]
  static let aliases = [
    "qty": "units", "quantity": "units", "exp": "expires", "use_by": "expires",
    "from": "supplier", "doc": "document", "reg": "registration", "net": "net_content",
    "barcode": "code", "编码": "code", "条码": "code", "数量": "units", "进价": "cost",
    "批号": "lot", "限期": "expires", "使用期限": "expires", "供应商": "supplier",
    "单号": "document", "备案号": "registration", "注册证号": "registration",
    "净含量": "net_content", "联系方式": "contact",
  ]

  /// In the order of the file.
  private let columns: [String]
  private let places: [String: Int]

  init(_ file: ImportFile) throws(Refusal) {
    columns = try file.columns(
      GoodsColumns.names, required: ["code", "units"], aliases: GoodsColumns.aliases)
    places = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, $0) })
  }

  /// The goods of a row, without what the ledger knows of the item.
  ///
  /// - Throws: ``RowFault``.
  func goods(of row: CSVReader.Record) throws(RowFault) -> GoodsRow {
    guard row.fields.count == columns.count else {
      throw RowFault(
        line: row.line, column: "", value: "",
        reason: "\(row.fields.count) fields, the head has \(columns.count)")
    }
    for (name, field) in zip(columns, row.fields) where !isPlain(field, most: 60) {
      throw RowFault(
        line: row.line, column: name, value: field,
        reason: "at most 60 characters, none of them hidden")
    }
    let count = try value("units", in: row, "a whole number from 1 to 999999") { text in
      isNumber(text, most: 6) ? Int(text).flatMap { $0 >= 1 ? $0 : nil } : nil
    }
    let code = try value("code", in: row, "an item's code or barcode") { $0.lowercased() }
    guard let code, let count else {
      throw RowFault(
        line: row.line, column: code == nil ? "code" : "units", value: "", reason: "is missing")
    }
    return GoodsRow(
      line: row.line, code: code, count: count,
      cost: try value("cost", in: row, "yuan as in 20.00") { try? Money(yuan: $0) },
      label: text("lot", in: row),
      expires: try value("expires", in: row, "YYYY-MM-DD") { BusinessDate($0) },
      supplier: text("supplier", in: row), document: text("document", in: row),
      registration: text("registration", in: row), netContent: text("net_content", in: row),
      contact: text("contact", in: row))
  }

  private func text(_ column: String, in row: CSVReader.Record) -> String {
    places[column].map { row.fields[$0].trimmed } ?? ""
  }

  private func value<Value>(
    _ column: String, in row: CSVReader.Record, _ expected: String, read: (String) -> Value?
  ) throws(RowFault) -> Value? {
    let text = text(column, in: row)
    guard !text.isEmpty else { return nil }
    guard let value = read(text) else {
      throw RowFault(line: row.line, column: column, value: text, reason: "expected \(expected)")
    }
    return value
  }
}

/// What a row of a delivery says; what it leaves out is empty or nil.
struct GoodsRow {
  let line: Int
  let code: String
  let count: Int
  let cost: Money?
  private(set) var label: String
  private(set) var expires: BusinessDate?
  let supplier: String
  let document: String
  let registration: String
  let netContent: String
  let contact: String
}

extension GoodsRow {
  /// The row with the lot and the use-by date that its code says, where it is a GS1 string.
  ///
  /// - Throws: ``RowFault`` where a column says otherwise.
  func with(_ elements: GS1Elements?) throws(RowFault) -> GoodsRow {
    var row = self
    if let lot = elements?.lot {
      guard label.isEmpty || label == lot else {
        throw RowFault(line: line, column: "lot", value: label, reason: "the code says \(lot)")
      }
      row.label = lot
    }
    if let useBy = elements?.useBy {
      guard expires == nil || expires == useBy else {
        throw RowFault(
          line: line, column: "expires", value: expires?.description ?? "",
          reason: "the code says \(useBy)")
      }
      row.expires = useBy
    }
    return row
  }

  /// Why the goods are not taken in, with the column that is at fault.
  func fault(_ refusal: Refusal, cost: Money, _ language: Language) -> RowFault {
    let (column, value) =
      switch refusal.name {
      case .amountOverLimit: ("cost", cost.description)
      case .malformed: ("lot", label)
      default: ("expires", expires?.description ?? "")
      }
    return RowFault(line: line, column: column, value: value, reason: refusal.text(language))
  }
}

extension String {
  /// Without blanks around it.
  fileprivate var trimmed: String {
    let blank = UInt8(ascii: " ")
    guard utf8.first == blank || utf8.last == blank else { return self }
    let rest = drop { $0 == " " }
    return String(rest.prefix(rest.count - rest.reversed().prefix { $0 == " " }.count))
  }
}
