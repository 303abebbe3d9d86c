import Catalog
import Checkout
import Ledger
import Membership
import Pricing
import Seeded

/// A seeded history of a salon's members, done twice: by the engine on books, and by the model.
struct History {
  var books: Books
  var model: Model
  /// How often each thing was done, and refused.
  var done: [String: Int] = [:]
  var refused: [String: Int] = [:]
  var random: Seeded
  /// The sales of a member that can be taken back without breaking what came after.
  var voidable: [Int: [(entry: JournalEntry, receipt: ModelReceipt)]] = [:]
  /// Sales that may come back in parts, by the member; walk-ins' by -1.
  var returnable: [Int: [Returnable]] = [:]
  /// The legs of the sales that brought somebody a reward, by their chains.
  var rewarding: [Int: [Posting]] = [:]
  /// Members to whom something was sold today.
  var soldToday: [Int] = []
  var touched: Set<Int> = []

  init(
    members count: Int, seed: UInt64, rules: MembershipRules, rounding: CashRounding
  ) {
    random = Seeded(seed)
    var people: [Member] = []
    var plain: [ModelMember] = []
    for number in 1...count {
      var (person, model) = (
        Member(number: number, name: "张\(number)", phone: "", joined: day, tier: "basic"),
        ModelMember()
      )
      let (month, date) = (
        Int.random(in: 1...12, using: &random), Int.random(in: 1...29, using: &random)
      )
      if let birthday = Birthday(year: 1992, month: month, day: date) {
        (person.birthday, model.birthday) = (birthday, (month, date))
      }
      if number > 1, number % 3 == 0 {
        let referrer = Int.random(in: 1..<number, using: &random)
        (person.referrer, model.referrer) = (referrer, referrer - 1)
      }
      if number % 20 == 0 {
        let end = day.days + Int.random(in: 0...400, using: &random)
        (person.cardExpires, model.cardExpires) = (BusinessDate(days: end), end)
      }
      people.append(person)
      plain.append(model)
    }
    books = Books(members: people, rules: rules, shop: shop(rounding: rounding))
    model = Model(members: plain, rules: rules, rounding: rounding)
  }

  /// Does one thing in both, and compares whom it concerned.
  ///
  /// - Returns: where they differ; nil where they agree.
  mutating func step() throws -> String? {
    var number = Int.random(in: model.members.indices, using: &random)
    let choice = Int.random(in: 0..<1000, using: &random)
    // Most members have bought nothing today that could be taken back.
    if (740..<800).contains(choice) { number = soldToday.randomElement(using: &random) ?? number }
    touched = [number]
    books.moved = []
    let name: String
    let (isDone, isExpected): (Bool, Bool)
    switch choice {
    case ..<370: (name, (isDone, isExpected)) = ("sale", try sell(to: number))
    case ..<400: (name, (isDone, isExpected)) = ("walk-in", try sell(to: nil))
    case ..<550: (name, (isDone, isExpected)) = ("top-up", try topUp(number))
    case ..<640: (name, (isDone, isExpected)) = ("course", try sellCourse(to: number))
    case ..<670: (name, (isDone, isExpected)) = ("check-in", checkIn(number))
    case ..<710: (name, (isDone, isExpected)) = ("refund", try takeBack(number))
    case ..<740: (name, (isDone, isExpected)) = ("exchange", try exchange(number))
    case ..<800: (name, (isDone, isExpected)) = ("void", try void(number))
    case ..<890: (name, (isDone, isExpected)) = ("state", changeState(of: number))
    case ..<905: (name, (isDone, isExpected)) = ("transfer", transfer(from: number))
    case ..<935: (name, (isDone, isExpected)) = ("transfer of a course", transferCourse(number))
    case ..<992: (name, (isDone, isExpected)) = ("card refund", giveBack(number))
    default: (name, (isDone, isExpected)) = ("day", nextDay())
    }
    if isDone { done[name, default: 0] += 1 } else { refused[name, default: 0] += 1 }
    guard isDone == isExpected else { return "\(name): done \(isDone), expected \(isExpected)" }
    // Whoever is not compared must not have moved.
    let others = books.moved.filter { !touched.contains($0 - 1) }
    guard others.isEmpty else { return "\(name) of \(number + 1) moved members \(others)" }
    return name == "day" ? differenceOfAll() : difference(after: name, touched)
  }

  mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &random) < percent
  }

  /// One of some amounts or none: one for the rest.
  mutating func amount(upTo most: Int64, nilPercent: Int = 50) -> Money? {
    guard !chance(nilPercent) else { return nil }
    return Money(fen: .random(in: 1...max(1, most), using: &random))
  }

  mutating func outside(_ price: Int64) -> [Tender] {
    switch Int.random(in: 0..<8, using: &random) {
    case 0, 1, 2: [Tender(.wechat)]
    case 3: [Tender(.cash)]
    case 4: [Tender(.cash, amount: Money(fen: (price / 10_000 + 1) * 10_000))]
    case 5: [Tender(.wechat, amount: Money(fen: max(1, price / 3))), Tender(.cash)]
    case 6: [Tender(.cash, amount: Money(fen: price))]
    default: [Tender(.cash, amount: amount(upTo: price)), Tender(.wechat)]
    }
  }

  // MARK: Sales

  mutating func sell(to number: Int?) throws -> (Bool, Bool) {
    let lines = (0..<([1, 1, 2, 3].randomElement(using: &random) ?? 1)).map { _ in
      SaleAsked.Line(
        item: Salon.goods.randomElement(using: &random) ?? Salon.cut, quantity: chance(15) ? 2 : 1,
        percentOff: nil)
    }
    var asked = SaleAsked(member: number, lines: lines, tenders: [])
    for index in lines.indices where lines[index].item.discountable && chance(10) {
      asked.lines[index].percentOff = Int64.random(in: 1...3000, using: &random)
    }
    let terms = books.terms(number.map { $0 + 1 })
    for coupon in Salon.coupons where chance(number == nil ? 20 : 12) {
      let isTaken = (try? terms.coupon(coupon.code)) != nil
      guard isTaken == (model.coupon(coupon.code, by: number) != nil) else {
        return (isTaken, !isTaken)
      }
      if isTaken { asked.coupons.append(coupon.code) }
    }
    asked.tenders = tenders(for: asked)
    let occasion = books.occasion()
    var open = OpenBill(
      id: occasion.id, bill: Bill(lines: asked.lines.map(\.rungUp)),
      member: number.map { $0 + 1 }, coupons: asked.coupons)
    var decision: Decision?
    do throws(Refusal) {
      try open.pay(asked.tenders, under: terms)
      decision = try Checkout.sell(open, under: terms, on: occasion)
    } catch {}
    let receipt = model.sell(asked)
    if let referrer = receipt?.referrer { touched.insert(referrer.index) }
    if let decision { books.take(decision, of: number.map { $0 + 1 }) }
    if let decision, let sold = receipt?.sold {
      remember(Returnable(decision.entry, sequence: books.entries, sold), of: number)
    }
    if let decision, let receipt, let number {
      if !receipt.lots.isEmpty || !receipt.sessions.isEmpty { voidable[number] = [] }
      voidable[number, default: []].append((decision.entry, receipt))
      soldToday.append(number)
    }
    return (decision != nil, receipt != nil)
  }

  mutating func tenders(for asked: SaleAsked) -> [Tender] {
    var tenders: [Tender] = []
    let list = asked.lines.reduce(0) { $0 + ($1.item.price?.fen ?? 0) * $1.quantity }
    guard let number = asked.member else { return outside(list) }
    let services = model.members[number].courses.filter { $0.left.contains { $0 > 0 } }
      .flatMap(\.services).joined()
    for (index, line) in asked.lines.enumerated()
    where services.contains(line.item.code) ? chance(70) : chance(1) {
      tenders.append(Tender(.course, line: index + 1))
    }
    if tenders.count == asked.lines.count, chance(90) { return tenders }
    var own: [Tender] = []
    if chance(model.members[number].stored > 0 ? 65 : 3) {
      own.append(Tender(.storedValue, amount: amount(upTo: list, nilPercent: 85)))
    }
    if chance(model.members[number].balance >= 100 ? 30 : 3) {
      let points: Int64? = chance(60) ? nil : .random(in: 1...20, using: &random) * 100
      own.append(Tender(.points, points: points))
    }
    tenders += own.shuffled(using: &random)
    if own.isEmpty { return tenders + outside(list) }
    let rest = [Tender(.wechat), Tender(.cash), Tender(.wechat, amount: amount(upTo: list / 4))]
    return chance(95) ? tenders + [rest.randomElement(using: &random) ?? rest[0]] : tenders
  }

  mutating func void(_ number: Int) throws -> (Bool, Bool) {
    let today = model.today
    let indices = voidable[number]?.indices.filter { index in
      voidable[number]?[index].receipt.day == today
    }
    guard let index = indices?.randomElement(using: &random),
      let (entry, receipt) = voidable[number]?.remove(at: index)
    else { return (false, false) }
    let facts = VoidFacts(
      voidedBy: nil, neededBy: nil,
      balances: Dictionary(
        uniqueKeysWithValues: entry.postings.map { ($0.account, books.balance(of: $0.account)) }),
      patron: receipt.member.map { books.patron($0 + 1) },
      referrer: receipt.referrer.map { books.patron($0.index + 1) })
    books.take(
      try Checkout.void(
        Document(stored: entry), postings: entry.postings, facts: facts, reason: "x",
        in: books.shop,
        on: books.occasion()))
    model.void(receipt)
    returnable[number]?.removeAll { $0.entry.id == entry.id }
    if let referrer = receipt.referrer { touched.insert(referrer.index) }
    return (true, true)
  }
}

extension SaleAsked.Line {
  var rungUp: BillLine {
    BillLine(
      item: item, quantity: Int(quantity), unitPrice: item.price ?? .zero,
      reductions: percentOff.map { [GrantedReduction(.percentOff(Int($0)))] } ?? [])
  }
}
