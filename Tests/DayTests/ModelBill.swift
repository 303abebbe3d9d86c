/// An item as the model reads it out of `Config/catalog.csv`; money in fen, rates in basis points.
struct ModelItem {
  let code: String
  let kind: String
  let price: Int?
  let rate: Int
  let isReducible: Bool

  /// All items by the words that ring them up: code, barcodes and mnemonics.
  static func all(csv: String) -> [String: ModelItem] {
    var items: [String: ModelItem] = [:]
    for row in csv.split(separator: "\n").dropFirst() {
      let cells = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let item = ModelItem(
        code: cells[0], kind: cells[2], price: modelFen(cells[5]), rate: (Int(cells[7]) ?? 0) * 100,
        isReducible: cells[8] == "yes")
      for word in [cells[0]] + (cells[9] + " " + cells[10]).split(separator: " ").map(String.init) {
        items[word] = item
      }
    }
    return items
  }
}

/// Yuan as fen; nil for a text that is no amount.
func modelFen(_ text: String) -> Int? {
  let parts = text.split(separator: ".", omittingEmptySubsequences: false)
  guard let first = parts.first, let yuan = Int(first) else { return nil }
  let fraction = parts.count > 1 ? String(parts[1]) : ""
  return Int((fraction + "00").prefix(2)).map { yuan * 100 + $0 }
}

/// Shares of a whole by weights: the floors, then one more for the largest remainders.
func modelShares(_ whole: Int, _ weights: [Int]) -> [Int] {
  let sum = max(1, weights.reduce(0, +))
  var shares = weights.map { whole * $0 / sum }
  let order = weights.indices.sorted { left, right in
    let (one, other) = (whole * weights[left] % sum, whole * weights[right] % sum)
    return one == other ? left < right : one > other
  }
  for index in order.prefix(whole - shares.reduce(0, +)) { shares[index] += 1 }
  return shares
}

/// Something taken off.
struct ModelOff {
  enum Kind: Equatable {
    case part(basisPoints: Int)
    case minus(Int)
    case price(Int)
    case gift
  }

  let kind: Kind
  let approver: Int?

  /// Reads `-10%`, `8.8z`, `-5`, `$88`, `gift`; nil for anything else.
  init?(_ word: String, approver: Int?) {
    self.approver = approver
    let middle = String(word.dropFirst().dropLast())
    if word == "gift" {
      kind = .gift
    } else if word.hasPrefix("$"), let fen = modelFen(String(word.dropFirst())) {
      kind = .price(fen)
    } else if word.hasPrefix("-"), word.hasSuffix("%"), let points = modelFen(middle) {
      kind = .part(basisPoints: points)
    } else if word.hasPrefix("-"), let fen = modelFen(String(word.dropFirst())) {
      kind = .minus(fen)
    } else if word.hasSuffix("z"), let tenths = modelFen(String(word.dropLast())) {
      // 8.8 and 88 both leave 88 percent.
      kind = .part(basisPoints: 10_000 - (tenths >= 1000 ? tenths : tenths * 10))
    } else {
      return nil
    }
  }

  func amount(off left: Int, quantity: Int) -> Int {
    switch kind {
    case .part(let points): (left * points + 5000) / 10_000
    case .minus(let fen): fen
    case .price(let fen): max(0, left - fen * quantity)
    case .gift: left
    }
  }

  /// Puts this into a list: a price or a gift stands alone, and of a kind there is one.
  func put(into list: inout [ModelOff]) {
    list.removeAll { old in
      switch (kind, old.kind) {
      case (.price, _), (.gift, _), (_, .gift), (.part, .part), (.minus, .minus): true
      default: false
      }
    }
    list.append(self)
  }
}

struct ModelServer {
  let staff: Int
  let share: Int

  /// Reads `3`, `3!`, `3,5`, `3:70,5!:30`.
  static func list(_ text: String) -> [ModelServer] {
    let parts = text.filter { $0 != "!" }.split(separator: ",").map { part in
      part.split(separator: ":").map { Int($0) ?? 0 }
    }
    let equal = modelShares(100, parts.map { _ in 1 })
    return zip(parts, equal).map { ModelServer(staff: $0[0], share: $0.count > 1 ? $0[1] : $1) }
  }
}

struct ModelLine {
  let item: ModelItem
  let quantity: Int
  var price: Int
  var servers: [ModelServer]
  var offs: [ModelOff] = []
  /// What came off, in order, the shares of the bill's reductions last.
  var taken: [(amount: Int, approver: Int?)] = []

