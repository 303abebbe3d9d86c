import Testing

@testable import Storage

struct QueryPlanTests {
  /// Where a whole table or a result of the query itself is read, and why that is right.
  private static let scans: [Query: Set<String>] = [
    // The trial balance lists every account.
    .accounts: ["SCAN account"],
    // The trial balance is a report: it reads the shop's accounts, not its history.
    .shopAccounts: ["SCAN account"],
    // All items that are kept in stock, for a list of them.
    .stockedItems: ["SCAN stock_lot"],
    // A report on all lots that there ever were.
    .lotsThen: ["SCAN lot"],
    // A new file of rules is compared with all of the old ones.
    .stockRules: ["SCAN stock_rule"],
    // Only what has a reorder point; only the sheet that is open: one row.
    .reorderPoints: ["SCAN stock_rule USING INDEX stock_rule_reordered"],
    .openSheet: ["SCAN count_sheet USING INDEX count_sheet_open"],
    // The newest entry, from the end of the table: one row.
    .head: ["SCAN entry"],
    // Both hold what waits to be written or fetched: a handful of rows.
    .outbox: ["SCAN outbox"],
    .heldBills: ["SCAN bill USING INDEX bill_by_tag"],
    // A new catalog is compared with all of the old one.
    .listedItems: ["SCAN item"], .unlistedItems: ["SCAN item"],
    // The names in the shop's files are compared with those of a new catalog.
    .catalogNames: ["SCAN item"],
    // The hits themselves, after the search of the keys.
    .itemsByKey: ["SCAN hit", "SCAN best"], .itemsByPinyin: ["SCAN hit", "SCAN best"],
    .itemsByName: ["SCAN hit", "SCAN best"],
    // The newest closing, from the end of the table, over shifts: some hundreds a year.
    .lastClosing: ["SCAN shift"],
    // Erasing a member: rare, and nothing of the name may stay.
    .deleteMemberKeys: ["SCAN member_key"],
    // Counts members, and sums what all of them hold.
    .memberCount: ["SCAN member"], .heldNow: ["SCAN account"],
    // The best of the hits, after the search of the keys.
    .membersByInitials: ["SCAN hit", "SCAN best"], .membersByPinyin: ["SCAN hit", "SCAN best"],
    .membersByName: ["SCAN hit", "SCAN best"],
    // In the plan alone: references that are checked at once cannot be mended by a later entry, so
    // SQLite passes by them when it runs.
    .insertEntry: [
      "SCAN caller_key", "SCAN shift", "SCAN lot", "SCAN course", "SCAN stock_lot",
      "SCAN count_sheet", "SCAN receiving_record USING COVERING INDEX receiving_record_by_supplier",
    ],
    .insertMember: ["SCAN member", "SCAN lost_card", "SCAN due"],
    .insertAccount: ["SCAN posting"],
  ]

  @Test(arguments: Query.allCases)
  func `no statement of a working day reads a whole table`(query: Query) throws {
    let home = try LedgerFolder()
    let store = try home.filled()
    let statement = try Statement(
      "EXPLAIN QUERY PLAN \(query.sql)", on: store.connection.handle)
    var scans: Set<String> = []
    while try statement.step() {
      let step = statement.text(3)
      if step.hasPrefix("SCAN"), step != "SCAN CONSTANT ROW" { scans.insert(step) }
    }
    let allowed = QueryPlanTests.scans[query] ?? []
    #expect(scans.subtracting(allowed).isEmpty, "\(scans)")
  }
}
