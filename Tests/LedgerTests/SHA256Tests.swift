import Foundation  // Process and files, to ask the system's own program
import Ledger
import Testing

private func hexadecimal(_ bytes: [UInt8]) -> String { ChainHash(bytes: bytes).hexadecimal }

/// The digest in the way of processors with the instructions and of those without, if both can be
/// tried here.
private func digests(_ message: some Collection<UInt8>) -> Set<String> {
  Set(
    [true, false].map { usesInstructions in
      var hash = SHA256(usesInstructions: usesInstructions)
      hash.update(message)
      return hexadecimal(hash.finish())
    })
}

struct SHA256Tests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
        + "lmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func `the vectors of FIPS 180-4 come out`(message: String, digest: String) {
    let result = digests(message.utf8)
    #expect(result == [digest])
    #expect(hexadecimal(SHA256.digest(message.utf8)) == digest)
  }

  /// The digests of `(31 * index + length) mod 256`, as Python's hashlib gives them.
  private func table() throws -> [(length: Int, digest: String)] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "digests.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap {
      let words = $0.split(separator: " ")
      return Int(words[0]).map { ($0, String(words[1])) }
    }
  }

  @Test func `every length around the blocks agrees with another implementation`() throws {
    let rows = try table()
    let wrong = rows.filter { row in
      let message = (0..<row.length).map { UInt8(truncatingIfNeeded: $0 * 31 + row.length) }
      return digests(message) != [row.digest]
    }
    #expect(rows.count == 306)
    #expect(wrong.map(\.length).isEmpty)
  }

  @Test(arguments: [1, 3, 63, 64, 65, 127, 500])
  func `a message in pieces has the digest of the whole`(piece: Int) {
    let message = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
    let whole = SHA256.digest(message)
    for usesInstructions in [true, false] {
      var hash = SHA256(usesInstructions: usesInstructions)
      for start in stride(from: 0, to: message.count, by: piece) {
        hash.update(message[start..<min(start + piece, message.count)])
      }
      let inPieces = hash.finish()
      #expect(inPieces == whole)
    }
  }

  @Test func `the instructions are used where the system says that the processor has them`() throws
  {
    let flags = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
    #expect(SHA256.hasInstructions == flags.contains(" sha_ni "))
  }
}

struct ChainTests {
  private func sha256sum(_ text: String) throws -> String {
    let program = Process()
    program.executableURL = URL(filePath: "/usr/bin/env")
    program.arguments = ["sha256sum"]
    let (input, output) = (Pipe(), Pipe())
    program.standardInput = input
    program.standardOutput = output
    try program.run()
    input.fileHandleForWriting.write(Data(text.utf8))
    try input.fileHandleForWriting.close()
    let answer = output.fileHandleForReading.readDataToEndOfFile()
    program.waitUntilExit()
    return String(decoding: answer.prefix(64), as: UTF8.self)
  }

  @Test func `the program sha256sum alone checks a chain of two entries`() throws {
    let lines = [#"{"kind":"opening","seq":1}"#, #"{"kind":"sale","name":"剪发","seq":2}"#]
    let genesis = String(repeating: "0", count: 64)
    let first = try sha256sum("T1\n\(genesis)\n\(lines[0])\n")
    let second = try sha256sum("T1\n\(first)\n\(lines[1])\n")
    let ours = ChainHash.genesis.followed(by: lines[0]).followed(by: lines[1])
    #expect(ours.hexadecimal == second)
    #expect(ChainHash.genesis.hexadecimal == genesis)
  }

  @Test func `the short form is the first 64 bits in groups of four digits`() {
    let hash = ChainHash(bytes: (0..<32).map { UInt8($0 * 8) })
    #expect(hash.short == "0008-1018-2028-3038")
    #expect(hash.hexadecimal.hasPrefix("0008101820283038"))
  }

  @Test func `a hash of the wrong length stops the program`() async {
    await #expect(processExitsWith: .failure) { _ = ChainHash(bytes: [1, 2, 3]) }
  }
}
