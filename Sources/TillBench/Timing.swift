import Glibc

/// Nanoseconds by a clock that never jumps and that all processes share.
func nanoseconds() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

/// Waits for a moment: sleeping at first, then watching the clock, so that waking up late does not
/// count as the engine's time.
func wait(until moment: Int64) {
  let nap = moment - nanoseconds() - 200_000
  if nap > 0 { usleep(UInt32(nap / 1000)) }
  while nanoseconds() < moment {}
}

/// How long things took, in nanoseconds.
struct Latencies {
  private let sorted: [Int64]

  init(_ samples: [Int64]) { sorted = samples.sorted() }

  /// The time that so many of a thousand stay within.
  func within(_ perMille: Int) -> Int64 {
    guard !sorted.isEmpty else { return 0 }
    return sorted[min(sorted.count - 1, sorted.count * perMille / 1000)]
  }

  var p50: Int64 { within(500) }
  var p99: Int64 { within(990) }
  var p999: Int64 { within(999) }
  var most: Int64 { sorted.last ?? 0 }
}

/// The middle one; of an even number the lower of the two in the middle.
func median<Value: Comparable>(_ values: [Value], or nothing: Value) -> Value {
  let sorted = values.sorted()
  return sorted.isEmpty ? nothing : sorted[(sorted.count - 1) / 2]
}

/// What this disk takes to make 32 KB durable that overwrite others: what every goal in
/// milliseconds is measured by.
///
/// - Parameters:
///   - folder: on the disk.
///   - count: how often.
///   - rate: how many begin in a second; 0 for one right after another. A disk that rests in between
///     takes several times as long.
/// - Returns: how long they took.
/// - Throws: ``Benchmark/Fault``.
func probeDisk(in folder: String, count: Int = 400, rate: Int64 = 0) throws -> Latencies {
  let path = "\(folder)/disk-probe"
  let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
  guard descriptor >= 0 else {
    throw Benchmark.Fault("\(path): \(String(cString: strerror(errno)))")
  }
  defer {
    close(descriptor)
    unlink(path)
  }
  let size = 32_768
  let places = 256
  let bytes = [UInt8](repeating: 0x5A, count: size)
  for place in 0..<places { _ = pwrite(descriptor, bytes, size, off_t(place * size)) }
  fsync(descriptor)
  var samples: [Int64] = []
  let first = nanoseconds()
  for round in 0..<count {
    if rate > 0 { wait(until: first + Int64(round) * 1_000_000_000 / rate) }
    let start = nanoseconds()
    _ = pwrite(descriptor, bytes, size, off_t(round * 37 % places * size))
    guard fdatasync(descriptor) == 0 else { throw Benchmark.Fault("fdatasync fails on \(path)") }
    samples.append(nanoseconds() - start)
  }
  return Latencies(samples)
}

/// Waits until the disk has calmed down after what was written and removed before: for some seconds
/// it can take many times as long as it does at rest.
///
/// - Throws: ``Benchmark/Fault``.
func settleDisk(in folder: String) throws {
  sync()
  var least = Int64.max
  for _ in 0..<20 {
    let now = try probeDisk(in: folder, count: 100).p50
    least = min(least, now)
    if now < 250_000, now < least * 5 / 4 { return }
    usleep(500_000)
  }
}
