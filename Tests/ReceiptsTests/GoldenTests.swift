import Foundation
import Ledger
import Receipts
import TestShop
import Testing

/// Slips compared with the samples; `RECORD=1` writes the samples anew and fails the run.
@Suite struct GoldenTests {
  static let texts = Shipped.samples.flatMap { name in
    Shipped.languages.flatMap { language in Shipped.widths.map { (name, language, $0) } }
  }

  @Test(arguments: texts) func `a slip's text is the sample's`(
    name: String, language: String, columns: Int
  ) throws {
    let slip = text(try Shipped.rows(name, language, columns: columns))
    try compare(slip, with: "\(name).\(language).\(columns).txt")
  }

  @Test(arguments: Shipped.samples) func `a slip's bytes are the sample's`(name: String) throws {
    let rows = try Shipped.rows(name, columns: 48)
    try compare(try EscposInterpreter.dump(escpos(rows)), with: "\(name).zh-Hans.48.escpos.txt")
  }

  private func compare(_ made: String, with sample: String) throws {
    let found = try difference(of: made, from: Shipped.folder.appending(path: "samples/\(sample)"))
    #expect(found == nil)
  }
}
