import Catalog
import Checkout
import Ledger
import Pricing

/// Sales of goods, and what comes back of them.
extension StockHistory {
  /// A random bill in the words of both, and what its packages' parts ought to cost.
  private mutating func bill() -> (bill: Bill, asked: [GoodsAsked], kitNets: [Int64?]) {
    var bill = Bill()
    var asked: [GoodsAsked] = []
    var nets: [Int64?] = []
    for _ in 0..<([1, 1, 2, 3].randomElement(using: &random) ?? 1) {
      if chance(20), let package = Shelf.packages.randomElement(using: &random) {
        let count = Int.random(in: 1...2, using: &random)
        bill.lines += package.kit.lines(
          count, of: package.parts.map { Shelf.item($0.place) }, number: bill.nextKit, staff: [])
        asked += package.parts.map { GoodsAsked(item: $0.place, count: $0.units * count) }
        nets += StockModel.shares(of: package, count: count).map { $0 }
        continue
      }
      let place = chance(12) ? -1 : anyItem()
      let item = Shelf.item(place)
      var line = BillLine(
        item: item, quantity: Int.random(in: 1...5, using: &random),
        unitPrice: item.price ?? .zero)
      if place >= 0 { line.lot = label(of: place, percent: 12) }
      if chance(8) { line.reduce(by: GrantedReduction(.gift)) }
      bill.lines.append(line)
      asked.append(GoodsAsked(item: place, count: line.quantity, label: line.lot))
      nets.append(nil)
    }
    return (bill, asked, nets)
  }

  /// What the services on some lines ought to use of the dye.
  private func dye(_ lines: [(item: Int, count: Int)]) -> Int {
    lines.filter { $0.item < 0 }.reduce(0) { $0 + 45 * $1.count }
  }

  mutating func sell() -> Outcome {
    let (bill, asked, nets) = bill()
    let owed = model.items.map(\.owed)
    let (answer, sold) = model.sell(asked)
    var outcome = Outcome(
      engine: .done, model: answer, items: Set(asked.map(\.item).filter { $0 >= 0 }))
    let occasion = books.occasion()
    let terms = books.terms(Set(asked.map(\.item)))
    do throws(Refusal) {
      var open = OpenBill(id: occasion.id, bill: bill)
      try open.pay([Tender(.cash)], under: terms)
      guard let decision = try Checkout.sell(open, under: terms, on: occasion) else {
        return Outcome(engine: .refused("unpaid"), model: answer)
      }
      let document = books.take(decision.entry)
      tally.count(document)
      for (line, net) in zip(document.lines, nets) where net.map({ $0 != line.net.fen }) ?? false {
        outcome.fault = "\(line.code) costs \(line.net), expected \(net ?? 0)"
      }
      let words = decision.oversold.map { "\($0.code) \($0.count) \($0.onHand)" }
      if words != oversold(since: owed) { outcome.fault = "oversold \(words)" }
      guard let sold else { return outcome }
      expectedUse += dye(asked.map { ($0.item, $0.count) })
      keep(
        GoodsDocument(
          entry: decision.entry, document: document, effect: sold.effect, sold: sold), in: \.sales)
    } catch { outcome.engine = StockAnswer(error) }
    return outcome
  }

  /// What was sold beyond the books by now, of items of which the shop wants a word.
  private func oversold(since owed: [Int]) -> [String] {
    let items = model.items
    return items.indices.filter { items[$0].policy == "warn" && items[$0].owed > owed[$0] }
      .map { "\(Shelf.kept[$0].code) \(items[$0].owed - owed[$0]) \(model.onHand($0))" }.sorted()
  }

  // MARK: What comes back

  /// Units of some lines of a sale, more than are left now and then.
  private mutating func comingBack() -> (sequence: Int, back: [(line: Int, count: Int)])? {
    guard let sequence = sales.randomElement(using: &random),
      let lines = documents[sequence]?.sold?.lines
    else { return nil }
    var back: [(line: Int, count: Int)] = []
    for index in lines.indices where lines[index].left > 0 && chance(60) {
      let left = lines[index].left
      back.append((index, chance(4) ? left + 1 : Int.random(in: 1...left, using: &random)))
    }
    return back.isEmpty ? nil : (sequence, back)
  }

  private func remainder(of sale: GoodsDocument) -> SaleRemainder {
    SaleRemainder(
      sale: sale.document, refunds: sale.returns.compactMap { documents[$0]?.document })
  }

  private func facts(of sale: GoodsDocument) -> ReturnFacts {
    ReturnFacts(voidedBy: nil, held: .limit, sold: sale.entry.postings)
  }

  private func returning(
    _ back: [(line: Int, count: Int)], isScrapped: Bool
  ) -> Returning {
    Returning(
      lines: back.map { Returning.Line(number: $0.line + 1, quantity: $0.count) },
      isRestocked: !isScrapped, reason: "x")
  }

