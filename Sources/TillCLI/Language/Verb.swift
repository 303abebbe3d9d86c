/// The words that begin a line, and what the help says of each.
enum Verb: String, CaseIterable {
  case sell, bill, hold, get, held, u
  case coupon, member, topup, course, statement, cardrefund, card
  case void, refund, exchange, reprint, show
  case login, logout, passwd
  case open, payin, payout, drop, nosale, report, close
  case receive, use, count, writeoff, `return`, transfer, stock
  case `import`
  case price, verify, help, exit

  /// How the verb is written.
  var syntax: String {
    switch self {
    case .sell: "sell CODE[=STAFF] [-10%|-5|$88|gift]… [bill -20] TENDER…"
    case .bill: "bill | bill -20 | bill -10% | bill 8.8z | bill $500"
    case .hold: "hold TAG"
    case .get: "get TAG"
    case .held: "held"
    case .u: "u"
    case .coupon: "coupon CODE | coupon"
    case .member:
      "member add NAME PHONE [FIELD=VALUE]… | show [WHO] [full] | set WHO FIELD=VALUE… | find TEXT | checkin [WHO]"
    case .topup: "topup AMOUNT TENDER [gift=AMOUNT] [by=STAFF]"
    case .course:
      "course CODE TENDER [by=STAFF] | extend N YYYY-MM-DD | freeze N | unfreeze N | transfer N WHO"
    case .statement: "statement [WHO] [from=YYYY-MM-DD] [to=YYYY-MM-DD] [csv=FILE] [slip]"
    case .cardrefund:
      "cardrefund [WHO] [card] [course=N]… [reason=shop|member|cooling-off] [since=YYYY-MM-DD] [pay TENDER]"
    case .card: "card replace WHO [CARD] | transfer WHO TO | freeze WHO | unfreeze WHO | renew WHO"
    case .void: "void NUMBER REASON"
    case .reprint: "reprint [NUMBER]"
    case .refund: "refund NUMBER [LINE[*QTY]]… [restock|scrap] [to=cash|wechat|alipay|bank] REASON"
    case .exchange: "exchange NUMBER LINE[*QTY]… [restock|scrap] [REASON]"
    case .show: "show [NUMBER] | show [YYYY-MM-DD] [@WHO] [88.00]"
    case .login: "login STAFF [PIN]"
    case .logout: "logout"
    case .passwd: "passwd [STAFF] [PIN]"
    case .open: "open FLOAT"
    case .payin: "payin AMOUNT REASON"
    case .payout: "payout AMOUNT REASON"
    case .drop: "drop AMOUNT"
    case .nosale: "nosale REASON"
    case .report:
      """
      report x | trial | liability [DATE] | tiers [DATE] | stock [DATE] [csv=FILE] \
      | items [CODE] [DATE[..DATE]] [csv=FILE] | receiving [DATE[..DATE]] [csv=FILE] \
      | backbar [DATE[..DATE]] [csv=FILE]
      """
    case .close: "close COUNT [keep=AMOUNT] | close 10x100 6x50 … [keep=AMOUNT]"
    case .receive:
      "receive CODE QTY [cost=AMOUNT] [lot=LOT] [exp=YYYY-MM-DD] [from=SUPPLIER] [doc=NUMBER] [reg=] [net=] [contact=]"
    case .use: "use CODE [QTY[g|ml]] [for=SERVICE] [by=STAFF] [on=NUMBER]"
    case .count: "count CODE QTY[g|ml] | count start [CATEGORY] [blind] | show | close | cancel"
    case .writeoff: "writeoff CODE QTY[g|ml] [lot=LOT] REASON"
    case .return: "return CODE QTY [lot=LOT] to=SUPPLIER [doc=NUMBER] REASON"
    case .transfer:
      "transfer out CODE QTY [lot=LOT] to=BRANCH [doc=NUMBER] | transfer in CODE QTY from=BRANCH [cost=] [lot=] [exp=] [doc=]"
    case .stock: "stock [CODE] | stock low [csv=FILE] | stock expiring [DAYS] [csv=FILE]"
    case .import: "import catalog|members|stock FILE.csv [--dry-run] [--skip-bad] [--again]"
    case .price: "price CODE [on=YYYY-MM-DD]"
    case .verify: "verify"
    case .help: "help [TOPIC]"
    case .exit: "exit"
    }
  }
}

extension Verb {
  /// The words that may stand behind the verb, for whoever types; what a shop names itself is not
  /// among them.
  var subjects: [String] {
    switch self {
    case .report:
      ["backbar", "items", "liability", "receiving", "stock", "tiers", "trial", "x"]
    case .stock: ["expiring", "low"]
    case .count: ["cancel", "close", "show", "start"]
    case .transfer: ["in", "out"]
    case .import: ["catalog", "members", "stock"]
    case .member: ["add", "checkin", "find", "set", "show"]
    case .course: ["extend", "freeze", "transfer", "unfreeze"]
    case .card: ["freeze", "renew", "replace", "transfer", "unfreeze"]
    default: []
    }
  }
}

/// Whether a text is a word of the command language, so that no item can have it for a code.
///
/// - Parameter word: lower case.
/// - Returns: true for verbs, tenders and whatever else a line may begin with.
func isReserved(_ word: String) -> Bool {
  let bytes = word.utf8
  guard let first = bytes.first, let last = bytes.last else { return true }
  if signs.contains(first) || reservedWords.contains(word) { return true }
  if amountLetters.contains(first), bytes.count > 1, bytes.dropFirst().allSatisfy(isOfNumber) {
    return true
  }
  // 8.8z is a discount.
  return last == UInt8(ascii: "z") && bytes.dropLast().allSatisfy(isOfNumber)
}

/// What a word of the language may begin with that is no word.
private let signs = Array("@:=.$/-!#".utf8)
/// `w50` is a tender, `x2` a quantity.
private let amountLetters = Array("wabvpkx".utf8)

private func isOfNumber(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: ".")
}

/// Every verb and tender, those of the archive, stock and interchange included.
private let reservedWords: Set<String> = [
  "sell", "bill", "hold", "get", "held", "u", "x", "gift", "coupon", "ok", "w", "a", "b", "v", "p",
  "k", "owe", "member", "topup", "course", "statement", "cardrefund", "card", "followups",
  "followup", "book", "agenda", "arrive", "noshow", "erase", "void", "refund", "exchange",
  "reprint",
  "show", "login", "logout", "passwd", "open", "payin", "payout", "drop", "nosale", "report",
  "close",
  "reconcile", "receive", "return", "transfer", "use", "count", "writeoff", "stock", "import",
  "export", "verify",
  "backup",
  "restore", "audit", "staff", "price", "help", "exit", "init", "pay",
]
