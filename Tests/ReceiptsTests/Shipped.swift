// Foundation for FileManager and the files' contents.
import Foundation
import Ledger
import Receipts

/// The shipped templates and the samples beside them.
enum Shipped {
  static let names = [
    "sale", "bill", "z", "cash", "topup", "course", "session", "refund", "exchange", "cardrefund",
    "statement",
  ]
  /// What the templates are laid out over; what stands behind `-` says how it differs.
  static let samples =
    names + ["sale-member"]
    + [
      "sale", "topup", "course", "session", "refund", "exchange", "cardrefund", "statement",
    ].map { "\($0)-worst" }
  static let languages = ["zh-Hans", "en"]
  static let widths = [32, 42, 48]

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Receipts")

  static func template(_ name: String, _ language: String) throws -> Template {
    let template = name.prefix { $0 != "-" }
    let file = folder.appending(path: "\(template).\(language).txt")
    return try Template(
      parsing: try String(contentsOf: file, encoding: .utf8), name: file.lastPathComponent)
  }

  static func data(_ name: String, _ language: String) throws -> JSON {
    let file = folder.appending(path: "samples/\(name).\(language).json")
    return try JSON(parsing: try String(contentsOf: file, encoding: .utf8))
  }

  static func rows(_ name: String, _ language: String = "zh-Hans", columns: Int) throws -> [Row] {
    try template(name, language).rows(of: try data(name, language), columns: columns)
  }
}

/// A slip from a template written in the test, as its lines.
func lines(_ template: String, _ data: JSON = .object([]), columns: Int = 32) throws -> [String] {
  let rows = try Template(parsing: template, name: "test").rows(of: data, columns: columns)
  return text(rows).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    .map(String.init)
}

/// A text's lines without the blanks at both ends.
func trimmedLines(_ text: String) -> [String] {
  text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
    String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
