import Catalog
import Checkout
import Ledger
import Testing

@testable import TillCLI

@Suite struct RecipesFileTests {
  private func item(_ code: String) -> Item? {
    let kinds: [String: Item.Kind] = [
      "tr": .service, "jf": .service, "dye": .product, "cap": .product,
    ]
    return kinds[code].map {
      Item(code: code, name: code, kind: $0, category: "", unit: "次", price: nil, taxRate: 600)
    }
  }

  private func read(_ rows: String) throws -> [String: Recipe] {
    try recipes(parsing: "service,item,amount\n\(rows)\n", file: "Config/recipes.csv") {
      item($0)
    } measure: {
      $0 == "dye" ? "g" : nil
    }
  }

  @Test func `recipes are read row by row`() throws {
    let recipes = try read("TR,DYE,45g\njf,cap,1\ntr,cap,2")
    #expect(recipes["tr"]?.parts.map(\.item) == ["dye", "cap"])
    #expect(recipes["tr"]?.parts.map(\.amount.description) == ["45g", "2"])
    #expect(recipes["jf"]?.parts.map(\.amount.description) == ["1"])
    #expect(try read("").isEmpty)
  }

  @Test(arguments: [
    ("nix,dye,45g", "line 2, column service"), ("dye,dye,45g", "line 2, column service"),
    ("tr,jf,1", "line 2, column item"), ("tr,nix,1", "line 2, column item"),
    ("tr,dye,45g\ntr,dye,45g", "line 3, column item"), ("tr,dye,45ml", "line 2, column amount"),
    ("tr,cap,45g", "line 2, column amount"), ("tr,dye,0g", "line 2, column amount"),
    ("tr,dye,", "line 2, column amount"), ("tr,dye,-1", "line 2, column amount"),
    ("tr,dye,1.5g", "line 2, column amount"), ("tr,dye,99999999g", "line 2, column amount"),
    ("tr,dye", "line 2"),
  ]) func `what contradicts itself names its place`(rows: String, place: String) {
    #expect { try read(rows) } throws: { error in (error as? ConfigFault)?.place == place }
  }
}
