package import Catalog
package import Ledger

/// A line's place in a kit: its share of the kit's price.
package struct KitShare: Hashable, Sendable {
  package let code: String
  package let name: String
  /// Tells the kits on a bill apart, from 1.
  package let number: Int
  /// What the kit charges for all units of the line.
  package let net: Money

  package init(code: String, name: String, number: Int, net: Money) {
    self.code = code
    self.name = name
    self.number = number
    self.net = net
  }
}

extension Kit {
  /// The lines of so many kits: the price is shared over the parts by their list prices (largest
  /// remainder), so that no part costs more than by itself.
  ///
  /// - Parameters:
  ///   - count: kits, 1 or more.
  ///   - items: of the parts, in their order, each with a price.
  ///   - number: tells this kit from others on the bill.
  ///   - staff: who serves it.
  /// - Returns: a line per part.
  package func lines(
    _ count: Int, of items: [Item], number: Int, staff: [StaffShare]
  ) -> [BillLine] {
    let whole = zip(parts, items).map { part, item in
      BillLine(
        item: item, quantity: part.units * count, unitPrice: item.price ?? .zero, staff: staff)
    }
    let nets = (price * count).allocated(over: whole.map(\.list))
    return zip(whole, nets).map { line, net in
      var line = line
      line.kit = KitShare(code: code, name: name, number: number, net: net)
      return line
    }
  }
}

extension Bill {
  /// The lines that belong together with one: those of its kit, or it alone.
  package func together(with index: Int) -> Range<Int> {
    guard let number = lines[index].kit?.number,
      let first = lines.firstIndex(where: { $0.kit?.number == number }),
      let last = lines.lastIndex(where: { $0.kit?.number == number })
    else { return index..<(index + 1) }
    return first..<(last + 1)
  }

  /// The number of the next kit.
  package var nextKit: Int { 1 + (lines.compactMap { $0.kit?.number }.max() ?? 0) }
}

extension BillLine {
  /// What its kit takes off; nil where it is in none.
  var kitReduction: AppliedReduction? {
    guard let kit, kit.net < list else { return nil }
    let amount = list - kit.net
    return AppliedReduction(
      granted: GrantedReduction(.amountOff(amount)), source: .kit(kit.name), amount: amount)
  }
}
