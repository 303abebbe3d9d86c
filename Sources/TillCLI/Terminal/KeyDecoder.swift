/// What a cashier, a paste or a scanner did to the line.
package enum Key: Equatable, Sendable {
  case scalar(Unicode.Scalar)

  /// A byte that belongs to no UTF-8 sequence.
  case invalid(UInt8)
  case edit(LineBuffer.Edit)
  case enter
  case tab
  case up
  case down
  case clearScreen
  case interrupt
  case endOrDelete
  case suspend
}

/// Turns the bytes of a terminal into keys, however the reads cut them.
///
/// Every byte of text comes out in order as a scalar or as an invalid byte. Escape sequences and
/// control keys without a meaning here are dropped, except GS, which scanners send inside a GS1
/// code. Within a bracketed paste nothing is a command: line ends are ``Key/enter``, all other
/// bytes are text. CR, LF and CR LF are one ``Key/enter``.
package struct KeyDecoder: Sendable {
  private static let escape: UInt8 = 0x1B
  private static let sequenceLimit = 32

  private var bytes: [UInt8] = []
  private var head = 0
  private var isPasting = false
  private var followsReturn = false

  package init() {}

  package mutating func feed(_ more: some Sequence<UInt8>) {
    bytes.removeFirst(head)
    head = 0
    bytes += more
  }

  /// For how many milliseconds the next byte may be awaited before ``expire()``; `nil`: for ever.
  package var patience: Int32? {
    if isPasting { return 1_000 }
    return bytes[head...].first == KeyDecoder.escape ? 50 : nil
  }

  /// Gives up waiting: a lone escape is a key, a broken sequence is none, a paste without an end is
  /// over.
  package mutating func expire() -> Key? {
    defer { isPasting = false }
    guard bytes[head...].first == KeyDecoder.escape else { return nil }
    let isLone = bytes.count - head == 1
    head = bytes.count
    return isLone && !isPasting ? .edit(.killAll) : nil
  }

  /// The next key; `nil` when more bytes are needed.
  package mutating func next() -> Key? {
    while head < bytes.count {
      switch step(bytes[head...]) {
      case .more: return nil
      case .drop(let count): head += count
      case .key(let key, let count):
        head += count
        return key
      }
    }
    return nil
  }

  private enum Step {
    case more
    case drop(Int)
    case key(Key, Int)
  }

  private mutating func step(_ rest: ArraySlice<UInt8>) -> Step {
    let first = rest[rest.startIndex]
    defer { followsReturn = first == 0x0D }
    if first == 0x0A, followsReturn { return .drop(1) }
    switch first {
    case 0x0A, 0x0D: return .key(.enter, 1)
    case KeyDecoder.escape: return isPasting ? endOfPaste(rest) : sequence(rest)
    case 0x80...: return scalar(rest)
    case 0x20...0x7E, 0x1D: return .key(.scalar(Unicode.Scalar(first)), 1)
    default:
      if isPasting { return .key(.scalar(Unicode.Scalar(first)), 1) }
      return KeyDecoder.control[first].map { .key($0, 1) } ?? .drop(1)
    }
  }

  private static let control: [UInt8: Key] = [
    0x01: .edit(.home), 0x02: .edit(.left), 0x03: .interrupt, 0x04: .endOrDelete,
    0x05: .edit(.end), 0x06: .edit(.right), 0x08: .edit(.backspace), 0x09: .tab,
    0x0B: .edit(.killToEnd), 0x0C: .clearScreen, 0x0E: .down, 0x10: .up,
    0x15: .edit(.killToStart), 0x17: .edit(.killWordLeft), 0x19: .edit(.yank), 0x1A: .suspend,
    0x7F: .edit(.backspace),
  ]

  private func scalar(_ rest: ArraySlice<UInt8>) -> Step {
    let first = rest[rest.startIndex]
    var parser = Unicode.UTF8.ForwardParser()
    var input = rest.prefix(4).makeIterator()
    if case .valid(let encoded) = parser.parseScalar(from: &input) {
      return .key(.scalar(Unicode.UTF8.decode(encoded)), encoded.count)
    }
    return KeyDecoder.isCut(rest) ? .more : .key(.invalid(first), 1)
  }

  /// True when the bytes are the beginning of a scalar that later bytes may complete.
  private static func isCut(_ start: ArraySlice<UInt8>) -> Bool {
    let lead = start[start.startIndex]
    let missing = (lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4) - start.count
    guard missing > 0 else { return false }
    let rest = repeatElement(UInt8(0x80), count: missing - 1)
    return [0x80, 0xBF].contains { String(validating: start + [$0] + rest, as: UTF8.self) != nil }
  }
}

