import Checkout

/// One line of the help: what is typed, and what it does in both languages.
///
/// What is typed may be several forms with two blanks between them. They are the only place where the
/// forms of a verb stand: refusals and Tab completion read them here.
struct HelpLine {
  let topic: HelpTopic
  let typed: String
  let chinese: String
  let english: String

  init(_ topic: HelpTopic, _ typed: String, _ chinese: String, _ english: String) {
    self.topic = topic
    self.typed = typed
    self.chinese = chinese
    self.english = english
  }

  /// The forms, one by one.
  var forms: [String] {
    typed.split(separator: " ", omittingEmptySubsequences: false).split(whereSeparator: \.isEmpty)
      .map { $0.joined(separator: " ") }
  }

  /// The words that are typed as they stand, for whoever asks for help on one of them.
  var words: [Substring] {
    typed.split { " |/[]…!".contains($0) }
  }
}

/// What the help is divided into.
enum HelpTopic: String, CaseIterable {
  case bill, pay, member, after, drawer, report, stock, shop

  func title(_ language: Language) -> String {
    let (chinese, english) =
      switch self {
      case .bill: ("开单", "the bill")
      case .pay: ("付款", "paying")
      case .member: ("会员, 储值, 次卡", "members, stored value, courses")
      case .after: ("售后, 查单, 补打", "after the sale")
      case .drawer: ("钱箱, 交班", "the drawer and the shift")
      case .report: ("报表", "reports")
      case .stock: ("库存", "stock")
      case .shop: ("店铺", "the shop")
      }
    return language == .chinese ? chinese : english
  }
}

