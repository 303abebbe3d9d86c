import Checkout
import Ledger

extension Refusal {
  /// The refusal in words: what, where, what to do, with the numbers.
  ///
  /// In the texts `{t}` is the word refused, `{e}` what was expected, `{k}` and `{d}` the same as slips
  /// call them, `{n}` and `{h}` the numbers needed and there as amounts, `{N}` and `{H}` as counts.
  /// What stands in `[…]` is left out where one of these is missing in it.
  func text(_ language: Language) -> String {
    if [.fileUnreadable, .malformed].contains(name), language == .chinese,
      case let said = chinese(expected), said != expected
    {
      return Refusal(name, token, expected: said, need: need, have: have).text(language)
    }
    let texts = name.texts
    let parts = (language == .chinese ? texts.chinese : texts.english)
      .split(omittingEmptySubsequences: false) { $0 == "[" || $0 == "]" }
    return parts.enumerated().map { index, part in
      filled(part, isOptional: index % 2 == 1, language) ?? ""
    }.joined()
  }

  /// A piece of text with its marks filled in; nil for an optional one that lacks a value.
  private func filled(
    _ piece: Substring, isOptional: Bool, _ language: Language
  ) -> String? {
    var text = ""
    var rest = piece
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let value = value(rest[rest.index(after: open)..<close], language)
      if isOptional, value == nil { return nil }
      text += rest[..<open] + (value ?? "-")
      rest = rest[rest.index(after: close)...]
    }
    return text + rest
  }

  private func value(_ mark: Substring, _ language: Language) -> String? {
    switch mark {
    case "t": token.isEmpty ? nil : token
    case "k": SlipWords(language).kinds(in: token)
    case "d": expected.isEmpty ? nil : SlipWords(language).kinds(in: expected)
    case "e": expected.isEmpty ? nil : notation(expected, language)
    case "n": need.map { Money(fen: $0).grouped }
    case "h": have.map { Money(fen: $0).grouped }
    case "N": need.map(String.init)
    default: have.map(String.init)
    }
  }
}

extension Refusal.Name {
  /// The texts in Chinese and English.
  fileprivate var texts: (chinese: String, english: String) {
    inputTexts ?? billTexts ?? tenderTexts ?? memberTexts ?? shopTexts
  }

  private var inputTexts: (String, String)? {
    switch self {
    case .unknownCommand:
      ("不认识“{t}”。您是否要输入: {e}", "\"{t}\" is not a command. Did you mean: {e}")
    case .malformed: ("“{t}”写法不对, 应为: {e}", "\"{t}\" is not written right, expected: {e}")
    case .notGoods:
      (
        "{t}是服务或套装, 自己没有库存[, 品项: {e}]",
        "{t} is a service or a kit, which is not kept in stock[, items: {e}]"
      )
    case .badAmount:
      ("“{t}”不对, 应为正数: {e}", "\"{t}\" is not right, expected a positive number: {e}")
    case .tooManyDecimals:
      ("“{t}”小数超过两位, 应为: {e}", "\"{t}\" has more than two decimals, expected: {e}")
    case .amountOverLimit: ("“{t}”超出金额上限, 允许: {e}", "\"{t}\" is over the limit, allowed: {e}")
    case .badQuantity: ("数量“{t}”不对, 允许: {e}", "quantity \"{t}\" is not allowed, allowed: {e}")
    case .badText:
      (
        "这一行有不能接受的字符[{t}][, 应为: {e}]",
        "the line holds a character that is refused[: {t}][, expected: {e}]"
      )
    case .lineTooLong: ("这一行太长, 最多{H}字节", "the line is too long, at most {H} bytes are taken")
    case .badCheckDigit:
      (
        "条码{t}校验位不对, 请重扫(正确应为{e})",
        "barcode {t} has a wrong check digit, scan again (should be {e})"
      )
    case .noInput: ("{t}需要输入密码: {e}", "{t} needs a PIN: {e}")
    case .keyReused: ("标识{t}已用于另一条指令, 未执行", "key {t} was used with another line, nothing was done")
    case .entryReused: ("单据{t}已存在且内容不同", "entry {t} stands with other content")
    default: nil
    }
  }

