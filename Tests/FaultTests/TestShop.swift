import Foundation
import Glibc
import Ledger

/// A small shop in a folder of its own, gone with its test.
final class TestShop {
  let path: String
  /// PINs by staff number.
  let pins: [Int: String]

  static let catalog = """
    code,name,kind,category,unit,price,tax,barcode
    jf,剪发,service,剪发,次,128.00,6,
    xf,洗发水,product,洗护,瓶,68.00,13,6901234567892

    """
  static let staff = """
    {"staff": [
      {"no": 1, "name": "店长", "role": "manager"}, {"no": 2, "name": "副店", "role": "manager"},
      {"no": 4, "name": "收银", "role": "cashier"}, {"no": 3, "name": "陈浩"}]}
    """

  static func settings(login: Bool) -> String {
    """
    {
      "name": "小店", "language": "zh-Hans", "document_prefix": "T", "drawers": [1, 2],
      "slip_formats": ["text", "escpos"],
      "login": {"required": \(login), "role_without": "manager"}
    }
    """
  }

  /// Makes the shop, as a copy of one that `init` has made.
  ///
  /// - Parameters:
  ///   - isOpen: whether drawer 1 has its shift open, with 300.00.
  ///   - login: whether nobody may act without a PIN.
  /// - Throws: `Child.Fault` if there is no program to make it.
  init(isOpen: Bool = true, login: Bool = false) throws {
    let made = try Self.made.get()
    (path, pins) = (try temporaryFolder() + "/shop", made.pins)
    try FileManager.default.copyItem(atPath: made.path, toPath: path)
    if login { try write(Self.settings(login: true), to: "Config/shop.json") }
    if isOpen { try run(login ? "login 1 \(pins[1] ?? "")\nopen 300\n" : "open 300\n") }
  }

  /// A copy of a shop as it is now.
  init(copyOf shop: TestShop) throws {
    (path, pins) = (try temporaryFolder() + "/shop", shop.pins)
    try FileManager.default.copyItem(atPath: shop.path, toPath: path)
  }

  private static let made = Result { try make() }

  private static func make() throws -> (path: String, pins: [Int: String]) {
    let folder = try temporaryFolder()
    try FileManager.default.createDirectory(
      atPath: "\(folder)/Config", withIntermediateDirectories: false)
    let files = ["catalog.csv": catalog, "staff.json": staff, "shop.json": settings(login: false)]
    for (name, text) in files {
      try Data(text.utf8).write(to: URL(filePath: "\(folder)/Config/\(name)"))
    }
    let made = try Child([Child.program, "init", folder, "--json"]).wait()
    let staff = made.replies.first?["staff"]?.array ?? []
    let pins = staff.reduce(into: [:]) { pins, one in
      pins[one["no"]?.int ?? 0] = one["pin"]?.string
    }
    guard pins.count == 3 else { throw Child.Fault(reason: "no shop: \(made.errorText)") }
    return (folder, pins)
  }

  deinit {
    let folder = path.dropLast("/shop".count)
    try? FileManager.default.removeItem(atPath: String(folder))
  }

  var ledger: String { "\(path)/ledger/till.db" }

  /// Starts the program on a batch of lines.
  func start(_ lines: some Sequence<UInt8>, _ options: String...) throws -> Child {
    try Child([Child.program, "--shop", path, "--json"] + options, input: Array(lines))
  }

  /// Runs a batch of lines to its end.
  @discardableResult
  func run(_ lines: String) throws -> Child.Ending { try start(lines.utf8).wait() }

  /// Runs one line that stands in the arguments.
  func once(_ line: String, _ options: String...) throws -> Child.Ending {
    try Child([Child.program, "--shop", path] + options + [line]).wait()
  }

  /// Runs a shell's command in which `$TILL` is the program with its shop.
  func shell(_ command: String, environment: [String] = ["LANG=C.UTF-8"]) throws -> Child.Ending {
    let set = "TILL='\(Child.program) --shop \(path)'; "
    return try Child(
      ["/bin/sh", "-c", set + command], environment: ["PATH=/usr/bin:/bin"] + environment
    ).wait()
  }

  /// What a full verification finds wrong; nil if it could not run.
  func faults() throws -> [String]? {
    try run("verify\n").replies.first?["verify"]?["faults"]?.array?.compactMap(\.string)
  }

  /// Sets the language of a shop where nobody has to log in.
  func speak(_ language: String) throws {
    let settings = Self.settings(login: false).replacing("\"zh-Hans\"", with: "\"\(language)\"")
    try write(settings, to: "Config/shop.json")
  }

  func write(_ text: String, to file: String) throws {
    try write(Array(text.utf8), to: file)
  }

  func write(_ bytes: [UInt8], to file: String) throws {
    try Data(bytes).write(to: URL(filePath: "\(path)/\(file)"))
  }

  func bytes(_ file: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: "\(path)/\(file)")))
  }

  /// The names of all slips, below their folder.
  func slips() -> Set<String> {
    Set(
      (FileManager.default.enumerator(atPath: "\(path)/Receipts/out")?.compactMap { $0 as? String }
        ?? []).filter { $0.contains("/") })
  }

  /// All bytes of all slips.
  func slipBytes(_ suffix: String) throws -> [UInt8] {
    try slips().filter { $0.hasSuffix(suffix) }.flatMap { try bytes("Receipts/out/\($0)") }
  }

  /// Copies the write-ahead log back and empties it, as a backup program would find the file.
  func settle() throws { try Database(ledger).run("PRAGMA wal_checkpoint(TRUNCATE)") }
}

extension Child.Ending {
  /// The replies, one a line; a line that is no JSON object counts as an empty one.
  var replies: [JSON] { lines.map { (try? JSON(parsing: $0)) ?? .object([]) } }

  /// `ok`, or the name of the error, reply by reply.
  var outcomes: [String] {
    replies.map { $0["ok"]?.bool == true ? "ok" : $0["error"]?.string ?? "?" }
  }

  /// The numbers of the documents that the replies acknowledge.
  var numbers: [String] { replies.compactMap { $0["document"]?["number"]?.string } }
}
