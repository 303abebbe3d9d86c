internal import CSHA256

/// SHA-256 as FIPS 180-4 defines it; Foundation on Linux has none.
package struct SHA256 {
  /// Whether the processor has instructions for it, which take a fifth of the time.
  package static let hasInstructions = till_has_sha256() != 0

  /// What is put behind a message at the most, in bytes.
  static let mostPadding = 72

  private let usesInstructions: Bool
  private var state: SIMD8<UInt32> = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]
  /// What does not fill a block yet.
  private var pending: [UInt8] = []
  private var length: UInt64 = 0

  /// - Parameter usesInstructions: false for the way of a processor that has none.
  package init(usesInstructions: Bool = hasInstructions) {
    self.usesInstructions = usesInstructions && SHA256.hasInstructions
  }

  /// The 32 bytes of the digest of some bytes.
  package static func digest(_ bytes: some Collection<UInt8>) -> [UInt8] {
    digest(Array(bytes))
  }

  /// The 32 bytes of the digest of a message, which is padded where it stands.
  package static func digest(_ message: consuming [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.length = UInt64(message.count)
    hash.pending = message
    return hash.finish()
  }

  /// Takes in more of the message.
  package mutating func update(_ bytes: some Collection<UInt8>) {
    length += UInt64(bytes.count)
    pending.append(contentsOf: bytes)
    compressWholeBlocks()
  }

  /// The 32 bytes of the digest of all that was taken in.
  package mutating func finish() -> [UInt8] {
    let bits = length * 8
    pending.append(0x80)
    pending.append(contentsOf: repeatElement(0, count: (120 - pending.count % 64) % 64))
    withUnsafeBytes(of: bits.bigEndian) { pending.append(contentsOf: $0) }
    compressWholeBlocks()
    var words = state
    for index in words.indices { words[index] = words[index].bigEndian }
    return withUnsafeBytes(of: words) { Array($0) }
  }

  private mutating func compressWholeBlocks() {
    let blocks = pending.count / 64
    guard blocks > 0 else { return }
    withUnsafeMutableBytes(of: &state) { state in
      let state = state.assumingMemoryBound(to: UInt32.self)
      pending.withUnsafeBufferPointer { bytes in
        roundConstants.withUnsafeBufferPointer { constants in
          if usesInstructions {
            till_sha256(state.baseAddress, bytes.baseAddress, blocks, constants.baseAddress)
          } else {
            compress(bytes, blocks: blocks, into: state, constants: constants)
          }
        }
      }
    }
    pending.removeFirst(blocks * 64)
  }
}

private func compress(
  _ bytes: UnsafeBufferPointer<UInt8>, blocks: Int, into state: UnsafeMutableBufferPointer<UInt32>,
  constants: UnsafeBufferPointer<UInt32>
) {
  withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
    for block in 0..<blocks {
      compress(bytes, from: block * 64, into: state, schedule: schedule, constants: constants)
    }
  }
}

private func compress(
  _ bytes: UnsafeBufferPointer<UInt8>, from start: Int,
  into state: UnsafeMutableBufferPointer<UInt32>,
  schedule: UnsafeMutableBufferPointer<UInt32>, constants: UnsafeBufferPointer<UInt32>
) {
  for index in 0..<16 {
    let at = start &+ index &* 4
    schedule[index] =
      UInt32(bytes[at]) &<< 24 | UInt32(bytes[at &+ 1]) &<< 16 | UInt32(bytes[at &+ 2]) &<< 8
      | UInt32(bytes[at &+ 3])
  }
  for index in 16..<64 {
    let early = schedule[index &- 15]
    let late = schedule[index &- 2]
    let sigma0 = rotated(early, 7) ^ rotated(early, 18) ^ early &>> 3
    let sigma1 = rotated(late, 17) ^ rotated(late, 19) ^ late &>> 10
    schedule[index] = schedule[index &- 16] &+ sigma0 &+ schedule[index &- 7] &+ sigma1
  }
  var (a, b, c, d) = (state[0], state[1], state[2], state[3])
  var (e, f, g, h) = (state[4], state[5], state[6], state[7])
  // Eight rounds at a time give every variable its place back, so none is moved.
  var index = 0
  while index < 64 {
    turn(a, b, c, &d, e, f, g, &h, constants[index] &+ schedule[index])
    turn(h, a, b, &c, d, e, f, &g, constants[index &+ 1] &+ schedule[index &+ 1])
    turn(g, h, a, &b, c, d, e, &f, constants[index &+ 2] &+ schedule[index &+ 2])
    turn(f, g, h, &a, b, c, d, &e, constants[index &+ 3] &+ schedule[index &+ 3])
    turn(e, f, g, &h, a, b, c, &d, constants[index &+ 4] &+ schedule[index &+ 4])
    turn(d, e, f, &g, h, a, b, &c, constants[index &+ 5] &+ schedule[index &+ 5])
    turn(c, d, e, &f, g, h, a, &b, constants[index &+ 6] &+ schedule[index &+ 6])
    turn(b, c, d, &e, f, g, h, &a, constants[index &+ 7] &+ schedule[index &+ 7])
    index &+= 8
  }
  state[0] &+= a
  state[1] &+= b
  state[2] &+= c
  state[3] &+= d
  state[4] &+= e
  state[5] &+= f
  state[6] &+= g
  state[7] &+= h
}

/// One round: `word` is its word of the schedule with its constant.
@inline(__always)
private func turn(
  _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32,
  _ h: inout UInt32, _ word: UInt32
) {
  // The sums of three rotations, nested to need no copies.
  let sum1 = rotated(e ^ rotated(e ^ rotated(e, 14), 5), 6)
  let first = h &+ sum1 &+ (g ^ e & (f ^ g)) &+ word
  let sum0 = rotated(a ^ rotated(a ^ rotated(a, 9), 11), 2)
  d &+= first
  h = first &+ sum0 &+ (a & b | c & (a | b))
}

@inline(__always)
private func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
  word &>> count | word &<< (32 &- count)
}

private let roundConstants: [UInt32] = [
  0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
  0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
  0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
  0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
  0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
  0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
  0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
  0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
  0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
  0xc671_78f2,
]
