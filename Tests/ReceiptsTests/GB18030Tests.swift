import Glibc
import Testing

@testable import Receipts

struct GB18030Tests {
  /// The bytes that glibc has for a character; none where it has none.
  private func bytes(of scalar: UInt32, by converter: iconv_t) -> [UInt8] {
    var input = withUnsafeBytes(of: scalar.littleEndian) { $0.map { CChar(bitPattern: $0) } }
    var output = [CChar](repeating: 0, count: 8)
    return input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        var (from, into) = (source.baseAddress, target.baseAddress)
        var (left, room) = (source.count, target.count)
        guard iconv(converter, &from, &left, &into, &room) == 0 else { return [] }
        return target.prefix(target.count - room).map { UInt8(bitPattern: $0) }
      }
    }
  }

  @Test func `every character of two bytes has those that glibc gives it`() throws {
    let converter = try #require(iconv_open("GB18030", "UTF-32LE"))
    defer { iconv_close(converter) }
    var wrong: [String] = []
    for (scalar, code) in GB18030.codes.enumerated() where !(0xD800..<0xF900).contains(scalar) {
      let bytes = bytes(of: UInt32(scalar), by: converter)
      let expected =
        bytes.count == 2 && scalar != 0x2013 ? UInt16(bytes[0]) << 8 | UInt16(bytes[1]) : 0
      if code != expected { wrong.append(String(scalar, radix: 16)) }
    }
    let count = GB18030.codes.count { $0 != 0 }
    #expect(wrong.isEmpty, "\(wrong)")
    #expect(count == 21_890)
  }
}
