package import Catalog
package import Ledger

/// A reduction as it stands on a line or a bill, with who approved it.
package struct GrantedReduction: Hashable, Sendable {
  package let reduction: Reduction
  /// The staff number of who approved it beyond the operator's own right; nil where none was needed.
  package let approver: Int?

  package init(_ reduction: Reduction, approver: Int? = nil) {
    self.reduction = reduction
    self.approver = approver
  }
}

/// One thing a customer is buying.
package struct BillLine: Hashable, Sendable {
  /// The item as it was when it was rung up.
  package let item: Item
  /// How many, 1 or more.
  package let quantity: Int
  /// What one unit costs before reductions: the item's price, or more if a manager raised it.
  package private(set) var unitPrice: Money
  package var staff: [StaffShare]
  package private(set) var reductions: [GrantedReduction]

  package init(
    item: Item, quantity: Int, unitPrice: Money, staff: [StaffShare] = [],
    reductions: [GrantedReduction] = []
  ) {
    self.item = item
    self.quantity = quantity
    self.unitPrice = unitPrice
    self.staff = staff
    self.reductions = reductions
  }

  /// The price of all units before reductions.
  package var list: Money { unitPrice * quantity }

  /// Puts a reduction on the line in place of one of its kind; a stated price above the item's own
  /// becomes the line's price.
  package mutating func reduce(by granted: GrantedReduction) {
    reductions.put(granted)
    guard case .price(let price) = granted.reduction else { return }
    unitPrice = max(item.price ?? price, price)
    if price == unitPrice { reductions = [] }
  }
}

/// What a customer is buying, before it is a sale.
package struct Bill: Hashable, Sendable {
  package var lines: [BillLine] = []
  /// Reductions on the whole bill, taken after those of its lines.
  package private(set) var reductions: [GrantedReduction] = []

  package init(lines: [BillLine] = [], reductions: [GrantedReduction] = []) {
    self.lines = lines
    self.reductions = reductions
  }

  /// Puts a reduction on the whole bill in place of one of its kind.
  package mutating func reduce(by granted: GrantedReduction) { reductions.put(granted) }
}

extension [GrantedReduction] {
  fileprivate mutating func put(_ granted: GrantedReduction) {
    removeAll { granted.reduction.replaces($0.reduction) }
    append(granted)
  }
}
