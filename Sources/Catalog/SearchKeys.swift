// Foundation has the compatibility forms of Unicode; the standard library does not.
import Foundation

/// One text by which an index finds an item or a member, by its beginning.
///
/// Keys are computed when a row is written, so that a keystroke is one range of an index. Both keys
/// and what is typed go through ``searchText(_:)``.
package struct SearchKey: Hashable, Sendable {
  /// Where a key comes from; the raw values are stored and ascend with the rank.
  package enum Field: Int, CaseIterable, Sendable {
    case code
    case mnemonic
    case initials
    case pinyin
    case name
  }

  /// How well a key answers, best first.
  package enum Rank: Int, Comparable, Sendable {
    /// The whole of a code or mnemonic.
    case code
    /// The beginning of a code, a mnemonic or the initials.
    case initials
    /// The beginning of the full pinyin.
    case pinyin
    /// Any part of the name.
    case substring

    package static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }
  }

  /// The most characters that a key has; what is longer is cut.
  package static let lengthLimit = 32
  /// The most variants that one name has of its initials, and again of its pinyin.
  ///
  /// They are the readings with the fewest unlikely ones: first the likeliest of all characters, then
  /// those that differ from it in one, beginning at the first, and so on.
  package static let variantLimit = 16

  package let text: String
  package let field: Field

  package init(text: String, field: Field) {
    self.text = text
    self.field = field
  }

  /// How well this key answers.
  ///
  /// - Parameter query: what was typed, by ``searchText(_:)``.
  /// - Returns: nil where the key does not begin with it.
  package func rank(for query: String) -> Rank? {
    guard !query.isEmpty, text.utf8.starts(with: query.utf8) else { return nil }
    return switch field {
    case .code, .mnemonic: text == query ? .code : .initials
    case .initials: .initials
    case .pinyin: .pinyin
    case .name: .substring
    }
  }
}

/// The form in which texts are compared when searching.
///
/// Compatibility characters are made plain, letters lower case and without accents, and all that is
/// neither a letter nor a digit is left out. At most ``SearchKey/lengthLimit`` characters.
package func searchText(_ text: String) -> String {
  var folded = String.UnicodeScalarView()
  folded.append(contentsOf: foldedScalars(text).prefix(SearchKey.lengthLimit))
  return String(folded)
}

extension PinyinReader {
  /// The keys that find an item: of its code, its mnemonics and its name.
  ///
  /// Barcodes are not among them: they are only looked up whole. No text stands twice; the better
  /// field keeps it. Size: see ``searchKeys(ofName:)``.
  package mutating func searchKeys(of item: Item) -> [SearchKey] {
    let own = [SearchKey(text: searchText(item.code), field: .code)]
    let mnemonics = item.mnemonics.map { SearchKey(text: searchText($0), field: .mnemonic) }
    return unique(own + mnemonics + searchKeys(ofName: item.name))
  }

  /// The keys that find a name: its initials and its pinyin in each reading, and each of its ends.
  ///
  /// Latin words and digits are kept whole: `SPA护理` has `spahl` and `spahuli`. Where pinyin has a
  /// `v` for ü, a variant with `u` is added beside it. The ends of the name, from each character on,
  /// make any part of it the beginning of a key.
  ///
  /// Size: a name of n characters has at most n ends of up to 32 characters and twice
  /// ``SearchKey/variantLimit`` readings. Usual names of seven or eight take 12 keys and 190 bytes on
  /// average; 60 take at most 92 keys and 6 KB.
  package mutating func searchKeys(ofName name: String) -> [SearchKey] {
    let scalars = foldedScalars(name).prefix(180)
    let units = scalars.prefix(SearchKey.lengthLimit).map { scalar in
      let readings = readings(of: scalar)
      return readings.isEmpty ? [String(scalar)] : readings
    }
    let initials = variants(units.map { unit in distinct(unit.map { String($0.prefix(1)) }) })
    let pinyin = variants(units.map { unit in distinct(unit.flatMap(withPlainU)) })
    let text = String(String.UnicodeScalarView(scalars)).unicodeScalars
    let ends = text.indices.map { String(text[$0...].prefix(SearchKey.lengthLimit)) }
    return unique(
      initials.map { SearchKey(text: $0, field: .initials) }
        + pinyin.map { SearchKey(text: $0, field: .pinyin) }
        + ends.map { SearchKey(text: $0, field: .name) })
  }
}

/// The keys of one item, for when only one is written; ``PinyinReader`` serves many.
package func searchKeys(of item: Item) -> [SearchKey] {
  var reader = PinyinReader()
  return reader.searchKeys(of: item)
}

/// The keys of one name, for when only one is written; ``PinyinReader`` serves many.
package func searchKeys(ofName name: String) -> [SearchKey] {
  var reader = PinyinReader()
  return reader.searchKeys(ofName: name)
}

/// The letters and digits of a text, plain, lower case and without accents.
private func foldedScalars(_ text: String) -> [Unicode.Scalar] {
  var folded: [Unicode.Scalar] = []
  let plain = isUsual(text) ? text : text.decomposedStringWithCompatibilityMapping
  for scalar in plain.unicodeScalars {
    switch scalar {
    case "a"..."z", "0"..."9", "\u{4E00}"..."\u{9FFF}":
      folded.append(scalar)
      continue
    default: break
    }
    let properties = scalar.properties
    guard properties.generalCategory != .nonspacingMark,
      properties.isAlphabetic || properties.numericType != nil
    else { continue }
    folded.append(contentsOf: properties.lowercaseMapping.unicodeScalars)
  }
  return folded
}

/// A reading with `v`, and the same with `u`.
private func withPlainU(_ reading: String) -> [String] {
  guard reading.utf8.contains(UInt8(ascii: "v")), reading.utf8.count > 1 else { return [reading] }
  return [reading, String(reading.map { $0 == "v" ? "u" : $0 })]
}

/// The texts that one choice of each unit makes, the fewest later choices first, within the limits.
private func variants(_ units: [[String]]) -> [String] {
  var found: [String] = []
  let most = units.count { $0.count > 1 }
  for changes in 0...most where found.count < SearchKey.variantLimit {
    let before = found.count
    extend(prefix: "", units: units[...], changes: changes, found: &found)
    guard found.count > before else { break }
  }
  return found
}

/// Adds the texts with exactly so many units that are not in their first choice.
private func extend(
  prefix: String, units: ArraySlice<[String]>, changes: Int, found: inout [String]
) {
  guard found.count < SearchKey.variantLimit else { return }
  guard let unit = units.first, prefix.unicodeScalars.count < SearchKey.lengthLimit else {
    let text = String(prefix.unicodeScalars.prefix(SearchKey.lengthLimit))
    if changes == 0, !text.isEmpty, !found.contains(text) { found.append(text) }
    return
  }
  let rest = units.dropFirst()
  if changes > 0 {
    for choice in unit.dropFirst() {
      extend(prefix: prefix + choice, units: rest, changes: changes - 1, found: &found)
    }
  }
  extend(prefix: prefix + unit[0], units: rest, changes: changes, found: &found)
}

private func distinct(_ texts: [String]) -> [String] {
  guard texts.count > 1 else { return texts }
  var seen: Set<String> = []
  return texts.filter { seen.insert($0).inserted }
}

/// The keys without empty ones and without any whose text came before.
private func unique(_ keys: [SearchKey]) -> [SearchKey] {
  var seen = Set<String>(minimumCapacity: keys.count)
  return keys.filter { !$0.text.isEmpty && seen.insert($0.text).inserted }
}
