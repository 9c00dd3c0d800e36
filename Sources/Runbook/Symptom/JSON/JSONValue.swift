/// One value of a document that was read; it knows the way to itself.
public struct JSONValue: Sendable {
  /// What a value is.
  public enum Kind: String, Sendable {
    case object = "an object"
    case array = "a list"
    case string = "a text"
    case number = "a number"
    case bool = "true or false"
    case null = "null"
  }

  let document: JSONDocument
  let node: Int32

  /// What it is.
  public var kind: Kind {
    switch document.bytes[start] {
    case 0x7B: .object
    case 0x5B: .array
    case 0x22: .string
    case 0x74, 0x66: .bool
    case 0x6E: .null
    default: .number
    }
  }

  private var start: Int { Int(document.nodes[Int(node)].start) }
  private var next: Int32 { document.nodes[Int(node)].next }

  /// The items of a list; none for anything else.
  public var items: [JSONValue] { items(atMost: .max) }

  /// The first items of a list; none for anything else.
  func items(atMost limit: Int) -> [JSONValue] {
    guard kind == .array else { return [] }
    var items: [JSONValue] = []
    var child = node + 1
    while child < next, items.count < limit {
      items.append(JSONValue(document: document, node: child))
      child = document.nodes[Int(child)].next
    }
    return items
  }

  /// The keys and values of an object in order, doubles included; none for anything else.
  public var members: [(key: JSONValue, value: JSONValue)] { members(atMost: .max) }

  /// The first members of an object; none for anything else.
  func members(atMost limit: Int) -> [(key: JSONValue, value: JSONValue)] {
    guard kind == .object else { return [] }
    var members: [(key: JSONValue, value: JSONValue)] = []
    var key = node + 1
    while key < next, members.count < limit {
      members.append(
        (JSONValue(document: document, node: key), JSONValue(document: document, node: key + 1)))
      key = document.nodes[Int(key) + 1].next
    }
    return members
  }

  /// Calls back with each key of an object, as written between its quotes, and the node of its value.
  func forEachMember(_ body: (UnsafeBufferPointer<UInt8>, Int32) -> Void) {
    guard kind == .object else { return }
    let end = next
    let first = node + 1
    document.nodes.withUnsafeBufferPointer { nodes in
      document.bytes.withUnsafeBufferPointer { bytes in
        var key = first
        while key < end {
          let start = Int(nodes[Int(key)].start) + 1
          // A key ends before its value starts, at a quote, a colon and blanks.
          var last = Int(nodes[Int(key) + 1].start) - 1
          while bytes[last] != 0x22 || last < start { last -= 1 }
          body(UnsafeBufferPointer(rebasing: bytes[start..<last]), key + 1)
          key = nodes[Int(key) + 1].next
        }
      }
    }
  }

  /// The text of a string, its escapes undone; nil for anything else.
  public var string: String? {
    guard kind == .string else { return nil }
    let bytes = document.bytes
    let first = start + 1
    var end = first
    while bytes[end] != 0x22, bytes[end] != 0x5C { end += 1 }
    if bytes[end] == 0x22 { return decode(first..<end) }
    var text = Array(bytes[first..<end])
    while bytes[end] != 0x22 {
      if bytes[end] == 0x5C {
        unescape(at: &end, into: &text)
      } else {
        text.append(bytes[end])
        end += 1
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private func decode(_ range: Range<Int>) -> String {
    document.bytes.withUnsafeBufferPointer {
      String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self)
    }
  }

  private func unescape(at offset: inout Int, into text: inout [UInt8]) {
    let bytes = document.bytes
    let letter = bytes[offset + 1]
    offset += 2
    switch letter {
    case 0x62: text.append(0x08)
    case 0x66: text.append(0x0C)
    case 0x6E: text.append(0x0A)
    case 0x72: text.append(0x0D)
    case 0x74: text.append(0x09)
    case 0x75:
      var unit = hex(at: offset)
      offset += 4
      if (0xD800..<0xDC00).contains(unit), bytes[offset] == 0x5C, bytes[offset + 1] == 0x75 {
        let low = hex(at: offset + 2)
        if (0xDC00..<0xE000).contains(low) {
          unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
          offset += 6
        }
      }
      // Half of a pair stands for no character.
      let scalar = Unicode.Scalar(unit) ?? "\u{FFFD}"
      UTF8.encode(scalar)?.forEach { text.append($0) }
    default: text.append(letter)
    }
  }

  /// The four digits at a place, which the reader has checked.
  private func hex(at offset: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 << 4 | UInt32(JSONValue.hexDigit(document.bytes[offset + $1]) ?? 0) }
  }

  /// The value of a hexadecimal digit; nil for any other character.
  static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }

  /// A number as it is written; nil for anything else.
  public var numberText: String? {
    guard kind == .number else { return nil }
    var end = start
    while end < document.bytes.count, !" \n\r\t,]}".utf8.contains(document.bytes[end]) { end += 1 }
    return decode(start..<end)
  }

  /// A whole number that fits; nil for anything else, `1e400` and `1.5` included.
  public var int: Int? {
    guard let text = numberText else { return nil }
    if let int = Int(text) { return int }
    // `137.0` is how some tools write 137.
    return Double(text).flatMap(Int.init(exactly:))
  }

  /// A number; nil for anything else and for one that no `Double` can hold.
  public var double: Double? {
    guard let double = numberText.flatMap(Double.init), double.isFinite else { return nil }
    return double
  }

  /// A truth value; nil for anything else.
  public var bool: Bool? {
    kind == .bool ? document.bytes[start] == 0x74 : nil
  }

  /// The way to this value, such as `tasks[0].containers[1].exitCode`.
  ///
  /// Where the input holds several documents, the number of the document stands first. Empty for a
  /// line that stood beside them, which has no such way.
  public var path: String {
    guard let index = document.root(of: node) else { return "" }
    let documents = document.rootNodes.count - (document.holdsProse ? 1 : 0)
    guard index < documents else { return "" }
    var path = document.carrier + (documents > 1 ? "[\(index)]" : "")
    var here = JSONValue(document: document, node: document.rootNodes[index])
    while here.node < node, let step = here.step(toward: node) {
      switch step.key {
      case .index(let position): path += "[\(position)]"
      case .name(let name): path += path.isEmpty ? name : "." + name
      }
      here = step.value
    }
    return path.isEmpty ? "$" : path
  }

  private enum Step { case index(Int), name(String) }

  private func step(toward target: Int32) -> (key: Step, value: JSONValue)? {
    let isArray = kind == .array
    guard isArray || kind == .object else { return nil }
    let end = next
    let found = document.nodes.withUnsafeBufferPointer { nodes -> (position: Int, child: Int32)? in
      var child = node + 1
      var position = 0
      while child < end {
        let after = nodes[Int(isArray ? child : child + 1)].next
        if target < after { return (position, child) }
        child = after
        position += 1
      }
      return nil
    }
    guard let (position, child) = found else { return nil }
    if isArray { return (.index(position), JSONValue(document: document, node: child)) }
    let name = JSONValue(document: document, node: child).string ?? ""
    return (.name(name), JSONValue(document: document, node: child + 1))
  }
}

extension JSONDocument {
  /// The place of the root that holds a node: the last one that does not begin after it.
  fileprivate func root(of node: Int32) -> Int? {
    var low = 0
    var high = rootNodes.count
    while low < high {
      let middle = (low + high) / 2
      if rootNodes[middle] <= node { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? low - 1 : nil
  }
}

extension JSONValue: Equatable {
  /// Whether both are the same value of the same document.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    left.document === right.document && left.node == right.node
  }
}