extension KeyDecoder {
  private static let pasteEnd = Array("\u{1B}[201~".utf8)

  private mutating func endOfPaste(_ rest: ArraySlice<UInt8>) -> Step {
    if rest.starts(with: KeyDecoder.pasteEnd) {
      isPasting = false
      return .drop(KeyDecoder.pasteEnd.count)
    }
    return KeyDecoder.pasteEnd.starts(with: rest) ? .more : .key(.scalar("\u{1B}"), 1)
  }

  /// An escape sequence outside a paste; one that is none loses its escape and is read as text.
  private mutating func sequence(_ rest: ArraySlice<UInt8>) -> Step {
    guard let second = rest.dropFirst().first else { return .more }
    let body = rest.dropFirst(2)
    switch second {
    case UInt8(ascii: "["): return controlSequence(body)
    case UInt8(ascii: "O"):
      guard let final = body.first else { return .more }
      return KeyDecoder.cursorKey(final, isModified: false).map { .key($0, 3) } ?? .drop(1)
    default: return KeyDecoder.alt[second].map { .key($0, 2) } ?? .drop(1)
    }
  }

  private static let alt: [UInt8: Key] = [
    UInt8(ascii: "b"): .edit(.wordLeft), UInt8(ascii: "f"): .edit(.wordRight),
    UInt8(ascii: "d"): .edit(.killWordRight), 0x08: .edit(.killWordLeft),
    0x7F: .edit(.killWordLeft),
  ]

  /// What follows `ESC [`, by ECMA-48: parameter bytes, intermediate bytes, a final byte.
  private mutating func controlSequence(_ body: ArraySlice<UInt8>) -> Step {
    let parameters = body.prefix { (0x20...0x3F).contains($0) }
    guard parameters.count <= KeyDecoder.sequenceLimit else { return .drop(2 + parameters.count) }
    guard let final = body.dropFirst(parameters.count).first else { return .more }
    let count = 3 + parameters.count
    if final == UInt8(ascii: "["), parameters.isEmpty { return body.count > 1 ? .drop(4) : .more }
    guard (0x40...0x7E).contains(final) else { return .drop(count - 1) }
    let numbers = parameters.split(separator: UInt8(ascii: ";")).map {
      String(decoding: $0, as: UTF8.self)
    }
    let isModified = numbers.count > 1
    guard final == UInt8(ascii: "~") else {
      return KeyDecoder.cursorKey(final, isModified: isModified).map { .key($0, count) }
        ?? .drop(count)
    }
    if numbers == ["200"] { isPasting = true }
    return KeyDecoder.keypad(numbers.first, isModified: isModified).map { .key($0, count) }
      ?? .drop(count)
  }

  private static func cursorKey(_ final: UInt8, isModified: Bool) -> Key? {
    switch final {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .edit(isModified ? .wordRight : .right)
    case UInt8(ascii: "D"): .edit(isModified ? .wordLeft : .left)
    case UInt8(ascii: "F"): .edit(.end)
    case UInt8(ascii: "H"): .edit(.home)
    default: nil
    }
  }

  private static func keypad(_ number: String?, isModified: Bool) -> Key? {
    switch number {
    case "1", "7": .edit(.home)
    case "4", "8": .edit(.end)
    case "3": .edit(isModified ? .killWordRight : .delete)
    default: nil
    }
  }
}
