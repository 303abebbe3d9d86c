import Checkout
import Ledger

extension SlipFacts {
  /// What the slip of a document of goods says: where they come from or go to, lot by lot, what was
  /// counted, or what was used and for what.
  func goods(_ document: Document) -> [JSON.Member] {
    let json = document.json
    return [
      .init("supplier", json["supplier"] ?? .null), .init("branch", json["branch"] ?? .null),
      .init("paper", json["document"] ?? .null),
      .init("registration", json["registration"] ?? .null),
      .init("net_content", json["net_content"] ?? .null),
      .init("goods", list(lots(of: document))), .init("counts", list(counts(of: document))),
      .init("service", json["for"] ?? .null),
      .init("by", json["by"]?.int.map { .string(person($0)) } ?? .null),
      .init("sale", json["on"] ?? .null),
      .init("left", json["left"].map { measured($0, in: document) } ?? .null),
    ]
  }

  /// A number of units, or of grams or millilitres with their measure.
  private func measured(_ number: JSON, in document: Document) -> JSON {
    guard let measure = document.json["measure"]?.string, let count = number.int else {
      return number
    }
    return .string("\(count)\(measure)")
  }

  private func list(_ elements: [JSON]) -> JSON { elements.isEmpty ? .null : JSON(elements) }

  private func lots(of document: Document) -> [JSON] {
    let json = document.json
    let item = json["item"] ?? .null
    if document.subject == .receiving || document.subject == .goodsIn {
      let rows = json.elements("items")
      guard rows.isEmpty else {
        return rows.map { row in
          let amount = (row["cost"]?.money ?? .zero) * (row["units"]?.int ?? 0)
          return lot(row, code: row["code"] ?? .null, row["label"], row["units"], JSON(amount))
        }
      }
      return [
        lot(json, code: item, json["label"], json["units"], JSON(document.amount))
      ]
    }
    // A count says what differs, not what it was taken from.
    if document.subject == .count { return [] }
    if json["measure"] != nil, let used = (json["used"] ?? json["content"])?.int {
      return [lot(json, code: item, nil, measured(JSON(abs(used)), in: document), nil)]
    }
    return json.elements("taken").map { row in
      lot(
        row.with([.init("name", json["name"] ?? .null)]), code: item, row["lot"], row["qty"],
        row["amount"])
    }
  }

  private func lot(
    _ row: JSON, code: JSON, _ label: JSON?, _ units: JSON?, _ amount: JSON?
  ) -> JSON {
    JSON.object([.init("code", code)]).with([
      .init("name", row["name"] ?? .null), .init("lot", label ?? .null),
      .init("expires", row["expires"] ?? .null), .init("qty", units ?? .null),
      .init("amount", amount ?? .null),
    ])
  }

  /// Only what differs: a sheet may have thousands of lines that do not.
  private func counts(of document: Document) -> [JSON] {
    let json = document.json
    let lines = json.elements("counts").filter { $0["difference"]?.int != 0 }
    guard lines.isEmpty, let item = json["item"], let counted = json["counted"],
      document.subject == .count
    else { return lines }
    let difference = json["content"] ?? json["units"]
    return [
      JSON.object([.init("code", item), .init("value", JSON(document.total))]).with([
        .init("name", json["name"] ?? .null), .init("counted", measured(counted, in: document)),
        .init("expected", json["expected"].map { measured($0, in: document) } ?? .null),
        .init("difference", difference.map { measured($0, in: document) } ?? .null),
      ])
    ]
  }
}
