import Checkout
import Ledger
import Testing

@testable import TillCLI

/// What slips say of documents, from nothing but their stored lines.
@Suite struct SlipFactsTests {
  private static let label = MemberLabel(number: 7, name: "张*丽", phone: "138****5678", tier: "金卡")

  private let facts: SlipFacts

  init() throws { facts = try SlipFacts.ofTests() }

  private func data(
    _ stored: String, of member: MemberLabel? = label, copy: Int? = nil
  ) throws -> JSON {
    let document = Document(json: try JSON(parsing: stored), hash: .genesis)
    return facts.document(document, of: member, copy: copy)
  }

  private static let session = """
    {"kind":"course","amount":26000,"line":1,"course":2,"name":"补水卡","sessions":1,"left":6,\
    "of":10,"value":16500}
    """
  private static let line = """
    {"code":"bnsh","name":"补水","kind":"service","price":26000,"net":26000,"session":16500,\
    "rate":0,"tax":0}
    """

  @Test func `stored value stands on a sale by its parts, with what is left`() throws {
    let sale = try data(
      """
      {"kind":"sale","no":"JA1","member":7,"total":10000,"earned":87,"burned":1000,
       "lines":[{"code":"jf","name":"剪发","kind":"service","price":10000,"net":10000}],
       "tenders":[{"kind":"points","amount":1000,"points":1000},
         {"kind":"stored-value","amount":9000,"principal":7500,"bonus":1500}],
       "postings":{"stored-value:7:1:principal":7500,"stored-value:7:1:bonus":1500,
         "stored-value:7:1:discount":800,"points:7:2027-11-21":913,"points:70:2027-11-21":5},
       "after":{"principal":50000,"bonus":10000,"points":5232}}
      """)
    let tenders = sale.elements("tenders")
    #expect(tenders.map { $0["name"]?.string } == ["积分抵扣", "储值本金", "储值赠金"])
    #expect(tenders.map { $0["amount"]?.integer } == [1000, 7500, 1500])
    let after = try #require(sale["after"])
    #expect(after["principal_before"]?.integer == 57500 && after["bonus_before"]?.integer == 11500)
    #expect(after["total"]?.integer == 60000 && after["points_change"]?.integer == -913)
    #expect(sale["signed"] == true && sale["cash"] == nil)
  }

  @Test func `a line that a session pays costs nothing, and its list price comes off the total`()
    throws
  {
    let sale = try data(
      """
      {"kind":"sale","no":"JA1","member":7,"total":36000,"lines":[\(Self.line),
        {"code":"jf","name":"剪发","kind":"service","price":10000,"net":10000}],
       "tenders":[\(Self.session),{"kind":"cash","amount":10000}]}
      """)
    #expect(sale["title"] == "消费小票" && sale["cash"] == true)
    #expect(sale["total"]?.integer == 10000 && sale["sessions_off"]?.integer == -26000)
    let lines = sale.elements("lines")
    #expect(lines[0]["session"]?.integer == 1 && lines[0]["net"]?.integer == 0)
    #expect(sale.elements("tenders").count == 1)
    let used = sale.elements("sessions")[0]
    #expect(used["left"]?.integer == 6 && used["before"]?.integer == 7)
  }

  @Test func `sessions alone have a slip of their own, and a void gives them back`() throws {
    let sale = try data(
      """
      {"kind":"sale","no":"JA1","member":7,"total":26000,"lines":[\(Self.line)],
       "tenders":[\(Self.session)]}
      """)
    #expect(sale["title"] == "次卡核销凭证" && sale["total"]?.integer == 0)
    let void = try data(
      """
      {"kind":"void","of":"sale","no":"JA2","member":7,"total":-26000,"lines":[\(Self.line)],
       "tenders":[\(Self.session)]}
      """)
    #expect(void["title"] == "作废凭证" && void["void"] == true)
    let returned = void.elements("sessions")[0]
    #expect(returned["left"] == nil && returned["returned"] == true)
  }

  @Test func `a top-up names its plan, its ratio, and the balances before and after`() throws {
    let topUp = try data(
      """
      {"kind":"topup","no":"JA1","member":7,"total":300000,"plan":200000,"bonus":50000,
       "lots":[{"no":1,"paid":300000,"gift":25000}],"parts":[25000,25000],
       "tenders":[{"kind":"wechat","amount":300000}],"staff_shares":"3",
       "coupon":"hl100","coupon_name":"护理100元券",
       "postings":{"stored-value:7:1:principal":-300000,"stored-value:7:1:bonus":-25000},
       "after":{"principal":310000,"bonus":25000,"points":0}}
      """)
    #expect(topUp["plan"] == "充2000送500" && topUp["ratio"]?.integer == 8571)
    #expect(topUp["parts"]?.integer == 2 && topUp["part"]?.integer == 25000)
    #expect(topUp["after"]?["total_before"]?.integer == 10000)
    #expect(topUp["after"]?["total_change"]?.integer == 325_000)
    #expect(topUp["after"]?["points"] == nil)
    #expect(topUp.elements("staff").map { $0["name"] } == ["小美"])
    #expect(topUp["coupon"] == "护理100元券")
  }

