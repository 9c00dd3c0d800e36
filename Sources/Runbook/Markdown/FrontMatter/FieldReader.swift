/// Reads typed values out of front matter and notes what is wrong with each, where it stands.
///
/// A value of the wrong type is a finding and counts as left out; reading goes on.
struct FieldReader {
  /// The rule that front matter findings carry.
  static let rule = "front-matter"

  let path: String
  let root: YAMLNode
  /// What is wrong so far.
  private(set) var findings: [Finding] = []
  /// Where the known keys stand.
  private(set) var places: [String: DocumentSource.FieldPlace] = [:]

  /// Reads the entries of a mapping.
  init(_ root: YAMLNode, path: String) {
    self.root = root
    self.path = path
  }

  /// Notes something wrong.
  mutating func note(
    _ severity: Finding.Severity = .warning, at location: SourceLocation, _ message: String,
    fix: String? = nil
  ) {
    findings.append(
      Finding(
        rule: Self.rule, severity: severity, path: path, location: location, message: message,
        fix: fix))
  }

  /// Adds what was found elsewhere in the file.
  mutating func add(_ others: [Finding]) {
    findings += others
  }

  /// The entry of a key, noted as known; nil where the key is absent or has no value.
  private mutating func entry(_ key: String) -> YAMLNode.Entry? {
    guard let entry = root.entry(key) else { return nil }
    places[key] = DocumentSource.FieldPlace(
      key: entry.keyLocation, values: entry.value.isNull ? [] : [entry.value.location])
    return entry.value.isNull ? nil : entry
  }

  /// A text of one line.
  mutating func text(_ key: String) -> String? {
    guard let entry = entry(key) else { return nil }
    guard let text = entry.value.string else {
      note(at: entry.value.location, "'\(key)' must be one text", fix: "write \(key): …")
      return nil
    }
    let line = Self.oneLine(text)
    return line.isEmpty ? nil : line
  }

  /// A list of texts; one text is a list of one.
  ///
  /// Empty and repeated items are left out.
  mutating func list(_ key: String, splitsCommas: Bool = true) -> [String] {
    guard let entry = entry(key) else { return [] }
    let items: [YAMLNode]
    if let list = entry.value.items {
      items = list
    } else if let text = entry.value.string {
      items = [entry.value]
      if splitsCommas, text.contains(", ") {
        note(
          at: entry.value.location, "'\(key)' is one text with commas, not a list",
          fix: "write \(key): [\(text)]")
      }
    } else {
      note(
        at: entry.value.location, "'\(key)' must be a list of texts", fix: "write \(key): [a, b]")
      return []
    }
    var texts: [String] = []
    var seen: Set<String> = []
    var locations: [SourceLocation] = []
    for item in items {
      guard let text = item.string.map(Self.oneLine), !text.isEmpty else {
        note(
          at: item.location, "an item of '\(key)' is \(item.isNull ? "empty" : "not a text")",
          fix: item.entries == nil ? "remove it or write a text" : "quote a text that holds ': '")
        continue
      }
      guard seen.insert(text).inserted else {
        note(at: item.location, "'\(text)' stands twice in '\(key)'", fix: "remove one")
        continue
      }
      texts.append(text)
      locations.append(item.location)
    }
    places[key]?.values = locations
    return texts
  }

  /// A whole number in a range.
  mutating func int(_ key: String, in range: ClosedRange<Int>) -> Int? {
    guard let entry = entry(key) else { return nil }
    return number(entry.value, key: "'\(key)'", in: range)
  }

  /// A list of whole numbers in a range; one number is a list of one.
  mutating func ints(_ key: String, in range: ClosedRange<Int>) -> [Int] {
    guard let entry = entry(key) else { return [] }
    var numbers: [Int] = []
    var locations: [SourceLocation] = []
    for item in entry.value.items ?? [entry.value] {
      guard let number = number(item, key: "an item of '\(key)'", in: range) else { continue }
      guard !numbers.contains(number) else {
        note(at: item.location, "\(number) stands twice in '\(key)'", fix: "remove one")
        continue
      }
      numbers.append(number)
      locations.append(item.location)
    }
    places[key]?.values = locations
    return numbers
  }

  /// A whole number, also from a quoted one with a word about the quotes.
  mutating func number(_ node: YAMLNode, key: String, in range: ClosedRange<Int>) -> Int? {
    let bounds =
      range.upperBound == .max
      ? "a whole number from \(range.lowerBound)"
      : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard let number = node.int ?? node.string.flatMap({ Int($0) }) else {
      note(at: node.location, "\(key) must be \(bounds)\(Self.found(node))")
      return nil
    }
    guard range.contains(number) else {
      note(at: node.location, "\(key) is \(number), and must be \(bounds)")
      return nil
    }
    if node.int == nil {
      note(at: node.location, "\(key) is a text", fix: "write \(number) without quotes")
    }
    return number
  }

