import Catalog
import Glibc
import Ledger
import Storage

/// Finding one of 20,000 items, and taking their file in.
func measureItems(_ options: Options, _ report: Report) throws {
  report.title("Items: 20,000 in the catalog")
  let shop = try BenchShop.make("items")
  let first = try imported(shop, rows: [])
  let rows = catalogRows(count: 20_000)
  let start = nanoseconds()
  _ = try imported(shop, rows: rows)
  let elapsed = nanoseconds() - start - first
  let store = try Store.open(at: shop.ledger)
  let today = BusinessDate(days: 0)
  let ways: [(name: String, find: (Snapshot, CatalogRow) throws -> Bool)] = [
    ("by barcode", { try $0.item(barcode: gtin($1.barcode)) != nil }),
    ("by code", { try $0.item(code: $1.code) != nil }),
    ("by 2 initials", { try !$0.items(matching: $1.two, soldSince: today, limit: 9).isEmpty }),
    ("by 3 initials", { try !$0.items(matching: $1.three, soldSince: today, limit: 9).isEmpty }),
  ]
  var table: [[String]] = []
  var slowest: Int64 = 0
  for way in ways {
    var samples: [Int64] = []
    for index in 0..<2000 {
      let row = rows[index * 7919 % rows.count]
      let begin = nanoseconds()
      let isFound = try store.read { try way.find($0, row) }
      samples.append(nanoseconds() - begin)
      guard isFound else { throw Benchmark.Fault("\(way.name): \(row.code) is not found") }
    }
    let times = Latencies(samples)
    slowest = max(slowest, times.p99)
    table.append([
      way.name, milliseconds(times.p50), milliseconds(times.p99), milliseconds(times.most),
    ])
  }
  report.table(["finding an item", "p50 ms", "p99 ms", "max ms"], table)
  report.note("importing 20,000 rows: \(fixed(Double(elapsed) / 1e9, 2)) s")
  report.goal("slowest p99", "\(milliseconds(slowest)) ms", "< 1", isMet: slowest < 1_000_000)
}

/// Opens a till with further rows in the catalog file; nanoseconds that it took.
private func imported(_ shop: BenchShop, rows: [CatalogRow]) throws -> Int64 {
  let file = "\(shop.path)/Config/catalog.csv"
  try writeText(readText(file) + rows.map(\.text).joined(), to: file)
  let start = nanoseconds()
  _ = try shop.till()
  return nanoseconds() - start
}

/// An item of the benchmark's catalog.
struct CatalogRow {
  let code: String
  let barcode: String
  /// The first letters of its name's pinyin.
  let two: String
  let three: String
  let text: String
}

/// Items with names of five hanzi, spread over all initials that the hanzi have.
func catalogRows(count: Int) -> [CatalogRow] {
  let hanzi: [(sign: String, initial: String)] = [
    ("安", "a"), ("白", "b"), ("草", "c"), ("淡", "d"), ("恩", "e"), ("芳", "f"), ("光", "g"), ("花", "h"),
    ("金", "j"), ("康", "k"), ("兰", "l"), ("美", "m"), ("柠", "n"), ("欧", "o"), ("平", "p"), ("清", "q"),
    ("柔", "r"), ("水", "s"), ("桃", "t"), ("玩", "w"), ("香", "x"), ("油", "y"), ("紫", "z"),
  ]
  return (0..<count).map { index in
    var number = index
    let signs = (0..<5).map { place in
      defer { number /= hanzi.count }
      return hanzi[(number + place * 5) % hanzi.count]
    }
    let body = "69" + padded(5_000_000_000 + index * 31, to: 10)
    let barcode = body + String(checkDigit(of: body))
    let name = signs.map(\.sign).joined()
    let code = "q\(padded(index, to: 5))"
    let initials = signs.map(\.initial).joined()
    return CatalogRow(
      code: code, barcode: barcode, two: String(initials.prefix(2)),
      three: String(initials.prefix(3)),
      text: "\(code),\(name),product,洗护,瓶,\(10 + index % 300).00,,13,yes,\(barcode),\n")
  }
}

/// The check digit of a code of the GS1 family without it.
private func checkDigit(of body: String) -> Int {
  let sum = body.utf8.reversed().enumerated().reduce(0) { sum, part in
    sum + Int(part.element - UInt8(ascii: "0")) * (part.offset.isMultiple(of: 2) ? 3 : 1)
  }
  return (10 - sum % 10) % 10
}
