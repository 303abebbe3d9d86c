import Checkout
import Ledger

/// A ledger of goods in memory: it takes entries as the database does, finds what the database
/// refuses, and reads the stock out of its accounts as the till does.
struct StockBooks {
  /// A lot's row, with what its account holds.
  struct Lot {
    let label: String
    let expires: BusinessDate?
    let cost: Money
    var left = 0
    var came = 0
    var went = 0
  }

  let shop = CheckoutTests.shop(rounding: .none)
  var today: BusinessDate
  private(set) var lots: [[Lot]]
  /// By item and lot from 1: grams or millilitres, and their cost.
  private(set) var openedLeft: [[Int: Int64]]
  private(set) var openedCost: [[Int: Int64]]
  private(set) var balances: [String: Int64] = [:]
  private(set) var entries = 0
  /// The first thing found that the database would refuse.
  private(set) var fault: String?
  /// The items whose accounts moved since this was last emptied.
  var moved: Set<Int> = []

  init(today: BusinessDate) {
    self.today = today
    lots = Shelf.kept.map { _ in [] }
    openedLeft = Shelf.kept.map { _ in [:] }
    openedCost = Shelf.kept.map { _ in [:] }
  }

  func owed(_ item: Int) -> Int {
    Int(-balances[Chart.oversold(Shelf.kept[item].code).name, default: 0])
  }

  func balance(of account: Account) -> Int64 {
    guard let (item, lot) = place(of: account.name) else { return balances[account.name] ?? 0 }
    if account.name.hasPrefix("stock:") {
      return lots[item].indices.contains(lot - 1) ? Int64(lots[item][lot - 1].left) : 0
    }
    return (account.name.hasPrefix("opened:") ? openedLeft : openedCost)[item][lot] ?? 0
  }

  /// The item and the lot's number of an account of a lot; nil for any other.
  private func place(of name: String) -> (item: Int, lot: Int)? {
    guard name.hasPrefix("stock:") || name.hasPrefix("opened") else { return nil }
    let words = name.split(separator: ":")
    guard words.count == 3, let item = Shelf.places[String(words[1])], let lot = Int(words[2])
    else { return nil }
    return (item, lot)
  }

  /// The item's stock; nil for one that was never received.
  func stock(_ item: Int) -> ItemStock? { lots[item].isEmpty ? nil : stockOrNone(item) }

  func stockOrNone(_ item: Int) -> ItemStock {
    let all = lots[item].enumerated().map { index, lot in
      StockLot(
        number: index + 1, label: lot.label, expires: lot.expires, cost: lot.cost, left: lot.left)
    }
    return ItemStock(
      code: Shelf.kept[item].code, lots: all.filter { $0.left != 0 }, owed: owed(item),
      rule: Shelf.rules[item], newest: all.last)
  }

  func opened(_ item: Int) -> [OpenedPackage] {
    openedLeft[item].filter { $0.value > 0 }.sorted { $0.key < $1.key }.map { number, left in
      OpenedPackage(
        lot: number, label: lots[item][number - 1].label, expires: lots[item][number - 1].expires,
        left: Int(left), cost: Money(fen: openedCost[item][number] ?? 0))
    }
  }

  func terms(_ items: some Sequence<Int>) -> Terms {
    var terms = CheckoutTests.terms(shop, on: today)
    for item in items where item >= 0 { terms.stock[Shelf.kept[item].code] = stock(item) }
    return terms
  }

  func occasion() -> Occasion {
    Occasion(
      at: Instant(milliseconds: Int64(today.days) * 86_400_000), day: today, drawer: 1, shift: 1,
      authority: Authority(staff: 3, rights: .manager),
      id: EntryID(drawer: 1, counter: Int64(entries)), serial: entries + 1)
  }

  /// Takes an entry that brings lots in, and keeps their rows.
  mutating func take(_ entry: JournalEntry, bringing rows: [(item: Int, lot: Lot)]) -> Document {
    for (item, lot) in rows { lots[item].append(lot) }
    return take(entry)
  }

  mutating func take(_ entry: JournalEntry) -> Document {
    entries += 1
    for (unit, sum) in sums(of: entry.postings) where sum != 0 {
      fault = fault ?? "\(entry.kind): \(unit.name) sums to \(sum)"
    }
    for posting in entry.postings { move(posting, of: entry.kind) }
    return Document(stored: entry, sequence: entries)
  }

  private mutating func move(_ posting: Posting, of kind: String) {
    let account = posting.account
    let after = balance(of: account) + posting.amount
    if after < account.least ?? .min || after > account.most ?? .max {
      fault = fault ?? "\(kind): \(account.name) would stand at \(after)"
    }
    guard let (item, lot) = place(of: account.name) else {
      balances[account.name] = after
      if account.unit.name.hasPrefix("piece:"),
        let item = Shelf.places[String(account.unit.name.dropFirst(6))]
      {
        moved.insert(item)
      }
      return
    }
    moved.insert(item)
    guard lots[item].indices.contains(lot - 1) else {
      fault = fault ?? "\(kind): \(account.name) has no row"
      return
    }
    if account.name.hasPrefix("stock:") {
      lots[item][lot - 1].left = Int(after)
      if posting.amount > 0 { lots[item][lot - 1].came += Int(posting.amount) }
      if posting.amount < 0 { lots[item][lot - 1].went -= Int(posting.amount) }
    } else if account.name.hasPrefix("opened:") {
      openedLeft[item][lot] = after
    } else {
      openedCost[item][lot] = after
    }
  }
}
