import Catalog
package import Checkout
package import Ledger
import Membership
import Pricing
import Storage

extension Reply {
  /// The reply as one JSON object on one line: money in fen, times by RFC 3339.
  ///
  /// - Parameter language: of the message in it.
  /// - Returns: an object with `ok` in it.
  package func json(_ language: Language) -> JSON {
    let head: [JSON.Member]
    switch outcome {
    case .done: head = [.init("ok", JSON(exitStatus == .done))]
    case .refused(let refusal):
      head = [
        .init("ok", false), .init("error", .string(refusal.name.rawValue)),
        .init("message", .string(screenSafe(refusal.text(language)))),
        .init("need", refusal.need.map { JSON($0) } ?? .null),
        .init("have", refusal.have.map { JSON($0) } ?? .null),
      ]
    case .failed(let error):
      head = [
        .init("ok", false), .init("error", .string(error.name)),
        .init("message", .string(screenSafe(error.text(language)))),
      ]
    }
    let repeated: [JSON.Member] = isRepeated ? [.init("repeated", true)] : []
    let notices = notices.isEmpty ? JSON.null : JSON(notices.map { .string($0.text(language)) })
    return JSON.object([]).with(head + repeated + [.init("notices", notices)])
      .withContent(
        content.members + (shift.map { [.init("shift", $0)] } ?? [])
          + (member.map { [.init("member", $0.json)] } ?? [])
          + (stock.isEmpty ? [] : [.init("stock", JSON(stock.map(\.json)))]))
  }
}

extension JSON {
  /// Adds members as they are, null ones too: a member that stands for nothing is said to.
  fileprivate func withContent(_ more: [Member]) -> JSON { .object((members ?? []) + more) }
}

extension Reply.Content {
  fileprivate var members: [JSON.Member] {
    switch self {
    case .nothing, .end: []
    case .bill(let state): [.init("bill", state?.json ?? .null)]
    case .document(let document, let slips): [.init("document", document.reply(slips: slips))]
    case .slipText(let document, let text):
      [.init("document", document.reply(slips: [])), .init("text", .string(text))]
    case .documents(let documents):
      [.init("documents", JSON(documents.map { $0.reply(slips: []) }))]
    case .shift(let document, let report, let slips):
      (document.map { [.init("document", $0.reply(slips: slips))] } ?? [])
        + [.init("shift", report)]
    case .choices(.items(let items, _)): [.init("choices", JSON(items.map(choice)))]
    case .choices(.members(let members)), .members(let members):
      [.init("members", JSON(members.map(choice)))]
    case .member(let state): [.init("member", state.json)]
    case .count(let state): [.init("count", state.json)]
    case .countGivenUp(let sheet): [.init("count", .object([.init("sheet", JSON(sheet))]))]
    case .imported(let report): [.init("import", report.json)]
    case .stock(let states, _): [.init("stock", JSON(states.map(\.json)))]
    case .backBar(let report): [.init("report", report.json)]
    case .statement(let state, let statement, let files):
      [
        .init("member", state.json), .init("statement", statement.json),
        .init("files", JSON(files.map(JSON.string))),
      ]
    case .quotes(let state, let quotes):
      [.init("member", state.json), .init("quotes", JSON(quotes.map(\.json)))]
    case .goods(let report): [.init("report", report.json)]
    case .liability(let liability): [.init("report", liability.json)]
    case .tierPreview(let day, let moves):
      [
        .init(
          "report",
          .object([
            .init("day", .string(day.description)),
            .init("tiers", JSON(moves.map { $0.change.json(of: $0.member) })),
          ]))
      ]
    case .held(let bills):
      [
        .init(
          "held",
          JSON(
            bills.map { held in
              .object([
                .init("tag", .string(held.bill.tag)), .init("id", JSON(held.bill.id.value)),
                .init("held_at", .string(held.bill.heldAt.description)),
                .init("lines", JSON(held.lines)), .init("total", JSON(held.total)),
              ])
            }))
      ]
    case .settlementList(let state, let text):
      [.init("bill", state.json), .init("text", .string(text))]
    case .accounts(let accounts): [.init("report", trial(accounts))]
    case .prices(let history): [.init("price", history.json)]
    case .verification(let result): [.init("verify", result.json)]
    case .operatorChanged(let member): [.init("operator", JSON(member?.number))]
    case .pinSet(let member): [.init("staff", JSON(member.number))]
    case .help(let text): [.init("text", .string(text))]
    }
  }

  private func choice(_ member: Member) -> JSON {
    .object([
      .init("no", JSON(member.number)), .init("name", .string(member.maskedName)),
      .init("phone", .string(member.maskedPhone)),
    ])
  }

