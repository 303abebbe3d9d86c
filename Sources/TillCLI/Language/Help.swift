import Checkout

/// One line of the help: what is typed, and what it does in both languages.
private struct HelpLine {
  let topic: String
  let typed: String
  let chinese: String
  let english: String

  init(_ topic: String, _ typed: String, _ chinese: String, _ english: String) {
    self.topic = topic
    self.typed = typed
    self.chinese = chinese
    self.english = english
  }
}

private let helpLines: [HelpLine] = [
  HelpLine(
    "bill", "CODE  2*CODE", "录入品项: 条码, 编码, 助记码, 拼音",
    "ring up an item: barcode, code, mnemonic, pinyin"),
  HelpLine(
    "bill", "CODE lot=L2601  2 lot=L2601", "指定批号出库; 套装编码录入整套",
    "from which lot; a kit's code rings up all of it"),
  HelpLine(
    "bill", "CODE=3!  CODE=3:70,5:30", "带员工: !为指定, 分成合计100",
    "who serves it: ! asked for, shares sum to 100"),
  HelpLine("bill", "=3!  2 =3!", "给末行或第2行定员工", "the same for the last line, or line 2"),
  HelpLine("bill", ":2", "选列表中的第2个", "pick the second of the list"),
  HelpLine(
    "bill", "-10%  8.8z  -5  $88  gift", "末行打折, 折, 减元, 改价, 赠送",
    "take off the last line: percent, 折, yuan, price, free"),
  HelpLine("bill", "2 -10%  bill -20", "第2行; 整单", "on line 2; on the whole bill"),
  HelpLine("bill", "… ok STAFF PIN", "店长授权这一行", "a manager approves this line alone"),
  HelpLine("bill", "x  x2  x*", "删末行, 第2行, 全部", "take off the last line, line 2, all"),
  HelpLine("u", "u", "撤销上一步", "undo the last change"),
  HelpLine("bill", "bill", "结账清单", "the settlement list before paying"),
  HelpLine(
    "member", "@WHO  @", "选会员(手机, 尾号, 卡号, 编号, 姓名, 拼音); 取消会员",
    "a member on the bill: phone, last four, card, number, name, pinyin; off"),
  HelpLine("coupon", "coupon CODE  coupon", "用优惠券; 撤下优惠券", "a coupon on the bill; all of them off"),
  HelpLine("hold", "hold TAG  get TAG  held", "挂单, 取单, 列表", "park the bill, fetch it, list them"),
  HelpLine("sell", "sell 2*jf=3 -10% w50 .", "一行完成一单", "a whole sale in one line"),
  HelpLine("pay", ".  /100", "现金: 正好; 给100找零", "cash: exact; 100 handed over"),
  HelpLine(
    "pay", "w w50  a a50  b b50", "微信, 支付宝, 银行卡: 余额或金额",
    "WeChat, Alipay, bank card: the rest or an amount"),
  HelpLine("pay", "w50 ref=TEXT", "记下流水号", "keeps the provider's number"),
  HelpLine("pay", "owe NAME", "挂账", "on account"),
  HelpLine("pay", "v v50", "储值: 余额或金额", "stored value: the rest or an amount"),
  HelpLine("pay", "p p500", "积分: 最多或指定数", "points: as many as may be, or so many"),
  HelpLine("pay", "k k2", "次卡抵末行, 第2行", "a course session for the last line, line 2"),
  HelpLine(
    "member", "member add NAME PHONE [birthday=1990-05-01] [lunar]",
    "新会员, 还有 card= from= by= tag= note=",
    "a new member, also card= from= by= tag= note="),
  HelpLine(
    "member", "member show [WHO] [full]  set WHO FIELD=VALUE", "查看, 修改会员",
    "look at a member, change one"),
  HelpLine("member", "member find TEXT  checkin [WHO]", "查找; 签到积分", "find; points for coming by"),
  HelpLine(
    "topup", "topup AMOUNT TENDER [gift=] [by=STAFF]", "储值充值, 赠送按方案",
    "load stored value; gifts by the plans"),
  HelpLine("course", "course CODE TENDER [by=STAFF]", "售次卡", "sell a course"),
  HelpLine(
    "course", "course extend N DATE  freeze N  transfer N WHO", "延期, 冻结, 转让次卡",
    "extend, freeze, hand over a course"),
  HelpLine(
    "statement", "statement [WHO] [from=] [to=] [csv=FILE] [slip]", "储值对账单",
    "every movement with the balance after it"),
  HelpLine(
    "cardrefund", "cardrefund [WHO] [reason=…] [pay TENDER]", "退卡试算; 付款退卡",
    "what is due back, by law; pay it out"),
  HelpLine(
    "card", "card replace|transfer|freeze|unfreeze|renew WHO", "换卡, 转卡, 冻结, 解冻, 续期",
    "replace, hand over, freeze, release, renew a card"),
  HelpLine("void", "void NUMBER REASON", "作废当日单据", "take back a whole document of today"),
  HelpLine(
    "refund", "refund NUMBER [LINE[*QTY]]… [restock|scrap] REASON", "退货, 原路退回",
    "take lines back, money where it came from"),
  HelpLine(
    "exchange", "exchange NUMBER LINE…", "换货: 退货抵扣新单", "what comes back pays for the open bill"),
  HelpLine("show", "show [NUMBER]  reprint [NUMBER]", "查看, 补打", "look at it, print a marked copy"),
  HelpLine(
    "show", "show [DATE] [@WHO] [88.00]", "按日期, 会员, 金额查单", "find documents by day, member, amount"),
  HelpLine("open", "open FLOAT", "开班, 清点备用金", "open the shift with a counted float"),
  HelpLine("drawer", "payin/payout AMOUNT REASON", "存入, 支出现金", "cash in or out"),
  HelpLine(
    "report", "report liability [DATE]  tiers [DATE]", "储值负债; 等级变动预览",
    "what members are owed; tiers about to change"),
  HelpLine("drawer", "drop AMOUNT  nosale REASON", "解款; 开钱箱", "cash to the safe; open the drawer"),
  HelpLine(
    "report", "report stock [DATE]  items [CODE] [DATE..DATE]", "任一日库存金额; 周转, 滞销, 损耗",
    "stock on any day; turnover, dead stock, shrinkage"),
  HelpLine(
    "report", "report receiving [DATE[..DATE]] [csv=FILE]", "进货查验记录(办法第39条)",
    "the records of goods received that the law asks for"),
  HelpLine("report", "report x  report trial", "交班小结; 试算平衡", "the shift so far; the trial balance"),
  HelpLine(
    "close", "close COUNT  close 10x100 6x50 …", "清点交班, 出Z", "count and close: the Z report"),
  HelpLine("close", "… keep=300", "留下300, 其余入保险柜", "leave 300, the rest goes to the safe"),
  HelpLine(
    "stock", "receive CODE QTY [cost=] [lot=] [exp=] [from=] [doc=]", "收货, 登记批号和限期",
    "goods in, with lot and use-by"),
  HelpLine(
    "stock", "… [reg=] [net=] [contact=]", "备案号, 净含量, 供应商联系方式(记住)",
    "registration, net content, supplier's contact (remembered)"),
  HelpLine(
    "stock", "use CODE [QTY[g|ml]] [for=] [by=] [on=NUMBER]", "院装领用, 不写数量按配方, on=消费单号",
    "back-bar use; by the recipe; for a sale"),
  HelpLine(
    "stock", "count|writeoff CODE 15g …", "已开封的余量: 盘点, 报损", "what is left opened: count, write off"),
  HelpLine(
    "report", "report backbar [DATE[..DATE]] [csv=FILE]", "院装: 配方与实用的差异",
    "back bar: recipe against use"),
  HelpLine(
    "stock", "count CODE QTY  writeoff CODE QTY [lot=] REASON", "盘点, 报损", "count; write off"),
  HelpLine(
    "count", "count start [CATEGORY] [blind]  show  close  cancel", "盘点表: 冻结账面, 逐项count, 一次入账",
    "a sheet: freezes the books, count items, one entry"),
  HelpLine("count", "count CODE +QTY", "加到已盘数上", "adds to what was counted"),
  HelpLine(
    "stock", "return CODE QTY [lot=] to=SUPPLIER REASON", "退回供应商, 过期的也可退",
    "back to the supplier, expired goods too"),
  HelpLine(
    "stock", "transfer out CODE QTY to=BRANCH  transfer in CODE QTY from=BRANCH", "调出, 调入",
    "to another branch; from one"),
  HelpLine(
    "stock", "stock [CODE]  stock low  stock expiring [DAYS]", "库存, 缺货与可卖天数, 临期",
    "what there is, is short and for how many days, runs out"),
  HelpLine(
    "import", "import catalog|members|stock FILE.csv [--dry-run] [--skip-bad]",
    "导入: 全部或不导; 试算; 跳过错行",
    "take a file in, whole or not at all; try it; leave bad rows out"),
  HelpLine("login", "login STAFF [PIN]  logout", "登录, 退出", "who acts; nobody"),
  HelpLine("passwd", "passwd [STAFF] [PIN]", "改密码", "set a PIN"),
  HelpLine(
    "price", "price CODE [on=YYYY-MM-DD]", "价格与七日最低价", "the price, and its lowest in 7 days"),
  HelpLine("verify", "verify", "核对整本账", "prove the whole ledger"),
  HelpLine("keys", "!KEY …", "同一标识只执行一次", "the same key is done once only"),
  HelpLine("help", "help [TOPIC]  ?", "帮助", "this help"),
  HelpLine("exit", "exit", "退出程序", "leave the program"),
]

