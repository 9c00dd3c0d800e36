/// HTML as it is being written: every text and every attribute value is escaped on its way in.
///
/// Names of elements and attributes are literals of this program, so nothing from a document can
/// become markup. The one door past the escaping is `raw(_:)`, which takes a literal as well. Bytes
/// are appended at once instead of building a tree first: a site of ten thousand pages has many
/// millions of nodes.
struct HTML {
  /// Attributes in the order written; nil leaves one out, an empty value writes the name alone.
  typealias Attributes = KeyValuePairs<StaticString, String?>

  /// What was written.
  private(set) var bytes: [UInt8] = []

  init() {
    bytes.reserveCapacity(24 * 1024)
  }

  /// An element with what the closure writes inside.
  mutating func element(
    _ name: StaticString, _ attributes: Attributes = [:], _ content: (inout HTML) -> Void
  ) {
    open(name, attributes)
    content(&self)
    close(name)
  }

  /// An element with a text inside.
  mutating func element(_ name: StaticString, _ attributes: Attributes, _ text: String) {
    open(name, attributes)
    self.text(text)
    close(name)
  }

  /// An element without attributes and with a text inside.
  mutating func element(_ name: StaticString, _ text: String) {
    element(name, [:], text)
  }

  /// An element that has no end tag, such as `br` or `input`.
  mutating func void(_ name: StaticString, _ attributes: Attributes = [:]) {
    open(name, attributes)
  }

  /// A start tag; its end tag is the caller's duty.
  mutating func open(_ name: StaticString, _ attributes: Attributes = [:]) {
    bytes.append(UInt8(ascii: "<"))
    append(name)
    for (key, value) in attributes {
      guard let value else { continue }
      bytes.append(UInt8(ascii: " "))
      append(key)
      guard !value.isEmpty else { continue }
      bytes.append(UInt8(ascii: "="))
      bytes.append(UInt8(ascii: "\""))
      escape(value)
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(UInt8(ascii: ">"))
  }

  /// An end tag.
  mutating func close(_ name: StaticString) {
    bytes.append(UInt8(ascii: "<"))
    bytes.append(UInt8(ascii: "/"))
    append(name)
    bytes.append(UInt8(ascii: ">"))
  }

  /// A text.
  mutating func text(_ text: String) {
    escape(text)
  }

  /// A line end, for people who read the source.
  mutating func line() {
    bytes.append(0x0A)
  }

  /// Markup as it stands; only a literal of this program can be.
  mutating func raw(_ markup: StaticString) {
    append(markup)
  }

  /// What another writer wrote, escaped there.
  mutating func append(_ other: HTML) {
    bytes += other.bytes
  }

  private mutating func append(_ literal: StaticString) {
    literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  // MARK: Escaping

  private mutating func escape(_ text: String) {
    var text = text
    text.withUTF8 { buffer in
      var start = 0
      var index = 0
      while index < buffer.count {
        guard let (length, replacement) = HTML.special(buffer, at: index) else {
          index += 1
          continue
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[start..<index]))
        append(replacement)
        index += length
        start = index
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[start...]))
    }
  }

  /// What must not stand in HTML as it is, with its length and what stands for it: the characters
  /// of markup, control characters and noncharacters, which HTML forbids, and the marks that
  /// reorder text, with which a command could be made to look like another one.
  @inline(__always)
  private static func special(
    _ buffer: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> (length: Int, replacement: StaticString)? {
    switch buffer[index] {
    case UInt8(ascii: "&"): return (1, "&amp;")
    case UInt8(ascii: "<"): return (1, "&lt;")
    case UInt8(ascii: ">"): return (1, "&gt;")
    case UInt8(ascii: "\""): return (1, "&quot;")
    case 0x0D:
      let isPair = index + 1 < buffer.count && buffer[index + 1] == 0x0A
      return (isPair ? 2 : 1, "\n")
    case 0x00..<0x09, 0x0B..<0x20, 0x7F: return (1, "")
    case 0xC2 where buffer[index + 1] < 0xA0: return (2, "")
    case 0xE2: return isReordering(buffer, at: index) ? (3, "") : nil
    case 0xEF: return isNoncharacter(buffer, at: index) ? (3, "\u{FFFD}") : nil
    case 0xF0...0xF4:
      let isLast =
        buffer[index + 1] & 0x0F == 0x0F && buffer[index + 2] == 0xBF && buffer[index + 3] >= 0xBE
      return isLast ? (4, "\u{FFFD}") : nil
    default: return nil
    }
  }

  /// U+202A to U+202E, U+2066 to U+2069.
  private static func isReordering(_ buffer: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    switch (buffer[index + 1], buffer[index + 2]) {
    case (0x80, 0xAA...0xAE), (0x81, 0xA6...0xA9): true
    default: false
    }
  }

  /// U+FDD0 to U+FDEF, U+FFFE and U+FFFF.
  private static func isNoncharacter(_ buffer: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    switch (buffer[index + 1], buffer[index + 2]) {
    case (0xB7, 0x90...0xAF), (0xBF, 0xBE...0xBF): true
    default: false
    }
  }
}
