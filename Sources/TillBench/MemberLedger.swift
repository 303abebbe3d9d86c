import Glibc
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
  private func add(_ number: Int, to writer: Writer) throws {
    let day = MemberLedger.joined
    try writer.add(MemberLedger.member(number))
    let offer: JSON = ["code": "hl10", "name": "护理十次", "price": 98_000]
    let postings =
      legs(bank, held("stored-value:\(number):1:principal", number), 1_000_000)
      + legs(promotion, held("stored-value:\(number):1:bonus", number), 200_000)
      + legs(pointsGiven, held("points:\(number):2027-11-30", number, .points), 1000)
      + legs(bank, held("course:\(number):1:0:deferred", number), 98_000)
      + legs(sessionsSold, held("course:\(number):1:0", number, sessions), 10)
      + legs(couponsGiven, held("coupon:\(number):welcome", number, coupons), 1)
    let appended = try writer.append(
      entry(
        number, "topup", on: day, postings,
        [
          "member": JSON(number), "courses": [["no": 1, "offer": offer]],
          "lots": [["no": 1, "paid": 1_000_000, "gift": 200_000]],
        ]))
    try writer.addLot(
      1, ofMember: number, entry: appended.sequence, day: day, paid: Money(fen: 1_000_000),
      gift: Money(fen: 200_000))
    try writer.addCourse(
      1, ofMember: number, entry: appended.sequence, day: day, offer: offer.canonical, expires: nil)
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
      legs(held("stored-value:\(number):1:principal", number), revenue, 5000)
      + legs(held("stored-value:\(number):1:bonus", number), revenue, 1000)
      + legs(pointsGiven, held("points:\(number):2027-11-30", number, .points), 50)
      + legs(held("qualifying:\(number)", number), qualified, -6000)
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
    return Member(
      number: number, name: name, phone: "138\(padded(mixed % 100_000_000, to: 8))",
      card: "C\(padded(number, to: 6))", joined: joined)
  }
}

private let bank = Account("bank", .asset)
private let revenue = Account("revenue:service", .revenue)
private let promotion = Account("promotion", .expense)
private let pointsGiven = Account("points-given", .expense, unit: .points)
private let sessions = Unit(name: "sessions")
private let sessionsSold = Account("sessions-sold", .expense, unit: sessions)
private let coupons = Unit(name: "coupons")
private let couponsGiven = Account("coupons-given", .expense, unit: coupons)
private let qualified = Account("qualified", .equity)

private func held(_ name: String, _ member: Int, _ unit: Unit = .fen) -> Account {
  Account(name, .liability, unit: unit, owner: member)
}

private func legs(_ debit: Account, _ credit: Account, _ amount: Int64) -> [Posting] {
  [Posting(account: debit, amount: amount), Posting(account: credit, amount: -amount)]
}
