/// Terms as numbers, so that thousands of indexed terms are compared without making strings.
enum TermHash {
  /// FNV-1a (64 bit) of a term's bytes.
  static func of(_ term: String) -> UInt64 { of(term.utf8) }

  /// FNV-1a (64 bit) of the bytes of a term.
  static func of(_ term: some Sequence<UInt8>) -> UInt64 {
    term.reduce(offset) { step($0, $1) }
  }

  /// Calls the closure with the hash of each term of a text that is joined by spaces.
  static func each(in terms: some Collection<UInt8>, _ body: (UInt64) -> Void) {
    terms.withContiguousStorageIfAvailable { bytes in
      var hash = offset
      var isEmpty = true
      for byte in bytes {
        if byte == 0x20 {
          if !isEmpty { body(hash) }
          (hash, isEmpty) = (offset, true)
        } else {
          (hash, isEmpty) = (step(hash, byte), false)
        }
      }
      if !isEmpty { body(hash) }
    }
  }

  private static let offset: UInt64 = 0xCBF2_9CE4_8422_2325

  private static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
  }
}
