import Pricing
import Testing

private func shares(_ parts: [(Int, Int, Bool)]) -> [StaffShare] {
  parts.map { StaffShare(staff: $0.0, share: $0.1, isChosen: $0.2) }
}

struct StaffShareTests {
  @Test(
    arguments: [
      ("3", [(3, 100, false)], "3"), ("3!", [(3, 100, true)], "3!"),
      ("3,5", [(3, 50, false), (5, 50, false)], "3:50,5:50"),
      ("1,2,3", [(1, 34, false), (2, 33, false), (3, 33, false)], "1:34,2:33,3:33"),
      ("3:70,5!:30", [(3, 70, false), (5, 30, true)], "3:70,5!:30"),
      ("3:100", [(3, 100, false)], "3"),
      ("9999!", [(9999, 100, true)], "9999!"),
      ("3!,5", [(3, 50, true), (5, 50, false)], "3!:50,5:50"),
    ] as [(String, [(Int, Int, Bool)], String)])
  func `who serves a line is read, and written back`(
    text: String, parts: [(Int, Int, Bool)], written: String
  ) throws {
    let expected = shares(parts)
    let read = try staffShares(text)
    let again = try staffShares(written)
    #expect(read == expected)
    #expect(notation(of: expected) == written)
    #expect(again == expected)
  }

  @Test(arguments: [
    ("", StaffShareFault.malformed), (",", .malformed), ("3,", .malformed), ("0", .malformed),
    ("-1", .malformed), ("12345", .malformed), ("a", .malformed), ("3:", .malformed),
    ("3:0", .malformed), ("3:101", .malformed), ("3:50:50", .malformed), ("3!!", .malformed),
    ("3:70,5", .malformed), ("!", .malformed), ("!3", .malformed), ("3:100!", .malformed),
    ("3:1!00", .malformed), ("３", .malformed), ("1,2,3,4,5,6,7,8,9,10", .malformed),
    ("3,3", .twice(staff: 3)), ("3:50,3!:50", .twice(staff: 3)), ("03,3", .twice(staff: 3)),
    ("3:70,5:20", .sum(90)), ("3:70,5:40", .sum(110)), ("3:99", .sum(99)),
  ])
  func `shares that are none are refused with the reason`(text: String, fault: StaffShareFault) {
    #expect(throws: fault) { try staffShares(text) }
  }

  @Test func `nine people at the most share a line, and their parts sum to a hundred`() throws {
    let sums = try (1...9).map { count in
      try staffShares((1...count).map(String.init).joined(separator: ",")).map(\.share).reduce(0, +)
    }
    #expect(sums == [Int](repeating: 100, count: 9))
  }
}