  private var billTexts: (String, String)? {
    switch self {
    case .itemUnknown: ("没有“{t}”这个品项[, 是否要输入: {e}]", "no item \"{t}\"[, did you mean: {e}]")
    case .itemAmbiguous: ("“{t}”对应多个品项: {e}", "\"{t}\" may be several items: {e}")
    case .choiceUnknown: ("没有选项{t}[, 可选: {e}]", "there is no choice {t}[, choose: {e}]")
    case .staffUnknown: ("没有{t}号员工, 现有: {e}", "there is no staff {t}, there are: {e}")
    case .staffSharesWrong:
      (
        "员工分成“{t}”不对[(合计应为100, 实为{H})], 应为: {e}",
        "staff \"{t}\" is not right[ (shares sum to 100, not {H})], expected: {e}"
      )
    case .billEmpty: ("单据是空的, 请先录入品项", "the bill is empty, ring something up first")
    case .noBill:
      (
        "没有未结单据, 未做任何更改[; 上一单{t}已结清]",
        "no bill is open, nothing changed[; the last sale, {t}, is done]"
      )
    case .billOpen: ("还有未结单据, 请先: {e}", "a bill is open, first: {e}")
    case .billTooLong: ("单据最多{H}行, 这是第{N}行", "a bill has at most {H} lines, this is line {N}")
    case .lineUnknown: ("没有第{t}行, 现有: {e}", "there is no line {t}, there are: {e}")
    case .lineRepeated:
      (
        "第{t}行写了两次, 不写数量就是退全部; 请写清数量, 如: {e}",
        "line {t} is named twice, and without a quantity it is all of it; state how many, as: {e}"
      )
    case .nothingToUndo: ("没有可撤销的更改", "there is nothing to undo")
    case .notDiscountable: ("{t}是不打折品项", "{t} takes no reduction")
    case .reductionTooLarge:
      ("{t}: 优惠{n}超过可优惠金额{h}", "{t}: a reduction of {n} is more than the {h} there is")
    case .billOverLimit: ("单据合计{n}超出上限{h}", "the bill comes to {n}, the limit is {h}")
    case .priceNeeded: ("{t}是时价品项, 请先定价: {e}", "{t} has an open price, state it first: {e}")
    case .tagTaken: ("挂单标签{t}已被占用", "a bill is parked under {t} already")
    case .tagUnknown: ("没有挂单{t}[, 现有: {e}]", "no bill is parked under {t}[, there are: {e}]")
    default: nil
    }
  }

  private var tenderTexts: (String, String)? {
    switch self {
    case .tenderTooLarge:
      (
        "{k}超过应付: 最多{n}, 给了{h}; 只有现金可以找零",
        "{k} is more than is due: at most {n}, stated {h}; only cash gives change"
      )
    case .alreadyPaid:
      (
        "已收{h}, 单据不能少于此数(将为{n}), 可先撤销付款: {e}",
        "{h} is paid already, the bill cannot come to {n}; take the payment back first: {e}"
      )
    case .tenderTooSmall:
      (
        "付款不足: 应付{n}, 已付{h}[, 可加: {e}]",
        "not paid in full: {n} is due, {h} is paid[, add: {e}]"
      )
    case .tenderUnknown: ("不收“{t}”, 可用: {e}", "tender \"{t}\" is not taken, there are: {e}")
    case .nothingDue: ("已经付清, {k}无需再付", "nothing is left to pay for {k}")
    case .debtorUnknown: ("“{t}”不能挂账[, 可挂账: {e}]", "\"{t}\" has no account here[, there are: {e}]")
    case .creditExceeded:
      ("{t}挂账将达{n}, 超过限额{h}", "{t} would owe {n}, the limit is {h}")
    case .balanceOutOfRange:
      ("余额超出允许范围, 未入账: {t}", "a balance would leave its range, nothing was done: {t}")
    case .storedValueShort:
      ("储值余额{h}, 不足{n}", "stored value {h}, needs {n}")
    case .tenderUnfit: ("这里不能用{k}付款, 可用: {e}", "{k} cannot pay for this, use: {e}")
    case .pointsShort: ("{t}: 积分余额{H}, 需要{N}", "{t}: there are {H} points, {N} are needed")
    case .pointsBelowStep:
      ("{t}: 积分须为{N}的整数倍, 例如{e}", "{t}: points are used in steps of {N}, as in {e}")
    case .pointsOverCap:
      ("{t}: 本单最多可用{H}积分({e})", "{t}: at most {H} points pay for this bill ({e})")
    case .courseNone:
      ("没有可用于{t}的次卡[, 会员持有: {e}]", "no course pays for {t}[, the member has: {e}]")
    case .courseShort:
      ("次卡{t}剩{H}次, 需要{N}次[, 可先: {e}]", "course {t} has {H} sessions left, needs {N}[; first: {e}]")
    case .courseFrozen: ("次卡{t}已冻结[, 可先: {e}]", "course {t} is frozen[; first: {e}]")
    case .courseExpired: ("次卡{t}已过期: {e}", "course {t} ran out on {e}")
    default: nil
    }
  }

