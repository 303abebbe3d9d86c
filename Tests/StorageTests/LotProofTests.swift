import Testing

@testable import Storage

/// An entry that moved lots: its kind and line, what it moved, what the entry moved that it takes back,
/// and what is wrong with it.
private typealias Case = (
  kind: String, line: String, legs: [LotProof.Leg], original: [LotProof.Leg], fault: String?
)

private let twoLots = #"{"lines":[{"code":"a","lots":[[1,2,500],[2,1,400]]}]}"#
private let twoItems =
  #"{"lines":[{"code":"a","lots":[[1,2,500]]},{"code":"b","lots":[[1,1,400]]}]}"#
private let owed = #"{"lines":[{"code":"a","lots":[[null,3,500]]}]}"#
private let back = #"{"lines":[{"code":"a","lots":[[1,1,500]]}],"restock":true}"#
private let scrapped = #"{"lines":[{"code":"a","lots":[[1,1,500]]}],"restock":false}"#
private let unheldBack = #"{"lines":[{"code":"a","lots":[[null,2,500]]}],"restock":true}"#
private let unheldScrapped = #"{"lines":[{"code":"a","lots":[[null,2,500]]}],"restock":false}"#
private let exchange =
  #"{"returned":{"lines":[{"code":"a","lots":[[1,1,500]]}],"restock":true},"taken":[{"code":"a","lots":[[2,1,400]]}]}"#
private let twoBack =
  #"{"returned":{"lines":[{"code":"a","lots":[[1,1,500]]},{"code":"b","lots":[[1,2,500]]}]},"taken":[{"code":"a","lots":[[2,1,400]]}]}"#
private let delivery =
  #"{"items":[{"code":"a","units":2},{"code":"b","units":3},{"code":"a","units":1}]}"#
private let sheet = #"{"counts":[{"code":"a","difference":-2},{"code":"b","difference":1}]}"#

