// What the model's shop puts on record: sales, voids, cash movements, shifts and the trial balance.
extension ModelShop {
  mutating func sold(_ bill: ModelBill, _ drawer: Int, _ approver: Int?) -> [String: String] {
    let number = number("")
    sales[number] = bill
    lastSale[drawer] = number
    shifts[drawer]?.add(bill, sign: 1)
    shifts[drawer]?.gross += bill.total
    shifts[drawer]?["sales"] += 1
    shifts[drawer]?["line_voids"] += bill.removed
    if approver != nil || bill.isApproved { shifts[drawer]?["overrides"] += 1 }
    post(bill, drawer, sign: 1)
    return document("sale", number, drawer, total: bill.total).merging(legs(bill)) { $1 }
  }

  mutating func void(_ text: String, _ approver: Int?, _ drawer: Int) -> [String: String] {
    shifts[drawer]?["voids"] += 1
    if approver != nil { shifts[drawer]?["overrides"] += 1 }
    let number = number("V")
    if let move = moves[text.uppercased()] {
      shifts[drawer]?[move.figure] -= abs(move.amount)
      post("drawer:\(drawer)", -move.amount)
      post(move.account, move.amount)
      return document("void", number, drawer, total: -abs(move.amount))
    }
    let padded = String(repeating: "0", count: 4 - text.count) + text
    guard let bill = sales[padded] else { return [:] }
    shifts[drawer]?.add(bill, sign: -1)
    post(bill, drawer, sign: -1)
    let head = document("void", number, drawer, total: -bill.total).merging(legs(bill)) { $1 }
    var back = [
      "document.original": "JA20261121-\(padded)", "document.rounding": String(-bill.rounding),
      "document.change": "0",
    ]
    // What was paid goes back; nothing is handed over and no change given.
    for (index, tender) in bill.settled.enumerated() {
      back["document.tenders.\(index).amount"] = String(-tender.amount)
      back["document.tenders.\(index).tendered"] = String(-tender.amount)
      back["document.tenders.\(index).change"] = "0"
    }
    return head.merging(back) { $1 }
  }

  private mutating func post(_ bill: ModelBill, _ drawer: Int, sign: Int) {
    for tender in bill.settled {
      post(tender.kind == "cash" ? "drawer:\(drawer)" : tender.kind, tender.amount * sign)
    }
    post("rounding", -bill.rounding * sign)
    for line in bill.lines {
      post("discount", (line.list - line.net) * sign)
      post("revenue:\(line.item.kind)", (line.tax - line.list) * sign)
      post("tax:\(line.item.rate)", -line.tax * sign)
    }
  }

  mutating func open(float: Int, _ drawer: Int) -> [String: String] {
    lastShift += 1
    var shift = ModelShift(number: lastShift)
    let account = "drawer:\(drawer)"
    let left = books[account] ?? 0
    shift["float"] = float
    shift["opening_variance"] = left == 0 ? 0 : float - left
    post(left == 0 ? "safe" : "opening-variance", left - float)
    post(account, float - left)
    shifts[drawer] = shift
    return document("opening", number("F"), drawer, total: float)
      .merging(shiftFigures(drawer)) { $1 }
  }

  mutating func move(_ verb: String, _ amount: Int, _ drawer: Int) -> [String: String] {
    let (kind, letter, figure, account, sign) =
      switch verb {
      case "payin": ("paid-in", "I", "paid_in", "paid-in", 1)
      case "payout": ("paid-out", "O", "paid_out", "paid-out", -1)
      default: ("drop", "D", "dropped", "safe", -1)
      }
    let number = number(letter)
    moves[number] = (figure, account, amount * sign)
    shifts[drawer]?[figure] += amount
    post("drawer:\(drawer)", amount * sign)
    post(account, -amount * sign)
    return document(kind, number, drawer, total: amount).merging(shiftFigures(drawer)) { $1 }
  }

  mutating func close(_ words: [String], _ drawer: Int) -> [String: String] {
    var counted = 0
    var extra: [String: String] = [:]
    for (index, word) in words.filter({ !$0.hasPrefix("keep=") }).enumerated() {
      let sides = word.split(separator: "x").map(String.init)
      let value = modelFen(sides[sides.count - 1]) ?? 0
      let count = sides.count > 1 ? Int(sides[0]) ?? 0 : 1
      counted += value * count
      guard sides.count > 1 else { continue }
      extra["shift.denominations.\(index).value"] = String(value)
      extra["shift.denominations.\(index).count"] = String(count)
    }
    let keep = words.last.flatMap {
      $0.hasPrefix("keep=") ? modelFen(String($0.dropFirst(5))) : nil
    }
    // What was taken off a bill that was then left is on record before the closing.
    shifts[drawer]?["line_voids"] += bills.removeValue(forKey: drawer)?.last?.removed ?? 0
    let shift = shifts[drawer] ?? ModelShift()
    extra["shift.counted"] = String(counted)
    extra["shift.kept"] = String(keep ?? counted)
    extra["shift.over_short"] = String(counted - shift.expected)
    extra.merge(shiftFigures(drawer)) { $1 }
    post("drawer:\(drawer)", (keep ?? counted) - shift.expected)
    post("over-short", shift.expected - counted)
    post("safe", counted - (keep ?? counted))
    grandTotal += shift.gross
    shifts[drawer] = nil
    let digits = String(shift.number)
    let number = "JA-Z\(String(repeating: "0", count: 4 - digits.count))\(digits)"
    return extra.merging(document("shift", number, drawer, shift: shift.number, total: 0)) { $1 }
  }

