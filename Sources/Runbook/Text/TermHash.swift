/// Terms as numbers, so that thousands of indexed terms are compared without making strings.
enum TermHash {
  /// FNV-1a (64 bit) of a term's bytes.
  static func of(_ term: String) -> UInt64 {
    term.utf8.reduce(offset) { step($0, $1) }
  }

  /// Calls the closure with the hash of each term of a text that is joined by spaces.
  static func each(in terms: some Collection<UInt8>, _ body: (UInt64) -> Void) {
    each(in: terms) { hash, _ in body(hash) }
  }

  /// Calls the closure with the hash and the bytes of each term of a text that is joined by spaces.
  static func each(
    in terms: some Collection<UInt8>, _ body: (UInt64, Slice<UnsafeBufferPointer<UInt8>>) -> Void
  ) {
    terms.withContiguousStorageIfAvailable { bytes in
      var (hash, start) = (offset, 0)
      for index in bytes.indices {
        if bytes[index] == 0x20 {
          if index > start { body(hash, bytes[start..<index]) }
          (hash, start) = (offset, index + 1)
        } else {
          hash = step(hash, bytes[index])
        }
      }
      if bytes.count > start { body(hash, bytes[start...]) }
    }
  }

  private static let offset: UInt64 = 0xCBF2_9CE4_8422_2325

  private static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
  }
}
