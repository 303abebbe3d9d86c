import Foundation
import Ledger
import Testing

/// Every kind of document through the program: what the ledger held before it, it holds after its void.
@Suite struct VoidBalanceTests {
  private static let membership = """
    {"topup_plans": [
       {"amount": "100.00", "bonus": "20.00"},
       {"amount": "200.00", "bonus": "60.00", "parts": 3},
       {"amount": "300.00", "points": 300},
       {"amount": "400.00", "course": "jf5"},
       {"amount": "500.00", "coupon": "hy"},
       {"amount": "600.00", "tier": "gold"}],
     "limits": {"mode": "off"},
     "tiers": {"measure": "spend", "window_days": 365, "valid_days": 365, "grace_days": 30,
       "levels": [
         {"code": "basic", "name": "普卡", "from": "0.00"},
         {"code": "silver", "name": "银卡", "from": "2000.00", "discounts": {"service": "9z"}},
         {"code": "gold", "name": "金卡", "from": "6000.00", "discounts": {"service": "8z"}}]},
     "points": {"per_yuan": 1, "for_one_yuan": 100, "step": 100, "cap_percent": 100,
       "referral": 500},
     "courses": [{"code": "jf5", "name": "剪发5次", "price": "500.00", "entitlements": [
       {"services": ["jf"], "sessions": 5, "list": "128.00"}]}],
     "coupons": [
       {"code": "mj", "name": "满减", "off": "8.00", "per_member": 1},
       {"code": "hy", "name": "好友券", "off": "50.00", "issue": "granted"},
       {"code": "sr", "name": "生日券", "off": "8z", "issue": "birthday"}],
     "birthday": {"days_before": 30, "days_after": 30},
     "join_fee": "99.00"}
    """

  private static let settings = """
    {"name": "小店", "language": "zh-Hans", "document_prefix": "T", "drawers": [1],
     "slip_formats": ["text"], "tenders": ["cash", "wechat", "alipay", "bank", "owe"],
     "on_account": [{"name": "liu", "limit": "5000.00"}],
     "login": {"required": false, "role_without": "manager"}}
    """

  /// Two members, the second brought by the first, with a card, a course, points and coupons; goods
  /// of three lots; sales that something may come back of.
  private static let begin = """
    open 500
    member add 张丽 13800000001 birthday=TODAY w
    member add 李梅 13800000002 by=13800000001 w
    @13800000001
    topup 100 w
    topup 500 w
    course jf5 w
    @
    receive xf 3 cost=20 lot=A exp=2031-01-31
    receive xf 3 cost=25 lot=B exp=2032-01-31
    receive xf 16 cost=22 lot=C
    sell 2*jf xf @13800000001 w
    sell 3*xf jf -10% v50 w40 . @13800000001
    sell 2*jf xf @13800000002 coupon mj w
    sell 4*xf .
    """

  /// What makes the document, with what it is.
  private static let cases: [(kind: String, line: String)] = [
    ("sale", "sell jf xf ."), ("sale", "sell jf -10% 2*xf gift jf /500"),
    ("sale", "sell 2*jf w50 a40 b30 ref=88 ."), ("sale", "sell jf owe liu"),
    ("sale", "sell jf xf gift ."), ("sale", "sell 5*xf ."), ("sale", "sell xf gift ."),
    ("sale", "sell jf xf @1 v50 p100 w"), ("sale", "sell jf @1 k"),
    ("sale", "sell 2*jf xf @1 k1 v20 ."), ("sale", "sell 2*jf @1 coupon mj w"),
    ("sale", "sell 2*jf @1 coupon hy w"), ("sale", "sell 2*jf @1 coupon sr w"),
    ("sale", "sell 20*jf @1 w"), ("sale", "sell 60*jf @1 v30 w"),
    ("topup", "@1;topup 100 w"), ("topup", "@1;topup 200 ."), ("topup", "@1;topup 300 a"),
    ("topup", "@1;topup 400 b ref=7"), ("topup", "@1;topup 500 w"), ("topup", "@1;topup 600 w"),
    ("topup", "@1;topup 50 w gift=10"), ("course", "@1;course jf5 w"),
    ("course", "@1;course jf5 v w"), ("join", "member add 王芳 13800000003 ."),
    ("refund", "refund 1 1 退"), ("refund", "refund 1 退"), ("refund", "refund 2 1*2 restock 退"),
    ("refund", "refund 2 scrap 退"), ("refund", "refund 3 退"), ("refund", "refund 4 1*3 scrap 退"),
    ("refund", "refund 1 to=cash 退"),
    ("exchange", "@1;xf;exchange 1 1 换;."), ("exchange", "@1;3*jf;exchange 2 1*3 2 换;v w"),
    ("exchange", "@2;jf;exchange 3 1*2 2 换;."), ("exchange", "2*jf;exchange 4 1*2 换;."),
    ("exchange", "@1;20*jf;exchange 1 1*2 2 换;w"),
    ("card-refund", "cardrefund @1 reason=shop pay w"), ("transfer", "card transfer 1 2"),
    ("paid-in", "payin 30 备用"), ("paid-out", "payout 20 买水"), ("drop", "drop 100"),
    ("receiving", "receive xf 7 cost=21 lot=D"), ("back-bar", "use xf 2 for=jf"),
    ("count", "count xf 2"), ("count", "count xf 9"), ("write-off", "writeoff xf 2 破损"),
    ("return", "return xf 1 to=美源商贸 破损"), ("transfer-out", "transfer out xf 1 to=徐汇店"),
    ("transfer-in", "transfer in xf 4 cost=20 lot=E from=徐汇店"),
  ]

  /// All that the ledger says: balances, members, stock.
  private func state(_ shop: TestShop) throws -> [String] {
    let balances = try Database(shop.ledger).texts(
      "SELECT name || ' ' || balance FROM account WHERE balance <> 0 ORDER BY name")
    let shown = try shop.run("member show 1\nmember show 2\nstock xf\n").replies
    return balances + shown.map(\.canonical)
  }

  @Test func `what the ledger held before a document it holds after its void`() throws {
    let shop = try TestShop(isOpen: false)
    try shop.write(Self.settings, to: "Config/shop.json")
    try shop.write(Self.membership, to: "Config/membership.json")
    let birthday = "1988" + Date().formatted(.iso8601.year().month().day()).dropFirst(4)
    let begun = try shop.run(Self.begin.replacing("TODAY", with: birthday) + "\n")
    try #require(begun.status == 0, "\(begun.text)")
    let before = try state(shop)
    for (kind, line) in Self.cases {
      let typed = line.split(separator: ";").joined(separator: "\n") + "\n"
      let made = try shop.run(typed + "x*\n@\n")
      let document = made.replies.compactMap { $0["document"] }.last
      let number = document?["number"]?.string ?? ""
      #expect(document?["kind"]?.string == kind, "\(line): \(made.text)")
      let between = try state(shop)
      #expect(between != before, "\(line)")
      let voided = try shop.run("void \(number) 错\n")
      #expect(voided.outcomes == ["ok"], "\(line): \(voided.text)")
      let after = try state(shop)
      let wrong = Set(before).symmetricDifference(after).sorted()
      #expect(wrong == [], "\(line)")
      let again = try shop.run("void \(number) 错\n").outcomes
      #expect(again == ["already-void"], "\(line)")
      guard wrong == [] else { return }
    }
    #expect(try shop.faults() == [])
  }
}
