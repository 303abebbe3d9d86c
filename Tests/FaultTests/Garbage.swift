import Seeded

extension Seeded {
  /// A line that nobody would type: random bytes, or words of the language in a random order.
  mutating func garbage() -> [UInt8] {
    let words = [
      "sell", "jf", "xf", "w", "a", ".", "/", "/100", "w50", "-10%", "8.8z", "-5", "$1", "gift",
      "bill", "x", "x2", "x*", "u", "hold", "get", "held", "t1", "void", "1", "reason", "reprint",
      "show", "payin", "payout", "drop", "nosale", "report", "price", "on=2026-13-45", "=3!",
      "=3:70",
      "2", "99999999999999999999", "0", "-0", "1e5", "0.001", ":2", "@138", "owe", "ref=1", "k",
      "p500", "v", "!k1", "!", "#", "ok", "ok 1", "help", "6901234567892", "6901234567893", "剪发",
      "=", "*", "2*", "*jf", "()", "(01)06901234567892", "%", "z", "\u{202E}", "é", "９", "。",
    ]
    guard Int.random(in: 0..<4, using: &self) == 0 else {
      let count = Int.random(in: 1...5, using: &self)
      let picked = (0..<count).compactMap { _ in words.randomElement(using: &self) }
      return Array(picked.joined(separator: " ").utf8)
    }
    let count = Int.random(in: 0..<80, using: &self)
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }.filter { $0 != 0x0A }
  }
}
