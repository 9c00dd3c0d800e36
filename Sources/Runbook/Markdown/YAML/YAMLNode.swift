/// A value of a YAML document, with its place in the file.
public struct YAMLNode: Equatable, Sendable {
  /// What a node holds.
  public indirect enum Content: Equatable, Sendable {
    /// Text as written, without its quotes; `isPlain` where it had none and is no block scalar.
    case scalar(String, isPlain: Bool)
    /// A list.
    case sequence([YAMLNode])
    /// Keys and values in file order; no key stands twice.
    case mapping([Entry])
  }

  /// A key with its value.
  public struct Entry: Equatable, Sendable {
    /// The key.
    public var key: String
    /// Where the key stands.
    public var keyLocation: SourceLocation
    /// The value.
    public var value: YAMLNode

    /// Makes an entry.
    public init(key: String, keyLocation: SourceLocation, value: YAMLNode) {
      self.key = key
      self.keyLocation = keyLocation
      self.value = value
    }
  }

  /// What it holds.
  public var content: Content
  /// Where it starts.
  public var location: SourceLocation

  /// Makes a node.
  public init(_ content: Content, location: SourceLocation) {
    self.content = content
    self.location = location
  }

  /// The node of a value that is left out.
  static func nothing(at location: SourceLocation) -> YAMLNode {
    YAMLNode(.scalar("", isPlain: true), location: location)
  }

  /// Whether it is nothing: an empty value, `~` or `null` without quotes.
  public var isNull: Bool {
    guard case .scalar(let text, isPlain: true) = content else { return false }
    return text.isEmpty || text == "~" || text == "null"
  }

  /// The text of a scalar, numbers and `true` included as written; nil for nothing and for lists.
  public var string: String? {
    guard case .scalar(let text, _) = content, !isNull else { return nil }
    return text
  }

  /// The number of a plain decimal scalar; a quoted one is text.
  public var int: Int? {
    guard case .scalar(let text, isPlain: true) = content, !text.hasPrefix("+") else { return nil }
    return Int(text)
  }

  /// The truth value of a plain `true` or `false`; YAML 1.1's `yes` and `no` are text.
  public var bool: Bool? {
    guard case .scalar(let text, isPlain: true) = content else { return nil }
    return text == "true" ? true : text == "false" ? false : nil
  }

  /// The texts of a list of scalars; one scalar is a list of one, nothing is an empty list, anything
  /// else is nil.
  public var strings: [String]? {
    if isNull { return [] }
    if let string { return [string] }
    guard let items else { return nil }
    var texts: [String] = []
    for item in items {
      guard let text = item.string else { return nil }
      texts.append(text)
    }
    return texts
  }

  /// The items of a list; nil for anything else.
  public var items: [YAMLNode]? {
    guard case .sequence(let items) = content else { return nil }
    return items
  }

  /// The keys and values of a mapping in file order; nil for anything else.
  public var entries: [Entry]? {
    guard case .mapping(let entries) = content else { return nil }
    return entries
  }

  /// The value of a key of a mapping; nil where there is none and for anything but a mapping.
  public subscript(key: String) -> YAMLNode? {
    entry(key)?.value
  }

  /// The key and its value; nil where there is none and for anything but a mapping.
  public func entry(_ key: String) -> Entry? {
    entries?.first { $0.key == key }
  }

  /// Whether both hold the same, wherever they stand and however they are quoted.
  func holdsSame(as other: YAMLNode) -> Bool {
    switch (content, other.content) {
    case (.scalar(let left, _), .scalar(let right, _)):
      return left == right && isNull == other.isNull
    case (.sequence(let left), .sequence(let right)):
      return left.count == right.count && zip(left, right).allSatisfy { $0.holdsSame(as: $1) }
    case (.mapping(let left), .mapping(let right)):
      return left.count == right.count
        && zip(left, right).allSatisfy { $0.key == $1.key && $0.value.holdsSame(as: $1.value) }
    default: return false
    }
  }
}
