import Checkout
import Ledger
import Pricing

/// What one line asks for, read completely before the ledger is touched.
enum Command: Hashable {
  case comment
  case showBill

  // Members.
  case putMember(Who)
  case takeMemberOff
  /// A coupon on the bill; nil takes all of them off.
  case coupon(String?)
  case member(MemberCommand)

  // The bill.
  case ring(Ring)
  case pick(Int)
  case serve(line: Int?, [StaffShare])
  case reduce(line: Int?, Reduction)
  case reduceBill(Reduction)
  case takeLot(line: Int?, String)
  case removeLine(Int?)
  case removeAll
  case undo
  case settlementList
  case hold(tag: String)
  case get(tag: String)
  case held
  case sell([SaleWord])

  // Paying.
  case pay([Tender])

  // After the sale.
  case void(number: String, reason: String)
  case refund(number: String, Returning)
  case exchange(number: String, Returning)
  case reprint(number: String?)
  case show([String])

  // The drawer and the day.
  case login(staff: Int, pin: String?)
  case logout
  case passwd(staff: Int?, pin: String?)
  case open(float: Money)
  case move(CashMovement)
  case noSale(reason: String)
  case reportX
  case reportTrial
  case reportLiability(BusinessDate?)
  case reportTiers(BusinessDate?)
  case reportBackBar(BackBarRange)
  case reportGoods(GoodsWords)
  case close(CashCount, keep: Money?)

  // Keeping the shop.
  case stock(StockCommand)
  case importFile(ImportWords)
  case price(code: String, on: BusinessDate?)
  case verify
  case help(topic: String?)
  case exit
}

/// An item to ring up: how many, which, and by whom.
struct Ring: Hashable {
  let quantity: Int
  /// A barcode, an item's code, a mnemonic, or part of a name.
  let code: String
  let staff: [StaffShare]
  /// What stands on the lot it is to be taken from; nil for whichever runs out first.
  var lot: String?
}

/// One word of a sale in one line: an item, or a reduction of the item before it, or of the bill.
enum SaleWord: Hashable {
  case ring(Ring)
  case serve([StaffShare])
  case takeLot(String)
  case reduce(Reduction)
  case reduceBill(Reduction)
  case member(Who)
  case coupon(String)
  case pay(Tender)
}
