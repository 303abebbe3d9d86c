package import Ledger

/// An expected "no": a name that programs can rely on, and the numbers and words that explain it.
///
/// A refused command has changed nothing.
package struct Refusal: Error, Hashable, Sendable {
  /// The stable names; the raw value is what `--json` gives as `error`.
  package enum Name: String, CaseIterable, Sendable {
    case unknownCommand = "unknown-command"
    case malformed
    case badAmount = "bad-amount"
    case tooManyDecimals = "too-many-decimals"
    case amountOverLimit = "amount-over-limit"
    case badQuantity = "bad-quantity"
    case badText = "bad-text"
    case lineTooLong = "line-too-long"
    case badCheckDigit = "bad-check-digit"
    case itemUnknown = "item-unknown"
    /// A service or a kit, of which there is no stock.
    case notGoods = "not-goods"
    case itemAmbiguous = "item-ambiguous"
    case choiceUnknown = "choice-unknown"
    case staffUnknown = "staff-unknown"
    case staffSharesWrong = "staff-shares-wrong"
    case billEmpty = "bill-empty"
    case noBill = "no-bill"
    case billOpen = "bill-open"
    case billTooLong = "bill-too-long"
    case lineUnknown = "line-unknown"
    /// A line stands twice, once for all that is left of it.
    case lineRepeated = "line-repeated"
    case nothingToUndo = "nothing-to-undo"
    case notDiscountable = "not-discountable"
    case reductionTooLarge = "reduction-too-large"
    case billOverLimit = "bill-over-limit"
    case priceNeeded = "price-needed"
    case tagTaken = "tag-taken"
    case tagUnknown = "tag-unknown"
    case tenderTooLarge = "tender-too-large"
    case alreadyPaid = "already-paid"
    case tenderTooSmall = "tender-too-small"
    case tenderUnknown = "tender-unknown"
    case nothingDue = "nothing-due"
    case debtorUnknown = "debtor-unknown"
    case creditExceeded = "credit-exceeded"
    case balanceOutOfRange = "balance-out-of-range"
    case shiftClosed = "shift-closed"
    case shiftOpen = "shift-open"
    case drawerUnknown = "drawer-unknown"
    case drawerShort = "drawer-short"
    case notPermitted = "not-permitted"
    case loginNeeded = "login-needed"
    case loginFailed = "login-failed"
    case pinLocked = "pin-locked"
    case pinWeak = "pin-weak"
    case pinsDiffer = "pins-differ"
    case approverUnfit = "approver-unfit"
    case documentUnknown = "document-unknown"
    case notVoidable = "not-voidable"
    case alreadyVoid = "already-void"
    case voidBlocked = "void-blocked"
    case notRefundable = "not-refundable"
    case alreadyRefunded = "already-refunded"
    case refundTooLarge = "refund-too-large"
    case keyReused = "key-reused"
    case entryReused = "entry-reused"
    case diskLow = "disk-low"
    case templateWrong = "template-wrong"
    case noInput = "no-input"
    case memberUnknown = "member-unknown"
    case memberNeeded = "member-needed"
    case memberAmbiguous = "member-ambiguous"
    case phoneTaken = "phone-taken"
    case cardTaken = "card-taken"
    case cardUnknown = "card-unknown"
    case cardReplaced = "card-replaced"
    case cardFrozen = "card-frozen"
    case cardExpired = "card-expired"
    case badPhone = "bad-phone"
    case badBirthday = "bad-birthday"
    case badDate = "bad-date"
    case fieldUnknown = "field-unknown"
    case storedValueShort = "stored-value-short"
    case prepaidLimit = "prepaid-limit"
    case giftTooLarge = "gift-too-large"
    case pointsShort = "points-short"
    case pointsBelowStep = "points-below-step"
    case pointsOverCap = "points-over-cap"
    case courseUnknown = "course-unknown"
    case courseNone = "course-none"
    case courseShort = "course-short"
    case courseFrozen = "course-frozen"
    case courseExpired = "course-expired"
    case couponUnknown = "coupon-unknown"
    case couponNotApplicable = "coupon-not-applicable"
    case couponNoDiscount = "coupon-no-discount"
    case couponMemberPrice = "coupon-member-price"
    case couponAlone = "coupon-alone"
    case couponUsed = "coupon-used"
    case nothingToRefund = "nothing-to-refund"
    case tenderUnfit = "tender-unfit"
    case alreadyDone = "already-done"
    case fileThere = "file-there"
    case countOpen = "count-open"
    case countClosed = "count-closed"
    case notOnSheet = "not-on-sheet"
    case categoryUnknown = "category-unknown"
    case alreadyImported = "already-imported"
    case fileUnreadable = "file-unreadable"
    case fileRefused = "file-refused"
    /// A kit's price is one: no part of it takes a reduction or a session of its own.
    case inKit = "in-kit"
    case lotUnknown = "lot-unknown"
    case stockShort = "stock-short"
    case stockExpired = "stock-expired"
  }

  package let name: Name
  /// The piece of the line that was refused, or what it stands for.
  package let token: String
  /// What was expected or allowed, in the command language's own notation.
  package let expected: String
  /// The number that is needed: fen, or a count where the name speaks of one.
  package let need: Int64?
  /// The number that there is.
  package let have: Int64?

  package init(
    _ name: Name, _ token: String = "", expected: String = "", need: Int64? = nil,
    have: Int64? = nil
  ) {
    self.name = name
    self.token = token
    self.expected = expected
    self.need = need
    self.have = have
  }

  package init(
    _ name: Name, _ token: String = "", expected: String = "", need: Money, have: Money? = nil
  ) {
    self.init(name, token, expected: expected, need: need.fen, have: have?.fen)
  }
}
