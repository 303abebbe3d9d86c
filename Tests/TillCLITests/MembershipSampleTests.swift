import Catalog
import Ledger
import Membership
import Testing
import TillCLI

/// The shipped rules and members agree with each other and with the shipped catalogue.
@Suite struct MembershipSampleTests {
  private static func text(_ path: String) throws -> String {
    try #require(ShopFiles.all.first { $0.path == path }?.text)
  }

  private let rules: MembershipRules
  private let items: [String: Item]

  init() throws {
    let listed = try CatalogFile.items(
      of: Array(Self.text("Config/catalog.csv").utf8), isReserved: { _ in false })
    items = Dictionary(uniqueKeysWithValues: listed.map { ($0.code, $0) })
    rules = try membershipRules(
      parsing: Self.text("Config/membership.json"), file: "Config/membership.json",
      categories: Set(listed.map(\.category)))
  }

  @Test func `the shipped rules read`() {
    #expect(rules.topUpPlans.map(\.amount.fen) == [50_000, 100_000, 200_000, 300_000, 500_000])
    #expect(rules.topUpPlans.map(\.bonus.fen) == [5_000, 20_000, 50_000, 100_000, 200_000])
    #expect(rules.topUpPlans.map(\.parts) == [1, 1, 1, 1, 12])
    #expect(rules.tiers.map(\.code) == ["basic", "silver", "gold"])
    #expect(rules.tiers.last?.payable == ["service": 8_800, "product": 9_500])
    #expect(rules.tiers.map(\.pointsRate) == [10_000, 12_000, 15_000])
    #expect(rules.points?.step == 100)
    #expect(rules.points?.cap == 3_000)
    #expect(rules.coupons.map(\.issue) == [.open, .granted, .birthday])
    #expect(rules.birthdayWindow == -7...7)
    #expect(rules.limits == .law)
  }

  @Test func `a course's services stand in the catalogue, at no less than its list price`() {
    for entitlement in rules.courses.flatMap(\.entitlements) {
      let prices = entitlement.services.map { items[$0]?.price ?? .zero }
      #expect(prices.min() == entitlement.list, "\(entitlement)")
      #expect(entitlement.services.allSatisfy { items[$0]?.kind == .service })
    }
    #expect(rules.course("bs12")?.shares.map(\.fen) == [198_000])
    #expect(rules.course("bs12")?.sessions == 12)
    #expect(rules.courses.contains { $0.entitlements.contains { $0.services.contains("tr") } })
  }

  @Test func `a promotion names what the catalogue has`() {
    let categories = Set(items.values.map(\.category))
    let named = rules.promotions.reduce(into: Set()) { $0.formUnion($1.items) }
    #expect(named.allSatisfy { items[$0] != nil || categories.contains($0) })
  }

  @Test func `the shipped members are within the rules`() throws {
    var reader = CSVReader(try Self.text("Config/members.csv"))
    let columns = try #require(try reader.next()).fields
    var members: [[String: String]] = []
    while let record = try reader.next() {
      try #require(record.fields.count == columns.count, "line \(record.line)")
      members.append(Dictionary(uniqueKeysWithValues: zip(columns, record.fields)))
    }
    #expect(members.count == 24)
    #expect(members.first?["phone"] == "13800005678")
    let phones = members.compactMap { $0["phone"] }
    #expect(Set(phones).count == members.count)
    #expect(Set(phones.map { $0.suffix(4) }).count == members.count)
    for member in members {
      let value = { (name: String) in member[name] ?? "" }
      #expect(value("birthday").isEmpty || Birthday(value("birthday")) != nil, "\(member)")
      #expect(rules.tier(value("tier")) != nil, "\(member)")
      #expect(try Money(yuan: value("principal")) <= rules.limits.named, "\(member)")
      #expect(try Money(yuan: value("bonus")) <= Money(yuan: value("principal")), "\(member)")
      #expect(Int64(value("points")) != nil, "\(member)")
      #expect(value("referrer").isEmpty || phones.contains(value("referrer")), "\(member)")
      guard let course = rules.course(value("course")) else {
        #expect(value("course").isEmpty && value("sessions").isEmpty, "\(member)")
        continue
      }
      let sessions = try #require(Int(value("sessions")))
      #expect((1...course.sessions).contains(sessions) && course.entitlements.count == 1)
    }
  }

  @Test func `the initials zl find one shipped member`() throws {
    var reader = CSVReader(try Self.text("Config/members.csv"))
    var pinyin = PinyinReader()
    var found: [String] = []
    while let record = try reader.next() {
      let keys = pinyin.searchKeys(ofName: record.fields[0])
      if keys.contains(where: { $0.text.hasPrefix("zl") }) { found.append(record.fields[0]) }
    }
    #expect(found == ["张丽"])
  }
}
