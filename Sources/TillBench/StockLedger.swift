import Catalog
import Checkout
import Glibc
import Ledger
import Storage
import TillCLI

/// A shop whose ledger holds 20,000 items in 50,000 lots and many sales of them over two years:
/// filled once, kept for the next run.
///
/// All lots are there from the first day on, which is the most that a past day can ask of a report.
struct StockLedger {
  let shop: BenchShop
  let items: Int
  let sales: Int

  static let days = 730
  /// The first day of sales; those of yesterday are the last.
  let first: BusinessDate

  /// - Throws: ``Benchmark/Fault``.
  static func filled(items: Int, sales: Int) throws -> StockLedger {
    let name = "stock-\(items)-\(sales)-\(try FullLedger.schemaDigest())"
    let shop = BenchShop(path: "\(BenchShop.root)/\(name)")
    let mark = "\(shop.path)/filled"
    if let days = Int(readText(mark).filter { $0 != "\n" }) {
      return StockLedger(shop: shop, items: items, sales: sales, first: BusinessDate(days: days))
    }
    _ = try BenchShop.make(name)
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let today = CivilTime(Instant(milliseconds: Int64(time.tv_sec) * 1000), offset: 4 * 3600).date
    let ledger = StockLedger(
      shop: shop, items: items, sales: sales, first: today.advanced(by: -days))
    try ledger.fill()
    try writeText("\(ledger.first.days)\n", to: mark)
    return ledger
  }

  /// The code of an item that sells much more than most.
  var busyItem: String { StockLedger.code(0) }

  private func fill() throws {
    try shop.emptyLedger()
    var shelf = try receiveAll()
    let journal = try BulkJournal(shop)
    let progress = Progress("selling \(grouped(sales)) times")
    var sold: [BusinessDate: [String: Int]] = [:]
    for index in 0..<sales {
      let day = first.advanced(by: index * StockLedger.days / sales)
      let lines = [shelf.take(2 * index), shelf.take(2 * index + 1)].compactMap(\.self)
      try journal.append(sale(index, on: day, lines))
      for line in lines { sold[day, default: [:]][line.code, default: 0] += 1 }
      if index % 10_000 == 9_999 { progress.show(index + 1, of: sales) }
    }
    try journal.countSold(sold)
    try journal.finish()
    sync()
    try FullLedger.verify(shop)
  }

  /// Takes the catalog and all lots in, and sells once, so that every account of the shop is there.
  private func receiveAll() throws -> Shelf {
    let catalog = "\(shop.path)/Config/catalog.csv"
    try writeText(
      readText(catalog) + catalogRows(count: items).map(\.text).joined(), to: catalog)
    let goods = "\(shop.path)/goods.csv"
    try writeText(goodsFile, to: goods)
    let moment = FullLedger.start(of: first)
    let till = try shop.till(now: moment)
    for line in ["import stock \(goods)", "sell \(StockLedger.code(1)) ."] {
      let reply = till.reply(to: Array(line.utf8))
      guard reply.exitStatus == .done else { throw Benchmark.Fault("\(line): \(reply)") }
    }
    till.finish(leaving: 0)
    return Shelf(items: items, lots: (0..<items).map(lots))
  }

  /// A sale of one or two items for cash.
  private func sale(_ index: Int, on day: BusinessDate, _ lines: [Taken]) -> JournalEntry {
    let offset = day.days - first.days
    // How many this day had before.
    let place = index - (offset * sales + StockLedger.days - 1) / StockLedger.days
    let seconds = Int64(place * 36_000 / (sales / StockLedger.days + 1))
    // The first day has the engine's own sale.
    let serial = place + (offset == 0 ? 2 : 1)
    let total = lines.map(\.price).sum()
    return JournalEntry(
      id: EntryID(drawer: 1, counter: 100_000_000 + Int64(index)), kind: "sale",
      at: FullLedger.start(of: day).advanced(seconds: 60 + seconds), day: day, drawer: 1, shift: 1,
      staff: 0, serial: serial,
      postings: [.debit(Chart.drawer(1), total)] + lines.flatMap(\.postings),
      content: [
        "lines": JSON(lines.map(\.json)), "no": .string("JA\(day.digits)-\(padded(serial, to: 4))"),
        "tenders": [["amount": JSON(total), "kind": "cash"]], "total": JSON(total),
      ])
  }
}

// MARK: The goods

extension StockLedger {
  static func code(_ item: Int) -> String { "q\(padded(item, to: 5))" }

  /// The units of each lot of an item, a little more than will be sold: two lots, or three.
  fileprivate func lots(of item: Int) -> [Int] {
    let share = squareRoot(item + 1) - squareRoot(item)
    let count = item.isMultiple(of: 2) ? 3 : 2
    return Array(repeating: 10 + Int(share * Double(sales) * 2.4) / count, count: count)
  }

  /// What of all that is sold is of the items before one.
  private func squareRoot(_ item: Int) -> Double { (Double(item) / Double(items)).squareRoot() }

  /// All lots, as a file to be imported: delivered by fifty suppliers, a paper each.
  var goodsFile: String {
    var text = "code,units,cost,lot,expires,supplier,document,registration,net_content,contact\n"
    for item in 0..<items {
      let supplier = item * 50 / items
      for (lot, units) in lots(of: item).enumerated() {
        let expires = first.advanced(by: StockLedger.days - 60 + (item * 37 + lot * 211) % 1000)
        text +=
          "\(StockLedger.code(item)),\(units),\(StockLedger.cost(of: item)),L\(lot + 1),\(expires),"
          + "供应商\(supplier),FH-\(supplier),国妆备2026\(padded(item, to: 5)),500ml,021-5566\(padded(supplier, to: 4))\n"
      }
    }
    return text
  }

  fileprivate static func price(of item: Int) -> Money { Money(fen: Int64(10 + item % 300) * 100) }
  fileprivate static func cost(of item: Int) -> Money { Money(fen: price(of: item).fen / 2) }
}

/// One unit of an item that is sold.
private struct Taken {
  let item: Int
  let lot: Int

  var code: String { StockLedger.code(item) }
  var price: Money { StockLedger.price(of: item) }
  private var cost: Money { StockLedger.cost(of: item) }
  private var tax: Money { price.scaled(by: 1300, over: 11_300, rounding: .halfUp) }

  var json: JSON {
    [
      "code": .string(code), "kind": "product", "lots": [[JSON(lot), 1, JSON(cost)]],
      "name": "洗护用品", "net": JSON(price), "price": JSON(price), "rate": 1300, "tax": JSON(tax),
    ]
  }

  var postings: [Posting] {
    [
      Posting(account: Chart.units("sold", code), amount: 1),
      Posting(account: Chart.stock(code, lot: lot), amount: -1),
      .debit(Chart.goodsSold, cost), .credit(Chart.inventory, cost),
      .credit(Chart.revenue(.product), price - tax), .credit(Chart.tax(rate: 1300), tax),
    ]
  }
}

/// What is left of each lot while the sales are made.
private struct Shelf {
  let items: Int
  /// Units of each lot of each item.
  var lots: [[Int]]

  /// Takes one unit of an item that the number stands for; nil where there is none left.
  ///
  /// Of some items many times as often as of others.
  mutating func take(_ number: Int) -> Taken? {
    let place = number * 2_654_435_761 % 4_294_967_296 * items / 4_294_967_296
    let item = place * place / items
    guard let lot = lots[item].firstIndex(where: { $0 > 1 }) else { return nil }
    lots[item][lot] -= 1
    return Taken(item: item, lot: lot + 1)
  }
}
