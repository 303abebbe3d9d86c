// Foundation has files.
import Foundation
import Ledger
import TestShop
import Testing

@Suite struct ModelDayTests {
  /// Whether a figure of a reply is one that the model must have foreseen.
  private func isForeseeable(_ path: String, _ value: String) -> Bool {
    guard Int64(value) != nil, value != "0" else { return false }
    let parts = path.split(separator: ".")
    let unforeseen = ["id", "entry", "seq", "ref", "approver", "reason", "original", "hash"]
    return ["bill", "document", "shift", "report"].contains(parts[0])
      && (parts.count != 2 || !unforeseen.contains(String(parts[1])))
      && parts.last != "ref" && parts.last != "name"
  }

  @Test func `every figure of every reply is the one that an independent model computes`() throws {
    let catalog = TestShop.package.appending(path: "Config/catalog.csv")
    var model = ModelShop(csv: try String(contentsOf: catalog, encoding: .utf8))
    var compared = 0
    for reply in try DayRun.shared.get().replies where !reply.line.text.hasPrefix("#") {
      let foreseen = model.reply(to: reply.line)
      let given = figures(reply.json)
      compared += foreseen.count
      var differences = foreseen.filter { given[$0.key] != $0.value }
        .map { "\($0.key): the model has \($0.value), the reply \(given[$0.key] ?? "nothing")" }
      if reply.line.refusal == nil, foreseen.count > 2 {
        differences += given.filter { isForeseeable($0.key, $0.value) && foreseen[$0.key] == nil }
          .map { "\($0.key): the model has nothing, the reply \($0.value)" }
      }
      #expect(differences.sorted() == [], "\(reply.line.place)")
    }
    #expect(compared > 10_000)
  }
}
