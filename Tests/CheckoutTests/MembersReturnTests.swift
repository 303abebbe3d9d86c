import Checkout
import Ledger
import Membership
import Testing

/// What of a member's sessions and coupons comes back with a sale, by the shop's settings.
@Suite struct MembersReturnTests {
  /// Takes back a line of a sale that no refund touched yet.
  private func back(_ line: Int, of entry: JournalEntry, _ customer: Customer) throws -> Decision {
    try Checkout.refund(
      Returning(lines: [Returning.Line(number: line)], reason: "x"),
      of: SaleRemainder(sale: try Document(entry), refunds: []),
      facts: ReturnFacts(voidedBy: nil, held: .zero, sold: entry.postings), under: customer.terms,
      on: customer.books.occasion(.manager))
  }

  @Test(arguments: [true, false])
  func `a line that a session paid comes back where the shop gives sessions back`(
    isGiven: Bool
  ) throws {
    var rules = Salon.rules()
    rules.returnsSessions = isGiven
    var customer = Customer(rules)
    try customer.buy(Salon.careCourse)
    let entry = try customer.sell(
      [one(Salon.care), one(Salon.cut)], with: [Tender(.course, line: 1), Tender(.wechat)])
    #expect(throws: Never.self) { try back(2, of: entry, customer) }
    if isGiven {
      customer.take(try back(1, of: entry, customer))
    } else {
      let refusal = #expect(throws: Refusal.self) { try back(1, of: entry, customer) }
      #expect(refusal?.name == .notRefundable && refusal?.expected == "course")
    }
    #expect(customer.wallet.courses.first?.sessionsLeft == (isGiven ? 12 : 11))
  }

  @Test(arguments: [true, false])
  func `a coupon comes back with its whole sale where the shop gives coupons back`(
    isGiven: Bool
  ) throws {
    var rules = Salon.rules()
    rules.returnsCoupons = isGiven
    var customer = Customer(rules)
    try customer.load(300_000)
    let entry = try customer.sell(
      [service(30_000)], coupons: ["hy50"], with: [Tender(.wechat)])
    customer.take(try back(1, of: entry, customer))
    #expect(customer.wallet.coupons["hy50"] == (isGiven ? 1 : nil))
  }
}
