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
    for index in values.indices where values[index].name == name { return values[index].value }
    return nil
  }

  /// Adds a value; the first value of a name stays, and one that a shell would read is refused.
  mutating func add(_ name: String, _ value: some StringProtocol) {
    guard self[name] == nil, Placeholders.isSafe(value, for: name) else { return }
    values.append((name: name, value: String(value)))
  }

  /// Puts a value in place of whatever the name had, where the value is safe.
  mutating func replace(_ name: String, _ value: some StringProtocol) {
    guard Placeholders.isSafe(value, for: name) else { return }
    values.removeAll { $0.name == name }
    values.append((name: name, value: String(value)))
  }

  /// Adds what another holds and this one lacks.
  mutating func merge(_ other: Placeholders) {
    for (name, value) in other.values { add(name, value) }
  }

  /// What is held here and, of another, what is not.
  public func merging(_ other: Placeholders) -> Placeholders {
    var all = self
    all.merge(other)
    return all
  }

  /// Takes a value that a person gives.
  ///
  /// - Parameters:
  ///   - name: the placeholder without its brackets.
  ///   - value: what to fill in.
  /// - Returns: false where the value holds something that a shell, or the program, would read.
  public mutating func set(_ name: String, to value: String) -> Bool {
    replace(name, value)
    return self[name] == value
  }

  /// The placeholders of a command that have no value, in order, each once.
  public func missing(in command: String) -> [String] {
    var names: [String] = []
    for part in fill(command).split(separator: "<").dropFirst() {
      guard let close = part.firstIndex(of: ">") else { continue }
      let name = part[..<close]
      let isName =
        !name.isEmpty
        && name.utf8.allSatisfy {
          0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 || $0 == 0x2D
        }
      if isName, !names.contains(String(name)) { names.append(String(name)) }
    }
    return names
  }

  /// Whether a placeholder stands for an address: the only kind of value that may hold `://`.
  private static func isAddress(_ name: String) -> Bool {
    name.split(separator: "-").contains {
      ["image", "repository", "registry", "url", "uri", "endpoint"].contains($0)
    }
  }

  /// Letters, digits and `-_./:@+=,#%`; not at the start `-` or `=`, which a program would read.
  ///
  /// No `://` in a name: the AWS CLI puts what a file or an address holds in the place of such a value
  /// (<https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-parameters-file.html>). Nothing reads
  /// a file where an address is meant either.
  private static func isSafe(_ value: some StringProtocol, for name: String) -> Bool {
    if value.contains("://") {
      guard isAddress(name), value.hasPrefix("https://") || value.hasPrefix("http://") else {
        return false
      }
    }
    guard let first = value.utf8.first, value.utf8.count <= 2048 else { return false }
    guard first != UInt8(ascii: "-"), first != UInt8(ascii: "="), first != UInt8(ascii: "#") else {
      return false
    }
    return value.utf8.allSatisfy { byte in
      byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || "-_./:@+=,#%".utf8.contains(byte)
    }
  }

  /// A command with every placeholder that has a value filled in; the others stay as they are.
  public func fill(_ command: String) -> String { filling(command).text }

  /// The same, with the names of those that were filled in, in order, each once.
  public func filling(_ command: String) -> (text: String, names: [String]) {
    guard !values.isEmpty, command.utf8.contains(UInt8(ascii: "<")) else { return (command, []) }
    var names: [String] = []
    let bytes = Array(command.utf8)
    var filled: [UInt8] = []
    filled.reserveCapacity(bytes.count + 64)
    var start = 0
    var index = 0
    while index < bytes.count {
      defer { index += 1 }
      guard bytes[index] == UInt8(ascii: "<") else { continue }
      let end = bytes[(index + 1)...].firstIndex { byte in
        byte &- 0x61 >= 26 && byte &- 0x30 >= 10 && byte != 0x2D
      }
      guard let end, bytes[end] == UInt8(ascii: ">"), end > index + 1 else { continue }
      let name = bytes[(index + 1)..<end]
      guard let value = values.first(where: { $0.name.utf8.elementsEqual(name) }) else { continue }
      if !names.contains(value.name) { names.append(value.name) }
      filled += bytes[start..<index]
      filled += value.value.utf8
      start = end + 1
      index = end
    }
    return (String(decoding: filled + bytes[start...], as: UTF8.self), names)
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
