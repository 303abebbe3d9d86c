import Catalog
import Ledger
import Membership
import Testing

@testable import Storage

extension Store {
  fileprivate func numbers(_ text: String, limit: Int = 9) throws -> [Int] {
    try read { try $0.members(matching: text, limit: limit) }.map(\.number)
  }
}

struct MemberTests {
  @Test func `a member is read as written, and found by number, phone and card`() throws {
    let home = try LedgerFolder()
    let store = try home.withMembers()
    let found = try store.read { snapshot in
      (
        try snapshot.member(1), try snapshot.members(phone: "13812345678"),
        try snapshot.member(card: "VIP-001"), try snapshot.member(2)?.referrer,
        try snapshot.nextMember(), try snapshot.memberCount()
      )
    }
    #expect(liu.birthday != nil)
    #expect(found.0 == liu && found.1 == [liu] && found.2 == liu && found.3 == 1)
    #expect(found.4 == 3 && found.5 == 2)
  }

  @Test func `what is not there is not found, and nothing stands for a missing phone or card`()
    throws
  {
    let home = try LedgerFolder()
    var store = try home.withMembers()
    try store.write { writer in
      try writer.add(member(3, ""))
      try writer.add(member(4, ""))
    }
    let found = try store.read { snapshot in
      (
        try snapshot.member(9), try snapshot.members(phone: ""), try snapshot.member(card: ""),
        try snapshot.members(phone: "1381234567"), try snapshot.lostCard("VIP-001")
      )
    }
    #expect(found.0 == nil && found.1.isEmpty && found.2 == nil && found.3.isEmpty)
    #expect(found.4 == nil)
  }

  @Test func `two members may share a phone, but not a card or a number`() throws {
    let home = try LedgerFolder()
    var store = try home.withMembers()
    try store.write { try $0.add(member(3, "刘大伟", phone: "13812345678")) }
    let sharing = try store.read { try $0.members(phone: "13812345678") }.map(\.number)
    let card = kind { try store.write { try $0.add(member(4, "李", card: "VIP-001")) } }
    let number = kind { try store.write { try $0.add(member(2, "李")) } }
    let moved = kind { try store.write { try $0.update(member(2, "张伟", card: "VIP-001")) } }
    let left = try store.read { try $0.memberCount() }
    #expect(sharing == [1, 3])
    #expect(card == .other && number == .other && moved == .other && left == 3)
  }

  @Test func `every field of a member may change but number and day of joining`() throws {
    let home = try LedgerFolder()
    var store = try home.withMembers()
    var changed = liu
    (changed.name, changed.phone, changed.card) = ("刘丽", "13700001111", "VIP-009")
    changed.birthday = nil
    (changed.referrer, changed.source, changed.status) = (2, "", .frozen)
    (changed.tags, changed.note, changed.tier) = ([], "", "")
    (changed.cardExpires, changed.tierUntil, changed.checkedIn) = (today, nil, today)
    try store.write { try $0.update(changed) }
    let found = try store.read { try $0.member(1) }
    let unknown = kind { try store.write { try $0.update(member(9, "无")) } }
    #expect(found == changed && unknown == .other)
  }

  @Test func `what finds a member follows the changes`() throws {
    let home = try LedgerFolder()
    var store = try home.withMembers()
    var changed = liu
    (changed.name, changed.phone, changed.card) = ("赵敏", "13700001111", "VIP-009")
    try store.write { try $0.update(changed) }
    let gone = try ["lxl", "liuxiaoli", "晓丽", "13812345678", "vip001"].map { try store.numbers($0) }
    let found = try ["zm", "zhaomin", "敏", "13700001111", "1111", "vip-009", "1"].map {
      try store.numbers($0)
    }
    let lastFour = try store.numbers("5678")
    #expect(gone.allSatisfy { $0.isEmpty }, "\(gone)")
    #expect(found.allSatisfy { $0 == [1] }, "\(found)")
    #expect(lastFour == [2])
  }

  @Test func `of an erased member nothing is found but the number`() throws {
    let home = try LedgerFolder()
    var store = try home.withMembers()
    // A key of a reading that this program would not give.
    try store.connection.execute("INSERT INTO member_key VALUES ('lyl', 2, 1)")
    var erased = member(1, "")
    erased.status = .erased
    try store.write { try $0.update(erased) }
    let keys = try store.connection.integer("SELECT count(*) FROM member_key WHERE member = 1")
    let found = try (store.numbers("1"), store.numbers("lyl"), store.read { try $0.memberCount() })
    #expect(keys == 1 && found.0 == [1] && found.1.isEmpty && found.2 == 1)
    let named = kind { try store.write { try $0.update(liu) } }
    #expect(named == .other)
  }

  @Test func `a lost card is known, once`() throws {
    let home = try LedgerFolder()
    var store = try home.withMembers()
    let owner = try store.read { try $0.lostCard("VIP-000") }
    let again = kind { try store.write { try $0.loseCard("VIP-000", of: 2, on: today) } }
    let stranger = kind { try store.write { try $0.loseCard("VIP-777", of: 9, on: today) } }
    #expect(owner == 1 && again == .other && stranger == .other)
  }

  private func searched(in home: LedgerFolder) throws -> Store {
    var store = try home.create()
    try store.write { writer in
      for (index, name) in ["张伟", "张伟丽", "小张伟", "赵敏", "单雄信", "Amy Zhang"].enumerated() {
        try writer.add(
          member(index + 1, name, phone: "1380000000\(index)", card: "C\(index + 1)"))
      }
      try writer.add(member(7, "钱", phone: "13900000003", card: "0001"))
      try writer.add(member(20, "孙", phone: "13900000007"))
      try writer.add(member(21, "吴", phone: "13900000020", card: "zw"))
    }
    return store
  }

  @Test(arguments: [
    // Codes as a whole, the beginning of the initials, of the pinyin, part of the name, last four.
    ("zw", [21, 1, 2]), ("ZHANGWEI", [1, 2]), ("zhangweil", [2]), ("张伟", [1, 3, 2]),
    ("伟", [1, 3, 2]),
    ("xzw", [3]), ("zmin", []), ("zm", [4]), ("sxx", [5]), ("dxx", [5]), ("amy", [6]),
    ("13800000003", [4]), ("1380000000", []), ("c3", [3]), ("Ｃ３", [3]), ("c", [5]), ("2", [2]),
    ("20", [20]), ("0001", [7, 2]), ("0003", [4, 7]), ("003", []), ("", []), ("。", []), ("%", []),
    ("'; DROP TABLE member", []),
  ])
  func `a search finds the best first`(text: String, numbers: [Int]) throws {
    let home = try LedgerFolder()
    let store = try searched(in: home)
    let found = try store.numbers(text)
    #expect(found == numbers)
  }

  @Test func `the limit holds, and of many equal ones the oldest members come first`() throws {
    let home = try LedgerFolder()
    var store = try home.create()
    try store.write { writer in
      for number in 1...400 {
        try writer.add(
          member(number, number == 400 ? "张" : "张伟", phone: "138000\(10_000 + number % 7)"))
      }
    }
    let short = try store.numbers("z", limit: 3)
    let exact = try store.numbers("zhang", limit: 1)
    let lastFour = try store.numbers("0003", limit: 2)
    let none = try store.numbers("z", limit: 0)
    #expect(short == [400, 1, 2] && exact == [400] && lastFour == [3, 10] && none.isEmpty)
  }
}
