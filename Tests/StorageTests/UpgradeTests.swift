import Ledger
import Testing

@testable import Storage

struct UpgradeTests {
  /// Makes a ledger as the first version did, with two entries of a debtor's in it.
  private func firstVersion(_ home: LedgerFolder) throws {
    let connection = try Connection(path: home.path, creating: true)
    try connection.execute("PRAGMA application_id = \(Schema.applicationID)")
    try connection.execute(try #require(Schema.migrations.first))
    try connection.execute("PRAGMA user_version = 1")
    try connection.execute(
      """
      INSERT INTO account (id, name, kind, unit, least, most) VALUES
        (1, 'revenue', 'revenue', 'fen', NULL, NULL),
        (1000, 'receivable:liu', 'asset', 'fen', 0, 5000)
      """)
    var hash = ChainHash.genesis
    for (counter, amount) in [(1, 3000), (2, 1500)] as [(Int64, Int64)] {
      let sale = entry(counter, shift: 0, postings: legs(debtor, revenue, amount))
      let line = sale.json(sequence: counter).canonical
      hash = hash.followed(by: line)
      let after = counter == 1 ? 3000 : 4500
      try connection.execute(
        """
        BEGIN;
        INSERT INTO posting VALUES (\(counter), 1, 1000, \(amount), \(after)),
          (\(counter), 2, 1, -\(amount), -\(after));
        INSERT INTO entry VALUES (\(counter), \(sale.id.value), 'sale', \(today.days),
          \(counter * 1000), 1, 0, 3, NULL, NULL, '\(line)', x'\(hash.hexadecimal)');
        COMMIT
        """)
    }
  }

  @Test func `a ledger of the first version is brought up to date when it is opened`() throws {
    let home = try LedgerFolder()
    try firstVersion(home)
    var store = try Store.open(at: home.path)
    let version = try store.connection.integer("PRAGMA user_version")
    let before = try store.verify { _, _ in }
    try store.write { writer in
      try writer.add(liu)
      _ = try writer.append(entry(3, shift: 0, postings: legs(debtor, revenue, 500)))
      _ = try writer.append(
        entry(4, shift: 0, postings: legs(revenue, held("points:1:2027-11-30", of: 1), 5)))
    }
    let (debt, names) = try store.read { snapshot in
      (
        try snapshot.balance(named: "receivable:liu", before: today.advanced(by: 1)),
        try snapshot.heldBalances(ofMember: 1).map(\.name)
      )
    }
    let after = try store.verify { _, _ in }
    #expect(version == Int64(Schema.migrations.count) && version > 1)
    #expect(before.faults.isEmpty && before.entries == 2)
    #expect(debt == 5000 && names == ["points:1:2027-11-30"])
    #expect(after.faults.isEmpty && after.entries == 4 && after.members == 1, "\(after.faults)")
  }

  @Test(
    arguments: zip(
      Schema.migrations,
      ["8b54568b", "ba746db8", "adde16e3", "e318498a", "ee752493", "87bfe0ec"]))
  func `a version that has shipped is frozen`(text: String, digest: String) {
    #expect(ChainHash(bytes: SHA256.digest(text.utf8)).hexadecimal.prefix(8) == digest)
  }
}
