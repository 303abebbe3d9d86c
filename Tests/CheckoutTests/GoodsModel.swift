import Ledger

/// A second, plain count of the goods, which calls nothing of the module: units and cost per lot,
/// and what every account on goods should hold.
struct GoodsModel {
  struct Lot {
    let number: Int
    let label: String
    let expires: BusinessDate?
    let cost: Int64
    var left: Int64
  }

  struct Shelf {
    /// Whether more may be sold than there is.
    let oversells: Bool
    var lots: [Lot] = []
    /// Units that were sold and never received.
    var owed: Int64 = 0
  }

  /// Units of one lot, or of none.
  struct Units: Equatable {
    let lot: Int?
    let count: Int64
    let cost: Int64
  }

  /// A line of a bill, as far as goods go.
  struct Wish {
    let code: String
    let count: Int64
    let label: String?
  }

  var shelves: [String: Shelf] = [:]
  private(set) var balances: [String: Int64] = [:]

  /// What lines take, one after another: what runs out first, nothing that has run out, a named lot
  /// alone.
  ///
  /// - Returns: the lines' units; nil where a line must be refused.
  func taking(_ wishes: [Wish], on day: BusinessDate) -> [[Units]]? {
    var shelves = shelves
    var taken: [[Units]] = []
    for wish in wishes {
      guard var shelf = shelves[wish.code] else {
        taken.append([])
        continue
      }
      var rest = wish.count
      var units: [Units] = []
      while rest > 0, let index = shelf.next(wish.label, on: day) {
        let count = min(rest, shelf.lots[index].left)
        units.append(
          Units(lot: shelf.lots[index].number, count: count, cost: shelf.lots[index].cost))
        shelf.lots[index].left -= count
        rest -= count
      }
      if rest > 0 {
        guard shelf.oversells, wish.label == nil else { return nil }
        units.append(Units(lot: nil, count: rest, cost: 0))
      }
      shelves[wish.code] = shelf
      taken.append(units)
    }
    return taken
  }

  /// Goods come in; what was sold before they came is settled at their cost.
  ///
  /// - Returns: what it adds to each account.
  mutating func receive(_ lot: Lot, of code: String) -> [String: Int64] {
    let settled = min(shelves[code]?.owed ?? 0, lot.left)
    var left = lot
    left.left -= settled
    shelves[code]?.lots.append(left)
    shelves[code]?.owed -= settled
    return book([
      ("received:\(code)", -lot.left), ("stock:\(code):\(lot.number)", lot.left - settled),
      ("stock:\(code):owed", settled), ("goods-received", -lot.left * lot.cost),
      ("inventory", (lot.left - settled) * lot.cost), ("goods-sold", settled * lot.cost),
    ])
  }

  /// What lines took is sold.
  mutating func sell(_ lines: [(code: String, units: [Units])]) -> [String: Int64] {
    book(lines.flatMap { move($0.units, of: $0.code, sign: 1, to: "sold", cost: "goods-sold") })
  }

  /// Units of lines come back to the lots they were of, or are thrown away.
  ///
  /// What no lot held settles what is still owed; what was settled since goes to the newest lot.
  mutating func takeBack(
    _ lines: [(code: String, units: [Units])], isScrapped: Bool
  ) -> [String: Int64] {
    var legs: [(String, Int64)] = []
    // What is scrapped settles nothing for good, but only once in a document.
    var owed: [String: Int64] = [:]
    for (code, units) in lines {
      guard let shelf = shelves[code], let newest = shelf.lots.max(by: { $0.number < $1.number })
      else { continue }
      let beyond = units.filter { $0.lot == nil }.map(\.count).reduce(0, +)
      let settling = min(beyond, owed[code] ?? shelf.owed)
      owed[code] = (owed[code] ?? shelf.owed) - settling
      let back =
        units.filter { $0.lot != nil } + [
          Units(lot: nil, count: settling, cost: 0),
          Units(lot: newest.number, count: beyond - settling, cost: newest.cost),
        ]
      legs += move(back, of: code, sign: -1, to: "sold", cost: "goods-sold")
      if isScrapped { legs += move(back, of: code, sign: 1, to: "lost", cost: "shrinkage") }
    }
    return book(legs)
  }

  /// The legs of units between their lots and somewhere, which change the shelf at once.
  private mutating func move(
    _ units: [Units], of code: String, sign: Int64, to place: String, cost account: String
  ) -> [(String, Int64)] {
    units.flatMap { one -> [(String, Int64)] in
      let count = sign * one.count
      if let lot = one.lot, let index = shelves[code]?.lots.firstIndex(where: { $0.number == lot })
      {
        shelves[code]?.lots[index].left -= count
      } else {
        shelves[code]?.owed += count
      }
      return [
        ("stock:\(code):\(one.lot.map(String.init) ?? "owed")", -count),
        ("\(place):\(code)", count), ("inventory", -count * one.cost),
        (account, count * one.cost),
      ]
    }
  }

  private mutating func book(_ legs: [(String, Int64)]) -> [String: Int64] {
    var sums: [String: Int64] = [:]
    for (name, amount) in legs {
      sums[name, default: 0] += amount
      balances[name, default: 0] += amount
    }
    return sums.filter { $0.value != 0 }
  }

  /// Whether an account counts goods or what they cost.
  static func counts(_ name: String) -> Bool {
    ["stock:", "sold:", "lost:", "received:", "inventory", "goods-", "shrinkage"]
      .contains { name.hasPrefix($0) }
  }
}

extension GoodsModel.Shelf {
  /// The lot with something left that is used next.
  fileprivate func next(_ label: String?, on day: BusinessDate) -> Int? {
    var next: Int?
    for (index, lot) in lots.enumerated() where lot.left > 0 {
      if let expires = lot.expires, expires < day { continue }
      if let label, lot.label != label { continue }
      guard let best = next.map({ lots[$0] }) else {
        next = index
        continue
      }
      // Lots stand in the order in which they came.
      let (soonest, day) = (best.expires?.days ?? .max, lot.expires?.days ?? .max)
      if day < soonest { next = index }
    }
    return next
  }
}
