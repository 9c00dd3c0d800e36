/// Text from outside, made comparable: a paste from a console, a log, a chat, or one line of JSON.
///
/// Escape sequences and control characters are gone, curly quotes are straight, full-width letters
/// are ASCII, JSON and HTML escapes are undone, blanks are single, table borders are off. What
/// matching sees, `folded`, is `plain` in lower case with a space for each line end, byte for byte
/// at the same place.
public struct SymptomText: Equatable, Sendable {
  /// The cleaned text; lines end with `\n`.
  public let plain: [UInt8]
  /// The same bytes in lower case (ASCII), a space where a line ends.
  public let folded: [UInt8]
  /// `folded` with the line ends taken out that a terminal may have put inside a word; empty where
  /// there is none.
  public let glued: [UInt8]

  /// Cleans a text.
  public init(_ text: String) {
    var text = text
    self = text.withUTF8 { SymptomText(utf8: $0) }
  }

  /// Cleans UTF-8; the buffer must be valid, as a `String`'s is.
  private init(utf8 buffer: UnsafeBufferPointer<UInt8>) {
    var cleaner = TextCleaner(capacity: buffer.count)
    cleaner.take(buffer)
    cleaner.finish()
    plain = cleaner.output
    var folded = plain
    folded.withUnsafeMutableBufferPointer { bytes in
      for index in bytes.indices {
        let byte = bytes[index]
        if byte &- 0x41 < 26 {
          bytes[index] = byte | 0x20
        } else if byte == 0x0A {
          bytes[index] = 0x20
        }
      }
    }
    self.folded = folded
    glued = SymptomText.glue(plain, folded)
  }

  /// How many characters a line has at least before its end is taken for a terminal's wrap.
  private static let wrapWidth = 40
  /// Nobody copies more than this from a terminal; longer texts are files, whose lines are whole.
  private static let longestPaste = 64 * 1024

  private static func glue(_ plain: [UInt8], _ folded: [UInt8]) -> [UInt8] {
    guard plain.count <= longestPaste else { return [] }
    var cuts: [Int] = []
    var lineStart = 0
    for (index, byte) in plain.enumerated() where byte == 0x0A {
      let isInsideWord =
        index > 0 && index + 1 < plain.count && isIdentifier(plain[index - 1])
        && isIdentifier(plain[index + 1])
      if isInsideWord, index - lineStart >= wrapWidth { cuts.append(index) }
      lineStart = index + 1
    }
    guard !cuts.isEmpty else { return [] }
    var glued: [UInt8] = []
    glued.reserveCapacity(folded.count)
    var start = 0
    for cut in cuts {
      glued += folded[start..<cut]
      start = cut + 1
    }
    return glued + folded[start...]
  }

  private static func isIdentifier(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
  }

  /// A part of the cleaned text as a string.
  func string(_ range: Range<Int>) -> String {
    String(decoding: plain[range], as: UTF8.self)
  }
}

/// The state of one cleaning pass.
private struct TextCleaner {
  var output: [UInt8] = []
  /// What blank is owed before the next visible character: none, a space or a line end.
  private var owed: UInt8 = 0
  private var escape = Escape.none
  /// Where the current line starts in the output.
  private var lineStart = 0

  /// How far a terminal escape sequence has been read.
  private enum Escape { case none, started, control, string, stringEnd }

  init(capacity: Int) {
    output.reserveCapacity(capacity)
  }

