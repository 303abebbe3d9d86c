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
  /// - Throws: ``StorageError`` where the system does not tell.
  init(folder: String, _ paths: [String]) throws(StorageError) {
    self.folder = folder
    var places: [Place] = []
    for path in paths {
      places.append(Place(path: path, file: try FileMark(path, ofNames: false)))
    }
    self.places = places
  }

  /// Whether each of the files still stands in its place.
  ///
  /// Names come and go with a change of the folder alone, so one look is enough while it stays as it
  /// was. Looking at the log each time would make the system date every write to it anew, which takes
  /// longer than the look.
  ///
  /// - Throws: ``StorageError`` where the system does not tell.
  func areKept() throws(StorageError) -> Bool {
    let now = try FileMark(folder, ofNames: true)
    if now != nil, now == whole { return true }
    for place in places {
      guard try FileMark(place.path, ofNames: false) == place.file else { return false }
    }
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
  ///
  /// - Throws: ``StorageError`` where the system does not tell.
  init?(_ path: String, ofNames: Bool) throws(StorageError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      guard [ENOENT, ENOTDIR].contains(errno) else { throw StorageError(errno: errno, path: path) }
      return nil
    }
    (device, inode) = (status.st_dev, status.st_ino)
    (seconds, nanoseconds) = ofNames ? (status.st_mtim.tv_sec, status.st_mtim.tv_nsec) : (0, 0)
  }
}
