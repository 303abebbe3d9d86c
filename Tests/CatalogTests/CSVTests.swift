import Catalog
import Seeded
import Testing

/// All records of a text.
private func records(_ text: String) throws(CSVReader.Fault) -> [CSVReader.Record] {
  var reader = CSVReader(text)
  var records: [CSVReader.Record] = []
  while let record = try reader.next() { records.append(record) }
  return records
}

/// The text that RFC 4180 makes of fields, each in quotes where a byte asks for it or a coin does.
private func written(_ fields: [String], lineEnd: String, random: inout Seeded) -> String {
  let quoted = fields.map { field in
    let mustQuote = field.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
    guard mustQuote || Bool.random(using: &random) else { return field }
    return "\""
      + field.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
  return quoted.joined(separator: ",") + lineEnd
}

@Suite("CSV")
struct CSVTests {
  @Test(
    "records and the lines on which they start",
    arguments: [
      ("", [], []),
      ("a,b", [["a", "b"]], [1]),
      ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]], [1, 2]),
      ("a\nb\n", [["a"], ["b"]], [1, 2]),
      ("a\rb\r", [["a"], ["b"]], [1, 2]),
      ("a\n\rb", [["a"], [""], ["b"]], [1, 2, 3]),
      ("\n", [[""]], [1]),
      (",", [["", ""]], [1]),
      ("a,\n", [["a", ""]], [1]),
      ("\"a,b\",c", [["a,b", "c"]], [1]),
      ("\"a\"\"b\"", [["a\"b"]], [1]),
      ("\"\"", [[""]], [1]),
      ("\"\"\"\"", [["\""]], [1]),
      ("\"a\nb\",c\nd", [["a\nb", "c"], ["d"]], [1, 3]),
      ("\"a\r\nb\"\r\nd", [["a\r\nb"], ["d"]], [1, 3]),
      ("\"a\rb\"\rd", [["a\rb"], ["d"]], [1, 3]),
      (" a , b ", [[" a ", " b "]], [1]),
      ("剪发,烫\u{0}", [["剪发", "烫\u{0}"]], [1]),
    ] as [(String, [[String]], [Int])])
  func reading(text: String, fields: [[String]], lines: [Int]) throws {
    let read = try records(text)
    #expect(read.map(\.fields) == fields)
    #expect(read.map(\.line) == lines)
  }

  @Test(
    "a fault names its line",
    arguments: [
      ("a\nb\"c", .loneQuote(line: 2)),
      ("a\nb,c\"", .loneQuote(line: 2)),
      ("\"a\nb\"c", .textAfterQuotes(line: 2)),
      ("\"a\" ,b", .textAfterQuotes(line: 1)),
      ("a\n\"b\nc\nd", .unclosedQuotes(line: 2)),
      ("\"", .unclosedQuotes(line: 1)),
      ("a\n" + String(repeating: "x", count: 4097), .fieldTooLong(line: 2, limit: 4096)),
      ("\"" + String(repeating: "x", count: 1_048_576), .fieldTooLong(line: 1, limit: 4096)),
      ("a\n\"" + String(repeating: "x\n", count: 4097), .fieldTooLong(line: 2, limit: 4096)),
      ("a\n" + String(repeating: ",", count: 256), .tooManyFields(line: 2, limit: 256)),
    ] as [(String, CSVReader.Fault)])
  func faults(text: String, expected: CSVReader.Fault) {
    let fault = #expect(throws: CSVReader.Fault.self) { try records(text) }
    #expect(fault == expected)
    #expect(fault?.description.hasPrefix("line \(expected.line): ") == true)
  }

  @Test("a field and a record at their limits are read")
  func limits() throws {
    let field = String(repeating: "x", count: 4096)
    let commas = String(repeating: ",", count: 255)
    let read = try records("\(field)\n\"\(field)\"\n\(commas)")
    #expect(read.map(\.fields) == [[field], [field], Array(repeating: "", count: 256)])
  }

  @Test("what a writer wrote is read back", arguments: 1...40)
  func roundTrip(seed: UInt64) throws {
    var random = Seeded(seed)
    let pieces = ["a", "剪", ",", "\"", "\n", "\r", "\r\n", " ", "0", "é", "\u{0}"]
    let rows = (0..<30).map { _ in
      (0..<Int.random(in: 1...8, using: &random)).map { _ in
        (0..<Int.random(in: 0...6, using: &random)).map { _ in
          pieces.randomElement(using: &random) ?? ""
        }.joined()
      }
    }
    let lineEnd = ["\n", "\r\n", "\r"].randomElement(using: &random) ?? "\n"
    let text = rows.map { written($0, lineEnd: lineEnd, random: &random) }.joined()
    let read = try records(text)
    #expect(read.map { $0.fields.map { Array($0.utf8) } } == rows.map { $0.map { Array($0.utf8) } })
  }

  @Test("any text ends in records or one fault", arguments: 1...40)
  func fuzz(seed: UInt64) {
    var random = Seeded(seed)
    let pieces = ["\"", "\"", ",", "\n", "\r", "a", "张"]
    for _ in 0..<200 {
      let text = (0..<Int.random(in: 0...30, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }.joined()
      let result = Result { () throws(CSVReader.Fault) in try records(text) }
      switch result {
      case .success(let read):
        let kept = read.reduce(0) { $0 + $1.fields.reduce(0) { $0 + $1.utf8.count } }
        #expect(kept <= text.utf8.count)
        #expect(read.allSatisfy { !$0.fields.isEmpty })
      case .failure(let fault):
        let breaks = text.utf8.count { $0 == 0x0A || $0 == 0x0D }
        #expect((1...breaks + 1).contains(fault.line))
      }
    }
  }
}

