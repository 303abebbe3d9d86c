/// A JSON value without floating point: what entries, open bills, settings and replies are made of.
///
/// An object keeps its members in order; a name stands in it once.
package enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case string(String)
  case array([JSON])
  case object([Member])

  /// A name and its value.
  package struct Member: Hashable, Sendable {
    package let name: String
    package let value: JSON

    package init(_ name: String, _ value: JSON) {
      self.name = name
      self.value = value
    }
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member($0, $1) })
  }
}

extension JSON {
  package init(_ value: Int) { self = .integer(Int64(value)) }
  package init(_ value: Int64) { self = .integer(value) }
  package init(_ value: Bool) { self = .bool(value) }
  package init(_ value: String) { self = .string(value) }
  package init(_ value: [JSON]) { self = .array(value) }
  /// The amount as integer fen.
  package init(_ value: Money) { self = .integer(value.fen) }
  /// The text, or null where there is none.
  package init(_ value: String?) { self = value.map(JSON.string) ?? .null }
  /// The number, or null where there is none.
  package init(_ value: Int?) { self = value.map { .integer(Int64($0)) } ?? .null }

  /// The member of an object; nil where this is no object or has no such member.
  package subscript(name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    for index in members.indices where members[index].name == name { return members[index].value }
    return nil
  }

  package var string: String? {
    guard case .string(let value) = self else { return nil }
    return value
  }

  package var integer: Int64? {
    guard case .integer(let value) = self else { return nil }
    return value
  }

  package var int: Int? { integer.map(Int.init) }

  package var bool: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  package var array: [JSON]? {
    guard case .array(let values) = self else { return nil }
    return values
  }

  package var members: [Member]? {
    guard case .object(let members) = self else { return nil }
    return members
  }

  private var isNull: Bool {
    if case .null = self { return true }
    return false
  }

  package var money: Money? { integer.map(Money.init(fen:)) }

  /// This object with the members that are not null put behind its own.
  package func with(_ members: [Member]) -> JSON {
    guard case .object(var all) = self else { preconditionFailure("only an object has members") }
    all.reserveCapacity(all.count + members.count)
    for member in members where !member.value.isNull { all.append(member) }
    return .object(all)
  }
}
