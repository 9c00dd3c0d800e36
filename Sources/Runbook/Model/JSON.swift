/// A JSON value that keeps the order of its keys; what every `--json` answer is built from.
public indirect enum JSON: Equatable, Sendable {
  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  case string(String)
  case array([JSON])
  case object([(key: String, value: JSON)])

  /// Whether both are the same text.
  public static func == (left: JSON, right: JSON) -> Bool { left.text() == right.text() }

  /// The value with every string, but no key, changed.
  public func mapStrings(_ change: (String) -> String) -> JSON {
    switch self {
    case .string(let text): .string(change(text))
    case .array(let items): .array(items.map { $0.mapStrings(change) })
    case .object(let members):
      .object(members.map { (key: $0.key, value: $0.value.mapStrings(change)) })
    case .null, .bool, .int, .double: self
    }
  }

  /// The value as RFC 8259 text in one line, or indented by two spaces.
  public func text(pretty: Bool = false) -> String {
    String(decoding: bytes(pretty: pretty), as: UTF8.self)
  }

  /// The bytes of that text.
  public func bytes(pretty: Bool = false) -> [UInt8] {
    var output: [UInt8] = []
    write(to: &output, indent: pretty ? 0 : nil)
    return output
  }

  private func write(to output: inout [UInt8], indent: Int?) {
    switch self {
    case .null: output += "null".utf8
    case .bool(let value): output += (value ? "true" : "false").utf8
    case .int(let value): output += String(value).utf8
    case .double(let value): output += (value.isFinite ? "\(value)" : "null").utf8
    case .string(let value): JSON.write(value, to: &output)
    case .array(let values):
      JSON.write(values, brackets: (0x5B, 0x5D), to: &output, indent: indent) {
        value, output, indent in
        value.write(to: &output, indent: indent)
      }
    case .object(let pairs):
      JSON.write(pairs, brackets: (0x7B, 0x7D), to: &output, indent: indent) {
        pair, output, indent in
        JSON.write(pair.key, to: &output)
        output.append(0x3A)
        if indent != nil { output.append(0x20) }
        pair.value.write(to: &output, indent: indent)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], brackets: (UInt8, UInt8), to output: inout [UInt8], indent: Int?,
    each: (Element, inout [UInt8], Int?) -> Void
  ) {
    output.append(brackets.0)
    let inner = indent.map { $0 + 2 }
    for (index, element) in elements.enumerated() {
      if index > 0 { output.append(0x2C) }
      if let inner { breakLine(inner, in: &output) }
      each(element, &output, inner)
    }
    if let indent, !elements.isEmpty { breakLine(indent, in: &output) }
    output.append(brackets.1)
  }

  private static func breakLine(_ indent: Int, in output: inout [UInt8]) {
    output.append(0x0A)
    for _ in 0..<indent { output.append(0x20) }
  }

  /// Copies the stretches between what must be escaped: most texts have nothing of that kind.
  private static func write(_ text: String, to output: inout [UInt8]) {
    var text = text
    output.append(0x22)
    text.withUTF8 { bytes in
      var start = 0
      var index = 0
      while index < bytes.count {
        let length = lengthToEscape(in: bytes, at: index)
        guard length > 0 else {
          index += 1
          continue
        }
        output += bytes[start..<index]
        escape(bytes[index..<(index + length)], to: &output)
        index += length
        start = index
      }
      output += bytes[start...]
    }
    output.append(0x22)
  }

  /// How many bytes of the character at a place must be escaped; 0 where it can stand as it is.
  private static func lengthToEscape(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    switch bytes[index] {
    case 0..<0x20, 0x22, 0x5C, 0x7F: return 1
    // What is not seen. U+2028 and U+2029, which end a line in JavaScript, are among it. These are the
    // first bytes of them all, and a string holds whole characters only.
    case 0xC2, 0xCD, 0xD8: return isHidden(bytes, at: index, length: 2) ? 2 : 0
    case 0xE1, 0xE2, 0xE3, 0xEF: return isHidden(bytes, at: index, length: 3) ? 3 : 0
    case 0xF0, 0xF3: return isHidden(bytes, at: index, length: 4) ? 4 : 0
    default: return 0
    }
  }

  private static func isHidden(
    _ bytes: UnsafeBufferPointer<UInt8>, at index: Int, length: Int
  ) -> Bool {
    var value = UInt32(bytes[index]) & (0x7F >> UInt32(length))
    for place in (index + 1)..<(index + length) {
      value = value << 6 | UInt32(bytes[place] & 0x3F)
    }
    return Unicode.Scalar(value)?.isHidden ?? false
  }

  private static func escape(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, to output: inout [UInt8]) {
    let first = bytes[bytes.startIndex]
    if first < 0x20 || first >= 0x7F, ![0x0A, 0x0D, 0x09].contains(first) {
      // Two halves for what is past U+FFFF.
      for unit in String(decoding: bytes, as: UTF8.self).utf16 { escape(unit, to: &output) }
      return
    }
    output.append(0x5C)
    switch first {
    case 0x22, 0x5C: output.append(first)
    case 0x0A: output.append(0x6E)
    case 0x0D: output.append(0x72)
    case 0x09: output.append(0x74)
    default: output.append(first)
    }
  }

  private static func escape(_ unit: UInt16, to output: inout [UInt8]) {
    let hex = String(unit, radix: 16)
    output += "\\u".utf8
    for _ in hex.utf8.count..<4 { output.append(0x30) }
    output += hex.utf8
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// A string.
  public init(stringLiteral value: String) { self = .string(value) }
  /// A whole number.
  public init(integerLiteral value: Int) { self = .int(value) }
  /// A truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// An array.
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }
  /// An object, in the order given.
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { (key: $0.0, value: $0.1) })
  }

  /// The string, or null.
  public init(_ value: String?) { self = value.map(JSON.string) ?? .null }
  /// The number, or null.
  public init(_ value: Int?) { self = value.map(JSON.int) ?? .null }
  /// An array of strings.
  public init(_ values: [String]) { self = .array(values.map(JSON.string)) }
}
