// Foundation for its own GB18030 decoder, which is not the one under test.
import Foundation

/// A printer that takes only what a Chinese printer surely has, and nothing out of place.
package struct EscposInterpreter {
  package enum Step: Equatable {
    case reset
    case kanjiOn
    case spacing
    case pulse
    case size(UInt8)
    case text(String)
    case lineFeed
    case feed(UInt8)
    case cut
  }

  package struct Fault: Error {
    package let reason: String
    package let offset: Int
  }

  /// A printed line and the columns it took.
  package struct Printed {
    package var text = ""
    package var columns = 0
  }

  package private(set) var printed: [Printed] = []
  package private(set) var steps: [(bytes: ArraySlice<UInt8>, step: Step)] = []
  private var line = Printed()
  private var scale = 1
  private var kanji = false

  /// Reads all of it.
  ///
  /// - Throws: ``Fault`` at the first byte that such a printer does not take.
  package init(_ bytes: [UInt8]) throws {
    var offset = 0
    while offset < bytes.count {
      let (step, length) = try Self.step(bytes[offset...])
      try take(step, columns: length, at: offset)
      steps.append((bytes[offset..<offset + length], step))
      offset += length
    }
    guard line.columns == 0 else { throw Fault(reason: "a line without LF", offset: offset) }
  }

  private mutating func take(_ step: Step, columns: Int, at offset: Int) throws {
    guard (offset == 0) == (step == .reset) else {
      throw Fault(reason: "a reset elsewhere than at the start", offset: offset)
    }
    switch step {
    case .text(let text):
      guard kanji || text.utf8.allSatisfy({ $0 < 0x80 }) else {
        throw Fault(reason: "hanzi without kanji mode", offset: offset)
      }
      line.text += text
      line.columns += columns * scale
    case .lineFeed:
      printed.append(line)
      line = Printed()
    case .size(let size): scale = Int(size >> 4) + 1
    case .kanjiOn: kanji = true
    case .reset: break
    case .spacing, .pulse, .feed, .cut:
      guard line.columns == 0 else {
        throw Fault(reason: "\(step) within a line", offset: offset)
      }
    }
  }

  private static let commands: [([UInt8], Step)] = [
    ([0x1B, 0x40], .reset), ([0x1C, 0x26], .kanjiOn), ([0x1C, 0x53, 0, 0], .spacing),
    ([0x1B, 0x70, 0, 0x19, 0xFA], .pulse), ([0x1D, 0x56, 66, 0], .cut), ([0x0A], .lineFeed),
  ]

  private static func step(_ bytes: ArraySlice<UInt8>) throws -> (Step, Int) {
    for (command, step) in commands where bytes.starts(with: command) {
      return (step, command.count)
    }
    if bytes.count >= 3, let last = bytes.dropFirst(2).first {
      if bytes.starts(with: [0x1B, 0x64]) { return (.feed(last), 3) }
      if bytes.starts(with: [0x1D, 0x21]), last & 0x88 == 0 { return (.size(last), 3) }
    }
    let text = try self.text(bytes)
    guard !text.isEmpty else { throw Fault(reason: "not a command", offset: bytes.startIndex) }
    let encoding = String.Encoding(rawValue: 0x8000_0632)
    guard let decoded = String(data: Data(text), encoding: encoding) else {
      throw Fault(reason: "not GB18030", offset: bytes.startIndex)
    }
    return (.text(decoded), text.count)
  }

  /// The characters of one and two bytes up to the next control.
  private static func text(_ bytes: ArraySlice<UInt8>) throws -> ArraySlice<UInt8> {
    var end = bytes.startIndex
    while end < bytes.endIndex, bytes[end] >= 0x20 {
      switch bytes[end] {
      case 0x20..<0x7F: end += 1
      case 0x81...0xFE where end + 1 < bytes.endIndex && bytes[end + 1] >= 0x40: end += 2
      default: throw Fault(reason: "a byte that is no character", offset: end)
      }
    }
    return bytes[..<end]
  }

  /// Each step on a line: its bytes in hexadecimal, then what it is.
  ///
  /// - Throws: ``Fault``.
  package static func dump(_ bytes: [UInt8]) throws -> String {
    try EscposInterpreter(bytes).steps.map { bytes, step in
      let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
      return "\(hex)  \(name(of: step))\n"
    }.joined()
  }

  private static func name(of step: Step) -> String {
    switch step {
    case .text(let text): "\"\(text)\""
    case .size(let size): "size \(size >> 4 + 1)x\(size & 7 + 1)"
    case .feed(let lines): "feed \(lines)"
    default: "\(step)"
    }
  }
}
