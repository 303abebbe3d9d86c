import Ledger

/// FNC1 as a scanner sends it between elements.
let fnc1: UInt8 = 0x1D

/// Takes a scanner's string apart into identifiers and values.
///
/// An element whose length is fixed by its identifier ends there; any other ends at FNC1 or at the
/// end of the string. Source: GS1 General Specifications, 7.8.5.
func concatenated(
  _ bytes: [UInt8]
) throws(GS1Elements.Fault) -> [(identifier: String, value: String)] {
  var elements: [(identifier: String, value: String)] = []
  var rest = bytes[...].drop { $0 == fnc1 }
  while !rest.isEmpty {
    let digits = identifierLength(rest)
    guard digits > 0 else { throw .unknownIdentifier(text(rest.prefix(4))) }
    let identifier = text(rest.prefix(digits))
    rest = rest.dropFirst(digits)
    let upToSeparator = rest.prefix { $0 != fnc1 }
    let length = fixedLength(identifier)
    let value = upToSeparator.prefix(length ?? upToSeparator.count)
    guard value.count == length ?? value.count, !value.isEmpty else {
      throw .malformed(
        identifier: identifier, value: text(value),
        expected: length.map { "\($0) characters" } ?? "a value")
    }
    elements.append((identifier, text(value)))
    rest = rest.dropFirst(value.count).drop { $0 == fnc1 }
  }
  return elements
}

/// Takes the form with identifiers in brackets apart.
///
/// A lot that holds digits in brackets itself cannot be told from an element; the scanner's form can.
func bracketed(
  _ bytes: [UInt8]
) throws(GS1Elements.Fault) -> [(identifier: String, value: String)] {
  var elements: [(identifier: String, value: String)] = []
  var rest = bytes[...]
  while !rest.isEmpty {
    guard let identifier = bracketedIdentifier(rest) else {
      throw .unknownIdentifier(text(rest.prefix(6)))
    }
    rest = rest.dropFirst(identifier.count + 2)
    var end = rest.startIndex
    while end < rest.endIndex,
      rest[end] != UInt8(ascii: "(") || bracketedIdentifier(rest[end...]) == nil
    {
      end += 1
    }
    elements.append((text(identifier), text(rest[..<end])))
    rest = rest[end...]
  }
  return elements
}

/// The digits of an identifier in brackets at the start; nil where there is none.
private func bracketedIdentifier(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
  let digits = bytes.dropFirst().prefix(4).prefix(while: \.isASCIIDigit)
  guard bytes.first == UInt8(ascii: "("), !digits.isEmpty, digits.count == identifierLength(digits),
    bytes.dropFirst(digits.count + 1).first == UInt8(ascii: ")")
  else { return nil }
  return digits
}

/// How many digits the identifier at the start has; 0 where GS1 has none that starts so.
private func identifierLength(_ bytes: ArraySlice<UInt8>) -> Int {
  let head = bytes.prefix(2)
  guard head.count == 2, head.allSatisfy(\.isASCIIDigit), let number = Int(text(head)) else {
    return 0
  }
  let length =
    switch number {
    case 0...4, 10...22, 30, 37, 90...99: 2
    case 23...25, 40...42, 71: 3
    case 31...36, 39, 43, 70, 72, 80...82: 4
    default: 0
    }
  return bytes.prefix(length).count(where: \.isASCIIDigit) == length ? length : 0
}

/// How many characters follow an identifier of fixed length; nil for one that FNC1 ends.
private func fixedLength(_ identifier: String) -> Int? {
  switch Int(identifier.prefix(2)) ?? -1 {
  case 0: 18
  case 1...3: 14
  case 4: 16
  case 11...19: 6
  case 20: 2
  case 31...36: 6
  case 41: 13
  default: nil
  }
}

/// True for a byte of GS1's character set 82: the signs of ISO/IEC 646 that every country shares.
func isGS1Character(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x21...0x22, 0x25...0x3F, 0x41...0x5A, 0x5F, 0x61...0x7A: true
  default: false
  }
}

private func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
