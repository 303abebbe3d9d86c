import Catalog
import Checkout
import Ledger
import Membership
import Pricing

let manager = StaffMember(number: 1, name: "王店长", title: "", role: .manager)
let debtor = Debtor(name: "liu", limit: Money(fen: 500_000))
let day = BusinessDate(days: 20_778)

/// A shop with the standard settings, and one debtor.
func shop(rounding: CashRounding = .dropFen) -> Shop {
  Shop(
    name: "晶爱", branch: "", address: "", phone: "", footer: [], language: .chinese,
    timeZone: "+08:00", cutOver: 4, documentPrefix: "JA", cashRounding: rounding, columns: 48,
    slipFormats: [.text], drawers: [1, 2], tenders: TenderKind.allCases, debtors: [debtor],
    inStorePatterns: [], isLoginNeeded: true, openRole: .cashier)
}

func terms(
  _ shop: Shop = shop(), rules: MembershipRules = MembershipRules(), patron: Patron? = nil,
  on day: BusinessDate = day
) -> Terms {
  Terms(shop: shop, rules: rules, day: day, patron: patron)
}

func authority(_ rights: Rights = .cashier, approver: StaffMember? = nil) -> Authority {
  Authority(
    staff: 3, rights: rights, approver: approver,
    approverRights: approver.map { Roster(members: []).rights(of: $0.role) })
}

func occasion(
  serial: Int = 1, shift: Int = 1, drawer: Int = 1, on day: BusinessDate = day,
  by authority: Authority = authority()
) -> Occasion {
  Occasion(
    at: Instant(milliseconds: 1_795_246_923_120), day: day, drawer: drawer, shift: shift,
    authority: authority, id: EntryID(drawer: drawer, counter: Int64(serial)), serial: serial)
}

func item(
  _ price: Int64?, code: String = "jf", kind: Item.Kind = .service, floor: Int64 = 0,
  taxRate: Int = 600, discountable: Bool = true
) -> Item {
  Item(
    code: code, name: "剪发", kind: kind, category: "", unit: "次", price: price.map(Money.init(fen:)),
    floor: Money(fen: floor), taxRate: taxRate, discountable: discountable)
}

func line(_ item: Item, times quantity: Int = 1, off reductions: [GrantedReduction] = [])
  -> BillLine
{
  BillLine(
    item: item, quantity: quantity, unitPrice: item.price ?? .zero,
    staff: [
      StaffShare(staff: 3, share: 70, isChosen: true),
      StaffShare(staff: 5, share: 30, isChosen: false),
    ],
    reductions: reductions)
}

func openBill(_ lines: [BillLine], paidWith tenders: [Tender] = []) -> OpenBill {
  OpenBill(id: EntryID(drawer: 1, counter: 1), bill: Bill(lines: lines), tenders: tenders)
}

extension Document {
  /// An entry as it is read back out of the journal.
  init(_ entry: JournalEntry, sequence: Int64 = 1) throws {
    let json = try JSON(parsing: entry.json(sequence: sequence).canonical)
    self.init(json: json, hash: .genesis)
  }
}

/// What the ledger says of a document that nothing took back yet.
func voidFacts(held: Money = .limit, by voidedBy: String? = nil) -> VoidFacts {
  VoidFacts(voidedBy: voidedBy, neededBy: nil, balances: [Chart.drawer(1): held.fen])
}
