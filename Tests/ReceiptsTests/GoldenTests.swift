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
    let bytes = escpos(rows, profile: PrinterProfile(columns: 48))
    try compare(try EscposInterpreter.dump(bytes), with: "\(name).zh-Hans.48.escpos.txt")
  }

  private func compare(_ made: String, with sample: String) throws {
    let file = Shipped.folder.appending(path: "samples/\(sample)")
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try made.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded \(sample): look at the difference, then run without RECORD")
      return
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    #expect(made == expected, "\(sample) differs; RECORD=1 writes it anew")
  }
}