let helpLines: [HelpLine] = [
  HelpLine(
    .bill, "CODE  2*CODE", "录入: 条码, 编码, 助记码, 拼音, 名称",
    "barcode, code, mnemonic, pinyin, name"),
  HelpLine(
    .bill, "CODE=3!  CODE=3:70,5!:30", "带员工: !为指定, 不带为轮牌; 分成合计100",
    "who serves it: ! chosen; shares sum to 100"),
  HelpLine(.bill, "=3!  2 =3!", "给末行, 第2行定员工", "the same for the last line, line 2"),
  HelpLine(.bill, "CODE lot=L2601  2 lot=L2601", "按批号出库", "from which lot"),
  HelpLine(.bill, ":2", "选列表中的第2个", "pick the second of the list"),
  HelpLine(
    .bill, "-10%  8.8z  -5  $88  gift", "末行: 减10%, 8.8折, 减5元, 改价, 赠送",
    "last line: 10% off, at 88%, 5 off, $88, free"),
  HelpLine(.bill, "2 -10%", "第2行", "line 2"),
  HelpLine(
    .bill, "bill -20  bill -10%  bill 8.8z  bill $500", "整单: 减20元, 减10%, 8.8折, 一口价",
    "the whole bill"),
  HelpLine(.bill, "… ok STAFF PIN", "行尾: 店长授权这一行", "at its end: a manager approves the line"),
  HelpLine(.bill, "x  x2  x*", "删末行, 第2行, 全部", "take off the last line, line 2, all"),
  HelpLine(.bill, "(Enter)", "看未结单据", "the open bill"),
  HelpLine(.bill, "u", "撤销上一步", "undo the last change"),
  HelpLine(.bill, "bill", "结账清单, 付款前核对", "the settlement list before paying"),
  HelpLine(.bill, "hold TAG", "挂单", "park the bill"),
  HelpLine(.bill, "get TAG", "取单", "fetch a parked bill"),
  HelpLine(.bill, "held", "列出挂单", "list the parked bills"),
  HelpLine(
    .bill, "sell CODE[=STAFF] [-10%|-5|$88|gift]… [bill -20] [@WHO] TENDER…",
    "一行一单: sell 2*jf=3 -10% w50 .", "a whole sale: sell 2*jf=3 -10% w50 ."),

  HelpLine(.pay, ".  /100", "现金: 正好; 给100找零", "cash: exact; 100 handed over"),
  HelpLine(
    .pay, "w w50  a a50  b b50", "微信, 支付宝, 银行卡: 余额或金额", "WeChat, Alipay, bank card: rest or amount"),
  HelpLine(.pay, "w50 ref=TEXT", "记下流水号", "keeps the provider's number"),
  HelpLine(.pay, "owe NAME", "挂账", "on account"),
  HelpLine(.pay, "v v50", "储值: 余额或金额", "stored value: the rest or an amount"),
  HelpLine(.pay, "p p500", "积分: 最多或指定数", "points: as many as may be, or so many"),
  HelpLine(.pay, "k k2", "次卡抵末行, 第2行", "a course session for the last line, line 2"),

  HelpLine(
    .member, "@WHO  @", "选会员: 手机/尾号/卡号/编号/姓名/拼音; 取消",
    "phone, last 4, card, no., name, pinyin; off"),
  HelpLine(.member, "coupon CODE  coupon", "用优惠券; 撤下", "a coupon on the bill; all of them off"),
  HelpLine(
    .member,
    "member add NAME PHONE [birthday=1990-05-01] [lunar] [leap] [card=CARD] [from=TEXT] [by=MEMBER] [tag=TEXT] [note=TEXT] [shared] [TENDER]",
    "新会员; 农历lunar, 介绍人by, 合用手机shared", "a new member; by= who brought them"),
  HelpLine(
    .member, "member show [WHO] [full]", "查看; full不遮盖, 会留记录", "look; full unmasked, on record"),
  HelpLine(.member, "member set WHO FIELD=VALUE…", "修改资料", "change the archive"),
  HelpLine(.member, "member find TEXT", "查找", "find"),
  HelpLine(.member, "member checkin [WHO]", "签到积分", "points for coming by"),
  HelpLine(
    .member, "topup AMOUNT TENDER [gift=AMOUNT] [by=STAFF]", "储值充值, 不写gift按方案赠送",
    "load stored value; gifts by the plans"),
  HelpLine(.member, "course CODE TENDER [by=STAFF]", "售次卡", "sell a course"),
  HelpLine(.member, "course extend N YYYY-MM-DD", "次卡延期", "a course runs until then"),
  HelpLine(.member, "course freeze N  course unfreeze N", "冻结, 解冻次卡", "freeze, release a course"),
  HelpLine(.member, "course transfer N WHO", "转让次卡", "hand over a course"),
  HelpLine(
    .member, "statement [WHO] [from=YYYY-MM-DD] [to=YYYY-MM-DD] [csv=FILE] [slip]",
    "储值对账单", "every movement with the balance after it"),
  HelpLine(
    .member,
    "cardrefund [WHO] [card] [course=N]… [reason=shop|member|cooling-off] [since=YYYY-MM-DD] [pay TENDER]",
    "退卡: 按法规试算; pay付款", "what is due back, by law; pay: paid out"),
  HelpLine(.member, "card replace WHO [CARD]", "挂失, 换卡", "a lost card, a new one"),
  HelpLine(.member, "card transfer WHO TO", "转卡给另一会员", "all of it to another member"),
  HelpLine(.member, "card freeze WHO  card unfreeze WHO", "冻结, 解冻", "freeze, release"),
  HelpLine(.member, "card renew WHO", "续期", "renew"),

  HelpLine(.after, "void NUMBER REASON", "作废当日整张单据", "take back a whole document of today"),
  HelpLine(
    .after,
    "refund NUMBER [LINE[*QTY]]… [restock|scrap] [to=cash|wechat|alipay|bank] REASON",
    "退货, 原路退回; 不写行号全退", "take lines back, or all; money as it came"),
  HelpLine(
    .after, "exchange NUMBER LINE[*QTY]… [restock|scrap] [REASON]", "换货: 退货抵扣未结单据",
    "what comes back pays for the open bill"),
  HelpLine(.after, "show [NUMBER]", "查看单据: 31 V002 Z12", "a document: 31 V002 Z12"),
  HelpLine(
    .after, "show [YYYY-MM-DD] [@WHO] [88.00]", "按日期, 会员, 金额查单", "documents by day, member, amount"),
  HelpLine(.after, "reprint [NUMBER]", "补打, 有标记", "print a marked copy"),

  HelpLine(.drawer, "open FLOAT", "开班, 清点备用金", "open the shift with a counted float"),
  HelpLine(.drawer, "payin AMOUNT REASON", "存入现金", "cash in"),
  HelpLine(.drawer, "payout AMOUNT REASON", "支出现金", "cash out"),
  HelpLine(.drawer, "drop AMOUNT", "解款入保险柜", "cash to the safe"),
  HelpLine(.drawer, "nosale REASON", "开钱箱", "open the drawer without a sale"),
  HelpLine(
    .drawer, "close COUNT [keep=AMOUNT]", "清点交班, 出Z; keep留下, 其余入柜",
    "count and close: the Z report; keep= stays"),
  HelpLine(.drawer, "close 10x100 6x50 … [keep=AMOUNT]", "按面额点钞: 10张100, 6张50", "by denominations"),
  HelpLine(.drawer, "login STAFF [PIN]", "登录", "who acts from now on"),
  HelpLine(.drawer, "logout", "退出登录", "nobody does"),
  HelpLine(.drawer, "passwd [STAFF] [PIN]", "改密码, 本人或员工的", "set a PIN, one's own or another's"),

  HelpLine(.report, "report x", "交班小结, 不改账", "the shift so far"),
  HelpLine(.report, "report liability [DATE]", "储值, 次卡, 积分负债", "what members are owed"),
  HelpLine(.report, "report tiers [DATE]", "到某日的等级变动预览", "tiers that change until a day"),
  HelpLine(.report, "report stock [DATE] [csv=FILE]", "任一日库存金额", "stock at the end of any day"),
  HelpLine(
    .report, "report items [CODE] [DATE[..DATE]] [csv=FILE]", "周转, 滞销, 损耗; 一个品项的进出",
    "turnover, dead stock, losses; one item"),
  HelpLine(
    .report, "report receiving [DATE[..DATE]] [csv=FILE]", "进货查验记录(办法第39条)",
    "the records of goods received"),
  HelpLine(
    .report, "report backbar [DATE[..DATE]] [csv=FILE]", "院装: 配方与实用的差异",
    "back bar: recipe against use"),
  HelpLine(.report, "report trial", "试算平衡", "the trial balance"),

  HelpLine(.stock, "stock [CODE]", "库存", "what there is"),
  HelpLine(.stock, "stock low [csv=FILE]", "待补货, 还可卖几天", "what to reorder, days of cover"),
  HelpLine(
    .stock, "stock expiring [DAYS] [csv=FILE]", "临期, 过期(90天内)", "what expires within 90 days"),
  HelpLine(
    .stock,
    "receive CODE QTY [cost=AMOUNT] [lot=LOT] [exp=YYYY-MM-DD] [from=SUPPLIER] [doc=NUMBER] [reg=] [net=] [contact=]",
    "收货; 备案号reg 净含量net 电话contact会记住", "goods in; reg= net= contact= are remembered"),
  HelpLine(
    .stock, "return CODE QTY [lot=LOT] to=SUPPLIER [doc=NUMBER] REASON", "退回供应商, 过期的也可退",
    "back to the supplier, expired ones too"),
  HelpLine(
    .stock, "writeoff CODE QTY[g|ml] [lot=LOT] REASON", "报损; 15g为已开封的余量",
    "write off; 15g of opened ones"),
  HelpLine(
    .stock, "use CODE [QTY[g|ml]] [for=SERVICE] [by=STAFF] [on=NUMBER]", "院装领用; 不写数量按配方",
    "back-bar use; without QTY by the recipe"),
  HelpLine(
    .stock, "transfer out CODE QTY [lot=LOT] to=BRANCH [doc=NUMBER]", "调出到分店", "to another branch"),
  HelpLine(
    .stock,
    "transfer in CODE QTY from=BRANCH [cost=AMOUNT] [lot=LOT] [exp=YYYY-MM-DD] [doc=NUMBER]",
    "从分店调入", "from another branch"),
  HelpLine(.stock, "count CODE QTY[g|ml]", "盘点; 15g为已开封的余量", "count at once; 15g of opened ones"),
  HelpLine(
    .stock, "count start [CATEGORY] [blind]", "盘点表: 冻结账面; blind不显示账面",
    "a sheet: the books as of now"),
  HelpLine(.stock, "count CODE +QTY", "加到已盘数上", "adds to what was counted"),
  HelpLine(
    .stock, "count show  count close  count cancel", "看盘点表, 入账, 放弃",
    "the sheet: show, enter, give up"),

  HelpLine(.shop, "price CODE [on=YYYY-MM-DD]", "价格与七日最低价", "the price, and its lowest in 7 days"),
  HelpLine(
    .shop, "import catalog|members|stock FILE.csv [--dry-run] [--skip-bad] [--again]",
    "导入, 全部或不导; 试算; 跳过错行; 再导一次", "a file whole or not at all; try; skip; again"),
  HelpLine(.shop, "verify", "核对整本账", "prove the whole ledger"),
  HelpLine(.shop, "!KEY …", "同一标识只执行一次", "the same key is done once only"),
  HelpLine(.shop, "help [TOPIC]  ?", "帮助", "this help"),
  HelpLine(.shop, "exit", "退出程序", "leave the program"),
]
