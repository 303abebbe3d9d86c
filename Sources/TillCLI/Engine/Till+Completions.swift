import Catalog
import Checkout
import Ledger
import Membership
import Storage

extension Till {
  /// What the word at the cursor may become: a verb, a word or field of its forms, a member behind `@`,
  /// staff, or what the form has a blank for there: an item, a course, a parked bill.
  ///
  /// - Parameters:
  ///   - text: the line so far.
  ///   - cursor: in grapheme clusters from its beginning.
  /// - Returns: none for an empty word where anything may stand.
  package func completions(of text: String, cursor: Int) -> [Completion] {
    let words = text.prefix(cursor).split(separator: " ", omittingEmptySubsequences: false)
      .map(String.init)
    let (word, before) = (words.last ?? "", words.dropLast().filter { !$0.isEmpty })
    if word.hasPrefix("@") { return members(matching: String(word.dropFirst()), word) }
    if before.last?.lowercased() == "ok" {
      return staff(beginning: word, haveRights: true)
    }
    if let sign = word.lastIndex(of: "=") {
      return values(of: String(word[...sign]), beginning: word, before)
    }
    guard let first = before.first?.lowercased() else {
      let verbs = word.isEmpty ? [] : literal(Verb.allCases.map(\.rawValue), beginning: word)
      return verbs + goods(matching: word)
    }
    guard let verb = Verb(rawValue: first) else {
      if first == "owe" { return literal(shop.debtors.map(\.name), beginning: word) }
      return isTender(first) ? literal(["ref="], beginning: word) : []
    }
    return literal(options(of: verb, behind: before), beginning: word)
      + blanks(of: verb, behind: before, word)
  }

  /// The words and names of fields that the verb's forms still have, as they are typed.
  private func options(of verb: Verb, behind before: [String]) -> [String] {
    let given = Set(before.map { word in String(word.prefix { $0 != "=" }) })
    let words = forms(of: verb, behind: before).flatMap { form in
      // A subject stands second, and what belongs to it comes after it.
      let pieces = form.split(separator: " ").dropFirst()
      return before.count > 1
        ? pieces.dropFirst().flatMap(literals)
        : (hasSubject(form) ? pieces.prefix(1) : pieces).flatMap(literals)
    }
    return words.reduce(into: [String]()) { unique, word in
      if !unique.contains(word), !given.contains(String(word.prefix { $0 != "=" })) {
        unique.append(word)
      }
    }
  }

  private func forms(of verb: Verb, behind before: [String]) -> [String] {
    guard before.count > 1, verb.subjects.contains(before[1].lowercased()) else {
      return before.count == 1
        ? verb.forms : verb.forms.filter { form in !hasSubject(form) }
    }
    return verb.forms.filter { form in
      let second = form.split(separator: " ").dropFirst().first ?? ""
      return second.split(separator: "|").contains { $0 == before[1].lowercased() }
    }
  }

  private func hasSubject(_ form: String) -> Bool {
    form.split(separator: " ").dropFirst().first?.first?.isLowercase == true
  }

  /// What a piece of a form is typed as: `[lot=LOT]` is `lot=`, `[restock|scrap]` two words, and
  /// `NUMBER` nothing.
  private func literals(in piece: Substring) -> [String] {
    let bare = piece.filter { !"[]…".contains($0) }
    guard bare.first?.isLowercase == true || bare.hasPrefix("--") else { return [] }
    if let sign = bare.firstIndex(of: "=") { return [String(bare[...sign])] }
    return bare.split(separator: "|").map(String.init)
  }

  /// What may stand behind `lot=` or any other field, or behind `=` alone.
  private func values(
    of field: String, beginning word: String, _ before: [String]
  ) -> [Completion] {
    let begun = String(word.dropFirst(field.count))
    let verb = before.first.flatMap { Verb(rawValue: $0.lowercased()) }
    switch field.lowercased() {
    case "for=": return goods(matching: begun, areServices: true)
    case "by=" where verb != .member: return staff(beginning: begun)
    default: break
    }
    let offered = (verb?.forms ?? []).flatMap { choices(of: field.lowercased(), in: $0) }
    guard offered.isEmpty else { return literal(offered, beginning: begun) }
    let isServed = verb == nil || verb == .sell
    return isServed && !["lot=", "ref="].contains(field.lowercased()) ? staff(beginning: begun) : []
  }

