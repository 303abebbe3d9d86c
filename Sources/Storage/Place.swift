internal import Glibc

/// A path, and the file that stood there when it was looked at.
struct Place {
  private let path: String
  private let file: File?

  /// What the system knows a file by, whatever its name.
  private struct File: Equatable {
    let device: dev_t
    let inode: ino_t

    init?(at path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      (device, inode) = (status.st_dev, status.st_ino)
    }
  }

  init(_ path: String) {
    self.path = path
    file = File(at: path)
  }

  /// Whether that file stands there no more: it was moved or removed, or another was put in its place.
  var isLeft: Bool { file != File(at: path) }
}