  @Test func `a transfer brings principal, bonus, points and the sessions that were left`() throws {
    let transfer = try data(
      """
      {"kind":"transfer","no":"JA1","member":7,"giver":2,"total":6000,"principal":5000,
       "bonus":1000,"points":300,"courses":[{"no":3,"offer":{"code":"bs12","name":"补水卡",
         "price":198000,"entitlements":[{"services":["bnsh"],"paid":10,"gift":2,"list":26000}]}}],
       "postings":{"course:7:3:0":-9,"course:7:3:0:deferred":-148500,"course:2:1:0":9,
         "points:7:2027-11-21":-300,"points:2:2027-11-21":300},
       "after":{"principal":5000,"bonus":1000,"points":500}}
      """)
    #expect(transfer["giver"] == "@2" && transfer["ratio"] == nil)
    #expect(transfer["after"]?["points_change"]?.integer == 300)
    let course = transfer.elements("courses")[0]
    #expect(course["left"]?.integer == 9 && course["of"]?.integer == 12)
    #expect(course["value"]?.integer == 16500 && course["gift"]?.integer == 2)
  }

  @Test func `a course of several entitlements says what a session of each is worth`() throws {
    let sold = try data(
      """
      {"kind":"course","no":"JA1","member":7,"total":46800,"courses":[{"no":2,"offer":
       {"code":"xh6","name":"洗吹","price":46800,"entitlements":[
        {"services":["xc"],"paid":4,"gift":0,"list":4800},
        {"services":["tp"],"paid":2,"gift":0,"list":16800}]},"services":{"xc":"洗吹"}}],
       "tenders":[{"kind":"alipay","amount":46800}]}
      """)
    let course = sold.elements("courses")[0]
    #expect(course["value"] == nil && course["of"]?.integer == 6)
    #expect(course.elements("parts").map { $0["value"]?.integer } == [4255, 14891])
    #expect(course.elements("parts").map { $0["services"] } == [["洗吹"], ["tp"]])
  }

  @Test func `a card refund names its reason and article, and what it took from the card`() throws {
    let refund = try data(
      """
      {"kind":"card-refund","no":"JA1","member":7,"total":99261,"why":"member","principal":99261,
       "bonus":33087,"parts":[{"lot":1,"paid":300000,"delivered":200739,"due":99261},
         {"course":2,"name":"补水卡","paid":10000,"delivered":10000,"due":0}],
       "postings":{"stored-value:7:1:principal":99261,"stored-value:7:1:bonus":33087},
       "tenders":[{"kind":"bank","amount":99261}],"after":{"principal":0,"bonus":0,"points":0}}
      """)
    #expect(refund["law"] == "法释〔2025〕4号第19、20条" && refund["amount"]?.integer == 99261)
    #expect(refund.elements("parts").map { $0["name"] } == ["充值1", "次卡2"])
    #expect(refund.elements("parts").map { $0["course"] } == [nil, "补水卡"])
    #expect(refund["after"]?["principal_change"]?.integer == -99261)
    #expect(refund["revoked"]?.integer == 33087)
  }

  @Test func `nothing is said of what a member never had`() throws {
    let sale = try data(
      """
      {"kind":"sale","no":"JA1","member":7,"total":100,
       "lines":[{"code":"jf","name":"剪发","kind":"service","price":100,"net":100}],
       "tenders":[{"kind":"wechat","amount":100}],"after":{"principal":0,"bonus":0,"points":0}}
      """)
    #expect(sale["after"] == nil && sale["signed"] == nil)
    #expect(sale["member"]?["name"] == "张*丽")
  }

  @Test(arguments: [
    (#"{"kind":"join","member":7,"tenders":[{"kind":"wechat","amount":1}]}"#, false),
    (#"{"kind":"join","member":7,"tenders":[{"kind":"cash","amount":1}]}"#, true),
    (#"{"kind":"no-sale"}"#, true), (#"{"kind":"paid-in","total":1}"#, true),
    (#"{"kind":"transfer","member":7}"#, false),
  ])
  func `the drawer opens for cash alone, and not for a copy`(stored: String, opens: Bool) throws {
    #expect((try data(stored, of: nil)["cash"] == true) == opens)
    #expect(try data(stored, of: nil, copy: 1)["cash"] == nil)
  }

  @Test func `the figures of a shift name its tenders, and members' only where there are any`()
    throws
  {
    let plain: JSON = ["tenders": ["cash": 5000], "turnover": 5000, "topup_total": 0]
    let quiet = facts.report(plain, at: Instant(milliseconds: 0), drawer: 1)
    #expect(quiet["shift"]?["members"] == false)
    let report: JSON = [
      "tenders": ["stored-value": 5000], "turnover": 205_000, "course_sales": 200_000,
      "topup_total": 1000, "topup_tenders": ["wechat": 1000, "cash": 0], "topups": 1,
    ]
    let shift = facts.report(report, at: Instant(milliseconds: 0), drawer: 1)["shift"]
    #expect(shift?["members"] == true)
    #expect(shift?.elements("topup_tenders").map { $0["name"] } == ["微信支付"])
    #expect(shift?.elements("revenue").map { $0["name"] } == ["次卡销售"])
  }
}

extension SlipFacts {
  /// Those of a Chinese shop with one person on its staff.
  static func ofTests() throws -> SlipFacts {
    let shop = Shop(
      name: "丽人", branch: "", address: "", phone: "", footer: [], language: .chinese,
      timeZone: "+08:00", cutOver: 4, documentPrefix: "JA", cashRounding: .none, columns: 48,
      slipFormats: [.text], drawers: [1], tenders: TenderKind.allCases, debtors: [],
      inStorePatterns: [], isLoginNeeded: false, openRole: .manager)
    let zone = try #require(TimeZoneRule(shop.timeZone))
    return SlipFacts(
      shop: shop,
      roster: Roster(members: [StaffMember(number: 3, name: "小美", title: "", role: .cashier)]),
      clock: ShopClock(zone: zone, cutOver: 4))
  }
}
