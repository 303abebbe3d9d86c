import FoundationEssentials
import Glibc

/// What stops the build, and what to do about it.
private struct Failure: Error {
  let message: String
}

/// Writes the Swift source that holds the named files.
///
/// - Parameter arguments: The tool's own name, the package's folder, the source to write, and the
///   paths of the files within the folder.
/// - Throws: ``Failure`` for a file that is not UTF-8, and Foundation's errors.
private func embed(_ arguments: [String]) throws {
  guard arguments.count >= 3 else {
    throw Failure(message: "usage: EmbedShopTool PACKAGE-FOLDER SOURCE.swift PATH…")
  }
  let root = URL(filePath: arguments[1])
  let files = try arguments.dropFirst(3).map { path in
    let bytes = try Data(contentsOf: root.appending(path: path))
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(message: "\(path) is not UTF-8: save it as UTF-8")
    }
    return (path: path, text: text)
  }
  try Data(shopFilesSource(files).utf8).write(to: URL(filePath: arguments[2]), options: .atomic)
}

do {
  try embed(CommandLine.arguments)
} catch {
  let message = (error as? Failure)?.message ?? "\(error)"
  print("error: \(message)")
  exit(1)
}
