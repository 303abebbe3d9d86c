internal import Glibc

/// Where the files of an open ledger stood when it was opened: what is written to files that were put
/// aside is lost.
final class Places {
  private struct Place {
    let path: String
    let file: FileMark?
  }

  private let folder: String
  private let places: [Place]
  /// The folder when nothing was missing.
  private var whole: FileMark?

  /// - Parameters:
  ///   - folder: of the files.
  ///   - paths: of the files, which are open.
  init(folder: String, _ paths: [String]) {
    self.folder = folder
    places = paths.map { Place(path: $0, file: FileMark($0, ofNames: false)) }
  }

  /// Whether each of the files still stands in its place.
  ///
  /// Names come and go with a change of the folder alone, so one look is enough while it stays as it
  /// was. Looking at the log each time would make the system date every write to it anew, which takes
  /// longer than the look.
  func areKept() -> Bool {
    let now = FileMark(folder, ofNames: true)
    if now != nil, now == whole { return true }
    guard places.allSatisfy({ $0.file == FileMark($0.path, ofNames: false) }) else { return false }
    // Two changes in one tick of the system's clock have one date: only an older one tells them apart.
    if let now, now.seconds < time(nil) - 1 { whole = now }
    return true
  }
}

/// What the system knows a file by, whatever its name; of a folder also when a name in it last changed.
private struct FileMark: Equatable {
  private let device: dev_t
  private let inode: ino_t
  /// Since 1970; 0 where names do not matter.
  let seconds: Int
  private let nanoseconds: Int

  /// Nil where there is none.
  init?(_ path: String, ofNames: Bool) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    (device, inode) = (status.st_dev, status.st_ino)
    (seconds, nanoseconds) = ofNames ? (status.st_mtim.tv_sec, status.st_mtim.tv_nsec) : (0, 0)
  }
}
