import Ledger

/// Why a settings file is refused: where, what stands there, and what would be accepted.
package struct ConfigFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, as the user names it: `Config/shop.json`.
  package let file: String
  /// `line 3`, or the path of the value: `$.drawers[1]`.
  package let place: String
  package let found: String
  package let expected: String
  /// Whether the system could not read a file that may be right: trying again may help.
  var isUnread = false

  package var description: String { "\(file): \(place): \(found); expected \(expected)" }
}

/// Reads the members of one object of a settings file, and notices those that nobody asked for.
struct ConfigReader {
  let file: String
  let path: String
  private let members: [JSON.Member]
  private var asked: [String] = []

  /// Reads a file's text, which may hold comments.
  init(file: String, text: String) throws(ConfigFault) {
    let json: JSON
    do throws(JSON.SyntaxFault) {
      json = try JSON(parsing: text, comments: true)
    } catch {
      throw ConfigFault(
        file: file, place: "line \(error.line)", found: error.reason, expected: "JSON")
    }
    try self.init(file: file, path: "$", json: json)
  }

  init(file: String, path: String, json: JSON) throws(ConfigFault) {
    guard case .object(let members) = json else {
      throw ConfigFault(file: file, place: path, found: brief(json), expected: "an object {…}")
    }
    self.file = file
    self.path = path
    self.members = members
  }

  /// The names of all members, in their order: for an object whose names are data.
  var names: [String] { members.map(\.name) }

  func fault(_ name: String, found: String, expected: String) -> ConfigFault {
    ConfigFault(file: file, place: "\(path).\(name)", found: found, expected: expected)
  }

  /// The value of a member, read by a function that gives nil for what it does not accept.
  ///
  /// - Parameters:
  ///   - name: of the member.
  ///   - standard: the value where the member is missing; nil if it must be there.
  ///   - expected: what is accepted; put into words only for a fault.
  ///   - read: from the member's value.
  /// - Returns: the value.
  /// - Throws: ``ConfigFault``.
  mutating func value<Value>(
    _ name: String, or standard: Value?, expected: @autoclosure () -> String,
    read: (JSON) -> Value?
  ) throws(ConfigFault) -> Value {
    guard let json = ask(name) else {
      guard let standard else { throw fault(name, found: "missing", expected: expected()) }
      return standard
    }
    guard let value = read(json) else {
      throw fault(name, found: brief(json), expected: expected())
    }
    return value
  }

  mutating func text(
    _ name: String, or standard: String?, most: Int = 60
  ) throws(ConfigFault) -> String {
    try value(name, or: standard, expected: "a text of at most \(most) characters") { json in
      json.string.flatMap { isPlain($0, most: most) ? $0 : nil }
    }
  }

  mutating func integer(
    _ name: String, or standard: Int?, in range: ClosedRange<Int>
  ) throws(ConfigFault) -> Int {
    try value(
      name, or: standard,
      expected: "a whole number from \(range.lowerBound) to \(range.upperBound)"
    ) { json in
      json.int.flatMap { range.contains($0) ? $0 : nil }
    }
  }

  mutating func flag(_ name: String, or standard: Bool?) throws(ConfigFault) -> Bool {
    try value(name, or: standard, expected: "true or false", read: \.bool)
  }

  /// One of the raw values of an enumeration.
  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, or standard: Choice?
  ) throws(ConfigFault) -> Choice {
    try value(name, or: standard, expected: "one of \(quotedList(Choice.allCases))") { json in
      json.string.flatMap(Choice.init(rawValue:))
    }
  }

  /// The elements of an array, each read by itself; no two may be equal.
  mutating func list<Element: Hashable>(
    _ name: String, or standard: [Element]?, expected: @autoclosure () -> String,
    read: (JSON) -> Element?
  ) throws(ConfigFault) -> [Element] {
    guard let json = ask(name) else {
      guard let standard else { throw fault(name, found: "missing", expected: "[…]") }
      return standard
    }
    guard let values = json.array else {
      throw fault(name, found: brief(json), expected: "a list of \(expected())")
    }
    var elements: [Element] = []
    for (index, value) in values.enumerated() {
      guard let element = read(value) else {
        throw fault("\(name)[\(index)]", found: brief(value), expected: expected())
      }
      guard !elements.contains(element) else {
        throw fault(
          "\(name)[\(index)]", found: "\(brief(value)) a second time", expected: "each once")
      }
      elements.append(element)
    }
    return elements
  }

  /// A reader for each object of an array.
  mutating func objects(_ name: String) throws(ConfigFault) -> [ConfigReader] {
    guard let json = ask(name) else { return [] }
    guard let values = json.array else {
      throw fault(name, found: brief(json), expected: "a list of objects")
    }
    var readers: [ConfigReader] = []
    for (index, value) in values.enumerated() {
      readers.append(try ConfigReader(file: file, path: "\(path).\(name)[\(index)]", json: value))
    }
    return readers
  }

  /// A reader for a member that is an object; nil where it is missing.
  mutating func object(_ name: String) throws(ConfigFault) -> ConfigReader? {
    guard let json = ask(name) else { return nil }
    return try ConfigReader(file: file, path: "\(path).\(name)", json: json)
  }

  /// The value of a member, if there is one; it counts as known from now on.
  private mutating func ask(_ name: String) -> JSON? {
    asked.append(name)
    return members.first { $0.name == name }?.value
  }

  /// Refuses members that nobody asked for; call it last.
  ///
  /// - Parameter coming: what is still to be asked for, where a mistyped name would be missed there.
  /// - Throws: ``ConfigFault``.
  func finish(before coming: String...) throws(ConfigFault) {
    let known = Set(asked + coming)
    guard let strange = members.first(where: { !known.contains($0.name) }) else { return }
    throw fault(
      strange.name, found: "an unknown key",
      expected: "one of \(known.sorted().joined(separator: ", "))")
  }
}

/// The raw values of an enumeration in quotes, for a fault.
func quotedList(_ choices: some Collection<some RawRepresentable<String>>) -> String {
  choices.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
}

/// A value short enough for a message.
private func brief(_ json: JSON) -> String {
  let text = json.text
  return text.count > 40 ? "\(text.prefix(40))…" : text
}

/// Whether a text has no control characters and is not too long.
func isPlain(_ text: String, most: Int) -> Bool {
  // A character has one byte or more.
  (text.utf8.count <= most || text.count <= most && text.utf8.count <= most * 4)
    && !text.unicodeScalars.contains(where: isHidden)
}

/// Whether a character acts on a screen or a printer instead of standing on it: C0, C1, DEL and the
/// controls of writing direction.
func isHidden(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
    true
  default: false
  }
}
