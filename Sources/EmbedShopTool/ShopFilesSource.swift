/// The Swift source that holds the files as `ShopFiles.all`.
func shopFilesSource(_ files: [(path: String, text: String)]) -> String {
  let elements = files.map { file in
    "(path: \(literal(file.path)), text: \(literal(file.text))),\n"
  }
  return """
    /// What `till init` puts into a new shop's folder: the package's own `Config` and `Receipts`.
    package enum ShopFiles {
      /// Each file's path within the shop's folder and its content, in the order of the paths.
      package static let all: [(path: String, text: String)] = [
    \(elements.joined())]
    }

    """
}

/// The text as a raw string literal over several lines.
///
/// Its delimiter has more `#` than stand in a row anywhere in the text, so nothing in the text ends
/// or escapes it. What a source file does not keep as it is (controls, the byte order mark) and
/// what nobody would see in it becomes an escape.
private func literal(_ text: String) -> String {
  let hashes = String(repeating: "#", count: longestRunOfHashes(in: text) + 1)
  var body = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    if isKept(scalar) {
      body.append(scalar)
    } else {
      body.append(contentsOf: "\\\(hashes)u{\(String(scalar.value, radix: 16))}".unicodeScalars)
    }
  }
  return "\(hashes)\"\"\"\n\(String(body))\n\"\"\"\(hashes)"
}

private func longestRunOfHashes(in text: String) -> Int {
  var longest = 0
  var run = 0
  for byte in text.utf8 {
    run = byte == UInt8(ascii: "#") ? run + 1 : 0
    longest = max(longest, run)
  }
  return longest
}

private func isKept(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control: scalar == "\n" || scalar == "\t"
  case .format: false
  default: true
  }
}
