/// Values for the placeholders of commands, such as `<cluster>`, read from what was pasted.
///
/// A value is kept only if every character of it is safe to paste into a shell.
public struct Placeholders: Equatable, Sendable {
  /// Names and values in the order found.
  public private(set) var values: [(name: String, value: String)] = []
  /// The account of the private registry that an image names; that of a task says nothing of it.
  private var registryAccount: String?
  /// Whether the Region is only that of a registry, from which tasks of any Region may pull.
  private var hasRegionOfRegistry = false

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
    registryAccount = registryAccount ?? other.registryAccount
    for (name, value) in other.values {
      if name == "region" {
        other.hasRegionOfRegistry ? takeRegion(ofRegistry: value) : takeRegion(value)
      } else {
        add(name, value)
      }
    }
  }

  /// Adds the Region that the failing thing is in, in place of one that only a registry names.
  mutating func takeRegion(_ region: some StringProtocol) {
    guard PlaceholderText.isRegion(region) else { return }
    if hasRegionOfRegistry { values.removeAll { $0.name == "region" } }
    hasRegionOfRegistry = false
    add("region", region)
  }

  /// Adds the Region of a registry where no other is known.
  mutating func takeRegion(ofRegistry region: some StringProtocol) {
    guard self["region"] == nil, PlaceholderText.isRegion(region) else { return }
    hasRegionOfRegistry = true
    add("region", region)
  }

  /// Adds the account of a private registry.
  mutating func takeRegistry(account: some StringProtocol) {
    if registryAccount == nil { registryAccount = String(account) }
    add("account-id", account)
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
    if name == "region" { hasRegionOfRegistry = false }
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
  ///
  /// Where the Region is known, it goes into every AWS command that asks in one: without it the
  /// command asks in whatever Region the shell has.
  public func filling(_ command: String) -> (text: String, names: [String]) {
    guard !values.isEmpty else { return (command, []) }
    var (text, names) = fillingNames(command)
    if let region = self["region"], !hasRegionOfRegistry {
      let placed = AWSCommand.adding(region: region, to: text)
      if placed != text, !names.contains("region") { names.append("region") }
      text = placed
    }
    return (text, names)
  }

  private func fillingNames(_ command: String) -> (text: String, names: [String]) {
    guard command.utf8.contains(UInt8(ascii: "<")) else { return (command, []) }
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
      let name = String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
      guard let value = value(of: name, after: bytes[..<index]) else { continue }
      if !names.contains(name) { names.append(name) }
      filled += bytes[start..<index]
      filled += value.utf8
      start = end + 1
      index = end
    }
    return (String(decoding: filled + bytes[start...], as: UTF8.self), names)
  }

  /// The value of a placeholder where it stands; a registry has an account of its own.
  private func value(of name: String, after command: ArraySlice<UInt8>) -> String? {
    let option = Array("--registry-id ".utf8)
    if name == "account-id", command.suffix(option.count).elementsEqual(option) {
      return registryAccount
    }
    return self[name]
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
