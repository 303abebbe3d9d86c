import Catalog
import Ledger
import Testing

@testable import TillCLI

@Suite struct KitsFileTests {
  private func item(_ code: String) -> Item? {
    let prices: [String: Int64?] = ["jf": 12_800, "xs001": 8_800, "open": nil, "fixed": 100]
    guard let price = prices[code] else { return nil }
    return Item(
      code: code, name: code, kind: .service, category: "", unit: "次",
      price: price.map(Money.init(fen:)), taxRate: 600, discountable: code != "fixed")
  }

  private func read(_ rows: String) throws -> [String: Kit] {
    try kits(parsing: "code,name,price,item,units\n\(rows)\n", file: "Config/kits.csv") {
      item($0)
    }
  }

  @Test func `kits are read row by row`() throws {
    let kits = try read("TZ,洗护,200,JF,1\ntz,洗护,200.00,xs001,2")
    #expect(
      kits["tz"]?.parts == [Kit.Part(item: "jf", units: 1), Kit.Part(item: "xs001", units: 2)])
    #expect(kits["tz"]?.price == Money(fen: 20_000))
    #expect(try read("").isEmpty)
  }

  @Test(arguments: [
    ("jf,洗护,100,xs001,1", "line 2, column code"), ("w50,洗护,100,jf,1", "line 2, column code"),
    ("t z,洗护,100,jf,1", "line 2, column code"), ("123,洗护,100,jf,1", "line 2, column code"),
    (",洗护,100,jf,1", "line 2, column code"), ("tz,,100,jf,1", "line 2, column name"),
    ("tz,洗护,0,jf,1", "line 2, column price"), ("tz,洗护,-1,jf,1", "line 2, column price"),
    ("tz,洗护,1.005,jf,1", "line 2, column price"), ("tz,洗护,x,jf,1", "line 2, column price"),
    ("tz,洗护,128.01,jf,1", "line 2, column price"), ("tz,洗护,9,nix,1", "line 2, column item"),
    ("tz,洗护,9,open,1", "line 2, column item"), ("tz,洗护,9,fixed,1", "line 2, column item"),
    ("tz,洗护,9,jf,0", "line 2, column units"), ("tz,洗护,9,jf,1000", "line 2, column units"),
    ("tz,洗护,9,jf,1\ntz,洗护,9,jf,1", "line 3, column item"),
    ("tz,洗护,9,jf,1\ntz,别名,9,xs001,1", "line 3, column name"),
    ("tz,洗护,9,jf,1\ntz,洗护,8,xs001,1", "line 3, column price"),
    ("tz,一,9,jf,1\nty,二,9,jf,1\ntz,一,9,xs001,1", "line 4, column code"),
    ("tz,洗护,9,jf", "line 2"),
  ]) func `what contradicts itself names its place`(rows: String, place: String) {
    #expect { try read(rows) } throws: { error in (error as? ConfigFault)?.place == place }
  }
}
