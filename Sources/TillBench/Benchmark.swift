import Glibc
import TillCLI

/// The program: which parts to measure, in which order, and how it ends.
enum Benchmark {
  /// Why a measurement could not be made.
  struct Fault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
  }

  private static let usage = """
    usage: TillBench [PART …] [--sales N] [--quick] [--till PATH]

      checkout          the engine beside raw calls of SQLite, on an empty and on a full ledger
      checkout-members  a sale to one of 50,000 members, paid by stored value and a session
      syncs             fdatasync calls and pages written per checkout
      load              an open loop at 300 checkouts a second
      processes         1, 2, 4 and 8 tills on one ledger
      items             finding one of 20,000 items, and importing them
      members           finding one of 50,000 members, a statement, what all of them hold
      stock             importing 20,000 items and 50,000 lots, stock on past days of 1,000,000 sales
      verify            a full verification of 250,000 sales
      size              bytes on disk per sale, memory over 100,000 bills
      instructions      instructions per checkout, counted by callgrind
      start             one command of a static build, named by --till
      all               every part; the same as naming none

      --sales N     sales in the full ledger, 1000000 where not stated
      --quick       small ledgers and short runs, for a first look
      --till PATH   the program that `start` runs

    """

  /// Runs the program.
  ///
  /// - Parameter arguments: without the program's own name.
  /// - Returns: the exit status: 0 if every goal was met, 1 if one was missed, 64 for usage, 70 if
  ///   something could not be measured.
  static func run(_ arguments: [String]) -> Int32 {
    umask(0o077)
    signal(SIGPIPE, SIG_IGN)
    if let first = arguments.first, let job = ChildJob(rawValue: first) {
      return job.run(Array(arguments.dropFirst()))
    }
    guard let options = Options(arguments) else {
      printError(usage)
      return 64
    }
    let report = Report()
    defer { removePutAside() }
    for part in options.parts {
      do {
        try part.run(options, report)
      } catch {
        printError("TillBench: \(part.rawValue): \(error)\n")
        return 70
      }
    }
    return report.finish() ? 0 : 1
  }
}

/// One part of the benchmark.
enum Part: String, CaseIterable {
  // What starts other programs comes first: a child's peak memory counts from its parent's.
  case start
  case instructions
  case syncs
  case items
  case members
  case stock
  case checkout
  case memberCheckout = "checkout-members"
  case load
  case processes
  case verify
  case size

  func run(_ options: Options, _ report: Report) throws {
    switch self {
    case .start: try measureStart(options, report)
    case .instructions: try measureInstructions(options, report)
    case .syncs: try measureSyncs(options, report)
    case .items: try measureItems(options, report)
    case .members: try measureMembers(options, report)
    case .stock: try measureStock(options, report)
    case .checkout: try measureCheckout(options, report)
    case .memberCheckout: try measureMemberCheckout(options, report)
    case .load: try measureLoad(options, report)
    case .processes: try measureProcesses(options, report)
    case .verify: try measureVerify(options, report)
    case .size: try measureSize(options, report)
    }
  }
}

/// What the program was asked for.
struct Options {
  var parts: [Part] = []
  var sales: Int
  var isQuick = false
  var till: String?

  /// Nil for arguments that are not understood.
  init?(_ arguments: [String]) {
    var rest = arguments[...]
    var stated: Int?
    while let word = rest.popFirst() {
      switch word {
      case "all": parts = Part.allCases
      case "--quick": isQuick = true
      case "--sales":
        guard let number = rest.popFirst().flatMap({ Int($0) }), (1...50_000_000).contains(number)
        else { return nil }
        stated = number
      case "--till":
        guard let path = rest.popFirst() else { return nil }
        till = path
      default:
        guard let part = Part(rawValue: word) else { return nil }
        parts.append(part)
      }
    }
    if parts.isEmpty { parts = Part.allCases }
    sales = stated ?? (isQuick ? 20_000 : 1_000_000)
  }
}
