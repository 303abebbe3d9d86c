import Glibc

/// How a file's bytes were written.
package enum TextEncoding: String, Hashable, Sendable {
  case utf8 = "UTF-8"
  case utf16LittleEndian = "UTF-16LE"
  case utf16BigEndian = "UTF-16BE"
  case gb18030 = "GB18030"
}

/// Why bytes are not text.
package enum DecodingFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// Not in the encoding that the byte order mark names; the offset is that of the first bad byte.
  case invalid(TextEncoding, offset: Int)
  /// Without a mark, and neither UTF-8 nor GB18030.
  case unknownEncoding(utf8Offset: Int, gb18030Offset: Int)
  /// Not UTF-8, and this system cannot convert from GB18030.
  case converterMissing(utf8Offset: Int)

  package var description: String {
    switch self {
    case .invalid(let encoding, let offset):
      "byte \(offset): not \(encoding.rawValue), which the file's first bytes announce"
    case .unknownEncoding(let utf8, let gb18030):
      "neither UTF-8 (byte \(utf8)) nor GB18030 (byte \(gb18030)); save the file as UTF-8"
    case .converterMissing(let utf8):
      "not UTF-8 (byte \(utf8)), and this system has no GB18030; save the file as UTF-8"
    }
  }
}

/// Turns a file's bytes into text, replacing nothing.
///
/// A byte order mark decides and is dropped: UTF-8, UTF-16LE or UTF-16BE. Without one the bytes are
/// UTF-8 if they are valid as such, else GB18030, which old spreadsheets in China still write.
///
/// - Throws: ``DecodingFault``, with offsets from 0 into the bytes.
package func decodedText(
  _ bytes: [UInt8]
) throws(DecodingFault) -> (text: String, encoding: TextEncoding) {
  if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
    guard let text = String(validating: bytes[3...], as: UTF8.self) else {
      throw .invalid(.utf8, offset: 3 + validUTF8Count(bytes[3...]))
    }
    return (text, .utf8)
  }
  if bytes.starts(with: [0xFF, 0xFE]) { return (try utf16(bytes, high: 1), .utf16LittleEndian) }
  if bytes.starts(with: [0xFE, 0xFF]) { return (try utf16(bytes, high: 0), .utf16BigEndian) }
  if let text = String(validating: bytes, as: UTF8.self) { return (text, .utf8) }
  return (try gb18030(bytes), .gb18030)
}

/// How many bytes at the start are whole, valid UTF-8.
private func validUTF8Count(_ bytes: ArraySlice<UInt8>) -> Int {
  var decoder = UTF8()
  var rest = bytes.makeIterator()
  var count = 0
  while case .scalarValue(let scalar) = decoder.decode(&rest) { count += UTF8.width(scalar) }
  return count
}

/// UTF-16 after its mark; `high` is the place of the more significant byte in a pair.
private func utf16(_ bytes: [UInt8], high: Int) throws(DecodingFault) -> String {
  let encoding: TextEncoding = high == 1 ? .utf16LittleEndian : .utf16BigEndian
  guard bytes.count.isMultiple(of: 2) else { throw .invalid(encoding, offset: bytes.count - 1) }
  let units = stride(from: 2, to: bytes.count, by: 2).map { place in
    UInt16(bytes[place + high]) << 8 | UInt16(bytes[place + 1 - high])
  }
  if let text = String(validating: units, as: UTF16.self) { return text }
  var decoder = UTF16()
  var rest = units.makeIterator()
  var count = 0
  while case .scalarValue(let scalar) = decoder.decode(&rest) { count += UTF16.width(scalar) }
  throw .invalid(encoding, offset: 2 + 2 * count)
}

/// GB18030 by the C library's converter, which stops at the first byte that is not.
private func gb18030(_ bytes: [UInt8]) throws(DecodingFault) -> String {
  guard let converter = iconv_open("UTF-8", "GB18030"), converter != iconv_t(bitPattern: -1) else {
    throw .converterMissing(utf8Offset: validUTF8Count(bytes[...]))
  }
  defer { iconv_close(converter) }
  // Nothing grows to more than twice its bytes: two become at most four, and four stay four.
  let (text, taken) = converted(bytes, by: converter, capacity: bytes.count * 2)
  guard taken == bytes.count else {
    throw .unknownEncoding(utf8Offset: validUTF8Count(bytes[...]), gb18030Offset: taken)
  }
  return text
}

/// What the converter makes of the bytes, and how many of them it took.
private func converted(
  _ bytes: [UInt8], by converter: iconv_t, capacity: Int
) -> (text: String, taken: Int) {
  var input = bytes.map { CChar(bitPattern: $0) }
  var taken = 0
  let text = String(unsafeUninitializedCapacity: capacity) { output in
    input.withUnsafeMutableBufferPointer { input in
      var from = input.baseAddress
      var fromLeft = input.count
      var into = UnsafeMutableRawPointer(output.baseAddress)?.assumingMemoryBound(to: CChar.self)
      var intoLeft = capacity
      _ = iconv(converter, &from, &fromLeft, &into, &intoLeft)
      taken = input.count - fromLeft
      return capacity - intoLeft
    }
  }
  return (text, taken)
}
