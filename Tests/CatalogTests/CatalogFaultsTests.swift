import Catalog
import Seeded
import Testing

@Suite("The catalog file as a whole")
struct CatalogFaultsTests {
  @Test("what already finds an item is refused with both lines")
  func duplicates() {
    let rows = [
      "jf,剪发,service,美发,次,88,6,,,0036000291452,j", "JF,剪发,service,美发,次,88,6,,,,",
      "\"a\",\"剪发\",service,美发,次,88,6,,,036000291452,jf", "j,剪发,service,美发,次,88,6,,,,",
      "b,剪发,service,美发,次,88,6,,,73513537 00000073513537,m m",
    ]
    let found = catalogFaults(catalogHeader + rows.joined(separator: "\n"))
    let expected = [
      "line 3 code \"jf\": already the code on line 2",
      "line 4 mnemonic \"jf\": already the code on line 2",
      "line 4 barcode \"0036000291452\": already the barcode on line 2",
      "line 5 code \"j\": already the mnemonic on line 2",
      "line 6 mnemonic \"m\": already the mnemonic on line 6",
      "line 6 barcode \"73513537\": already the barcode on line 6",
    ]
    #expect(found == expected)
  }

  @Test("all faults are found in one pass, in the order of the lines")
  func allFaults() {
    let found = catalogFaults(
      catalogHeader + "w,,cut,美发,次,1e5,6,,,,\n\"jf\",\"剪\n发\",service,美发,次,88,6,,,,\n"
        + "k,ok,service,美发,次,88,x,,,,\n")
    let places = found.map { String($0.prefix { $0 != ":" && $0 != "\"" }) }
    let expected = [
      "line 2 code ", "line 2 name", "line 2 kind ", "line 2 price ", "line 3 name ",
      "line 5 tax ",
    ]
    #expect(places == expected)
  }

  @Test(
    "a faulty header is refused with the columns that are known or missing",
    arguments: [
      ("", ["file: empty; expected a first row of column names"]),
      (
        "code,name,kind,category,unit,price\n",
        ["line 1 header: missing columns: tax"]
      ),
      (
        "code,name,kind,category,unit,price,tax,colour\n",
        [
          "line 1 header \"colour\": unknown column; known are code, name, kind, category, unit, "
            + "price, tax, floor, discount, barcode, mnemonic"
        ]
      ),
      (
        "code,name,kind,category,unit,price,tax,Code\n",
        ["line 1 header \"Code\": column stands twice"]
      ),
      ("\"code", ["line 1: a field in quotes starts here and never ends"]),
    ])
  func headers(text: String, expected: [String]) {
    let found = catalogFaults(text)
    #expect(found == expected)
  }

  @Test("bytes that are no text are refused with the place")
  func noText() {
    let fault = #expect(throws: CatalogFile.Faults.self) {
      try CatalogFile.items(of: [0x61, 0xFF], isReserved: isReserved)
    }
    #expect(
      fault?.listed.map(\.description) == [
        "file: neither UTF-8 (byte 1) nor GB18030 (byte 1); save the file as UTF-8"
      ])
  }

  @Test("the first thousand faults are listed and the others counted")
  func manyFaults() {
    let rows = String(repeating: "x\n", count: 1500)
    let fault = #expect(throws: CatalogFile.Faults.self) { try catalogItems(catalogHeader + rows) }
    #expect(fault?.listed.count == CatalogFile.faultLimit)
    #expect(fault?.unlisted == 500)
  }

  @Test("more rows than the limit are refused")
  func tooManyRows() throws {
    let rows = (0...CatalogFile.rowLimit).map { "c\($0),n,service,a,b,1,6" }
    let columns = "code,name,kind,category,unit,price,tax\n"
    let found = catalogFaults(columns + rows.joined(separator: "\n"))
    let most = try catalogItems(columns + rows.dropLast().joined(separator: "\n"))
    #expect(found == ["line 100002: more than 100000 items; divide the file"])
    #expect(most.count == CatalogFile.rowLimit)
  }

  @Test("any rows are read or refused", arguments: 1...20)
  func fuzz(seed: UInt64) {
    var random = Seeded(seed)
    let pieces = ["jf", ",", ",", "\"", "\n", "6", "8.8", "service", "张", "\u{0}", "\u{FEFF}", "是"]
    for _ in 0..<100 {
      let rows = (0..<Int.random(in: 0...60, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }.joined()
      let result = Result { () throws(CatalogFile.Faults) in try catalogItems(catalogHeader + rows)
      }
      guard case .failure(let found) = result else { continue }
      #expect(found.listed.allSatisfy { !$0.reason.isEmpty && $0.line >= 2 })
      let shown = found.listed.map(\.description).joined()
      #expect(!shown.unicodeScalars.contains { $0.isUnprintable })
    }
  }
}
