import Checkout
import Ledger

/// What is asked of the goods: what there is on a day, or how they moved.
struct GoodsWords: Hashable {
  enum Subject: Hashable {
    /// What there was at the end of a day; nil for the present.
    case stock(BusinessDate?)
    /// How all items moved, or one; nil for the last thirty days.
    case items(code: String?, ClosedRange<BusinessDate>?)
    /// The records of what was received; nil for the last thirty days.
    case receiving(ClosedRange<BusinessDate>?)
  }

  var subject: Subject
  /// The file to be written; nil for none.
  var csv: String?
}

/// Reads `stock [DATE]`, `items [CODE] [DATE[..DATE]]` or `receiving [DATE[..DATE]]`, and `csv=FILE`
/// behind it.
///
/// - Returns: nil for anything else.
/// - Throws: ``Refusal``.
func goodsReport(_ words: ArraySlice<TypedLine.Word>) throws(Refusal) -> GoodsWords? {
  guard let subject = words.first?.key, ["stock", "items", "receiving"].contains(subject) else {
    return nil
  }
  var rest = Array(words.dropFirst())
  let csv = try csvFile(&rest)
  if subject == "stock" {
    guard rest.count <= 1 else { throw malformed }
    return GoodsWords(
      subject: .stock(try rest.first.map { word throws(Refusal) in try date(word.key) }), csv: csv)
  }
  var code: String?
  if subject == "items", let first = rest.first, !isLikeDays(first.key) {
    code = first.key
    rest.removeFirst()
  }
  guard rest.count <= 1 else { throw malformed }
  let period = try rest.first.map { word throws(Refusal) in try days(word.key) }
  return GoodsWords(
    subject: subject == "items" ? .items(code: code, period) : .receiving(period), csv: csv)
}

/// Whether a word is meant for a day or several, as it begins with a year; codes may hold hyphens too.
private func isLikeDays(_ word: String) -> Bool {
  let parts = word.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
  return parts.count > 1 && parts[0].count == 4 && parts[0].allSatisfy(\.isASCIIDigit)
}

/// Takes the file to be written, `csv=FILE` or `--csv FILE`, off the end of the words.
///
/// - Returns: nil where none is named.
/// - Throws: ``Refusal``.
func csvFile(_ words: inout [TypedLine.Word]) throws(Refusal) -> String? {
  if words.count >= 2, words[words.count - 2].key == "--csv" {
    defer { words.removeLast(2) }
    return words[words.count - 1].text
  }
  guard let last = words.last, last.key.hasPrefix("csv=") else { return nil }
  guard last.key.count > 4 else { throw malformed }
  words.removeLast()
  return String(last.text.dropFirst(4))
}

/// Reads a day, or the first and the last of some days: at most ten years of them.
func days(_ word: String) throws(Refusal) -> ClosedRange<BusinessDate> {
  let ends = word.split(separator: ".", omittingEmptySubsequences: false)
  guard ends.count == 3, ends[1].isEmpty else {
    let day = try date(word)
    return day...day
  }
  let (first, last) = (try date(ends[0]), try date(ends[2]))
  guard first <= last, last.days - first.days <= 3660 else {
    throw Refusal(.badDate, word, expected: "2026-11-01..2026-11-30")
  }
  return first...last
}
