package import Ledger

/// What is known before anything is decided: when, where, by whom, and the next number.
package struct Occasion: Sendable {
  /// Never earlier than the last entry.
  package let at: Instant
  package let day: BusinessDate
  package let drawer: Int
  /// The drawer's open shift; 0 if it is closed.
  package let shift: Int
  package let authority: Authority
  /// The identity of the entry that is to be made.
  package let id: EntryID
  /// The number that the document to be made takes among those of its kind and day.
  package let serial: Int

  package init(
    at: Instant, day: BusinessDate, drawer: Int, shift: Int, authority: Authority, id: EntryID,
    serial: Int
  ) {
    self.at = at
    self.day = day
    self.drawer = drawer
    self.shift = shift
    self.authority = authority
    self.id = id
    self.serial = serial
  }

  /// That of the next document of the same kind, made in the same moment.
  package var next: Occasion {
    Occasion(
      at: at, day: day, drawer: drawer, shift: shift, authority: authority,
      id: EntryID(value: id.value + 1), serial: serial + 1)
  }

  /// Checks that the drawer's shift is open.
  ///
  /// - Throws: ``Refusal`` named `shift-closed`.
  package func needsShift() throws(Refusal) {
    guard shift > 0 else {
      throw Refusal(.shiftClosed, String(drawer), expected: "open FLOAT")
    }
  }
}

/// The kinds of document that the journal holds.
package enum DocumentKind: String, CaseIterable, Sendable {
  case sale
  case void
  /// Lines of a sale come back.
  case refund
  /// Lines of a sale come back and others are sold, at once.
  case exchange
  /// Stored value is loaded onto a member's card.
  case topup
  /// A course is sold to a member.
  case course
  /// A member gives a card or course back for money.
  case cardRefund = "card-refund"
  /// What one member holds goes over to another.
  case transfer
  /// Somebody becomes a member for a fee.
  case join
  /// What a member held before the journal began.
  case carryOver = "carry-over"
  /// Points given without a sale.
  case points
  /// Points that were not used in time.
  case lapse
  /// A part of a top-up's bonus that came due.
  case release
  /// A member's tier changed.
  case tier
  /// Goods come in.
  case receiving
  /// Goods are used in the salon.
  case backBar = "back-bar"
  /// The books are made to hold what was found.
  case count
  case writeOff = "write-off"
  /// Goods go back to their supplier.
  case supplierReturn = "return"
  /// Goods go to another branch.
  case goodsOut = "transfer-out"
  /// Goods come from another branch.
  case goodsIn = "transfer-in"
  case paidIn = "paid-in"
  case paidOut = "paid-out"
  case drop
  case noSale = "no-sale"
  /// A drawer's shift opens with its float.
  case opening
  /// A drawer's shift is counted and closed: the Z report.
  case shift
  /// Lines taken off a bill that never became a sale.
  case lineVoid = "line-void"
  /// Something the journal keeps without a number: a login, a change of prices, a reprint.
  case event

  /// The letter before the serial in a document's number; nil for a kind that is not numbered.
  package var letter: String? {
    switch self {
    case .sale: ""
    case .void: "V"
    case .refund: "R"
    case .exchange: "E"
    case .topup: "C"
    case .course: "K"
    case .cardRefund: "T"
    case .transfer: "M"
    case .join: "J"
    case .receiving: "G"
    case .backBar: "B"
    case .count: "P"
    case .writeOff: "W"
    case .supplierReturn: "S"
    case .goodsOut: "U"
    case .goodsIn: "Y"
    case .paidIn: "I"
    case .paidOut: "O"
    case .drop: "D"
    case .noSale: "N"
    case .opening: "F"
    case .shift: "Z"
    case .lineVoid, .event, .carryOver, .points, .lapse, .release, .tier: nil
    }
  }
}

/// The number of a document: the shop's prefix, the day, the kind's letter and its serial.
package struct DocumentNumber: Hashable, Sendable, CustomStringConvertible {
  package let prefix: String
  package let day: BusinessDate
  package let kind: DocumentKind
  package let serial: Int

  package init(prefix: String, day: BusinessDate, kind: DocumentKind, serial: Int) {
    self.prefix = prefix
    self.day = day
    self.kind = kind
    self.serial = serial
  }

  /// As on slips: `JA20261121-0031`, `JA20261121-V002`; a Z report's runs on over the days: `JA-Z0326`.
  package var description: String {
    let letter = kind.letter ?? ""
    let digits = padded(serial, to: letter.isEmpty || kind == .shift ? 4 : 3)
    guard kind != .shift else { return "\(prefix)-\(letter)\(digits)" }
    return "\(prefix)\(day.digits)-\(letter)\(digits)"
  }
}

extension DocumentNumber {
  /// Reads a document's number, or as much of it as tells which is meant; nil for a text that is
  /// none.
  ///
  /// - Parameters:
  ///   - text: `JA20261121-0031`, `20261121-V002`, `V002` or `31`; letters of either case. What
  ///     stands in front of the day is the number's prefix, which is empty where none is stated.
  ///   - today: the day that is meant where none is stated.
  package init?(_ text: String, today: BusinessDate) {
    var rest = Substring(text.uppercased())
    var day = today
    var prefix = ""
    if let hyphen = rest.firstIndex(of: "-") {
      let head = rest[..<hyphen]
      rest = rest[rest.index(after: hyphen)...]
      if let stated = DocumentNumber.day(head.suffix(8)) {
        (day, prefix) = (stated, String(head.dropLast(8)))
      } else {
        guard head.utf8.count < 8 else { return nil }
        prefix = String(head)
      }
    }
    let letter = rest.prefix { !$0.isNumber }
    let digits = rest.dropFirst(letter.count)
    guard let kind = DocumentKind.allCases.first(where: { $0.letter == String(letter) }),
      (1...9).contains(digits.utf8.count), digits.utf8.allSatisfy(\.isASCIIDigit),
      let serial = Int(digits)
    else { return nil }
    self.init(prefix: prefix, day: day, kind: kind, serial: serial)
  }

  /// Reads eight digits as a day: `20261121`.
  private static func day(_ digits: Substring) -> BusinessDate? {
    guard digits.utf8.count == 8, digits.utf8.allSatisfy(\.isASCIIDigit),
      let year = Int(digits.prefix(4)), let month = Int(digits.dropFirst(4).prefix(2)),
      let date = Int(digits.suffix(2))
    else { return nil }
    return BusinessDate(year: year, month: month, day: date)
  }
}

/// The number of a document that is made on an occasion, as its entry holds it.
func number(of kind: DocumentKind, in shop: Shop, on occasion: Occasion) -> JSON {
  let number = DocumentNumber(
    prefix: shop.documentPrefix, day: occasion.day, kind: kind, serial: occasion.serial)
  return .string(number.description)
}
