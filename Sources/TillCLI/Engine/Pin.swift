import Checkout
import Glibc
import Synchronization

/// Personal numbers: how they are made, judged, hashed and compared.
enum Pin {
  /// After so many wrong tries only a new PIN helps.
  static let mostFailures = 10

  /// A hash that no PIN has, for checking as slowly as if there were one.
  static let nobody = hash("000000") ?? "*0"

  static func leastDigits(for role: Role) -> Int { role == .manager ? 6 : 4 }

  /// Whether a PIN is long enough for a role, digits only, and not one that everybody tries first.
  static func isStrong(_ pin: String, for role: Role) -> Bool {
    let digits = Array(pin.utf8)
    guard (leastDigits(for: role)...8).contains(digits.count),
      digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
    else { return false }
    let steps = zip(digits, digits.dropFirst()).map { Int($1) - Int($0) }
    return Set(steps).count > 1
  }

  static func random(for role: Role) -> String {
    var generator = SystemRandomNumberGenerator()
    while true {
      let digits = (0..<leastDigits(for: role)).map { _ in
        String(UInt8.random(in: 0...9, using: &generator))
      }
      if isStrong(digits.joined(), for: role) { return digits.joined() }
    }
  }

  /// How long nobody may try again after wrong tries in a row: from the fifth on 30 seconds,
  /// doubling to 15 minutes.
  static func lockSeconds(afterFailures failures: Int) -> Int64 {
    guard failures >= 5 else { return 0 }
    return min(900, 30 << Int64(min(failures - 5, 6)))
  }

  /// The PIN by yescrypt with a salt of its own; nil if the system refuses.
  static func hash(_ pin: String) -> String? {
    let letters = Array("./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    var generator = SystemRandomNumberGenerator()
    let salt = (0..<20).compactMap { _ in letters.randomElement(using: &generator) }
    return crypted(pin, setting: "$y$jBT$\(String(salt))$")
  }

  /// Whether a PIN is the one that was hashed; takes the same time however alike they are.
  static func matches(_ pin: String, _ hash: String) -> Bool {
    guard let given = crypted(pin, setting: hash) else { return false }
    let (left, right) = (Array(given.utf8), Array(hash.utf8))
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  private static func crypted(_ pin: String, setting: String) -> String? {
    cryptInUse.withLock { _ in
      guard let result = crypt(pin, setting) else { return nil }
      let text = String(cString: result)
      return text.hasPrefix("*") ? nil : text
    }
  }

  /// `crypt` answers in a buffer of the process.
  private static let cryptInUse = Mutex(())
}