  private func choice(_ item: Item) -> JSON {
    .object([
      .init("code", .string(item.code)), .init("name", .string(item.name)),
      .init("price", item.price.map { JSON($0) } ?? .null),
    ])
  }

  private func trial(_ accounts: [AccountBalance]) -> JSON {
    let debit = accounts.filter { $0.unit == .fen && $0.balance > 0 }.map(\.balance).reduce(0, +)
    let rows = accounts.map { account in
      JSON.object([
        .init("account", .string(account.name)), .init("kind", .string(account.kind.rawValue)),
        .init("unit", .string(account.unit.name)), .init("balance", JSON(account.balance)),
      ])
    }
    return .object([.init("accounts", JSON(rows)), .init("debit_total", JSON(debit))])
  }
}

extension BillState {
  var json: JSON {
    .object([
      .init("id", JSON(open.id.value)),
      .init("lines", JSON(priced.lines.enumerated().map { $1.reply(number: $0 + 1) })),
      .init("list_total", JSON(priced.listTotal)),
      .init("discount_total", JSON(priced.discountTotal)),
      .init("total", JSON(priced.total)),
      .init("paid", JSON(settlement.paid)),
      .init("due", JSON(settlement.due)),
      .init("cash_due", JSON(cashDue)),
      .init("member", member?.json ?? .null),
      .init("tenders", JSON(settlement.tenders.map(\.reply))),
    ]).with([.init("coupons", coupons), .init("exchange", exchange)])
  }
}

extension BillState {
  private var exchange: JSON {
    guard let exchange = open.exchange else { return .null }
    return .object([
      .init("number", .string(exchange.number)), .init("credit", JSON(exchange.credit)),
    ])
  }

  private var coupons: JSON {
    guard !priced.coupons.isEmpty else { return .null }
    return JSON(
      priced.coupons.map { outcome in
        JSON.object([
          .init("code", .string(outcome.coupon.code)), .init("amount", JSON(outcome.amount)),
          .init("applies", JSON(outcome.hindrance == nil)),
          .init("why_not", outcome.hindrance.map { .string($0.name) } ?? .null),
        ])
      })
  }
}

extension CouponOutcome.Hindrance {
  /// As the refusals of such a coupon are called.
  fileprivate var name: String {
    let name: Refusal.Name =
      switch self {
      case .nothingEligible, .belowMinimum: .couponNotApplicable
      case .notDiscountable: .couponNoDiscount
      case .memberPrice: .couponMemberPrice
      case .alone: .couponAlone
      }
    return name.rawValue
  }
}

extension PricedLine {
  fileprivate func reply(number: Int) -> JSON {
    let reductions = reductions.map { applied in
      JSON.object([
        .init("name", .string(applied.name)),
        .init("amount", JSON(applied.amount)),
        .init("approver", JSON(applied.granted.approver)),
      ])
    }
    return JSON.object([
      .init("no", JSON(number)), .init("code", .string(line.item.code)),
      .init("name", .string(line.item.name)), .init("qty", JSON(line.quantity)),
      .init("unit_price", JSON(line.unitPrice)), .init("list", JSON(list)),
      .init("discount", JSON(discount)), .init("net", JSON(net)),
      .init("tax_rate", JSON(line.item.taxRate)), .init("tax", JSON(tax)),
      .init("reductions", JSON(reductions)), .init("staff", line.staff.reply),
    ]).with([
      .init("course", line.session.map { JSON($0.course) } ?? .null),
      .init("kit", JSON(line.kit?.code)), .init("lot", JSON(line.lot)),
    ])
  }
}

extension Verification {
  fileprivate var json: JSON {
    .object([
      .init("entries", JSON(entries)), .init("postings", JSON(postings)),
      .init("accounts", JSON(accounts)), .init("shifts", JSON(shifts)),
      .init("members", JSON(members)), .init("lots", JSON(lots)),
      .init("head", .string(head.hash.hexadecimal)),
      .init("faults", JSON(faults.map { .string(screenSafe($0)) })),
    ])
  }
}

extension PriceHistory {
  fileprivate var json: JSON {
    .object([
      .init("code", .string(item.code)), .init("name", .string(item.name)),
      .init("price", item.price.map { JSON($0) } ?? .null),
      .init("lowest_7_days", lowest.map { JSON($0) } ?? .null),
      .init(
        "changes",
        JSON(
          changes.map { change in
            .object([
              .init("since", .string(change.since.description)),
              .init("price", change.price.map { JSON($0) } ?? .null),
            ])
          })),
    ])
  }
}