/// What takes from lots, and what brings back to them.
private let taken: [Case] = [
  ("sale", twoLots, [("a", 1, -2), ("a", 2, -1)], [], nil),
  (
    "sale", twoLots, [("a", 1, -2), ("a", 2, -2)], [],
    "moves -2 of a lot 2, its document says -1"
  ),
  ("sale", twoLots, [("a", 1, -1), ("a", 2, -1)], [], "moves -1 of a lot 1, its document says -2"),
  ("sale", twoLots, [("a", 1, -2)], [], "does not move what its document says of a"),
  ("sale", twoItems, [("a", 1, -2), ("b", 1, -1)], [], nil),
  (
    "sale", twoItems, [("a", 1, -2), ("b", 1, -2)], [], "moves -2 of b lot 1, its document says -1"
  ),
  ("sale", twoItems, [("b", 1, -1)], [], "does not move what its document says of a"),
  // Numbers that nobody can add up.
  (
    "sale", #"{"lines":[{"code":"a","lots":[[1,9223372036854775808,500]]}]}"#, [("a", 1, -1)], [],
    "moves -1 of a lot 1, its document says -10000000000"
  ),
  (
    "refund",
    #"{"lines":[{"code":"a","lots":[[1,9223372036854775807,0],[null,9223372036854775807,0]]}]}"#,
    [("a", 1, .min)], [], "moves -9223372036854775808 of a lot 1, its document says 10000000000"
  ),
  ("sale", owed, [("a", nil, -3)], [], nil),
  ("sale", owed, [("a", nil, -2)], [], "moves -2 of a owed, its document says -3"),
  ("sale", owed, [("a", 1, -3)], [], "moves -3 of a lot 1, its document says 0"),
  ("write-off", #"{"item":"a","lots":[[2,1,500]],"units":-1}"#, [("a", 2, -1)], [], nil),
  ("refund", back, [("a", 1, 1)], [], nil),
  ("refund", back, [("a", 1, 2)], [], "moves 2 of a lot 1, its document says 1"),
  ("refund", scrapped, [], [], nil),
  ("refund", scrapped, [("a", 1, 1)], [], "moves 1 of a lot 1, its document says 0"),
  ("refund", unheldBack, [("a", nil, 2)], [], nil),
  ("refund", unheldBack, [("a", 4, 2)], [], nil),
  ("refund", unheldBack, [("a", nil, 1), ("a", 4, 1)], [], nil),
  ("refund", unheldBack, [("a", 4, 3)], [], "moves 3 of a lot 4, its document says 0"),
  ("refund", unheldBack, [("a", 4, -1)], [], "moves -1 of a lot 4, its document says 0"),
  ("refund", unheldBack, [("a", nil, -1)], [], "moves -1 of a owed, its document says 2"),
  ("refund", unheldBack, [("a", nil, 3)], [], "moves 3 of a owed, its document says 2"),
  ("refund", unheldScrapped, [("a", 4, 1)], [], "moves 1 of a lot 4, its document says 0"),
  ("refund", unheldBack, [("b", 1, 1)], [], "moves 1 of b lot 1, its document says 0"),
  ("exchange", exchange, [("a", 1, 1), ("a", 2, -1)], [], nil),
  (
    "exchange", exchange, [("a", 1, 1), ("a", 2, 1)], [], "moves 1 of a lot 2, its document says -1"
  ),
  (
    "exchange", exchange, [("a", 1, -1), ("a", 2, -1)], [],
    "moves -1 of a lot 1, its document says 1"
  ),
  // What stands in a text or beside no code says nothing.
  (
    "sale", #"{"lines":[{"code":"a","lots":[[1,1,500]],"name":"\"lots\":[[1,9,1]]"}]}"#,
    [("a", 1, -1)], [], nil
  ),
  (
    "sale", #"{"lines":[{"code":"a","kind":"\"\\","lots":[[1,1,500]]}]}"#, [("a", 1, -1)], [], nil
  ),
  (
    "sale", #"{"lines":[{"code":"a","lots":[[1,1,500]]}],"lots":[[1,9,1]]}"#, [("a", 1, -1)], [],
    nil
  ),
  (
    "sale", #"{"lines":[{"code":"a","kits":[[1,9,1]],"lots":[[1,1,500]]}]}"#, [("a", 1, -1)], [],
    nil
  ),
  ("sale", #"{"code":"a","parts":[{"lots":[[1,9,1]]}]}"#, [], [], nil),
  ("sale", #"{"customer":{"code":"a","lots":[[1,1,500]]}}"#, [("a", 1, -1)], [], nil),
  (
    "refund", #"{"lines":[{"code":"a","lots":[[1,1,500]]}],"partial":false,"restock":true}"#,
    [("a", 1, 1)], [], nil
  ),
  ("sale", #""code":"a""#, [("a", 1, -1)], [], "moves -1 of a lot 1, its document says 0"),
  // What came back ends with its own object.
  ("exchange", #"{"returned":{"code":"a","lots":[[1,1,500]]}}"#, [("a", 1, 1)], [], nil),
  ("exchange", twoBack, [("a", 1, 1), ("b", 1, 2), ("a", 2, -1)], [], nil),
  // A lot that is taken from and given back to need not move.
  (
    "exchange",
    #"{"returned":{"lines":[{"code":"a","lots":[[1,1,500]]}]},"taken":[{"code":"a","lots":[[1,1,500]]}]}"#,
    [("b", 1, 0)], [], nil
  ),
]

/// What takes an entry back, brings goods in, or counts them.
private let told: [Case] = [
  ("void", "", [("a", 1, 2), ("a", 2, 1)], [("a", 1, -2), ("a", 2, -1)], nil),
  (
    "void", "", [("a", 1, 2), ("a", 2, 2)], [("a", 1, -2), ("a", 2, -1)],
    "takes back -2 of a lot 2, -1 were moved"
  ),
  ("void", "", [("b", 1, 2)], [("a", 1, -2)], "takes back -2 of b lot 1, 0 were moved"),
  (
    "void", "", [("a", 1, .min)], [("a", 1, 1)],
    "takes back -9223372036854775808 of a lot 1, 1 were moved"
  ),
  (
    "receiving", #"{"items":[{"code":"a","units":9223372036854775807},{"code":"a","units":1}]}"#,
    [("a", 1, .max), ("a", 2, .max)], [],
    "moves -2 of a, its document says -9223372036854775808"
  ),
  ("receiving", #"{"item":"a","units":5}"#, [("a", 1, 5)], [], nil),
  ("receiving", #"{"item":"a","units":5}"#, [("a", nil, 2), ("a", 1, 3)], [], nil),
  (
    "receiving", #"{"item":"a","units":5}"#, [("a", nil, 2), ("a", 1, 5)], [],
    "moves 7 of a, its document says 5"
  ),
  ("transfer-in", #"{"item":"a","units":5}"#, [("a", 1, 5)], [], nil),
  (
    "transfer-in", #"{"item":"a","units":5}"#, [("a", 1, 4)], [],
    "moves 4 of a, its document says 5"
  ),
  ("receiving", delivery, [("a", 1, 2), ("b", 1, 3), ("a", 2, 1)], [], nil),
  ("receiving", delivery, [("a", 1, 2), ("b", 1, 3)], [], "moves 2 of a, its document says 3"),
  ("receiving", delivery, [("c", 1, 1)], [], "moves 1 of c, its document says 0"),
  ("count", sheet, [("a", 1, -1), ("a", 2, -1), ("b", 1, 1)], [], nil),
  ("count", sheet, [("a", 1, -2), ("b", 1, 2)], [], "moves 2 of b, its document says 1"),
  ("count", #"{"item":"a","units":-1}"#, [("a", 1, -1)], [], nil),
]

struct LotProofTests {
  @Test(arguments: taken + told)
  fileprivate func `an entry moves of lots what its document says`(of entry: Case) {
    var line = entry.line
    let found = line.withUTF8 {
      LotProof.fault(entry.kind, $0, entry.legs, reversed: entry.original)
    }
    #expect(found == entry.fault)
  }
}

struct AccountRangeTests {
  @Test(
    arguments: [
      ("points:1:2027-11-30", "liability", true, nil, 0, true),
      ("points:1:2027-11-30", "liability", true, nil, nil, false),
      ("points:1:2027-11-30", "liability", true, -5, 0, false),
      ("coupon:1:a", "asset", true, 0, nil, true), ("coupon:1:a", "asset", true, nil, nil, false),
      ("coupon:1:a", "expense", true, 0, nil, false),
      ("qualifying:1", "asset", true, nil, nil, true),
      ("drawer:1", "asset", false, nil, nil, false), ("drawer:1", "asset", false, 0, nil, true),
      ("drawer:1", "expense", false, 0, nil, false),
      ("stock:a:1", "asset", false, nil, nil, false), ("stock:a:1", "asset", false, 0, nil, true),
      ("stock:a:1", "asset", false, nil, 0, false),
      ("stock:a:owed", "asset", false, nil, 0, true),
      ("stock:a:owed", "asset", false, nil, nil, false),
      ("stock:a:owed", "asset", false, 0, nil, false),
      ("opened:a", "asset", false, nil, nil, false),
      ("opened-cost:a", "asset", false, nil, nil, false),
      ("returned:7:1", "asset", false, nil, nil, false),
      ("returned:value", "expense", false, nil, nil, true),
      ("receivable:liu", "asset", false, nil, 5000, false),
      ("receivable:owed", "asset", false, nil, 0, false),
      ("safe", "asset", false, nil, nil, true),
    ] as [(String, String, Bool, Int64?, Int64?, Bool)])
  func `what must not cross zero is kept from it by its account`(
    name: String, kind: String, isOwned: Bool, least: Int64?, most: Int64?, isKept: Bool
  ) {
    let found = AccountRange.isKept(
      name, kind: kind, isOwned: isOwned, least: least, most: most)
    #expect(found == isKept)
  }
}