  var list: Int { price * quantity }
  var net: Int { list - taken.reduce(0) { $0 + $1.amount } }
  var tax: Int { (net * item.rate * 2 + 10_000 + item.rate) / (2 * (10_000 + item.rate)) }

  mutating func reduce(by off: ModelOff) {
    off.put(into: &offs)
    guard case .price(let fen) = off.kind else { return }
    price = max(item.price ?? fen, fen)
    if price == fen { offs = [] }
  }
}

struct ModelTender {
  let kind: String
  /// What was stated; nil for the rest.
  let stated: Int?
  var amount = 0
  var tendered = 0

  /// Reads the tenders of a line: `w50 ref=… .`, `owe NAME`; empty if the first word is none.
  static func list(_ words: [String]) -> [ModelTender] {
    let letters: [Character: String] = ["w": "wechat", "a": "alipay", "b": "bank", "/": "cash"]
    var tenders: [ModelTender] = []
    for (index, word) in words.enumerated() where !word.hasPrefix("ref=") {
      if index > 0, words[index - 1] == "owe" { continue }
      let amount = modelFen(String(word.dropFirst()))
      if word == "." {
        tenders.append(ModelTender(kind: "cash", stated: nil))
      } else if word == "owe" {
        tenders.append(ModelTender(kind: "receivable:\(words[index + 1])", stated: nil))
      } else if let kind = letters[word.first ?? " "], word.count == 1 || amount != nil {
        tenders.append(ModelTender(kind: kind, stated: amount))
      } else {
        return []
      }
    }
    return tenders
  }
}

/// A bill with its arithmetic: what is due, and how the tenders settle it.
struct ModelBill {
  var lines: [ModelLine] = []
  var offs: [ModelOff] = []
  var tenders: [ModelTender] = []
  var removed = 0
  private(set) var total = 0
  private(set) var rounding = 0
  private(set) var due = 0
  private(set) var settled: [ModelTender] = []

  var change: Int { settled.reduce(0) { $0 + $1.tendered - $1.amount } }
  var isApproved: Bool { lines.contains { $0.taken.contains { $0.approver != nil } } }

  mutating func compute() {
    for index in lines.indices {
      lines[index].taken = []
      for off in lines[index].offs {
        let amount = off.amount(off: lines[index].net, quantity: lines[index].quantity)
        lines[index].taken.append((amount, off.approver))
      }
    }
    for off in offs { spread(off) }
    total = lines.reduce(0) { $0 + $1.net }
    settle()
  }

  private mutating func spread(_ off: ModelOff) {
    let open = lines.indices.filter { lines[$0].item.isReducible && lines[$0].net > 0 }
    let weights = open.map { lines[$0].net }
    let base = weights.reduce(0, +)
    let fixed = lines.reduce(0) { $0 + $1.net } - base
    var amount = off.amount(off: base, quantity: 1)
    if case .price(let fen) = off.kind { amount = max(0, base + fixed - fen) }
    for (index, share) in zip(open, modelShares(amount, weights)) where share > 0 {
      lines[index].taken.append((share, off.approver))
    }
  }

  /// Whatever is not cash pays its part, what is left is cash and drops its fen; exact coins do too.
  private mutating func settle() {
    let handed = tenders.filter { $0.kind == "cash" }.reduce(0) { $0 + ($1.stated ?? 0) }
    var left = total - tenders.filter { $0.kind != "cash" }.reduce(0) { $0 + ($1.stated ?? 0) }
    (settled, rounding) = ([], 0)
    for tender in tenders where tender.kind != "cash" {
      let amount = tender.stated ?? left - handed
      if tender.stated == nil { left -= amount }
      settled.append(ModelTender(kind: tender.kind, stated: nil, amount: amount, tendered: amount))
    }
    due = left
    guard let place = tenders.firstIndex(where: { $0.kind == "cash" }) else { return }
    let takesAll = tenders.contains { $0.kind == "cash" && $0.stated == nil }
    let asked = !takesAll && handed == left ? left : left / 10 * 10
    let given = takesAll ? max(handed, asked) : handed
    let isEnough = given >= asked
    if given > 0 {
      settled.insert(
        ModelTender(
          kind: "cash", stated: nil, amount: isEnough ? asked : given, tendered: given), at: place)
    }
    rounding = isEnough ? asked - left : 0
    due = isEnough ? 0 : left - given
  }
}
