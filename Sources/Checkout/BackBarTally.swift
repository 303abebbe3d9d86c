package import Ledger
import Pricing

/// How much of which items a service is expected to use.
package struct Recipe: Sendable {
  package let service: String
  /// In the order of the file; each item once.
  package var parts: [(item: String, amount: Amount)]

  package init(service: String, parts: [(item: String, amount: Amount)]) {
    self.service = service
    self.parts = parts
  }
}

/// What was expected of an item, and what was used, for a service by one who serves.
package struct BackBarRow: Hashable, Sendable {
  /// Nil for use of which nobody said what it was for.
  package let service: String?
  package let staff: Int?
  package let item: String
  /// `g` or `ml`; nil for units.
  package let measure: String?
  /// Services sold, less those taken back.
  package fileprivate(set) var sold = 0
  /// What the recipe expects of them.
  package fileprivate(set) var expected = 0
  package fileprivate(set) var used = 0
  /// Of what was used.
  package fileprivate(set) var cost = Money.zero

  /// Above zero where more was used than the recipe expects.
  package var variance: Int { used - expected }
}

/// Compares the recipes of the services sold with what was used, document by document.
package struct BackBarTally {
  private struct Key: Hashable {
    let service: String?
    let staff: Int?
    let item: String
    let measure: String?
  }

  private let recipes: [String: Recipe]
  private var found: [Key: BackBarRow] = [:]

  package init(recipes: [String: Recipe]) { self.recipes = recipes }

  /// By service, then by who served, then by item; what nobody said stands last.
  package var rows: [BackBarRow] {
    found.values.filter { $0.sold != 0 || $0.expected != 0 || $0.used != 0 || $0.cost != .zero }
      .sorted { left, right in
        func key(_ row: BackBarRow) -> (String, Int, String, String) {
          (row.service ?? "\u{10FFFF}", row.staff ?? .max, row.item, row.measure ?? "")
        }
        return key(left) < key(right)
      }
  }

  /// Counts a document.
  ///
  /// - Parameters:
  ///   - document: any; most say nothing about the back bar.
  ///   - sign: -1 where a void takes it back.
  package mutating func count(_ document: Document, sign: Int = 1) {
    switch document.kind {
    case .sale, .exchange, .refund:
      for sold in document.soldLines { count(sold.line, sold.sign * sign) }
    case .backBar: countUse(document, sign)
    default: break
    }
  }

  private mutating func count(_ line: DocumentLine, _ sign: Int) {
    for part in recipes[line.code]?.parts ?? [] {
      update(line.code, line.server, part.item, part.amount.measure) { row in
        row.sold += sign * line.quantity
        row.expected += sign * line.quantity * part.amount.count
      }
    }
  }

  private mutating func countUse(_ document: Document, _ sign: Int) {
    let json = document.json
    update(
      json["for"]?.string, json["by"]?.int, json["item"]?.string ?? "", json["measure"]?.string
    ) { row in
      row.used += sign * (json["used"]?.int ?? 0)
      row.cost += document.total * sign
    }
  }

  private mutating func update(
    _ service: String?, _ staff: Int?, _ item: String, _ measure: String?,
    _ change: (inout BackBarRow) -> Void
  ) {
    let key = Key(service: service, staff: staff, item: item, measure: measure)
    var row =
      found[key] ?? BackBarRow(service: service, staff: staff, item: item, measure: measure)
    change(&row)
    found[key] = row
  }
}

extension [BackBarRow] {
  /// The rows with one of their keys left out, summed.
  ///
  /// - Parameter byStaff: whether the services are left out, or else who served.
  /// - Returns: a row per item and key that is left, in the order of the rows.
  package func summed(byStaff: Bool) -> [BackBarRow] {
    var sums: [BackBarRow] = []
    for row in self {
      let service = byStaff ? nil : row.service
      let staff = byStaff ? row.staff : nil
      let index =
        sums.firstIndex {
          $0.service == service && $0.staff == staff && $0.item == row.item
            && $0.measure == row.measure
        } ?? sums.endIndex
      if index == sums.endIndex {
        sums.append(
          BackBarRow(service: service, staff: staff, item: row.item, measure: row.measure))
      }
      sums[index].sold += row.sold
      sums[index].expected += row.expected
      sums[index].used += row.used
      sums[index].cost += row.cost
    }
    return sums
  }
}

extension DocumentLine {
  /// Who has the greatest share of the line, the first among equals; nil where nobody served it.
  package var server: Int? {
    let most = staff.map(\.share).max()
    return staff.first { $0.share == most }?.staff
  }
}
