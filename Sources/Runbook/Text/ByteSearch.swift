#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension [UInt8] {
  /// Where a text stands first.
  ///
  /// By the C library's `memchr` and `memcmp`: the standard library's search of a collection takes a
  /// hundred times as long, which a pasted log of a mebibyte feels.
  ///
  /// - Parameter text: what to look for; not empty.
  /// - Returns: the place of its first byte; nil where it does not stand in these bytes.
  func place(of text: StaticString) -> Int? {
    let count = text.utf8CodeUnitCount
    return withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress, bytes.count >= count else { return nil }
      var place = 0
      while let found = memchr(
        start + place, Int32(text.utf8Start.pointee), bytes.count - count + 1 - place)
      {
        place = UnsafeRawPointer(found) - start
        if memcmp(found, text.utf8Start, count) == 0 { return place }
        place += 1
      }
      return nil
    }
  }

  /// Whether a text stands in these bytes.
  func holds(_ text: StaticString) -> Bool { place(of: text) != nil }
}
