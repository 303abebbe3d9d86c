import Catalog
import Checkout
import Ledger
import Membership
import Storage

/// A shop whose ledger holds many members with what they hold, and many sales after it: filled once,
/// kept for the next run.
struct MemberLedger {
  let shop: BenchShop
  let members: Int
  /// The member who came most often.
  static let regular = 777
  static let regularVisits = 125

  /// The days of the ledger: the members join on the first, and come on those up to the last visit.
  static let joined = BusinessDate(days: 19_000)
  private static let visitDays = 300
  static let lastVisit = joined.advanced(by: visitDays)

  /// - Throws: ``Benchmark/Fault``.
  static func filled(members: Int, sales: Int) throws -> MemberLedger {
    let name = "members-\(members)-\(sales)-\(try FullLedger.schemaDigest())"
    let ledger = MemberLedger(
      shop: BenchShop(path: "\(BenchShop.root)/\(name)"), members: members)
    let mark = "\(ledger.shop.path)/filled"
    if size(ofFile: mark) > 0 { return ledger }
    _ = try BenchShop.make(name)
    try ledger.fill(sales: sales)
    try writeText("\(sales)\n", to: mark)
    return ledger
  }

  private func fill(sales: Int) throws {
    try shop.emptyLedger()
    let visits = sales * 3 / 10
    do {
      var store = try Store.open(at: shop.ledger)
      let progress = Progress("adding \(grouped(members)) members")
      for first in stride(from: 1, through: members, by: 2000) {
        let last = min(members, first + 1999)
        try store.write { writer in
          for number in first...last { try add(number, to: writer) }
        }
        store.afterReply()
        progress.show(last, of: members)
      }
      let visiting = Progress("\(grouped(visits)) visits")
      for first in stride(from: 0, to: visits, by: 5000) {
        let last = min(visits, first + 5000)
        try store.write { writer in
          for index in first..<last { try visit(index, of: visits, to: writer) }
        }
        store.afterReply()
        visiting.show(last, of: visits)
      }
    }
    try FullLedger.fill(shop, sales - visits, from: MemberLedger.lastVisit.advanced(by: 1))
  }

  private func entry(
    _ counter: Int, _ kind: String, on day: BusinessDate, _ postings: [Posting], _ content: JSON
  ) -> JournalEntry {
    JournalEntry(
      id: EntryID(drawer: 8, counter: Int64(counter)), kind: kind,
      at: Instant(milliseconds: Int64(day.days) * 86_400_000), day: day, drawer: 8, shift: 0,
      staff: 0, postings: postings, content: content)
  }

  /// A new member with a top-up, a course, points and a coupon: six accounts.
  ///
  /// There is so much in them that the members can be sold to run after run.
  private func add(_ number: Int, to writer: Writer) throws {
    let day = MemberLedger.joined
    let course = MemberLedger.course
    let (paid, gift) = (Money(fen: 100_000_000), Money(fen: 20_000_000))
    try writer.add(MemberLedger.member(number))
    let principal = Chart.principal(number, lot: 1)
    let bonus = Chart.bonus(number, lot: 1)
    let deferred = Chart.deferred(number, course: 1, entitlement: 0)
    let sessions = Chart.sessions(number, course: 1, code: course.code, entitlement: 0)
    let postings =
      legs(Chart.bank, principal, paid.fen) + legs(Chart.bonusOutstanding, bonus, gift.fen)
      + legs(Chart.pointsOutstanding, MemberLedger.points(of: number), 1000)
      + legs(Chart.bank, deferred, course.price.fen)
      + legs(Chart.sessionsOutstanding(course.code), sessions, Int64(course.sessions))
      + legs(Chart.couponsOutstanding, Chart.coupon(number, code: "hy50"), 1)
    let appended = try writer.append(
      entry(
        number, "topup", on: day, postings,
        [
          "member": JSON(number), "courses": [["no": 1, "offer": course.json]],
          "lots": [["no": 1, "paid": JSON(paid), "gift": JSON(gift)]],
        ]))
    try writer.addLot(
      1, ofMember: number, entry: appended.sequence, day: day, paid: paid, gift: gift)
    try writer.addCourse(
      1, ofMember: number, entry: appended.sequence, day: day, offer: course.json.canonical,
      expires: nil)
  }

  /// Like the sample shop's, but for its sessions.
  private static let course = CourseOffer(
    code: "bs12", name: "玻尿酸补水护理 10送2", price: Money(fen: 165_000_000),
    entitlements: [
      Entitlement(services: ["bnsh"], paid: 10_000, gift: 0, list: Money(fen: 26_000))
    ], months: nil)

  private static func points(of member: Int) -> Account {
    Chart.points(member, expires: BusinessDate(days: 21_152))
  }

  /// A visit paid by stored value with points earned: four of the member's accounts.
  private func visit(_ index: Int, of visits: Int, to writer: Writer) throws {
    let day = MemberLedger.joined.advanced(by: 1 + index * MemberLedger.visitDays / visits)
    let isRegular = index % (visits / MemberLedger.regularVisits) == 0
    let number = isRegular ? MemberLedger.regular : 1 + index * 7919 % members
    let line: JSON = [
      "code": "jf", "name": "剪发", "kind": "service", "price": 12_800, "qty": 1, "net": 12_300,
      "tax": 696, "rate": 600, "staff": "3!", "off": [["-5", 500]],
    ]
    let postings =
      legs(Chart.principal(number, lot: 1), Chart.revenue(.service), 5000)
      + legs(Chart.bonus(number, lot: 1), Chart.revenue(.service), 1000)
      + legs(Chart.pointsOutstanding, MemberLedger.points(of: number), 50)
      + legs(Chart.qualifying(number), Chart.qualified, 6000)
    _ = try writer.append(
      entry(
        100_000_000 + index, "visit", on: day, postings,
        ["member": JSON(number), "lines": [line, line, line], "total": 36_900]))
  }

  /// Names of two and three hanzi, the commonest surnames most often.
  static func member(_ number: Int) -> Member {
    let surnames = Array("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗王李张刘陈王李张王李")
    let given = Array("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰婷雪琳欣怡佳梦晨宇轩浩博文")
    let mixed = number * 2_654_435_761 % 4_294_967_296
    let signs = [surnames[mixed % surnames.count], given[mixed / 31 % given.count]]
    let name = String(signs) + (mixed % 3 > 0 ? String(given[mixed / 1999 % given.count]) : "")
    // No two alike: the factor has no divisor in common with 100,000,000.
    let phone = "138\(padded(number * 61_803_399 % 100_000_000, to: 8))"
    return Member(
      number: number, name: name, phone: phone, card: "C\(padded(number, to: 6))", joined: joined,
      tier: "gold")
  }
}

private func legs(_ debit: Account, _ credit: Account, _ amount: Int64) -> [Posting] {
  [Posting(account: debit, amount: amount), Posting(account: credit, amount: -amount)]
}
