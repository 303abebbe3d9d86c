import TillCLI

/// The engine beside the floor on an empty and on a full ledger, all in one run, in turns.
func measureCheckout(_ options: Options, _ report: Report) throws {
  report.title("Checkout: 3 lines, 2 tenders, durable, chained, slip written")
  let full = try FullLedger.shop(sales: options.sales)
  let empty = try BenchShop.make("checkout")
  var contenders = try contenders(empty, "empty") + contenders(full, grouped(options.sales))
  try contenders.compete(in: empty, options, report)
  contenders.checkEngines(report)
  let engines = contenders.filter { $0.role == .engine }
  let ratio = engines[1].ratio(to: engines[0])
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
  let bare = { (role: Contender.Role) in
    Contender(field: name, role: role) { count in
      let template = try SaleTemplate(ofLastIn: ledger)
      var rows = try SaleRows(after: ledger)
      let sales = rows.next(count, like: template)
      return (
        { index in
          try slips.write(role, sales[index].sequence) { meanwhile in
            try ledger.write(sales[index], template, meanwhile: meanwhile)
          }
        }, { ledger.afterWrite() }
      )
    }
  }
  let engine = { (role: Contender.Role, till: Till) in
    Contender(field: name, role: role) { _ in
      ({ _ in try till.sellOnce() }, { till.afterReply() })
    }
  }
  return [
    bare(.floor), bare(.filesAfter), bare(.filesMeanwhile), engine(.engine, till),
    engine(.textEngine, textTill),
  ]
}
