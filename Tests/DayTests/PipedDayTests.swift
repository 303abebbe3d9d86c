import Ledger
import TestShop
import Testing

@Suite struct PipedDayTests {
  /// Figures that depend on which drawer came first, and on the real clock.
  private let passing = [
    "no", "first", "last", "opened_at", "closed_at", "grand_total", "number", "entry", "seq", "at",
    "day", "shift", "hash", "receipts", "original", "id", "held_at", "changes", "message", "text",
  ]

  private func lasting(_ json: JSON) -> [String: String] {
    figures(json).filter { path, _ in
      path.split(separator: ".").allSatisfy { !passing.contains(String($0)) || $0 == "shift" }
        && path != "document.shift"
        && !(path.hasPrefix("verify.") && !path.hasPrefix("verify.faults"))
        && !path.hasPrefix("price.")
    }
  }

  /// Types the lines of both drawers into two programs at once; where both files have the same stage
  /// time, neither goes on before the other has come to it.
  private func play(_ shop: TestShop) throws -> (replies: [Int: [JSON]], statuses: [Int32]) {
    let tills = try [1, 2].map { drawer in
      try PipedTill(shop: shop.folder, arguments: ["--drawer", String(drawer)])
    }
    let lines = try [1, 2].map { try DayScript.lines(ofDrawer: $0) }
    var numbers = PrintedNumbers(try DayRun.shared.get())
    var replies: [Int: [JSON]] = [1: [], 2: []]
    var next = [0, 0]
    while next != lines.map(\.count) {
      let ready = [0, 1].filter { drawer in
        guard next[drawer] < lines[drawer].count else { return false }
        let stage = lines[drawer][next[drawer]].stage
        return lines[1 - drawer].firstIndex { $0.stage == stage }.map { next[1 - drawer] >= $0 }
          ?? true
      }
      guard !ready.isEmpty else { break }
      for drawer in ready {
        try tills[drawer].type(numbers.translated(lines[drawer][next[drawer]]))
      }
      for drawer in ready {
        let reply = try tills[drawer].reply()
        numbers.note(reply, to: lines[drawer][next[drawer]])
        replies[drawer + 1, default: []].append(reply)
        next[drawer] += 1
      }
    }
    return (replies, try tills.map { try $0.end() })
  }

  @Test func `two programs on two pipes reach the same figures, and the ledger proves`() throws {
    let shop = try TestShop()
    let (replies, statuses) = try play(shop)
    // Some lines of the day are refused, and none fails otherwise.
    #expect(statuses == [1, 1])
    for drawer in [1, 2] {
      let played = try DayRun.shared.get().replies.filter { $0.line.drawer == drawer }
        .sorted { $0.line.number < $1.line.number }
      #expect(replies[drawer]?.count == played.count)
      // While one drawer reads the trial balance the other may still be selling.
      for (reply, wanted) in zip(replies[drawer] ?? [], played)
      where wanted.line.text != "report trial" {
        #expect(lasting(reply) == lasting(wanted.json), "\(wanted.line.place)")
      }
    }
    let judge = try PipedTill(shop: shop.folder, arguments: ["verify"])
    let verified = try judge.reply()
    #expect(verified["verify"]?["faults"] == .array([]))
    #expect(try judge.end() == 0)
    let books = try PipedTill(shop: shop.folder, arguments: ["report", "trial"]).reply()
    let played = try DayRun.shared.get().replies.last { $0.line.text == "report trial" }
    #expect(lasting(books) == played.map { lasting($0.json) })
  }
}

/// The numbers that documents have in a run whose drawers took turns otherwise: cashiers read them
/// off the slips, so a line that names one must name this run's.
struct PrintedNumbers {
  private let scripted: [String: String]
  private var printed: [String: String] = [:]

  init(_ run: DayRun) {
    let numbered = run.replies.compactMap { reply in
      reply.json["document"]?["number"]?.string.map { ($0, reply.line.place) }
    }
    scripted = Dictionary(numbered) { first, _ in first }
  }

  mutating func note(_ reply: JSON, to line: DayLine) {
    printed[line.place] = reply["document"]?["number"]?.string
  }

  func translated(_ line: DayLine) -> String {
    var words = line.text.split(separator: " ").map(String.init)
    guard words.count > 1, ["void", "show", "reprint"].contains(words[0]) else { return line.text }
    let isPlain = Int(words[1]) != nil
    let digits = isPlain ? String(repeating: "0", count: 4 - words[1].count) + words[1] : words[1]
    guard let number = scripted.first(where: { $0.key.hasSuffix("-\(digits)") })?.value,
      let own = printed[number]
    else { return line.text }
    words[1] = own
    return words.joined(separator: " ")
  }
}
