import Glibc

/// The characters that a Chinese printer has: those of one byte and of two bytes in GB18030.
///
/// The table is asked of glibc once and never changes, so it needs no converter and no lock later.
/// The characters of four bytes are left out: printers print other characters in their place.
enum GB18030 {
  /// The two bytes of a character, by its number below 0x10000; 0 where it has one or four.
  ///
  /// Private characters have no shape on paper, and U+2013 is printed as a hyphen: both are 0.
  static let codes: [UInt16] = {
    var codes = [UInt16](repeating: 0, count: 0x10000)
    let pairs = allPairs()
    for (code, scalar) in zip(pairs, decoded(pairs)) {
      switch scalar {
      case 0x80..<0xD800, 0xF900..<0x10000: codes[Int(scalar)] = code
      default: continue
      }
    }
    codes[0x2013] = 0
    return codes
  }()

  private static func allPairs() -> [UInt16] {
    (0x81...0xFE).flatMap { lead in
      (0x40...0xFE).filter { $0 != 0x7F }.map { UInt16(lead << 8 | $0) }
    }
  }

  /// The Unicode numbers of the pairs, in order; 0xFFFF for a pair that stands for nothing.
  private static func decoded(_ pairs: [UInt16]) -> [UInt32] {
    guard let converter = iconv_open("UTF-32LE", "GB18030"), converter != iconv_t(bitPattern: -1)
    else {
      preconditionFailure("glibc cannot convert GB18030: install its gconv modules")
    }
    defer { iconv_close(converter) }
    var input = pairs.flatMap {
      [CChar(bitPattern: UInt8($0 >> 8)), CChar(truncatingIfNeeded: $0)]
    }
    var output = [UInt32](repeating: 0xFFFF, count: pairs.count)
    input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBytes { target in
        var done = 0
        while done < pairs.count {
          var from = source.baseAddress.map { $0 + done * 2 }
          var left = (pairs.count - done) * 2
          var into = target.baseAddress.map { ($0 + done * 4).assumingMemoryBound(to: CChar.self) }
          var room = (pairs.count - done) * 4
          _ = iconv(converter, &from, &left, &into, &room)
          done = pairs.count - left / 2
          if left > 0 { done += 1 }
        }
      }
    }
    return output.map { UInt32(littleEndian: $0) }
  }
}
