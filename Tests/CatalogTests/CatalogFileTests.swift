import Catalog
import Ledger
import Testing

@Suite("The catalog file")
struct CatalogFileTests {
  @Test("every column becomes what it says")
  func wholeRow() throws {
    let read = try catalogItems(
      catalogHeader + "JF,剪发 ,service,美发,次,88.5,6,60,no,,jianfa jj\n"
        + "２０１,洗发水（大）,商品,零售,瓶,１２８,13,128,是,036000291452 73513537,\n"
        + "nh-1,护理,服务,护理,次,,6.5,,,,\n")
    let expected = [
      Item(
        code: "jf", name: "剪发", kind: .service, category: "美发", unit: "次",
        price: Money(fen: 8850), floor: Money(fen: 6000), taxRate: 600, discountable: false,
        mnemonics: ["jianfa", "jj"]),
      Item(
        code: "201", name: "洗发水（大）", kind: .product, category: "零售", unit: "瓶",
        price: Money(fen: 12_800), floor: Money(fen: 12_800), taxRate: 1300,
        barcodes: ["0036000291452", "73513537"]),
      Item(
        code: "nh-1", name: "护理", kind: .service, category: "护理", unit: "次", price: nil,
        taxRate: 650),
    ]
    #expect(read == expected)
  }

  @Test("columns stand in any order and case, and optional ones may be missing")
  func columnOrder() throws {
    let read = try catalogItems(
      "Tax, PRICE ,Ｕnit,category,kind,name,code\r\n6,88,次,美发,SERVICE,剪发,jf\r\n")
    let expected = Item(
      code: "jf", name: "剪发", kind: .service, category: "美发", unit: "次",
      price: Money(fen: 8800), taxRate: 600)
    #expect(read == [expected])
  }

  @Test(
    "the same file in any encoding and with any line ends gives the same items",
    arguments: ["\n", "\r\n", "\r"])
  func encodings(lineEnd: String) throws {
    let text = "code,name,kind,category,unit,price,tax\(lineEnd)jf,剪发,服务,美发,次,88,6\(lineEnd)"
    let expected = try catalogItems(text)
    let units = Array(text.utf16)
    let little: [UInt8] = [0xFF, 0xFE] + units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big: [UInt8] = [0xFE, 0xFF] + units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    let chinese: [Character: [UInt8]] = [
      "剪": [0xBC, 0xF4], "发": [0xB7, 0xA2], "服": [0xB7, 0xFE], "务": [0xCE, 0xF1],
      "美": [0xC3, 0xC0], "次": [0xB4, 0xCE],
    ]
    let gb18030: [UInt8] = text.flatMap { chinese[$0] ?? Array(String($0).utf8) }
    #expect(expected.count == 1)
    let marked: [UInt8] = [0xEF, 0xBB, 0xBF] + Array(text.utf8)
    for bytes in [marked, little, big, gb18030] {
      let read = try CatalogFile.items(of: bytes, isReserved: isReserved)
      #expect(read == expected)
    }
  }

  @Test("rows with nothing in them are passed over, and a file of only a header is no items")
  func emptyRows() throws {
    let read = try catalogItems(catalogHeader + "\n,,,,,,,,,,\njf,剪发,service,美发,次,88,6,,,,\n \n")
    let none = try catalogItems(catalogHeader)
    #expect(read.map(\.code) == ["jf"])
    #expect(none.isEmpty)
  }

