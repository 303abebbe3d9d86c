import Checkout
import Ledger

/// Reads `refund NUMBER [LINE[*QTY]]… [restock|scrap] [to=TENDER] REASON`, and `exchange` the same
/// way, whose reason may be left out.
func returnCommand(_ verb: Verb, _ line: TypedLine) throws(Refusal) -> Command {
  guard line.words.count >= 2 else { throw malformed }
  let number = line.words[1].key
  var index = 2
  var lines: [Returning.Line] = []
  while index < line.words.count, let one = try returnedLine(line.words[index].key) {
    lines.append(one)
    index += 1
  }
  var isRestocked: Bool?
  var tender: TenderKind?
  while index < line.words.count {
    let word = line.words[index].key
    if word == "restock" || word == "scrap" {
      isRestocked = word == "restock"
    } else if word.hasPrefix("to=") {
      tender = TenderKind(rawValue: String(word.dropFirst("to=".count)))
      guard let tender, tender.isOutside else {
        throw Refusal(.tenderUnfit, word, expected: "to=cash | to=wechat | to=alipay | to=bank")
      }
    } else {
      break
    }
    index += 1
  }
  let reason = line.text(from: index)
  guard verb == .exchange ? !lines.isEmpty : !reason.isEmpty else { throw malformed }
  let returning = Returning(
    lines: lines, isRestocked: isRestocked, tender: tender,
    reason: try checked(reason, as: "REASON", most: 100))
  return verb == .refund
    ? .refund(number: number, returning) : .exchange(number: number, returning)
}

/// `2` or `2*3`; nil for any other word.
private func returnedLine(_ word: String) throws(Refusal) -> Returning.Line? {
  let parts = word.split(separator: "*", omittingEmptySubsequences: false)
  guard parts.count <= 2, isNumber(parts[0], most: 3), let number = Int(parts[0]) else {
    return nil
  }
  guard parts.count == 2 else { return Returning.Line(number: number) }
  guard isNumber(parts[1], most: 5), let quantity = Int(parts[1]), quantity > 0 else {
    throw Refusal(.badQuantity, String(parts[1]), expected: "2*1")
  }
  return Returning.Line(number: number, quantity: quantity)
}
