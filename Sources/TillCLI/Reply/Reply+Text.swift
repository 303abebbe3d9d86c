import Catalog
package import Checkout
import Ledger
import Membership
import Pricing
import Storage

extension Reply {
  /// The reply as lines for a person; empty where there is nothing to say.
  ///
  /// - Parameter language: of the words.
  /// - Returns: lines, each with its line feed.
  package func text(_ language: Language) -> String {
    let writer = ReplyWriter(language)
    let body: String
    switch outcome {
    case .done: body = writer.text(of: content)
    case .refused(let refusal): body = "✗ \(refusal.name.rawValue): \(refusal.text(language))\n"
    case .failed(let error): body = "✗ \(error.name): \(error.text(language))\n"
    }
    let repeated = isRepeated ? writer.say("(已做过, 不再重复)\n", "(done before, not done again)\n") : ""
    let notices = notices.map { "! \($0.text(language))\n" }.joined()
    let banner = member.map(writer.banner) ?? ""
    let stock = stock.map(writer.line(of:)).joined()
    return screenSafe(lines: repeated + body + banner + stock + notices)
  }
}

/// Writes replies out in a language.
struct ReplyWriter {
  let isChinese: Bool
  let words: SlipWords

  init(_ language: Language) {
    isChinese = language == .chinese
    words = SlipWords(language)
  }

  func say(_ chinese: String, _ english: String) -> String { isChinese ? chinese : english }

  func text(of content: Reply.Content) -> String {
    switch content {
    case .nothing, .end: ""
    case .bill(let state): state.map(text(of:)) ?? say("没有未结单据\n", "no open bill\n")
    case .document(let document, let slips): text(of: document, slips)
    case .slipText(_, let text), .settlementList(_, let text): text
    case .documents(let documents): text(ofDocuments: documents)
    case .shift(let document, let report, _): text(of: report, document)
    case .choices(.items(let items, _)): text(of: items)
    case .choices(.members(let members)), .members(let members): text(ofMembers: members)
    case .member(let state): details(state)
    case .count(let state): text(of: state)
    case .countGivenUp(let sheet):
      say("盘点表\(sheet)已放弃, 账面未动\n", "count sheet \(sheet) is given up, the books stay\n")
    case .imported(let report): text(of: report)
    case .stock(let states, let day): text(of: states, on: day)
    case .backBar(let report): text(of: report)
    case .statement(let state, let statement, let files): text(of: statement, state, files: files)
    case .quotes(let state, let quotes): text(of: quotes, state)
    case .goods(let report): text(of: report)
    case .liability(let liability): text(of: liability)
    case .tierPreview(let day, let moves): text(ofTiers: day, moves)
    case .held(let bills): text(of: bills)
    case .accounts(let accounts): text(of: accounts)
    case .prices(let history): text(of: history)
    case .verification(let result): text(of: result)
    case .operatorChanged(let member):
      member.map { say("操作员 \($0.number) \($0.name)\n", "operator \($0.number) \($0.name)\n") }
        ?? say("已退出登录\n", "logged out\n")
    case .pinSet(let member):
      say("\(member.number) \(member.name) 密码已更新\n", "the PIN of \(member.number) is set\n")
    case .help(let text): text
    }
  }

  private func text(of state: BillState) -> String {
    var text = state.member.map(banner) ?? ""
    for (index, line) in state.priced.lines.enumerated() {
      let staff = line.line.staff.isEmpty ? "" : " =\(notation(of: line.line.staff))"
      let name = "\(index + 1) \(line.line.item.name)\(staff)"
      let price = "\(line.line.quantity) x \(line.line.unitPrice.grouped)"
      text += row(name, price, line.list)
      if let lot = line.line.lot { text += say("  批号 ", "  lot ") + "\(screenSafe(lot))\n" }
      for reduction in line.reductions {
        text += row("  \(words.reduction(reduction.name))", "", -reduction.amount)
      }
    }
    for outcome in state.priced.coupons where outcome.hindrance != nil {
      let name = "  \(words.coupon) \(outcome.coupon.name)"
      text += row(name, reason(outcome), .zero)
    }
    for tender in state.settlement.tenders {
      text += row(words.tender(tender.kind), "", -tender.amount)
    }
    if let exchange = state.open.exchange {
      let used = state.settlement.tenders.filter { $0.kind == .exchange }.map(\.amount).sum()
      let back = exchange.credit - used
      if back > .zero { text += row(say("应退", "to give back"), exchange.number, back) }
    }
    let due = state.settlement.due
    let cash = state.cashDue == due ? "" : say("现金 ", "cash ") + state.cashDue.grouped
    return text + row(say("应付", "due"), cash, due)
  }

