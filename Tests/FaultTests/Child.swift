import Foundation
import Glibc

/// The built program as a child process: its input is a file, its output and errors go to files.
struct Child {
  /// How a child ended, and what it wrote.
  struct Ending {
    let status: Int32
    /// The signal that ended it; 0 for none.
    let signal: Int32
    let output: [UInt8]
    let errors: [UInt8]
    /// The most memory it was seen to hold, in KiB: its own, where `wait4` counts its parent's, too.
    let peakMemory: Int

    var text: String { String(decoding: output, as: UTF8.self) }
    var errorText: String { String(decoding: errors, as: UTF8.self) }
    var lines: [String] { text.split(separator: "\n").map(String.init) }
  }

  struct Fault: Error {
    let reason: String
  }

  /// The program, beside the bundle that holds this test.
  static let program: String = {
    let bundle = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(filePath: bundle ?? "").deletingLastPathComponent().appending(path: "till").path
  }()

  private let id: pid_t
  private let folder: String

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - arguments: the program's path first.
  ///   - input: all that it can read.
  ///   - environment: its whole environment, as in `LANG=C`.
  ///   - terminal: a terminal's path instead of the three files.
  ///   - isDeaf: whether every signal is blocked when it starts.
  /// - Throws: ``Fault`` if it cannot be started.
  init(
    _ arguments: [String], input: [UInt8] = [], environment: [String] = ["LANG=C.UTF-8"],
    terminal: String? = nil, isDeaf: Bool = false
  ) throws {
    folder = try temporaryFolder()
    try Data(input).write(to: URL(filePath: "\(folder)/in"))
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, terminal ?? "\(folder)/in", O_RDWR, 0)
    for (descriptor, name) in [(Int32(1), "out"), (2, "err")] {
      posix_spawn_file_actions_addopen(
        &actions, descriptor, terminal ?? "\(folder)/\(name)", O_WRONLY | O_CREAT | O_APPEND,
        0o600)
    }
    // Nothing of this process is left open in the child.
    for descriptor in Int32(3)..<64 { posix_spawn_file_actions_addclose(&actions, descriptor) }
    // Signals reach the child as they do from a shell, whatever this process blocks or ignores.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var blocked = sigset_t()
    var all = sigset_t()
    sigemptyset(&blocked)
    sigfillset(&all)
    if isDeaf { blocked = all }
    posix_spawnattr_setsigmask(&attributes, &blocked)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let argv = arguments.map { strdup($0) } + [nil]
    let envp = environment.map { strdup($0) } + [nil]
    defer {
      for text in argv + envp { free(text) }
    }
    var id = pid_t()
    let code = posix_spawn(&id, arguments[0], &actions, &attributes, argv, envp)
    guard code == 0 else { throw Fault(reason: "\(arguments): \(String(cString: strerror(code)))") }
    self.id = id
  }

  /// What it has written so far.
  func outputSoFar() -> [UInt8] { bytes("out") }

  /// Whether it has ended, so that nothing more can come from it.
  var hasEnded: Bool {
    var info = siginfo_t()
    return waitid(P_PID, id_t(id), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_signo != 0
  }

  func send(_ signal: Int32) { kill(id, signal) }

  /// Waits for the end; a child that does not end by itself in a minute is killed.
  func wait() throws -> Ending {
    var status: Int32 = 0
    var peakMemory = 0
    var tries = 0
    while waitpid(id, &status, WNOHANG) == 0 {
      peakMemory = max(peakMemory, peakMemorySoFar())
      tries += 1
      usleep(2_000)
      guard tries < 30_000 else {
        kill(id, SIGKILL)
        waitpid(id, &status, 0)
        throw Fault(reason: "the program did not end")
      }
    }
    let ending = Ending(
      status: (status >> 8) & 0xFF, signal: status & 0x7F, output: bytes("out"),
      errors: bytes("err"), peakMemory: peakMemory)
    try? FileManager.default.removeItem(atPath: folder)
    return ending
  }

  /// The high-water mark of its memory in KiB; 0 once it has ended (proc(5), `VmHWM`).
  private func peakMemorySoFar() -> Int {
    let status = (try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
  }

  private func bytes(_ name: String) -> [UInt8] {
    (try? Data(contentsOf: URL(filePath: "\(folder)/\(name)"))).map { [UInt8]($0) } ?? []
  }
}

/// A new, empty folder.
func temporaryFolder() throws -> String {
  var template = Array("/tmp/till-faults-XXXXXX".utf8CString)
  guard mkdtemp(&template) != nil else { throw Child.Fault(reason: "no temporary folder") }
  return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
