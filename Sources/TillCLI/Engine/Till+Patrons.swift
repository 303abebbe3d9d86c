import Catalog
import Checkout
import Ledger
import Membership
import Storage

/// A numbered list that `:2` picks from.
enum Choices {
  case items([Item], Ring)
  case members([Member])

  var count: Int {
    switch self {
    case .items(let items, _): items.count
    case .members(let members): members.count
    }
  }
}

extension Till {
  /// The prices and limits that hold now for a bill with a member on it, or with none.
  func terms(for member: Int?, _ snapshot: Snapshot) throws -> Terms {
    let day = try businessDay(snapshot)
    let patron = try member.map { try self.patron($0, on: day, snapshot) }
    return Terms(shop: shop, rules: rules, day: day, patron: patron)
  }

  /// The terms of the open bill: while the journal does not go on, its member need not be read for
  /// each line again, as every change of a member or of what they hold has an entry.
  func standingTerms(for member: Int?, _ snapshot: Snapshot) throws -> Terms {
    let head = try snapshot.head().hash
    let day = try businessDay(snapshot)
    if let lastPatron, lastPatron.head == head, lastPatron.day == day,
      lastPatron.patron.member.number == member
    {
      return Terms(shop: shop, rules: rules, day: day, patron: lastPatron.patron)
    }
    let terms = try terms(for: member, snapshot)
    lastPatron = terms.patron.map { (head, day, $0) }
    return terms
  }

  /// The same terms, with the names of the services that courses pay for.
  func naming(
    _ courses: [CourseOffer], _ terms: Terms, _ snapshot: Snapshot
  ) throws -> Terms {
    var terms = terms
    for code in Set(courses.flatMap(\.entitlements).flatMap(\.services)) {
      terms.serviceNames[code] = try snapshot.item(code: code)?.name
    }
    return terms
  }

  /// A member with everything that the shop owes them.
  ///
  /// - Throws: `Refusal` named `member-unknown`.
  func patron(_ number: Int, on day: BusinessDate, _ snapshot: Snapshot) throws -> Patron {
    guard let member = try snapshot.member(number) else {
      throw Refusal(.memberUnknown, String(number))
    }
    return try patron(member, on: day, snapshot)
  }

  func patron(_ member: Member, on day: BusinessDate, _ snapshot: Snapshot) throws -> Patron {
    let balances = MemberBalances(try snapshot.heldBalances(ofMember: member.number))
    let lots = try balances.lots.compactMap { number in
      try snapshot.lot(number, ofMember: member.number).map(HeldLot.init)
    }
    let courses = try balances.courses.compactMap { number in
      try snapshot.course(number, ofMember: member.number).map(heldCourse)
    }
    let wallet = balances.wallet(lots: lots, courses: courses)
    let owing = wallet.isReferralRewarded ? nil : member.referrer.map(Chart.pointsOwed)
    let counted = try qualifying(member.number, on: day, snapshot)
    return Patron(
      member: member, wallet: wallet, qualifying: counted,
      inGrace: try qualifyingInGrace(member, on: day, snapshot).map { max($0, counted) },
      referrerOwes: try owing.map { try snapshot.balance(of: $0) } ?? 0)
  }

  private func heldCourse(_ row: CourseRow) throws -> HeldCourse {
    HeldCourse(
      number: row.number, offer: try offer(of: row), day: row.day, expires: row.expires,
      isFrozen: row.isFrozen, left: [], deferred: [])
  }

  /// A course as it was sold: many members have the same one.
  private func offer(of row: CourseRow) throws -> CourseOffer {
    if let offer = offers[row.offer] { return offer }
    guard let json = try? JSON(parsing: row.offer), let offer = CourseOffer(json) else {
      throw StorageError(.damaged, message: "a course is not readable", place: "course")
    }
    if offers.count >= Till.mostOffers { offers = [:] }
    offers[row.offer] = offer
    return offer
  }

  private static let mostOffers = 100

