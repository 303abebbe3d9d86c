import Catalog
import Checkout
import Ledger
import Storage

extension CountState {
  var json: JSON {
    .object([
      .init("sheet", JSON(sheet.number)), .init("category", .string(sheet.category)),
      .init("blind", JSON(sheet.isBlind)), .init("freeze", JSON(sheet.opening)),
      .init("uncounted", JSON(uncounted)),
      .init("lines", JSON(lines.map { $0.json(isBlind: sheet.isBlind) })),
    ])
  }
}

extension CountState.Line {
  fileprivate func json(isBlind: Bool) -> JSON {
    let expected = isBlind ? nil : counted
    return JSON.object([
      .init("code", .string(item.code)), .init("name", .string(item.name)),
      .init("counted", JSON(counted?.counted)),
    ]).with([
      .init("expected", JSON(expected?.expected)),
      .init("difference", JSON(expected?.difference)),
      .init("value", expected.map { JSON($0.value) } ?? .null),
      .init("moved", isBlind ? .null : JSON(moved)),
    ])
  }
}

extension ReplyWriter {
  func text(of state: CountState) -> String {
    let sheet = state.sheet
    let scope = sheet.category.isEmpty ? say("全部", "everything") : sheet.category
    let blind = sheet.isBlind ? say("  盲盘", "  blind") : ""
    let head =
      say("盘点表", "count sheet") + " \(sheet.number)  \(scope)\(blind)"
      + say("  未盘", "  not counted") + " \(state.uncounted)"
      + (sheet.isBlind ? "\n" : say("  实点/账面, 差额\n", "  counted/books, difference\n"))
    guard state.lines.count > 1 || state.lines.allSatisfy({ $0.counted == nil }) else {
      return state.lines.map { line(of: $0, isBlind: sheet.isBlind) }.joined()
    }
    return head + state.lines.map { line(of: $0, isBlind: sheet.isBlind) }.joined()
  }

  private func line(of line: CountState.Line, isBlind: Bool) -> String {
    let name = "\(line.item.code) \(line.item.name)"
    guard let counted = line.counted else { return row(name, say("未盘", "not counted"), .zero) }
    guard !isBlind else { return row(name, "\(counted.counted)", .zero) }
    let moved =
      line.moved == 0
      ? ""
      : say(
        "  冻结点后变动\(line.moved), 按冻结时的数填", "  \(line.moved) since the freeze: count as it was then")
    let middle = "\(counted.counted)/\(counted.expected)"
    return row(name, middle, counted.value)
      + (moved.isEmpty ? "" : "\(moved)\n")
  }
}