  func shiftFigures(_ drawer: Int) -> [String: String] {
    let shift = shifts[drawer] ?? ModelShift()
    var figures = shift.figures
    let names = [
      "opening_variance", "cash_sales", "paid_in", "paid_out", "dropped", "sales", "voids",
      "no_sales", "line_voids", "overrides", "reprints", "list_total", "discount_total", "rounding",
      "cash_topups", "cash_refunds", "refunds",
    ]
    for name in names { figures[name] = shift[name] }
    figures["no"] = shift.number
    figures["drawer"] = drawer
    figures["expected"] = shift.expected
    figures["turnover"] = shift["list_total"] - shift["discount_total"] + shift["rounding"]
    figures["grand_total"] = grandTotal + shift.gross
    return Dictionary(uniqueKeysWithValues: figures.map { ("shift.\($0)", String($1)) })
  }

  func trial() -> [String: String] {
    var figures: [String: String] = [:]
    for (account, balance) in books where balance != 0 {
      figures["report.accounts.\(account).balance"] = String(balance)
    }
    figures["report.debit_total"] = String(books.values.filter { $0 > 0 }.reduce(0, +))
    return figures
  }

  func held() -> [String: String] {
    var figures: [String: String] = [:]
    for (index, entry) in parked.sorted(by: { $0.key < $1.key }).enumerated() {
      figures["held.\(index).tag"] = entry.key
      figures["held.\(index).total"] = String(entry.value.last?.total ?? 0)
      figures["held.\(index).lines"] = String(entry.value.last?.lines.count ?? 0)
    }
    return figures
  }

  func document(
    _ kind: String, _ number: String, _ drawer: Int, shift: Int? = nil, total: Int
  ) -> [String: String] {
    [
      "document.kind": kind,
      "document.number": number.hasPrefix("JA") ? number : "JA20261121-\(number)",
      "document.drawer": String(drawer),
      "document.shift": String(shift ?? shifts[drawer]?.number ?? 0),
      "document.total": String(total), "document.rounding": "0", "document.change": "0",
      "document.points_earned": "0", "document.points_burned": "0",
    ]
  }

  /// Lines and tenders of a sale, and of the void that takes it back.
  private func legs(_ bill: ModelBill) -> [String: String] {
    var figures = lines(of: bill, in: "document").merging(tenders(of: bill, in: "document")) { $1 }
    figures["document.rounding"] = String(bill.rounding)
    figures["document.change"] = String(bill.change)
    return figures
  }

  private func tenders(of bill: ModelBill, in root: String) -> [String: String] {
    var figures: [String: String] = [:]
    for (index, tender) in bill.settled.enumerated() {
      let path = "\(root).tenders.\(index)"
      figures["\(path).kind"] = tender.kind.hasPrefix("receivable:") ? "owe" : tender.kind
      figures["\(path).amount"] = String(tender.amount)
      figures["\(path).tendered"] = String(tender.tendered)
      figures["\(path).change"] = String(tender.tendered - tender.amount)
    }
    return figures
  }

  private func lines(of bill: ModelBill, in root: String) -> [String: String] {
    var figures: [String: String] = [:]
    for (index, line) in bill.lines.enumerated() {
      let path = "\(root).lines.\(index + 1)"
      figures["\(path).code"] = line.item.code
      let amounts = [
        ("qty", line.quantity), ("unit_price", line.price), ("list", line.list),
        ("discount", line.list - line.net), ("net", line.net), ("tax", line.tax),
      ]
      for (name, amount) in amounts { figures["\(path).\(name)"] = String(amount) }
      for server in line.servers {
        figures["\(path).staff.\(server.staff).share"] = String(server.share)
      }
      guard root == "bill" else { continue }
      figures["\(path).tax_rate"] = String(line.item.rate)
      for (number, taken) in line.taken.enumerated() {
        figures["\(path).reductions.\(number).amount"] = String(taken.amount)
        figures["\(path).reductions.\(number).approver"] = taken.approver.map(String.init)
      }
    }
    return figures
  }

  /// The open bill of a drawer; nothing where there is none.
  func billFigures(_ drawer: Int) -> [String: String] {
    guard let bill = bills[drawer]?.last else { return [:] }
    var figures = lines(of: bill, in: "bill").merging(tenders(of: bill, in: "bill")) { $1 }
    let list = bill.lines.reduce(0) { $0 + $1.list }
    let amounts = [
      ("list_total", list), ("discount_total", list - bill.total), ("total", bill.total),
      ("paid", bill.settled.reduce(0) { $0 + $1.amount }), ("due", bill.due),
      ("cash_due", bill.due / 10 * 10),
    ]
    for (name, amount) in amounts { figures["bill.\(name)"] = String(amount) }
    return figures
  }
}
