package import Catalog
package import Ledger

/// The language of screen and slips.
package enum Language: String, CaseIterable, Sendable {
  case chinese = "zh-Hans"
  case english = "en"
}

/// A customer whom the shop lets pay later.
package struct Debtor: Hashable, Sendable {
  /// Lower-case letters, digits and hyphens, or Chinese.
  package let name: String
  /// The most that may be owed, above zero.
  package let limit: Money

  package init(name: String, limit: Money) {
    self.name = name
    self.limit = limit
  }
}

/// What a slip is written as.
package enum SlipFormat: String, CaseIterable, Sendable {
  case text
  case escpos
}

/// The shop as its settings file states it.
package struct Shop: Hashable, Sendable {
  package var name: String
  package var branch: String
  package var address: String
  package var phone: String
  /// Lines at the foot of a sale's slip.
  package var footer: [String]
  package var language: Language
  /// An IANA name that the system knows, or an offset as in `+08:00`.
  package var timeZone: String
  /// The hour at which one business day ends and the next begins, 0 to 12.
  package var cutOver: Int
  /// What every document number starts with: capital letters and digits.
  package var documentPrefix: String
  package var cashRounding: CashRounding
  /// Columns of the paper.
  package var columns: Int
  package var slipFormats: [SlipFormat]
  package var drawers: [Int]
  package var tenders: [TenderKind]
  package var debtors: [Debtor]
  package var inStorePatterns: [InStorePattern]
  /// Whether someone must log in before anything is sold.
  package var isLoginNeeded: Bool
  /// Whose rights count while nobody is logged in.
  package var openRole: Role

  package init(
    name: String, branch: String, address: String, phone: String, footer: [String],
    language: Language, timeZone: String, cutOver: Int, documentPrefix: String,
    cashRounding: CashRounding, columns: Int, slipFormats: [SlipFormat], drawers: [Int],
    tenders: [TenderKind], debtors: [Debtor], inStorePatterns: [InStorePattern],
    isLoginNeeded: Bool, openRole: Role
  ) {
    self.name = name
    self.branch = branch
    self.address = address
    self.phone = phone
    self.footer = footer
    self.language = language
    self.timeZone = timeZone
    self.cutOver = cutOver
    self.documentPrefix = documentPrefix
    self.cashRounding = cashRounding
    self.columns = columns
    self.slipFormats = slipFormats
    self.drawers = drawers
    self.tenders = tenders
    self.debtors = debtors
    self.inStorePatterns = inStorePatterns
    self.isLoginNeeded = isLoginNeeded
    self.openRole = openRole
  }
}
