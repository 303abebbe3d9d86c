import Checkout
import Ledger
import Membership

extension ReplyWriter {
  /// One line of what a cashier must see of a member at once.
  func banner(_ state: MemberState) -> String {
    let (member, wallet) = (state.patron.member, state.patron.wallet)
    let name = ["@\(member.number)", state.name, state.phone].filter { !$0.isEmpty }
    var parts = [name.joined(separator: " ")]
    if !state.tier.isEmpty { parts.append(state.tier) }
    parts.append(
      say("储值 ", "stored value ") + "\(wallet.principal.grouped)+\(wallet.bonus.grouped)")
    parts.append(say("积分 ", "points ") + "\(wallet.pointsBalance)")
    parts += wallet.courses.map { course in
      let end = course.expires.map { say(" 至\($0)", " until \($0)") } ?? ""
      let frozen = course.isFrozen ? say(" 冻结", " frozen") : ""
      return "\(course.offer.name) \(course.sessionsLeft)/\(course.offer.sessions)\(end)\(frozen)"
    }
    if let days = state.birthdayIn { parts.append(birthday(days)) }
    if member.status == .frozen { parts.append(say("卡已冻结", "card frozen")) }
    if !member.note.isEmpty { parts.append("! \(member.note)") }
    return parts.joined(separator: "  ") + "\n"
  }

  private func birthday(_ days: Int) -> String {
    switch days {
    case 0: say("今天生日", "birthday today")
    case 1...: say("\(days)天后生日", "birthday in \(days) days")
    default: say("生日过了\(-days)天", "birthday \(-days) days ago")
    }
  }

  /// A member with everything that is known.
  func details(_ state: MemberState) -> String {
    let member = state.patron.member
    var text = banner(state)
    let fields: [(String, String)] = [
      (say("卡号", "card"), member.card),
      (say("卡有效期", "card until"), member.cardExpires?.description ?? ""),
      (say("等级到期", "tier until"), member.tierUntil?.description ?? ""),
      (say("入会", "joined"), member.joined.description),
      (say("介绍人", "referred by"), member.referrer.map { "@\($0)" } ?? ""),
      (say("来源", "source"), member.source),
      (say("标签", "tags"), member.tags.joined(separator: " ")),
      (say("生日", "birthday"), state.isFull ? member.birthday?.description ?? "" : ""),
      (
        say("优惠券", "coupons"),
        state.patron.wallet.coupons.sorted { $0.key < $1.key }.map { "\($0) x\($1)" }
          .joined(separator: " ")
      ),
    ]
    for (label, value) in fields where !value.isEmpty { text += "  \(label) \(value)\n" }
    return text
  }

  func text(ofMembers members: [Member]) -> String {
    guard !members.isEmpty else { return say("没有找到会员\n", "no member found\n") }
    return members.enumerated().map { index, member in
      ":\(index + 1) @\(pad(String(member.number), 7)) \(pad(member.maskedName, 14)) \(member.maskedPhone)\n"
    }.joined()
  }

  func text(of statement: Statement, _ state: MemberState, files: [String]) -> String {
    var text = banner(state)
    text += row(
      [
        say("日期", "day"), say("单号", "number"), say("本金", "principal"), say("赠金", "bonus"),
        say("积分", "points"), say("次数", "sessions"), say("储值余额", "stored value"),
      ])
    if statement.from != nil {
      text += row([say("期初", "before"), "", "", "", "", "", total(statement.before)])
    }
    for line in statement.lines {
      let name = line.number.isEmpty ? words.title(of: line.kind) : line.number
      text += row([
        line.day.description, name, signed(line.moved.principal), signed(line.moved.bonus),
        signed(line.moved.points), signed(line.moved.sessions), total(line.after),
      ])
    }
    let after = statement.after
    text += row([
      say("期末", "after"), "", after.principal.grouped, after.bonus.grouped,
      String(after.points), String(after.sessions), total(after),
    ])
    return text + files.map { "✓ \($0)\n" }.joined()
  }

