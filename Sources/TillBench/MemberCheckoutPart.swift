import Glibc
import Ledger
import Membership
import TillCLI

/// A checkout paid by stored value and a course's session, with points earned, beside the floor: as
/// one line and typed line by line, by many members in turn.
func measureMemberCheckout(_ options: Options, _ report: Report) throws {
  report.title("Checkout of a member: 2 lines, stored value, a session, points earned")
  let members = options.isQuick ? 5000 : 50_000
  let ledger = try MemberLedger.filled(members: members, sales: options.sales)
  let customers = (0..<(options.isQuick ? 100 : 400)).map { 1 + $0 * 7919 % members }
  let visits = try MemberVisits(of: customers, in: ledger.shop)
  var contenders = visits.inOneLine() + visits.typed()
  try contenders.compete(in: ledger.shop, options, report)
  for index in [2, 6] {
    let ratio = contenders[index].ratio(to: contenders[index - 2])
    report.goal(
      contenders[index].name, "\(fixed(ratio, 2)) of the floor", ">= 0.80", isMet: ratio >= 0.8)
  }
}

/// Members who come in turn, and those who sell to them.
private struct MemberVisits {
  /// What a member's bill looks like in the ledger, line by line, and the sale that it becomes.
  private struct Trace {
    let bill: [[UInt8]]
    let sale: SaleTemplate
  }

  private let till: Till
  private let textTill: Till
  private let ledger: RawLedger
  private let slips: RawSlips
  private let phones: [String]
  private let traces: [Trace]

  /// Sells to each member once, and keeps what the engine wrote.
  ///
  /// - Throws: ``Benchmark/Fault``.
  init(of members: [Int], in shop: BenchShop) throws {
    let till = try shop.till()
    let ledger = try RawLedger(shop)
    let phones = members.map { MemberLedger.member($0).phone }
    traces = try phones.map { phone in
      let lines = MemberVisits.lines(phone)
      for line in lines.dropLast() { try till.done(line) }
      let bill = try ledger.rows(
        "SELECT content FROM bill JOIN bill_change ON bill = id WHERE drawer = 1 ORDER BY number")
      try till.done(lines[lines.count - 1])
      till.afterReply()
      return Trace(bill: bill.map { Array($0[0].utf8) }, sale: try SaleTemplate(ofLastIn: ledger))
    }
    (self.till, self.ledger, self.phones) = (till, ledger, phones)
    slips = try RawSlips(like: ledger, in: shop)
    textTill = try shop.textOnly().till()
  }

  /// The lines that a cashier types.
  private static func lines(_ phone: String) -> [String] {
    ["@\(phone)", "bnsh=3", "xs001", "k1", "v"]
  }

  /// The floor, the same with two bare files a sale, the engine as shipped, and the engine with text
  /// slips alone: one commit per sale.
  func inOneLine() -> [Contender] {
    let engine = { (till: Till) in
      contender { index in
        try till.done("sell @\(phones[index]) bnsh=3 xs001 k1 v")
      } after: {
        till.afterReply()
      }
    }
    let inOneCommit = { (sale: SaleRow, trace: Trace) in try ledger.write(sale, trace.sale) }
    return floors("one line", inOneCommit) + [
      Contender(name: "one line, engine: text and ESC/POS slips", prepare: engine(till)),
      Contender(name: "one line, engine: text slips", prepare: engine(textTill)),
    ]
  }

  /// The same of a bill that is typed in five lines, each of them a commit.
  func typed() -> [Contender] {
    let engine = { (till: Till) in
      contender { index in
        for line in MemberVisits.lines(phones[index]) { try till.done(line) }
      } after: {
        till.afterReply()
      }
    }
    let lineByLine = { (sale: SaleRow, trace: Trace) in
      for (index, content) in trace.bill.enumerated() {
        try ledger.writeBill(index + 1, content, of: sale.id)
      }
      try ledger.write(sale, trace.sale, closesBill: true)
    }
    return floors("5 lines", lineByLine) + [
      Contender(name: "5 lines, engine: text and ESC/POS slips", prepare: engine(till)),
      Contender(name: "5 lines, engine: text slips", prepare: engine(textTill)),
    ]
  }

  private func floors(
    _ name: String, _ sell: @escaping (SaleRow, Trace) throws -> Void
  ) -> [Contender] {
    [
      floor("\(name), floor: bare SQLite", sell),
      floor("\(name), bare SQLite and two bare files") { sale, trace in
        try sell(sale, trace)
        try slips.write(sale.sequence)
      },
    ]
  }

  private func floor(
    _ name: String, _ sell: @escaping (SaleRow, Trace) throws -> Void
  ) -> Contender {
    Contender(name: name) { count in
      let round = (0..<count).map { traces[$0 % traces.count] }
      var rows = try SaleRows(after: ledger)
      let sales = rows.next(like: round.map(\.sale))
      return ({ try sell(sales[$0], round[$0]) }, { ledger.afterWrite() })
    }
  }

  /// Who sells to the members in turn.
  private func contender(
    _ sell: @escaping (Int) throws -> Void, after: @escaping () -> Void
  ) -> (Int) throws -> (sell: (Int) throws -> Void, after: () -> Void) {
    { _ in ({ try sell($0 % phones.count) }, after) }
  }
}

extension Till {
  /// Answers a line that is not refused.
  ///
  /// - Throws: ``Benchmark/Fault`` if it is.
  fileprivate func done(_ line: String) throws {
    let reply = reply(to: line.utf8)
    guard reply.exitStatus == .done else {
      throw Benchmark.Fault("\(line) is refused: \(reply)")
    }
  }
}
