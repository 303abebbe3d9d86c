import Checkout

/// The words behind `import`.
struct ImportWords: Hashable {
  enum Kind: String, CaseIterable {
    case catalog
    case members
    case stock
  }

  let kind: Kind
  let file: String
  /// Whether nothing is to be kept of it: `--dry-run`.
  var isTrial = false
  /// Whether rows that are wrong are left out: `--skip-bad`.
  var skipsBad = false
  /// Whether goods are taken in that a file of the same content brought before: `--again`.
  var isAgain = false
}

func importWords(_ line: TypedLine) throws(Refusal) -> ImportWords {
  let words = line.words.dropFirst()
  guard let kind = words.first.flatMap({ ImportWords.Kind(rawValue: $0.key) }) else {
    throw malformed
  }
  var files: [String] = []
  var options: Set<String> = []
  for word in words.dropFirst() {
    if word.key.hasPrefix("--") { options.insert(word.key) } else { files.append(word.text) }
  }
  guard !files.isEmpty, options.isSubset(of: ["--dry-run", "--skip-bad", "--again"]) else {
    throw malformed
  }
  return ImportWords(
    kind: kind, file: files.joined(separator: " "), isTrial: options.contains("--dry-run"),
    skipsBad: options.contains("--skip-bad"), isAgain: options.contains("--again"))
}