  /// Why a coupon takes nothing off.
  private func reason(_ outcome: CouponOutcome) -> String {
    switch outcome.hindrance {
    case .nothingEligible: say("无适用品项", "nothing it is for")
    case .notDiscountable: say("适用品项不打折", "what it is for takes none")
    case .memberPrice: say("已是会员价或活动价", "has a lower price already")
    case .belowMinimum: say("未满", "below ") + outcome.coupon.minimum.grouped
    case .alone(let other): say("不与\(other)同用", "not with \(other)")
    case nil: ""
    }
  }

  private func text(of document: Document, _ slips: [String]) -> String {
    let title = words.title(of: document.kind)
    var text = "✓ \(title) \(document.number)"
    if document.kind != .opening, document.kind != .noSale {
      text += "  \((document.total + document.roundingOfTotal).grouped)"
    }
    for tender in document.tendersOfTotal where document.kind != .void {
      text += "  \(words.tender(tender.kind)) \(tender.tendered.grouped)"
    }
    if document.kind == .exchange, document.givenBack > .zero {
      text += say("  应退 ", "  give back ") + document.givenBack.grouped
    }
    if document.kind != .void, document.change > .zero {
      text += say("  找零 ", "  change ") + document.change.grouped
    }
    if document.pointsEarned > 0, document.kind != .void {
      text += say("  积分 +", "  points +") + String(document.pointsEarned)
    }
    if document.kind == .sale, let after = document.json["after"] {
      let left = (after["principal"]?.money ?? .zero) + (after["bonus"]?.money ?? .zero)
      text += say("  储值余额 ", "  stored value ") + left.grouped
    }
    if let first = slips.first { text += "  [\(first)]" }
    return text + "\n"
  }

  private func text(ofDocuments documents: [Document]) -> String {
    guard !documents.isEmpty else { return say("没有找到单据\n", "no document found\n") }
    return documents.map { document in
      row(
        "\(document.number)  \(words.title(of: document.kind))", "\(document.day)", document.total)
    }.joined()
  }

  private func text(of report: JSON, _ document: Document?) -> String {
    let amount = { (name: String) in report[name]?.money ?? .zero }
    let number = report["no"]?.int ?? 0
    var text =
      document.map { "✓ \(words.title(of: .shift)) \($0.number)\n" }
      ?? "\(words.reportX) \(padded(number, to: 4))\n"
    let counts = [
      ("sales", say("单数", "sales")), ("refunds", say("退货", "refunds")),
      ("voids", say("作废", "voids")),
      ("no_sales", say("开箱", "no-sales")), ("line_voids", say("删行", "line voids")),
      ("overrides", say("授权", "approvals")), ("reprints", say("补打", "reprints")),
    ]
    text += counts.map { "\($1) \(report[$0]?.int ?? 0)" }.joined(separator: "  ") + "\n"
    let figures: [(String, String)] = [
      (say("原价合计", "list total"), "list_total"), (say("折扣", "discounts"), "discount_total"),
      (say("抹零", "rounding"), "rounding"), (say("营业额", "turnover"), "turnover"),
    ]
    for (label, name) in figures { text += row(label, "", amount(name)) }
    for tender in report["tenders"]?.members ?? [] {
      let kind = TenderKind(rawValue: tender.name)
      text += row("  \(kind.map(words.tender) ?? tender.name)", "", tender.value.money ?? .zero)
    }
    let members: [(String, String)] = [
      (say("次卡销售", "courses sold"), "course_sales"),
      (say("次卡核销(原价)", "sessions used, list"), "session_total"),
      (say("充值收款(不计营业额)", "top-ups, no turnover"), "topup_total"),
      (say("赠金发放", "bonus given"), "topup_bonus"),
      (say("退卡", "card refunds"), "card_refund_total"),
    ]
    for (label, name) in members where amount(name) != .zero {
      text += row(label, "", amount(name))
    }
    let cash: [(String, String)] = [
      (say("备用金", "float"), "float"), (say("现金销售", "cash sales"), "cash_sales"),
      (say("现金充值", "cash top-ups"), "cash_topups"),
      (say("现金退款", "cash refunds"), "cash_refunds"),
      (say("存入", "paid in"), "paid_in"), (say("支出", "paid out"), "paid_out"),
      (say("解款", "dropped"), "dropped"), (say("应有", "expected"), "expected"),
    ]
    for (label, name) in cash { text += row(label, "", amount(name)) }
    guard document != nil else { return text }
    return text + row(say("实点", "counted"), "", amount("counted"))
      + row(say("长短款", "over/short"), "", amount("over_short"))
      + row(say("留存", "kept in the drawer"), "", amount("kept"))
  }

