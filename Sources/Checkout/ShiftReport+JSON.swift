package import Ledger

extension ShiftReport {
  /// The figures under the names that replies, slips and the stored Z use; amounts in fen.
  package var json: JSON {
    JSON.object(shiftMembers + cashMembers).with(countMembers).with(salesMembers)
  }

  private var shiftMembers: [JSON.Member] {
    [
      .init("no", JSON(number)),
      .init("drawer", JSON(drawer)),
      .init("opened_at", .string(openedAt.description)),
    ]
  }

  private var cashMembers: [JSON.Member] {
    [
      .init("float", JSON(cash.float)),
      .init("opening_variance", JSON(openingVariance)),
      .init("cash_sales", JSON(cash.sales)),
      .init("cash_topups", JSON(cash.topups)),
      .init("cash_refunds", JSON(cash.refunds)),
      .init("paid_in", JSON(cash.paidIn)),
      .init("paid_out", JSON(cash.paidOut)),
      .init("dropped", JSON(cash.dropped)),
      .init("expected", JSON(cash.expected)),
    ]
  }

  private var countMembers: [JSON.Member] {
    guard let counted else { return [] }
    let denominations = counted.denominations.map { one in
      JSON.object([.init("value", JSON(one.value)), .init("count", JSON(one.count))])
    }
    return [
      .init("closed_at", JSON(closedAt?.description)),
      .init("counted", JSON(counted.total)),
      .init("over_short", JSON(overShort)),
      .init("kept", kept.map { JSON($0) } ?? .null),
      .init("denominations", denominations.isEmpty ? .null : JSON(denominations)),
    ]
  }

  private var salesMembers: [JSON.Member] {
    let kinds = TenderKind.allCases.compactMap { kind in tenders[kind].map { (kind, $0) } }
    return [
      .init("tenders", amounts(tenders)),
      .init("tender_counts", .object(kinds.map { .init($0.rawValue, JSON($1.count)) })),
      .init("sales", JSON(sales)),
      .init("refunds", JSON(refunds)),
      .init("voids", JSON(voids)),
      .init("no_sales", JSON(noSales)),
      .init("line_voids", JSON(lineVoids)),
      .init("overrides", JSON(overrides)),
      .init("reprints", JSON(reprints)),
      .init("first", JSON(firstSale)),
      .init("last", JSON(lastSale)),
      .init("list_total", JSON(listTotal)),
      .init("discount_total", JSON(discountTotal)),
      .init("rounding", JSON(rounding)),
      .init("turnover", JSON(turnover)),
      .init("course_sales", JSON(courseSales)),
      .init("join_fees", JSON(joinFees)),
      .init("sessions", JSON(sessions)),
      .init("session_total", JSON(sessionTotal)),
      .init("session_value", JSON(sessionValue)),
      .init("topups", JSON(topups.values.reduce(0) { $0 + $1.count })),
      .init("topup_total", JSON(Array(topups.values.map(\.amount)).sum())),
      .init("topup_bonus", JSON(topupBonus)),
      .init("topup_tenders", amounts(topups)),
      .init("card_refund_total", JSON(Array(cardRefunds.values.map(\.amount)).sum())),
      .init("card_refund_tenders", amounts(cardRefunds)),
      .init("principal_spent", JSON(principalSpent)),
      .init("bonus_spent", JSON(bonusSpent)),
      .init("points_earned", JSON(pointsEarned)),
      .init("points_burned", JSON(pointsBurned)),
      .init("revenue", .object(revenue.sorted { $0.key < $1.key }.map { .init($0, JSON($1)) })),
      .init("taxes", JSON(taxes.sorted { $0.key < $1.key }.map(taxMember))),
      .init("staff", JSON(staff.sorted { $0.key < $1.key }.map(staffMember))),
      .init("grand_total", JSON(grandTotal)),
    ]
  }

  private func amounts(_ tallies: [TenderKind: Tally]) -> JSON {
    .object(
      TenderKind.allCases.compactMap { kind in
        tallies[kind].map { .init(kind.rawValue, JSON($0.amount)) }
      })
  }

  private func taxMember(_ rate: Int, _ figures: (net: Money, tax: Money)) -> JSON {
    .object([
      .init("rate", JSON(rate)), .init("net", JSON(figures.net)), .init("tax", JSON(figures.tax)),
    ])
  }

  private func staffMember(_ number: Int, _ tally: Tally) -> JSON {
    .object([
      .init("no", JSON(number)), .init("count", JSON(tally.count)),
      .init("amount", JSON(tally.amount)),
    ])
  }
}
