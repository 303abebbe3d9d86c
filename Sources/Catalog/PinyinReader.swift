// Foundation, through ICU, knows the main reading of every Chinese character.
import Foundation

/// Reads Chinese characters, and remembers what it has read.
///
/// A value to keep while many names are read: each character is looked up once. A heteronym has the
/// readings of ``Heteronyms``; any other character has the one that ICU gives it.
package struct PinyinReader: Sendable {
  private var known = Heteronyms.readings

  package init() {}

  /// Makes ready what gives the readings; otherwise the first one takes as long as thousands.
  package static func warmUp() { _ = mainReading(of: "\u{4E00}") }

  /// The readings of a character, the likeliest first.
  ///
  /// - Returns: syllables of `a` to `z` without tones, `v` for ü; empty where the character is not
  ///   Chinese or has no known reading.
  package mutating func readings(of character: Unicode.Scalar) -> [String] {
    guard character.properties.isIdeographic else { return [] }
    if let readings = known[character] { return readings }
    let readings = mainReading(of: character).map { [$0] } ?? []
    known[character] = readings
    return readings
  }
}

/// The reading that ICU gives a character by itself; nil where it gives none.
func mainReading(of character: Unicode.Scalar) -> String? {
  let latin = String(character).applyingTransform(.mandarinToLatin, reverse: false)
  guard let latin else { return nil }
  var syllable = ""
  for scalar in latin.decomposedStringWithCanonicalMapping.unicodeScalars {
    switch scalar {
    case "a"..."z": syllable.unicodeScalars.append(scalar)
    case diaeresis where syllable.hasSuffix("u"): syllable = syllable.dropLast() + "v"
    case _ where scalar.properties.generalCategory == .nonspacingMark: break
    default: return nil
    }
  }
  return syllable.isEmpty ? nil : syllable
}

private let diaeresis: Unicode.Scalar = "\u{308}"
