import Catalog
import Checkout
import Glibc
import Ledger
import Storage

/// The program: reads its arguments, opens the shop, answers lines, and says how it went.
package enum Program {
  static let version = "1.10.0"

  /// Runs the program.
  ///
  /// - Parameter arguments: without the program's own name.
  /// - Returns: the exit status.
  package static func run(_ arguments: [String]) -> Int32 {
    // What is written belongs to the shop alone, and a reader that goes away ends nothing half way.
    umask(0o077)
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    occupyStandardDescriptors()
    // Touched once, so that a handler finds ready what it needs.
    restoreTerminal()
    var limit = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
    for bug in [SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGSEGV, SIGBUS] {
      signal(bug) { _ in stopAtBug() }
    }
    let language = Arguments.environmentLanguage
    do throws(Arguments.Fault) {
      return try run(Arguments(arguments), language).rawValue
    } catch {
      let message = language == .chinese ? "不认识的参数" : "argument not understood"
      fail("usage", "\(message): \(error.argument)", isJSON: arguments.contains("--json"))
      printError("\n\(synopsis)")
      return ExitStatus.usage.rawValue
    }
  }

  private static func run(_ arguments: Arguments, _ language: Language) -> ExitStatus {
    if arguments.wantsHelp {
      return Output.standard.write(usage(language)) ? .done : .storage
    }
    if arguments.wantsVersion {
      return Output.standard.write("till \(version)\n") ? .done : .storage
    }
    if let new = arguments.newShop {
      return initialise(new.path, isSample: new.isSample, arguments, language)
    }
    guard let folder = arguments.folder, folder.isShop else {
      let place = arguments.folder?.path ?? "."
      fail(
        "no-shop",
        language == .chinese
          ? "\(place) 不是店铺目录(没有 Config/shop.json), 请用 --shop DIR, 或先: till init DIR --sample"
          : "\(place) is no shop (no Config/shop.json): use --shop DIR, or first: till init DIR --sample",
        isJSON: arguments.isJSON)
      return .noShop
    }
    return withTill(folder, arguments, language) { till in
      let session = Session(till, arguments)
      if let command = arguments.command { return session.answer(once: command) }
      try till.checkTemplates()
      return isatty(STDIN_FILENO) == 1 && !arguments.takesNoInput
        ? session.converse() : session.answerBatch()
    }
  }

  /// Opens a shop's till and runs a body with it; what keeps it from opening is said and ends it.
  private static func withTill(
    _ folder: ShopFolder, _ arguments: Arguments, _ language: Language,
    _ body: (Till) throws -> ExitStatus
  ) -> ExitStatus {
    do {
      return try body(Till(folder: folder, drawer: arguments.drawer))
    } catch {
      // Who reads it works in this shop, which may have its settings wrong and still state its language.
      return end(with: error, arguments, folder.statedLanguage ?? language)
    }
  }

  private static func end(
    with error: any Error, _ arguments: Arguments, _ language: Language
  ) -> ExitStatus {
    switch error {
    case let fault as ConfigFault:
      let name = fault.isUnread ? "file-unreadable" : "config-refused"
      fail(name, fault.text(language), isJSON: arguments.isJSON)
      return fault.isUnread ? .storage : .usage
    case let faults as CatalogFile.Faults:
      let rest = faults.unlisted > 0 ? ["… \(faults.unlisted)"] : []
      let lines = faults.listed.map { "Config/catalog.csv: \($0.text(language))" } + rest
      fail("catalog-refused", lines.joined(separator: "\n"), isJSON: arguments.isJSON)
      return .usage
    case let refusal as Refusal:
      fail(refusal.name.rawValue, refusal.text(language), isJSON: arguments.isJSON)
      return .usage
    case let error as StorageError:
      fail(error.name, error.text(language), isJSON: arguments.isJSON)
      switch error.kind {
      case .busy: return .busy
      case .missing: return .noShop
      default: return .storage
      }
    default:
      fail("bug", "\(error)", isJSON: arguments.isJSON)
      return .bug
    }
  }

  /// Makes a shop's folder, or the ledger of one whose settings are there already.
  private static func initialise(
    _ path: String, isSample: Bool, _ arguments: Arguments, _ language: Language
  ) -> ExitStatus {
    let folder = ShopFolder(path: path)
    do throws(NewShop.Fault) {
      try NewShop.make(in: folder, isSample: isSample, language: language)
    } catch {
      fail("cannot-create", error.description, isJSON: arguments.isJSON)
      return .storage
    }
    return withTill(folder, arguments, language) { till in
      try till.takeMembers()
      try till.takeGoods()
      guard let pins = try till.issuePins() else {
        let text =
          language == .chinese
          ? "\(path) 已有账本, 未做更改" : "\(path) has a ledger, nothing was changed"
        fail("ledger-there", text, isJSON: arguments.isJSON)
        return .refused
      }
      let text =
        arguments.isJSON
        ? NewShop.json(folder, pins: pins).text + "\n" : NewShop.text(folder, till, pins: pins)
      return Output.standard.write(text) ? .done : .storage
    }
  }

  /// Says why nothing was done: as JSON where that was asked for, and in words.
  private static func fail(_ name: String, _ message: String, isJSON: Bool) {
    let safe = message.split(separator: "\n").map { screenSafe($0) }.joined(separator: "\n")
    printError("till: \(safe)\n")
    guard isJSON else { return }
    let json: JSON = .object([
      .init("ok", false), .init("error", .string(name)), .init("message", .string(safe)),
    ])
    Output.standard.write(json.text + "\n")
  }
}

/// Keeps standard input, output and error from becoming files of the ledger where the program was
/// started without them; reading or writing there fails as if they were still closed.
private func occupyStandardDescriptors() {
  for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
    _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
  }
}

/// Ends the program where it has found itself wrong; what was not committed is not done.
private func stopAtBug() -> Never {
  restoreTerminal()
  // In a signal handler only the system's own calls are safe.
  let text: StaticString = "till: a bug was caught; the line was not done, check with show\n"
  _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
  _exit(ExitStatus.bug.rawValue)
}

/// Where replies go.
struct Output {
  let descriptor: Int32

  static let standard = Output(descriptor: STDOUT_FILENO)

  /// Writes a text whole.
  ///
  /// - Returns: false if the reader is gone or the disk is full.
  @discardableResult
  func write(_ text: String) -> Bool { writeAll(Array(text.utf8), to: descriptor) }
}

/// Writes a diagnostic.
func printError(_ text: String) { _ = writeAll(Array(text.utf8), to: STDERR_FILENO) }