  mutating func take(_ bytes: UnsafeBufferPointer<UInt8>) {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte >= 0x80 {
        index += takeWide(bytes, at: index)
      } else if byte == 0x5C {
        index += takeBackslash(bytes, at: index)
      } else if byte == 0x26, let (scalar, length) = entity(bytes, at: index) {
        take(scalar)
        index += length
      } else {
        take(byte)
        index += 1
      }
    }
  }

  mutating func finish() {
    endLine()
    while let last = output.last, last == 0x0A || last == 0x20 { output.removeLast() }
  }

  private mutating func take(_ byte: UInt8) {
    if escape != .none { return takeEscaped(byte) }
    switch byte {
    case 0x1B: escape = .started
    case 0x0A, 0x0D:
      endLine()
      owed = 0x0A
    case 0x20, 0x09: if owed == 0 { owed = 0x20 }
    case 0..<0x20, 0x7F, 0x60: break  // controls, and the backticks that people quote with
    default:
      // A border of a table at the start of a line is not text.
      if byte == 0x7C, output.count == lineStart || owed == 0x0A { return }
      payBlank()
      output.append(byte)
    }
  }

  private mutating func payBlank() {
    if owed != 0, !output.isEmpty { output.append(owed) }
    if owed == 0x0A { lineStart = output.count }
    owed = 0
  }

  /// Drops the border of a table at the end of a line.
  private mutating func endLine() {
    while output.count > lineStart, let last = output.last, last == 0x7C || last == 0x20 {
      output.removeLast()
    }
  }

  private mutating func takeEscaped(_ byte: UInt8) {
    switch escape {
    case .started: escape = byte == 0x5B ? .control : byte == 0x5D ? .string : .none
    case .control: if (0x40...0x7E).contains(byte) { escape = .none }
    // An unclosed title sequence must not swallow the text: it ends with its line.
    case .string:
      escape = byte == 0x07 || byte == 0x0A ? .none : byte == 0x1B ? .stringEnd : .string
    case .stringEnd, .none: escape = .none
    }
  }

  private mutating func take(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0..<0x80: take(UInt8(scalar.value))
    case 0x80..<0xA0, 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFE00...0xFE0F,
      0xFEFF, 0xE0000...0xE007F:
      break  // invisible
    case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000, 0x2500...0x259F: take(0x20 as UInt8)
    case 0x2028, 0x2029, 0x85: take(0x0A as UInt8)
    case 0x2018...0x201B, 0x2032, 0xB4: take(0x27 as UInt8)
    case 0x201C...0x201F, 0x2033, 0xAB, 0xBB: take(0x22 as UInt8)
    case 0x2010...0x2015, 0x2212: take(0x2D as UInt8)
    case 0x2026: for _ in 0..<3 { take(0x2E as UInt8) }
    case 0xFF01...0xFF5E: take(UInt8(scalar.value - 0xFF01 + 0x21))
    default:
      guard escape == .none else { return }
      payBlank()
      UTF8.encode(scalar)?.forEach { output.append($0) }
    }
  }

  /// One character of two to four bytes; the length it has.
  private mutating func takeWide(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    let lead = bytes[index]
    let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
    guard index + length <= bytes.count else { return bytes.count - index }
    var value = UInt32(lead) & (0xFF >> UInt32(length + 1))
    for offset in 1..<length { value = value << 6 | UInt32(bytes[index + offset] & 0x3F) }
    if let scalar = Unicode.Scalar(value) { take(scalar) }
    return length
  }

  /// An escape of a JSON string or of a quoted log line; the length it has.
  private mutating func takeBackslash(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    guard index + 1 < bytes.count else {
      take(0x5C as UInt8)
      return 1
    }
    switch bytes[index + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "/"), UInt8(ascii: "\\"):
      take(bytes[index + 1])
      return 2
    case UInt8(ascii: "n"), UInt8(ascii: "r"):
      take(0x0A as UInt8)
      return 2
    case UInt8(ascii: "t"):
      take(0x20 as UInt8)
      return 2
    case UInt8(ascii: "u"):
      guard index + 6 <= bytes.count, let value = number(bytes[(index + 2)..<(index + 6)], 16)
      else {
        break
      }
      // Halves of a surrogate pair are left out: nothing that matters here is written with them.
      if let scalar = Unicode.Scalar(value) { take(scalar) }
      return 6
    default: break
    }
    take(0x5C as UInt8)
    return 1
  }

  private func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>, _ radix: Int) -> UInt32? {
    UInt32(String(decoding: digits, as: UTF8.self), radix: radix)
  }

  private static let entities: [(name: StaticString, scalar: Unicode.Scalar)] = [
    ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#34;", "\""),
    ("&apos;", "'"), ("&#39;", "'"), ("&#x27;", "'"), ("&nbsp;", " "),
  ]

  private func entity(
    _ bytes: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> (scalar: Unicode.Scalar, length: Int)? {
    for (name, scalar) in Self.entities {
      let length = name.utf8CodeUnitCount
      guard index + length <= bytes.count else { continue }
      let isHere = name.withUTF8Buffer { $0.elementsEqual(bytes[index..<(index + length)]) }
      if isHere { return (scalar, length) }
    }
    return nil
  }
}
