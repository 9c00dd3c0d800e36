/// Where JSON stops being JSON.
public struct JSONProblem: Error, Equatable, Sendable, CustomStringConvertible {
  /// The line and column, from 1; the column counts bytes.
  public var location: SourceLocation
  /// What was expected there.
  public var expected: String
  /// What stands there instead.
  public var found: String

  /// `line:column: expected …, found …`.
  public var description: String {
    "\(location.line):\(location.column): expected \(expected), found \(found)"
  }
}

/// JSON as it was read: the bytes, and one small node for each value and key.
///
/// Several documents in a row are one `JSONDocument` with several roots: the output of commands that
/// were concatenated, or JSON Lines.
public final class JSONDocument: Sendable {
  /// The text.
  let bytes: [UInt8]
  /// Values and keys in the order of the text.
  let nodes: [JSONNode]
  /// The nodes that stand at the top.
  let rootNodes: [Int32]
  /// Whether the last root is a list of the lines that stood around the others, and no JSON itself.
  let holdsProse: Bool

  /// The way to the text that carries this document in another one; empty for one of its own.
  let carrier: String

  init(
    bytes: [UInt8], nodes: [JSONNode], rootNodes: [Int32], holdsProse: Bool = false,
    carrier: String = ""
  ) {
    self.carrier = carrier
    self.bytes = bytes
    self.nodes = nodes
    self.rootNodes = rootNodes
    self.holdsProse = holdsProse
  }

  /// The documents.
  public var roots: [JSONValue] { rootNodes.map { JSONValue(document: self, node: $0) } }

  /// Reads every document in the bytes.
  ///
  /// Follows RFC 8259: no comments, no trailing commas, no single quotes. Time is linear, and memory
  /// at most nine times the input.
  ///
  /// - Parameter bytes: UTF-8, with or without a byte order mark; not checked beyond JSON's syntax.
  /// - Returns: the documents before the first problem, and that problem.
  public static func read(_ bytes: [UInt8]) -> (document: JSONDocument, problem: JSONProblem?) {
    read(bytes, holdsProse: false)
  }

  /// Reads documents of which the last may be the lines that stood around the others.
  static func read(
    _ bytes: [UInt8], holdsProse: Bool
  ) -> (document: JSONDocument, problem: JSONProblem?) {
    guard bytes.count < sizeLimit else {
      let problem = JSONProblem(
        location: SourceLocation(line: 1), expected: "less than \(sizeLimit >> 20) MiB",
        found: "\(bytes.count >> 20) MiB")
      return (JSONDocument(bytes: [], nodes: [], rootNodes: []), problem)
    }
    var reader = JSONReader(bytes)
    let problem = reader.read()
    let document = JSONDocument(
      bytes: bytes, nodes: reader.nodes, rootNodes: reader.rootNodes,
      holdsProse: holdsProse && problem == nil)
    return (document, problem)
  }

  /// How many bytes the first document takes; nil where none can be read.
  static func lengthOfFirst(in bytes: [UInt8]) -> Int? {
    guard bytes.count < sizeLimit else { return nil }
    var reader = JSONReader(bytes)
    return reader.readFirst()
  }

  /// How many bytes are read at most; offsets are 32 bits wide.
  static let sizeLimit = 1 << 30
}

/// A value or a key: where it starts, and which node comes after it and all that is in it.
struct JSONNode: Sendable {
  var start: UInt32
  var next: Int32
}

/// One pass over the bytes, with its own stack: depth cannot exhaust the program's.
private struct JSONReader {
  /// How deep values may stand inside each other.
  static let depthLimit = 512

