import Glibc
import Seeded

/// When a program is killed: about as long after its start as it takes to do its work, which is found
/// by trying, as machines are more or less busy.
struct Moment {
  private var microseconds: UInt32 = 60_000

  /// Waits until it is time.
  func pass(_ seed: inout Seeded) {
    usleep(UInt32.random(in: microseconds / 2...microseconds * 3 / 2, using: &seed))
  }

  /// Comes earlier next time if the work was done, else later.
  mutating func move(wasDone: Bool) {
    microseconds = wasDone ? microseconds * 2 / 3 : min(microseconds * 3 / 2, 2_000_000)
  }
}
