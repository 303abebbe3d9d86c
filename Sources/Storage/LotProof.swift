import Ledger

/// Proves each lot by itself: what came in is what is on hand and what went out, by the postings and by
/// the documents that moved them.
struct LotProof {
  /// What the postings of an account of a lot come to, or of what was sold beyond all lots.
  struct Tally {
    /// The item's code, as the account names it.
    let item: String
    /// The lot's; nil for what was sold beyond them.
    let number: Int?
    var came: Int64 = 0
    var went: Int64 = 0
  }

  /// What an account of an item counts; nil of any other account.
  static func tally(of name: String) -> Tally? {
    guard name.hasPrefix("stock:") else { return nil }
    let words = name.split(separator: ":", omittingEmptySubsequences: false)
    guard words.count == 3 else { return nil }
    return Tally(item: String(words[1]), number: Int(words[2]))
  }

  /// A leg on an item's lot, or on what was sold beyond them (nil).
  typealias Leg = (item: String, lot: Int?, units: Int64)

  /// What an entry's document says otherwise than its legs on lots.
  ///
  /// - Parameters:
  ///   - kind: the entry's.
  ///   - line: its stored line.
  ///   - legs: on lots, and on what was sold beyond them.
  ///   - original: of the entry that a void is about.
  /// - Returns: the first difference; nil where there is none.
  static func fault(
    _ kind: String, _ line: UnsafeBufferPointer<UInt8>, _ legs: [Leg], reversed original: [Leg]
  ) -> String? {
    switch kind {
    case "void":
      return legs.lazy.compactMap { leg in
        let was = original.first { $0.item == leg.item && $0.lot == leg.lot }?.units ?? 0
        // What was edited may be any number: none of them stops the check.
        let back = 0 &- leg.units
        return was == back ? nil : "takes back \(back) \(name(leg)), \(was) were moved"
      }.first
    case "receiving", "transfer-in", "count": return said(line, kind, legs)
    default: return taken(line, kind, legs)
    }
  }

  private static func name(_ leg: Leg) -> String {
    "of \(leg.item) \(leg.lot.map { "lot \($0)" } ?? "owed")"
  }

  /// A document that takes units from lots says from which, and one that brings them back where to.
  private static func taken(
    _ line: UnsafeBufferPointer<UInt8>, _ kind: String, _ legs: [Leg]
  ) -> String? {
    let claims = LotClaims(line, isReturn: kind == "refund")
    func units(_ claim: LotClaim) -> Int64 {
      claim.isReturned ? (claims.isScrapped ? 0 : claim.units) : -claim.units
    }
    for leg in legs {
      let own = claims.found.filter { $0.item == leg.item && $0.lot == leg.lot }
      let said = own.reduce(0) { $0 + units($1) }
      // Units that no lot held settle what is owed, or join a lot: the document leaves that open.
      let open = claims.found.filter { $0.item == leg.item && $0.lot == nil && $0.isReturned }
        .reduce(0) { $0 + units($1) }
      let range = leg.lot == nil ? said - open...said : said...said + open
      if !range.contains(leg.units) {
        return "moves \(leg.units) \(name(leg)), its document says \(said)"
      }
    }
    for claim in claims.found where claim.lot != nil {
      let same = legs.contains { $0.item == claim.item && $0.lot == claim.lot }
      let net = claims.found.filter { $0.item == claim.item && $0.lot == claim.lot }
        .reduce(0) { $0 + units($1) }
      if !same, net != 0 { return "does not move what its document says of \(claim.item)" }
    }
    return nil
  }

  /// A document that brings goods in, or a count, says how many units of an item that is in all.
  private static func said(
    _ line: UnsafeBufferPointer<UInt8>, _ kind: String, _ legs: [Leg]
  ) -> String? {
    guard let json = try? JSON(parsing: String(decoding: line, as: UTF8.self)) else {
      return "its line is not JSON"
    }
    let isCount = kind == "count"
    var said: [String: Int64] = [:]
    let rows = json[isCount ? "counts" : "items"]?.array ?? [json]
    for row in rows {
      let code = row["code"]?.string ?? row["item"]?.string ?? ""
      said[code, default: 0] &+= row["difference"]?.integer ?? row["units"]?.integer ?? 0
    }
    var moved: [String: Int64] = [:]
    for leg in legs { moved[leg.item, default: 0] &+= leg.units }
    for (code, units) in moved.sorted(by: { $0.key < $1.key }) where said[code] ?? 0 != units {
      return "moves \(units) of \(code), its document says \(said[code] ?? 0)"
    }
    return nil
  }
}
