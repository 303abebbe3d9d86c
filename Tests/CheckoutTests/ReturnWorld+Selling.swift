import Catalog
import Checkout
import Ledger
import Membership
import Pricing
import Seeded

extension ReturnWorld {
  mutating func bill(worth credit: Money? = nil) -> Bill {
    // An even exchange: one line of what comes back.
    if let credit, credit > .zero, random.chance(1, of: 4) {
      return Bill(lines: [
        CheckoutTests.line(item(credit.fen, code: "hh", discountable: false))
      ])
    }
    var lines: [BillLine] = []
    for _ in 0..<Int.random(in: 1...3, using: &random) { lines.append(line()) }
    if random.chance(1, of: 4) { lines += kit(number: 1) }
    return Bill(lines: lines)
  }

  private mutating func line() -> BillLine {
    let product = random.chance(1, of: 2) ? goods.products.randomElement(using: &random) : nil
    let isService = product == nil && random.chance(2, of: 3)
    let code = product?.code ?? (isService ? Self.services.randomElement(using: &random) : nil)
    let item = item(
      Int64.random(in: 1...(random.chance(1, of: 4) ? 300 : 40_000), using: &random),
      code: code ?? "xf", kind: isService ? .service : .product,
      taxRate: [0, 600, 1300].randomElement(using: &random) ?? 0,
      discountable: random.chance(5, of: 6))
    var line = CheckoutTests.line(
      item, times: random.chance(1, of: 30) ? 37 : Int.random(in: 1...4, using: &random))
    if let product, random.chance(1, of: 5) {
      line.lot = product.receipts.randomElement(using: &random)?.label
      if line.lot == "" { line.lot = nil }
    }
    guard item.discountable else { return line }
    switch Int.random(in: 0..<10, using: &random) {
    case 0: line.reduce(by: GrantedReduction(.percentOff(.random(in: 1...5000, using: &random))))
    case 1: line.reduce(by: GrantedReduction(.gift))
    case 2:
      let price = Money(fen: Int64.random(in: 0...line.unitPrice.fen * 2, using: &random))
      line.reduce(by: GrantedReduction(.price(price)))
    default: break
    }
    return line
  }

  /// Puts sessions, coupons and a reduction on a bill where they fit.
  mutating func adorn(_ open: inout OpenBill) {
    if random.chance(1, of: 4) {
      var changed = open
      changed.bill.reduce(
        by: GrantedReduction(.amountOff(Money(fen: .random(in: 1...999, using: &random)))))
      if (try? changed.priced(under: terms)) != nil { open = changed }
    }
    guard let member else { return }
    if let coupon = ["c", "g", "z", nil, nil].randomElement(using: &random) ?? nil,
      (try? terms.coupon(coupon)) != nil
    {
      var changed = open
      changed.coupons.append(coupon)
      if (try? changed.settled(under: terms)) != nil { open = changed }
    }
    guard open.member == member.number, random.chance(1, of: 3) else { return }
    for number in open.bill.lines.indices
    where Self.services.contains(open.bill.lines[number].item.code) {
      var changed = open
      if (try? changed.pay([Tender(.course, line: number + 1)], under: terms)) != nil,
        (try? changed.settled(under: terms)) != nil
      {
        open = changed
      }
    }
  }

  /// Pays a bill with a random mixture of tenders to its end.
  mutating func pay(_ open: inout OpenBill) throws {
    let kinds: [TenderKind] = [.points, .storedValue, .wechat, .owe, .alipay, .cash]
    var (priced, settlement) = try open.settled(under: terms)
    for kind in kinds.shuffled(using: &random).prefix(Int.random(in: 0...4, using: &random)) {
      guard settlement.due > Money(fen: 1) else { break }
      var changed = open
      // Beyond what the member has, or the debtor may owe: another tender then.
      guard let tender = tender(kind, of: settlement.due),
        (try? changed.pay([tender], under: terms)) != nil,
        let settled = try? changed.settled(under: terms)
      else { continue }
      open = changed
      (priced, settlement) = settled
    }
    let due = settlement.due
    if due > .zero || (priced.total == .zero && open.tenders.isEmpty && open.exchange == nil) {
      let last: Tender =
        due == .zero || random.chance(1, of: 2)
        ? Tender(.cash)
        : random.chance(1, of: 2) ? Tender(.cash, amount: due + Money(fen: 5000)) : Tender(.wechat)
      try open.pay([last], under: terms)
    }
  }

  private mutating func tender(_ kind: TenderKind, of due: Money) -> Tender? {
    let part = Money(fen: .random(in: 1..<due.fen, using: &random))
    switch kind {
    case .points:
      let points =
        random.chance(1, of: 2)
        ? nil : Int64.random(in: 1...9, using: &random) * (rules.points?.step ?? 1)
      return member == nil ? nil : Tender(.points, points: points)
    case .storedValue:
      let amount = random.chance(1, of: 2) ? nil : part
      return member == nil ? nil : Tender(.storedValue, amount: amount)
    case .owe:
      let left = debtor.limit - Money(fen: ledger.balance(Chart.receivable(debtor)))
      return left == .zero ? nil : Tender(.owe, amount: min(part, left), debtor: debtor.name)
    case .cash: return Tender(.cash, amount: part)
    default:
      return Tender(kind, amount: part, reference: random.chance(1, of: 2) ? "42" : nil)
    }
  }

  var owed: [String: Money] {
    [debtor.name: Money(fen: ledger.balance(Chart.receivable(debtor)))]
  }

  /// What a bill takes from the shelves, line by line; nil where it must be refused.
  func taking(_ bill: Bill) -> [(code: String, units: [GoodsModel.Units])]? {
    let wishes = bill.lines.map { line in
      GoodsModel.Wish(code: line.item.code, count: Int64(line.quantity), label: line.lot)
    }
    return count.taking(wishes, on: today).map { units in
      Array(zip(wishes.map(\.code), units)).map { (code: $0, units: $1) }
    }
  }

  /// Whether a bill is refused for its goods exactly where the plain count says so.
  func checkRefused(
    _ refusal: Refusal, _ taking: [(code: String, units: [GoodsModel.Units])]?
  ) throws {
    // A lot with nothing left is not known any more.
    let isShort = [.stockShort, .stockExpired].contains(refusal.name)
    guard isShort || refusal.name == .lotUnknown else { throw refusal }
    try check(taking == nil, "\(refusal)")
    try check(!isShort || refusal.need ?? 0 > refusal.have ?? 0, "\(refusal)")
  }

  /// Sells a random bill at a random drawer.
  ///
  /// - Returns: nil where there is too little of something on the bill.
  mutating func sell() throws -> Document? {
    serial += 1
    var open = OpenBill(id: EntryID(drawer: 1, counter: Int64(serial)), bill: bill())
    open.member = member?.number
    adorn(&open)
    try pay(&open)
    let taking = taking(open.bill)
    let occasion = occasion(.manager, drawer: Int.random(in: 1...3, using: &random))
    let decision: Decision?
    do throws(Refusal) {
      decision = try Checkout.sell(open, owed: owed, under: terms, on: occasion)
    } catch {
      try checkRefused(error, taking)
      return nil
    }
    guard let decision else { throw ReturnFault(description: "the bill was not paid") }
    guard let taking else { throw ReturnFault(description: "sold what is not there") }
    let document = try ledger.append(decision)
    try compareGoods(decision.entry, with: count.sell(taking))
    return document
  }
}
