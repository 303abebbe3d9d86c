import Foundation
import Glibc
import Ledger
import Testing

@Suite struct ProgramTests {
  @Test func `init makes a shop once, prints every PIN, and never touches a ledger`() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let shop = "\(folder)/a/new shop"
    let made = try Child([Child.program, "init", shop, "--sample"]).wait()
    let pins = made.text.split(separator: "\n").compactMap { line in
      line.split(separator: "PIN ").dropFirst().first
    }
    #expect(made.status == 0 && pins.count == 4 && pins.allSatisfy { [4, 6].contains($0.count) })
    let before = try Data(contentsOf: URL(filePath: "\(shop)/ledger/till.db"))
    let again = try Child([Child.program, "init", shop, "--json"]).wait()
    let (outcomes, status) = (again.outcomes, again.status)
    #expect(outcomes == ["ledger-there"])
    #expect(status == 1)
    let after = try Data(contentsOf: URL(filePath: "\(shop)/ledger/till.db"))
    #expect(before == after)
    for file in ["ledger/till.db", "Config/shop.json"] {
      var status = stat()
      let isPrivate = stat("\(shop)/\(file)", &status) == 0 && status.st_mode & 0o077 == 0
      #expect(isPrivate)
    }
  }

  @Test func `init in JSON gives the PINs, and a shop without sample needs a login`() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let made = try Child([Child.program, "init", "--json", folder]).wait()
    let staff = made.replies.first?["staff"]?.array ?? []
    let pins = staff.compactMap { $0["pin"]?.string }
    #expect(made.lines.count == 1 && pins.count == 2)
    let refused = try Child([Child.program, "--shop", folder, "--json", "open 300"]).wait().outcomes
    #expect(refused == ["login-needed"])
    let lines = Array("login 1 \(pins.first ?? "")\nopen 300\n".utf8)
    let opened = try Child([Child.program, "--shop", folder, "--json"], input: lines).wait()
      .outcomes
    #expect(opened == ["ok", "ok"])
  }

  @Test(arguments: [[], ["--sample"]])
  func `init says what to type first, the login where the shop needs one`(
    options: [String]
  ) throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let made = try Child([Child.program, "init", folder] + options).wait().text
    let told = made.split(separator: "\n").last ?? ""
    #expect(told.contains("open 300") && told.contains("login 1") == options.isEmpty, "\(told)")
  }

  @Test(arguments: ["/proc/nowhere/shop", "/dev/null/shop", "/proc/version"])
  func `init where nothing can be written says so`(path: String) throws {
    let ending = try Child([Child.program, "init", path, "--json"]).wait()
    let (outcomes, status) = (ending.outcomes, ending.status)
    #expect(outcomes == ["cannot-create"])
    #expect(status == 74)
    #expect(ending.errorText.contains(path))
  }

  private static let endings: [(arguments: [String], status: Int32)] = [
    (["--bogus"], 64), (["--drawer"], 64), (["--drawer", "x"], 64), (["--drawer", "0"], 64),
    (["--drawer", "9"], 64), (["init"], 64), (["init", "a", "b"], 64), (["init", "a", "--x"], 64),
    (["--shop"], 64), (["--help"], 0), (["--version"], 0), (["sell", "--help"], 0),
    (["show"], 1), (["nothere"], 1), (["held"], 0), (["sell", "jf", "w"], 0), (["verify"], 0),
    (["--shop", "/nowhere", "verify"], 66), (["--shop", "/etc/passwd", "verify"], 66),
  ]

  @Test(arguments: endings)
  func `every ending has its status`(arguments: [String], status: Int32) throws {
    let shop = try TestShop()
    let place = arguments.contains("/nowhere") || arguments.contains("/etc/passwd")
    let start = [Child.program] + (place ? [] : ["--shop", shop.path])
    let ending = try Child(start + arguments).wait()
    let found = ending.status
    #expect(found == status)
    if status > 1 { #expect(!ending.errors.isEmpty) }
    // Whoever asked for JSON is answered in it, too.
    let inJSON = try Child(start + ["--json"] + arguments).wait()
    let isText = status == 0 && arguments[0].hasPrefix("--") || arguments.contains("--help")
    #expect(inJSON.status == status && (isText || inJSON.outcomes.count == 1))
  }

  @Test func `the shop is found by option, by environment or in the current folder`() throws {
    let shop = try TestShop()
    let till = Child.program
    for (command, status) in [
      ("cd \(shop.path) && \(till) held", 0), ("TILL_SHOP=\(shop.path) \(till) held", 0),
      ("cd / && \(till) held", 66), ("TILL_SHOP=/nowhere \(till) held", 66),
      ("cd / && TILL_SHOP=/nowhere \(till) --shop \(shop.path)/ held", 0),
    ] {
      let found = try shop.shell(command).status
      #expect(found == Int32(status), "\(command)")
    }
  }

  @Test func `options may stand behind the command`() throws {
    let shop = try TestShop()
    let ending = try Child([
      Child.program, "--shop", shop.path, "sell", "jf", "w", "--json", "--no-input",
    ]).wait()
    let outcomes = ending.outcomes
    #expect(outcomes == ["ok"])
  }

  @Test func `a batch ends at the first refusal only where that is asked for`() throws {
    let shop = try TestShop()
    let lines = "sell jf w\nnothere\nsell jf w\n"
    let whole = try shop.start(lines.utf8).wait()
    let stopped = try shop.start(lines.utf8, "--stop-on-refusal").wait()
    let outcomes = [whole.outcomes, stopped.outcomes]
    #expect(outcomes == [["ok", "item-unknown", "ok"], ["ok", "item-unknown"]])
    let statuses = [whole.status, stopped.status]
    #expect(statuses == [1, 1])
  }

  @Test func `without input a PIN is not asked for but refused`() throws {
    let shop = try TestShop(login: true)
    let terminal = try Terminal()
    let ending = try terminal.run(
      [Child.program, "--shop", shop.path, "--no-input", "--json", "login 1"], typing: "")
    #expect(ending.contains("no-input"))
  }

  @Test func `one line, a batch and a terminal give the same replies`() throws {
    let lines = [
      "jf=3!", "-10%", "2*xf", "$60", "nothere", "x2", "u", "bill -5", "price jf", "w1.234", "held",
    ]
    let shop = try TestShop()
    let batch = try TestShop(copyOf: shop).run(lines.map { "\($0)\n" }.joined()).lines
    let single = try TestShop(copyOf: shop)
    let singles = try lines.flatMap { try single.once($0, "--json").lines }
    let typed = try TestShop(copyOf: shop)
    let screen = try Terminal().run(
      [Child.program, "--shop", typed.path, "--json"],
      typing: lines.map { "\($0)\r" }.joined() + "\u{4}")
    let shown = screen.split { $0.isNewline }.map { String($0.drop { $0 != "{" }) }
      .filter { !$0.isEmpty }
    #expect(batch.count == lines.count && batch == singles)
    #expect(batch == shown)
  }

  @Test func `a PIN asked for is not echoed, and none enters the history`() throws {
    let shop = try TestShop(login: true)
    try shop.run("login 1 \(shop.pins[1] ?? "")\npasswd 1 83519264\n")
    let screen = try Terminal().run(
      [Child.program, "--shop", shop.path],
      typing: "login 1\r83519264\rheld\rlogin 1 83519264\rpasswd 4 62957183\rlogout\r\u{4}")
    #expect(screen.contains("店长"))
    // Typed in a line it is seen, as anything is; as the answer to the prompt it is not.
    let prompted = screen.split(separator: "PIN 1: ").last?.prefix { !$0.isNewline } ?? ""
    #expect(!prompted.isEmpty && !prompted.contains("83519264"))
    let history = String(decoding: try shop.bytes("ledger/history"), as: UTF8.self)
    #expect(history.contains("held") && !history.contains("83519264"))
    #expect(!history.contains("62957183"))
  }

  @Test func `a new PIN is asked for twice, and nothing is changed where the two differ`() throws {
    let shop = try TestShop(login: true)
    let old = shop.pins[1] ?? ""
    let screen = try Terminal().run(
      [Child.program, "--shop", shop.path],
      typing: "login 1\r\(old)\rpasswd\r83519264\r83519265\rlogout\rlogin 1\r\(old)\r"
        + "passwd\r83519264\r83519264\rlogout\rlogin 1\r83519264\rheld\r\u{4}")
    #expect(screen.contains("pins-differ"))
    #expect(screen.ranges(of: "login-failed").isEmpty && !screen.contains("83519264"))
    #expect(try shop.run("login 1 83519264\n").outcomes == ["ok"])
  }
}
