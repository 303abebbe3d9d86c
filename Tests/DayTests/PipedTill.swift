// Foundation has processes and pipes.
import Foundation
import Ledger

/// The built program as a process of its own, spoken to through pipes, one line at a time.
final class PipedTill {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var received: [UInt8] = []

  /// The program beside this test's own executable.
  static func executable() throws -> URL {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(filePath: own).deletingLastPathComponent().appending(path: "till")
  }

  /// Starts the program.
  init(shop: URL, arguments: [String]) throws {
    process.executableURL = try PipedTill.executable()
    process.arguments = ["--shop", shop.path, "--json"] + arguments
    process.standardInput = input
    process.standardOutput = output
    try process.run()
  }

  /// Types a line.
  func type(_ line: String) throws {
    try input.fileHandleForWriting.write(contentsOf: Array("\(line)\n".utf8))
  }

  /// The next reply; null when the program has ended.
  func reply() throws -> JSON {
    while true {
      if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: received[..<end], as: UTF8.self)
        received.removeSubrange(...end)
        return try JSON(parsing: line)
      }
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { return .null }
      received += more
    }
  }

  /// Ends the input.
  ///
  /// - Returns: the program's exit status.
  func end() throws -> Int32 {
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
