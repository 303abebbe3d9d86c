import Ledger
import TestShop
import Testing

@Suite struct GoldenDayTests {
  private func check(_ text: String, _ name: String) throws {
    let difference = try difference(of: text, from: DayScript.file(name))
    #expect(difference == nil)
  }

  @Test func `every line of the day is done or refused as its stage direction says`() throws {
    for reply in try DayRun.shared.get().replies {
      let refusal = reply.json["error"]?.string
      #expect(refusal == reply.line.refusal, "\(reply.line.place)\n\(reply.text)")
    }
  }

  @Test func `the replies are those on record`() throws {
    let replies = try DayRun.shared.get().replies
    let spoken = replies.map { "\($0.line.drawer)> \($0.line.text)\n\($0.text)" }
    try check(spoken.joined(), "replies.txt")
    let lines = replies.filter { !$0.line.text.hasPrefix("#") }
    try check(lines.map { "\($0.json.text)\n" }.joined(), "replies.jsonl")
  }

  @Test func `the slips are those on record`() throws {
    let run = try DayRun.shared.get()
    for (kind, letters) in [("sale", ""), ("void", "V"), ("cash", "IODNF"), ("z", "Z")] {
      let slips = run.slips.filter { slip in
        let letter = letter(of: slip.name)
        return letter.map { letters.contains($0) } ?? letters.isEmpty
      }
      #expect(!slips.isEmpty)
      try check(slips.map { "=== \($0.name)\n\($0.text)" }.joined(), "slips-\(kind).txt")
    }
    try check(run.printerBytes.map { "\($0.digest)  \($0.name)\n" }.joined(), "slips.sha256")
  }

  /// The letter of a slip's kind, as in `2026-11-21/JA20261121-V001.txt`; nil for a sale's.
  private func letter(of name: String) -> Character? {
    let parts = name.split(separator: "/").last?.split(separator: "-") ?? []
    return parts.dropFirst().first?.first.flatMap { $0.isLetter ? $0 : nil }
  }

  @Test func `the trial balance is the one on record`() throws {
    let replies = try DayRun.shared.get().replies
    let trial = replies.last { $0.line.text == "report trial" }
    try check(trial?.text ?? "", "trial.txt")
  }
}
