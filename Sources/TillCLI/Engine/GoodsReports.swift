import Ledger
import Storage

/// A report on the goods.
enum GoodsReport {
  case stock(StockReport)
  case items(ItemsReport)
  case history(ItemHistory)
  case receiving(ReceivingReport)

  /// How many days are looked at where none are named.
  static let usualDays = 30
}

/// What an item is called, and what it is counted in.
struct ItemLabel: Hashable {
  let name: String
  let unit: String
}

/// What there was of every item at the end of a day.
struct StockReport {
  struct Lot {
    let row: StockRow
    let left: Int

    var value: Money { row.cost * left }
  }

  struct Item {
    let code: String
    let label: ItemLabel
    /// Units that were sold beyond the books.
    let owed: Int
    /// Those that hold something.
    var lots: [Lot] = []

    var onHand: Int { lots.map(\.left).reduce(0, +) - owed }
    var value: Money { lots.map(\.value).sum() }
  }

  let day: BusinessDate
  let items: [Item]
  /// What the books say all of it cost.
  let inventory: Money

  var value: Money { items.map(\.value).sum() }

  /// The same with those items alone of which there was some, or was sold some beyond the books.
  var withoutEmptyItems: StockReport {
    StockReport(
      day: day, items: items.filter { !$0.lots.isEmpty || $0.owed != 0 }, inventory: inventory)
  }
}

/// How every item moved in some days.
struct ItemsReport {
  /// Where units come from and go to, as the ledger's accounts are called.
  enum Flow: String, CaseIterable {
    case received, sold, used, lost, sent
    case sentBack = "sent-back"

    /// As reports name it.
    var name: String { self == .sentBack ? "sent_back" : rawValue }
  }

  struct Item {
    let code: String
    let label: ItemLabel
    var opening = 0
    /// Units that left by each way, less those that came by it.
    var moved: [Flow: Int] = [:]
    var closing = 0
    /// Of what was left, at cost.
    var value = Money.zero

    init(code: String, label: ItemLabel) {
      self.code = code
      self.label = label
    }

    /// Whether there was any of it, or any came or went.
    var isWorthALine: Bool { opening != 0 || closing != 0 || !moved.isEmpty }

    /// Units sold or used.
    var consumed: Int { moved[.sold, default: 0] + moved[.used, default: 0] }

    /// How often the stock went round, in hundredths, rounded half up; nil where there was none.
    ///
    /// What was sold or used over the mean of what there was first and last.
    var turnover: Int64? {
      let (stock, moved) = (Int64(opening + closing), Int64(consumed))
      guard stock > 0, moved > 0 else { return nil }
      return (400 * moved + stock) / (2 * stock)
    }

    /// Whether there is some that nobody wanted.
    var isDead: Bool { closing > 0 && consumed <= 0 }

    /// For how many more days what is left will do, rounded down; nil where nothing goes.
    func cover(after days: Int) -> Int? {
      consumed > 0 ? max(0, closing) * days / consumed : nil
    }
  }

  let days: ClosedRange<BusinessDate>
  let items: [Item]
  /// What was sold, used in the shop and lost, at cost.
  let sold: Money
  let used: Money
  let shrinkage: Money
  /// What the books say all that is left cost.
  let inventory: Money

  var dayCount: Int { days.upperBound.days - days.lowerBound.days + 1 }
}

/// Every movement of an item in some days.
struct ItemHistory {
  struct Movement {
    let at: Instant
    let day: BusinessDate
    let kind: String
    /// The document's.
    let number: String
    /// Nil for what was sold beyond the books.
    let lot: StockRow?
    let units: Int
    /// What there was after it, in all lots.
    let left: Int
  }

  let code: String
  let label: ItemLabel
  let days: ClosedRange<BusinessDate>
  let opening: Int
  var movements: [Movement] = []
}
