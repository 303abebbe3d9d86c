import TillCLI

/// The engine beside the floor on an empty and on a full ledger, all in one run, in turns.
func measureCheckout(_ options: Options, _ report: Report) throws {
  report.title("Checkout: 3 lines, 2 tenders, durable, chained, slip written")
  let full = try FullLedger.shop(sales: options.sales)
  let empty = try BenchShop.make("checkout")
  var contenders = try contenders(empty, "empty") + contenders(full, grouped(options.sales))
  try contenders.compete(in: empty, options, report)
  for index in [1, 4] {
    let ratio = contenders[index].ratio(to: contenders[index - 1])
    report.goal(
      contenders[index].name, "\(fixed(ratio, 2)) of the floor", ">= 0.80", isMet: ratio >= 0.8)
  }
  let ratio = contenders[4].ratio(to: contenders[1])
  report.goal("full ledger beside empty", fixed(ratio, 2), ">= 0.90", isMet: ratio >= 0.9)
}

/// The floor, the engine as shipped, and the engine with text slips alone, on one ledger.
private func contenders(_ shop: BenchShop, _ name: String) throws -> [Contender] {
  let till = try shop.till()
  try till.sellOnce()
  let textTill = try shop.textOnly().till()
  let ledger = try RawLedger(shop)
  let floor = Contender(name: "\(name), floor: bare SQLite") { count in
    let template = try SaleTemplate(ofLastIn: ledger)
    var rows = try SaleRows(after: ledger)
    let sales = rows.next(count, like: template)
    return ({ try ledger.write(sales[$0], template) }, { ledger.afterWrite() })
  }
  let engine = Contender(name: "\(name), engine: text and ESC/POS slips") { _ in
    ({ _ in try till.sellOnce() }, { till.afterReply() })
  }
  let textEngine = Contender(name: "\(name), engine: text slips") { _ in
    ({ _ in try textTill.sellOnce() }, { textTill.afterReply() })
  }
  return [floor, engine, textEngine]
}
