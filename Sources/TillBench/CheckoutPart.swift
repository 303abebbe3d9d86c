import TillCLI

/// The engine beside the floor on an empty and on a full ledger, all in one run, in turns.
func measureCheckout(_ options: Options, _ report: Report) throws {
  report.title("Checkout: 3 lines, 2 tenders, durable, chained, slip written")
  let full = try FullLedger.shop(sales: options.sales)
  let empty = try BenchShop.make("checkout")
  var contenders = try contenders(empty, "empty") + contenders(full, grouped(options.sales))
  try contenders.compete(in: empty, options, report)
  for index in [2, 6] {
    let ratio = contenders[index].ratio(to: contenders[index - 2])
    report.goal(
      contenders[index].name, "\(fixed(ratio, 2)) of the floor", ">= 0.80", isMet: ratio >= 0.8)
  }
  let ratio = contenders[6].ratio(to: contenders[2])
  report.goal("full ledger beside empty", fixed(ratio, 2), ">= 0.90", isMet: ratio >= 0.9)
}

/// The floor, the same with two bare files a sale, the engine as shipped, and the engine with text
/// slips alone, on one ledger.
private func contenders(_ shop: BenchShop, _ name: String) throws -> [Contender] {
  let till = try shop.till()
  try till.sellOnce()
  let textTill = try shop.textOnly().till()
  let ledger = try RawLedger(shop)
  let slips = try RawSlips(like: ledger, in: shop)
  let floor = { (writesSlips: Bool) in
    { (count: Int) in
      let template = try SaleTemplate(ofLastIn: ledger)
      var rows = try SaleRows(after: ledger)
      let sales = rows.next(count, like: template)
      return (
        { index in
          try ledger.write(sales[index], template)
          if writesSlips { try slips.write(sales[index].sequence) }
        }, { ledger.afterWrite() }
      )
    }
  }
  let engine = Contender(name: "\(name), engine: text and ESC/POS slips") { _ in
    ({ _ in try till.sellOnce() }, { till.afterReply() })
  }
  let textEngine = Contender(name: "\(name), engine: text slips") { _ in
    ({ _ in try textTill.sellOnce() }, { textTill.afterReply() })
  }
  return [
    Contender(name: "\(name), floor: bare SQLite", prepare: floor(false)),
    Contender(name: "\(name), bare SQLite and two bare files", prepare: floor(true)),
    engine, textEngine,
  ]
}