/// The help on a topic, a verb or a tender; all of it without one.
///
/// - Throws: `Refusal` named `unknown-command` for what has no help.
func help(_ topic: String?, _ language: Language) throws(Refusal) -> String {
  let lines = helpLines.filter { line in
    guard let topic else { return true }
    return line.topic == topic
      || line.typed.split(whereSeparator: { " /".contains($0) }).contains { $0 == topic }
  }
  guard !lines.isEmpty else {
    let topics = Set(helpLines.map(\.topic)).sorted().joined(separator: " ")
    throw Refusal(.unknownCommand, topic ?? "", expected: topics)
  }
  return lines.map { line in
    let blanks = String(repeating: " ", count: max(2, 36 - DisplayWidth.columns(of: line.typed)))
    return "\(line.typed)\(blanks)\(language == .chinese ? line.chinese : line.english)\n"
  }.joined()
}

/// How the program is started.
func usage(_ language: Language) -> String {
  let options = """
    till [--shop DIR] [--drawer N] [--json] [--no-input] [--stop-on-refusal] [COMMAND …]
    till init DIR [--sample]
    till --help | --version

    """
  let words =
    language == .chinese
    ? "不带COMMAND: 终端交互; 管道则逐行处理. 指令:\n\n"
    : "Without a COMMAND: interactive on a terminal, line by line from a pipe. Commands:\n\n"
  return options + "\n" + words + ((try? help(nil, language)) ?? "")
}
