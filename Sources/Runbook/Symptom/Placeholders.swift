/// Values for the placeholders of commands, such as `<cluster>`, read from what was pasted.
///
/// A value is kept only if every character of it is safe to paste into a shell.
public struct Placeholders: Equatable, Sendable {
  /// Names and values in the order found.
  public private(set) var values: [(name: String, value: String)] = []

  /// None.
  public init() {}

  /// Whether there is none.
  public var isEmpty: Bool { values.isEmpty }

  /// Whether both hold the same values in the same order.
  public static func == (left: Placeholders, right: Placeholders) -> Bool {
    left.values.elementsEqual(right.values) { $0.name == $1.name && $0.value == $1.value }
  }

  /// The value of a placeholder, named without its brackets.
  public subscript(name: String) -> String? {
    values.first { $0.name == name }?.value
  }

  /// Adds a value; the first value of a name stays, and one that a shell would read is refused.
  mutating func add(_ name: String, _ value: some StringProtocol) {
    guard self[name] == nil, Placeholders.isSafe(value) else { return }
    values.append((name: name, value: String(value)))
  }

  /// Puts a value in place of whatever the name had, where the value is safe.
  mutating func replace(_ name: String, _ value: some StringProtocol) {
    guard Placeholders.isSafe(value) else { return }
    values.removeAll { $0.name == name }
    values.append((name: name, value: String(value)))
  }

  /// Adds what another holds and this one lacks.
  mutating func merge(_ other: Placeholders) {
    for (name, value) in other.values { add(name, value) }
  }

  /// Letters, digits and `-_./:@+=,#%`; not at the start `-` or `=`, which a program would read.
  private static func isSafe(_ value: some StringProtocol) -> Bool {
    guard let first = value.utf8.first, value.utf8.count <= 2048 else { return false }
    guard first != UInt8(ascii: "-"), first != UInt8(ascii: "="), first != UInt8(ascii: "#") else {
      return false
    }
    return value.utf8.allSatisfy { byte in
      byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || "-_./:@+=,#%".utf8.contains(byte)
    }
  }

  /// A command with every placeholder that has a value filled in; the others stay as they are.
  public func fill(_ command: String) -> String {
    guard !values.isEmpty, command.utf8.contains(UInt8(ascii: "<")) else { return command }
    var filled = ""
    var rest = command[...]
    while let open = rest.firstIndex(of: "<") {
      filled += rest[..<open]
      rest = rest[open...]
      let inside = rest.dropFirst().prefix {
        $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-")
      }
      let close = inside.endIndex
      if close < rest.endIndex, rest[close] == ">", let value = self[String(inside)] {
        filled += value
        rest = rest[rest.index(after: close)...]
      } else {
        filled += "<"
        rest = rest.dropFirst()
      }
    }
    return filled + rest
  }

  /// The values as one JSON object.
  public var json: JSON {
    .object(values.map { (key: $0.name, value: .string($0.value)) })
  }

  /// Sets `<start-time>`, `<end-time>` and `<start-ms>` to a span around a failure.
  ///
  /// - Parameters:
  ///   - begin: when the failing thing began, if known.
  ///   - end: when it ended.
  mutating func setWindow(from begin: Timestamp?, to end: Timestamp) {
    let margin: Int64 = 300
    let first = max(min(begin?.seconds ?? end.seconds, end.seconds), end.seconds - 3600) - margin
    add("start-time", Timestamp(seconds: first).description)
    add("end-time", Timestamp(seconds: end.seconds + margin).description)
    add("start-ms", String(first * 1000))
  }
}
