/// The figures of a shift, under the names that replies give them.
struct ModelShift {
  var number = 0
  var figures: [String: Int] = [:]
  var gross = 0

  subscript(_ name: String) -> Int {
    get { figures[name] ?? 0 }
    set { figures[name] = newValue }
  }

  var expected: Int {
    self["float"] + self["cash_sales"] + self["paid_in"] - self["paid_out"] - self["dropped"]
  }

  /// Adds a sale, or takes a voided one back.
  mutating func add(_ bill: ModelBill, sign: Int) {
    for line in bill.lines {
      self["list_total"] += line.list * sign
      self["discount_total"] += (line.list - line.net) * sign
      self["revenue.\(line.item.kind)"] += line.net * sign
      self["taxes.\(line.item.rate).net"] += (line.net - line.tax) * sign
      self["taxes.\(line.item.rate).tax"] += line.tax * sign
      for (server, amount) in zip(line.servers, modelShares(line.net, line.servers.map(\.share))) {
        self["staff.\(server.staff).amount"] += amount * sign
      }
    }
    for staff in Set(bill.lines.flatMap(\.servers).map(\.staff)) {
      self["staff.\(staff).count"] += sign
    }
    self["rounding"] += bill.rounding * sign
    for tender in bill.settled {
      let kind = tender.kind.hasPrefix("receivable:") ? "owe" : tender.kind
      self["tenders.\(kind)"] += tender.amount * sign
      self["tender_counts.\(kind)"] += sign
      if kind == "cash" { self["cash_sales"] += tender.amount * sign }
    }
  }
}

/// The whole shop in the model: bills, drawers, shifts and books, by the rules of the field alone.
///
/// It reads the same lines as the program and says what each reply's figures must be, by their
/// paths in the reply. Which lines are refused it takes from the stage directions.
struct ModelShop {
  let items: [String: ModelItem]
  var books: [String: Int] = [:]
  var shifts: [Int: ModelShift] = [:]
  /// Every state of each drawer's open bill; the last is how it stands.
  var bills: [Int: [ModelBill]] = [:]
  var parked: [String: [ModelBill]] = [:]
  var pending: [Int: (quantity: Int, servers: [ModelServer])] = [:]
  var sales: [String: ModelBill] = [:]
  var moves: [String: (figure: String, account: String, amount: Int)] = [:]
  var lastSale: [Int: String] = [:]
  var serials: [String: Int] = [:]
  var done: [String: [String: String]] = [:]
  var lastShift = 0
  var grandTotal = 0

  init(csv: String) { items = ModelItem.all(csv: csv) }

  mutating func post(_ account: String, _ amount: Int) { books[account, default: 0] += amount }

  /// The next number of a kind of document.
  mutating func number(_ letter: String) -> String {
    serials[letter, default: 0] += 1
    let digits = String(serials[letter] ?? 0)
    let width = letter.isEmpty ? 4 : 3
    return letter + String(repeating: "0", count: width - digits.count) + digits
  }

  /// What the reply to a line must say.
  mutating func reply(to line: DayLine) -> [String: String] {
    guard line.refusal == nil else { return ["ok": "false"] }
    var words = modelWords(line.text)
    var key: String?
    if let first = words.first, first.hasPrefix("!") { key = words.removeFirst() }
    if let key, let known = done[key] {
      return known.merging(["repeated": "true"]) { $1 }
    }
    var approver: Int?
    if words.count > 3, words[words.count - 3] == "ok" {
      approver = Int(words[words.count - 2])
      words.removeLast(3)
    }
    let figures = reply(to: words, line, approver).merging(["ok": "true"]) { $1 }
    if let key { done[key] = figures }
    return figures
  }

  private mutating func reply(
    to words: [String], _ line: DayLine, _ approver: Int?
  ) -> [String: String] {
    let drawer = line.drawer
    guard let verb = words.first else { return billFigures(drawer) }
    switch verb {
    case "login": return ["operator": words[1]]
    case "logout", "help", "price": return [:]
    case "verify": return ["verify.shifts": String(lastShift)]
    case "open": return open(float: modelFen(words[1]) ?? 0, drawer)
    case "payin", "payout", "drop": return move(verb, modelFen(words[1]) ?? 0, drawer)
    case "nosale":
      shifts[drawer]?["no_sales"] += 1
      if approver != nil { shifts[drawer]?["overrides"] += 1 }
      return document("no-sale", number("N"), drawer, total: 0)
    case "report" where words[1] == "x": return shiftFigures(drawer)
    case "report": return trial()
    case "close": return close(Array(words.dropFirst()), drawer)
    case "void": return void(words[1], approver, drawer)
    case "reprint":
      shifts[drawer]?["reprints"] += 1
      return ["document.number": "JA20261121-\(lastSale[drawer] ?? "")"]
    case "show":
      return words.count > 1 ? [:] : ["document.number": "JA20261121-\(lastSale[drawer] ?? "")"]
    case "held": return held()
    case "hold":
      parked[words[1]] = bills.removeValue(forKey: drawer)
      return held()
    case "get":
      bills[drawer] = parked.removeValue(forKey: words[1])
      return billFigures(drawer)
    case "u":
      bills[drawer]?.removeLast()
      if bills[drawer]?.isEmpty == true { bills[drawer] = nil }
      return billFigures(drawer)
    case "sell": return sell(Array(words.dropFirst()), drawer, approver)
    case "bill" where words.count == 1: return billFigures(drawer)
    default: return changeBill(words, line, approver)
    }
  }

