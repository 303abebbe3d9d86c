import Ledger
import Storage

extension ReplyWriter {
  /// The balances of all accounts that are kept in money, and that they sum to zero.
  func text(of accounts: [AccountBalance]) -> String {
    let accounts = accounts.filter { $0.unit == .fen }
    let sum = accounts.reduce(Int64(0)) { $0 + $1.balance }
    let rows = accounts.map { account in
      let name = [account.name, say(chineseName(of: account.name) ?? "", "")]
      return row(
        name.filter { !$0.isEmpty }.joined(separator: " "), word(for: account.kind),
        Money(fen: account.balance))
    }
    return rows.joined() + row(say("合计(借方为正)", "sum (debit positive)"), "", Money(fen: sum))
  }

  private func word(for kind: AccountKind) -> String {
    switch kind {
    case .asset: say("资产", "asset")
    case .liability: say("负债", "liability")
    case .equity: say("权益", "equity")
    case .revenue: say("收入", "revenue")
    case .expense: say("费用", "expense")
    }
  }

  /// What an account is called in Chinese; a number or a name behind it is its own.
  private func chineseName(of account: String) -> String? {
    chineseAccounts[account]
      ?? account.firstIndex(of: ":").flatMap { sign in
        chineseAccounts[String(account[..<sign])]
      }
  }
}

private let chineseAccounts = [
  "alipay": "支付宝", "back-bar": "院装成本", "bank": "银行卡", "bonus-outstanding": "未用赠金",
  "branches": "分店往来", "card-refund-gain": "退卡收益", "card-refund-loss": "退卡损失",
  "carried-over": "期初结转", "course:bonus": "次卡含赠金", "course:deferred": "次卡未核销", "discount": "折扣",
  "discount:bonus": "赠金消费", "discount:course": "次卡差价", "discount:points": "积分抵扣",
  "drawer": "钱箱", "goods-received": "收货应付", "goods-sold": "销货成本", "interest": "利息",
  "inventory": "库存", "opened-cost": "已开封", "opening-variance": "备用金差异", "over-short": "长短款",
  "paid-in": "现金存入", "paid-out": "现金支出", "receivable": "挂账", "revenue:membership": "入会费",
  "revenue:product": "商品收入", "revenue:service": "服务收入", "rounding": "抹零", "safe": "保险柜",
  "shrinkage": "损耗", "stored-value:bonus": "储值赠金", "stored-value:principal": "储值本金",
  "tax": "应交税额", "wechat": "微信支付",
]
