import Ledger
import Membership

@testable import Storage

/// An account of a member, as the program names them.
func held(_ name: String, of member: Int, unit: Unit = .fen, least: Int64? = nil) -> Account {
  Account(name, .liability, unit: unit, least: least, most: 0, owner: member)
}

let promotion = Account("promotion", .expense)
let pointsGiven = Account("points-given", .expense, unit: .points)
let sessions = Unit(name: "sessions")
let sessionsSold = Account("sessions-sold", .expense, unit: sessions)

let liu = Member(
  number: 1, name: "刘晓丽", phone: "13812345678", card: "VIP-001",
  birthday: Birthday(calendar: .lunar, year: 1990, month: 5, day: 29, isLeapMonth: true),
  source: "大众点评", tags: ["烫染", "老客"], note: "对苯二胺过敏", joined: today, tier: "gold",
  tierUntil: today.advanced(by: 365))

func member(
  _ number: Int, _ name: String, phone: String = "", card: String = "", referrer: Int? = nil
) -> Member {
  Member(number: number, name: name, phone: phone, card: card, referrer: referrer, joined: today)
}

/// A top-up of 1,000.00 with 200.00 on top and 100 points, for a member's first lot.
func topUp(_ counter: Int64, of member: Int, serial: Int) -> JournalEntry {
  entry(
    counter, "topup", shift: 2, serial: serial,
    postings: legs(drawer, held("stored-value:\(member):1:principal", of: member), 100_000)
      + legs(promotion, held("stored-value:\(member):1:bonus", of: member), 20_000)
      + [
        Posting(account: pointsGiven, amount: 100),
        Posting(
          account: held("points:\(member):2027-11-30", of: member, unit: .points), amount: -100),
      ],
    content: ["member": JSON(member), "lots": [["no": 1, "paid": 100_000, "gift": 20_000]]])
}

let offer: JSON = ["code": "hl10", "name": "护理十次", "price": 98_000, "parts": [["paid": 10]]]

/// A course of ten sessions for 980.00, a member's first.
func courseSale(_ counter: Int64, of member: Int) -> JournalEntry {
  entry(
    counter, "course", shift: 2, serial: 1,
    postings: legs(drawer, held("course:\(member):1:0:deferred", of: member), 98_000) + [
      Posting(account: sessionsSold, amount: 10),
      Posting(account: held("course:\(member):1:0", of: member, unit: sessions), amount: -10),
    ], content: ["member": JSON(member), "courses": [["no": 1, "offer": offer]]])
}

extension LedgerFolder {
  /// The filled ledger, and members: liu (1) with a top-up (entry 8) and a course (9), of which 30.00
  /// and one session are spent (10), and 张伟 (2) with a top-up (11).
  func withMembers() throws -> Store {
    var store = try filled()
    try store.write { writer in
      try writer.add(liu)
      try writer.add(member(2, "张伟", phone: "13900005678", card: "VIP-002", referrer: 1))
      _ = try writer.append(topUp(8, of: 1, serial: 1))
      try writer.addLot(
        1, ofMember: 1, entry: 8, day: today, paid: Money(fen: 100_000), gift: Money(fen: 20_000))
      _ = try writer.append(courseSale(9, of: 1))
      try writer.addCourse(
        1, ofMember: 1, entry: 9, day: today, offer: offer.canonical,
        expires: today.advanced(by: 364))
      _ = try writer.append(
        entry(
          10, shift: 2, serial: 3,
          postings: legs(held("stored-value:1:1:principal", of: 1), revenue, 2500)
            + legs(held("stored-value:1:1:bonus", of: 1), promotion, 500)
            + legs(held("course:1:1:0:deferred", of: 1), revenue, 9800) + [
              Posting(account: held("course:1:1:0", of: 1, unit: sessions), amount: 1),
              Posting(account: sessionsSold, amount: -1),
            ], content: ["member": 1]))
      _ = try writer.append(topUp(11, of: 2, serial: 2))
      try writer.addLot(
        1, ofMember: 2, entry: 11, day: today, paid: Money(fen: 100_000), gift: Money(fen: 20_000))
      try writer.loseCard("VIP-000", of: 1, on: today)
      try writer.schedule(Due(day: today, kind: "points", member: 1, number: 0))
    }
    return store
  }
}
