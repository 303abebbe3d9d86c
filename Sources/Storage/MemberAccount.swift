import Ledger

/// What the name of a member's account says: `stored-value:12:3:principal` is member 12's, of top-up
/// 3, in the group `stored-value:principal`.
///
/// The second word is the member's number. The words after it are one member's own, but for that
/// which names a part: the fourth of `stored-value`, the fifth of `course`, and of `points` the
/// third where it is no day. Read without a copy: reports go through hundreds of thousands.
struct MemberAccount {
  /// The first words that members' accounts have, and where the word for a part stands, if any.
  private static let shapes: [(head: [UInt8], part: Int?)] = [
    (Array("stored-value".utf8), 3), (Array("points".utf8), 2), (Array("course".utf8), 4),
    (Array("coupon".utf8), nil), (Array("coupon-used".utf8), nil), (Array("qualifying".utf8), nil),
  ]

  let member: Int
  /// The number after the member's, where there is one: of the top-up, of the course.
  let number: Int?
  /// Whether nobody but a member has accounts with this first word.
  let isOfMembersAlone: Bool
  /// Where the first word stands in the name, and the word for a part; empty where there is none.
  let head: Range<Int>
  let part: Range<Int>

  /// Nil for a name whose second word is no number.
  init?(_ name: UnsafeBufferPointer<UInt8>) {
    var (head, part) = (0..<0, 0..<0)
    var shape: Int?
    var (member, number): (Int?, Int?)
    var (count, start) = (0, 0)
    for end in 0...name.count where end == name.count || name[end] == UInt8(ascii: ":") {
      let word = start..<end
      switch count {
      case 0:
        head = word
        shape = MemberAccount.shapes.firstIndex { name[word].elementsEqual($0.head) }
      case 1:
        member = MemberAccount.number(name[word])
        if member == nil { return nil }
      case 2: number = MemberAccount.number(name[word])
      default: break
      }
      if let shape, count == MemberAccount.shapes[shape].part, let first = name[word].first,
        !first.isASCIIDigit
      {
        part = word
      }
      count += 1
      start = end + 1
    }
    guard let member else { return nil }
    self.member = member
    self.number = number
    isOfMembersAlone = shape != nil
    (self.head, self.part) = (head, part)
  }

  /// The number that up to 18 digits stand for.
  private static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    guard (1...18).contains(digits.count) else { return nil }
    var value = 0
    for digit in digits {
      guard digit.isASCIIDigit else { return nil }
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return value
  }
}