  private mutating func changeBill(
    _ words: [String], _ line: DayLine, _ approver: Int?
  ) -> [String: String] {
    let drawer = line.drawer
    var bill = bills[drawer]?.last ?? ModelBill()
    let tenders = ModelTender.list(words)
    if tenders.isEmpty, !change(&bill, words, approver) {
      guard let ring = ring(words[0], line) else { return [:] }
      if bill.lines.isEmpty, bills[drawer] != nil {
        shifts[drawer]?["line_voids"] += bill.removed
        (bill, bills[drawer]) = (ModelBill(), nil)
      }
      bill.lines.append(ring)
    }
    bill.tenders += tenders
    bill.compute()
    guard bill.due > 0 || bill.lines.isEmpty || tenders.isEmpty else {
      bills[drawer] = nil
      return sold(bill, drawer, approver)
    }
    bills[drawer, default: []].append(bill)
    return billFigures(drawer)
  }

  /// Makes a change of reductions, staff or lines; false for a line that is something else.
  private func change(_ bill: inout ModelBill, _ words: [String], _ approver: Int?) -> Bool {
    if words[0] == "bill" {
      ModelOff(words[1], approver: approver)?.put(into: &bill.offs)
      return true
    }
    let index = words.count == 2 ? (Int(words[0]) ?? 1) - 1 : bill.lines.count - 1
    let word = words.last ?? ""
    guard bill.lines.indices.contains(index) else { return false }
    if word.hasPrefix("=") {
      bill.lines[index].servers = ModelServer.list(String(word.dropFirst()))
    } else if let off = ModelOff(word, approver: approver) {
      bill.lines[index].reduce(by: off)
    } else if word == "x*" {
      bill.removed += bill.lines.count
      bill.lines = []
    } else if word == "x" || (word.hasPrefix("x") && Int(word.dropFirst()) != nil) {
      bill.removed += 1
      bill.lines.remove(at: (Int(word.dropFirst()) ?? bill.lines.count) - 1)
    } else {
      return false
    }
    if bill.lines.isEmpty { bill.offs = [] }
    return true
  }

  /// The line of an item; nil where the program answers with a list to choose from.
  private mutating func ring(_ word: String, _ line: DayLine) -> ModelLine? {
    let sides = word.split(separator: "=", maxSplits: 1).map(String.init)
    let servers = sides.count > 1 ? ModelServer.list(sides[1]) : []
    let parts = sides[0].split(separator: "*").map(String.init)
    var (quantity, code) = (parts.count > 1 ? Int(parts[0]) ?? 0 : 1, parts.last ?? "")
    if word.hasPrefix(":"), let asked = pending[line.drawer], let item = items[line.item ?? ""] {
      return ModelLine(
        item: item, quantity: asked.quantity, price: item.price ?? 0, servers: asked.servers)
    }
    var label: Int?
    if code.count == 13, code.hasPrefix("21") || code.hasPrefix("22"), Int(code) != nil {
      let measure = Int(code.dropFirst(7).prefix(5)) ?? 0
      if code.hasPrefix("21") { label = measure } else { quantity *= measure }
      code = String(code.dropFirst(2).prefix(5))
    }
    guard let item = items[line.item ?? code] else {
      pending[line.drawer] = (quantity, servers)
      return nil
    }
    return ModelLine(
      item: item, quantity: quantity, price: label ?? item.price ?? 0, servers: servers)
  }

  private mutating func sell(_ words: [String], _ drawer: Int, _ approver: Int?) -> [String: String]
  {
    var (bill, index) = (ModelBill(), 0)
    while index < words.count, ModelTender.list([words[index]]).isEmpty {
      let isOfBill = words[index] == "bill"
      let parts = isOfBill ? Array(words[index...index + 1]) : [words[index]]
      if !change(&bill, parts, approver) {
        let sides = words[index].split(separator: "=").map(String.init)
        let code = sides[0].split(separator: "*").map(String.init)
        if let item = items[code.last ?? ""] {
          bill.lines.append(
            ModelLine(
              item: item, quantity: code.count > 1 ? Int(code[0]) ?? 0 : 1, price: item.price ?? 0,
              servers: sides.count > 1 ? ModelServer.list(sides[1]) : []))
        }
      }
      index += parts.count
    }
    bill.tenders = ModelTender.list(Array(words[index...]))
    bill.compute()
    return sold(bill, drawer, approver)
  }
}

/// A typed line as words: full width made half, and an input method's signs made keys.
func modelWords(_ text: String) -> [String] {
  let signs: [Unicode.Scalar: Unicode.Scalar] = ["。": ".", "、": "/", "￥": "$", "\u{3000}": " "]
  var plain = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    let isWide = (0xFF01...0xFF5E).contains(scalar.value)
    let half = isWide ? Unicode.Scalar(scalar.value - 0xFEE0) : signs[scalar]
    plain.append(half ?? scalar)
  }
  return String(plain).lowercased().split(separator: " ").map(String.init)
}