  private var memberTexts: (String, String)? {
    switch self {
    case .memberUnknown: ("没有会员“{t}”[, 可先: {e}]", "no member \"{t}\"[; first: {e}]")
    case .memberNeeded: ("“{t}”需要先选会员[: {e}]", "\"{t}\" needs a member on the bill[: {e}]")
    case .memberAmbiguous: ("“{t}”对应多个会员: {e}", "\"{t}\" may be several members: {e}")
    case .phoneTaken:
      (
        "手机号{t}已有会员{e}; 家人共用请加 shared",
        "phone {t} is a member's already: {e}; add shared if they share it"
      )
    case .cardTaken: ("卡号{t}已被{e}使用", "card {t} is {e}'s")
    case .cardUnknown: ("卡号“{t}”不对, 应为: {e}", "card \"{t}\" is not right, expected: {e}")
    case .cardReplaced: ("卡{t}已挂失或更换, 会员是{e}", "card {t} was replaced, the member is {e}")
    case .cardFrozen: ("会员{t}的卡已冻结, 可先: {e}", "the card of member {t} is frozen; first: {e}")
    case .cardExpired: ("会员{t}的卡已过期: {e}", "the card of member {t} ran out on {e}")
    case .badPhone:
      ("手机号“{t}”不对, 应为11位, 如: {e}", "phone \"{t}\" is not right, expected 11 digits as in: {e}")
    case .badBirthday: ("生日“{t}”不对, 应为: {e}", "birthday \"{t}\" is no such day, expected: {e}")
    case .badDate: ("日期“{t}”不对, 应为: {e}", "date \"{t}\" is not right, expected: {e}")
    case .fieldUnknown: ("没有“{t}”这一项[, 可用: {e}]", "no field \"{t}\"[, there are: {e}]")
    case .prepaidLimit:
      (
        "{k}: {n}超过预付卡法定限额{h}[, 可用: {e}]",
        "{k}: {n} is beyond the law's limit of {h} for prepaid cards[, use: {e}]"
      )
    case .giftTooLarge: ("{t}太多: 最多{h}", "{t} is too much: at most {h}")
    case .courseUnknown: ("没有次卡“{t}”[, 现有: {e}]", "no course \"{t}\"[, there are: {e}]")
    case .couponUnknown: ("没有优惠券“{t}”[, 现有: {e}]", "no coupon \"{t}\"[, there are: {e}]")
    case .couponNotApplicable:
      (
        "优惠券{t}不可用[: 适用金额{h}, 未满{n}][: {e}]",
        "coupon {t} does not apply[: it is for {n} or more, there is {h}][: {e}]"
      )
    case .couponNoDiscount:
      ("优惠券{t}不可用: 适用品项不打折或已由次卡抵扣", "coupon {t} does not apply: what it is for takes no discount")
    case .couponMemberPrice:
      (
        "优惠券{t}不可用: 适用品项已是会员价或活动价, 不能同享",
        "coupon {t} does not apply: what it is for has a member's price or a promotion already"
      )
    case .couponAlone:
      ("优惠券{t}不能与优惠券{e}同用", "coupon {t} does not go together with coupon {e}")
    case .couponUsed:
      ("优惠券{t}已用完: 可用{H}次", "coupon {t} is used up: it may be used {H} times")
    case .nothingToRefund: ("会员{t}没有可退或可转的余额", "member {t} has nothing that could be given back")
    case .countOpen: ("盘点表{t}还没结束, 可先: {e}", "count sheet {t} is open; first: {e}")
    case .countClosed: ("没有进行中的盘点表, 可先: {e}", "no count sheet is open; first: {e}")
    case .notOnSheet: ("{t}不在盘点表上(只盘: {e})", "{t} is not on the count sheet (only: {e})")
    case .categoryUnknown:
      ("没有“{t}”类的库存[, 现有: {e}]", "nothing in stock of \"{t}\"[, there are: {e}]")
    case .alreadyImported: ("文件{t}导入过, 见: {e}", "file {t} was taken in before, see: {e}")
    case .fileUnreadable: ("文件{t}不能读写: {e}", "file {t} cannot be read or written: {e}")
    case .fileRefused:
      (
        "{t}有错, 未导入[({N}处)]: {e}",
        "{t} is wrong, nothing was taken[ (faults: {N})]: {e}"
      )
    case .fileThere: ("文件{t}已存在, 请换一个名字", "file {t} is there already, name another")
    case .inKit:
      (
        "{t}属于套装, 套装内不单独打折或抵次[: {e}]",
        "{t} is part of a kit, which takes no reduction or session line by line[: {e}]"
      )
    case .lotUnknown: ("没有批号{t}[, 现有: {e}]", "there is no lot {t}[, there are: {e}]")
    case .stockShort:
      ("{t}库存{H}[, 需要{N}][, 可先: {e}]", "{t}: {H} in stock[, {N} needed][; first: {e}]")
    case .stockExpired:
      (
        "{t}已过使用期限, 不能收货, 销售或使用[(未过期{H}, 需要{N})][: {e}]",
        "{t} is past its use-by date[ ({H} are not, {N} needed)][: {e}]"
      )
    case .alreadyDone: ("会员{t}今天已签到[: {e}]", "member {t} has checked in already[: {e}]")
    default: nil
    }
  }

