package import Catalog
package import Ledger

/// The chart of accounts: where each kind of value is kept in the books.
package enum Chart {
  /// The cash in a drawer; what a drawer does not hold cannot be paid out of it.
  package static func drawer(_ number: Int) -> Account {
    Account("drawer:\(number)", .asset, least: 0)
  }

  /// Cash out of the drawers: floats come from it and drops go to it.
  ///
  /// The books do not start with a count of it, so it may stand below zero.
  package static let safe = Account("safe", .asset)
  package static let wechat = Account("wechat", .asset)
  package static let alipay = Account("alipay", .asset)
  package static let bank = Account("bank", .asset)

  /// What a customer on account owes, never above the limit that the shop set.
  package static func receivable(_ debtor: Debtor) -> Account {
    Account(
      "receivable:\(debtor.name)", .asset, least: 0, most: debtor.limit.fen, isIndividual: true)
  }

  /// Takings at list price, less the tax contained in what was really charged.
  package static func revenue(_ kind: Item.Kind) -> Account {
    switch kind {
    case .service: serviceRevenue
    case .product: productRevenue
    }
  }

  /// Reductions on list prices, tax included; stands against revenue.
  package static let discount = Account("discount", .revenue)
  /// What rounding the cash took off (抹零), or added.
  package static let rounding = Account("rounding", .expense)
  /// Cash counted more or less than expected at a closing; over is a credit.
  package static let overShort = Account("over-short", .expense)
  /// Cash found at an opening that differs from what the last closing left.
  package static let openingVariance = Account("opening-variance", .expense)
  package static let paidIn = Account("paid-in", .revenue)
  package static let paidOut = Account("paid-out", .expense)

  /// Tax contained in takings, to be handed over; one account per rate in basis points.
  package static func tax(rate: Int) -> Account { Account("tax:\(rate)", .liability) }

  /// The account that a tender other than cash and on-account fills.
  package static func tender(_ kind: TenderKind) -> Account? {
    switch kind {
    case .cash, .owe, .storedValue, .points, .course, .exchange: nil
    case .wechat: wechat
    case .alipay: alipay
    case .bank: bank
    }
  }

  private static let serviceRevenue = Account("revenue:service", .revenue)
  private static let productRevenue = Account("revenue:product", .revenue)
}
