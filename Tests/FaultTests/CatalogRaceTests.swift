import Testing

/// Many tills at the catalog's own file in the same instant.
@Suite struct CatalogRaceTests {
  private static let head = "code,name,kind,category,unit,price,tax\n"

  @Test func `what a till has imported stays, however many others are refused meanwhile`() throws {
    let shop = try TestShop.withEightDrawers("")
    for number in 1...30 {
      let row = "n\(number),Item \(number),product,care,pc,\(number).00,13\n"
      try shop.write(CatalogRaceTests.head + row, to: "good\(number).csv")
    }
    try shop.write(
      CatalogRaceTests.head + "n1,Item,product,care,pc,many,13\n", to: "bad.csv")
    let endings = try shop.race { drawer in
      drawer == 1
        ? (1...30).map { "import catalog \(shop.path)/good\($0).csv\n" }.joined()
        : String(repeating: "import catalog \(shop.path)/bad.csv\n", count: 40)
    }
    #expect(endings[0].outcomes == [String](repeating: "ok", count: 30))
    #expect(endings[1].outcomes == [String](repeating: "file-refused", count: 40))
    // Each import keeps the rows that the file had: one that was put back would lack some.
    let file = String(decoding: try shop.bytes("Config/catalog.csv"), as: UTF8.self)
    let lost = (1...30).filter { !file.contains("\nn\($0),") }
    #expect(lost == [])
    #expect(try shop.faults() == [])
  }
}
