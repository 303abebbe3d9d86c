package import Catalog
package import Checkout

extension ConfigFault {
  /// The fault in words.
  package func text(_ language: Language) -> String {
    guard language == .chinese else { return description }
    return "\(file): \(chinese(place)): \(chinese(found)); 应为: \(chinese(expected))"
  }
}

extension CatalogFile.Fault {
  /// The fault in words, without the file's name.
  package func text(_ language: Language) -> String {
    guard language == .chinese else { return description }
    let place = line == 0 ? "文件" : "第\(line)行"
    return ([place] + [column, value].compactMap(\.self)).joined(separator: " ")
      + ": \(chinese(reason))"
  }
}

extension SlipFault {
  /// The fault in words.
  func text(_ language: Language) -> String {
    language == .chinese ? "\(path): \(chinese(reason))" : description
  }
}

/// What a file's fault says, in Chinese; a text that no phrase fits stays as it is, which is right for
/// names, numbers and what the file itself holds.
package func chinese(_ english: String) -> String {
  for (pattern, text) in phrases {
    guard let values = values(of: english, in: pattern) else { continue }
    return filled(text, with: values.map(chinese))
  }
  return english
}

/// A text with values in it: in their order where it has `{}`, else where it has `{0}` and `{1}`.
private func filled(_ text: String, with values: [String]) -> String {
  var said = ""
  var next = 0
  var rest = text[...]
  while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
    let mark = rest[rest.index(after: open)..<close]
    said += rest[..<open]
    rest = rest[rest.index(after: close)...]
    guard let index = mark.isEmpty ? next : Int(mark) else {
      said += "{\(mark)}"
      continue
    }
    said += values[index]
    next += 1
  }
  return said + rest
}

/// What stands where a pattern has `{}`; nil for a text of another form.
private func values(of text: String, in pattern: String) -> [String]? {
  let fixed = pattern.split(separator: "{}", omittingEmptySubsequences: false)
  guard let first = fixed.first, text.hasPrefix(first) else { return nil }
  var rest = text.dropFirst(first.count)
  var values: [String] = []
  for (index, piece) in fixed.enumerated().dropFirst() {
    if index == fixed.count - 1 {
      guard rest.hasSuffix(piece) else { return nil }
      values.append(String(rest.dropLast(piece.count)))
      return values
    }
    guard let place = rest.firstRange(of: piece) else { return nil }
    values.append(String(rest[..<place.lowerBound]))
    rest = rest[place.upperBound...]
  }
  return rest.isEmpty ? values : nil
}
