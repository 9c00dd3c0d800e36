/// Comparing and cutting by bytes, for text that is asked about thousands of times: a `String` that
/// is searched or split by characters looks for the borders of graphemes.
enum ASCII {
  /// The byte in lower case.
  @inline(__always)
  static func lower(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

  /// Whether the byte is a digit.
  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// Whether a text stands at a place of the bytes.
  @inline(__always)
  static func stands(
    _ text: UnsafeBufferPointer<UInt8>, at place: Int, of bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard place + text.count <= bytes.count else { return false }
    for index in 0..<text.count where bytes[place + index] != text[index] { return false }
    return true
  }
}

extension String {
  /// Whether an ASCII text stands in this one, whatever the case of this one.
  func contains(folded text: StaticString) -> Bool {
    var copy = self
    return copy.withUTF8 { bytes in
      text.withUTF8Buffer { text in
        guard let first = text.first, bytes.count >= text.count else { return false }
        for place in 0...(bytes.count - text.count) where ASCII.lower(bytes[place]) == first {
          let isHere = (1..<text.count).allSatisfy { ASCII.lower(bytes[place + $0]) == text[$0] }
          if isHere { return true }
        }
        return false
      }
    }
  }

  /// Whether this is an ASCII text, whatever the case of this one.
  func equals(folded text: StaticString) -> Bool {
    text.withUTF8Buffer { text in
      utf8.count == text.count && utf8.elementsEqual(text) { ASCII.lower($0) == $1 }
    }
  }

  /// The parts between separators, as `split` gives them.
  func parts(
    by separator: Unicode.Scalar, most: Int = .max, keepingEmpty: Bool = false
  ) -> [Substring] {
    let wanted = UInt8(ascii: separator)
    var text = self
    // The places first, from the bytes: a step of an index costs many times as much.
    let cuts = text.withUTF8 { bytes in
      bytes.indices.lazy.filter { bytes[$0] == wanted }.map { $0 } as [Int]
    }
    var parts: [Substring] = []
    var start = text.startIndex
    for cut in cuts {
      guard parts.count < most else { break }
      let place = text.utf8.index(text.startIndex, offsetBy: cut)
      if keepingEmpty || start < place { parts.append(text[start..<place]) }
      start = text.utf8.index(after: place)
    }
    if keepingEmpty || start < text.endIndex { parts.append(text[start...]) }
    return parts
  }
}