  private func total(_ balance: MemberAmounts) -> String {
    (balance.principal + balance.bonus).grouped
  }

  private func signed(_ amount: Money) -> String {
    amount == .zero ? "" : "\(amount > .zero ? "+" : "")\(amount.grouped)"
  }

  private func signed(_ count: Int64) -> String {
    count == 0 ? "" : "\(count > 0 ? "+" : "")\(count)"
  }

  private func row(_ cells: [String]) -> String {
    let widths = [11, 19, 13, 12, 9, 7, 14]
    return zip(cells, widths).enumerated().map { index, cell in
      index < 2 ? pad(cell.0, cell.1) : padLeft(cell.0, cell.1)
    }.joined() + "\n"
  }

  func text(of quotes: [RefundQuote], _ state: MemberState) -> String {
    var text = banner(state)
    text += pad("", 34) + padLeft(say("已付 - 已消费", "paid - used"), 18)
    text += padLeft(say("应退", "due"), 14) + "\n"
    for quote in quotes {
      text += row("\(name(of: quote.reason))  \(words.law(quote.reason.rawValue))", quote.total)
      for part in quote.parts {
        let source =
          switch part.source {
          case .lot(let number): say("  充值\(number)", "  top-up \(number)")
          case .course(let number): say("  次卡\(number)", "  course \(number)")
          }
        text += row(
          source, "\(part.paid.grouped) - \(part.delivered.grouped)", part.due)
      }
      if quote.toCard > .zero {
        text += row(say("  其中退回储值本金", "  back to the card"), "", -quote.toCard)
      }
      if quote.bonusToCard > .zero {
        text += row(say("  另退回储值赠金", "  bonus besides"), "", quote.bonusToCard)
      }
      if quote.interest > .zero { text += row(say("  利息", "  interest"), "", quote.interest) }
      if quote.total > .zero {
        let line = "cardrefund @\(state.patron.member.number) reason=\(quote.reason.rawValue) pay"
        text += say("  付款输入: \(line) w\n", "  to pay it out: \(line) w\n")
      }
    }
    return text
  }

  private func name(of reason: RefundReason) -> String {
    switch reason {
    case .coolingOff: say("七日内", "cooling-off")
    case .shop: say("商家原因", "the shop's reason")
    case .member: say("会员原因", "the member's reason")
    }
  }

  func text(of liability: Liability) -> String {
    row(say("储值本金", "stored value, principal"), "\(liability.day)", liability.principal)
      + row(say("储值赠金", "stored value, bonus"), "", liability.bonus)
      + row(
        say("次卡未核销", "courses, deferred"),
        say("\(liability.sessions)次", "\(liability.sessions) sessions"), liability.deferred)
      + (liability.deferredBonus > .zero
        ? row(say("次卡含赠金", "courses, bonus"), "", liability.deferredBonus) : "")
      + "\(say("积分", "points")) \(liability.points)"
      + (liability.pointsOwed > 0
        ? say("  积分欠 ", "  owed ") + String(liability.pointsOwed) : "")
      + "  \(say("优惠券", "coupons")) \(liability.coupons)\n"
  }

  func text(ofTiers day: BusinessDate, _ moves: [ComingTier]) -> String {
    guard !moves.isEmpty else {
      return say("到\(day)没有等级变动\n", "no tier changes by \(day)\n")
    }
    return moves.map { move in
      let member = move.member
      let tiers = "\(move.from) → \(move.to)"
      return
        "@\(pad(String(member.number), 7)) \(pad(member.maskedName, 12)) \(pad(tiers, 18)) \(word(for: move.change.reason))\n"
    }.joined()
  }

  private func word(for reason: TierChange.Reason) -> String {
    switch reason {
    case .reached: say("达标升级", "reached")
    case .plan: say("充值升级", "plan")
    case .kept: say("保级", "kept")
    case .lapsed: say("到期降级", "lapsed")
    case .set: say("店长设定", "set")
    case .voided: say("单据作废", "voided")
    }
  }
}
