import Checkout
import Ledger
import Membership
import Testing

@testable import TillCLI

@Suite struct MembersFileTests {
  private func read(_ text: String) throws -> [MemberRow] {
    let rules = try membershipRules(
      parsing: """
        {"courses": [
          {"code": "one", "name": "一种", "price": "500.00",
           "entitlements": [{"services": ["jf"], "sessions": 5, "list": "128.00"}]},
          {"code": "two", "name": "两种", "price": "500.00",
           "entitlements": [{"services": ["jf"], "sessions": 5, "list": "128.00"},
             {"services": ["xcj"], "sessions": 5, "list": "38.00"}]}]}
        """, file: "Config/membership.json", categories: [])
    let day = try #require(BusinessDate("2026-11-21"))
    return try memberRows(parsing: text, file: "Config/members.csv", rules: rules, on: day)
  }

  @Test func `columns may stand in any order, and rows are numbered from 1`() throws {
    let rows = try read("phone,name,principal\n13800001001,王,10.00\n\n,李,\n")
    #expect(rows.map(\.member.number) == [1, 2] && rows.map(\.member.name) == ["王", "李"])
    #expect(rows.map(\.held.principal) == [Money(fen: 1000), .zero])
    #expect(try read("").isEmpty)
  }

  @Test func `what is left of a course is what the file says`() throws {
    let held = try read("name,course,sessions\n王,one,3\n李,one,\n").map(\.held)
    #expect(held.map(\.sessions) == [3, 5])
  }

  @Test(arguments: [
    ("name,height\n王,1", "line 1"), ("name,note,note\n王,a,b", "line 1"),
    // A comma in a name or note that nobody quoted would move or cut what is behind it.
    ("name,note\n王,a,b", "line 2"), ("name,phone,note\n王,", "line 2"),
    ("name,course\n王,one\n李,nix", "line 3, column course"),
    // Of several kinds of sessions the file cannot say how many are left of each.
    ("name,course,sessions\n王,two,4", "line 2, column course"),
    ("name,course,sessions\n王,one,6", "line 2, column sessions"),
    ("name,principal\n王,x", "line 2, column principal"),
  ]) func `what contradicts itself names its place`(text: String, place: String) {
    #expect { try read(text) } throws: { error in (error as? ConfigFault)?.place == place }
  }
}
