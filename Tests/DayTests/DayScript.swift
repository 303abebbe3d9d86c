// Foundation has files.
import Foundation
import TestShop

/// One line that a cashier typed on the day, with the stage directions that stand before it.
struct DayLine {
  let drawer: Int
  /// Where it stands in the drawer's file, from 1.
  let number: Int
  let text: String
  /// Seconds since midnight.
  let second: Int
  /// The name of the refusal that it meets (`#! name`); nil for a line that is done.
  let refusal: String?
  /// The code of the item that it rings up where the line does not say it (`#> code`).
  let item: String?
  /// The stage time it comes after, as written: where both drawers have the same, they wait there.
  let stage: String

  /// Where the line stands, for the message of a failure.
  var place: String { "drawer\(drawer).till:\(number): \(text)" }
}

/// What the cashiers typed on one day.
///
/// A file holds the lines as they were typed. Comments tell the story; those that begin with one of
/// three signs direct the test: `#= 10:15` says what time it is, `#! name` that the next line is
/// refused, `#> code` which item a search or a choice rings up.
enum DayScript {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "Day")

  static func file(_ name: String) -> URL { folder.appending(path: name) }

  /// What a cashier needs for a line.
  static let secondsPerLine = 20

  /// The lines of one drawer.
  static func lines(ofDrawer drawer: Int) throws -> [DayLine] {
    let file = file("drawer\(drawer).till")
    let typed = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    var lines: [DayLine] = []
    var (second, stage, refusal, item) = (9 * 3600, "", String?.none, String?.none)
    for (index, text) in typed.enumerated() where index < typed.count - 1 {
      let word = text.dropFirst(2).split(separator: " ").first.map(String.init)
      if text.hasPrefix("#=") {
        stage = word ?? ""
        second = max(second, seconds(stage))
      } else if text.hasPrefix("#!") {
        refusal = word
      } else if text.hasPrefix("#>") {
        item = word
      }
      lines.append(
        DayLine(
          drawer: drawer, number: index + 1, text: text, second: second,
          refusal: text.hasPrefix("#") ? nil : refusal, item: text.hasPrefix("#") ? nil : item,
          stage: stage))
      if !text.hasPrefix("#") { (second, refusal, item) = (second + secondsPerLine, nil, nil) }
    }
    return lines
  }

  /// The lines of both drawers in the order of time; the first drawer's first at the same time.
  static func lines() throws -> [DayLine] {
    try [lines(ofDrawer: 1), lines(ofDrawer: 2)].joined()
      .sorted { ($0.second, $0.drawer, $0.number) < ($1.second, $1.drawer, $1.number) }
  }

  private static func seconds(_ clock: String) -> Int {
    let parts = clock.split(separator: ":").compactMap { Int($0) }
    return parts.count == 2 ? parts[0] * 3600 + parts[1] * 60 : 0
  }
}
