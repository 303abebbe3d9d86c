import Catalog
import Ledger

func item(
  _ code: String, _ price: Int64?, name: String = "剪发", barcodes: [String] = [],
  mnemonics: [String] = []
) -> Item {
  Item(
    code: code, name: name, kind: .service, category: "护理", unit: "次",
    price: price.map(Money.init(fen:)), floor: Money(fen: 100), taxRate: 600, discountable: false,
    barcodes: barcodes, mnemonics: mnemonics)
}
