/// The characters that a Chinese printer has: those of one byte and of two bytes in GB18030.
///
/// The characters of four bytes are left out: printers print other characters in their place.
enum GB18030 {
  /// The two bytes of a character, by its number below 0x10000; 0 where it has one or four.
  static let codes: [UInt16] = {
    var codes = [UInt16](repeating: 0, count: 0x10000)
    var (first, second): (UInt16, UInt16) = (0x81, 0x40)
    for scalar in characters.unicodeScalars {
      if scalar == "\n" {
        (first, second) = (first + 1, 0x40)
        continue
      }
      if scalar != "." { codes[Int(scalar.value)] = first << 8 | second }
      second += second == 0x7E ? 2 : 1
    }
    return codes
  }()
}
