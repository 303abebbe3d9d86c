import Checkout

/// The words on slips, in the shop's language.
struct SlipWords {
  private let isChinese: Bool

  init(_ language: Language) { isChinese = language == .chinese }

  var settlementList: String { isChinese ? "结账清单" : "Settlement list" }
  var reportX: String { isChinese ? "交班小结(X)" : "X report" }

  func title(of kind: DocumentKind) -> String {
    let (chinese, english) =
      switch kind {
      case .sale: ("消费小票", "Receipt")
      case .void: ("作废凭证", "Void")
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
      }
    return isChinese ? chinese : english
  }

  func revenue(_ name: String) -> String {
    switch name {
    case "service": isChinese ? "服务" : "Services"
    case "product": isChinese ? "商品" : "Products"
    default: name
    }
  }

  /// A reduction by the notation it is stored in: `-10%`, `8.8z`, `bill -20.00`.
  func reduction(_ notation: String) -> String {
    if notation.hasPrefix("bill ") {
      return (isChinese ? "整单" : "Bill ") + reduction(String(notation.dropFirst(5)))
    }
    if notation == "gift" { return isChinese ? "赠送" : "Gift" }
    if notation.hasSuffix("z") {
      return isChinese ? "\(notation.dropLast())折" : "Pay \(notation.dropLast())/10"
    }
    if notation.hasPrefix("$") { return isChinese ? "改价" : "Price \(notation)" }
    if notation.hasSuffix("%") { return notation }
    return isChinese ? "减\(notation.dropFirst())" : "Less \(notation.dropFirst())"
  }
}
