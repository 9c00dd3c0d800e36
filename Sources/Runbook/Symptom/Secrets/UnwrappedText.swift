/// A text with one layer of notation taken off, and where each of its bytes came from.
///
/// What a JSON document holds as a text, a log line as JSON, a URL as an address and a page as
/// entities reads like plain text behind it, so the rules are written for plain text only:
/// `\u0070assword`, `\"password\"`, `password%3D`, `&quot;`, full-width `：`, typographic quotes,
/// bars of boxes, no-break blanks, characters without width and colours of a terminal.
struct UnwrappedText {
  /// The text behind the notation.
  private(set) var bytes: [UInt8] = []
  /// The place in the text before of each byte, and the end of it.
  private(set) var places: [Int32] = []

  /// Takes one layer off a text; nil where there is none.
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    guard text.count < Int(Int32.max), text.contains(where: { Self.isMark[Int($0)] }) else {
      return nil
    }
    bytes.reserveCapacity(text.count)
    places.reserveCapacity(text.count + 1)
    var place = 0
    while place < text.count {
      let byte = text[place]
      guard Self.isMark[Int(byte)], let (plain, length) = Self.unwrap(text, at: place) else {
        bytes.append(byte)
        places.append(Int32(place))
        place += 1
        continue
      }
      switch plain {
      case .byte(let byte): append(byte, place)
      case .scalar(let scalar): for byte in UTF8.encode(scalar) ?? .init() { append(byte, place) }
      case .nothing: break
      }
      place += length
    }
    guard bytes.count < text.count else { return nil }
    places.append(Int32(text.count))
  }

  /// The range of the text before that a range of this one came from.
  func source(of range: Range<Int>) -> Range<Int> {
    Int(places[range.lowerBound])..<Int(places[range.upperBound])
  }

  private mutating func append(_ byte: UInt8, _ place: Int) {
    bytes.append(byte)
    places.append(Int32(place))
  }

  private enum Plain {
    case byte(UInt8)
    case scalar(Unicode.Scalar)
    case nothing
  }

  /// The bytes that may begin a notation.
  private static let isMark: [Bool] = {
    var marks = Array(repeating: false, count: 256)
    for byte: UInt8 in [0x5C, 0x25, 0x26, 0x1B, 0xC2, 0xE2, 0xE3, 0xEF] { marks[Int(byte)] = true }
    return marks
  }()

  /// What a notation stands for, and how many bytes it takes.
  private static func unwrap(
    _ text: UnsafeBufferPointer<UInt8>, at place: Int
  ) -> (Plain, length: Int)? {
    let byte = { (index: Int) in index < text.count ? text[index] : 0 }
    switch text[place] {
    case 0x5C: return escape(text, at: place)
    case 0x25:
      guard let code = hex(text, at: place + 1, count: 2), isPlain(code) else { return nil }
      return (.byte(UInt8(code)), 3)
    case 0x26: return entity(text, at: place)
    case 0x1B:
      guard byte(place + 1) == 0x5B else { return nil }
      var end = place + 2
      while end < text.count, end - place < 32, text[end] < 0x40 { end += 1 }
      return (.nothing, end - place + 1)
    case 0xC2:
      switch byte(place + 1) {
      case 0xA0: return (.byte(0x20), 2)
      case 0xAD: return (.nothing, 2)
      case 0xAB, 0xBB: return (.byte(0x22), 2)
      default: return nil
      }
    default:
      guard place + 2 < text.count, text[place + 1] & 0xC0 == 0x80 else { return nil }
      let code =
        UInt32(text[place] & 0x0F) << 12 | UInt32(text[place + 1] & 0x3F) << 6
        | UInt32(text[place + 2] & 0x3F)
      return typographic(code).map { ($0, 3) }
    }
  }

  /// `\"`, `\n`, `\u0070`, `\x70`, and a line that goes on behind `\`.
  private static func escape(
    _ text: UnsafeBufferPointer<UInt8>, at place: Int
  ) -> (Plain, length: Int)? {
    guard place + 1 < text.count else { return nil }
    switch text[place + 1] {
    case 0x22, 0x27, 0x2F, 0x5C, 0x60: return (.byte(text[place + 1]), 2)
    case UInt8(ascii: "n"): return (.byte(0x0A), 2)
    case UInt8(ascii: "r"): return (.byte(0x0D), 2)
    case UInt8(ascii: "t"): return (.byte(0x09), 2)
    case 0x0A: return (.nothing, 2)
    case UInt8(ascii: "x"):
      guard let code = hex(text, at: place + 2, count: 2), isPlain(code) else { return nil }
      return (.byte(UInt8(code)), 4)
    case UInt8(ascii: "u"):
      guard let code = hex(text, at: place + 2, count: 4) else { return nil }
      return (.scalar(Unicode.Scalar(code) ?? "\u{FFFD}"), 6)
    default: return nil
    }
  }

  /// `&quot;`, `&#34;`, `&#x22;`.
  private static func entity(
    _ text: UnsafeBufferPointer<UInt8>, at place: Int
  ) -> (Plain, length: Int)? {
    let end = min(text.count, place + 9)
    guard let close = (place..<end).first(where: { text[$0] == 0x3B }) else { return nil }
    let length = close - place + 1
    let name = String(decoding: text[place + 1..<close], as: UTF8.self)
    switch name {
    case "quot": return (.byte(0x22), length)
    case "apos": return (.byte(0x27), length)
    case "amp": return (.byte(0x26), length)
    case "lt": return (.byte(0x3C), length)
    case "gt": return (.byte(0x3E), length)
    case "nbsp": return (.byte(0x20), length)
    default:
      guard name.hasPrefix("#") else { return nil }
      let isHex = name.hasPrefix("#x") || name.hasPrefix("#X")
      let code = UInt32(name.dropFirst(isHex ? 2 : 1), radix: isHex ? 16 : 10)
      guard let code, isPlain(code) else { return nil }
      return (.byte(UInt8(code)), length)
    }
  }

  /// The plain form of a character that stands for one of ASCII.
  private static func typographic(_ code: UInt32) -> Plain? {
    switch code {
    // Blanks of other widths, and characters without any.
    case 0x3000, 0x2002...0x200A, 0x202F: .byte(0x20)
    case 0x200B...0x200F, 0x2060, 0xFEFF: .nothing
    // Full-width forms of ASCII.
    case 0xFF01...0xFF5E: .byte(UInt8(code - 0xFEE0))
    case 0x201C...0x201F, 0x300C...0x300F, 0x3010, 0x3011: .byte(0x22)
    case 0x2018...0x201B, 0x2039, 0x203A: .byte(0x27)
    case 0x2500...0x2501, 0x2550: .byte(0x2D)
    case 0x2502, 0x2503, 0x2551: .byte(0x7C)
    case 0x253C, 0x251C, 0x2524, 0x250C, 0x2510, 0x2514, 0x2518, 0x252C, 0x2534: .byte(0x2B)
    default: nil
    }
  }

  /// Printable ASCII, a line break or a tab.
  private static func isPlain(_ code: UInt32) -> Bool {
    code >= 0x20 && code < 0x7F || code == 0x0A || code == 0x09
  }

  private static func hex(
    _ text: UnsafeBufferPointer<UInt8>, at place: Int, count: Int
  ) -> UInt32? {
    guard place + count <= text.count else { return nil }
    var code: UInt32 = 0
    for index in place..<(place + count) {
      let digit: UInt8
      switch text[index] {
      case 0x30...0x39: digit = text[index] - 0x30
      case 0x41...0x46: digit = text[index] - 0x37
      case 0x61...0x66: digit = text[index] - 0x57
      default: return nil
      }
      code = code << 4 | UInt32(digit)
    }
    return code
  }
}