  mutating func refund() -> Outcome {
    guard let (sequence, back) = comingBack(), let sale = documents[sequence],
      var rest = sale.sold
    else { return .nothing }
    let isScrapped = chance(30)
    let next = books.entries + 1
    let effect = model.refund(back, of: &rest, isScrapped: isScrapped, by: next)
    var outcome = Outcome(
      engine: .done, model: effect == nil ? .refused("refund-too-large") : .done,
      items: sale.effect.items)
    do throws(Refusal) {
      let decision = try Checkout.refund(
        returning(back, isScrapped: isScrapped), of: remainder(of: sale), facts: facts(of: sale),
        under: books.terms(rest.lines.map(\.item)), on: books.occasion())
      let document = books.take(decision.entry)
      tally.count(document)
      guard let effect else { return outcome }
      expectedUse -= dye(back.map { (rest.lines[$0.line].item, $0.count) })
      documents[sequence]?.sold = rest
      documents[sequence]?.returns.append(next)
      keep(
        GoodsDocument(
          entry: decision.entry, document: document, effect: effect, about: sequence),
        in: \.refunds)
    } catch { outcome.engine = .refused(error.name.rawValue) }
    return outcome
  }

  mutating func exchange() -> Outcome {
    guard let (sequence, back) = comingBack(), let sale = documents[sequence],
      var rest = sale.sold
    else { return .nothing }
    let (bill, asked, _) = bill()
    let isScrapped = chance(30)
    let next = books.entries + 1
    let (answer, sold) = model.exchange(
      back, of: &rest, isScrapped: isScrapped, for: asked, by: next)
    var outcome = Outcome(
      engine: .done, model: .refused(answer.name),
      items: sale.effect.items.union(asked.map(\.item).filter { $0 >= 0 }))
    if answer == .done { outcome.model = .done }
    let occasion = books.occasion()
    let terms = books.terms(Set(asked.map(\.item) + rest.lines.map(\.item)))
    do throws(Refusal) {
      let returning = returning(back, isScrapped: isScrapped)
      let credit = try Checkout.credit(
        for: returning, of: remainder(of: sale), facts: facts(of: sale), under: terms,
        on: occasion)
      var open = OpenBill(id: occasion.id, bill: bill)
      open.exchange = OpenExchange(
        sale: Int64(sequence), number: sale.document.number, returning: returning, credit: credit)
      try open.pay([Tender(.cash)], under: terms)
      guard
        let decision = try Checkout.exchange(
          open, for: remainder(of: sale), facts: facts(of: sale), owed: [:], under: terms,
          on: occasion)
      else { return Outcome(engine: .refused("unpaid"), model: answer) }
      let document = books.take(decision.entry)
      tally.count(document)
      guard let sold else { return outcome }
      expectedUse += dye(asked.map { ($0.item, $0.count) })
      expectedUse -= dye(back.map { (rest.lines[$0.line].item, $0.count) })
      documents[sequence]?.sold = rest
      documents[sequence]?.returns.append(next)
      keep(
        GoodsDocument(
          entry: decision.entry, document: document, effect: sold.effect, sold: sold,
          about: sequence), in: \.sales)
    } catch { outcome.engine = .refused(error.name.rawValue) }
    return outcome
  }

  // MARK: Taking documents back

  /// Takes one of some documents back, if all that it brought is still there.
  mutating func void(_ list: [Int]) -> Outcome {
    guard let sequence = list.randomElement(using: &random), let made = documents[sequence] else {
      return .nothing
    }
    let isOfGoods = made.sold == nil && made.about == nil
    let isOpen = isOfGoods || made.document.day == books.today && made.returns.isEmpty
    let isVoid = isOpen && model.void(made.effect)
    var outcome = Outcome(
      engine: .done, model: isVoid ? .done : .refused("void"), items: made.effect.items)
    let facts = VoidFacts(
      voidedBy: nil, neededBy: made.returns.isEmpty ? nil : "R",
      balances: balances(of: made.entry))
    do throws(Refusal) {
      let entry = try Checkout.void(
        made.document, postings: made.entry.postings, facts: facts, reason: "x", in: books.shop,
        on: books.occasion())
      _ = books.take(entry)
    } catch {
      outcome.engine = .refused("void")
      return outcome
    }
    tally.count(made.document, sign: -1)
    forget(made, sequence)
    return outcome
  }

  private func balances(of entry: JournalEntry) -> [Account: Int64] {
    accounts(ofVoiding: entry.postings).reduce(into: [:]) { $0[$1] = books.balance(of: $1) }
  }

  private mutating func forget(_ made: GoodsDocument, _ sequence: Int) {
    let json = made.document.json
    if json["for"]?.string == "cut" { actualUse -= json["used"]?.int ?? 0 }
    if let sold = made.sold { expectedUse -= dye(sold.lines.map { ($0.item, $0.count) }) }
    if let about = made.about {
      for line in documents[about]?.sold?.lines ?? [] {
        expectedUse += dye([(line.item, line.back[sequence]?.count ?? 0)])
      }
      documents[about]?.sold?.forget(sequence)
      documents[about]?.returns.removeAll { $0 == sequence }
    }
    documents[sequence] = nil
    for list in [\StockHistory.goods, \.sales, \.refunds] {
      self[keyPath: list].removeAll { $0 == sequence }
    }
  }
}
