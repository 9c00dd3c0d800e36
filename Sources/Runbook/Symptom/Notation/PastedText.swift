/// A paste without what the place that it was copied from put around its lines: colours, line
/// numbers, quotation marks of a chat, the marks of a diff, and the line ends of a terminal.
struct PastedText {
  /// The text without them.
  let bytes: [UInt8]
  /// Whether anything was taken off.
  let isChanged: Bool

  /// Nobody copies more than this; longer inputs are files.
  static let sizeLimit = 4 << 20

  init(_ input: [UInt8]) {
    guard input.count <= PastedText.sizeLimit else {
      bytes = input
      isChanged = false
      return
    }
    var text = input
    if text.contains(0x1B) {
      text = Array(EscapeSequences.removed(from: String(decoding: text, as: UTF8.self)).utf8)
    }
    text = PastedText.plainCharacters(text)
    text = PastedText.withoutMargin(text)
    text = HardWrap.joined(text) ?? text
    bytes = PastedText.unescaped(text)
    isChanged = bytes != input
  }

  /// Quotation marks and blanks of a word processor, and the entities of HTML, as JSON has them.
  private static func plainCharacters(_ text: [UInt8]) -> [UInt8] {
    let isHTML = text.holds("&quot;") || text.holds("&#34;")
    guard isHTML || text.contains(where: { $0 == 0xC2 || $0 == 0xE2 }) else { return text }
    var plain: [UInt8] = []
    plain.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      let rest = text[index...]
      if let (found, byte) = replacements.first(where: { rest.starts(with: $0.found) }) {
        plain.append(byte)
        index += found.count
      } else {
        plain.append(text[index])
        index += 1
      }
    }
    return plain
  }

  private static let replacements: [(found: [UInt8], byte: UInt8)] = [
    ([0xC2, 0xA0], 0x20), ([0xE2, 0x80, 0x9C], 0x22), ([0xE2, 0x80, 0x9D], 0x22),
    ([0xE2, 0x80, 0x9E], 0x22), ([0xE2, 0x80, 0xAF], 0x20), (Array("&quot;".utf8), 0x22),
    (Array("&#34;".utf8), 0x22), (Array("&amp;".utf8), 0x26), (Array("&#39;".utf8), 0x27),
  ]

  /// Takes off what stands before every line.
  private static func withoutMargin(_ text: [UInt8]) -> [UInt8] {
    let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
    let visible = lines.filter { $0.contains { $0 > 0x20 } }
    guard visible.count > 2 else { return text }
    for margin in [numbered, { marked($0, "+") }, { marked($0, "-") }, { marked($0, ">") }] {
      guard visible.allSatisfy({ margin($0) != nil }) else { continue }
      return Array(lines.map { margin($0) ?? $0 }.joined(separator: [0x0A]))
    }
    return text
  }

  /// The line behind its number, as `cat -n` and editors print it.
  private static func numbered(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let rest = line.drop { $0 == 0x20 }
    let digits = rest.prefix(while: ASCII.isDigit)
    let body = rest.dropFirst(digits.count)
    guard !digits.isEmpty, digits.count < 7 else { return nil }
    guard let mark = body.first else { return body }
    return [0x09, 0x3A, 0x7C].contains(mark) || body.starts(with: "  ".utf8)
      ? body.dropFirst() : nil
  }

  private static func marked(_ line: ArraySlice<UInt8>, _ mark: String) -> ArraySlice<UInt8>? {
    guard line.starts(with: mark.utf8) else { return nil }
    let body = line.dropFirst()
    // A rule of a table is no mark of a diff.
    return body.first == 0x2D || body.first == 0x2B ? nil : body
  }

  /// JSON of which every quotation mark is escaped, as it stands inside another text.
  private static func unescaped(_ text: [UInt8]) -> [UInt8] {
    guard text.holds("{\\\""), !text.holds("{\""), !text.holds("\n ") else {
      return text
    }
    var plain: [UInt8] = []
    plain.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      if text[index] == 0x5C, index + 1 < text.count, [0x22, 0x5C].contains(text[index + 1]) {
        index += 1
      }
      plain.append(text[index])
      index += 1
    }
    return plain
  }
}
