import Checkout
import Ledger
import Storage

extension Till {
  /// Does what a command asks for.
  func perform(_ command: Command, of line: TypedLine) throws -> Reply {
    switch command {
    case .comment: return Reply()
    case .exit: return Reply(content: .end)
    case .help(let topic): return Reply(content: .help(try help(topic, language)))
    case .login(let staff, let pin): return try login(staff, pin: pin)
    case .logout: return logout()
    case .verify: return Reply(content: .verification(try verifyStore()))
    default: break
    }
    let authority = try authority(for: line)
    try runDay()
    switch command {
    case .reportGoods(let words): return try report(words)
    case .showBill, .settlementList, .held, .price, .show, .reportX, .reportTrial,
      .reportLiability, .reportTiers:
      return try answer(command)
    case .reportBackBar(let range): return try reportBackBar(range)
    case .passwd(let staff, let pin): return try passwd(staff, pin: pin, authority, line)
    case .open(let float): return try open(float: float, authority, line)
    case .move(let movement): return try move(movement, authority, line)
    case .noSale(let reason): return try noSale(reason: reason, authority, line)
    case .close(let count, let keep): return try close(count, keep: keep, authority, line)
    case .void(let number, let reason): return try void(number, reason: reason, authority, line)
    case .refund(let number, let returning):
      return try refund(number, returning, authority, line)
    case .exchange(let number, let returning):
      return try exchange(number, returning, authority, line)
    case .reprint(let number): return try reprint(number, authority, line)
    case .sell(let words): return try sell(words, authority, line)
    case .hold(let tag): return try hold(tag, line)
    case .get(let tag): return try get(tag, line)
    case .undo: return try undo(line)
    case .member(let command): return try perform(command, authority, line)
    case .stock(let command): return try perform(command, authority, line)
    case .importFile(let words): return try importFile(words, authority, line)
    default: return try changeBill(command, authority, line)
    }
  }

  /// Answers a command that changes nothing.
  private func answer(_ command: Command) throws -> Reply {
    try read { snapshot in
      switch command {
      case .settlementList: return Reply(content: try settlementList(snapshot))
      case .held: return Reply(content: try held(snapshot))
      case .price(let code, let day):
        return Reply(content: .prices(try prices(ofItem: code, on: day, snapshot)))
      case .show(let number): return Reply(content: try show(number, snapshot))
      case .reportX: return Reply(content: .shift(nil, try report(snapshot).json, slips: []))
      case .reportTrial: return Reply(content: .accounts(try snapshot.trialBalance()))
      case .reportLiability(let day): return Reply(content: try liability(day, snapshot))
      case .reportTiers(let day): return Reply(content: try tierPreview(day, snapshot))
      default: return Reply(content: .bill(try billState(snapshot)))
      }
    }
  }
}
