package import Checkout
import Ledger
import Storage

extension Till {
  /// Whose limits count for a line: the operator's, and the approver's if one is named at its end.
  func authority(for line: TypedLine) throws -> Authority {
    if shop.isLoginNeeded, operatingStaff == nil {
      throw Refusal(.loginNeeded, expected: "login STAFF PIN")
    }
    let role = operatingStaff?.role ?? shop.openRole
    let approver = try line.approval.map { try self.approver($0) }
    return Authority(
      staff: operatingStaff?.number ?? 0, rights: roster.rights(of: role), approver: approver,
      approverRights: approver.map { roster.rights(of: $0.role) })
  }

  /// Somebody else who may approve; the approval is good for its line alone.
  private func approver(_ approval: TypedLine.Approval) throws -> StaffMember {
    guard let number = Int(approval.staff), let member = roster[number] else {
      throw Refusal(.approverUnfit, approval.staff, expected: managers)
    }
    guard number != operatingStaff?.number, member.role == .manager else {
      throw Refusal(.approverUnfit, approval.staff, expected: managers)
    }
    try checkPin(approval.pin, of: member)
    return member
  }

  private var managers: String {
    roster.members.filter { $0.role == .manager }.map { String($0.number) }.joined(separator: " ")
  }

  func login(_ number: Int, pin: String?) throws -> Reply {
    guard let member = roster[number], member.role != .none else {
      // The same time and the same words as for a wrong PIN: nobody learns who works here.
      _ = Pin.matches(pin ?? "", Pin.nobody)
      throw Refusal(.loginFailed, String(number))
    }
    try checkPin(pin, of: member)
    operatingStaff = member
    try keep(.login(staff: number), authority: Authority(staff: number, rights: .nothing))
    return Reply(content: .operatorChanged(member))
  }

  func logout() -> Reply {
    operatingStaff = nil
    return Reply(content: .operatorChanged(nil))
  }

  /// Checks a PIN.
  ///
  /// The try is counted before it is checked, so that neither a crash nor a power cut gives it back.
  private func checkPin(_ given: String?, of member: StaffMember) throws {
    guard let pin = given ?? askSecret?("PIN \(member.number): ") else {
      throw Refusal(.noInput, String(member.number), expected: "STAFF PIN")
    }
    guard let stored = try read({ try $0.pin(of: member.number) }) else {
      _ = Pin.matches(pin, Pin.nobody)
      throw Refusal(.loginFailed, String(member.number))
    }
    let moment = try read { try time($0) }
    guard stored.failures < Pin.mostFailures, stored.lockedUntil <= moment else {
      let seconds = (stored.lockedUntil.milliseconds - moment.milliseconds + 999) / 1000
      let isForever = stored.failures >= Pin.mostFailures
      throw Refusal(
        .pinLocked, String(member.number), expected: isForever ? "passwd \(member.number)" : "",
        need: isForever ? nil : seconds)
    }
    let until = moment.advanced(seconds: Pin.lockSeconds(afterFailures: stored.failures + 1))
    try store.write { try $0.countPinFailure(of: member.number, lockedUntil: until) }
    guard Pin.matches(pin, stored.hash) else {
      try keep(.loginFailed(staff: member.number), authority: Authority(staff: 0, rights: .nothing))
      throw Refusal(.loginFailed, String(member.number))
    }
    try store.write { try $0.clearPinFailures(of: member.number) }
  }

  /// Sets a PIN: one's own, or as a manager a colleague's.
  func passwd(
    _ number: Int?, pin: String?, _ authority: Authority, _ line: TypedLine
  ) throws -> Reply {
    let isOther = number != nil && number != operatingStaff?.number
    if isOther { _ = try authority.grant("passwd \(number ?? 0)", where: \.voidsSales) }
    guard let member = number.map({ roster[$0] }) ?? operatingStaff else {
      guard let number else { throw Refusal(.loginNeeded, expected: "login STAFF PIN") }
      throw Refusal(
        .staffUnknown, String(number),
        expected: roster.members.map { String($0.number) }.joined(separator: " "))
    }
    let new = try pin ?? askNewPin(of: member)
    let least = Pin.leastDigits(for: member.role)
    guard Pin.isStrong(new, for: member.role) else {
      throw Refusal(.pinWeak, String(member.number), need: Int64(least), have: Int64(new.count))
    }
    guard let hash = Pin.hash(new) else { throw Refusal(.pinWeak, String(member.number)) }
    // What is kept of a keyed line must not let anybody try PINs against it.
    return try write(pin == nil ? line : line.withoutSecret) { writer in
      try writer.setPin(of: member.number, hash: hash)
      let occasion = try occasion(for: .event, writer.snapshot, authority: authority)
      _ = try writer.append(record(.pinSet(staff: member.number), on: occasion))
      return .pinSet(member)
    }
  }

  /// Asks for a new PIN twice, as nobody sees what is typed.
  private func askNewPin(of member: StaffMember) throws(Refusal) -> String {
    guard let first = askSecret?("PIN \(member.number): "),
      let second = askSecret?("PIN \(member.number) ×2: ")
    else { throw Refusal(.noInput, String(member.number), expected: "passwd STAFF PIN") }
    guard first == second else { throw Refusal(.pinsDiffer, String(member.number)) }
    return first
  }

  /// Gives everybody who may run the till a PIN, all at once, in a ledger that has none yet.
  ///
  /// - Returns: who got which; nil if somebody has one already.
  package func issuePins() throws -> [(member: StaffMember, pin: String)]? {
    let members = roster.members.filter { $0.role != .none }
    let hasPin = try read { snapshot in
      try members.contains { try snapshot.pin(of: $0.number) != nil }
    }
    guard !hasPin else { return nil }
    let issued = try members.map { member in
      let pin = Pin.random(for: member.role)
      guard let hash = Pin.hash(pin) else { throw Refusal(.pinWeak, String(member.number)) }
      return (member, pin, hash)
    }
    try store.write { writer in
      for (member, _, hash) in issued { try writer.setPin(of: member.number, hash: hash) }
    }
    return issued.map { ($0.0, $0.1) }
  }

  private func keep(_ event: Event, authority: Authority) throws {
    _ = try write(try TypedLine([])) { writer in
      let occasion = try occasion(for: .event, writer.snapshot, authority: authority)
      _ = try writer.append(record(event, on: occasion))
      return .nothing
    }
  }
}
