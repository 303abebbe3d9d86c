import Checkout

/// The words on slips, in the shop's language.
struct SlipWords {
  private let isChinese: Bool

  init(_ language: Language) { isChinese = language == .chinese }

  var settlementList: String { isChinese ? "结账清单" : "Settlement list" }
  var statement: String { isChinese ? "储值对账单" : "Statement" }
  var session: String { isChinese ? "次卡核销凭证" : "Session use" }
  var principal: String { isChinese ? "储值本金" : "Stored value principal" }
  var bonus: String { isChinese ? "储值赠金" : "Stored value bonus" }
  var coupon: String { isChinese ? "优惠券" : "Coupon" }
  var kit: String { isChinese ? "套装" : "Kit" }
  var reportX: String { isChinese ? "交班小结(X)" : "X report" }

  func title(of kind: DocumentKind) -> String {
    let (chinese, english) =
      switch kind {
      case .sale: ("消费小票", "Receipt")
      case .void: ("作废凭证", "Void")
      case .refund: ("退款凭证", "Refund")
      case .exchange: ("换货凭证", "Exchange")
      case .topup: ("储值充值凭证", "Top-up")
      case .course: ("次卡销售凭证", "Course")
      case .cardRefund: ("退卡凭证", "Card refund")
      case .transfer: ("转卡凭证", "Transfer")
      case .join: ("入会凭证", "Membership")
      case .carryOver: ("期初结转", "Carried over")
      case .points: ("积分赠送", "Points given")
      case .lapse: ("积分到期", "Points lapsed")
      case .release: ("赠金发放", "Bonus given")
      case .receiving: ("收货单", "Goods received")
      case .backBar: ("院装领用", "Back-bar use")
      case .count: ("盘点单", "Stock count")
      case .writeOff: ("报损单", "Write-off")
      case .supplierReturn: ("退供应商单", "Return to supplier")
      case .goodsOut: ("调出单", "Transfer out")
      case .goodsIn: ("调入单", "Transfer in")
      case .tier: ("等级变动", "Tier change")
      case .paidIn: ("现金存入", "Paid in")
      case .paidOut: ("现金支出", "Paid out")
      case .drop: ("现金解款", "Cash drop")
      case .noSale: ("开钱箱记录", "No sale")
      case .opening: ("开班备用金", "Float")
      case .shift: ("日结报表(Z)", "Z report")
      case .lineVoid: ("删行记录", "Line void")
      case .event: ("记录", "Record")
      }
    return isChinese ? chinese : english
  }

  func tender(_ kind: TenderKind) -> String {
    let (chinese, english) =
      switch kind {
      case .cash: ("现金", "Cash")
      case .wechat: ("微信支付", "WeChat Pay")
      case .alipay: ("支付宝", "Alipay")
      case .bank: ("银行卡", "Bank card")
      case .owe: ("挂账", "On account")
      case .storedValue: ("储值支付", "Stored value")
      case .points: ("积分抵扣", "Points")
      case .course: ("次卡抵扣", "Course session")
      case .exchange: ("退货抵扣", "Returned goods")
      }
    return isChinese ? chinese : english
  }

  /// A plan of the shop's, amounts in yuan; nil where it gives no bonus.
  func plan(paid: String, gift: String?) -> String {
    guard let gift else { return isChinese ? "充\(paid)" : paid }
    return isChinese ? "充\(paid)送\(gift)" : "\(paid) + \(gift)"
  }

  /// The days of a statement; nil where it holds them all.
  func period(from: String?, to: String?) -> String? {
    switch (from, to) {
    case (let from?, let to?): isChinese ? "\(from)至\(to)" : "\(from) to \(to)"
    case (let from?, nil): isChinese ? "\(from)起" : "from \(from)"
    case (nil, let to?): isChinese ? "至\(to)" : "to \(to)"
    case (nil, nil): nil
    }
  }

  func refundPart(lot: Int?, course: Int?) -> String {
    if let lot { return isChinese ? "充值\(lot)" : "Top-up \(lot)" }
    return isChinese ? "次卡\(course ?? 0)" : "Course \(course ?? 0)"
  }

  func refundReason(_ reason: String) -> String {
    switch reason {
    case "cooling-off": isChinese ? "七日内无理由" : "Cooling-off"
    case "shop": isChinese ? "商家原因" : "The shop's reason"
    default: isChinese ? "会员原因" : "The member's reason"
    }
  }

  /// The articles of 法释〔2025〕4号 that a refund stands on.
  func law(_ reason: String) -> String {
    let articles =
      switch reason {
      case "cooling-off": "14"
      case "shop": "18"
      default: isChinese ? "19、20" : "19, 20"
      }
    return isChinese ? "法释〔2025〕4号第\(articles)条" : "SPC Interp. 2025/4 Art. \(articles)"
  }

  func revenue(_ name: String) -> String {
    switch name {
    case "service": isChinese ? "服务" : "Services"
    case "product": isChinese ? "商品" : "Products"
    case "course_sales": isChinese ? "次卡销售" : "Courses"
    case "join_fees": isChinese ? "入会费" : "Membership fees"
    default: name
    }
  }

  /// A reduction by the name it is stored under: `-10%`, `8.8z`, `bill -20.00`, `tier 金卡 8.8z`.
  func reduction(_ notation: String) -> String {
    for (prefix, word) in [
      ("tier ", ""), ("promotion ", ""), ("coupon ", coupon + " "), ("kit ", kit + " "),
    ]
    where notation.hasPrefix(prefix) {
      let parts = notation.dropFirst(prefix.count).split(separator: " ")
      guard let last = parts.last, parts.count > 1 else { break }
      let name = parts.dropLast().joined(separator: " ")
      return prefix == "coupon " || prefix == "kit "
        ? "\(word)\(name)" : "\(name) \(reduction(String(last)))"
    }
    if notation.hasPrefix("bill ") {
      return (isChinese ? "整单" : "Bill ") + reduction(String(notation.dropFirst(5)))
    }
    if notation == "gift" { return isChinese ? "赠送" : "Gift" }
    if notation.hasSuffix("z") {
      return isChinese ? "\(notation.dropLast())折" : "at \(percent(notation.dropLast()))%"
    }
    if notation.hasPrefix("$") { return isChinese ? "改价" : "Price \(notation)" }
    if notation.hasSuffix("%") { return notation }
    return isChinese ? "减\(notation.dropFirst())" : "Less \(notation.dropFirst())"
  }

  /// What is still to pay in percent, of so many tenths: 8.8 is 88, 8.85 is 88.5.
  private func percent(_ tenths: Substring) -> String {
    let parts = tenths.split(separator: ".")
    let decimals = parts.count > 1 ? parts[1] : "0"
    let rest = decimals.dropFirst()
    let whole = "\(parts[0] == "0" ? "" : parts[0])\(decimals.prefix(1))"
    return rest.isEmpty ? whole : "\(whole).\(rest)"
  }

  /// A text's words, of which those that name a kind of tender or document are what slips call it.
  func kinds(in text: String) -> String {
    text.split(separator: " ").map { part in
      let name = String(part)
      if name == "card" { return isChinese ? "卡内本金" : "the card's principal" }
      return TenderKind(rawValue: name).map(tender)
        ?? DocumentKind(rawValue: name).map(title) ?? name
    }.joined(separator: " ")
  }
}
