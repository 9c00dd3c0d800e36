/// The one door for text from outside: whatever a shell, an editor or a log wrote becomes UTF-8
/// without NUL, so that what reads it next, such as the redactor, sees every letter beside the next.
public enum OutsideText {
  /// The text; bytes that mean nothing become U+FFFD.
  public static func text(_ bytes: [UInt8]) -> String {
    String(decoding: utf8(bytes), as: UTF8.self)
  }

  /// The bytes as UTF-8: UTF-16 and UTF-32 with and without a byte order mark are converted, also
  /// where they stand before or behind UTF-8, as `>>` of another shell leaves it; other NULs go.
  public static func utf8(_ bytes: [UInt8]) -> [UInt8] {
    if let marked = marked(bytes[...]) { return marked }
    guard let first = bytes.firstIndex(of: 0), let last = bytes.lastIndex(of: 0) else {
      return bytes
    }
    // What stands before the first NUL and is UTF-8 by itself was written by somebody else.
    let mark = mark(in: bytes[..<first])
    let start = mark ?? max(0, first - 1)
    if start > 16 || mark != nil, isUTF8(bytes[..<start]) {
      let rest = bytes[start...]
      return Array(bytes[..<start]) + (marked(rest) ?? unmarked(Array(rest)))
    }
    let end = min(bytes.count, last + 1)
    if bytes.count - end > 2, isUTF8(bytes[end...]) {
      return unmarked(Array(bytes[..<end])) + Array(bytes[end...])
    }
    return unmarked(bytes)
  }

  // MARK: With a mark

  private static func marked(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) { return utf32(bytes.dropFirst(4), isLittle: true) }
    if bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return utf32(bytes.dropFirst(4), isLittle: false) }
    let isLittle = bytes.starts(with: [0xFF, 0xFE])
    guard isLittle || bytes.starts(with: [0xFE, 0xFF]) else { return nil }
    let body = bytes.dropFirst(2)
    // UTF-8 that was appended has no NUL.
    if let last = body.lastIndex(of: 0) {
      let end = isLittle ? last + 1 : min(last + 2, body.endIndex)
      if body.endIndex - end > 16, isUTF8(body[end...]) {
        return utf16(body[..<end], isLittle: isLittle) + body[end...]
      }
    }
    return utf16(body, isLittle: isLittle)
  }

  /// Where a byte order mark stands inside.
  private static func mark(in bytes: ArraySlice<UInt8>) -> Int? {
    bytes.indices.dropLast().first {
      bytes[$0] == 0xFF && bytes[$0 + 1] == 0xFE || bytes[$0] == 0xFE && bytes[$0 + 1] == 0xFF
    }
  }

  // MARK: Without one

  /// Judged by where the NULs stand: those of ASCII letters are at the same place of each unit.
  private static func unmarked(_ bytes: [UInt8]) -> [UInt8] {
    var nuls = [0, 0, 0, 0]
    for (index, byte) in bytes.enumerated() where byte == 0 { nuls[index & 3] += 1 }
    let quarter = max(1, bytes.count / 4)
    if nuls[3] >= quarter, nuls[2] * 10 >= quarter * 9, nuls[0] * 10 < quarter {
      return utf32(bytes[...], isLittle: true)
    }
    if nuls[0] >= quarter, nuls[1] * 10 >= quarter * 9, nuls[3] * 10 < quarter {
      return utf32(bytes[...], isLittle: false)
    }
    let (even, odd) = (nuls[0] + nuls[2], nuls[1] + nuls[3])
    let (most, least) = (max(even, odd), min(even, odd))
    if most * 20 >= bytes.count, least * 8 <= most, bytes.count % 2 == 0, isWide(bytes) {
      return utf16(bytes[...], isLittle: odd > even)
    }
    // Those of `/proc/1/environ` and `find -print0` end a line.
    if (even + odd) * 4 < bytes.count { return bytes.map { $0 == 0 ? 0x0A : $0 } }
    return bytes.filter { $0 != 0 }
  }

  /// Whether few pairs of bytes are two letters of ASCII, which UTF-16 has for rare characters only.
  private static func isWide(_ bytes: [UInt8]) -> Bool {
    let isLetter = { (byte: UInt8) in byte >= 0x20 && byte < 0x7F }
    let narrow = stride(from: 0, to: bytes.count - 1, by: 2).count {
      isLetter(bytes[$0]) && isLetter(bytes[$0 + 1])
    }
    return narrow * 8 < bytes.count
  }

  private static func isUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
    String(validating: bytes, as: UTF8.self) != nil
  }

  // MARK: Units

  private static func utf16(_ bytes: ArraySlice<UInt8>, isLittle: Bool) -> [UInt8] {
    let (high, low) = isLittle ? (1, 0) : (0, 1)
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    for start in stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2) {
      let unit = UInt16(bytes[start + high]) << 8 | UInt16(bytes[start + low])
      if unit != 0, unit != 0xFEFF { units.append(unit) }
    }
    var converted: [UInt8] = []
    converted.reserveCapacity(bytes.count / 2)
    // Half of a pair becomes U+FFFD.
    _ = transcode(units.makeIterator(), from: UTF16.self, to: UTF8.self, stoppingOnError: false) {
      converted.append($0)
    }
    return converted
  }

  private static func utf32(_ bytes: ArraySlice<UInt8>, isLittle: Bool) -> [UInt8] {
    var text = String.UnicodeScalarView()
    for start in stride(from: bytes.startIndex, to: bytes.endIndex - 3, by: 4) {
      var value: UInt32 = 0
      for place in 0..<4 {
        value = value << 8 | UInt32(bytes[start + (isLittle ? 3 - place : place)])
      }
      if value != 0, value != 0xFEFF { text.append(Unicode.Scalar(value) ?? "\u{FFFD}") }
    }
    return Array(String(text).utf8)
  }
}
