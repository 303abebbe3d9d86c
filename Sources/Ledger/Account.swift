/// What an account is in the books; decides on which side of a trial balance it stands.
package enum AccountKind: String, CaseIterable, Sendable {
  case asset
  case liability
  case equity
  case revenue
  case expense
}

/// What an account counts; an entry sums to zero in each unit by itself.
package struct Unit: Hashable, Sendable {
  package let name: String

  package init(name: String) { self.name = name }

  package static let fen = Unit(name: "fen")
  package static let points = Unit(name: "points")
}

/// Where value is kept: a name, a kind, one unit, and the range its balance must stay in.
///
/// A balance is signed, debit positive. The range is enforced by the ledger's own schema.
package struct Account: Hashable, Sendable {
  /// Lower-case words joined by colons, from the general to the particular: `drawer:1`.
  package let name: String
  package let kind: AccountKind
  package let unit: Unit
  /// The least balance allowed; nil where there is none.
  package let least: Int64?
  /// The greatest balance allowed; nil where there is none.
  package let most: Int64?
  /// True for an account of one member, lot or debtor: its own history is asked for, so it is indexed.
  package let isIndividual: Bool
  /// The number of the member whose account it is; nil for an account of the shop.
  package let owner: Int?

  package init(
    _ name: String, _ kind: AccountKind, unit: Unit = .fen, least: Int64? = nil,
    most: Int64? = nil, isIndividual: Bool = false, owner: Int? = nil
  ) {
    self.name = name
    self.kind = kind
    self.unit = unit
    self.least = least
    self.most = most
    self.isIndividual = isIndividual || owner != nil
    self.owner = owner
  }
}
