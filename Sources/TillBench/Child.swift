import Glibc

/// How a child process ended.
struct ChildResult {
  let status: Int32
  let nanoseconds: Int64
  /// The most memory it held at once; not less than what its parent held when it was started.
  let peakKilobytes: Int

  var isDone: Bool { status == 0 }
}

/// A process that was started.
struct Child {
  private let pid: pid_t
  private let start: Int64

  /// Starts a program; nil if there is none of that name.
  ///
  /// - Parameters:
  ///   - words: the program, looked for where the system does, and its arguments.
  ///   - output: the file that its output goes to.
  ///   - errors: the file that its diagnostics go to; nil for where this program's go.
  init?(_ words: [String], output: String = "/dev/null", errors: String? = nil) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, flags, 0o600)
    if let errors {
      posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, flags, 0o600)
    }
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    var pid: pid_t = 0
    start = TillBench.nanoseconds()
    guard posix_spawnp(&pid, words[0], &actions, nil, arguments, environ) == 0 else { return nil }
    self.pid = pid
  }

  /// Waits for its end.
  func wait() -> ChildResult {
    var status: Int32 = 0
    var usage = rusage()
    while wait4(pid, &status, 0, &usage) < 0, errno == EINTR {}
    let end = TillBench.nanoseconds()
    let code = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    return ChildResult(
      status: code, nanoseconds: end - start, peakKilobytes: Int(usage.ru_maxrss))
  }
}

/// This program's own path.
let ownPath: String = {
  var buffer = [CChar](repeating: 0, count: 4096)
  let count = readlink("/proc/self/exe", &buffer, buffer.count)
  return String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}()

/// Runs a job of this program in a process of its own, to its end.
///
/// - Parameters:
///   - job: what to do.
///   - arguments: the job's own.
///   - before: a program that is to run it, with its options: `strace -c`.
///   - output: the file that its output goes to.
///   - errors: the file that its diagnostics go to; nil for where this program's go.
/// - Throws: ``Benchmark/Fault`` if it fails.
func runChild(
  _ job: ChildJob, _ arguments: [String], under before: [String] = [],
  output: String = "/dev/null", errors: String? = nil
) throws {
  guard
    let child = Child(
      before + [ownPath, job.rawValue] + arguments, output: output, errors: errors)
  else { throw Benchmark.Fault("\(before.first ?? ownPath) cannot be started") }
  let result = child.wait()
  guard result.isDone else {
    throw Benchmark.Fault(
      "\(job.rawValue) \(arguments.joined(separator: " ")) ended with \(result.status)")
  }
}

/// Whether a program stands where the system looks for them.
func isInstalled(_ name: String) -> Bool {
  let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
  return path.split(separator: ":").contains { access("\($0)/\(name)", X_OK) == 0 }
}

/// The text of a file; empty if there is none.
func readText(_ path: String) -> String {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return "" }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = read(descriptor, &buffer, buffer.count)
    guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
    bytes.append(contentsOf: buffer.prefix(count))
  }
}

/// Puts a text in a file's place.
///
/// - Throws: ``Benchmark/Fault``.
func writeText(_ text: String, to path: String) throws {
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
  guard descriptor >= 0 else {
    throw Benchmark.Fault("\(path): \(String(cString: strerror(errno)))")
  }
  defer { close(descriptor) }
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    guard count > 0 else { throw Benchmark.Fault("\(path): \(String(cString: strerror(errno)))") }
    rest = rest.dropFirst(count)
  }
}

/// The bytes of a file; 0 if there is none.
func size(ofFile path: String) -> Int {
  var status = stat()
  return stat(path, &status) == 0 ? Int(status.st_size) : 0
}
