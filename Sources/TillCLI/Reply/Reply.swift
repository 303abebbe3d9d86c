import Catalog
import Checkout
import Ledger
import Membership
import Pricing
import Storage

/// What the program answers to one line; written out as text or as JSON.
package struct Reply {
  enum Outcome {
    case done
    case refused(Refusal)
    case failed(StorageError)
  }

  /// What the answer is about.
  enum Content {
    case nothing
    case bill(BillState?)
    case document(Document, slips: [String])
    case slipText(Document, String)
    case documents([Document])
    case shift(Document?, JSON, slips: [String])
    case choices(Choices)
    case member(MemberState)
    case stock([StockState], on: BusinessDate)
    case imported(ImportReport)
    case backBar(BackBarReport)
    case count(CountState)
    case countGivenUp(Int)
    case members([Member])
    case statement(MemberState, Statement, files: [String])
    case quotes(MemberState, [RefundQuote])
    case liability(Liability)
    case goods(GoodsReport)
    case tierPreview(BusinessDate, [ComingTier])
    case held([(bill: HeldBill, total: Money, lines: Int)])
    case settlementList(BillState, String)
    case accounts([AccountBalance])
    case prices(PriceHistory)
    case verification(Verification)
    case operatorChanged(StaffMember?)
    case pinSet(StaffMember)
    case help(String)
    case end
  }

  /// Something the user should know besides the answer.
  enum Notice: Hashable {
    /// A slip could not be written; it waits in the outbox.
    case slipNotWritten(number: String, reason: String)
    /// The system's clock is behind the journal's last entry, by so many seconds.
    case clockBehind(seconds: Int64)
    case diskLow(megabytes: Int64)
    /// Bills are still parked while the shift closes.
    case billsParked([String])
    case openingVariance(Money)
    /// What the record of a receipt lacks that the law asks for, as it is typed.
    case recordLacks(String, [String])
    /// Goods of an item came in at no cost, as nobody said what they cost.
    case costMissing(String)
    /// What the other branch types to take in what was sent.
    case typeThere([String])
    /// How many items are to be ordered, run out soon, and have run out.
    case stock(low: Int, expiring: Int, expired: Int)
    /// A limit of the law was passed, where the shop only wants a word about it.
    case limitPassed(Refusal)
    /// More was sold than the books hold, where the shop wants a word about it.
    case oversold(Oversold)
  }

  var outcome = Outcome.done
  var content = Content.nothing
  var isRepeated = false
  /// The figures of the drawer's shift, where the line moved its cash.
  var shift: JSON?
  /// The member that the line was about, as they stand after it.
  var member: MemberState?
  /// The items that the line was about, as they stand after it.
  var stock: [StockState] = []
  var notices: [Notice] = []

  /// The part of the exit status that this reply asks for.
  package var exitStatus: ExitStatus {
    switch outcome {
    case .done:
      if case .verification(let result) = content, !result.faults.isEmpty { return .storage }
      return .done
    case .refused(let refusal):
      switch refusal.name {
      case .diskLow: return .storage
      default: return .refused
      }
    case .failed(let error): return error.kind == .busy ? .busy : .storage
    }
  }

  /// True for the reply to `exit`.
  package var endsSession: Bool {
    if case .end = content { return true }
    return false
  }
}

/// How the program ends, by the conventions of `sysexits.h`; in a batch the worst of all lines.
package enum ExitStatus: Int32, Comparable {
  case done = 0
  case refused = 1
  case usage = 64
  case noShop = 66
  case bug = 70
  case storage = 74
  case busy = 75

  package static func < (left: ExitStatus, right: ExitStatus) -> Bool {
    left.rawValue < right.rawValue
  }
}

extension Document {
  /// What rounding the cash adds to the total; a void takes its original's back.
  var roundingOfTotal: Money { kind == .void ? -rounding : rounding }

  /// What an exchange gives back beyond what the new sale comes to.
  var givenBack: Money {
    (json["returned"]?.elements("tenders") ?? []).map { tender in
      (tender["amount"]?.money ?? .zero) - (tender["kept"]?.money ?? .zero)
    }.sum()
  }

  private var isOfRefund: Bool { kind == .refund || voidedKind == .refund }

  /// The points that it gave and took: a refund takes and gives them back, a void what its original
  /// gave and took.
  var pointsOfTotal: (earned: Int64, burned: Int64) {
    var points = (earned: pointsEarned, burned: pointsBurned)
    if isOfRefund {
      points.earned -= json["reversed"]?.integer ?? 0
      points.burned -= json["returned_points"]?.integer ?? 0
    }
    return kind == .void ? (-points.earned, -points.burned) : points
  }

  /// What was paid towards the total, or given back by a refund, sessions among it; a void gives its
  /// original's payments back.
  var tendersOfTotal: [SettledTender] {
    let sessions = isOfRefund ? lines.filter { $0.session != nil }.map(\.net).sum() : .zero
    let course = sessions == .zero ? [] : [SettledTender(.course, amount: sessions)]
    let all = course + tenders
    guard kind == .void else { return all }
    return all.map { tender in
      SettledTender(
        tender.kind, amount: -tender.amount, reference: tender.reference, debtor: tender.debtor,
        points: tender.points.map { -$0 }, line: tender.line,
        principal: tender.principal.map { -$0 }, bonus: tender.bonus.map { -$0 })
    }
  }
}

/// A bill with everything computed that is shown of it.
struct BillState {
  let open: OpenBill
  let priced: PricedBill
  let settlement: Settlement
  /// The cash that would settle what is due, rounded.
  let cashDue: Money
  /// The member on the bill; nil where there is none.
  let member: MemberState?

  init(_ open: OpenBill, under terms: Terms) throws(Refusal) {
    self.open = open
    (priced, settlement) = try open.settled(under: terms)
    cashDue = terms.shop.cashRounding.rounded(settlement.due)
    member = terms.patron == nil ? nil : MemberState(terms)
  }
}

/// What an item cost and costs.
struct PriceHistory {
  let item: Item
  /// The lowest price of the last seven days.
  ///
  /// Source: 明码标价和禁止价格欺诈规定, Article 16.
  let lowest: Money?
  /// Each price with the moment it began, also as the shop's clock read.
  let changes: [(since: Instant, civil: CivilTime, price: Money?)]
}
