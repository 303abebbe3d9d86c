import Catalog
import Ledger
import Pricing

/// An item at a price in fen, with whatever else a case is about.
func item(
  _ price: Int64?, code: String = "a", kind: Item.Kind = .service, floor: Int64 = 0,
  taxRate: Int = 0, discountable: Bool = true
) -> Item {
  Item(
    code: code, name: code, kind: kind, category: "", unit: "次", price: price.map(Money.init(fen:)),
    floor: Money(fen: floor), taxRate: taxRate, discountable: discountable)
}

/// A line of an item at its own price.
func line(
  _ price: Int64, times quantity: Int = 1, off reductions: [Reduction] = [],
  discountable: Bool = true
) -> BillLine {
  BillLine(
    item: item(price, discountable: discountable), quantity: quantity, unitPrice: Money(fen: price),
    reductions: reductions.map { GrantedReduction($0) })
}

func bill(_ lines: [BillLine], off reductions: [Reduction] = []) -> Bill {
  Bill(lines: lines, reductions: reductions.map { GrantedReduction($0) })
}

func fen(_ amounts: [Money]) -> [Int64] { amounts.map(\.fen) }
