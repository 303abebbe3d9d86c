import Ledger

/// The fields of one row of `catalog.csv`, by column.
struct CatalogRow {
  /// What is wrong with one field.
  struct Fault: Error, Hashable {
    let column: CatalogFile.Column
    /// The text as it stood in the file; nil where nothing did.
    let value: String?
    let reason: String
  }

  let fields: [String]
  /// Where each column's field stands.
  let places: [CatalogFile.Column: Int]

  /// Reads every field, so that one pass finds all faults.
  ///
  /// - Parameter isReserved: whether a text is a word of the command language.
  /// - Returns: the item, whose faulty fields are empty or zero, and the faults.
  func item(isReserved: (String) -> Bool) -> (item: Item, faults: [Fault]) {
    var faults: [Fault] = []
    func noting<Value>(
      _ column: CatalogFile.Column, else fallback: Value,
      read: (String) throws(Reason) -> Value
    ) -> Value {
      let text = places[column].map { fields[$0] } ?? ""
      do {
        return try read(text)
      } catch {
        let value = error.value ?? text
        faults.append(
          Fault(
            column: column, value: plain(value).isEmpty ? nil : value, reason: error.expected))
        return fallback
      }
    }
    let code = noting(.code, else: "") { text throws(Reason) in
      try findable(text, isReserved: isReserved)
    }
    let name = noting(.name, else: "") { text throws(Reason) in try label(text, limit: 60) }
    let kind = noting(.kind, else: .service, read: kind)
    let category = noting(.category, else: "") { text throws(Reason) in try label(text, limit: 60) }
    let unit = noting(.unit, else: "") { text throws(Reason) in try label(text, limit: 8) }
    let price = noting(.price, else: nil, read: amount)
    let tax = noting(.tax, else: 0, read: basisPoints)
    let floor = noting(.floor, else: .zero) { text throws(Reason) in
      let floor = try amount(text) ?? .zero
      guard floor <= price ?? floor else {
        throw Reason("expected at most the price \(price ?? floor)")
      }
      return floor
    }
    let discountable = noting(.discount, else: true, read: yesOrNo)
    let barcodes = noting(.barcode, else: []) { text throws(Reason) in
      try eachWord(text, read: barcode)
    }
    let mnemonics = noting(.mnemonic, else: []) { text throws(Reason) in
      try eachWord(text) { word throws(Reason) in try findable(word, isReserved: isReserved) }
    }
    let item = Item(
      code: code, name: name, kind: kind, category: category, unit: unit, price: price,
      floor: floor, taxRate: tax, discountable: discountable, barcodes: barcodes,
      mnemonics: mnemonics)
    return (item, faults)
  }
}

/// What a field should have been.
private struct Reason: Error {
  let expected: String
  /// The part of the field that is wrong; nil for all of it.
  var value: String?

  init(_ expected: String, value: String? = nil) {
    self.expected = expected
    self.value = value
  }
}

/// A code or mnemonic: what a cashier can type and mean nothing else by.
private func findable(_ text: String, isReserved: (String) -> Bool) throws(Reason) -> String {
  let code = plain(text).lowercased()
  guard (1...32).contains(code.unicodeScalars.count),
    code.unicodeScalars.allSatisfy(isCodeScalar)
  else {
    throw Reason("expected 1 to 32 letters a-z, digits, - or _, or Chinese characters", value: text)
  }
  switch ScannedCode(digits: code) {
  case .barcode: throw Reason("would be read as a barcode", value: text)
  case .phone: throw Reason("would be read as a phone number", value: text)
  case .badCheckDigit: throw Reason("13 digits would be read as a barcode", value: text)
  case .code, nil: break
  }
  guard !isReserved(code) else {
    throw Reason("is a word of the command language; choose another", value: text)
  }
  return code
}

/// A text for people, on one line.
private func label(_ text: String, limit: Int) throws(Reason) -> String {
  let label = composed(text)
  guard !label.isEmpty else { throw Reason("expected a text") }
  if let scalar = label.unicodeScalars.first(where: \.isUnprintable) {
    throw Reason("holds \(scalar.codePoint), which cannot be seen or printed")
  }
  let bytes = label.utf8.count
  // A character has one scalar or more.
  if label.unicodeScalars.count <= limit, bytes <= limit * 3 { return label }
  let count = label.count
  guard count <= limit, bytes <= limit * 3 else {
    throw Reason(
      "\(count) characters in \(bytes) bytes; expected at most \(limit) in \(limit * 3)")
  }
  return label
}

private func kind(_ text: String) throws(Reason) -> Item.Kind {
  switch plain(text).lowercased() {
  case "service", "服务": return .service
  case "product", "商品": return .product
  default: throw Reason("expected service or product (服务 or 商品)")
  }
}

/// Yuan; nil where the field is empty.
private func amount(_ text: String) throws(Reason) -> Money? {
  let digits = plain(text)
  guard !digits.isEmpty else { return nil }
  do {
    return try Money(yuan: digits)
  } catch {
    switch error {
    case .notANumber: throw Reason("expected yuan such as 88 or 88.50, without a sign")
    case .tooManyDecimals: throw Reason("expected at most two decimals")
    case .overLimit: throw Reason("expected at most \(Money.limit)")
    }
  }
}

/// Percent with at most two decimals, which are basis points as yuan are fen.
private func basisPoints(_ text: String) throws(Reason) -> Int {
  guard let rate = try? Money(yuan: plain(text)), rate.fen <= 10_000 else {
    throw Reason("expected percent from 0 to 100 with at most two decimals, such as 6 or 6.5")
  }
  return Int(rate.fen)
}

private func yesOrNo(_ text: String) throws(Reason) -> Bool {
  switch plain(text).lowercased() {
  case "", "yes", "是": return true
  case "no", "否": return false
  default: throw Reason("expected yes or no (是 or 否)")
  }
}

private func barcode(_ text: String) throws(Reason) -> String {
  switch ScannedCode(digits: text) {
  case .barcode(let gtin): return gtin
  default: break
  }
  guard [8, 12, 13, 14].contains(text.utf8.count), text.utf8.allSatisfy(\.isASCIIDigit),
    let expected = CheckDigit.mismatch(in: text)
  else { throw Reason("expected 8, 12, 13 or 14 digits", value: text) }
  throw Reason("the check digit should be \(expected)", value: text)
}

/// The words of a field between blanks, each read by itself.
private func eachWord(
  _ text: String, read: (String) throws(Reason) -> String
) throws(Reason) -> [String] {
  let text = plain(text)
  guard text.utf8.contains(UInt8(ascii: " ")) else { return text.isEmpty ? [] : [try read(text)] }
  return try text.split(separator: " ").map { word throws(Reason) in try read(String(word)) }
}
