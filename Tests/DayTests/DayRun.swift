import Checkout
import Ledger
import TestShop
import TillCLI

/// What the program answered to one line.
struct DayReply {
  let line: DayLine
  let text: String
  let json: JSON
}

/// The day, played once in this process at the test's clock.
struct DayRun {
  let replies: [DayReply]
  let slips: [(name: String, text: String)]
  let printerBytes: [(name: String, digest: String)]

  /// The one run that all tests look at.
  static let shared = Result { try DayRun() }

  private init() throws {
    let shop = try TestShop()
    let tills = [1: try shop.till(drawer: 1), 2: try shop.till(drawer: 2)]
    replies = try DayScript.lines().compactMap { line in
      shop.clock.move(to: line.second)
      guard let till = tills[line.drawer] else { return nil }
      let reply = till.reply(to: line.text.utf8)
      till.afterReply()
      return DayReply(line: line, text: reply.text(.chinese), json: reply.json(.chinese))
    }
    slips = try shop.slips("txt").map { ($0.name, String(decoding: $0.bytes, as: UTF8.self)) }
    printerBytes = try shop.slips("bin").map { slip in
      (slip.name, ChainHash(bytes: SHA256.digest(slip.bytes)).hexadecimal)
    }
  }
}