  @Test(
    "a faulty field is named with its line, column, value and what was expected",
    arguments: [
      (
        "jf,剪发,haircut,美发,次,88,6,,,,",
        "line 2 kind \"haircut\": expected service or product (服务 or 商品)"
      ),
      ("jf,剪发,,美发,次,88,6,,,,", "line 2 kind: expected service or product (服务 or 商品)"),
      ("jf,,service,美发,次,88,6,,,,", "line 2 name: expected a text"),
      ("jf,　 ,service,美发,次,88,6,,,,", "line 2 name: expected a text"),
      (
        "jf,剪\u{202E}发,service,美发,次,88,6,,,,",
        "line 2 name \"剪<U+202E>发\": holds U+202E, which cannot be seen or printed"
      ),
      (
        "jf,剪\u{200B}发,service,美发,次,88,6,,,,",
        "line 2 name \"剪<U+200B>发\": holds U+200B, which cannot be seen or printed"
      ),
      (
        "jf,剪\u{3164}发,service,美发,次,88,6,,,,",
        "line 2 name \"剪<U+3164>发\": holds U+3164, which cannot be seen or printed"
      ),
      (
        "jf,剪\u{0}发,service,美发,次,88,6,,,,",
        "line 2 name \"剪<U+0000>发\": holds U+0000, which cannot be seen or printed"
      ),
      (
        "jf,\"剪\n发\",service,美发,次,88,6,,,,",
        "line 2 name \"剪<U+000A>发\": holds U+000A, which cannot be seen or printed"
      ),
      (
        "jf,剪\u{1B}[2J,service,美发,次,88,6,,,,",
        "line 2 name \"剪<U+001B>[2J\": holds U+001B, which cannot be seen or printed"
      ),
      (
        "jf,剪发,service,美发,瓶瓶瓶瓶瓶瓶瓶瓶瓶,88,6,,,,",
        "line 2 unit \"瓶瓶瓶瓶瓶瓶瓶瓶瓶\": 9 characters in 27 bytes; expected at most 8 in 24"
      ),
      (
        "jf,剪发,service,美发,次,88.505,6,,,,",
        "line 2 price \"88.505\": expected at most two decimals"
      ),
      (
        "jf,剪发,service,美发,次,-88,6,,,,",
        "line 2 price \"-88\": expected yuan such as 88 or 88.50, without a sign"
      ),
      (
        "jf,剪发,service,美发,次,1e5,6,,,,",
        "line 2 price \"1e5\": expected yuan such as 88 or 88.50, without a sign"
      ),
      (
        "jf,剪发,service,美发,次,0x10,6,,,,",
        "line 2 price \"0x10\": expected yuan such as 88 or 88.50, without a sign"
      ),
      (
        "jf,剪发,service,美发,次,\"1,000\",6,,,,",
        "line 2 price \"1,000\": expected yuan such as 88 or 88.50, without a sign"
      ),
      (
        "jf,剪发,service,美发,次,1000000000000000000,6,,,,",
        "line 2 price \"1000000000000000000\": expected at most 10000000.00"
      ),
      (
        "jf,剪发,service,美发,次,88,,,,,",
        "line 2 tax: expected percent from 0 to 100 with at most two decimals, such as 6 or 6.5"
      ),
      (
        "jf,剪发,service,美发,次,88,100.01,,,,",
        "line 2 tax \"100.01\": expected percent from 0 to 100 with at most two decimals, "
          + "such as 6 or 6.5"
      ),
      (
        "jf,剪发,service,美发,次,88,6.555,,,,",
        "line 2 tax \"6.555\": expected percent from 0 to 100 with at most two decimals, "
          + "such as 6 or 6.5"
      ),
      (
        "jf,剪发,service,美发,次,88,6,88.01,,,",
        "line 2 floor \"88.01\": expected at most the price 88.00"
      ),
      (
        "jf,剪发,service,美发,次,88,6,,maybe,,",
        "line 2 discount \"maybe\": expected yes or no (是 or 否)"
      ),
      (
        "jf,剪发,service,美发,次,88,6,,,6901234567893,",
        "line 2 barcode \"6901234567893\": the check digit should be 2"
      ),
      (
        "jf,剪发,service,美发,次,88,6,,,6901234567892 123,",
        "line 2 barcode \"123\": expected 8, 12, 13 or 14 digits"
      ),
      (
        "jf,剪发,service,美发,次,88,6,,,,a b/c",
        "line 2 mnemonic \"b/c\": expected 1 to 32 letters a-z, digits, - or _, or Chinese characters"
      ),
      (
        "jf,剪发,service,美发,次,88,6,,,,V50",
        "line 2 mnemonic \"V50\": is a word of the command language; choose another"
      ),
      ("jf,剪发,service,美发,次,88,6,,,", "line 2: 10 fields; expected 11 as in the header"),
      ("jf,剪发,service,美发,次,88,6,,,,,", "line 2: 12 fields; expected 11 as in the header"),
      (
        "jf,a\"b,service,美发,次,88,6,,,,",
        "line 2: a quote inside a field without quotes; quote the field, double the quote"
      ),
      (
        "jf,\"" + String(repeating: "x", count: 1_048_576) + "\",service,美发,次,88,6,,,,",
        "line 2: a field of more than 4096 bytes"
      ),
    ])
  func faultyField(row: String, expected: String) {
    let found = catalogFaults(catalogHeader + row + "\n")
    #expect(found == [expected])
  }

  @Test(
    "a code that could not be typed is refused",
    arguments: [
      ("", "line 2 code: expected 1 to 32 letters a-z, digits, - or _, or Chinese characters"),
      ("a b", "expected 1 to 32 letters a-z, digits, - or _, or Chinese characters"),
      ("a=b", "expected 1 to 32 letters a-z, digits, - or _, or Chinese characters"),
      ("é", "expected 1 to 32 letters a-z, digits, - or _, or Chinese characters"),
      (String(repeating: "a", count: 33), "expected 1 to 32 letters"),
      ("W", "is a word of the command language"), ("账单", "is a word of the command language"),
      ("73513537", "would be read as a barcode"), ("036000291452", "would be read as a barcode"),
      ("13800005678", "would be read as a phone number"),
      ("１３８００００５６７８", "would be read as a phone number"),
      ("6901234567890", "13 digits would be read as a barcode"),
    ])
  func codes(code: String, expected: String) {
    let found = catalogFaults(catalogHeader + "\(code),剪发,service,美发,次,88,6,,,,\n")
    #expect(found.count == 1)
    #expect(found.first?.contains(expected) == true)
  }

  @Test("a name may have 60 characters and 180 bytes")
  func nameLength() throws {
    let most = String(repeating: "护", count: 60)
    let wide = String(repeating: "𠮷", count: 46)
    let read = try catalogItems(catalogHeader + "a,\(most),service,美发,次,88,6,,,,\n")
    let tooMany = catalogFaults(catalogHeader + "a,\(most)x,service,美发,次,88,6,,,,\n")
    let tooWide = catalogFaults(catalogHeader + "a,\(wide),service,美发,次,88,6,,,,\n")
    #expect(read.map(\.name) == [most])
    #expect(
      tooMany.first?.contains("…\": 61 characters in 181 bytes; expected at most 60 in 180") == true
    )
    #expect(tooWide.first?.contains("46 characters in 184 bytes") == true)
  }

  @Test("a name is stored in its composed form")
  func composition() throws {
    let read = try catalogItems(catalogHeader + "a,Cafe\u{301} 护理,service,美发,次,88,6,,,,\n")
    let bytes = read.map { Array($0.name.utf8) }
    #expect(bytes == [Array("Caf\u{E9} 护理".utf8)])
  }
}
