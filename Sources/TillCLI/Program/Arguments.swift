import Checkout
import Glibc

/// What the program was started with.
struct Arguments {
  var shop: String?
  var drawer: Int?
  var isJSON = false
  var takesNoInput = false
  var stopsOnRefusal = false
  var wantsHelp = false
  var wantsVersion = false
  /// `init DIR`, and whether it is to be the sample.
  var newShop: (path: String, isSample: Bool)?
  /// The one line that is to be done, as it would be typed; nil for none.
  var command: String?

  /// Why the arguments are not understood.
  struct Fault: Error {
    let argument: String
  }

  init(_ arguments: [String]) throws(Fault) {
    var rest = arguments[...]
    while let first = rest.first, first.hasPrefix("--") {
      rest.removeFirst()
      switch first {
      case "--shop": shop = try Arguments.value(of: first, &rest)
      case "--drawer":
        let value = try Arguments.value(of: first, &rest)
        guard let number = Int(value), (1...999).contains(number) else {
          throw Fault(argument: "\(first) \(value)")
        }
        drawer = number
      case "--json": isJSON = true
      case "--no-input": takesNoInput = true
      case "--stop-on-refusal": stopsOnRefusal = true
      case "--help": wantsHelp = true
      case "--version": wantsVersion = true
      default: throw Fault(argument: first)
      }
    }
    if rest.contains("--help") { wantsHelp = true }
    guard let verb = rest.first, !wantsHelp else { return }
    guard verb == "init" else {
      // The options may stand behind the command as well.
      let options = ["--json", "--no-input"]
      isJSON = isJSON || rest.contains("--json")
      takesNoInput = takesNoInput || rest.contains("--no-input")
      command = rest.filter { !options.contains($0) }.joined(separator: " ")
      return
    }
    try takeInit(rest.dropFirst())
  }

  private mutating func takeInit(_ words: ArraySlice<String>) throws(Fault) {
    let paths = words.filter { !$0.hasPrefix("--") }
    for option in words where option.hasPrefix("--") {
      guard ["--sample", "--json"].contains(option) else { throw Fault(argument: option) }
    }
    guard paths.count == 1, let path = paths.first, !path.isEmpty else {
      throw Fault(argument: (["init"] + paths).joined(separator: " "))
    }
    isJSON = isJSON || words.contains("--json")
    newShop = (path, words.contains("--sample"))
  }

  private static func value(
    of option: String, _ rest: inout ArraySlice<String>
  ) throws(Fault) -> String {
    guard let value = rest.popFirst(), !value.isEmpty else { throw Fault(argument: option) }
    return value
  }

  /// The shop's folder: stated, or by `TILL_SHOP`, or the current one if it holds a shop.
  var folder: ShopFolder? {
    if let shop { return ShopFolder(path: shop) }
    if let path = environment("TILL_SHOP"), !path.isEmpty { return ShopFolder(path: path) }
    let here = ShopFolder(path: ".")
    return here.isShop ? here : nil
  }

  /// The language of `LANG` and its like, where the shop's settings cannot be asked.
  static var environmentLanguage: Language {
    let value = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap(environment).first { !$0.isEmpty }
    let isEnglish = ["en", "C", "POSIX"].contains { value?.hasPrefix($0) == true }
    return isEnglish ? .english : .chinese
  }
}

/// A variable of the environment.
func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
