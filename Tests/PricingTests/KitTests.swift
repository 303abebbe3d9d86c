import Catalog
import Ledger
import Membership
import Pricing
import Testing

/// A kit's price over its parts.
@Suite struct KitTests {
  private func item(_ code: String, _ price: Int64) -> Item {
    Item(
      code: code, name: code, kind: .service, category: "护理", unit: "次",
      price: Money(fen: price), taxRate: 600)
  }

  @Test(arguments: [
    // Worked example 13: 100.00 for 4 blow-dries (30.00) and 2 washes (15.00).
    (price: 10_000, parts: [(4, 3_000), (2, 1_500)], count: 1, nets: [8_000, 2_000]),
    (price: 10_000, parts: [(4, 3_000), (2, 1_500)], count: 3, nets: [24_000, 6_000]),
    // The odd fen goes to the largest remainder, among equals to the earlier part.
    (price: 100, parts: [(1, 100), (1, 100), (1, 100)], count: 1, nets: [34, 33, 33]),
    // Nothing is taken off where the parts cost as much one by one.
    (price: 500, parts: [(1, 300), (1, 200)], count: 1, nets: [300, 200]),
  ]) func `a kit's price is shared over its parts by their list prices`(
    price: Int64, parts: [(units: Int, list: Int64)], count: Int, nets: [Int64]
  ) throws {
    let items = parts.enumerated().map { item("p\($0)", $1.list) }
    let kit = Kit(
      code: "tz", name: "套装", price: Money(fen: price),
      parts: zip(items, parts).map { Kit.Part(item: $0.code, units: $1.units) })
    let lines = kit.lines(count, of: items, number: 1, staff: [])
    let priced = try Pricing.price(Bill(lines: lines))
    #expect(priced.lines.map(\.net.fen) == nets)
    #expect(priced.lines.map(\.line.quantity) == parts.map { $0.units * count })
    #expect(priced.total == Money(fen: price) * count)
  }

  @Test func `the lines of a kit belong together, those around it do not`() {
    let jf = item("jf", 100)
    let kit = Kit(
      code: "tz", name: "套装", price: Money(fen: 150),
      parts: [Kit.Part(item: "a", units: 1), Kit.Part(item: "b", units: 1)])
    let parts = [item("a", 100), item("b", 100)]
    var bill = Bill(lines: [BillLine(item: jf, quantity: 1, unitPrice: Money(fen: 100))])
    bill.lines += kit.lines(1, of: parts, number: bill.nextKit, staff: [])
    bill.lines += kit.lines(1, of: parts, number: bill.nextKit, staff: [])
    #expect((0..<5).map { bill.together(with: $0) } == [0..<1, 1..<3, 1..<3, 3..<5, 3..<5])
  }
}
