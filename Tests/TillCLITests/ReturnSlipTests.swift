import Checkout
import Ledger
import Testing

@testable import TillCLI

/// What the slips of refunds, exchanges and voids say, from nothing but their stored lines.
@Suite struct ReturnSlipTests {
  private let facts: SlipFacts

  init() throws { facts = try SlipFacts.ofTests() }

  private func data(_ stored: String) throws -> JSON {
    let document = Document(json: try JSON(parsing: stored), hash: .genesis)
    return facts.document(
      document,
      of: document.member.map { MemberLabel(number: $0, name: "张*丽", phone: "", tier: "") },
      copy: nil)
  }

  private static let shampoo = """
    {"line":2,"code":"xs001","kind":"product","name":"洗发水","price":8800,"rate":0,"tax":0,\
    "net":7980,"off":[["tier 金卡 9.5z",440],["bill -10.00",280],["coupon 满300减20 -20.00",100]]}
    """
  private static let refund = """
    "no":"JA20261122-R002","original":"JA20261121-0031","reason":"包装破损","member":7,\
    "lines":[\(shampoo)],"rounding":-20,"restock":true,"reversed":84,"returned_points":96,\
    "tenders":[{"tender":0,"kind":"points","amount":96,"points":96,"lots":[]},\
    {"tender":1,"kind":"stored-value","amount":1800,"principal":1500,"bonus":300},\
    {"tender":2,"kind":"wechat","amount":5000,"ref":"4200001"},\
    {"tender":3,"kind":"cash","amount":1064,"from":"alipay"}]
    """