  private func text(of items: [Item]) -> String {
    items.enumerated().map { index, item in
      let price = item.price?.grouped ?? say("时价", "open")
      return ":\(index + 1) \(pad(item.code, 10)) \(pad(item.name, 30)) \(price)\n"
    }.joined()
  }

  private func text(of bills: [(bill: HeldBill, total: Money, lines: Int)]) -> String {
    guard !bills.isEmpty else { return say("没有挂单\n", "no bill is parked\n") }
    return bills.map { held in
      row(held.bill.tag, say("\(held.lines)行", "\(held.lines) lines"), held.total)
    }.joined()
  }

  private func text(of history: PriceHistory) -> String {
    let open = say("时价", "open")
    let price = history.item.price?.grouped ?? open
    let lowest = history.lowest?.grouped ?? open
    var text = "\(history.item.code) \(history.item.name)  \(price)"
    text += say("  七日最低 ", "  lowest of 7 days ") + lowest + "\n"
    for change in history.changes {
      text += "  \(change.civil)  \(change.price?.grouped ?? open)\n"
    }
    return text
  }

  private func text(of result: Verification) -> String {
    let head = "\(result.head.sequence) \(result.head.hash.hexadecimal)"
    let lots = result.lots
    let counts =
      say(
        "核对了\(result.entries)笔凭证, \(result.postings)条分录, \(result.accounts)个科目, \(result.shifts)个班次, \(result.members)个会员",
        "checked \(result.entries) entries, \(result.postings) postings, \(result.accounts) accounts, \(result.shifts) shifts, \(result.members) members"
      ) + (lots == 0 ? "" : say(", \(lots)个批次", ", \(lots) lots"))
    guard result.faults.isEmpty else {
      return "✗ \(counts)\n" + result.faults.map { "  \($0)\n" }.joined()
    }
    let units = lots == 0 ? "" : say("每批进=存+出, ", "every lot's units in = on hand + out, ")
    let proved = say(
      "链, 每笔平衡, 每个余额, \(units)编号, 表结构和页面都正确",
      "the chain, every entry's sum, every balance, \(units)the numbers, the schema and the pages are right"
    )
    return "✓ \(counts): \(proved)\n  \(say("链头", "head")) \(head)\n"
  }

  /// A long text on the left, an amount on the right.
  func row(_ left: String, _ amount: Money) -> String {
    "\(pad(left, 52))\(padLeft(amount.grouped, 14))\n"
  }

  func row(_ left: String, _ middle: String, _ amount: Money) -> String {
    "\(pad(left, 34))\(padLeft(middle, 18))\(padLeft(amount.grouped, 14))\n"
  }

  func pad(_ text: String, _ width: Int) -> String {
    text + blanks(max(1, width - DisplayWidth.columns(of: text)))
  }

  func padLeft(_ text: String, _ width: Int) -> String {
    blanks(max(1, width - DisplayWidth.columns(of: text))) + text
  }
}