  /// What counts towards a member's tier: the days of the window, today included.
  private func qualifying(
    _ member: Int, on day: BusinessDate, _ snapshot: Snapshot
  ) throws -> Int64 {
    guard let policy = rules.tierPolicy else { return 0 }
    let account = Chart.qualifying(member)
    let first = day.advanced(by: 1 - policy.windowDays)
    return try snapshot.balance(of: account)
      - snapshot.balance(named: account.name, before: first)
  }

  /// The most that counted on a day from the first without the tier to the last of its grace, as far
  /// as it still stands; nil while the tier holds, its grace included.
  private func qualifyingInGrace(
    _ member: Member, on day: BusinessDate, _ snapshot: Snapshot
  ) throws -> Int64? {
    guard let policy = rules.tierPolicy, let until = member.tierUntil,
      until.advanced(by: policy.graceDays) < day
    else { return nil }
    let account = Chart.qualifying(member.number)
    let now = try snapshot.balance(of: account)
    func balance(before day: BusinessDate) throws -> Int64 {
      try snapshot.balance(named: account.name, before: day)
    }
    // Where nothing came or went back since, no later day counts more.
    let isSame = try balance(before: until.advanced(by: 2)) == now
    return try (1...(isSame ? 1 : max(1, policy.graceDays))).map { day in
      let next = until.advanced(by: day + 1)
      return try min(balance(before: next), now)
        - balance(before: next.advanced(by: -policy.windowDays))
    }.max()
  }

  // MARK: Finding

  /// The members that a word may mean, best first: one where it says which.
  func members(_ who: Who, _ snapshot: Snapshot) throws -> [Member] {
    let text = who.text
    let found: [Member]
    if isPhone(text) {
      found = try snapshot.members(phone: text)
    } else {
      found = try snapshot.members(matching: text, limit: Till.mostChoices)
    }
    let known = found.filter { $0.status != .erased }
    let exact = known.filter { $0.isMeantExactly(by: text) }
    if !exact.isEmpty { return exact }
    if known.isEmpty, let member = try snapshot.lostCard(text.uppercased()) {
      throw Refusal(.cardReplaced, text.uppercased(), expected: "@\(member)")
    }
    let named = known.filter { member in
      member.name.lowercased() == text
        || searchKeys(ofName: member.name).contains { $0.field == .initials && $0.text == text }
    }
    return named.count == 1 ? named : known
  }

  /// Whom nobody knows may be new: a phone is enough to begin with.
  func unknownMember(_ who: Who) -> Refusal {
    Refusal(
      .memberUnknown, who.text,
      expected: "member add NAME \(isPhone(who.text) ? who.text : "PHONE")")
  }

  /// The one member that a word means.
  ///
  /// - Throws: `Refusal` named `member-unknown` or `member-ambiguous`.
  func member(_ who: Who, _ snapshot: Snapshot) throws -> Member {
    let found = try members(who, snapshot)
    guard let first = found.first else { throw unknownMember(who) }
    guard found.count == 1 else {
      let list = found.map { "@\($0.number) \($0.maskedName) \($0.maskedPhone)" }
      throw Refusal(.memberAmbiguous, who.text, expected: list.joined(separator: ", "))
    }
    return first
  }

  /// The member that a line names, or else the one on the open bill.
  func member(_ who: Who?, for what: String, _ snapshot: Snapshot) throws -> Member {
    if let who { return try member(who, snapshot) }
    guard let number = try bill(in: snapshot)?.open.member,
      let member = try snapshot.member(number)
    else { throw Refusal(.memberNeeded, what, expected: "@WHO") }
    return member
  }
}

extension Member {
  /// Whether a text is the member's number, phone, its last four digits or the card's number.
  fileprivate func isMeantExactly(by text: String) -> Bool {
    String(number) == text || (!phone.isEmpty && phone == text)
      || (!card.isEmpty && card == text.uppercased())
      || (text.utf8.count == 4 && phone.utf8.count == 11 && phone.hasSuffix(text))
  }
}

extension HeldLot {
  /// What a row of the ledger says of a top-up.
  init(_ row: LotRow) {
    self.init(number: row.number, day: row.day, paid: row.paid, gift: row.gift)
  }
}
