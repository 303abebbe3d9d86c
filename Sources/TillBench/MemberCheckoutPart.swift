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
  contenders.checkEngines(report)
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

  /// Sales in one line, and so in one commit.
  func inOneLine() -> [Contender] {
    contenders("one line") { sale, trace, meanwhile in
      try ledger.write(sale, trace.sale, meanwhile: meanwhile)
    } byEngine: { till, phone in
      try till.done("sell @\(phone) bnsh=3 xs001 k1 v")
    }
  }

  /// The same of a bill that is typed in five lines, each of them a commit.
  func typed() -> [Contender] {
    contenders("5 lines") { sale, trace, meanwhile in
      for (index, content) in trace.bill.enumerated() {
        try ledger.writeBill(index + 1, content, of: sale.id)
      }
      try ledger.write(sale, trace.sale, closesBill: true, meanwhile: meanwhile)
    } byEngine: { till, phone in
      for line in MemberVisits.lines(phone) { try till.done(line) }
    }
  }

  /// The floor, the same with two bare files a sale, the engine as shipped, and the engine with text
  /// slips alone.
  private func contenders(
    _ field: String, bare: @escaping (SaleRow, Trace, _ meanwhile: () -> Void) throws -> Void,
    byEngine sell: @escaping (Till, _ phone: String) throws -> Void
  ) -> [Contender] {
    let bare = { (role: Contender.Role) in
      Contender(field: field, role: role) { count in
        let round = (0..<count).map { traces[$0 % traces.count] }
        var rows = try SaleRows(after: ledger)
        let sales = rows.next(like: round.map(\.sale))
        return (
          { index in
            try slips.write(role, sales[index].sequence) { meanwhile in
              try bare(sales[index], round[index], meanwhile)
            }
          }, { ledger.afterWrite() }
        )
      }
    }
    let engine = { (role: Contender.Role, till: Till) in
      Contender(field: field, role: role) { _ in
        ({ try sell(till, phones[$0 % phones.count]) }, { till.afterReply() })
      }
    }
    return [
      bare(.floor), bare(.filesAfter), bare(.filesMeanwhile), engine(.engine, till),
      engine(.textEngine, textTill),
    ]
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