  private var shopTexts: (String, String) {
    switch self {
    case .shiftClosed: ("{t}号钱箱尚未开班, 请先: {e}", "drawer {t} is closed, first: {e}")
    case .shiftOpen: ("{t}号钱箱已开班, 请先: {e}", "drawer {t} is open already, first: {e}")
    case .drawerUnknown: ("没有{t}号钱箱, 现有: {e}", "there is no drawer {t}, there are: {e}")
    case .drawerShort: ("{k}: 钱箱现金{h}, 不足{n}", "{k}: the drawer holds {h}, {n} is needed")
    case .notPermitted:
      (
        "{t}超出权限[(要求{n}, 限额{h})], 可请店长在行尾授权: {e}",
        "{t} is beyond your right[ (asked {n}, limit {h})]; a manager may approve at the end of the line: {e}"
      )
    case .loginNeeded: ("请先登录: {e}", "log in first: {e}")
    case .loginFailed: ("{t}号登录失败: 工号或密码不对", "login of {t} failed: number or PIN is wrong")
    case .pinLocked:
      (
        "{t}号密码已锁定[, 请{N}秒后再试][, 请店长重设: {e}]",
        "the PIN of {t} is locked[, try again in {N} s][, a manager resets it: {e}]"
      )
    case .pinWeak:
      (
        "密码太简单: 需要{N}到8位数字, 不能是连号或同号",
        "the PIN is too weak: {N} to 8 digits, not all in one step"
      )
    case .pinsDiffer:
      ("{t}号: 两次输入的密码不同, 未更改", "{t}: the two PINs typed differ, nothing was changed")
    case .approverUnfit: ("{t}号不能授权, 可授权: {e}", "{t} cannot approve this, these can: {e}")
    case .documentUnknown:
      ("没有单据[“{t}”][, 写法: {e}]", "no such document[ \"{t}\"][, written as: {e}]")
    case .notVoidable:
      (
        "{t}({d})不能作废: 只能作废本钱箱当日的销售, 充值, 退款和收支",
        "{t} ({d}) cannot be voided: only today's sales, top-ups, refunds and cash of this drawer"
      )
    case .voidBlocked:
      (
        "{t}之后已有关联, 不能作废[(需{n}, 现有{h})][, 可先: {e}]",
        "something later depends on {t}[ (needs {n}, there is {h})][; instead: {e}]"
      )
    case .notRefundable: ("{t}({d})不能退货", "{t} ({d}) cannot be refunded")
    case .alreadyRefunded: ("{t}已全部退完", "{t} was refunded whole already")
    case .refundTooLarge:
      ("{t}: 可退{H}, 要退{N}[, 可先: {e}]", "{t}: {H} can be taken back, not {N}[; first: {e}]")
    case .alreadyVoid: ("{t}已作废, 作废单{e}", "{t} was voided already by {e}")
    case .templateWrong: ("小票模板不可用: {t}", "the slip's template cannot be used: {t}")
    case .diskLow:
      ("磁盘空间不足: 剩余{H}MB, 开班至少需要{N}MB", "the disk is nearly full: {H} MB left, a shift needs {N} MB")
    default: preconditionFailure("no text for \(rawValue)")
    }
  }
}