  /// One of the words that a key may hold.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, of type: Choice.Type
  ) -> Choice? where Choice.RawValue == String {
    guard let entry = entry(key) else { return nil }
    return choice(entry.value, key: "'\(key)'", of: type)
  }

  /// One of the words that a value may be.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ node: YAMLNode, key: String, of type: Choice.Type
  ) -> Choice? where Choice.RawValue == String {
    if let choice = node.string.flatMap(Choice.init(rawValue:)) { return choice }
    let words = Choice.allCases.map(\.rawValue)
    let list = words.joined(separator: ", ")
    note(
      at: node.location, "\(key) must be one of \(list)\(Self.found(node))",
      fix: node.string.flatMap { Self.suggestion(for: $0, in: words) })
    return nil
  }

  /// A moment; the form is RFC 3339 in UTC.
  mutating func time(_ key: String) -> Timestamp? {
    guard let entry = entry(key) else { return nil }
    let text = entry.value.string ?? ""
    if let time = clock(text) {
      note(
        at: entry.value.location, "'\(key)' has no day and no zone and is read as \(time)",
        fix: "write \(time)")
      return time
    }
    guard let time = Timestamp(text) else {
      let example = CivilDate(text).map { "\($0)T10:31:00Z" } ?? "2026-11-03T10:31:00Z"
      let what =
        CivilDate(text) == nil
        ? "must be a time\(Self.found(entry.value))" : "has no time of day"
      note(
        at: entry.value.location, "'\(key)' \(what)", fix: "write RFC 3339 in UTC, like \(example)")
      return nil
    }
    let hasOffset =
      text.last.map { $0 == "Z" || $0 == "z" } == true || text.dropFirst(16).contains("+")
      || text.dropFirst(16).contains("-")
    if !hasOffset {
      note(
        at: entry.value.location, "'\(key)' has no offset and is read as UTC", fix: "write \(time)")
    }
    return time
  }

  /// A clock time on the day that the id of an incident begins with, in UTC.
  private func clock(_ text: String) -> Timestamp? {
    guard let second = SpokenTimeReader.secondOfDay(text[...]),
      let day = root["id"]?.string.flatMap({ CivilDate(String($0.prefix(10))) })
    else { return nil }
    return Timestamp(seconds: day.daysSince1970 * 86400 + second)
  }

  /// A day.
  mutating func day(_ key: String) -> String? {
    guard let entry = entry(key) else { return nil }
    let text = entry.value.string ?? ""
    if let day = CivilDate(text) { return day.description }
    if let time = Timestamp(text) {
      note(
        at: entry.value.location, "'\(key)' must be a day, not a time", fix: "write \(time.date)")
      return time.date
    }
    note(
      at: entry.value.location, "'\(key)' must be a day\(Self.found(entry.value))",
      fix: "write yyyy-mm-dd, like 2026-11-21")
    return nil
  }

  /// A value that the caller reads itself.
  mutating func node(_ key: String) -> YAMLNode? {
    entry(key)?.value
  }

  /// Replaces the places of a list's values after some were left out.
  mutating func keep(_ locations: [SourceLocation], of key: String) {
    places[key]?.values = locations
  }

  /// The keys that nobody asked for, in file order; one that looks misspelled is a finding too.
  mutating func unknownKeys(known: [String]) -> [DocumentSource.UnknownKey] {
    var unknown: [DocumentSource.UnknownKey] = []
    let absent = known.filter { root[$0] == nil }
    for entry in root.entries ?? [] where !known.contains(entry.key) {
      unknown.append(
        DocumentSource.UnknownKey(
          key: entry.key, value: Self.line(of: entry.value), location: entry.keyLocation))
      if let near = Self.misspelled(entry.key, in: absent) {
        note(at: entry.keyLocation, "unknown key '\(entry.key)'", fix: "did you mean '\(near)'?")
      }
    }
    return unknown
  }

  /// The known key that was probably meant: a team's own keys must not raise this, so one slip of
  /// the finger, or `_` against `-` or a different case, and no more.
  private static func misspelled(_ key: String, in known: [String]) -> String? {
    let folded = key.lowercased().split(separator: "-").joined(separator: "_")
    let tolerance = Spelling.tolerance(of: folded)
    return known.first { $0 == folded || $0 == folded + "s" || $0 + "s" == folded }
      ?? known.first { Spelling.distance(folded, $0, limit: tolerance) != nil }
  }

  /// A value as one line of text: lists joined by `, `, mappings as `key: value`.
  private static func line(of node: YAMLNode) -> String {
    switch node.content {
    case .scalar(let text, _): oneLine(text)
    case .sequence(let items): items.map(line(of:)).joined(separator: ", ")
    case .mapping(let entries):
      entries.map { "\($0.key): \(line(of: $0.value))" }.joined(separator: ", ")
    }
  }

  /// Runs of white space as one space, none at the ends.
  static func oneLine(_ text: String) -> String {
    var wasBlank = true
    let isOneLine = text.utf8.allSatisfy { byte in
      defer { wasBlank = byte == 0x20 }
      return byte > 0x20 || byte == 0x20 && !wasBlank
    }
    // Nearly every value already is: splitting by Character is 50 times slower than this look.
    if isOneLine, !wasBlank { return text }
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// `, not 'x'` for a message, the value cut short.
  private static func found(_ node: YAMLNode) -> String {
    switch node.content {
    case .scalar(let text, _): ", not '\(oneLine(text).prefix(40))'"
    case .sequence: ", not a list"
    case .mapping: ", not keys and values"
    }
  }

  /// `did you mean 'x'?` where something is near.
  static func suggestion(for text: String, in words: [String]) -> String? {
    let folded = text.lowercased()
    let near =
      words.first { $0.lowercased() == folded } ?? Spelling.nearest(to: folded, in: words)
      ?? words.first { folded.utf8.count >= 4 && $0.utf8.starts(with: folded.utf8.prefix(4)) }
    return near.map { "did you mean '\($0)'?" }
  }
}
