/// JSON as it arrives after it was printed by another tool or copied by hand: Python's and Go's
/// notation, comments, `...` for what was left out, a comma too many, a head or a tail cut off.
struct LooseJSON {
  /// What was read.
  struct Result {
    /// The values; several where the head was cut off between them.
    var value: JSON
    /// Where the text goes on behind it.
    var end: Int
    /// What was done to it beside undoing another notation.
    var repairs: Set<Repair>
  }

  /// What a person should know of how it was read.
  enum Repair: Hashable { case headCut, tailCut, elided }

  private let bytes: [UInt8]
  private var offset: Int
  private var repairs: Set<Repair> = []
  private var depth = 0
  private static let depthLimit = 64

  /// A value that began and was no value.
  private struct Unreadable: Error {}
  /// The text ended within a value.
  private struct CutOff: Error {}

  private init(_ bytes: [UInt8], from offset: Int) {
    self.bytes = bytes
    self.offset = offset
  }

  /// Reads the object or list that starts at a place; nil where that is none.
  static func read(_ bytes: [UInt8], from start: Int) -> Result? {
    var reader = LooseJSON(bytes, from: start)
    guard let value = try? reader.value() else { return nil }
    return Result(value: value, end: reader.offset, repairs: reader.repairs)
  }

  /// Reads a text whose head was cut off: it begins within values that it closes.
  static func readInside(_ bytes: [UInt8]) -> Result? {
    var reader = LooseJSON(bytes, from: 0)
    guard let value = try? reader.inside() else { return nil }
    return Result(value: value, end: reader.offset, repairs: reader.repairs)
  }

  /// What a key that was cut off is called.
  private static let lostKey = "cut"

  // MARK: Values

  private mutating func inside() throws -> JSON {
    var members: [(key: String?, value: JSON)] = []
    while true {
      skipBlank()
      guard offset < bytes.count else { break }
      switch bytes[offset] {
      case 0x7D:
        repairs.insert(.headCut)
        members = [(nil, Self.object(members))]
        offset += 1
      case 0x5D:
        repairs.insert(.headCut)
        // What has keys stood in one object, the first of the list.
        let lost = members.filter { $0.key != nil }.map { (key: $0.key ?? "", value: $0.value) }
        let items = members.filter { $0.key == nil }.map(\.value)
        members = [(nil, .array((lost.isEmpty ? [] : [.object(lost)]) + items))]
        offset += 1
      default:
        do {
          let key = self.key()
          members.append((key, try value()))
        } catch is CutOff {
          repairs.insert(.tailCut)
        }
      }
    }
    if members.count == 1, members[0].key == nil { return members[0].value }
    return Self.object(members)
  }

  /// An object of members of which some lost their keys; lists are known by what they hold.
  private static func object(_ members: [(key: String?, value: JSON)]) -> JSON {
    .object(members.map { (key: $0.key ?? lostKey(of: $0.value), value: $0.value) })
  }

  private static func lostKey(of value: JSON) -> String {
    guard case .array(let items) = value else { return lostKey }
    for case .object(let members) in items {
      let keys = members.map { $0.key.lowercased() }
      for (list, own) in knownLists where own.contains(where: keys.contains) { return list }
    }
    return lostKey
  }

  /// Lists by keys that only their items have.
  private static let knownLists: [(list: String, own: [String])] = [
    ("tasks", ["stopcode", "stoppedreason", "containers"]),
    ("services", ["deployments", "servicearn"]),
    ("attachments", ["details"]), ("events", ["message"]), ("deployments", ["rolloutstate"]),
    ("containers", ["exitcode", "laststatus", "runtimeid"]),
  ]

  private mutating func value() throws -> JSON {
    skipBlank()
    guard offset < bytes.count else { throw CutOff() }
    switch bytes[offset] {
    case 0x7B: return try nested { reader in try reader.object() }
    case 0x5B: return try nested { reader in try reader.list() }
    case 0x22, 0x27: return .string(try text())
    case 0x28: return try parenthesised()
    default: return try word()
    }
  }

  private mutating func nested(_ body: (inout LooseJSON) throws -> JSON) throws -> JSON {
    guard depth < Self.depthLimit else { throw Unreadable() }
    depth += 1
    defer { depth -= 1 }
    offset += 1
    return try body(&self)
  }

  private mutating func object() throws -> JSON {
    var members: [(key: String, value: JSON)] = []
    while true {
      skipBlank()
      guard offset < bytes.count else {
        repairs.insert(.tailCut)
        return .object(members)
      }
      if bytes[offset] == 0x7D {
        offset += 1
        return .object(members)
      }
      // A list that ends here has lost the end of this object.
      if bytes[offset] == 0x5D { return .object(members) }
      guard let key = key() else {
        guard !isLastWord else {
          repairs.insert(.tailCut)
          offset = bytes.count
          continue
        }
        throw Unreadable()
      }
      do {
        members.append((key: key, value: try value()))
      } catch is CutOff {
        repairs.insert(.tailCut)
      }
    }
  }

  private mutating func list() throws -> JSON {
    var items: [JSON] = []
    while true {
      skipBlank()
      guard offset < bytes.count else {
        repairs.insert(.tailCut)
        return .array(items)
      }
      if bytes[offset] == 0x5D {
        offset += 1
        return .array(items)
      }
      if bytes[offset] == 0x7D { return .array(items) }
      do {
        items.append(try value())
      } catch is CutOff {
        repairs.insert(.tailCut)
      }
    }
  }

