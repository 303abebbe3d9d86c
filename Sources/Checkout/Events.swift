package import Ledger

/// Something the journal keeps without postings and without a number of its own.
package enum Event: Sendable {
  /// A marked copy of a document was printed, for the n-th time.
  case reprint(number: String, copy: Int)
  /// Somebody's PIN was set.
  case pinSet(staff: Int)
  case login(staff: Int)
  /// A wrong PIN was given for somebody.
  case loginFailed(staff: Int)
  /// The catalog file changed what is sold: how many items, and the digest of the file.
  case catalog(added: Int, changed: Int, removed: Int, digest: String)
  /// The books are frozen for a sheet of a count; the category is empty for everything.
  case countOpened(sheet: Int, category: String, isBlind: Bool)
  /// A sheet was given up; the books stay as they are.
  case countGivenUp(sheet: Int)
}

/// The record of an event.
///
/// - Parameters:
///   - event: what happened.
///   - about: the sequence of the entry it is about, if it is about one.
///   - occasion: when, where and by whom.
/// - Returns: the entry, without postings.
package func record(_ event: Event, about: Int64? = nil, on occasion: Occasion) -> JournalEntry {
  let content: [JSON.Member] =
    switch event {
    case .reprint(let number, let copy):
      [.init("event", "reprint"), .init("of", .string(number)), .init("copy", JSON(copy))]
    case .pinSet(let staff): [.init("event", "pin-set"), .init("of", JSON(staff))]
    case .login(let staff): [.init("event", "login"), .init("of", JSON(staff))]
    case .loginFailed(let staff): [.init("event", "login-failed"), .init("of", JSON(staff))]
    case .countOpened(let sheet, let category, let isBlind):
      [
        .init("event", "count-opened"), .init("sheet", JSON(sheet)),
        .init("category", category.isEmpty ? .null : .string(category)),
        .init("blind", JSON(isBlind)),
      ]
    case .countGivenUp(let sheet): [.init("event", "count-given-up"), .init("sheet", JSON(sheet))]
    case .catalog(let added, let changed, let removed, let digest):
      [
        .init("event", "catalog"), .init("added", JSON(added)), .init("changed", JSON(changed)),
        .init("removed", JSON(removed)), .init("digest", .string(digest)),
      ]
    }
  return JournalEntry(.event, on: occasion, about: about, content: content)
}
