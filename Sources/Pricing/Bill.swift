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

/// The sessions of a member's course that pay for a line.
package struct SessionUse: Hashable, Sendable {
  /// The number of the member's course, and which of its entitlements.
  package let course: Int
  package let entitlement: Int

  package init(course: Int, entitlement: Int) {
    self.course = course
    self.entitlement = entitlement
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
  /// What pays for the line instead of money; nil where nothing does.
  package var session: SessionUse?
  /// The label of the lot it is to be taken from; nil for whichever runs out first.
  package var lot: String?
  /// The line's place in a kit; nil for an item that is sold by itself.
  package var kit: KitShare?

  package init(
    item: Item, quantity: Int, unitPrice: Money, staff: [StaffShare] = [],
    reductions: [GrantedReduction] = [], session: SessionUse? = nil
  ) {
    self.item = item
    self.quantity = quantity
    self.unitPrice = unitPrice
    self.staff = staff
    self.reductions = reductions
    self.session = session
  }

  /// True where the cashier stated the price or gave the line away: no other reduction replaces that.
  package var statesPrice: Bool {
    item.price.map { unitPrice > $0 } ?? false
      || reductions.contains { granted in
        switch granted.reduction {
        case .price, .gift: true
        default: false
        }
      }
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

  /// Takes every reduction off the line.
  package mutating func clearReductions() { reductions = [] }
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