@Suite("Text decoding")
struct TextDecodingTests {
  @Test(
    "bytes become text by their mark or their form",
    arguments: [
      (Array("剪发".utf8), "剪发", .utf8),
      ([], "", .utf8),
      ([0xEF, 0xBB, 0xBF] + Array("a剪".utf8), "a剪", .utf8),
      ([0xEF, 0xBB, 0xBF], "", .utf8),
      ([0xFF, 0xFE, 0x61, 0x00, 0x6A, 0x52], "a剪", .utf16LittleEndian),
      ([0xFE, 0xFF, 0x00, 0x61, 0x52, 0x6A], "a剪", .utf16BigEndian),
      ([0xFF, 0xFE, 0x42, 0xD8, 0xB7, 0xDF], "𠮷", .utf16LittleEndian),
      ([0xFF, 0xFE], "", .utf16LittleEndian),
      ([0xBC, 0xF4, 0xB7, 0xA2, 0x0A], "剪发\n", .gb18030),
      ([0x95, 0x34, 0xB2, 0x35], "𠮷", .gb18030),
      ([0x61, 0x00, 0x62], "a\u{0}b", .utf8),
    ] as [([UInt8], String, TextEncoding)])
  func decoding(bytes: [UInt8], text: String, encoding: TextEncoding) throws {
    let decoded = try decodedText(bytes)
    #expect(decoded.text == text)
    #expect(decoded.encoding == encoding)
  }

  @Test(
    "a fault names the first bad byte",
    arguments: [
      ([0xEF, 0xBB, 0xBF, 0x61, 0xFF], .invalid(.utf8, offset: 4)),
      ([0xFF, 0xFE, 0x61, 0x00, 0x62], .invalid(.utf16LittleEndian, offset: 4)),
      ([0xFF, 0xFE, 0x61, 0x00, 0x42, 0xD8], .invalid(.utf16LittleEndian, offset: 4)),
      ([0xFE, 0xFF, 0xDF, 0xB7], .invalid(.utf16BigEndian, offset: 2)),
      ([0x61, 0xFF], .unknownEncoding(utf8Offset: 1, gb18030Offset: 1)),
      ([0xE5, 0x89, 0xAA, 0xFF], .unknownEncoding(utf8Offset: 3, gb18030Offset: 2)),
      ([0xBC, 0xF4, 0xB7], .unknownEncoding(utf8Offset: 0, gb18030Offset: 2)),
    ] as [([UInt8], DecodingFault)])
  func faults(bytes: [UInt8], expected: DecodingFault) {
    let fault = #expect(throws: DecodingFault.self) { try decodedText(bytes) }
    #expect(fault == expected)
    #expect(fault?.description.contains("byte") == true)
  }

  @Test("any bytes are text or a fault", arguments: 1...40)
  func fuzz(seed: UInt64) {
    var random = Seeded(seed)
    for _ in 0..<200 {
      let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      guard let decoded = try? decodedText(bytes) else { continue }
      if decoded.encoding == .utf8 {
        let marked = [0xEF, 0xBB, 0xBF] + Array(decoded.text.utf8)
        #expect(Array(decoded.text.utf8) == bytes || marked == bytes)
      }
    }
  }
}
