/// Git's name for a file's bytes.
public enum Revision {
  /// The git blob id: SHA-1 over `blob <length>\0` and the bytes, as 40 hex digits.
  ///
  /// It equals `git hash-object FILE`, so a pin in an incident resolves from any clone.
  public static func blobID(of bytes: [UInt8]) -> String {
    var hash = SHA1()
    hash.update(Array("blob \(bytes.count)\u{0}".utf8))
    hash.update(bytes)
    return hash.hexDigest()
  }
}

/// SHA-1 (FIPS 180-4).
///
/// Git identifies content with it; nothing here relies on it for secrecy.
struct SHA1 {
  private var state: (UInt32, UInt32, UInt32, UInt32, UInt32) = (
    0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0
  )
  private var pending: [UInt8] = []
  private var length: UInt64 = 0

  mutating func update(_ bytes: [UInt8]) {
    length += UInt64(bytes.count)
    var start = 0
    if !pending.isEmpty {
      start = min(64 - pending.count, bytes.count)
      pending += bytes[..<start]
      guard pending.count == 64 else { return }
      pending.withUnsafeBufferPointer { process($0, at: 0) }
      pending.removeAll(keepingCapacity: true)
    }
    let end = start + (bytes.count - start) / 64 * 64
    bytes.withUnsafeBufferPointer { buffer in
      var offset = start
      while offset < end {
        process(buffer, at: offset)
        offset += 64
      }
    }
    pending += bytes[end...]
  }

  mutating func hexDigest() -> String {
    let bits = length &* 8
    var padding: [UInt8] = [0x80]
    padding += [UInt8](repeating: 0, count: (119 - pending.count) % 64)
    padding += (0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * $0)) }
    update(padding)
    return [state.0, state.1, state.2, state.3, state.4].map { word in
      let hex = String(word, radix: 16)
      return String(repeating: "0", count: 8 - hex.count) + hex
    }.joined()
  }

  private mutating func process(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 80) { words in
      for index in 0..<16 {
        let base = offset &+ index &* 4
        words[index] =
          UInt32(bytes[base]) << 24 | UInt32(bytes[base &+ 1]) << 16 | UInt32(bytes[base &+ 2]) << 8
          | UInt32(bytes[base &+ 3])
      }
      for index in 16..<80 {
        let word = words[index &- 3] ^ words[index &- 8] ^ words[index &- 14] ^ words[index &- 16]
        words[index] = word &<< 1 | word &>> 31
      }
      var (a, b, c, d, e) = state
      // Named values instead of a rotated array: they stay in registers.
      func mix(_ function: UInt32, _ constant: UInt32, _ word: UInt32) {
        let next = (a &<< 5 | a &>> 27) &+ function &+ e &+ constant &+ word
        e = d
        d = c
        c = b &<< 30 | b &>> 2
        b = a
        a = next
      }
      for index in 0..<20 { mix(b & c | ~b & d, 0x5A82_7999, words[index]) }
      for index in 20..<40 { mix(b ^ c ^ d, 0x6ED9_EBA1, words[index]) }
      for index in 40..<60 { mix(b & c | b & d | c & d, 0x8F1B_BCDC, words[index]) }
      for index in 60..<80 { mix(b ^ c ^ d, 0xCA62_C1D6, words[index]) }
      state = (state.0 &+ a, state.1 &+ b, state.2 &+ c, state.3 &+ d, state.4 &+ e)
    }
  }
}
