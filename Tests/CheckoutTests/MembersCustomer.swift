import Catalog
import Checkout
import Ledger
import Membership
import Pricing
import Testing

/// One member of a shop and its books, for examples done by hand.
struct Customer {
  private(set) var books: Books
  private let shop: Shop

  /// - Parameters:
  ///   - rules: the shop's.
  ///   - tier: the member's.
  ///   - today: the first day.
  ///   - change: what is special of the member.
  init(
    _ rules: MembershipRules = Salon.rules(), tier: String = "basic", on today: BusinessDate = day,
    _ change: (inout Member) -> Void = { _ in }
  ) {
    var members = (1...2).map { number in
      Member(number: number, name: "张丽", phone: "", joined: today, tier: tier)
    }
    change(&members[0])
    shop = CheckoutTests.shop()
    books = Books(members: members, rules: rules, shop: shop, on: today)
  }

  var wallet: Wallet { books.patron(1).wallet }
  var patron: Patron { books.patron(1) }
  var terms: Terms { books.terms(1) }
  /// The balance of an account of the shop, in fen, debit positive.
  func balance(_ account: Account) -> Int64 { books.balance(of: account) }

  mutating func set(_ change: (inout Member) -> Void) { change(&books.members[0]) }

  mutating func pass(days: Int) {
    books.today = books.today.advanced(by: days)
    _ = books.comeDue()
  }

  mutating func go(to date: String) throws {
    let date = try #require(BusinessDate(date))
    pass(days: date.days - books.today.days)
  }

  /// Points to the end of the month a year on.
  mutating func give(_ points: Int64) {
    var held = CarriedOver()
    held.points = points
    books.take(
      carryOver(held, to: patron, lot: 0, course: 0, under: terms, on: books.occasion()))
  }

  @discardableResult
  mutating func load(
    _ amount: Int64, gift: Int64? = nil, _ tenders: [Tender] = [Tender(.wechat)],
    by rights: Rights = .manager
  ) throws(Refusal) -> Decision {
    let decision = try Checkout.load(
      TopUp(amount: Money(fen: amount), tenders: tenders, gift: gift.map(Money.init(fen:))),
      lot: books.nextLot(1), course: books.nextCourse(1), under: terms,
      on: books.occasion(rights))
    books.take(decision, of: 1)
    return decision
  }

  mutating func buy(
    _ offer: CourseOffer, with tenders: [Tender] = [Tender(.wechat)]
  ) throws(Refusal) {
    books.take(
      try Checkout.sell(
        offer, number: books.nextCourse(1), tenders: tenders, staff: [], under: terms,
        on: books.occasion()), of: 1)
  }

  /// Rings up a bill and puts tenders on it.
  func bill(
    _ lines: [BillLine], coupons: [String] = [], with tenders: [Tender]
  ) throws(Refusal) -> OpenBill {
    var open = OpenBill(
      id: books.occasion().id, bill: Bill(lines: lines), member: 1, coupons: coupons)
    try open.pay(tenders, under: terms)
    return open
  }

  /// Sells a bill that its tenders cover.
  @discardableResult
  mutating func sell(
    _ lines: [BillLine], coupons: [String] = [], with tenders: [Tender]
  ) throws -> JournalEntry {
    let open = try bill(lines, coupons: coupons, with: tenders)
    let sold = try Checkout.sell(open, under: terms, on: books.occasion())
    let decision = try #require(sold)
    books.take(decision, of: 1)
    #expect(books.fault == nil)
    return decision.entry
  }

  /// Takes a document back.
  mutating func void(_ entry: JournalEntry) throws {
    let facts = VoidFacts(
      voidedBy: nil, neededBy: nil,
      balances: Dictionary(
        uniqueKeysWithValues: entry.postings.map { ($0.account, books.balance(of: $0.account)) }))
    books.take(
      try Checkout.void(
        try Document(entry), postings: entry.postings, facts: facts, reason: "x", in: shop,
        on: books.occasion()))
  }

  func quote(_ reason: RefundReason, ended: BusinessDate? = nil) -> RefundQuote? {
    let quotes = patron.quotes(
      rates: books.rules.interest, ended: ended ?? books.today, on: books.today,
      bought: books.bought(1))
    return quotes.first { $0.reason == reason }
  }

  mutating func giveBack(
    _ reason: RefundReason, _ tenders: [Tender] = [Tender(.wechat)], held: Int64 = 0,
    by rights: Rights = .manager
  ) throws(Refusal) {
    guard let quote = quote(reason) else { return }
    books.take(
      try payOut(
        quote, tenders: tenders, held: Money(fen: held),
        gifts: books.gifts(with: wallet.lots.map(\.number), 1), bought: books.bought(1),
        under: terms,
        on: books.occasion(rights)))
  }

  /// Changes the member's first course, as the commands that extend and freeze do.
  mutating func change(_ change: (inout HeldCourse) -> Void) {
    books.change(1, course: 0, change)
  }

  mutating func take(_ decision: Decision) { books.take(decision, of: 1) }
}

/// One unit of an item at its price.
func one(_ item: Item, times quantity: Int = 1) -> BillLine {
  BillLine(item: item, quantity: quantity, unitPrice: item.price ?? .zero)
}

/// Something of a price, a service that takes every reduction.
func service(_ price: Int64) -> BillLine { one(item(price, code: "fw")) }
