import Checkout
import Ledger
import Membership

extension [ModelSold.Tender] {
  /// What of tenders that stay counts for points.
  var principal: Int64 {
    reduce(0) { sum, tender in
      sum + (tender.account.isEmpty ? tender.lots.reduce(0) { $0 + $1.principal } : tender.amount)
    }
  }
}

extension Model {
  /// What a sale is to be taken back from.
  func sold(
    _ sale: SaleAsked, _ lines: [ModelLine], _ money: ModelMoney, _ own: OwnMoney,
    _ receipt: ModelReceipt, rate: Int64,
    carried: [ModelSold.Tender] = []
  ) -> ModelSold {
    var sessions = receipt.sessions[...]
    let charged = lines.filter { $0.session == nil }
    let tenders = sale.tenders.compactMap { tender -> ModelSold.Tender? in
      switch tender.kind {
      case .storedValue:
        let lots = Model.oldest(sale.member.map { members[$0].lots } ?? []).compactMap { index in
          receipt.lots.first { $0.index == index }
        }
        return .init(
          account: "", amount: own.stored,
          lots: lots.map { .init(lot: $0.index, principal: $0.principal, bonus: $0.bonus) })
      case .points: return .init(account: "", amount: own.points, points: receipt.burned)
      case .wechat: return .init(account: "wechat", amount: money.wechat)
      case .cash: return .init(account: "drawer:1", amount: money.cash)
      default: return nil
      }
    }
    return ModelSold(
      member: sale.member,
      lines: lines.map { line in
        let use = line.session == nil ? nil : sessions.removeFirst()
        return .init(line, session: use.map { ($0.course, $0.part, $0.paid, $0.bonus) })
      }, tenders: carried + tenders.filter { $0.amount > 0 },
      discount: charged.reduce(0) { $0 + $1.off }, charged: charged.reduce(0) { $0 + $1.net },
      pointsDays: Set(receipt.points.filter { $0.value > 0 }.keys), granted: receipt.granted,
      uses: receipt.uses, referrer: receipt.referrer, rate: rate,
      base: money.sum + receipt.lots.reduce(0) { $0 + $1.principal } + carried.principal,
      earned: receipt.earned)
  }

  /// Lines of a sale come back and pay for another one, in one go.
  ///
  /// - Parameters:
  ///   - asked: what comes back.
  ///   - old: the sale that it comes back of.
  ///   - sale: the new one.
  /// - Returns: the new sale; nil where it is refused or not paid.
  mutating func exchange(
    _ asked: [(line: Int, count: Int64)], of old: inout ModelSold, for sale: SaleAsked
  ) -> ModelSold? {
    let saved = (self, old)
    let start = sale.member.map { members[$0] }
    let net = price(sale, sessions: [:]).lines.reduce(0) { $0 + $1.net }
    guard let kept = credit(asked, of: old).map({ min($0, net) }),
      let (_, carried) = takeBack(asked, of: &old, inCash: false, keeping: kept)
    else {
      (self, old) = saved
      return nil
    }
    let returned = (sale.member.map { members[$0] }, moved)
    if let number = sale.member, let start {
      members[number] = start
      // What came back no longer counts when the new sale does.
      members[number].counted = returned.0?.counted ?? []
    }
    // Points that have just been taken back pay for nothing.
    guard let receipt = sell(sale, keeping: kept, carried), var sold = receipt.sold,
      receipt.burned.isEmpty
        || receipt.burned.reduce(0, { $0 + $1.count }) <= returned.0?.balance ?? 0
    else {
      (self, old) = saved
      return nil
    }
    standing[sold.chain] = nil
    rewarded[old.chain] = rewarded[sold.chain] ?? rewarded[old.chain]
    sold.chain = old.chain
    standing[old.chain, default: 0] += 1
    moved.formUnion(returned.1)
    guard let number = sale.member, let start, let back = returned.0 else { return sold }
    members[number].add(back, less: start)
    members[number].evenOut()
    let points = members[number].points
    sold.pointsDays = Set(points.keys.filter { points[$0, default: 0] > start.points[$0] ?? 0 })
    return sold
  }

  /// What lines that come back are worth.
  func credit(_ asked: [(line: Int, count: Int64)], of old: ModelSold) -> Int64? {
    var (trial, sold) = (self, old)
    return trial.takeBack(asked, of: &sold, inCash: false)?.paid
  }
}

extension ModelMember {
  /// Adds what came back, as it stands in a member's state beside the state before.
  fileprivate mutating func add(_ back: ModelMember, less start: ModelMember) {
    for index in lots.indices {
      lots[index].principal += back.lots[index].principal - start.lots[index].principal
      lots[index].bonus += back.lots[index].bonus - start.lots[index].bonus
      lots[index].enjoyed += back.lots[index].enjoyed - start.lots[index].enjoyed
    }
    for index in courses.indices {
      for part in courses[index].left.indices {
        let (after, before) = (back.courses[index], start.courses[index])
        courses[index].left[part] += after.left[part] - before.left[part]
        courses[index].deferred[part] += after.deferred[part] - before.deferred[part]
        courses[index].bonus[part] += after.bonus[part] - before.bonus[part]
      }
    }
    for (code, count) in back.coupons {
      coupons[code, default: 0] += count - (start.coupons[code] ?? 0)
    }
    for (key, count) in back.uses { uses[key, default: 0] += count - (start.uses[key] ?? 0) }
    for day in Set(back.points.keys).union(start.points.keys) {
      points[day, default: 0] += (back.points[day] ?? 0) - (start.points[day] ?? 0)
    }
    owed += back.owed - start.owed
  }

  /// What one day's points lack the others give, the soonest to lapse first; nobody owes points who
  /// has some.
  fileprivate mutating func evenOut() {
    owed -= points.values.filter { $0 < 0 }.reduce(0, +)
    points = points.filter { $0.value > 0 }
    for day in points.keys.sorted() where owed > 0 {
      let repaid = min(owed, points[day] ?? 0)
      owed -= repaid
      points[day] = (points[day] ?? 0) - repaid
    }
    points = points.filter { $0.value > 0 }
  }
}
