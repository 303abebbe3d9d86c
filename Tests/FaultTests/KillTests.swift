import Foundation
import Glibc
import Ledger
import Seeded
import Testing

@Suite struct KillTests {
  /// The sale numbers by key that whole lines of output acknowledge.
  private func acknowledged(_ output: [UInt8], keys: [String]) -> [(key: String, number: String)] {
    // What follows the last line feed was cut off by the end of the program.
    let lines = output.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
    return zip(keys, lines).compactMap { key, line in
      let json = try? JSON(parsing: String(decoding: line, as: UTF8.self))
      return json?["document"]?["number"]?.string.map { (key, $0) }
    }
  }

  @Test func `killed at any moment, nothing acknowledged is lost and nothing is done twice`() throws
  {
    let shop = try TestShop()
    try shop.write(
      """
      {"limits": {"mode": "off"}, "points": {"per_yuan": 1, "for_one_yuan": 100, "step": 100, "months": 12},
       "topup_plans": [{"amount": "1000.00", "bonus": "200.00"}]}
      """, to: "Config/membership.json")
    try shop.run("member add 张丽 13800005678\n@1\ntopup 900000 b\n")
    var seed = Seeded(9)
    var told: [String: String] = [:]
    var sent: [String] = []
    var contradictions: [String] = []
    var moment = Moment()
    for round in 1...220 {
      let keys = (1...8).map { "r\(round)-\($0)" }
      let lines = keys.enumerated().map { index, key in
        "!\(key) sell jf=3 xf \(index.isMultiple(of: 2) ? "w" : "@1 v")"
      }
      let child = try shop.start(lines.map { "\($0)\n" }.joined().utf8)
      moment.pass(&seed)
      child.send(SIGKILL)
      let done = acknowledged(try child.wait().output, keys: keys)
      moment.move(wasDone: done.count >= 4)
      for (key, number) in done { told[key] = number }
      guard round % 5 == 0 else { continue }
      // The caller does not know what was done, and sends it all again.
      sent += keys
      let again = try shop.run(lines.map { "\($0)\n" }.joined())
      if again.numbers.count != keys.count { contradictions.append("round \(round)") }
      for (key, reply) in zip(keys, again.replies) {
        let number = reply["document"]?["number"]?.string
        if let before = told[key], number != before || reply["repeated"]?.bool != true {
          contradictions.append("\(key): \(before), then \(number ?? "nothing")")
        }
        told[key] = number
      }
    }
    #expect(contradictions == [])
    let database = try Database(shop.ledger)
    let serials = try database.texts("SELECT serial FROM entry WHERE kind = 'sale' ORDER BY serial")
      .compactMap { Int($0) }
    #expect(serials == Array(1...max(1, serials.count)))
    let missing = told.values.compactMap { Int($0.suffix(4)) }.filter { !serials.contains($0) }
    #expect(missing == [] && Set(told.values).count == told.count)
    // Killed before, between and after sales: else the rounds have proved nothing.
    #expect(told.count > sent.count && serials.count > 400, "\(told.count) of \(serials.count)")
    let keyed = try database.texts("SELECT entry FROM caller_key").count
    #expect(keyed == serials.count)
    // What the member has left is what the sales did not take, and points stand for all of them.
    let paid = try database.texts(
      "SELECT 1 FROM entry WHERE kind = 'sale' AND line LIKE '%stored-value%'"
    ).count
    let member = try shop.run("member show 1\n").replies.first?["member"]
    let left = (member?["principal"]?.int ?? 0) + (member?["bonus"]?.int ?? 0)
    #expect(left == 90_020_000 - paid * 19_600 && paid > 200)
    #expect(member?["points"]?.int ?? 0 > 0)
    // The start of the last program has written whatever slip was still missing.
    try shop.run("show\n")
    let names = Set(shop.slips().compactMap { $0.split(separator: "-").last.map(String.init) })
    let unwritten = serials.filter { serial in
      let digits = String(10_000 + serial).dropFirst()
      return !names.contains("\(digits).txt") || !names.contains("\(digits).bin")
    }
    #expect(unwritten == [])
    let faults = try shop.faults()
    #expect(faults == [])
  }

  @Test func `a bill under way survives a kill after every line`() throws {
    let shop = try TestShop()
    let lines = ["jf=3!", "2*xf", "-10%", "bill -5", "x2", "u", "w100"]
    for line in lines {
      let child = try shop.start("\(line)\n".utf8)
      while child.outputSoFar().last != 0x0A { usleep(1_000) }
      child.send(SIGKILL)
      _ = try child.wait()
    }
    let bill = try shop.run("\n").replies.first?["bill"]
    let figures = [
      bill?["lines"]?.array?.count, bill?["total"]?.int, bill?["paid"]?.int, bill?["due"]?.int,
    ]
    // 128.00 and 2 x 68.00 less 10 %, less 5.00 on the bill; 100.00 of it paid.
    #expect(figures == [2, 24_540, 10_000, 14_540])
    let faults = try shop.faults()
    #expect(faults == [])
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `a signal in the middle of a batch loses nothing acknowledged`(signal: Int32) throws {
    let shop = try TestShop()
    let child = try shop.start(String(repeating: "sell jf w\n", count: 400).utf8)
    while child.outputSoFar().count < 5_000 { usleep(1_000) }
    child.send(signal)
    let ending = try child.wait()
    #expect(ending.signal == signal || ending.signal == 0)
    let stored = try Database(shop.ledger).texts("SELECT 1 FROM entry WHERE kind = 'sale'").count
    let told = ending.output.count { $0 == 0x0A }
    #expect(told > 0 && told < 400 && (told...(told + 1)).contains(stored))
    let faults = try shop.faults()
    #expect(faults == [])
  }
}