  /// What a form offers behind a field's name: of `[to=cash|bank]` two words, of `[lot=LOT]` nothing.
  private func choices(of field: String, in form: String) -> [String] {
    form.split(separator: " ").flatMap { piece -> [String] in
      let bare = piece.filter { !"[]…".contains($0) }
      guard bare.hasPrefix(field) else { return [] }
      return bare.dropFirst(field.count).split(separator: "|").map(String.init)
        .filter { $0.first?.isLowercase == true }
    }
  }

  /// What fits the blank at which a verb's form has arrived.
  private func blanks(of verb: Verb, behind before: [String], _ word: String) -> [Completion] {
    switch (verb, before.count) {
    case (.sell, _), (.receive, 1), (.use, 1), (.count, 1), (.writeoff, 1), (.return, 1),
      (.stock, 1), (.price, 1), (.transfer, 2):
      return goods(matching: word)
    case (.report, 2) where before[1].lowercased() == "items": return goods(matching: word)
    case (.login, 1), (.passwd, 1): return staff(beginning: word, haveRights: true)
    case (.course, 1): return named(rules.courses.map { ($0.code, $0.name) }, beginning: word)
    case (.coupon, 1): return named(rules.coupons.map { ($0.code, $0.name) }, beginning: word)
    case (.member, 3...) where before[1].lowercased() == "set":
      return literal(Till.memberFields.map { "\($0)=" }, beginning: word)
    case (.get, 1):
      return literal((try? read { try $0.heldBills().map(\.tag) }) ?? [], beginning: word)
    case (.help, 1):
      let topics = HelpTopic.allCases.map(\.rawValue) + Verb.allCases.map(\.rawValue)
      return word.isEmpty
        ? literal(Array(topics.prefix(8)), beginning: word)
        : literal(Set(topics).sorted(), beginning: word)
    case (.count, 2) where before[1].lowercased() == "start":
      let names = (try? read { try $0.catalogNames().map(\.category) }) ?? []
      return word.isEmpty ? [] : literal(Set(names).sorted(), beginning: word)
    default: return []
    }
  }

  private func literal(_ words: [String], beginning word: String) -> [Completion] {
    words.filter { $0.hasPrefix(word.lowercased()) }.map { found in
      Completion(
        replaced: word.count, text: found.hasSuffix("=") ? found : "\(found) ", label: found)
    }
  }

  private func named(
    _ things: [(code: String, name: String)], beginning word: String
  ) -> [Completion] {
    things.filter { $0.code.hasPrefix(word.lowercased()) || $0.name.hasPrefix(word) }.map { thing in
      Completion(
        replaced: word.count, text: "\(thing.code) ", label: "\(thing.code) \(thing.name)")
    }
  }

  /// Everybody who works here, or only those who may run the till.
  private func staff(beginning word: String, haveRights: Bool = false) -> [Completion] {
    roster.members.filter { !haveRights || $0.role != .none }
      .filter { String($0.number).hasPrefix(word) || $0.name.hasPrefix(word) }
      .map { member in
        Completion(
          replaced: word.count, text: "\(member.number)", label: "\(member.number) \(member.name)")
      }
  }

  /// Kits and items, or services alone; none for an empty word.
  private func goods(matching word: String, areServices: Bool = false) -> [Completion] {
    guard !word.isEmpty else { return [] }
    let items =
      (try? read { snapshot in
        try snapshot.items(matching: word, soldSince: BusinessDate(days: 0), limit: 20)
      }.filter { !areServices || $0.kind == .service }) ?? []
    let kits = kits.values.filter { kit in
      !areServices && (kit.code.hasPrefix(word.lowercased()) || kit.name.contains(word))
    }
    let named =
      kits.map { (code: $0.code, name: $0.name) }.sorted { $0.code < $1.code }
      + items.map { (code: $0.code, name: $0.name) }
    return named.map { item in
      Completion(replaced: word.count, text: item.code, label: "\(item.code) \(item.name)")
    }
  }

  private func members(matching text: String, _ word: String) -> [Completion] {
    let found = (try? read { try $0.members(matching: text, limit: 20) }) ?? []
    return found.map { member in
      Completion(
        replaced: word.count, text: "@\(member.number)",
        label: "@\(member.number) \(member.maskedName) \(member.maskedPhone)")
    }
  }
}