  /// A key and its colon; nil, and nothing read, where none stands here.
  private mutating func key() -> String? {
    let start = offset
    var key: String?
    if bytes[offset] == 0x22 || bytes[offset] == 0x27 {
      key = try? text()
    } else {
      let end = bytes[offset...].firstIndex { !Self.isIdentifier($0) } ?? bytes.count
      if end > offset { key = String(decoding: bytes[offset..<end], as: UTF8.self) }
      offset = end
    }
    skipBlank(commas: false)
    if let key, offset < bytes.count, bytes[offset] == 0x3A {
      offset += 1
      return key
    }
    offset = start
    return nil
  }

  /// Whether the rest of the text is the beginning of one key.
  private var isLastWord: Bool {
    let rest = bytes[offset...]
    return !rest.contains(0x3A) && rest.count < 200
  }

  private static func isIdentifier(_ byte: UInt8) -> Bool {
    ASCII.isDigit(byte) || (byte | 0x20) &- 0x61 < 26 || byte == 0x5F || byte == 0x2D
  }

  // MARK: Scalars

  /// One text, or several in a row as Python breaks a long one.
  private mutating func text() throws -> String {
    var text = try quoted()
    while true {
      let end = offset
      skipBlank(commas: false)
      guard offset > end, offset < bytes.count, bytes[offset] == 0x27 || bytes[offset] == 0x22,
        bytes[end] == 0x0A || bytes[end] == 0x0D
      else {
        offset = end
        return text
      }
      // In JSON a text on the next line is a key whose comma is missing.
      let start = offset
      let next = try quoted()
      let after = offset
      skipBlank(commas: false)
      guard offset >= bytes.count || bytes[offset] != 0x3A else {
        offset = start
        return text
      }
      offset = after
      text += next
    }
  }

  private mutating func quoted() throws -> String {
    let quote = bytes[offset]
    offset += 1
    var text: [UInt8] = []
    while offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      if byte == quote { return String(decoding: text, as: UTF8.self) }
      // No notation has a line end in a text; without this a stray quote would eat the rest.
      if byte == 0x0A || byte == 0x0D { throw Unreadable() }
      if byte == 0x5C { unescape(into: &text) } else { text.append(byte) }
    }
    throw CutOff()
  }

  private mutating func unescape(into text: inout [UInt8]) {
    guard offset < bytes.count else { return }
    let letter = bytes[offset]
    offset += 1
    switch letter {
    case 0x6E: text.append(0x0A)
    case 0x74: text.append(0x09)
    case 0x72: text.append(0x0D)
    case 0x75, 0x78:
      let length = letter == 0x75 ? 4 : 2
      let digits = bytes[offset...].prefix(length)
      let scalar = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        .flatMap(Unicode.Scalar.init)
      guard let scalar else { return }
      offset += length
      UTF8.encode(scalar)?.forEach { text.append($0) }
    default: text.append(letter)
    }
  }

  /// `('a long ' 'text')` of Python's pretty printer.
  private mutating func parenthesised() throws -> JSON {
    try nested { reader in
      let value = try reader.value()
      reader.skipBlank()
      guard reader.offset < reader.bytes.count, reader.bytes[reader.offset] == 0x29 else {
        throw Unreadable()
      }
      reader.offset += 1
      return value
    }
  }

  /// A number, a truth value, a time of Python, or the bare text of another notation.
  private mutating func word() throws -> JSON {
    let start = offset
    while offset < bytes.count, !",\n\r]}".utf8.contains(bytes[offset]) {
      if bytes[offset] == 0x28 { skipParentheses() } else { offset += 1 }
    }
    let word = String(decoding: bytes[start..<offset], as: UTF8.self)
    let trimmed = word.withoutOuterBlanks
    if offset >= bytes.count { throw CutOff() }
    if let value = PythonLiteral.value(of: trimmed) { return value }
    if let number = Int(trimmed) { return .int(number) }
    if let number = Double(trimmed), number.isFinite { return .double(number) }
    guard !trimmed.isEmpty, trimmed.utf8.count < 256, !trimmed.contains("{") else {
      throw Unreadable()
    }
    return .string(trimmed)
  }

  private mutating func skipParentheses() {
    var open = 0
    while offset < bytes.count, bytes[offset] != 0x0A {
      if bytes[offset] == 0x28 { open += 1 }
      if bytes[offset] == 0x29 { open -= 1 }
      offset += 1
      if open == 0 { return }
    }
  }

  // MARK: What is no value

  private mutating func skipBlank(commas: Bool = true) {
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte <= 0x20 || commas && byte == 0x2C {
        offset += 1
      } else if bytes[offset...].starts(with: "//".utf8) || byte == 0x23 {
        skipLine()
      } else if bytes[offset...].starts(with: "/*".utf8) {
        while offset < bytes.count, !bytes[offset...].starts(with: "*/".utf8) { offset += 1 }
        offset = min(offset + 2, bytes.count)
      } else if isElision {
        repairs.insert(.elided)
        skipLine()
      } else {
        return
      }
    }
  }

  /// Whether `...`, `…` or `<snip>` stands in place of what a person left out.
  private var isElision: Bool {
    [("..."), ("…"), ("[...]"), ("[…]"), ("<snip"), ("(...)")].contains {
      bytes[offset...].starts(with: $0.utf8)
    }
  }

  private mutating func skipLine() {
    while offset < bytes.count, bytes[offset] != 0x0A { offset += 1 }
  }
}

extension String {
  /// Without the blanks at both ends.
  var withoutOuterBlanks: String {
    let kept = utf8.drop { $0 <= 0x20 }
    var end = kept.endIndex
    while end > kept.startIndex, kept[kept.index(before: end)] <= 0x20 {
      end = kept.index(before: end)
    }
    return String(self[kept.startIndex..<end])
  }
}