  @Test func `a line that came back stands less its own reductions, shared ones go once for all`()
    throws
  {
    let slip = try data(#"{"kind":"refund","total":7980,"ok":3,\#(Self.refund)}"#)
    let line = slip.elements("lines")[0]
    #expect(line["net"]?.integer == 8360 && line["discount"]?.integer == 440)
    #expect(slip["shared"]?.integer == -380 && slip["rounding"]?.integer == -20)
    #expect(slip["amount"]?.integer == 7960)
    #expect(slip["original"] == "JA20261121-0031" && slip["approver"] == "小美(03)")
    #expect(slip["restocked"] == true && slip["scrapped"] == nil)
    #expect(slip["points_back"]?.integer == 96 && slip["points_taken"]?.integer == -84)
  }

  @Test func `a refund names each tender's share, and marks another tender than the one that paid`()
    throws
  {
    let slip = try data(#"{"kind":"refund","total":7980,\#(Self.refund)}"#)
    let tenders = slip.elements("tenders")
    #expect(tenders.map { $0["name"] } == ["积分抵扣", "储值本金", "储值赠金", "微信支付", "现金"])
    #expect(tenders.map { $0["amount"]?.integer } == [96, 1500, 300, 5000, 1064])
    #expect(tenders[0]["points"]?.integer == 96 && tenders[3]["ref"] == "4200001")
    #expect(tenders.map { $0["same"] } == [nil, nil, nil, true, nil])
    #expect(tenders.map { $0["from"] } == [nil, nil, nil, nil, "支付宝"])
    #expect(slip["cash"] == true)
  }

  @Test func `sessions go back to their course, and cost nothing`() throws {
    let slip = try data(
      """
      {"kind":"refund","no":"R1","total":26000,"member":7,"lines":[{"line":1,"code":"bs","name":"补水",
       "kind":"service","price":26000,"net":26000,"session":16500,"qty":2}],"tenders":[],
       "sessions":[{"line":1,"course":2,"name":"补水卡","sessions":2,"left":8,"of":12}],
       "restock":false,"after":{"principal":0,"bonus":0,"points":0}}
      """)
    let line = slip.elements("lines")[0]
    #expect(line["net"]?.integer == 0 && line["session"]?.integer == 2 && line["discount"] == nil)
    let session = slip.elements("sessions")[0]
    #expect(session["left"]?.integer == 8 && session["service"] == "补水")
    #expect(slip["scrapped"] == true && slip["shared"] == nil && slip["cash"] == nil)
  }

  @Test func `a void of a refund is marked, and claims nothing of what was left then`() throws {
    let slip = try data(
      """
      {"kind":"void","of":"refund","no":"V1","total":-7980,"rounding":-20,"member":7,
       "lines":[\(Self.shampoo)],
       "tenders":[{"kind":"stored-value","amount":7960,"principal":6960,"bonus":1000}],
       "reversed":84,"sessions":[{"course":2,"name":"补水卡","sessions":1,"left":8,"of":12}],
       "postings":{"stored-value:7:1:principal":6960,"stored-value:7:1:bonus":1000},
       "after":{"principal":40,"bonus":0,"points":84}}
      """)
    #expect(slip["void"] == true && slip["title"] == "作废凭证" && slip["amount"]?.integer == 7960)
    #expect(slip["points_taken"] == nil && slip["after"]?["principal"]?.integer == 40)
    #expect(slip["after"]?["principal_before"]?.integer == 7000)
    let session = slip.elements("sessions")[0]
    #expect(session["taken"] == true && session["left"] == nil)
  }

  @Test(arguments: [
    (#"{"kind":"void","of":"topup","no":"V1","total":-20000,"bonus":5000,"plan":20000}"#, 20000),
    (#"{"kind":"void","of":"course","no":"V1","total":-20000}"#, 20000),
    (#"{"kind":"void","of":"card-refund","no":"V1","total":-20000,"why":"shop"}"#, 20000),
  ])
  func `a void shows what it took back as it stood`(stored: String, amount: Int64) throws {
    let slip = try data(stored)
    #expect(slip["void"] == true && slip["amount"]?.integer == amount)
  }

  private func exchange(_ returned: String, _ tenders: String) throws -> JSON {
    try data(
      """
      {"kind":"exchange","no":"E1","original":"JA1","reason":"换","total":10000,"credit":7960,
       "lines":[{"code":"mm","name":"面膜","kind":"product","price":10000,"net":10000}],
       "tenders":[\(tenders)],"returned":{"lines":[\(Self.shampoo)],"tenders":[\(returned)]}}
      """)
  }

  @Test func `an exchange shows both sides, what the credit paid, and the rest that was paid`()
    throws
  {
    let slip = try exchange(
      #"{"tender":0,"kind":"cash","amount":7960,"kept":7960}"#,
      #"{"kind":"cash","amount":7960,"carried":true},{"kind":"alipay","amount":2040}"#)
    #expect(slip["returned"]?.elements("lines").map { $0["name"] } == ["洗发水"])
    #expect(slip.elements("lines").map { $0["name"] } == ["面膜"])
    #expect(slip["credit"]?.integer == 7960 && slip["kept"]?.integer == -7960)
    #expect(slip["total"]?.integer == 10000 && slip["paid"]?.integer == 2040)
    #expect(slip.elements("tenders").map { $0["name"] } == ["支付宝"])
    #expect(slip["back"] == nil && slip["backs"] == nil && slip["even"] == nil)
    // The cash that stayed in the drawer does not open it.
    #expect(slip["cash"] == nil)
  }

  @Test func `what an exchange does not need goes back, stored value by its parts`() throws {
    let slip = try exchange(
      """
      {"tender":0,"kind":"stored-value","amount":12000,"kept":8000,"principal":10000,"bonus":2000},
      {"tender":1,"kind":"cash","amount":3000,"kept":2000}
      """,
      """
      {"kind":"stored-value","amount":8000,"carried":true,"principal":6667,"bonus":1333},
      {"kind":"cash","amount":2000,"carried":true}
      """)
    let backs = slip.elements("backs")
    #expect(backs.map { $0["name"] } == ["储值本金", "储值赠金", "现金"])
    #expect(backs.map { $0["amount"]?.integer } == [3333, 667, 1000])
    #expect(slip["back"]?.integer == 5000 && slip["paid"] == nil && slip["tenders"] == nil)
    #expect(slip["cash"] == true)
  }

  @Test func `an even exchange says so`() throws {
    let slip = try exchange(
      #"{"tender":0,"kind":"wechat","amount":7960,"kept":7960}"#,
      #"{"kind":"wechat","amount":7960,"carried":true}"#)
    #expect(slip["even"] == true && slip["paid"] == nil && slip["back"] == nil)
  }
}