  private let bytes: [UInt8]
  var nodes: [JSONNode] = []
  var rootNodes: [Int32] = []
  /// The open arrays and objects.
  private var open: [Int32] = []
  private var offset = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    // Never more nodes than separators and brackets; growing by doubling would copy all of them.
    var separators = 1
    for byte in bytes where byte == 0x2C || byte == 0x3A || byte == 0x5B || byte == 0x7B {
      separators += 1
    }
    nodes.reserveCapacity(separators + 1)
  }

  mutating func read() -> JSONProblem? {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    while true {
      skipBlank()
      guard offset < bytes.count else { return nil }
      let root = Int32(nodes.count)
      if let problem = readDocument() {
        nodes.removeLast(nodes.count - Int(root))
        return problem
      }
      rootNodes.append(root)
    }
  }

  /// Reads one document and says where it ends.
  mutating func readFirst() -> Int? {
    skipBlank()
    guard offset < bytes.count, readDocument() == nil else { return nil }
    return offset
  }

  private mutating func readDocument() -> JSONProblem? {
    open.removeAll(keepingCapacity: true)
    if let problem = readValue() { return problem }
    while let container = open.last {
      skipBlank()
      let isObject = bytes[Int(nodes[Int(container)].start)] == 0x7B
      let isEmpty = nodes.count == Int(container) + 1
      let byte = offset < bytes.count ? bytes[offset] : 0
      if byte == (isObject ? 0x7D : 0x5D) {
        offset += 1
        nodes[Int(container)].next = Int32(nodes.count)
        open.removeLast()
        continue
      }
      if !isEmpty {
        guard byte == 0x2C else { return problem(isObject ? "`,` or `}`" : "`,` or `]`") }
        offset += 1
        skipBlank()
      }
      if isObject, let problem = readKey() { return problem }
      if let problem = readValue() { return problem }
    }
    return nil
  }

  private mutating func readKey() -> JSONProblem? {
    guard offset < bytes.count, bytes[offset] == 0x22 else { return problem("a key in quotes") }
    if let problem = readString() { return problem }
    skipBlank()
    guard offset < bytes.count, bytes[offset] == 0x3A else { return problem("`:` after a key") }
    offset += 1
    skipBlank()
    return nil
  }

  private mutating func readValue() -> JSONProblem? {
    guard offset < bytes.count else { return problem("a value") }
    switch bytes[offset] {
    case 0x7B, 0x5B:
      guard open.count < Self.depthLimit else {
        return problem("at most \(Self.depthLimit) levels")
      }
      open.append(Int32(nodes.count))
      append()
      offset += 1
      return nil
    case 0x22: return readString()
    case 0x74: return readWord("true")
    case 0x66: return readWord("false")
    case 0x6E: return readWord("null")
    case 0x2D, 0x30...0x39: return readNumber()
    default: return problem("a value")
    }
  }

  private mutating func append() {
    nodes.append(JSONNode(start: UInt32(offset), next: Int32(nodes.count + 1)))
  }

  private mutating func readWord(_ word: StaticString) -> JSONProblem? {
    let length = word.utf8CodeUnitCount
    let isHere =
      offset + length <= bytes.count
      && word.withUTF8Buffer { $0.elementsEqual(bytes[offset..<(offset + length)]) }
    guard isHere else { return problem("a value") }
    append()
    offset += length
    return nil
  }

  private mutating func readNumber() -> JSONProblem? {
    append()
    if bytes[offset] == 0x2D { offset += 1 }
    let first = offset < bytes.count ? bytes[offset] : 0
    let whole = skipDigits()
    guard whole > 0 else { return problem("a digit") }
    if first == 0x30, whole > 1 {
      offset -= whole
      return problem("a number without a leading zero")
    }
    if offset < bytes.count, bytes[offset] == 0x2E {
      offset += 1
      guard skipDigits() > 0 else { return problem("a digit after the point") }
    }
    if offset < bytes.count, bytes[offset] | 0x20 == 0x65 {
      offset += 1
      if offset < bytes.count, bytes[offset] == 0x2B || bytes[offset] == 0x2D { offset += 1 }
      guard skipDigits() > 0 else { return problem("a digit in the exponent") }
    }
    return nil
  }

  private mutating func skipDigits() -> Int {
    let start = offset
    while offset < bytes.count, bytes[offset] &- 0x30 < 10 { offset += 1 }
    return offset - start
  }

  private mutating func readString() -> JSONProblem? {
    let start = offset
    append()
    offset += 1
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x22:
        offset += 1
        return nil
      case 0x5C:
        offset += 1
        if let problem = readEscape() { return problem }
      case 0..<0x20:
        return problem("the end of the string that starts at \(place(start)), or an escape")
      default: offset += 1
      }
    }
    return problem("the end of the string that starts at \(place(start))")
  }

  private mutating func readEscape() -> JSONProblem? {
    guard offset < bytes.count else { return problem("an escape") }
    switch bytes[offset] {
    case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: offset += 1
    case 0x75:
      offset += 1
      for _ in 0..<4 {
        guard offset < bytes.count, JSONValue.hexDigit(bytes[offset]) != nil else {
          return problem("four hexadecimal digits after \\u")
        }
        offset += 1
      }
    default: return problem("one of \" \\ / b f n r t u after a backslash")
    }
    return nil
  }

  private mutating func skipBlank() {
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x20, 0x0A, 0x0D, 0x09: offset += 1
      default: return
      }
    }
  }

  // MARK: Places

  private func problem(_ expected: String) -> JSONProblem {
    JSONProblem(location: location(offset), expected: expected, found: found())
  }

  private func place(_ offset: Int) -> String {
    let location = location(offset)
    return "\(location.line):\(location.column)"
  }

  private func location(_ offset: Int) -> SourceLocation {
    var line = 1
    var lineStart = 0
    for index in 0..<min(offset, bytes.count) where bytes[index] == 0x0A {
      line += 1
      lineStart = index + 1
    }
    return SourceLocation(line: line, column: offset - lineStart + 1)
  }

  private func found() -> String {
    guard offset < bytes.count else { return "the end of the input" }
    switch bytes[offset] {
    case 0x0A, 0x0D: return "the end of the line"
    case 0..<0x20, 0x7F: return "a control character"
    default:
      let word = bytes[offset...].prefix(24).prefix { $0 > 0x20 && $0 != 0x7F }
      let text = String(decoding: word.isEmpty ? bytes[offset...].prefix(1) : word, as: UTF8.self)
      // The cut may fall inside a character.
      return "`\(text.prefix(12).filter { $0 != "\u{FFFD}" })`"
    }
  }
}
